//! What an answers file remembers: nothing that was said is lost to what is said later, and who said it is told.

use affiant::facts::{self, Node};
use affiant::interview::Path;
use affiant::interview::history::{self, Earlier, Saying, Was};
use affiant::interview::reply::Reply;
use affiant::source::Sources;

const FILE: &str = "\
# for Dr. Placeholder
role = \"physician\" # said on Monday
seen = 2026-11-03

[[episodes]]
id   = \"e1\"
what = \"\"\"
She sat up
with him.\"\"\"

[meta]
face = \"terminal\"
on   = 2026-11-03
";

fn path(text: &str) -> Path {
    Path::parse(text).unwrap()
}

fn saying(face: &str, on: &str) -> Saying {
    Saying { who: "people.ada".to_owned(), face: face.to_owned(), on: on.to_owned() }
}

fn read(text: &str) -> Node {
    let pass = facts::read(&mut Sources::default(), "answers/a.toml", text.as_bytes());
    assert!(pass.report.is_empty(), "{:?}\n{text}", pass.report);
    pass.output.unwrap()
}

fn put(text: &str, at: &str, reply: &Reply, face: &str) -> String {
    history::put(text, &path(at), reply, &saying(face, "2026-11-21")).unwrap()
}

fn was(text: &str, at: &str) -> Vec<Was> {
    history::earlier(&read(text), &path(at)).into_iter().map(|earlier| earlier.was).collect()
}

#[test]
fn what_is_replaced_is_kept_with_who_said_it() {
    let text = put(FILE, "episodes.e1.what", &Reply::Prose("Both\n\nnights.".to_owned()), "kit");
    assert!(text.starts_with("# for Dr. Placeholder\nrole = \"physician\" # said on Monday\n"), "{text}");
    let kept = history::earlier(&read(&text), &path("episodes.e1.what"));
    let before = Saying { who: String::new(), face: "terminal".to_owned(), on: "2026-11-03".to_owned() };
    assert_eq!(kept, [Earlier { was: Was::Text("She sat up\nwith him.".to_owned()), saying: before }]);
    assert_eq!(history::said(&read(&text), &path("episodes.e1.what")), Some(saying("kit", "2026-11-21")));
    assert_eq!(history::said(&read(&text), &path("role")), None);
    // And what replaces that again is kept as said through the kit; the latest comes first.
    let text = put(&text, "episodes.e1.what", &Reply::Unknown, "web");
    let kept = history::earlier(&read(&text), &path("episodes.e1.what"));
    assert_eq!(kept[0], Earlier { was: Was::Text("Both\n\nnights.".to_owned()), saying: saying("kit", "2026-11-21") });
    assert_eq!(kept.len(), 2);
}

#[test]
fn nobody_is_said_to_have_said_what_has_no_note() {
    let by_hand = FILE.replace("face = \"terminal\"", "face = \"kit\"");
    let text = put(&by_hand, "role", &Reply::Unknown, "web");
    assert_eq!(history::earlier(&read(&text), &path("role"))[0].saying, Saying::default());
}

#[test]
fn every_kind_of_answer_is_kept_in_words_that_can_be_given_again() {
    let replies = [
        ("a", Reply::Day("2026-11-03".to_owned()), Was::Text("2026-11-03".to_owned())),
        ("b", Reply::Number(4), Was::Text("4".to_owned())),
        ("c", Reply::YesNo(true), Was::Text("true".to_owned())),
        ("d", Reply::Lines(vec!["one".to_owned(), "two".to_owned()]), Was::Text("one\ntwo".to_owned())),
        ("e", Reply::Named("Grace Example".to_owned()), Was::Text("Grace Example".to_owned())),
        ("f", Reply::Unknown, Was::Unknown),
        ("g", Reply::Declined, Was::Declined),
        ("proposed.people.ada.phone", Reply::Text("555-0100".to_owned()), Was::Text("555-0100".to_owned())),
        (
            "h",
            Reply::Prose("\"\"\" \\ 'x'\n\n# no note".to_owned()),
            Was::Text("\"\"\" \\ 'x'\n\n# no note".to_owned()),
        ),
    ];
    let mut text = String::new();
    for (at, reply, _) in &replies {
        text = put(&text, at, reply, "kit");
    }
    for (at, ..) in &replies {
        text = put(&text, at, &Reply::Text("another".to_owned()), "web");
    }
    for (at, _, kept) in &replies {
        assert_eq!(was(&text, at), std::slice::from_ref(kept), "{text}");
    }
}

#[test]
fn the_same_again_changes_nothing_and_what_was_put_back_is_no_longer_earlier() {
    let once = put(FILE, "role", &Reply::Text("friend".to_owned()), "kit");
    assert_eq!(put(&once, "role", &Reply::Text("friend".to_owned()), "kit"), once);
    let back = put(&once, "role", &Reply::Text("physician".to_owned()), "web");
    assert_eq!(was(&back, "role"), [Was::Text("friend".to_owned())]);
    let again = put(&back, "role", &Reply::Text("friend".to_owned()), "web");
    assert_eq!(was(&again, "role"), [Was::Text("physician".to_owned())]);
    let fresh = put("", "role", &Reply::Text("friend".to_owned()), "kit");
    assert!(!fresh.contains("earlier"), "{fresh}");
}

#[test]
fn what_is_taken_out_is_kept_a_whole_list_too() {
    let text = history::clear(FILE, &path("role")).unwrap();
    assert!(!text.contains("\nrole"), "{text}");
    assert_eq!(was(&text, "role"), [Was::Text("physician".to_owned())]);
    let text = put(FILE, "episodes", &Reply::Declined, "web");
    assert_eq!(was(&text, "episodes.e1.what"), [Was::Text("She sat up\nwith him.".to_owned())]);
    assert_eq!(history::keep(FILE, &path("nothing.there")).unwrap(), FILE);
}

#[test]
fn a_file_that_a_person_wrote_otherwise_is_read_as_well() {
    let inline = "role = \"a\"\nlist = [{ id = \"x\", what = \"seen\" }]\nmeta = { face = \"web\", earlier = [{ path = \"role\", text = \"b\" }] }\n";
    let text = put(inline, "role", &Reply::Text("c".to_owned()), "kit");
    assert_eq!(was(&text, "role"), [Was::Text("a".to_owned()), Was::Text("b".to_owned())]);
    let text = put(&text, "list.x.what", &Reply::Text("heard".to_owned()), "kit");
    assert_eq!(was(&text, "list.x.what"), [Was::Text("seen".to_owned())]);
    // What cannot be understood is left alone, and nothing panics.
    for odd in ["meta = 3\nrole = \"a\"\n", "[meta]\nearlier = 3\nsaid = 4\n[x]\n", "role = [\n"] {
        let _ = history::put(odd, &path("role"), &Reply::Unknown, &saying("kit", "soon"));
    }
    let odd = read("[meta]\nearlier = [{ path = 3 }, 4, { path = \"role\" }]\nsaid = 5\n");
    assert_eq!((history::earlier(&odd, &path("role")), history::said(&odd, &path("role"))), (Vec::new(), None));
}
