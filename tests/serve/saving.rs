//! What a page sends back is on disk before the answer, and no window takes anything from another.

use affiant::ask::web::Limits;
use serde_json::Value;

use super::form::{Answer, Form, value};

/// The mark that a page holds of a question.
fn seen(page: &Answer, path: &str) -> String {
    value(&page.body, &format!("{path}~seen")).unwrap_or_else(|| panic!("no {path} on {}", page.body))
}

/// Sends one answer as the script does: what came back of it.
fn autosave(form: &Form, path: &str, text: &str, seen: &str) -> Value {
    let answer = form.post("/letter-hospice/answer", &[(path, text), (&format!("{path}~seen"), seen)]);
    assert_eq!(answer.status, 200, "{answer:?}");
    let told: Value = serde_json::from_str(&answer.body).unwrap();
    told["answers"][0].clone()
}

const WAY: &str = "/letter-hospice/";

#[test]
fn a_section_is_saved_without_a_script_and_leads_on() {
    let form = Form::open(Limits::default());
    let page = form.get(WAY);
    let sent = form.post(
        WAY,
        &[
            ("~section", "1"),
            ("role", "physician"),
            ("role~seen", &seen(&page, "role")),
            ("known_since", "March 2025"),
            ("known_since~seen", &seen(&page, "known_since")),
            ("how_in_touch", "I see T.P. every week.\r\n\r\nHe is \"brave\"\\."),
            ("how_in_touch~seen", &seen(&page, "how_in_touch")),
            ("~do", "next"),
        ],
    );
    assert_eq!(sent.status, 303, "{sent:?}");
    assert!(sent.header("location").unwrap().starts_with("/letter-hospice/?section="), "{sent:?}");
    let answers = form.answers();
    for line in [
        "role = \"physician\"",
        "known_since = \"2025-03\"",
        "I see T.P. every week.\n\nHe is",
        "face = \"web\"",
        "on = 2026-11-22",
    ] {
        assert!(answers.contains(line), "{line}: {answers}");
    }
    assert!(answers.contains("role = { who = \"people.ada\", face = \"web\", on = 2026-11-22 }"), "{answers}");
    // What follows from the answer is asked now, and the page shows what was said.
    let page = form.get(WAY).body;
    assert!(page.contains("value=\"physician\" checked"), "{page}");
    assert!(form.get("/letter-hospice/review").body.contains("I see T.P. every week."));
    // Sent again as it is, nothing changes, and the file is the same to the byte.
    let again =
        form.post(WAY, &[("how_in_touch", "I see T.P. every week.\r\n\r\nHe is \"brave\"\\."), ("~do", "stay")]);
    assert_eq!(again.status, 303);
    assert_eq!(form.answers(), answers);
}

#[test]
fn what_was_not_touched_is_not_sent_back_over_what_another_window_saved() {
    let form = Form::open(Limits::default());
    let (one, other) = (form.get(WAY), form.get(WAY));
    let told = autosave(&form, "how_in_touch", "Every week.", &seen(&one, "how_in_touch"));
    assert_eq!(told["state"], "answered");
    // The other window is older than that, and was left empty there; it saves another answer.
    let fields = [
        ("how_in_touch", ""),
        ("how_in_touch~seen", &seen(&other, "how_in_touch")),
        ("known_since", "2014"),
        ("known_since~seen", &seen(&other, "known_since")),
        ("~do", "next"),
    ];
    assert_eq!(form.post(WAY, &fields).status, 303);
    let answers = form.answers();
    assert!(answers.contains("Every week.") && answers.contains("2014"), "{answers}");
    assert!(!answers.contains("earlier"), "{answers}");
}

