//! What changed between two versions: each case in `tests/changes/` holds both and what is told of them.

use std::fmt::Write as _;
use std::path::Path;

use affiant::changes::{self, Bump, Changes};
use affiant::diff::{self, Revision, Run};
use affiant::source::Sources;
use affiant::template::{Clause, Pin, Template, front};
use semver::Version;

/// The changes as lines: the step, the kind, the places, and what is said; the wording under it.
fn told(changes: &Changes, sources: &Sources, indent: &str) -> String {
    let mut told = String::new();
    for change in &changes.list {
        let place = |span: Option<affiant::span::Span>| span.map_or("-".to_owned(), |span| sources.place(span));
        let (kind, bump) = (change.kind.name(), change.bump.word());
        let _ = writeln!(told, "{indent}{bump} {kind} {} {}: {change}", place(change.old), place(change.new));
    }
    for passage in &changes.wording {
        let _ = writeln!(told, "{indent}  {}", marked(&diff::in_context(&passage.runs, 4)));
    }
    for nested in &changes.clauses {
        let _ = writeln!(told, "{indent}{} to {}", nested.old, nested.new);
        told.push_str(&self::told(&nested.changes, sources, &format!("{indent}  ")));
    }
    told
}

fn marked(runs: &[Run]) -> String {
    let each = runs.iter().map(|run| match run.revision {
        None => run.text.clone(),
        Some(Revision::Deleted) => format!("[-{}-]", run.text),
        Some(Revision::Inserted) => format!("{{+{}+}}", run.text),
    });
    each.collect::<String>().replace('\n', "⏎")
}

fn template(sources: &mut Sources, name: &str, text: &str, clause: Option<&str>) -> Template {
    let pin = Pin::new("paper", Version::new(1, 0, 0));
    let pass = front::template(sources, name, text, pin);
    assert!(pass.report.is_empty(), "{:?}", pass.report);
    let mut template = pass.output.unwrap();
    if let Some(text) = clause {
        let pin = template.front.clauses[0].clone();
        template.clauses.push(self::clause(sources, &format!("clause-{name}"), text, pin));
    }
    template
}

fn clause(sources: &mut Sources, name: &str, text: &str, pin: Pin) -> Clause {
    let pass = front::clause(sources, name, text, pin);
    assert!(pass.report.is_empty(), "{:?}", pass.report);
    pass.output.unwrap()
}

/// `-- old --`, `-- new --`, `-- old clause --`, `-- new clause --`, `-- expected --`.
fn section<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("-- {name} --\n"))?;
    Some(rest.split_once("\n-- ").map_or(rest, |(own, _)| &rest[..=own.len()]))
}

