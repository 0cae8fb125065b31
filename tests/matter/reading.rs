//! What `matter.toml` may say, and what is said about the rest.

use affiant::matter::{self, Matter};
use affiant::pack::Pack;
use affiant::source::Sources;

use super::{Shelf, codes, told};

fn shelf() -> Shelf {
    Shelf::with(&[("templates/letter/1.0.0/template.md", ""), ("templates/letter/1.2.0/template.md", "")])
}

fn read(text: &str) -> (Option<Matter>, String, Vec<&'static str>) {
    let (mut sources, shelf) = (Sources::default(), shelf());
    let pass = matter::read(&mut sources, "matter.toml", text.as_bytes(), &Pack::from_files(&shelf));
    (pass.output, told(&pass.report, &sources), codes(&pass.report))
}

const WHOLE: &str = r#"
title   = "Parole request"
facts   = ["facts.toml", "facts/people.toml"]
parties = { applicant = "people.marisela", petitioner = "people.lucia" }
fonts   = ["fonts/Firm.otf"]
date    = 2026-11-20

[[draft]]
id       = "letter-hospice"
template = "letter@1.0.0"
with     = { writer = "people.ada", petitioner = "people.rosa" }
date     = 2026-11-22

[[draft]]
id       = "Letter_2"
template = "letter@1.2.0"

[overrides]
people.ada.title = "Physician"
"#;

#[test]
fn a_whole_matter_is_read() {
    let (matter, told, _) = read(WHOLE);
    assert_eq!(told, "");
    let matter = matter.unwrap();
    assert_eq!(matter.title, "Parole request");
    assert_eq!(
        matter.facts.iter().map(|place| place.path.as_str()).collect::<Vec<_>>(),
        ["facts.toml", "facts/people.toml"]
    );
    assert_eq!(matter.fonts[0].path, "fonts/Firm.otf");
    assert!(matter.overrides.is_some());
    let (first, second) = (&matter.drafts[0], &matter.drafts[1]);
    assert_eq!((first.id.as_str(), first.template.to_string().as_str()), ("letter-hospice", "letter@1.0.0"));
    assert_eq!(matter.date_of(first).unwrap().0.to_string(), "2026-11-22");
    assert_eq!(matter.date_of(second).unwrap().0.to_string(), "2026-11-20");
    let roles: Vec<_> = matter.roles(first).into_iter().map(|(party, path, _)| format!("{party}={path}")).collect();
    assert_eq!(roles, ["writer=people.ada", "petitioner=people.rosa", "applicant=people.marisela"]);
    assert_eq!(matter.draft("Letter_2").unwrap().template.to_string(), "letter@1.2.0");
    assert!(matter.draft("letter_2").is_none());
}