#[test]
fn of_two_windows_the_later_save_stands_and_the_earlier_text_is_kept_shown_and_put_back() {
    let form = Form::open(Limits::default());
    let (one, other) = (form.get(WAY), form.get(WAY));
    autosave(&form, "how_in_touch", "One: every week.", &seen(&one, "how_in_touch"));
    let told = autosave(&form, "how_in_touch", "Other: each month.", &seen(&other, "how_in_touch"));
    assert_eq!(told["before"][0]["words"], "One: every week.", "{told}");
    let answers = form.answers();
    let (now, kept) = answers.split_once("[[meta.earlier]]").unwrap_or_else(|| panic!("{answers}"));
    assert!(now.contains("Other: each month.") && kept.contains("One: every week."), "{answers}");
    let page = form.get(WAY);
    assert!(page.body.contains("One: every week.") && page.body.contains("Other: each month."), "{}", page.body);
    // Whoever goes on writing in the other window replaces their own words, which need not be kept.
    let mark = told["seen"].as_str().unwrap();
    autosave(&form, "how_in_touch", "Other: each month, by telephone.", mark);
    assert!(!form.answers().contains("Other: each month.\""), "{}", form.answers());
    // Emptied in the first window: the other one's words are kept too.
    let stale =
        form.post(WAY, &[("how_in_touch", ""), ("how_in_touch~seen", &seen(&one, "how_in_touch")), ("~do", "stay")]);
    assert_eq!(stale.status, 303);
    assert!(form.answers().contains("Other: each month, by telephone."));
    let back = form.post(WAY, &[("~put-back", "how_in_touch")]);
    assert_eq!(back.status, 303, "{back:?}");
    let answers = form.answers();
    let (now, kept) = answers.split_once("[[meta.earlier]]").unwrap();
    assert!(now.contains("One: every week.") && kept.contains("Other: each month, by telephone."), "{answers}");
}

#[test]
fn an_answer_of_a_window_whose_question_is_gone_is_kept() {
    let form = Form::open(Limits::default());
    autosave(&form, "role", "physician", "");
    autosave(&form, "may_share_health", "yes", "");
    let sections: Vec<Answer> = (1..12).map(|at| form.get(&format!("/letter-hospice/?section={at}"))).collect();
    let page = sections.iter().find(|page| page.body.contains("\"diagnosis~seen\"")).unwrap();
    let mark = seen(page, "diagnosis");
    // Meanwhile another window says that the writer is a teacher: teachers are not asked for a diagnosis.
    autosave(&form, "role", "teacher", "");
    let told = autosave(&form, "diagnosis", "A sarcoma.", &mark);
    assert_eq!((&told["saved"], &told["state"]), (&Value::Bool(true), &Value::from("gone")), "{told}");
    assert!(told["note"].as_str().unwrap().contains("is kept"), "{told}");
    assert!(form.answers().contains("A sarcoma."), "{}", form.answers());
    // What is no field of the paper is nobody's answer.
    for path in
        ["meta.face", "proposed.people.marisela.a_number", "fictional", "nothing", "proposed.people.ada.a_number"]
    {
        autosave(&form, path, "x", "");
        form.post(WAY, &[(path, "x"), ("~do", "stay")]);
    }
    let answers = form.answers();
    assert!(!answers.contains("\"x\"") && !answers.contains("proposed"), "{answers}");
}

