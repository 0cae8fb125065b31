//! Markdown with handles becomes the paper's tree, whatever the values say.

pub mod fitted;
mod redline;

use std::fmt::Write as _;

use affiant::diag::{Code, Pass};
use affiant::document::{Block, BlockKind, Document, Inline, number, read, text, visit};
use affiant::source::Sources;
use affiant::span::Span;
use affiant::template::{Filled, NodeSlot, Numbering, Rendered, Signature, Slot, SlotContent};
use affiant::value::Origin;
use proptest::prelude::*;

/// A rendered body and the sources behind it: `‹0›` in the Markdown is the handle of slot 0.
///
/// The Markdown stands in a source of its own, so that places can be told.
fn rendered(markdown: &str, slots: Vec<SlotContent>) -> (Rendered, Sources) {
    let mut sources = Sources::default();
    let template = sources.add("template.md", markdown);
    let (mut rendered, mut rest, mut at) = (Rendered::default(), markdown, 0);
    while !rest.is_empty() {
        let number = rest.strip_prefix('‹').and_then(|rest| rest.split_once('›'));
        let (length, printed) = if let Some((number, _)) = number {
            (number.len() + '‹'.len_utf8() * 2, format!("\u{E000}{number}\u{E001}"))
        } else {
            let length = rest.find('‹').unwrap_or(rest.len());
            (length, rest[..length].to_owned())
        };
        let start = rendered.markdown.len();
        rendered.markdown.push_str(&printed);
        rendered.pieces.push((start..rendered.markdown.len(), Span::new(template, at, at + length)));
        at += length;
        rest = &rest[length..];
    }
    for (number, content) in slots.into_iter().enumerate() {
        let value = match &content {
            SlotContent::Words(text)
            | SlotContent::Said(text)
            | SlotContent::Prose(text)
            | SlotContent::Markdown(text) => text.as_str(),
            _ => "",
        };
        let file = sources.add(format!("facts-{number}.toml"), format!("x = '{value}'"));
        let origin =
            Origin { path: format!("answers.{number}").into(), span: Some(Span::new(file, 4, 6 + value.len())) };
        let place = markdown.find(&format!("‹{number}›")).map(|at| Span::new(template, at, at + 7));
        rendered.slots.push(Slot { content, origin, place });
    }
    (rendered, sources)
}

/// The tree of a body, and the codes and places of what was found.
fn tree(markdown: &str, slots: Vec<SlotContent>) -> (Document, Vec<String>) {
    let (rendered, sources) = rendered(markdown, slots);
    let Pass { output, report } = read::read(&rendered, &sources);
    (output, found(&report, &sources))
}

fn found(report: &affiant::diag::Report, sources: &Sources) -> Vec<String> {
    let line = |diagnostic: &affiant::diag::Diagnostic| {
        let place = diagnostic.labels.first().map_or("nowhere".to_owned(), |label| sources.place(label.span));
        format!("{} {place}", diagnostic.code)
    };
    report.diagnostics.iter().map(line).collect()
}

/// The readable text of a body in which nothing is wrong.
fn shown(markdown: &str, slots: Vec<SlotContent>) -> String {
    let (document, found) = tree(markdown, slots);
    assert_eq!(found, [""; 0], "{markdown}");
    text::text(&document)
}

fn words(text: &str) -> SlotContent {
    SlotContent::Words(text.into())
}

fn prose(text: &str) -> SlotContent {
    SlotContent::Prose(text.into())
}

fn fact(text: &str) -> SlotContent {
    SlotContent::Markdown(text.into())
}

fn label(name: &str) -> SlotContent {
    SlotContent::Node(NodeSlot::Label(name.into()))
}

fn reference(name: &str) -> SlotContent {
    SlotContent::Node(NodeSlot::Reference(name.into()))
}

fn signature() -> SlotContent {
    let filled = |text: &str| Filled { text: text.into(), gap: false, origin: Origin::default(), revised: Vec::new() };
    let signature =
        Signature { name: filled("Ada Placeholder"), lines: vec![filled("Physician")], date: Some(filled("")) };
    SlotContent::Node(NodeSlot::Signature(signature))
}

/// What the next test's paper reads as.
const EVERY_CONSTRUCT: &str = "\
# One X | *y*

