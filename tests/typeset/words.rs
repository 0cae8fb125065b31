//! Whatever words a paper has, wherever they are: the page check finds nothing wrong, and a reader of the PDF gets them
//! back.

use std::process::Command;

use affiant::check;
use affiant::diag::Code;
use affiant::document::redline::redline;
use affiant::document::{Align, Block, BlockKind, Definition, Document, Inline};
use affiant::source::Sources;
use affiant::template::{Caption, Filled, Letterhead, Signature};
use affiant::typeset::engine::FontSets;
use affiant::typeset::{Engine, Look, Mark, Paper, write};
use proptest::prelude::*;
use proptest::sample::select;
use unicode_normalization::UnicodeNormalization as _;

use super::{LOOKS, look, paper, sink};

/// What people type and paste.
const PIECES: [&str; 36] = [
    "She was not at home.",
    "first.middle-hyphened.last_name+matter2026@mail.a-very-long-department.example-hospital.example.org",
    "first.last_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx@mail.example.org",
    "a.name.of-some-forty.letters@mail.example.org",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "__________________________________________________________________________________________________",
    "https://www.example.org/cases/2026/a-long-path-without-a-space/that-goes-on-and-on?id=123456789&lang=es#top",
    "https://example.org/abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij",
    "www.example.org/2026-12345678901234567890123456789012345678901234567890123456789012345678901234567890",
    "a\u{a0}sentence\u{a0}that\u{a0}a\u{a0}paste\u{a0}joined\u{a0}by\u{a0}spaces\u{a0}that\u{a0}end\u{a0}no\u{a0}line\u{a0}from\u{a0}end\u{a0}to\u{a0}end",
    "🙏",
    "Ana🙏Placeholder",
    "🙏averylongwordthatcomesafteralettermissinginallofthefontsandgoesonformorethanaline@example.org",
    "王小明",
    "1️⃣",
    "Nguyễn Thị Ánh Tuyết",
    "Ẹ́niọlá Ọlá-Òjó",
    "K̲ʼawxaaw",
    "a\u{1dc4}b",
    "g̃uarani x̱ʷəl",
    "Z\u{301}\u{323}\u{332}a\u{300}\u{324}lg\u{302}o\u{330}",
    "𝑀𝒶𝓇𝒾𝓈𝑒𝓁𝒶",
    "Ἀθηνᾶ Σωκράτης",
    "Жанна Ёлкина",
    "שלום",
    "שָׁלוֹם",
    "אבגדהוזחטיכלמנסעפצקרשתאבגדהוזחטיכלמנסעפצקרשתאבגדהוזחטיכלמנסעפצקרשתאבגדהוזחטיכלמנסעפצקרשת",
    "אבג (Acme 12) דהו",
    "مُحَمَّد",
    "T. P. at 8 CFR § 103.5(a)(2), on November 22, 2026, at 9:30 a.m.",
    "“quoted” – and so on — `raw` #eval(\"x\") $x$ \\ <l> @r *b* _u_ ~ ...",
    "one\ntwo\n\nthree",
    "fi ffl ﬁ ﬄ ĳ ǆ ß ẞ İIıi",
    "+1 (555) 555-0100",
    "-",
    "·",
];

/// The places of a paper that words can be in.
const PLACES: usize = 12;

/// A paper of blocks, each at some place and with some words.
fn document(sources: &mut Sources, blocks: &[(usize, Vec<&str>)]) -> Document {
    let value = sink::filled(sources, "");
    let name = |words: &str| Filled { text: words.to_owned(), ..value.clone() };
    let mut footnotes = Vec::new();
    let mut blocks: Vec<Block> = blocks
        .iter()
        .enumerate()
        .map(|(at, (place, words))| {
            let all = words.join(" ");
            let lines = || words.iter().map(|words| name(words)).collect::<Vec<_>>();
            let line = || {
                let mut line = Vec::new();
                for (at, words) in words.iter().enumerate() {
                    line.extend((at > 0).then(|| sink::text([" ", ". ", ", "][at % 3])));
                    line.push(match at % 4 {
                        0 => Inline::Filled(name(words), None),
                        1 => Inline::Strong(vec![sink::text(words)]),
                        2 => Inline::Emph(vec![Inline::Filled(name(words), None)]),
                        _ => sink::text(words),
                    });
                }
                line
            };
            let paragraph = || sink::block(BlockKind::Paragraph(line()));
            match place {
                0 => paragraph(),
                1 => Block { number: Some("IV.".to_owned()), ..sink::block(BlockKind::Heading(2, line())) },
                2 => {
                    footnotes.push(vec![paragraph()]);
                    let note = Inline::Footnote(footnotes.len() - 1);
                    sink::block(BlockKind::Paragraph(vec![sink::text("This has a note."), note]))
                }
                3 => sink::block(BlockKind::List {
                    start: Some(3),
                    items: vec![
                        vec![paragraph()],
                        vec![sink::block(BlockKind::List { start: None, items: vec![vec![paragraph()]] })],
                    ],
                }),
                4 => sink::block(BlockKind::Quote(vec![paragraph(), sink::block(BlockKind::Quote(vec![paragraph()]))])),
                5 => sink::numbered(at + 1, vec![paragraph()]),
                6 => sink::block(BlockKind::Definitions(vec![Definition {
                    term: vec![Inline::Filled(name(words[0]), None)],
                    meanings: vec![vec![paragraph()]],
                }])),
                7 => sink::block(BlockKind::Paragraph(vec![Inline::Code(all.replace('\n', " "))])),
                8 => {
                    let cells = || (0..=at % 4).map(|_| line()).collect::<Vec<_>>();
                    let align = vec![Align::Start; 1 + at % 4];
                    let head = align.iter().map(|_| vec![sink::text("Head")]).collect();
                    sink::block(BlockKind::Table { align, head, rows: vec![cells(), cells()] })
                }
                9 => sink::block(BlockKind::Letterhead(Letterhead { name: name(words[0]), lines: lines() })),
                10 => sink::block(BlockKind::Caption(Caption {
                    head: lines(),
                    left: lines(),
                    right: lines(),
                    title: vec![name(words[0])],
                })),
                _ => sink::block(BlockKind::Signature(Signature {
                    name: name(words[0]),
                    lines: lines(),
                    date: (at % 2 == 0).then(|| name("November 20, 2026")),
                })),
            }
        })
        .collect();
    blocks.push(sink::paragraph("The end of it."));
    Document { blocks, footnotes }
}

