//! The ledger: that the built-in pack keeps its promise, and what is said about versions.

use std::fs;
use std::path::Path;

use affiant::diag::Report;
use affiant::disk::Disk;
use affiant::fields::Audience;
use affiant::pack::ledger::{Check, LedgerText, PATH, Release, Review, State, refresh};
use affiant::pack::{Kind, Pack};
use affiant::rules::applied::Strictness;
use affiant::source::Sources;
use affiant::template::{FrontMatter, Numbering, Pin, Template};

use super::{Shelf, day, told};

/// With `UPDATE=1` the ledger takes in what may be amended (cases, golden text, questions) and new editions of rules.
/// What is released is never taken anew: restore it, or copy it to a new version with `affiant template bump`.
#[test]
fn the_built_in_ledger_is_of_what_the_pack_holds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (path, disk) = (root.join(PATH), Disk::new(None, Some(root.to_owned())));
    let pack = Pack::from_files(&disk);
    let mut sources = Sources::default();
    let altered = pack.altered(&mut sources);
    assert_eq!(told(&altered.report, &sources), "");
    let old = fs::read_to_string(&path).unwrap();
    let new = refresh(&pack, &old).unwrap();
    if std::env::var_os("UPDATE").is_some() && old != new {
        fs::write(&path, &new).unwrap();
        return;
    }
    let mut changed: Vec<&str> = new.lines().filter(|line| !old.lines().any(|other| other == *line)).collect();
    changed.truncate(20);
    assert!(old == new, "amended, and not in the ledger (`UPDATE=1 cargo test matter::ledger`): {changed:#?}");
}

#[test]
fn every_built_in_version_is_released() {
    let (pack, mut sources, mut report) = (Pack::builtin(), Sources::default(), Report::default());
    for kind in Kind::ALL {
        for listed in pack.listed(kind) {
            for version in listed.versions {
                let pin = Pin::new(listed.name.clone(), version);
                assert_eq!(pack.state(&mut sources, kind, &pin).take(&mut report), State::Released, "{pin}");
            }
        }
    }
    assert_eq!(told(&report, &sources), "");
}

const HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn standing(ledger: &str, text: &str, strictness: Strictness) -> String {
    let pin = Pin::parse("a@1.0.0", None).unwrap();
    let shelf = Shelf::with(&[("templates/a/1.0.0/template.md", text), (PATH, ledger)]);
    let (pack, mut sources) = (Pack::from_files(&shelf), Sources::default());
    let front = FrontMatter {
        title: String::new(),
        summary: String::new(),
        audience: Audience::Filed,
        language: "en".to_owned(),
        look: Pin::parse("b@1.0.0", None).unwrap(),
        clauses: Vec::new(),
        rules: Vec::new(),
        numbering: Numbering::None,
        author: None,
        parties: Vec::new(),
        fields: Vec::new(),
        deadlines: Vec::new(),
    };
    let source = sources.add("template.md", "");
    let template = Template { pin, source, front, body: "".into(), body_start: 0, clauses: Vec::new() };
    let report = pack.standing(&mut sources, &template, None, day("2026-11-22"), strictness).report;
    told(&report, &sources)
}

fn ledger(more: &str) -> String {
    format!(
        "version = 1\n[template.\"a@1.0.0\"]\n{more}\n[template.\"a@1.0.0\".inputs]\n\"template.md\" = \"{HASH}\"\n"
    )
}

#[test]
fn a_review_is_missed_once_a_draft() {
    let read = "hint: read the whole paper before it is used\n";
    for (more, why) in [
        ("status = \"released\"", "has not been reviewed by a lawyer"),
        ("status = \"draft\"", "is itself still a draft"),
        (
            "status = \"released\"\nreviewed = { by = \"A. Lawyer\", on = 2025-01-01, next = 2026-01-01 }",
            "should have been reviewed again by 2026-01-01",
        ),
    ] {
        let told = standing(&ledger(more), "", Strictness::Final);
        assert_eq!(told, format!("warning[unreviewed-template]: the template `a@1.0.0` {why}\n  {read}"));
    }
    let told = standing("version = 1\n", "", Strictness::Draft);
    assert_eq!(
        told,
        format!("warning[unreviewed-template]: the template `a@1.0.0` is not in its pack's ledger\n  {read}")
    );
    let reviewed = "status = \"released\"\nreviewed = { by = \"A. Lawyer\", on = 2026-01-01, next = 2026-11-22 }";
    assert_eq!(standing(&ledger(reviewed), "", Strictness::Draft), "");
}