#[test]
fn changes_are_told_as_the_cases_say() {
    let update = std::env::var_os("UPDATE").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 8);
    let mut failures = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut sources = Sources::default();
        let old = template(&mut sources, "old", section(&text, "old").unwrap(), section(&text, "old clause"));
        let new = template(&mut sources, "new", section(&text, "new").unwrap(), section(&text, "new clause"));
        let changes = changes::templates(&old, &new);
        let least = changes.least().map_or("nothing".to_owned(), |(bump, why)| format!("{}: {why}", bump.word()));
        let printed = format!("{}least {least}\n", told(&changes, &sources, ""));
        let (before, expected) = text.split_once("-- expected --\n").unwrap();
        if expected == printed {
            continue;
        }
        if update {
            std::fs::write(&path, format!("{before}-- expected --\n{printed}")).unwrap();
        } else {
            failures.push(format!("── {} ──\n{printed}", path.display()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_template_has_not_changed_from_itself() {
    let pack = affiant::pack::Pack::builtin();
    let mut sources = Sources::default();
    for listed in pack.templates() {
        let pin = Pin::new(listed.name.clone(), listed.versions[0].clone());
        let template = pack.template(&mut sources, &pin).output.unwrap();
        let changes = changes::templates(&template, &template);
        assert!(changes.is_empty() && changes.least().is_none(), "{}: {changes:?}", listed.name);
        for clause in &template.clauses {
            assert!(changes::clauses(clause, clause).is_empty());
        }
        let look = pack.look(&mut sources, &template.front.look).output.unwrap();
        assert!(changes::looks(&look, &look).is_empty());
        let mut other = affiant::typeset::Look::clone(&look);
        other.text = look.text.replace("1in", "1.2in").into();
        let changed = changes::looks(&look, &other);
        assert_eq!(changed.least().map(|(bump, _)| bump), Some(Bump::Minor));
        other.text = format!("{}// A comment.\n", look.text).into();
        assert_eq!(changes::looks(&look, &other).least().map(|(bump, _)| bump), Some(Bump::Minor));
    }
}

#[test]
fn steps_in_versions_are_counted() {
    let version = |text: &str| Version::parse(text).unwrap();
    for (from, bump, to) in [
        ("1.2.3", Bump::Patch, "1.2.4"),
        ("1.2.3", Bump::Minor, "1.3.0"),
        ("1.2.3", Bump::Major, "2.0.0"),
        ("1.2.0-rc.1", Bump::Patch, "1.2.0"),
    ] {
        assert_eq!(bump.after(&version(from)), version(to));
        assert_eq!(Bump::between(&version(from), &version(to)), Some(bump));
    }
    assert_eq!(Bump::between(&version("1.2.0"), &version("1.2.0")), None);
    assert_eq!(Bump::between(&version("1.2.0"), &version("1.1.9")), None);
}

#[test]
fn editions_that_changed_are_told() {
    let lines =
        |lines: &[(&str, &str)]| lines.iter().map(|(id, line)| ((*id).to_owned(), (*line).to_owned())).collect();
    let old = lines(&[("us.a", "2020-01-01 aa"), ("us.b", "2020-01-01 bb"), ("us.gone", "2020-01-01 cc")]);
    let new = lines(&[("us.a", "2026-01-01 dd"), ("us.b", "2020-01-01 bb"), ("us.new", "2020-01-01 ee")]);
    let told: Vec<String> = changes::editions(&old, &new).iter().map(ToString::to_string).collect();
    assert_eq!(told, ["`us.a` was read in the edition from 2020-01-01 and is in the one from 2026-01-01"]);
}

#[test]
fn words_are_compared_as_people_read_them() {
    for (old, new, expected) in [
        ("", "", ""),
        ("same", "same", "same"),
        ("the old barn", "a red house", "[-the old barn-]{+a red house+}"),
        ("I saw her.", "I saw her often.", "I saw her{+ often+}."),
        ("on May 4, 2025", "on May 5, 2025", "on May [-4-]{+5+}, 2025"),
        ("$1,000 a week", "$1,200 a week", "$[-1,000-]{+1,200+} a week"),
        (
            "{{ a.name | full }} wrote",
            "{{ b.name | full }} wrote",
            "[-{{ a.name | full }}-]{+{{ b.name | full }}+} wrote",
        ),
        ("Marisela's letter", "Marisela’s letter", "[-Marisela's-]{+Marisela’s+} letter"),
        ("क्षत्रिय घर", "क्षत्रिय नगर", "क्षत्रिय [-घर-]{+नगर+}"),
        ("a {{ b", "a {{ c", "a {{ [-b-]{+c+}"),
    ] {
        assert_eq!(marked(&diff::words(old, new)), expected);
        let runs = diff::words(old, new);
        let side = |left_out| -> String {
            runs.iter().filter(|run| run.revision != Some(left_out)).map(|run| run.text.as_str()).collect()
        };
        assert_eq!((side(Revision::Inserted), side(Revision::Deleted)), (old.to_owned(), new.to_owned()));
    }
}

#[test]
fn texts_of_any_length_are_compared_in_time() {
    let long = |word: &str| (0..200_000).map(|at| format!("{word}{at} ")).collect::<String>();
    let runs = diff::words(&long("a"), &long("b"));
    assert_eq!(runs.len(), 3, "all but the last space");
    let paragraphs = |word: &str| (0..20_000).map(|at| format!("{word} {at}\n\n")).collect::<String>();
    let text =
        |text: String| changes::wording::Text { source: affiant::span::SourceId(0), start: 0, text: text.into() };
    assert_eq!(changes::wording::passages(&text(paragraphs("a")), &text(paragraphs("b"))).len(), 40_000);
}

#[test]
fn long_stretches_are_cut_around_what_changed() {
    let runs = diff::words(
        "one two three four five six seven eight nine ten",
        "one two three four five six seven eight nine eleven",
    );
    assert_eq!(marked(&diff::in_context(&runs, 3)), "… seven eight nine [-ten-]{+eleven+}");
    let runs = diff::words("a b c d e f g h i j k l m n", "A b c d e f g h i j k l m N");
    assert_eq!(marked(&diff::in_context(&runs, 2)), "[-a-]{+A+} b c … l m [-n-]{+N+}");
}