#[test]
fn an_answer_that_cannot_stand_is_kept_as_it_was_typed_or_shown_again() {
    let form = Form::open(Limits::default());
    let page = form.get(WAY);
    let sent = form.send_page(&page, &[("known_since", "when I was young"), ("~do", "next")]);
    // Back to the question, with what is wrong with it.
    assert_eq!(sent.header("location"), Some("/letter-hospice/?section=1#q-known_since"), "{sent:?}");
    let page = form.get("/letter-hospice/?section=1");
    assert!(
        page.body.contains("when I was young") && page.body.contains("not a date that can be read"),
        "{}",
        page.body
    );
    assert!(form.answers().contains("known_since = \"when I was young\""));
    // The same mistake is told by the PDF, which cannot be made, and by the end, once.
    let pdf = form.get("/letter-hospice/paper.pdf");
    assert_eq!(pdf.status, 409);
    assert!(pdf.body.contains("#q-known_since") && !pdf.body.contains("file"), "{}", pdf.body);
    let end = form.post(WAY, &[("~section", "0"), ("~do", "done")]);
    assert_eq!(end.header("location"), Some("/letter-hospice/review?look=1"), "{end:?}");
    let review = form.get("/letter-hospice/review?look=1").body;
    assert!(review.contains("role=\"alert\"") && review.contains("#q-known_since"), "{review}");
    let looked = value(&review, "~looked").unwrap();
    let end = form.post(WAY, &[("~section", "0"), ("~looked", &looked), ("~do", "done")]);
    assert_eq!(end.header("location"), Some("/letter-hospice/done"), "{end:?}");
    assert!(form.get("/letter-hospice/done").body.contains("#q-known_since"));
    // What the script has saved meanwhile holds its page as well, which has not shown it.
    let seen_wrong = seen(&form.get(WAY), "known_since");
    let held =
        [("known_since", "when I was young"), ("known_since~seen", &seen_wrong), ("~section", "1"), ("~do", "next")];
    assert_eq!(form.post(WAY, &held).header("location"), Some("/letter-hospice/?section=1#q-known_since"));
    // From another part it is a button that saves first.
    let look = form.post(WAY, &[("~section", "2"), ("~do", "look:known_since")]);
    assert_eq!(look.header("location"), Some("/letter-hospice/?section=1#q-known_since"));
    // Who goes on all the same is not held.
    let on = form.send_page(&page, &[("known_since", "when I was young"), ("~do", "next")]);
    assert_eq!(on.header("location"), Some("/letter-hospice/?section=2"), "{on:?}");
    // A date that can be two days is asked back, and the day that is picked counts.
    let told = autosave(&form, "known_since", "3/4/2025", &seen(&form.get(WAY), "known_since"));
    assert_eq!(told["days"].as_array().unwrap().len(), 2, "{told}");
    let pick = [
        ("known_since", "3/4/2025"),
        ("known_since~seen", told["seen"].as_str().unwrap()),
        ("known_since~picked", "2025-04-03"),
    ];
    assert_eq!(form.post(WAY, &pick).status, 303);
    assert!(form.answers().contains("known_since = 2025-04-03"), "{}", form.answers());
    // What no file can hold stays on the page.
    let before = form.answers();
    let fields = [
        ("how_in_touch", "He \u{202e}wept\u{1}."),
        ("how_in_touch~seen", &seen(&page, "how_in_touch")),
        ("~section", "1"),
        ("~do", "next"),
    ];
    let refused = form.post(WAY, &fields);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("He \u{202e}wept\u{1}."), "{}", refused.body);
    assert!(refused.body.contains("character that cannot be printed"), "{}", refused.body);
    assert_eq!(form.answers(), before);
    let told = autosave(&form, "how_in_touch", "He \u{1}", &seen(&page, "how_in_touch"));
    assert_eq!(told["saved"], false, "{told}");
}

#[test]
fn said_instead_of_an_answer_and_taken_back() {
    let form = Form::open(Limits::default());
    let mark = seen(&form.get(WAY), "how_in_touch");
    form.post(WAY, &[("how_in_touch", ""), ("how_in_touch~said", "unknown"), ("how_in_touch~seen", &mark)]);
    assert!(form.answers().contains("how_in_touch = { unknown = true }"), "{}", form.answers());
    let mark = seen(&form.get(WAY), "how_in_touch");
    // The box is still ticked, and nothing else was done.
    form.post(WAY, &[("how_in_touch", ""), ("how_in_touch~said", "unknown"), ("how_in_touch~seen", &mark)]);
    assert!(form.answers().contains("how_in_touch = { unknown = true }"));
    // Whoever then writes has an answer, ticked or not.
    form.post(WAY, &[("how_in_touch", "On Sundays."), ("how_in_touch~said", "unknown"), ("how_in_touch~seen", &mark)]);
    assert!(form.answers().contains("On Sundays.") && !form.answers().contains("unknown"), "{}", form.answers());
    let mark = seen(&form.get(WAY), "how_in_touch");
    // A box that is ticked beside new words: it counts, and the words are kept.
    form.post(WAY, &[("how_in_touch", "On Mondays."), ("how_in_touch~said", "declined"), ("how_in_touch~seen", &mark)]);
    let answers = form.answers();
    let (now, kept) = answers.split_once("[[meta.earlier]]").unwrap_or_else(|| panic!("{answers}"));
    assert!(now.contains("how_in_touch = { declined = true }") && kept.contains("On Mondays."), "{answers}");
    let mark = seen(&form.get(WAY), "how_in_touch");
    form.post(WAY, &[("how_in_touch", ""), ("how_in_touch~seen", &mark)]);
    assert!(form.answers().starts_with("\n[meta]"), "{}", form.answers());
    form.post(WAY, &[("how_in_touch", ""), ("how_in_touch~said", "later")]);
    assert!(form.answers().contains("passed = [\"how_in_touch\"]"), "{}", form.answers());
}

