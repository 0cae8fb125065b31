//! Reading, writing and comparing `affiant.lock`.

use affiant::lock::{self, Lock, LockEntry};
use affiant::source::Sources;

use super::{codes, told};

fn hash(letter: char) -> String {
    letter.to_string().repeat(64)
}

fn entry(template: &str) -> LockEntry {
    LockEntry {
        affiant: "0.1.0".to_owned(),
        template: template.to_owned(),
        pack: None,
        inputs: [
            (format!("builtin:{template}/template.md"), hash('a')),
            ("builtin:letter@1.0.0/look.typ".to_owned(), hash('b')),
        ]
        .into(),
        rules: [("us.28-usc-1746".to_owned(), format!("1976-10-18 {}", hash('c')))].into(),
        last_final: None,
    }
}

fn read(text: &str) -> (Option<Lock>, String) {
    let mut sources = Sources::default();
    let pass = lock::read(&mut sources, "affiant.lock", text.as_bytes());
    (pass.output, told(&pass.report, &sources))
}

fn good(text: &str) -> Lock {
    let (lock, told) = read(text);
    assert_eq!(told, "");
    lock.unwrap()
}

#[test]
fn a_new_lock_is_sorted_and_reads_back() {
    let first = Lock::default().with("letter-b", &entry("support-letter@1.0.0")).unwrap();
    let text = good(&first).with("declaration", &entry("declaration@1.0.0")).unwrap();
    let (a, b, c) = (hash('a'), hash('b'), hash('c'));
    let expected = format!(
        "\
# What each paper of this matter was built from. affiant writes this file; keep it in git with the facts.
version = 1

[draft.declaration]
affiant = \"0.1.0\"
template = \"declaration@1.0.0\"

[draft.declaration.inputs]
\"builtin:declaration@1.0.0/template.md\" = \"{a}\"
\"builtin:letter@1.0.0/look.typ\" = \"{b}\"

[draft.declaration.rules]
\"us.28-usc-1746\" = \"1976-10-18 {c}\"

[draft.letter-b]
affiant = \"0.1.0\"
template = \"support-letter@1.0.0\"

[draft.letter-b.inputs]
\"builtin:letter@1.0.0/look.typ\" = \"{b}\"
\"builtin:support-letter@1.0.0/template.md\" = \"{a}\"

[draft.letter-b.rules]
\"us.28-usc-1746\" = \"1976-10-18 {c}\"
"
    );
    assert_eq!(text, expected);
    let lock = good(&text);
    assert_eq!(lock.drafts().collect::<Vec<_>>(), ["declaration", "letter-b"]);
    assert_eq!(lock.entry("declaration"), Some(&entry("declaration@1.0.0")));
    // In whatever order drafts are built, the file is the same.
    let other = good(&Lock::default().with("declaration", &entry("declaration@1.0.0")).unwrap());
    assert_eq!(other.with("letter-b", &entry("support-letter@1.0.0")).unwrap(), expected);
}

#[test]
fn a_build_changes_nothing_that_is_locked() {
    let text = format!("# kept by hand\n{}", Lock::default().with("a", &entry("letter@1.0.0")).unwrap());
    let lock = good(&text);
    assert_eq!(lock.with("a", &entry("letter@1.0.0")), None);
    let mut other = entry("letter@1.0.0");
    other.affiant = "0.2.0".to_owned();
    other.inputs.clear();
    assert_eq!(lock.with("a", &other), None);
    other.rules = [("us.new".to_owned(), format!("2020-01-01 {}", hash('d')))].into();
    let added = lock.with("a", &other).unwrap();
    assert_eq!(added, format!("{text}\"us.new\" = \"2020-01-01 {}\"\n", hash('d')));
    let final_ = lock.with_final("a", "2026-11-22").unwrap();
    assert_eq!(good(&final_).entry("a").unwrap().last_final.as_deref(), Some("2026-11-22"));
    assert!(final_.starts_with("# kept by hand\n"));
}