#[test]
fn a_withdrawn_version_builds_but_is_never_final() {
    let withdrawn = "status = \"withdrawn\"\nbecause = \"the form was replaced\"\ninstead = \"a@1.1.0\"";
    let expected = "\
warning[withdrawn-template]: the template `a@1.0.0` is withdrawn: the form was replaced; `a@1.1.0` replaces it
  hint: `affiant upgrade` shows what that changes in this paper, `--apply` pins it
";
    assert_eq!(standing(&ledger(withdrawn), "", Strictness::Draft), expected);
    let told = standing(&ledger(withdrawn), "", Strictness::Final);
    assert_eq!(told, expected.replacen("warning", "error", 1));
}

#[test]
fn a_released_version_that_was_changed_is_an_error() {
    let released = ledger("status = \"released\"\nreviewed = { by = \"A. Lawyer\", on = 2026-01-01 }");
    let expected = "\
error[released-bytes-differ]: `templates/a/1.0.0/template.md` is not what it was when the template `a@1.0.0` was released
  hint: restore it: `git checkout -- templates/a/1.0.0/template.md` in the pack's folder
  hint: to change it, copy it to a new version: `affiant template bump a minor`
";
    assert_eq!(standing(&released, "changed", Strictness::Draft), expected);
    assert_eq!(standing(&released.replace("released", "draft"), "changed", Strictness::Draft).lines().count(), 2);
}