Para *em* **strong** ~~gone~~ `code` [words](https://example.org) [ada@example.org](mailto:ada@example.org)
next[^1]

1. first

2. second

   - nested

> quoted

|   Day   | Sum |
| :-----: | --: |
| X | *y* |  12 |

Term
: meaning

---

[^1]: A note on X | *y*.
";

#[test]
fn every_construct_reads_as_its_block() {
    let markdown = "# One ‹0›\n\nPara *em* **strong** ~~gone~~ `code` [words](https://example.org) <ada@example.org>\\\nnext[^a]\n\n\
                    1. first\n2. second\n\n   - nested\n\n> quoted\n\n| Day | Sum |\n|:-:|--:|\n| ‹0› | 12 |\n\nTerm\n: meaning\n\n---\n\n[^a]: A note on ‹0›.\n";
    assert_eq!(shown(markdown, vec![words("X | *y*")]), EVERY_CONSTRUCT);
}

#[test]
fn prose_alone_is_paragraphs_and_takes_the_words_around_it_along() {
    let text = "2019. That year,\nshe left.\n\n# 1 nurse came\n\n\n   _x_ {{ 7*7 }}";
    assert_eq!(shown("‹0›\n", vec![prose(text)]), "2019. That year,\nshe left.\n\n# 1 nurse came\n\n_x_ {{ 7*7 }}\n");
    assert_eq!(
        shown("1. ‹0›\n2. b\n", vec![prose(text)]),
        "1. 2019. That year,\n   she left.\n\n   # 1 nurse came\n\n   _x_ {{ 7*7 }}\n\n2. b\n"
    );
    assert_eq!(shown("She says: ‹0› So.\n", vec![prose("a\n\nb")]), "She says: a\n\nb So.\n");
    assert_eq!(shown("# ‹0›\n", vec![prose("a\n\nb")]), "# a b\n");
}

#[test]
fn a_values_own_full_stop_ends_the_sentence() {
    assert_eq!(
        shown("I am ‹0›. She is ‹1›.\n", vec![words("Ada, M.D."), words("Ada")]),
        "I am Ada, M.D. She is Ada.\n"
    );
}

#[test]
fn a_lawyers_markdown_is_grafted_with_its_own_places() {
    let markdown = "A *word* \"as is\".\n\n- one\n- two\n\n> said";
    assert_eq!(
        shown("Before.\n\n‹0›\n\nAfter.\n", vec![fact(markdown)]),
        "Before.\n\nA *word* \"as is\".\n\n- one\n- two\n\n> said\n\nAfter.\n"
    );
    let (_, found) = tree("In a line ‹0›.\n", vec![fact("- a list")]);
    assert_eq!(found, ["misplaced-block facts-0.toml:1:5"]);
    let (_, found) = tree("‹0›\n", vec![fact("<b>x</b> [a](http://b.example)\n\n    code\n\n&#xE000;0&#xE001;")]);
    assert_eq!(
        found,
        [
            "raw-html facts-0.toml:1:6",
            "raw-html facts-0.toml:1:10",
            "bad-link facts-0.toml:1:15",
            "unsupported-markdown facts-0.toml:3:5",
            "bad-character facts-0.toml:5:1",
            "bad-character facts-0.toml:5:10"
        ]
    );
}

#[test]
fn quotes_beside_values_are_typographic_and_values_are_not_touched() {
    assert_eq!(
        shown("\"‹0›\" said '‹0›' of ‹0›'s \"house\" -- (\"‹0›\") ...\n", vec![words("\"A\"--'b'...")]),
        "“\"A\"--'b'...” said ‘\"A\"--'b'...’ of \"A\"--'b'...’s “house” – (“\"A\"--'b'...”) …\n"
    );
}

#[test]
fn labels_and_spaces_beside_them_leave_no_trace() {
    let (document, found) = tree("‹0› First ‹1› words. ‹0›\n", vec![label("a"), SlotContent::Gap("the date".into())]);
    assert_eq!(found, ["duplicate-label template.md:1:1"]);
    assert_eq!(text::text(&document), "First [NEEDED: the date] words.\n");
    assert_eq!(document.blocks[0].label.as_deref(), Some("a"));
    assert_eq!(tree("‹0›\n\nWords.\n", vec![label("a")]).1, ["misplaced-block template.md:1:1"]);
}

#[test]
fn blocks_stand_alone() {
    assert_eq!(
        shown("Words.\n\n‹0›\n‹0›\n", vec![signature()]),
        "Words.\n\n______________________________\nAda Placeholder\nPhysician\nDate: ____________\n\n______________________________\nAda Placeholder\nPhysician\nDate: ____________\n"
    );
    for markdown in ["Words ‹0›\n", "- ‹0›\n", "> ‹0›\n", "# ‹0›\n", "*‹0›*\n", "| a |\n|---|\n| ‹0› |\n"]
    {
        let (_, found) = tree(markdown, vec![signature()]);
        assert!(found.len() == 1 && found[0].starts_with("misplaced-block template.md:"), "{markdown}: {found:?}");
    }
}

#[test]
fn what_has_no_place_in_a_paper_is_refused_at_its_place() {
    let refused: &[(&str, &[&str])] = &[
        ("a <b>c</b>\n", &["raw-html template.md:1:3", "raw-html template.md:1:7"]),
        ("a\n\n<!-- x -->\n", &["raw-html template.md:3:1"]),
        ("a\n\n    code ‹0›\n", &["unsupported-markdown template.md:3:5"]),
        ("```\nx\n```\n", &["unsupported-markdown template.md:1:1"]),
        ("![seal](https://example.org/x.png)\n", &["unsupported-markdown template.md:1:1"]),
        ("[a](http://example.org)\n", &["bad-link template.md:1:1"]),
        ("[a](javascript:alert(1))\n", &["bad-link template.md:1:1"]),
        ("[a](https://example.org/‹0›)\n", &["bad-link template.md:1:1"]),
        ("[a][b] and \\[c][d] and [sic]\n", &["bad-link template.md:1:1"]),
        ("[a]: https://example.org\n\nx\n", &["bad-link template.md:1:1"]),
        ("a[^b]\n", &["bad-footnote template.md:1:2"]),
        ("a\\[^b]\n", &[]),
        ("a\n\n[^b]: text\n", &["bad-footnote template.md:3:1"]),
        ("a[^b]\n\n[^b]: text[^b]\n", &["bad-footnote template.md:3:11"]),
        ("a[^b]\n\n[^b]: text\n\n[^b]: text\n", &["bad-footnote template.md:5:1"]),
        ("[a ‹0›]: https://example.org\n\n[a ‹0›]\n", &[]),
        ("x \u{E000}7\u{E001} y\n", &["lost-value template.md:1:1"]),
        ("x \u{E000} \u{E000}99999999999999999999999\u{E001} \u{E001}\n", &["lost-value template.md:1:1"]),
    ];
    for (markdown, expected) in refused {
        let (_, found) = tree(markdown, vec![words("v")]);
        assert_eq!(&found, expected, "{markdown}");
    }
}

#[test]
fn limits_end_in_an_error() {
    let deep = format!("{}x\n", "> ".repeat(40));
    assert_eq!(tree(&deep, vec![]).1.len(), 1);
    assert_eq!(tree(&"*a **b ".repeat(500), vec![]).1, [""; 0]);
    let (document, found) = tree(&"x".repeat(read::TEXT_LIMIT + 1), vec![]);
    assert!(document.blocks.is_empty());
    assert_eq!(found, ["paper-too-long template.md:1:1"]);
    let (_, found) = tree(&"‹0› ".repeat(5), vec![words(&"x".repeat(1 << 20))]);
    assert_eq!(found, ["paper-too-long template.md:1:1"]);
}

#[test]
fn paragraphs_run_on_through_headings_and_take_their_own_numbers() {
    let markdown = "Preamble ‹1›.\n\n# A\n\n7. ‹0›\n8. ‹2› Two.\n\n   - nested\n\n   > quote\n\n# B\n\n1. ‹3› See ‹4›.\n\nJurat.\n";
    let slots = vec![prose("First.\n\nSecond."), reference("visa"), label("visa"), label("last"), reference("last")];
    let (document, found) = tree(markdown, slots);
    assert_eq!(found, [""; 0]);
    let numbered = number::number(document, Numbering::Paragraphs);
    assert!(numbered.report.is_empty(), "{:?}", numbered.report);
    assert_eq!(
        text::text(&numbered.output),
        "Preamble 3.\n\n# A\n\n1. First.\n\n2. Second.\n\n3. Two.\n\n   - nested\n\n   > quote\n\n# B\n\n4. See 4.\n\nJurat.\n"
    );
}

#[test]
fn headings_are_numbered_by_level_and_cited_by_path() {
    let markdown = "# A\n\n## B ‹0›\n\n### C\n\n#### D ‹2›\n\n## E\n\n# F\n\n## G\n\nSee ‹1› and ‹3›.\n";
    let (document, _) = tree(markdown, vec![label("b"), reference("b"), label("d"), reference("d")]);
    let numbered = number::number(document, Numbering::Headings);
    assert!(numbered.report.is_empty(), "{:?}", numbered.report);
    assert_eq!(
        text::text(&numbered.output),
        "# I. A\n\n## A. B\n\n### 1. C\n\n#### a. D\n\n## B. E\n\n# II. F\n\n## A. G\n\nSee I.A and I.A.1.a.\n"
    );
}

#[test]
fn references_that_lead_nowhere_are_errors() {
    let slots = vec![label("visa"), reference("vsia"), label("free"), reference("free")];
    let (rendered, sources) = rendered("1. ‹0› a\n2. ‹0› b ‹1›\n\n- ‹2› c ‹3›\n", slots);
    let document = read::read(&rendered, &sources).output;
    let report = number::number(document, Numbering::Paragraphs).report;
    assert_eq!(
        found(&report, &sources),
        ["duplicate-label template.md:2:4", "unknown-label template.md:2:10", "unnumbered-label template.md:4:9"]
    );
    assert!(
        report.diagnostics.iter().any(|d| d.code == Code::UnknownLabel && d.message.contains("did you mean `visa`?"))
    );
}

#[test]
fn the_tree_tells_where_each_word_came_from() {
    let (rendered, sources) = rendered("She said ‹0›.\n\n‹1›\n", vec![words("yes"), prose("One.\n\nTwo.")]);
    let document = read::read(&rendered, &sources).output;
    let tree = text::tree(&document, &sources);
    assert_eq!(
        tree["blocks"][0]["line"][1],
        serde_json::json!({
            "kind": "filled",
            "text": "yes",
            "origin": { "path": "answers.0", "place": "facts-0.toml:1:5" },
            "template": "template.md:1:10",
        })
    );
    // Each paragraph of prose has its own place.
    let second = serde_json::json!({ "path": "answers.1", "place": "facts-1.toml:3:1" });
    assert_eq!(tree["blocks"][2]["line"][0]["origin"], second);
}

/// Templates in which a value stands in every kind of place.
const PLACES: &[&str] = &[
    "‹0›\n",
    "Before ‹0› after.\n",
    "# Heading ‹0›\n",
    "1. ‹0›\n2. second\n",
    "- item ‹0› more\n",
    "> ‹0›\n",
    "| Head | ‹0› |\n|---|---|\n| ‹0› | x ‹0› |\n",
    "Term ‹0›\n: ‹0›\n",
    "**‹0›** and *‹0›* and `‹0›` and ~~‹0›~~\n",
    "[‹0›](https://example.org) \"‹0›\" (‹0›)\n",
    "Note.[^a]\n\n[^a]: ‹0›\n",
    "‹0›‹0›\n‹0›\n",
];

/// The tree without its words: what a value must not change.
fn structure(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(level, line) => {
                let _ = write!(out, "h{level}");
                line_structure(line, out);
            }
            BlockKind::Paragraph(line) => {
                out.push('p');
                line_structure(line, out);
            }
            BlockKind::List { start, items } => {
                let _ = write!(out, "list {start:?}[");
                for item in items {
                    structure(item, out);
                }
                out.push(']');
            }
            BlockKind::Quote(inside) => {
                out.push_str("quote[");
                structure(inside, out);
                out.push(']');
            }
            BlockKind::Table { head, rows, .. } => {
                out.push_str("table");
                head.iter().chain(rows.iter().flatten()).for_each(|cell| line_structure(cell, out));
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    out.push_str("term");
                    line_structure(&definition.term, out);
                    definition.meanings.iter().for_each(|meaning| structure(meaning, out));
                }
            }
            other => {
                let _ = write!(out, "{other:?}");
            }
        }
    }
}

