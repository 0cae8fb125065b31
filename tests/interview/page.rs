//! The pages of the web form: what stands on them, where their links and buttons lead, and that no text becomes markup.

use std::sync::OnceLock;

use affiant::ask::web::page::{self, Listed, Menu, Notice, Refusal, View};
use affiant::interview::kept::{Before, Kept, TakenOut};
use affiant::interview::posted::Deed;
use affiant::interview::{Interface, Kind, Path, Sheet, markup, sections};

use super::{TEMPLATE, Trial};

const LANGUAGES: [&str; 2] = ["en", "es"];

const HOME: &str = "/5ec2e7/";

static NOTHING: OnceLock<Kept> = OnceLock::new();

/// The pages of a trial's paper with these answers.
fn with<T>(text: &str, section: usize, language: &str, show: impl Fn(&View<'_>) -> T) -> T {
    let trial = Trial::new(TEMPLATE);
    let sheet = trial.sheet(text);
    let languages = LANGUAGES.map(str::to_owned);
    let kept = kept();
    show(&View { kept: &kept, ..view(&sheet, section, language, &languages) })
}

/// What a file may keep: an occasion that was taken out, an earlier text, and one that nobody asks for any more.
fn kept() -> Kept {
    let item = Path::parse("episodes.e7").unwrap();
    let before = Before { words: String::from("as a child"), mark: String::from("0123456789abcdef") };
    Kept {
        before: vec![(Path::field("since"), vec![before])],
        items: vec![TakenOut { item, words: vec![String::from("She sat up with him.")] }],
        apart: vec![String::from("An older answer.")],
    }
}

fn copy<'a>(view: &View<'a>) -> View<'a> {
    View { kept: view.kept, ..self::view(view.sheet, view.section, &view.interface.tag, view.languages) }
}

fn view<'a>(sheet: &'a Sheet, section: usize, language: &str, languages: &'a [String]) -> View<'a> {
    View {
        draft: "letter",
        home: HOME,
        way: "letter",
        title: "Trial",
        interface: Interface::of(language).unwrap(),
        languages,
        paper_language: "en",
        is_letter: true,
        sheet,
        section,
        token: "secret",
        sign: "sign",
        others: true,
        refused: &[],
        advice: &[],
        kept: NOTHING.get_or_init(Kept::default),
        notice: Notice::None,
        again: String::from("affiant serve --draft letter"),
    }
}

/// Every page that there is.
fn all(text: &str, language: &str) -> Vec<String> {
    let shown: [fn(&View<'_>) -> maud::Markup; 6] = [
        page::review,
        page::done,
        page::stopped,
        |view| page::opening(view, Some("Marisela")),
        |view| page::review(&View { notice: Notice::Look, ..copy(view) }),
        |view| page::not_printed(view).unwrap_or_else(|| page::done(view)),
    ];
    let count = page::sections(&Trial::new(TEMPLATE).sheet(text)).len();
    let mut pages: Vec<String> =
        (1..=count).map(|at| with(text, at, language, |view| page::section(view).into_string())).collect();
    pages.extend(shown.iter().map(|show| with(text, 0, language, |view| show(view).into_string())));
    let interface = Interface::of(language).unwrap();
    let listed = Listed { way: "letter".into(), draft: "letter".into(), title: None, progress: (0, 3) };
    let languages = LANGUAGES.map(str::to_owned);
    let menu = Menu { title: "Case", papers: &[listed], home: HOME, interface, languages: &languages, token: "secret" };
    pages.push(page::list(&menu).into_string());
    let why = [
        Refusal::NotOurs,
        Refusal::NotLetIn,
        Refusal::AddressUsed,
        Refusal::NoSuchPage,
        Refusal::TooLarge,
        Refusal::TooSlow,
        Refusal::OldPage,
        Refusal::OtherUser,
        Refusal::Broken,
    ];
    pages.extend(why.iter().map(|why| page::refusal(*why, interface, Some(HOME)).into_string()));
    pages
}

fn values(markup: &str, attribute: &str) -> Vec<String> {
    let before = format!(" {attribute}=\"");
    markup.split(&before).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn every_page_has_one_heading_a_language_and_a_way_in_and_no_word_is_missing() {
    for language in LANGUAGES {
        for page in all("role = \"doctor\"\nsince = \"soon\"\n[[episodes]]\nid = \"e1\"\nwhat = \"x\"\n", language) {
            assert!(page.starts_with("<!DOCTYPE html><html lang=\""), "{page}");
            assert!(page.contains(&format!("lang=\"{language}\" dir=\"ltr\"")), "{page}");
            assert_eq!(page.matches("<h1").count(), 1, "{page}");
            assert_eq!(page.matches("<main id=\"main\"").count(), 1, "{page}");
            // A key without words would be said in brackets.
            let unsaid = page.split('[').skip(1).any(|rest| {
                let key = rest.split(']').next().unwrap_or_default();
                !key.is_empty() && key.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
            });
            assert!(!unsaid, "{page}");
        }
    }
}

#[test]
fn no_page_holds_a_script_a_style_or_an_address_of_its_own() {
    for page in all("role = \"doctor\"\n", "en") {
        for attribute in ["style", "onclick", "onload", "oninput"] {
            assert!(values(&page, attribute).is_empty(), "{attribute}: {page}");
        }
        assert!(!page.contains("<style") && !page.contains("<script>"), "{page}");
        for attribute in ["src", "href", "action"] {
            for value in values(&page, attribute) {
                assert!(value.starts_with(HOME) || value.starts_with('#'), "{attribute}: {value}");
            }
        }
    }
}

#[test]
fn ids_stand_once_on_a_page_and_what_names_one_finds_it() {
    let text = "since = \"soon\"\n[[episodes]]\nid = \"e1\"\nwhat = \"x\"\n";
    for page in all(text, "en") {
        let ids = values(&page, "id");
        let mut sorted = ids.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), ids.len(), "{ids:?}");
        let links = values(&page, "href").into_iter().filter_map(|it| it.strip_prefix('#').map(str::to_owned));
        let named = ["for", "form", "aria-describedby", "aria-labelledby"].iter().flat_map(|it| values(&page, it));
        for id in links.chain(named).flat_map(|ids| ids.split(' ').map(str::to_owned).collect::<Vec<_>>()) {
            assert!(ids.contains(&id), "no {id}: {page}");
        }
    }
}