#[test]
fn items_are_added_to_a_list_and_taken_out_without_a_script() {
    let form = Form::of(&["letter-hospice"], Limits::default());
    autosave(&form, "role", "friend", "");
    let list = (1..12).find_map(|at| {
        let page = form.get(&format!("/letter-hospice/?section={at}"));
        page.body.contains("\"episodes.e1.what~seen\"").then_some((at, page))
    });
    let (section, page) = list.unwrap();
    let section = section.to_string();
    let first = [
        ("episodes.e1.what", "She sat up with him."),
        ("episodes.e1.what~seen", &seen(&page, "episodes.e1.what")),
        ("~section", &section),
        ("~do", "stay"),
    ];
    assert_eq!(form.post(WAY, &first).status, 303);
    assert_eq!(form.post(WAY, &[("episodes+", "yes"), ("~section", &section), ("~do", "next")]).status, 303);
    let answers = form.answers();
    assert_eq!(answers.matches("[[episodes]]").count(), 2, "{answers}");
    autosave(&form, "episodes.e2.what", "He slept.", "");
    // Another window's words in an item are kept when it is taken out here.
    form.post(WAY, &[("episodes.e2.what", ""), ("episodes.e2.what~seen", "0000"), ("~take-out", "episodes.e2")]);
    let answers = form.answers();
    assert_eq!(answers.matches("[[episodes]]").count(), 1, "{answers}");
    assert!(answers.contains("She sat up with him.") && answers.contains("He slept."), "{answers}");
    // Nothing but an item of a list is taken out.
    for what in ["episodes", "role", "meta", "meta.passed", "episodes+", "episodes.e9", "proposed.people"] {
        form.post(WAY, &[("~take-out", what)]);
    }
    assert_eq!(form.answers(), answers);
    form.post(WAY, &[("episodes+", "no"), ("~do", "next")]);
    assert!(form.answers().contains("passed = [\"episodes+\"]"), "{}", form.answers());
}

#[test]
fn what_somebody_else_saves_in_between_stays() {
    let form = Form::open(Limits::default());
    let page = form.get(WAY);
    let file = form.matter.join("answers/letter-hospice.toml");
    std::fs::write(&file, "# Mine.\nknown_since = \"2014\"   # so she said\n").unwrap();
    autosave(&form, "how_in_touch", "Every week.", &seen(&page, "how_in_touch"));
    let answers = form.answers();
    assert!(answers.starts_with("# Mine.\nknown_since = \"2014\"   # so she said\n"), "{answers}");
    assert!(answers.contains("how_in_touch = "), "{answers}");
}

#[test]
fn files_that_are_broken_meanwhile_are_told_and_take_no_answer() {
    let form = Form::open(Limits::default());
    let page = form.get(WAY);
    autosave(&form, "how_in_touch", "Every week.", &seen(&page, "how_in_touch"));
    let (facts, answers) = (form.matter.join("facts.toml"), form.matter.join("answers/letter-hospice.toml"));
    for file in [facts, answers] {
        let good = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, format!("{good}\n= broken")).unwrap();
        let broken = std::fs::read_to_string(&file).unwrap();
        for way in [WAY, "/letter-hospice/review"] {
            let answer = form.get(way);
            assert_eq!(answer.status, 409, "{answer:?}");
            assert!(answer.body.contains("cannot go on at the moment"), "{}", answer.body);
            assert!(!answer.body.contains("toml") && !answer.body.contains("broken"), "{}", answer.body);
        }
        assert!(form.told.lock().unwrap().iter().any(|told| told == "bad-syntax"));
        let mark = seen(&page, "known_since");
        let saved = form.post("/letter-hospice/answer", &[("known_since", "2014"), ("known_since~seen", &mark)]);
        assert_ne!(saved.status, 500, "{saved:?}");
        assert!(saved.status == 409 && std::fs::read_to_string(&file).unwrap() == broken);
        std::fs::write(&file, good).unwrap();
        assert_eq!(form.get(WAY).status, 200);
    }
    assert!(form.answers().contains("Every week."));
}

