//! What packs hold, and what is said about what they do not.

use std::fs;
use std::path::Path;

use affiant::diag::Report;
use affiant::pack::{Kind, Memory, Pack, embedded};
use affiant::source::Sources;
use affiant::template::Pin;

use super::{Shelf, codes, told};

fn pin(text: &str) -> Pin {
    Pin::parse(text, None).unwrap()
}

#[test]
fn the_embedded_files_are_those_on_disk() {
    fn collect(folder: &Path, name: &str, files: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{name}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                collect(&entry.path(), &name, files);
            } else {
                files.push((name, fs::read(entry.path()).unwrap()));
            }
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        return; // Another test is writing the ledger, which is embedded at the next build.
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut on_disk = Vec::new();
    for folder in ["templates", "snippets"] {
        collect(&root.join(folder), folder, &mut on_disk);
    }
    on_disk.sort();
    let embedded: Vec<(String, Vec<u8>)> = embedded().into_iter().map(|(path, bytes)| (path, bytes.to_vec())).collect();
    let paths = |files: &[(String, Vec<u8>)]| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(&embedded), paths(&on_disk), "build again");
    assert!(embedded == on_disk, "build again");
}

#[test]
fn the_built_in_pack_says_what_it_is() {
    let mut sources = Sources::default();
    let about = Pack::builtin().about(&mut sources);
    assert_eq!(told(&about.report, &sources), "");
    let about = about.output.unwrap();
    assert_eq!(about.name, "affiant");
    assert_eq!(about.version, env!("CARGO_PKG_VERSION"));
    assert!(!about.maintainers.is_empty() && !about.contact.is_empty() && !about.licence.is_empty());
}

#[test]
fn every_built_in_template_look_and_rule_is_read_without_a_finding() {
    let (pack, mut sources, mut report) = (Pack::builtin(), Sources::default(), Report::default());
    let listed = pack.templates();
    assert!(!listed.is_empty());
    for listed in listed {
        for version in listed.versions {
            let pin = Pin::new(listed.name.clone(), version);
            let template = pack.template(&mut sources, &pin).take(&mut report).expect("a template");
            let look = pack.look(&mut sources, &template.front.look).take(&mut report).expect("a look");
            let inputs = pack.inputs(&template, &look);
            assert!(inputs.contains_key(&format!("builtin:{pin}/template.md")), "{inputs:?}");
            assert!(inputs.contains_key(&format!("builtin:{}/look.typ", look.name)), "{inputs:?}");
            for clause in &template.clauses {
                assert!(inputs.contains_key(&format!("builtin:{}/clause.md", clause.pin)), "{inputs:?}");
            }
            for (id, _) in &template.front.rules {
                assert!(pack.rule(&mut sources, id, None).take(&mut report).is_some());
            }
            assert!(pack.cases(&pin).contains(&"sample".to_owned()));
            for case in pack.cases(&pin) {
                assert!(pack.case(&mut sources, &pin, &case).take(&mut report).is_some());
            }
        }
    }
    for id in pack.rules() {
        assert!(pack.rule(&mut sources, &id, None).take(&mut report).is_some());
    }
    assert_eq!(told(&report, &sources), "");
}

#[test]
fn what_is_parsed_is_remembered_while_its_files_are_the_same() {
    let (memory, mut sources) = (Memory::default(), Sources::default());
    let name = &Pack::builtin().templates()[0];
    let pin = Pin::new(name.name.clone(), name.versions[0].clone());
    let once = Pack::builtin().remembering(&memory).template(&mut sources, &pin).output.unwrap();
    let again = Pack::builtin().remembering(&memory).template(&mut sources, &pin).output.unwrap();
    assert!(std::sync::Arc::ptr_eq(&once, &again));
    // Other sources give other ids: what was parsed for the first would point into the wrong file.
    let mut other = Sources::default();
    other.add("matter.toml", "title = \"x\"");
    let moved = Pack::builtin().remembering(&memory).template(&mut other, &pin).output.unwrap();
    assert!(!std::sync::Arc::ptr_eq(&once, &moved));
    assert_ne!(once.source, moved.source);
}