#[test]
fn what_is_wrong_is_told_at_the_top_and_at_the_answer_with_a_way_to_it() {
    let at = with("since = \"soon\"\n", 0, "en", |view| {
        sections::place(&page::sections(view.sheet), &Path::parse("since").unwrap()).unwrap() + 1
    });
    let page = with("since = \"soon\"\n", at, "en", |view| page::section(view).into_string());
    assert!(page.contains("<title>Please look at this again: "), "{at}: {page}");
    assert!(page.contains("<a href=\"#q-since-a\">"), "{page}");
    assert!(page.contains("aria-invalid=\"true\""), "{page}");
    let ambiguous = with("since = \"3/4/2026\"\n", at, "en", |view| page::section(view).into_string());
    assert!(
        ambiguous.contains("Which of these do you mean?") && ambiguous.contains("value=\"2026-03-04\">March 4, 2026<")
    );
}

#[test]
fn an_answer_stays_text_on_every_page_and_a_date_is_said_in_the_language_of_the_form() {
    let hostile = "\"><script>alert(1)</script>";
    let text = format!("role = \"doctor\"\nsince = 2025-03-04\ndiagnosis = '{hostile}'\n");
    for page in all(&text, "es") {
        assert!(!page.contains("<script>"), "{page}");
    }
    let review = with(&text, 0, "es", |view| page::review(view).into_string());
    assert!(review.contains("&lt;script&gt;") && review.contains("4 de marzo de 2025"), "{review}");
    let spoken = |kind: Kind, text: &str, language: &str| {
        markup::spoken(&kind, text, Interface::of(language).unwrap_or_else(|| panic!("{language}")))
    };
    assert_eq!(spoken(Kind::Date, "2025-03-04", "en"), "March 4, 2025");
    assert_eq!(spoken(Kind::Date, "spring 2014", "es"), "primavera de 2014");
    assert_eq!(spoken(Kind::Date, "between fall 2014 and 2015", "es"), "entre el otoño de 2014 y 2015");
    assert_eq!(spoken(Kind::Date, "soon", "es"), "soon");
    assert_eq!(spoken(Kind::Number, "35 to 40", "es"), "de 35 a 40");
    assert_eq!(spoken(Kind::Lines(Box::new(Kind::Number)), "about 4\nmany", "es"), "about 4\nmany");
    assert_eq!(spoken(Kind::Lines(Box::new(Kind::Date)), "2014-03\nbefore 2014", "es"), "marzo de 2014\nantes de 2014");
    assert_eq!(spoken(Kind::Prose, "2025-03-04", "es"), "2025-03-04");
}