#[test]
fn the_list_of_papers_has_only_those_that_were_asked_for() {
    let form = Form::of(&["letter-hospice", "letter-aunt"], Limits::default());
    let list = form.get("/");
    assert_eq!(list.status, 200);
    assert!(list.body.contains("/letter-hospice/") && list.body.contains("/letter-aunt/"), "{}", list.body);
    assert!(!list.body.contains("letter-teacher"), "{}", list.body);
    assert_eq!(form.get("/letter-aunt/").status, 200);
    assert_eq!(form.get("/letter-teacher/").status, 404);
    assert_eq!(form.get("/declaration/").status, 404);
    let only = Form::open(Limits::default());
    // Before the first answer it says what is coming.
    assert_eq!(only.get("/").header("location"), Some("/letter-hospice/begin"));
    let opening = only.get("/letter-hospice/begin").body;
    for said in
        ["This letter is for Marisela.", "20 to 30 minutes", "Who reads it", "The lawyer reads", "leave out any"]
    {
        assert!(opening.contains(said), "{said}: {opening}");
    }
    only.post("/letter-hospice/begin", &[("~do", "language:es")]);
    assert!(only.get("/letter-hospice/begin").body.contains("Esta carta es para Marisela."));
    autosave(&only, "role", "friend", "");
    assert_eq!(only.get("/").header("location"), Some("/letter-hospice/"));
}

#[test]
fn the_pages_of_the_paper_follow_the_answers() {
    let form = Form::open(Limits::default());
    let pages = || -> Value { serde_json::from_str(&form.get("/letter-hospice/pages").body).unwrap() };
    let before = pages();
    assert_eq!(before["pages"], 1, "{before}");
    let picture = form.get("/letter-hospice/page/1.svg");
    assert_eq!((picture.status, picture.header("content-type")), (200, Some("image/svg+xml")));
    assert!(picture.body.contains("<svg"), "{}", &picture.body[..200]);
    assert_eq!(pages()["version"], before["version"]);
    autosave(&form, "how_in_touch", "Every week.", "");
    assert_ne!(pages()["version"], before["version"]);
    assert_ne!(form.get("/letter-hospice/page/1.svg").body, picture.body);
    let pdf = form.get("/letter-hospice/paper.pdf");
    assert_eq!((pdf.status, pdf.header("content-type")), (200, Some("application/pdf")));
    assert_eq!(pdf.header("content-disposition"), Some("attachment; filename=\"letter-hospice.pdf\""));
    assert!(pdf.body.starts_with("%PDF-1.7"));
    // Many who ask at once are met by few prints, and nobody waits for ever.
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..40).map(|_| scope.spawn(pages)).collect();
        assert!(asking.into_iter().all(|asked| asked.join().unwrap()["pages"] == 1));
    });
}

/// The page of the section that asks something.
fn page_with(form: &Form, path: &str) -> Answer {
    let mut pages = (1..14).map(|at| form.get(&format!("/letter-hospice/?section={at}")));
    pages.find(|page| page.body.contains(&format!("\"{path}~seen\""))).unwrap_or_else(|| panic!("no part asks {path}"))
}

/// The occasions of an answers file.
fn occasions(answers: &str) -> Value {
    let mut file: toml::Table = answers.parse().unwrap();
    serde_json::to_value(file.remove("episodes")).unwrap()
}

