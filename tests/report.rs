//! Findings as a person reads them, and as a program does.

use affiant::diag::{Code, Diagnostic, Report};
use affiant::source::Sources;
use affiant::span::Span;
use affiant::term::report::{human, json};

/// The finding of DESIGN's example: a fact that a template wants.
fn missing() -> (Report, Sources) {
    let mut sources = Sources::default();
    let facts = sources.add("facts.toml", "[people.tp]\nname = \"T.P.\"\n\n[people.ada]\nname = \"Ádá 日本\"\n");
    let template = sources.add(
        "builtin:support-letter@1.0.0/template.md",
        "+++\n[parties.writer]\nneeds = [\"name\", \"address\"]\n+++\n",
    );
    let mut report = Report::default();
    report.push(
        Diagnostic::new(Code::MissingFact, "`writer.address` is needed")
            .at(Span::new(facts, 27, 39), "has no `address`")
            .at(Span::new(template, 39, 48), "wanted here")
            .note("counted from the template")
            .hint("add `address = { … }`, or run `affiant ask --draft letter`"),
    );
    (report, sources)
}

#[test]
fn a_finding_shows_both_sides_and_a_hint() {
    let (report, sources) = missing();
    assert_eq!(
        human(&report, &sources, 100, false),
        "\
gap[missing-fact]: `writer.address` is needed
  ╭▸ facts.toml:4:1
  │
4 │ [people.ada]
  │ ━━━━━━━━━━━━ has no `address`
  │
  ⸬  builtin:support-letter@1.0.0/template.md:3:19
  │
3 │ needs = [\"name\", \"address\"]
  │                   ───────── wanted here
  │
  ├ note: counted from the template
  ╰ hint: add `address = { … }`, or run `affiant ask --draft letter`

"
    );
    assert!(human(&report, &sources, 100, true).contains("\u{1b}["), "colour when it is wanted");
}

#[test]
fn a_finding_without_a_place_names_its_file() {
    let mut report = Report::default();
    report.push(
        Diagnostic::new(Code::UnreadableFile, "cannot read the file: there is no such file")
            .in_file("facts.toml")
            .hint("run `affiant new`"),
    );
    assert_eq!(
        human(&report, &Sources::default(), 100, false),
        "\
error[unreadable-file]: cannot read the file: there is no such file
 ╭▸ facts.toml
 ╰ hint: run `affiant new`

"
    );
}

#[test]
fn a_line_of_megabytes_is_cut_around_its_mark() {
    let mut sources = Sources::default();
    let text = format!("a = \"{}\u{202e}here{}\"\nb = 1\n", "x日".repeat(200_000), "y".repeat(500_000));
    let id = sources.add("facts.toml", text.clone());
    let at = text.find("here").unwrap();
    let mut report = Report::default();
    report.push(Diagnostic::new(Code::BadCharacter, "the text hides").at(Span::new(id, at - 3, at), "remove it"));
    report.push(Diagnostic::new(Code::WrongType, "all of it").at(Span::new(id, 4, text.len() - 7), "all of this"));
    report.push(Diagnostic::new(Code::BadSyntax, "the end").at(Span::new(id, text.len(), text.len()), "here"));
    report
        .push(Diagnostic::new(Code::BadSyntax, "past the end").at(Span::new(id, text.len() + 9, text.len() + 10), ""));
    let drawn = human(&report, &sources, 80, false);
    assert!(drawn.lines().all(|line| line.chars().count() <= 100), "{drawn:.2000}");
    assert_eq!(drawn.matches("remove it").count() + drawn.matches("all of this").count(), 2);
    assert!(!drawn.contains('\u{202e}'), "a direction mark does not reach the terminal");
}

#[test]
fn a_finding_is_one_json_object() {
    let (report, sources) = missing();
    assert_eq!(
        json(&report, &sources),
        [concat!(
            r#"{"code":"missing-fact","severity":"gap","message":"`writer.address` is needed","#,
            r#""file":"facts.toml","line":4,"column":1,"end_line":4,"end_column":13,"label":"has no `address`","#,
            r#""others":[{"file":"builtin:support-letter@1.0.0/template.md","line":3,"column":19,"#,
            r#""end_line":3,"end_column":28,"label":"wanted here"}],"#,
            r#""notes":["counted from the template"],"hints":["add `address = { … }`, or run `affiant ask --draft letter`"]}"#,
        )]
    );
}

/// What the excerpts of a private file's lines show.
fn excerpts(name: &str, text: &str) -> String {
    let mut sources = Sources::default();
    let id = sources.add(name, text);
    sources.keep_private(Span::new(id, 0, text.len()));
    let mut report = Report::default();
    for (at, _) in text.match_indices('\n') {
        report.diagnostics.push(Diagnostic::new(Code::WrongType, "a line").at(Span::new(id, at, at), ""));
    }
    let drawn = human(&report, &sources, 200, false);
    let lines = drawn.lines().filter_map(|line| line.split_once(" │ ").filter(|(number, _)| !number.trim().is_empty()));
    lines.map(|(_, line)| line.to_owned() + "\n").collect()
}

#[test]
fn an_excerpt_of_facts_shows_keys_and_hides_values() {
    let toml = "\
a.b = { c = \"Ada\", 'd e' = [1.5, true, 'Ñú'] } # Ada
[people.ada] # Ada
born = 1988-04-12
said = \"\"\"
name = \"x\"
\\\"\"\" [still] = 1\"\"\"
list = [
  \"Ada\", \"Bea = 1\",
  { id = \"e1\", date = 1 },
]
Ada was here. She = 5
open = [\"Ada
[[events]]
next = Ada
";
    assert_eq!(
        excerpts("facts.toml", toml),
        "\
a.b = { c = \"•••\", 'd e' = [•.•, ••••, '••'] } # •••
[people.ada] # •••
born = ••••-••-••
said = \"\"\"
•••• = \"•\"
\\\"\"\" [•••••] = •\"\"\"
list = [
  \"•••\", \"••• = •\",
  { id = \"••\", date = • },
]
••• ••• ••••. She = •
open = [\"•••
[[events]]
next = •••
"
    );
    let json = "{\n \"a\": \"Ada\", \"b\": [\"c\", 1, {\"d\": null}],\n \"Ada\"\n}\n";
    assert_eq!(excerpts("facts.json", json), "{\n \"a\": \"•••\", \"b\": [\"•\", •, {\"d\": ••••}],\n \"•••\"\n}\n");
}

#[test]
fn a_mark_stays_under_what_it_marks() {
    let mut sources = Sources::default();
    let text = "name = \"Ñú 日 Ada\"\n";
    let id = sources.add("facts.toml", text);
    sources.keep_private(Span::new(id, 0, text.len()));
    let at = text.find("Ada").unwrap();
    let mut report = Report::default();
    report.push(Diagnostic::new(Code::WrongType, "the name").at(Span::new(id, at, at + 3), "this"));
    assert_eq!(
        human(&report, &sources, 100, false),
        "\
error[wrong-type]: the name
  ╭▸ facts.toml:1:14
  │
1 │ name = \"•• • •••\"
  ╰╴             ━━━ this

"
    );
}