fn line_structure(line: &[Inline], out: &mut String) {
    out.push('(');
    for inline in line {
        match inline {
            Inline::Emph(inside) | Inline::Strong(inside) | Inline::Strike(inside) | Inline::Link(_, inside) => {
                out.push('e');
                line_structure(inside, out);
            }
            Inline::Filled(..) => out.push('_'),
            Inline::Text(text) => out.push_str(text),
            Inline::Code(text) => {
                let _ = write!(out, "`{text}`");
            }
            other => {
                let _ = write!(out, "{other:?}");
            }
        }
    }
    out.push(')');
}

/// All filled words, in order.
fn filled_words(document: &Document) -> Vec<String> {
    let mut words = Vec::new();
    visit::pieces_mut(&mut document.clone(), &mut |piece, _| {
        if let visit::Piece::Inline(Inline::Filled(filled, _)) = piece {
            words.push(filled.text.clone());
        }
    });
    words
}

fn whole_structure(document: &Document) -> String {
    let mut out = String::new();
    structure(&document.blocks, &mut out);
    document.footnotes.iter().for_each(|note| structure(note, &mut out));
    out
}

/// Text made of what means something to Markdown, Typst, Tera, HTML or LaTeX, and of the world's scripts.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "#", "# ", "= ", "* ", "- ", "+ ", "1. ", "2019. ", "3) ", "> ", "`", "```", "*", "**", "_", "__", "~~", "[", "]", "](", "[^a]",
            "[^a]: ", "|", "|---|", "<script>", "</b>", "<!--", "&amp;", "&#35;", "\\", "\\\\", "$x$", "#import", "#{", "]]", "{{ 7*7 }}",
            "{% include %}", "{#", "\\u{0041}", "\\section{", "<https://x>", "http://x", ": ", "---", "===", "    ", "\"", "'", "--", "...", "@", "~", "/", "//",
        ]).prop_map(str::to_owned),
        3 => "[a-zA-Z0-9.,;]{1,8}",
        2 => prop::sample::select(vec!["é", "e\u{301}", "ñ", "日本", "שלום", "مرحبا", "\u{200f}", "\u{a0}", "😀", "\u{202e}", "’", "\u{feff}"]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        2 => Just(" ".to_owned()),
    ];
    prop::collection::vec(piece, 1..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(crate::cases(256))]

    /// Promise 1, for words: the structure is that of plain text, and the words come out as they are.
    #[test]
    fn no_words_change_the_structure(value in hostile(), place in 0..PLACES.len()) {
        let value: String = value.replace(['\n', '\r', '\u{2028}', '\u{2029}'], " ");
        let (plain, none) = tree(PLACES[place], vec![words("plain")]);
        prop_assert_eq!(none, Vec::<String>::new());
        let (document, found) = tree(PLACES[place], vec![words(&value)]);
        prop_assert_eq!(found, Vec::<String>::new());
        prop_assert_eq!(whole_structure(&document), whole_structure(&plain));
        for filled in filled_words(&document) {
            prop_assert_eq!(&filled, &value);
        }
    }

    /// Promise 1, for prose: each of its paragraphs and lines comes out as it is, and nothing else.
    #[test]
    fn no_prose_changes_the_structure(lines in prop::collection::vec((hostile(), 1..3_usize), 1..5), place in 0..PLACES.len()) {
        let lines: Vec<(String, usize)> = lines
            .into_iter()
            .map(|(line, gap)| (line.replace(['\n', '\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{85}'], " ").trim().to_owned(), gap))
            .filter(|(line, _)| !line.is_empty())
            .collect();
        prop_assume!(!lines.is_empty());
        let joined = |word: fn(&str) -> &str| lines.iter().flat_map(|(line, gap)| [word(line).to_owned(), "\n".repeat(*gap)]).collect::<String>();
        let (plain, none) = tree(PLACES[place], vec![prose(&joined(|_| "plain"))]);
        prop_assert_eq!(none, Vec::<String>::new());
        let (document, found) = tree(PLACES[place], vec![prose(&joined(|line| line))]);
        prop_assert_eq!(found, Vec::<String>::new());
        prop_assert_eq!(whole_structure(&document), whole_structure(&plain));
        for (at, filled) in filled_words(&document).iter().enumerate() {
            prop_assert_eq!(filled, &lines[at % lines.len()].0);
        }
    }

    /// `--emit md` reads back as the same paper.
    #[test]
    fn markdown_reads_back_the_same(value in hostile(), place in 0..PLACES.len()) {
        let value: String = value.chars().filter(|c| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(c)).collect();
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assume!(!value.is_empty());
        let (document, _) = tree(PLACES[place], vec![words(&value)]);
        let again = text::markdown(&document);
        let (back, found) = tree(&again, vec![]);
        prop_assert_eq!(found, Vec::<String>::new(), "{}", again);
        prop_assert_eq!(text::text(&back), text::text(&document), "{}", again);
    }

    /// No Markdown, and no handle in it, makes the reader panic.
    #[test]
    fn nothing_panics(body in hostile(), value in hostile(), handles in prop::collection::vec(0..4_usize, 0..4)) {
        let mut markdown = body.clone();
        for number in handles {
            markdown.insert_str(markdown.floor_char_boundary(markdown.len() / 2), &format!("‹{number}›"));
            markdown.push_str(&body);
        }
        let (document, _) = tree(&markdown, vec![words(&value), prose(&value), fact(&value)]);
        let numbered = number::number(document, Numbering::Headings).output;
        let _ = (text::text(&numbered), text::markdown(&numbered));
    }
}