/// The words of each line or paragraph of the text, as a reader comes by them; not those that lie beside or under the
/// text.
fn flow(blocks: &[Block], found: &mut Vec<String>) {
    let line = |inlines: &[Inline]| {
        let mut text = String::new();
        said(inlines, &mut text);
        text
    };
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(inlines) | BlockKind::Heading(_, inlines) => found.push(line(inlines)),
            BlockKind::Numbered(inner) | BlockKind::Quote(inner) => flow(inner, found),
            BlockKind::List { items, .. } => items.iter().for_each(|item| flow(item, found)),
            BlockKind::Definitions(all) => {
                for definition in all {
                    found.push(line(&definition.term));
                    definition.meanings.iter().for_each(|meaning| flow(meaning, found));
                }
            }
            _ => {}
        }
    }
}

fn said(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Filled(filled, _) => text.push_str(&filled.text),
            Inline::Strong(inner) | Inline::Emph(inner) => said(inner, text),
            _ => {}
        }
    }
}

/// What is left of a text to compare: no spaces, and nothing that nobody sees.
fn letters(text: &str) -> String {
    let seen = |c: &char| !c.is_whitespace() && !affiant::typeset::engine::letters::is_invisible(*c);
    text.nfkc().filter(seen).collect()
}

/// What a reader of the PDF copies.
fn copied(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, pdf).expect("the PDF is written");
    let output = Command::new("pdftotext").arg("-raw").arg(&path).arg("-").output();
    String::from_utf8(output.expect("pdftotext is there: `tests/run` installs it").stdout).expect("UTF-8")
}

fn blocks() -> impl Strategy<Value = Vec<(usize, Vec<&'static str>)>> {
    let words = proptest::collection::vec(select(&PIECES[..]), 1..6);
    proptest::collection::vec((0..PLACES, words), 1..7)
}

/// What the page check says of a document in a look.
fn wrong(engine: &mut Engine, document: &Document, look: &Look) -> Vec<String> {
    let written = write(document, &paper(), look, &FontSets::default());
    let report = engine.typeset(0, &written, &paper(), look).report;
    // What the export refuses is another matter: a redline of struck words cannot be told to a screen reader.
    let on_the_page = report.diagnostics.iter().filter(|found| found.code != Code::LookError);
    on_the_page.map(|found| format!("{}: {}", found.code, found.message)).collect()
}

/// The document with gaps in place of the letters that no font has.
fn printable(document: Document, look: &Look) -> Document {
    let known = FontSets::default().letters(look);
    check::glyphs(document, |letter| known.print(letter)).output
}

proptest! {
    #![proptest_config(crate::cases(60))]

    #[test]
    fn the_page_check_finds_nothing_wrong_in_a_released_look(blocks in blocks(), other in blocks(), at in 0..LOOKS.len()) {
        let mut engine = Engine::new(FontSets::default()).expect("an engine");
        let mut sources = Sources::default();
        let look = look(&mut sources, LOOKS[at].0, LOOKS[at].1);
        let one = printable(document(&mut sources, &blocks), &look);
        let found = wrong(&mut engine, &one, &look);
        prop_assert!(found.is_empty(), "{}: {:#?}", look.name, found);
        let other = printable(document(&mut sources, &other), &look);
        let found = wrong(&mut engine, &redline(&one, &other), &look);
        prop_assert!(found.is_empty(), "{}, redline: {:#?}", look.name, found);
    }

    #[test]
    fn a_reader_of_the_pdf_gets_the_words_back_in_their_order(blocks in blocks()) {
        let mut sources = Sources::default();
        // One page: the notes at the foot of a page would come between the lines of a paragraph that goes on.
        let body = "set page(width: 8.5in, height: 180in, margin: 1in); set text(hyphenate: false); body";
        let look = look(&mut sources, "plain@1.0.0", &format!("#let look(paper, body) = {{ {body} }}"));
        let document = printable(document(&mut sources, &blocks), &look);
        let paper = Paper { mark: Mark::None, ..paper() };
        let written = write(&document, &paper, &look, &FontSets::default());
        let pass = Engine::new(FontSets::default()).expect("an engine").typeset(0, &written, &paper, &look);
        let copied = copied(&pass.output.expect("a PDF").bytes);
        prop_assert!(!copied.contains(['\u{200b}', '\u{ad}', '\u{2060}', '\u{fffd}']), "{}", copied.escape_unicode());
        let (all, mut from) = (letters(&copied), 0);
        let mut lines = Vec::new();
        flow(&document.blocks, &mut lines);
        for line in lines {
            // How readers order what runs from right to left is their own affair.
            let line = letters(&line);
            if line.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}')) {
                continue;
            }
            let found = all[from..].find(&line);
            prop_assert!(found.is_some(), "{} is not in {}", line, &all[from..]);
            from += found.unwrap_or_default() + line.len();
        }
    }
}
