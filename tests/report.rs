//! Findings as a person reads them, and as a program does.

use affiant::diag::{Code, Diagnostic, Report};
use affiant::source::Sources;
use affiant::span::Span;
use affiant::term::Terminal;
use affiant::term::overview::{Finding, Papers, overview};
use affiant::term::plain;
use affiant::term::report::{Values, human, json};
use affiant::term::standing::{self, Standing, State};

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
        human(&report, &sources, Terminal::none(100)),
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
    assert!(
        human(&report, &sources, Terminal { color: true, ..Terminal::none(100) }).contains("\u{1b}["),
        "colour when it is wanted"
    );
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
        human(&report, &Sources::default(), Terminal::none(100)),
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
    let drawn = human(&report, &sources, Terminal::none(80));
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
    let drawn = human(&report, &sources, Terminal::none(200));
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
        human(&report, &sources, Terminal::none(100)),
        "\
error[wrong-type]: the name
  ╭▸ facts.toml:1:14
  │
1 │ name = \"•• • •••\"
  ╰╴             ━━━ this

"
    );
}

/// A finding of some papers, at a place of the facts.
fn of_papers(code: Code, message: &str, papers: &[usize]) -> Finding {
    let mut sources = Sources::default();
    let facts = sources.add("facts.toml", "[people.ada]\nname = \"Ada\"\n");
    let diagnostic = Diagnostic::new(code, message).at(Span::new(facts, 20, 25), "").hint("write it otherwise");
    Finding { diagnostic, sources, papers: papers.to_vec() }
}

#[test]
fn a_narrow_terminal_breaks_lines_between_words_and_loses_none() {
    let ids = ["letter-of-a-long-name", "b"];
    let papers = Papers { ids: &ids, matter: Some(".") };
    let message = "`people.ada.with_a_name_that_is_longer_than_the_terminal_is_wide` is unusual";
    let findings = [
        of_papers(Code::UnlistedName, message, &[0]),
        of_papers(Code::UnknownKey, "nothing reads `x`", &[0, 1]),
        of_papers(Code::BadDate, "`people.ada.birthdate` is not a date", &[1]),
    ];
    let terminal = Terminal { wrap: Some(40), ..Terminal::none(40) };
    assert_eq!(
        overview(papers, &findings, terminal),
        "\
several papers:
  warning[unknown-key]: nothing reads
    `x` (facts.toml:2:8) [all 2 papers]
letter-of-a-long-name:
  warning[unlisted-name]:
    `people.ada.with_a_name_that_is_longer_than_the_terminal_is_wide`
    is unusual (facts.toml:2:8)

[b]
error[bad-date]: `people.ada.birthdate` is not a date
  ╭▸ facts.toml:2:8
  │
2 │ name = \"Ada\"
  │        ━━━━━
  │
  ╰ hint: write it otherwise

"
    );
}