#[test]
fn other_bytes_are_an_error_that_says_how_to_restore_them() {
    let mut sources = Sources::default();
    let text = Lock::default().with("a", &entry("letter@1.0.0")).unwrap();
    let lock = lock::read(&mut sources, "affiant.lock", text.as_bytes()).output.unwrap();
    assert!(lock.check("a", &entry("letter@1.0.0")).is_empty());
    assert!(lock.check("new", &entry("letter@1.0.0")).is_empty());
    let mut now = entry("letter@1.0.0");
    now.inputs = [
        ("builtin:letter@1.0.0/look.typ".to_owned(), hash('b')),
        ("builtin:letter@1.0.0/template.md".to_owned(), hash('0')),
        ("builtin:letter@1.0.0/seal.png".to_owned(), hash('1')),
    ]
    .into();
    now.rules = [("us.28-usc-1746".to_owned(), format!("1976-10-18 {}", hash('2')))].into();
    let expected = "\
error[locked-bytes-differ]: 2 files are not those in `affiant.lock`
  at affiant.lock:4:8: locked here
  note: `builtin:letter@1.0.0/template.md` has other bytes than `affiant.lock`
  note: `builtin:letter@1.0.0/seal.png` is part of the paper now, but is not in `affiant.lock`
  hint: build with affiant 0.1.0, which locked it, or restore `affiant.lock` from git
error[locked-bytes-differ]: the edition of `us.28-usc-1746` from 1976-10-18 is not the one in `affiant.lock`
  at affiant.lock:4:8: locked here
  hint: build with affiant 0.1.0, which locked it, or restore the rule's file in the pack from git
";
    assert_eq!(told(&lock.check("a", &now), &sources), expected);
    // The same bytes in a folder are the same bytes.
    let mut folder = entry("letter@1.0.0");
    folder.inputs = folder.inputs.into_iter().map(|(name, hash)| (name.replace("builtin:", "pack:"), hash)).collect();
    assert!(lock.check("a", &folder).is_empty());
}

#[test]
fn a_pin_that_was_changed_by_hand_is_an_error() {
    let mut sources = Sources::default();
    let text = Lock::default().with("a", &entry("letter@1.0.0")).unwrap();
    let lock = lock::read(&mut sources, "affiant.lock", text.as_bytes()).output.unwrap();
    let expected = "\
error[locked-pin-differs]: `a` is pinned to `letter@1.1.0`, but locked to `letter@1.0.0`
  at affiant.lock:4:8: locked to `letter@1.0.0`
  hint: write `template = \"letter@1.0.0\"` in `matter.toml` again
  hint: if the change is a decision: `affiant upgrade --draft a` shows what it changes, `--apply` records it
";
    assert_eq!(told(&lock.check("a", &entry("letter@1.1.0")), &sources), expected);
    assert_eq!(Lock::not_locked("b").code.name(), "not-locked");
}

#[test]
fn a_malformed_lock_is_an_error_and_is_not_used() {
    let right = Lock::default().with("a", &entry("letter@1.0.0")).unwrap();
    for (from, to) in [
        ("version = 1", "version = 2"),
        ("version = 1", ""),
        ("version = 1", "version = 1\nversoin = 1"),
        ("template = \"letter@1.0.0\"", "template = \"letter@1\""),
        ("template = \"letter@1.0.0\"", ""),
        (hash('a').as_str(), "abc"),
        ("1976-10-18 ", "1976 "),
        ("[draft.a.rules]", "[draft.a.rules"),
        ("[draft.a.rules]", "<<<<<<< HEAD"),
    ] {
        let text = right.replacen(from, to, 1);
        let pass = lock::read(&mut Sources::default(), "affiant.lock", text.as_bytes());
        assert!(pass.output.is_none(), "{to}");
        assert_eq!(codes(&pass.report), ["bad-lock"], "{to}");
        let hint = &pass.report.diagnostics[0].hints;
        assert!(hint.iter().any(|hint| hint.contains("git checkout") || hint.contains("install")), "{hint:?}");
    }
    assert_eq!(good("").drafts().count(), 0);
}