/// The values of the buttons on a page that put something back.
fn backs(page: &Answer) -> Vec<String> {
    let buttons = page.body.split("name=\"~put-back\"").skip(1);
    buttons.map(|button| button.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn what_is_emptied_or_ticked_over_is_kept_and_put_back_whatever_its_kind() {
    // Path, what is said, how it is written, and how the page says it.
    let kinds = [
        ("role", "physician", "role = \"physician\"", "I am a doctor or nurse"),
        ("known_since", "March 2025", "known_since = \"2025-03\"", "March 2025"),
        ("how_in_touch", "Every week.\n\nBy video.", "Every week.\n\nBy video.", "Every week.\n\nBy video."),
        ("may_share_health", "yes", "may_share_health = true", "Yes"),
        ("last_exam", "2026-11-11", "last_exam = 2026-11-11", "November 11, 2026"),
        ("position", "an oncologist", "position = \"an oncologist\"", "an oncologist"),
    ];
    for emptied in ["", "unknown", "declined"] {
        let form = Form::open(Limits::default());
        autosave(&form, "role", "physician", "");
        autosave(&form, "may_share_health", "yes", "");
        for (path, typed, written, said) in kinds {
            let page = page_with(&form, path);
            autosave(&form, path, typed, &seen(&page, path));
            assert!(form.answers().contains(written), "{path}: {}", form.answers());
            let page = page_with(&form, path);
            let seen = seen(&page, path);
            let (kept, mark) = (format!("{path}~said"), format!("{path}~seen"));
            let fields = [(path, ""), (&*kept, emptied), (&*mark, &*seen), ("~do", "stay")];
            assert_eq!(form.post(WAY, &fields).status, 303);
            let answers = form.answers();
            let (now, kept) = answers.split_once("[[meta.earlier]]").unwrap_or_else(|| panic!("{path}: {answers}"));
            assert!(!now.contains(written) && kept.contains(&format!("path = \"{path}\"")), "{path}: {answers}");
            let page = page_with(&form, path);
            let back = backs(&page).into_iter().find(|back| back.starts_with(&format!("{path}~"))).unwrap();
            assert!(page.body.contains(said), "{path}: {}", page.body);
            assert_eq!(form.post(WAY, &[("~put-back", &back)]).status, 303);
            let answers = form.answers();
            assert!(answers.split("[[meta.earlier]]").next().unwrap().contains(written), "{path}: {answers}");
            assert!(!answers.contains(&format!("path = \"{path}\"\ntext")), "{path}: {answers}");
        }
    }
}

#[test]
fn of_several_earlier_texts_any_can_be_put_back() {
    let form = Form::open(Limits::default());
    for text in ["The first.", "The second.", "The third."] {
        autosave(&form, "how_in_touch", text, &seen(&form.get(WAY), "how_in_touch"));
        form.post(WAY, &[("how_in_touch", ""), ("how_in_touch~seen", &seen(&form.get(WAY), "how_in_touch"))]);
    }
    let back = backs(&form.get(WAY));
    assert_eq!(back.len(), 3, "{back:?}");
    form.post(WAY, &[("~put-back", &back[2])]);
    let answers = form.answers();
    let (now, kept) = answers.split_once("[[meta.earlier]]").unwrap();
    assert!(now.contains("The first.") && kept.contains("The second.") && kept.contains("The third."), "{answers}");
}

#[test]
fn an_occasion_that_was_taken_out_comes_back_whole_to_its_place() {
    let form = Form::open(Limits::default());
    autosave(&form, "role", "friend", "");
    for (at, what) in [("e1", "One."), ("e2", "Two."), ("e3", "Three.")] {
        autosave(&form, &format!("episodes.{at}.what"), what, "");
        autosave(&form, &format!("episodes.{at}.date"), "November 2025", "");
        if at != "e3" {
            form.post(WAY, &[("episodes+", "yes"), ("~do", "stay")]);
        }
    }
    let items = occasions(&form.answers());
    form.post(WAY, &[("~take-out", "episodes.e2")]);
    assert_eq!(occasions(&form.answers()).as_array().unwrap().len(), 2, "{}", form.answers());
    // Another one does not take its name.
    form.post(WAY, &[("episodes+", "yes"), ("~do", "stay")]);
    assert!(form.answers().contains("id = \"e4\""), "{}", form.answers());
    form.post(WAY, &[("~take-out", "episodes.e4")]);
    let page = page_with(&form, "episodes.e1.what");
    assert!(page.body.contains("Two.") && page.body.contains("November 2025"), "{}", page.body);
    assert!(form.get("/letter-hospice/review").body.contains("value=\"episodes.e2~\""));
    let back = backs(&page);
    assert_eq!(back, ["episodes.e2~"]);
    assert_eq!(form.post(WAY, &[("~put-back", &back[0])]).status, 303);
    assert_eq!(occasions(&form.answers()), items);
    assert!(!form.answers().contains("earlier"), "{}", form.answers());
    // The only ones of all, and nothing that was never there.
    for at in ["e1", "e2", "e3"] {
        form.post(WAY, &[("~take-out", &format!("episodes.{at}"))]);
    }
    for at in ["episodes.e3~", "episodes.e1~", "episodes.e9~", "episodes~", "role~", "meta.face~", "episodes.e2~"] {
        assert_eq!(form.post(WAY, &[("~put-back", at)]).status, 303, "{at}");
    }
    assert_eq!(occasions(&form.answers()), items);
}

#[test]
fn an_answer_to_what_is_not_asked_any_more_is_kept_and_said() {
    let form = Form::open(Limits::default());
    let mark = seen(&form.get(WAY), "how_in_touch");
    // A field that was renamed while the page was open, and a fact that the case knows by now.
    for path in ["how_we_met", "old.group.member", "proposed.people.ada.pronouns", "how_in_touch.more"] {
        let text = format!("What I wrote for {path}.");
        let told = autosave(&form, path, &text, &mark);
        assert_eq!((&told["saved"], &told["aside"]), (&Value::Bool(true), &Value::Bool(true)), "{told}");
        assert!(told["note"].as_str().unwrap().contains("is kept"), "{told}");
        let answers = form.answers();
        assert!(answers.contains(&format!("path = \"{path}\"\ntext = \"{text}\"")), "{answers}");
        assert!(form.get("/letter-hospice/review").body.contains(&text), "{path}");
    }
    // Without a script the page comes back and says so.
    let sent = [("renamed", "By hand."), ("renamed~seen", &*mark), ("~section", "1"), ("~do", "next")];
    let sent = form.post(WAY, &sent);
    assert_eq!(sent.header("location"), Some("/letter-hospice/?section=1&kept=1"), "{sent:?}");
    let page = form.get("/letter-hospice/?section=1&kept=1").body;
    assert!(page.contains("id=\"kept\" role=\"alert\"") && page.contains("What you wrote is kept"), "{page}");
    // What was not touched is nobody's answer.
    let before = form.answers();
    let untouched = [("gone", ""), ("gone~seen", &*mark), ("~do", "stay")];
    assert!(!form.post(WAY, &untouched).header("location").unwrap().contains("kept"));
    assert_eq!(form.answers(), before);
}

#[test]
fn an_answer_to_an_occasion_that_was_taken_out_elsewhere_is_kept_with_it() {
    let form = Form::open(Limits::default());
    autosave(&form, "role", "friend", "");
    autosave(&form, "episodes.e1.what", "One.", "");
    form.post(WAY, &[("episodes+", "yes"), ("~do", "stay")]);
    autosave(&form, "episodes.e2.what", "Two.", "");
    let page = page_with(&form, "episodes.e2.what");
    form.post(WAY, &[("~take-out", "episodes.e2")]);
    let told = autosave(&form, "episodes.e2.what", "Two, and more.", &seen(&page, "episodes.e2.what"));
    assert_eq!((&told["saved"], &told["aside"]), (&Value::Bool(true), &Value::Bool(true)), "{told}");
    let answers = form.answers();
    assert_eq!(answers.matches("[[episodes]]").count(), 1, "{answers}");
    form.post(WAY, &[("~put-back", "episodes.e2~")]);
    let answers = form.answers();
    assert_eq!(occasions(&answers)[1]["what"], "Two, and more.", "{answers}");
    assert!(answers.contains("Two.\""), "{answers}");
}

#[test]
fn a_choice_that_is_no_longer_there_is_kept_and_asked_again() {
    let form = Form::open(Limits::default());
    for (path, gone) in [("role", "nurse"), ("may_share_health", "a whole story"), ("sworn", "perhaps")] {
        autosave(&form, "role", "physician", &seen(&page_with(&form, "role"), "role"));
        let before = form.answers();
        let told = autosave(&form, path, gone, &seen(&page_with(&form, path), path));
        assert_eq!((&told["saved"], &told["aside"]), (&Value::Bool(true), &Value::Bool(true)), "{told}");
        let answers = form.answers();
        assert!(answers.contains(&format!("path = \"{path}\"\ntext = \"{gone}\"")), "{answers}");
        assert!(!answers.contains(&format!("{path} = \"{gone}\"")), "{answers}");
        assert_eq!(before.contains("role = \"physician\""), answers.contains("role = \"physician\""));
    }
}