#[test]
fn every_one_of_many_findings_is_shown_with_its_place() {
    let all: Vec<Finding> = (0..200)
        .map(|at| {
            let code = [Code::UnlistedName, Code::BadDate][at % 2];
            of_papers(code, &format!("`fact-{at}` is wrong"), &[at % 9])
        })
        .collect();
    let ids: Vec<String> = (0..9).map(|at| format!("paper-{at}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let shown = overview(Papers { ids: &ids, matter: None }, &all, Terminal::none(100));
    for at in 0..200 {
        let line = shown.lines().find(|line| line.contains(&format!("`fact-{at}` ")));
        assert!(line.is_some_and(|line| line.contains("(facts.toml:2:8)")), "{at}: {shown}");
    }
    assert_eq!(shown.matches("  hint: write it otherwise").count(), 100, "each error says what to do next");
    assert!(!shown.contains('\u{1b}'), "no colour");
    let colored = overview(Papers { ids: &ids, matter: None }, &all, Terminal { color: true, ..Terminal::none(100) });
    let plain = anstream::adapter::strip_str(&colored).to_string();
    assert_eq!(plain, shown, "colour adds nothing but colour");
}

#[test]
fn no_papers_and_no_findings_print_nothing() {
    assert_eq!(overview(Papers { ids: &[], matter: None }, &[], Terminal::none(100)), "");
    assert_eq!(standing::lines(&[], Terminal::none(100)), "");
}

#[test]
fn papers_stand_in_columns_or_where_these_do_not_fit_in_sentences() {
    let paper = |paper: &str, state, counts| Standing {
        paper: paper.to_owned(),
        state,
        pages: Some(2),
        counts,
        file: Some(format!("out/{paper}.pdf")),
    };
    let papers = [
        paper("letter", State::Incomplete, [0, 2, 1]),
        paper("a-paper-of-a-very-long-name-日本", State::Complete, [0; 3]),
        Standing { pages: None, file: None, ..paper("motion", State::NotBuilt, [1, 0, 0]) },
    ];
    assert_eq!(
        standing::lines(&papers, Terminal::none(100)),
        "\
letter                            incomplete  2 pages  2 gaps   1 warning  out/letter.pdf
a-paper-of-a-very-long-name-日本  complete    2 pages                      out/a-paper-of-a-very-long-name-日本.pdf
motion                            not built            1 error
"
    );
    assert_eq!(
        standing::lines(&papers, Terminal { wrap: Some(40), ..Terminal::none(40) }),
        "\
letter: incomplete, 2 pages, 2 gaps, 1
    warning, out/letter.pdf
a-paper-of-a-very-long-name-日本:
    complete, 2 pages,
    out/a-paper-of-a-very-long-name-日本.pdf
motion: not built, 1 error
"
    );
}

#[test]
fn a_persons_own_terminal_shows_what_was_mistyped_but_no_key_and_no_escape() {
    let shown = |text: &str, keep: fn(&mut Sources, Span)| {
        let mut sources = Sources::default();
        let id = sources.add("facts.toml", text);
        keep(&mut sources, Span::new(id, 0, text.len()));
        let report = Report::from(Diagnostic::new(Code::BadDate, "no date").at(Span::new(id, 0, 4), ""));
        human(&report, &sources, Terminal { values: Values::Clear, ..Terminal::none(100) })
    };
    assert!(shown("born = 1988-13-40\n", Sources::keep_private).contains("born = 1988-13-40"));
    assert!(shown("private = \"abc\"\n", Sources::keep_secret).contains("private = \"•••\""));
    let odd = shown("name = \"\u{1b}[2J\u{9b}2J\u{202e}\u{7f}\"\n", Sources::keep_private);
    assert!(!odd.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{7f}']), "{odd:?}");
}

#[test]
fn a_terminal_obeys_no_name_of_a_file() {
    let cases = [
        ("odd\u{1b}[31m.json", "odd\u{fffd}[31m.json", "odd\u{1b}[31m.json"),
        ("\u{1b}[8mhidden", "\u{fffd}[8mhidden", "\u{fffd}[8mhidden"),
        ("\u{1b}[30;40mblack", "\u{fffd}[30;40mblack", "\u{fffd}[30;40mblack"),
        ("\u{1b}[2J\u{1b}]0;title\u{7}", "\u{fffd}[2J\u{fffd}]0;title\u{fffd}", "\u{fffd}[2J\u{fffd}]0;title\u{fffd}"),
        ("back\u{8}\rover\u{9b}2K", "back\u{fffd}\u{fffd}over\u{fffd}2K", "back\u{fffd}\u{fffd}over\u{fffd}2K"),
        ("a line\n\tand a tab, señor 日本", "a line\n\tand a tab, señor 日本", "a line\n\tand a tab, señor 日本"),
        ("cut off \u{1b}[", "cut off \u{fffd}[", "cut off \u{fffd}["),
    ];
    for (text, without, with) in cases {
        assert_eq!(plain::shown(text, false), without, "{text:?}");
        assert_eq!(plain::shown(text, true), with, "{text:?}");
    }
    // What affiant itself writes in colours stays as it is.
    let (report, sources) = missing();
    let painted = human(&report, &sources, Terminal { color: true, ..Terminal::none(80) });
    assert!(painted.contains('\u{1b}'));
    assert_eq!(plain::shown(&painted, true), painted);
}