#[test]
fn what_is_changed_in_a_ledger_leaves_all_else_as_it_is() {
    let pin = |text: &str| Pin::parse(text, None).unwrap();
    let hashes = |file: &str| [(file.to_owned(), HASH.to_owned())].into();
    let release = Release {
        on: day("2026-11-22"),
        bump: Some("minor"),
        patch_because: None,
        inputs: hashes("template.md"),
        beside: hashes("sample.toml"),
        rules: [("us.x".to_owned(), format!("2020-01-01 {HASH}"))].into(),
        review_is_void: false,
    };
    let old = "# ours\nversion = 1\n\n# kept as long as we live\n[template.\"b@1.0.0\"]\nstatus = \"released\" # since spring\n\n\
               [template.\"b@1.0.0\".inputs]\n\"template.md\" = \"x\"\n\n[look.\"plain@1.0.0\"]\nstatus = \"draft\"\n";
    let mut text = LedgerText::parse(old).unwrap();
    text.release(Kind::Template, &pin("b@1.1.0"), &release);
    text.review(Kind::Template, &pin("a@1.0.0"), &review(), None);
    text.withdraw(Kind::Template, &pin("b@1.0.0"), "the form was \"replaced\"", Some("b@1.1.0"), day("2026-12-01"));
    let check = Check { on: day("2026-11-21"), by: "A. Lawyer".to_owned(), source: "U.S. Code".to_owned(), hash: None };
    text.check("us.x", day("2020-01-01"), &check);
    text.check("us.x", day("2020-01-01"), &check);
    text.edition("us.x", "2020-01-01", "another");
    let new = text.to_string();
    let expected = format!(
        "\
# ours
version = 1

[template.\"a@1.0.0\"]
status = \"draft\"
reviewed = {{ by = \"A. Lawyer\", on = 2026-01-01, next = 2027-01-01 }}

# kept as long as we live
[template.\"b@1.0.0\"]
status = \"withdrawn\" # since spring
because = 'the form was \"replaced\"'
instead = \"b@1.1.0\"
withdrawn = 2026-12-01

[template.\"b@1.0.0\".inputs]
\"template.md\" = \"x\"

[template.\"b@1.1.0\"]
status = \"released\"
released = 2026-11-22
bump = \"minor\"

[template.\"b@1.1.0\".inputs]
\"template.md\" = \"{HASH}\"

[template.\"b@1.1.0\".beside]
\"sample.toml\" = \"{HASH}\"

[template.\"b@1.1.0\".rules]
\"us.x\" = \"2020-01-01 {HASH}\"

[look.\"plain@1.0.0\"]
status = \"draft\"

[rule.\"us.x\".2020-01-01]
sha256 = \"{HASH}\"

[[rule.\"us.x\".2020-01-01.check]]
on = 2026-11-21
by = \"A. Lawyer\"
source = \"U.S. Code\"

[[rule.\"us.x\".2020-01-01.check]]
on = 2026-11-21
by = \"A. Lawyer\"
source = \"U.S. Code\"
"
    );
    assert_eq!(new, expected);
    let shelf = Shelf::with(&[(PATH, &new)]);
    let (pack, mut sources) = (Pack::from_files(&shelf), Sources::default());
    let read = pack.ledger(&mut sources);
    assert_eq!(told(&read.report, &sources), "");
    let read = read.output.unwrap();
    assert_eq!(read.edition("us.x", day("2020-01-01")).unwrap().checks, [check.clone(), check]);
    assert_eq!(read.version(Kind::Template, &pin("b@1.1.0")).unwrap().released, Some(day("2026-11-22")));
    assert_eq!(read.version(Kind::Template, &pin("a@1.0.0")).unwrap().reviewed, Some(review()));
    assert!(LedgerText::parse("<<<<<<< ours").is_none());
}

fn review() -> Review {
    Review { by: "A. Lawyer".to_owned(), on: day("2026-01-01"), next: Some(day("2027-01-01")) }
}

#[test]
fn a_malformed_ledger_is_said_and_not_used() {
    for bad in ["status = \"relaesed\"", "status = 1", ""] {
        let told = standing(&ledger(bad), "", Strictness::Draft);
        assert!(bad.is_empty() || told.starts_with("error["), "{told}");
    }
}

#[test]
fn what_is_released_is_never_taken_anew() {
    const RULE: &str = "citation = \"X\"\n[[edition]]\nfrom = 2020-01-01\nstatus = \"in-force\"\nverified = true\nsource = \"s\"\ntext.a = \"one\"\n";
    let files = [
        ("templates/a/1.0.0/template.md", "changed"),
        ("templates/a/1.0.0/sample.toml", "x"),
        ("snippets/new/1.0.0/clause.md", "not in the ledger"),
        ("snippets/rules/us/x.toml", RULE),
        ("snippets/rules/us/y.toml", RULE),
    ];
    let listed = "[rule.\"us.x\".2020-01-01]\nsha256 = \"of other words\"\n";
    let old = ledger("status = \"released\"\nreviewed = { by = \"A. Lawyer\", on = 2026-01-01 }") + listed;
    let shelf = Shelf::with(&[&files[..], &[(PATH, &*old)]].concat());
    let (pack, mut sources) = (Pack::from_files(&shelf), Sources::default());
    let new = refresh(&pack, &old).unwrap();
    assert!(new.contains("status = \"released\"\nreviewed = { by = \"A. Lawyer\", on = 2026-01-01 }\n"), "{new}");
    assert!(new.contains(&format!("\"template.md\" = \"{HASH}\"\n")), "the released hash was taken anew: {new}");
    assert!(new.contains(listed), "the listed edition was taken anew: {new}");
    assert!(new.contains("[template.\"a@1.0.0\".beside]\n\"sample.toml\" = \"2d711642b7"), "{new}");
    assert!(new.contains("[rule.\"us.y\".2020-01-01]\nsha256 = \""), "{new}");
    assert!(!new.contains("new@1.0.0"), "a draft became something else: {new}");
    assert_eq!(refresh(&pack, &new).unwrap(), new, "twice changes nothing");
    let expected = "\
error[released-bytes-differ]: `templates/a/1.0.0/template.md` is not what it was when the template `a@1.0.0` was released
  hint: restore it: `git checkout -- templates/a/1.0.0/template.md` in the pack's folder
  hint: to change it, copy it to a new version: `affiant template bump a minor`
error[released-bytes-differ]: the edition of `us.x` from 2020-01-01 is not what it was when it was released
  hint: restore it: `git checkout -- snippets/rules/us/x.toml` in the pack's folder
  hint: to change what the rule says, add an edition
";
    assert_eq!(told(&pack.altered(&mut sources).report, &sources), expected);
}

#[test]
fn each_file_of_a_released_look_is_held() {
    let old = format!(
        "version = 1\n[look.\"firm@1.0.0\"]\nstatus = \"withdrawn\"\n[look.\"firm@1.0.0\".inputs]\n\
         \"look.typ\" = \"{HASH}\"\n\"seal.png\" = \"{HASH}\"\n"
    );
    let shelf =
        Shelf::with(&[("snippets/firm/1.0.0/look.typ", ""), ("snippets/firm/1.0.0/Firm.otf", ""), (PATH, &*old)]);
    let (pack, mut sources) = (Pack::from_files(&shelf), Sources::default());
    let expected = "\
error[released-bytes-differ]: `snippets/firm/1.0.0/seal.png` is gone, which the look `firm@1.0.0` was released with
  hint: restore it: `git checkout -- snippets/firm/1.0.0/seal.png` in the pack's folder
  hint: to change it, copy it to a new version: `affiant template bump firm minor --kind look`
error[released-bytes-differ]: `snippets/firm/1.0.0/Firm.otf` was added to the look `firm@1.0.0` after its release
  hint: take it out again: `rm snippets/firm/1.0.0/Firm.otf` in the pack's folder
  hint: to change it, copy it to a new version: `affiant template bump firm minor --kind look`
";
    assert_eq!(told(&pack.altered(&mut sources).report, &sources), expected);
}