#[test]
fn a_changed_rule_of_a_folder_is_read_again() {
    const RULE: &str = "citation = \"X\"\n[[edition]]\nfrom = 2020-01-01\nstatus = \"in-force\"\nverified = true\nsource = \"s\"\ntext.a = \"one\"\n";
    let (memory, mut sources) = (Memory::default(), Sources::default());
    let path = "snippets/rules/us/x.toml";
    for wording in ["one", "one", "two"] {
        let shelf = Shelf::with(&[(path, &RULE.replace("one", wording))]);
        let rule = Pack::from_files(&shelf).remembering(&memory).rule(&mut sources, "us.x", None).output.unwrap();
        assert_eq!(rule.editions[0].texts["a"], wording);
        assert_eq!(sources.name(rule.editions[0].span), format!("pack/{path}"));
    }
}

#[test]
fn what_a_pack_does_not_have_is_named_with_what_it_has() {
    let shelf = Shelf::with(&[
        ("templates/support-letter/1.0.0/template.md", ""),
        ("templates/support-letter/1.10.0/template.md", ""),
        ("templates/support-letter/1.9.0/template.md", ""),
        ("templates/support-letter/1.0.0/sample.toml", ""),
        ("snippets/letter/1.0.0/look.typ", ""),
        ("snippets/rules/us/28-usc-1746.toml", ""),
    ]);
    let (pack, mut sources, mut report) = (Pack::from_files(&shelf), Sources::default(), Report::default());
    let file = sources.add("matter.toml", "support-leter@1.0.0");
    let span = Some(affiant::span::Span::new(file, 0, 19));
    for text in ["support-leter@1.0.0", "support-letter@2.0.0"] {
        assert!(pack.template(&mut sources, &Pin { span, ..pin(text) }).take(&mut report).is_none());
    }
    assert!(pack.look(&mut sources, &Pin { span, ..pin("leter@1.0.0") }).take(&mut report).is_none());
    assert!(pack.rule(&mut sources, "us.28-usc-1764", span).take(&mut report).is_none());
    assert!(pack.rule(&mut sources, "../../secret", span).take(&mut report).is_none());
    assert!(pack.case(&mut sources, &pin("support-letter@1.0.0"), "smple").take(&mut report).is_none());
    let expected = "\
error[unknown-template]: unknown template `support-leter`; did you mean `support-letter`?
  at matter.toml:1:1: the pack has no such template
  hint: there is `support-letter@1.10.0`
error[unknown-version]: the template `support-letter` has no version 2.0.0
  at matter.toml:1:1: the pack has the template in other versions
  hint: there are `support-letter@1.10.0`, `support-letter@1.9.0`, and `support-letter@1.0.0`
error[unknown-look]: unknown look `leter`; did you mean `letter`?
  at matter.toml:1:1: the pack has no such look
  hint: there is `letter@1.0.0`
error[unknown-rule]: unknown rule `us.28-usc-1764`; did you mean `us.28-usc-1746`?
  at matter.toml:1:1: the pack has no such rule
  hint: there is `us.28-usc-1746`
error[unknown-rule]: unknown rule `../../secret`
  at matter.toml:1:1: the pack has no such rule
  hint: there is `us.28-usc-1746`
error[unknown-case]: unknown case `smple`; did you mean `sample`?
  hint: there is `sample`
";
    assert_eq!(told(&report, &sources), expected);
}

#[test]
fn a_look_comes_with_its_assets_and_fonts() {
    let shelf = Shelf::with(&[
        ("snippets/firm/1.0.0/look.typ", "#let look(paper, body) = body"),
        ("snippets/firm/1.0.0/images/seal.png", "png"),
        ("snippets/firm/1.0.0/Firm.OTF", "font"),
    ]);
    let (pack, mut sources) = (Pack::from_files(&shelf), Sources::default());
    let look = pack.look(&mut sources, &pin("firm@1.0.0"));
    assert_eq!(codes(&look.report), [""; 0]);
    let look = look.output.unwrap();
    assert_eq!(look.assets.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["images/seal.png"]);
    assert_eq!(look.fonts.len(), 1);
    assert_eq!(pack.own_inputs(Kind::Look, &pin("firm@1.0.0")).len(), 3);
}