#[test]
fn the_form_says_how_far_it_is_and_leads_to_every_part() {
    let text = "role = \"friend\"\n[[episodes]]\nid = \"e1\"\nwhat = \"x\"\n";
    let (page, count, progress) = with(text, 2, "en", |view| {
        (page::section(view).into_string(), page::sections(view.sheet).len(), view.sheet.progress())
    });
    assert!(page.contains(&format!(">{} of about {}<", progress.0, progress.1)), "{page}");
    for section in 1..=count {
        assert!(page.contains(&format!("value=\"go:{section}\"")), "{section}: {page}");
    }
    assert!(page.contains(&format!("Part 2 of about {count}")), "{page}");
    assert_eq!(page.matches("aria-current=\"step\"").count(), 1);
    // What Enter presses is the first button of the page: it must not lead away.
    let first = page.split("<button").nth(1).unwrap();
    assert!(first.contains("value=\"stay\""), "{first}");
}

#[test]
fn every_button_is_understood_when_it_comes_back() {
    let all = [
        Deed::Next,
        Deed::Back,
        Deed::Stay,
        Deed::Go(12),
        Deed::Review,
        Deed::Done,
        Deed::Stop,
        Deed::Resume,
        Deed::Look(Path::parse("episodes.e1.what").unwrap()),
        Deed::Language(String::from("es")),
    ];
    for deed in all {
        assert_eq!(Deed::of(&deed.to_string()), deed);
    }
    // What nobody knows saves and stays.
    for strange in ["", "go", "go:x", "go:-1", "leave:9"] {
        assert_eq!(Deed::of(strange), Deed::Stay, "{strange}");
    }
}

#[test]
fn what_must_be_mended_elsewhere_is_named_on_each_page_and_at_the_end() {
    let text = "role = \"doctor\"\nsince = \"soon\"\n[[episodes]]\nid = \"e1\"\nwhat = \"x\"\n";
    let since = Path::field("since");
    let (at, count) = with(text, 0, "en", |view| {
        let sections = page::sections(view.sheet);
        (sections::place(&sections, &since).unwrap() + 1, sections.len())
    });
    for section in (1..=count).filter(|section| *section != at) {
        let page = with(text, section, "en", |view| page::section(view).into_string());
        // A button, since a link would leave behind what was typed.
        assert!(page.contains("name=\"~do\" value=\"look:since\""), "{section}: {page}");
        assert!(page.contains("not a date that can be read"), "{section}: {page}");
        assert!(!page.contains("~looked"), "{section}: {page}");
    }
    let link = format!("href=\"{HOME}letter/?section={at}#q-since\"");
    for show in [page::review, page::done, page::stopped] {
        let page = with(text, 0, "en", |view| show(view).into_string());
        assert!(page.contains(&link) && page.contains("not a date that can be read"), "{page}");
    }
    let instead = with(text, 0, "en", |view| page::not_printed(view).unwrap().into_string());
    assert!(instead.contains(&link) && instead.contains("PDF cannot be made yet"), "{instead}");
    assert!(with("role = \"doctor\"\n", 0, "en", |view| page::not_printed(view).is_none()));
}

#[test]
fn no_word_to_a_writer_speaks_of_files() {
    for (language, words) in [("en", ["file", "folder", "toml"]), ("es", ["archivo", "carpeta", "toml"])] {
        for page in all("role = \"doctor\"\nsince = \"soon\"\n", language) {
            // The command that opens the form again is for whoever gave it; a case's file number is no file.
            let others = ["in the folder of the case", "en la carpeta del caso", "file numbers"];
            let text = others.iter().fold(page, |page, words| page.replace(words, ""));
            for (_, said) in text.split('<').filter_map(|rest| rest.split_once('>')) {
                let mut told = said.split(|letter: char| !letter.is_alphabetic());
                assert!(!told.any(|word| words.contains(&word.trim_end_matches('s'))), "{said}");
            }
        }
    }
}

#[test]
fn a_page_that_loads_nothing_names_its_own_style_and_no_address() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let page = page::refusal(Refusal::OtherUser, Interface::of("en").unwrap(), None).into_string();
    assert!(page.contains(page::ALONE) && !page.contains("href") && !page.contains("src="), "{page}");
    let digest = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(page::ALONE));
    assert_eq!(digest, include_str!("../../src/ask/web/page/alone.sha256"));
}

#[test]
fn what_was_taken_out_stands_where_it_was_and_can_be_put_back() {
    let text = "role = \"doctor\"\n[[episodes]]\nid = \"e1\"\nwhat = \"x\"\n";
    let pages: Vec<String> = all(text, "en");
    let back = "name=\"~put-back\"";
    let with_item: Vec<&String> = pages.iter().filter(|page| page.contains("She sat up with him.")).collect();
    assert!(with_item.len() >= 2, "{}", with_item.len());
    assert!(with_item.iter().all(|page| page.contains("value=\"episodes.e7~\"") && page.contains(back)));
    assert!(pages.iter().any(|page| page.contains("value=\"since~0123456789abcdef\"")));
    assert!(pages.iter().any(|page| page.contains("An older answer.")));
}