#[test]
fn every_problem_comes_out_in_one_pass() {
    let (matter, told, _) = read(
        r#"titel = "x"
facts = ["../facts.toml", "/etc/passwd", "a\\b.toml", "C:/facts.toml", "facts//x.toml", "facts.toml"]
parties = { writer = "ada" }

[[draft]]
id = "con"
template = "letter@^1.0"
wiht = { writer = "people.ada" }

[[draft]]
id = "a"
template = "leter@1"

[[draft]]
id = "b"
template = "letter@1.0.0"

[[draft]]
id = "B"
template = "letter@1.0.0"
"#,
    );
    assert_eq!(matter.unwrap().drafts.len(), 1);
    let expected = "\
warning[unknown-key]: a matter has no key `titel`
  at matter.toml:1:1: nothing reads this
  hint: did you mean `title`?
error[bad-path]: the path cannot be used: it leads out of its folder with `..`
  at matter.toml:2:10: a path within the matter's folder, with `/` between names, is wanted
  hint: move the file into the matter's folder and name it as in `facts.toml` or `facts/people.toml`
error[bad-path]: the path cannot be used: it does not begin in the matter's folder
  at matter.toml:2:27: a path within the matter's folder, with `/` between names, is wanted
  hint: move the file into the matter's folder and name it as in `facts.toml` or `facts/people.toml`
error[bad-path]: the path cannot be used: it has a backslash
  at matter.toml:2:42: a path within the matter's folder, with `/` between names, is wanted
  hint: move the file into the matter's folder and name it as in `facts.toml` or `facts/people.toml`
error[bad-path]: the path cannot be used: it does not begin in the matter's folder
  at matter.toml:2:55: a path within the matter's folder, with `/` between names, is wanted
  hint: move the file into the matter's folder and name it as in `facts.toml` or `facts/people.toml`
error[bad-path]: the path cannot be used: one of its names is empty or `.`
  at matter.toml:2:72: a path within the matter's folder, with `/` between names, is wanted
  hint: move the file into the matter's folder and name it as in `facts.toml` or `facts/people.toml`
error[bad-party]: `writer` is no person of the facts
  at matter.toml:3:22: a path such as `people.ada` is wanted
  hint: write `writer = \"people.ada\"` for the person under `[people.ada]` in the facts
warning[unknown-key]: a draft has no key `wiht`
  at matter.toml:8:1: nothing reads this
  hint: did you mean `with`?
error[bad-draft-id]: the id cannot name a file: Windows keeps this name for a device
  at matter.toml:6:6: names `answers/<id>.toml` and `out/<id>.pdf`
  hint: take an id such as `letter-hospice`
error[bad-pin]: the template is not pinned to one version
  at matter.toml:7:12: a name and one exact version, as in `support-letter@1.0.0`, are wanted
  hint: write `template = \"letter@1.2.0\"`, the newest version
error[bad-pin]: the template is not pinned to one version
  at matter.toml:12:12: a name and one exact version, as in `support-letter@1.0.0`, are wanted
  hint: set `template` to `letter@1.2.0`
error[duplicate-draft]: two drafts have the id `B`
  at matter.toml:19:6: the second one
  at matter.toml:15:6: the first one
  hint: ids that differ only in capital letters name the same file on macOS and Windows
";
    assert_eq!(told, expected);
}

#[test]
fn a_matter_without_drafts_says_what_to_add() {
    let (matter, told, _) = read("facts = []\n");
    assert!(matter.unwrap().drafts.is_empty());
    assert!(told.contains("error[no-drafts]: the matter has no drafts"), "{told}");
    assert!(told.contains("set `template` to `letter@1.2.0`"), "{told}");
}

#[test]
fn ids_that_cannot_name_a_file_everywhere_are_refused() {
    for id in ["", "a b", "a/b", "../a", "-o", "é", "NUL", "lpt1", ".hidden", &"x".repeat(101)] {
        let (_, _, codes) = read(&format!("facts = []\n[[draft]]\nid = \"{id}\"\ntemplate = \"letter@1.0.0\"\n"));
        assert_eq!(codes, ["bad-draft-id"], "{id}");
    }
    for id in ["a", "letter-hospice", "A_1", "console", "7"] {
        let (_, _, codes) = read(&format!("facts = []\n[[draft]]\nid = \"{id}\"\ntemplate = \"letter@1.0.0\"\n"));
        assert!(codes.is_empty(), "{id}: {codes:?}");
    }
}

#[test]
fn pins_that_leave_a_choice_are_refused() {
    for pin in ["letter", "letter@1", "letter@1.2", "letter@*", "letter@>=1.0.0", "letter@1.0.0 ", "@1.0.0"] {
        let (_, _, codes) = read(&format!("facts = []\n[[draft]]\nid = \"a\"\ntemplate = \"{pin}\"\n"));
        assert_eq!(codes, ["bad-pin"], "{pin}");
    }
    // A way out of the pack, a look-alike letter, a capital.
    for pin in ["../letter@1.0.0", "l\u{435}tter@1.0.0", "Letter@1.0.0"] {
        let (_, _, codes) = read(&format!("facts = []\n[[draft]]\nid = \"a\"\ntemplate = \"{pin}\"\n"));
        assert_eq!(codes, ["bad-name"], "{pin}");
    }
}

#[test]
fn wrong_kinds_of_value_do_not_hide_the_rest() {
    let (_, _, codes) = read("title = 1\nfacts = \"facts.toml\"\nparties = []\ndate = 2026-02-30\n");
    assert_eq!(codes, ["bad-date"]);
    let (_, _, codes) = read("title = 1\nfacts = \"facts.toml\"\nparties = []\ndate = \"2026-11\"\ndraft = {}\n");
    assert_eq!(codes, ["wrong-type", "wrong-type", "wrong-type", "wrong-type", "wrong-type", "no-drafts"]);
}
