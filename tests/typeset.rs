//! Documents become PDFs, look after look, and what goes wrong is told at the place that a person wrote.

mod letters;
mod pages;
mod sight;
mod sink;
mod words;

use std::sync::Arc;

use affiant::diag::{Code, Report};
use affiant::document::{Block, BlockKind, Document, Inline};
use affiant::source::Sources;
use affiant::template::{Filled, Numbering, Signature};
use affiant::typeset::engine::FontSets;
use affiant::typeset::write::MAX_NESTING;
use affiant::typeset::{Engine, Look, Mark, Paper, Pdf, write};

/// The three looks of the built-in pack.
const LOOKS: [(&str, &str); 3] = [
    ("letter@1.0.0", include_str!("../snippets/letter/1.0.0/look.typ")),
    ("declaration@1.0.0", include_str!("../snippets/declaration/1.0.0/look.typ")),
    ("brief@1.0.0", include_str!("../snippets/brief/1.0.0/look.typ")),
];

fn paper() -> Paper {
    Paper {
        title: "Declaration of Marisela Prueba Ejemplo".to_owned(),
        language: "en".to_owned(),
        author: Some("Marisela Prueba Ejemplo".to_owned()),
        date: jiff::civil::date(2026, 11, 20),
        numbering: Numbering::Paragraphs,
        mark: Mark::Draft,
    }
}

fn look(sources: &mut Sources, name: &str, text: &str) -> Look {
    let source = sources.add(format!("builtin:{name}/look.typ"), text);
    Look { source, name: name.to_owned(), text: text.into(), assets: Vec::new(), fonts: Vec::new() }
}

fn typeset(engine: &mut Engine, document: &Document, paper: &Paper, look: &Look) -> (Option<Pdf>, Report) {
    let written = write(document, paper, look, &FontSets::default());
    let pass = engine.typeset(0, &written, paper, look);
    (pass.output, pass.report)
}

#[test]
fn everything_a_paper_can_hold_becomes_a_pdf_in_each_look() {
    let mut engine = Engine::new(FontSets::default()).expect("an engine");
    for (name, text) in LOOKS {
        let mut sources = Sources::default();
        let document = sink::document(&mut sources);
        let look = look(&mut sources, name, text);
        let (pdf, report) = typeset(&mut engine, &document, &paper(), &look);
        assert!(report.is_empty(), "{name}: {report:#?}");
        let pdf = pdf.expect("a PDF");
        assert!(pdf.pages >= 2, "{name} has {} pages", pdf.pages);
        if let Ok(folder) = std::env::var("AFFIANT_TEST_PDFS") {
            std::fs::write(format!("{folder}/{name}.pdf"), &pdf.bytes).expect("the PDF is written");
        }
    }
}

/// The sink with other words, and without some of what it holds.
fn changed(sources: &mut Sources) -> Document {
    let mut document = sink::document(sources);
    let mut paragraphs = 0;
    document.blocks.retain(|block| match &block.kind {
        BlockKind::Heading(3, _) => false,
        BlockKind::Numbered(_) => {
            paragraphs += 1;
            paragraphs != 2
        }
        _ => true,
    });
    for (at, block) in document.blocks.iter_mut().enumerate() {
        match &mut block.kind {
            BlockKind::Letterhead(head) => head.lines[1].text = String::from("14 Sample Street, Springfield, IL 62702"),
            BlockKind::Caption(caption) => drop(caption.right.remove(0)),
            BlockKind::Signature(signature) => signature.name.text = String::from("Dr. Ada Placeholder Sample"),
            BlockKind::Paragraph(line) => line.retain(|inline| !matches!(inline, Inline::Footnote(_))),
            BlockKind::Table { rows, .. } => drop(rows.pop()),
            BlockKind::Numbered(inside) => {
                block.number = Some(at.to_string());
                if let Some(BlockKind::Paragraph(line)) = inside.first_mut().map(|block| &mut block.kind) {
                    line.push(sink::text(" This is new, and ends the paragraph."));
                }
                for block in inside {
                    if let BlockKind::List { items, .. } = &mut block.kind {
                        items.remove(0);
                        items.push(vec![sink::paragraph("three")]);
                    }
                }
            }
            _ => {}
        }
    }
    document.blocks.insert(3, sink::heading(2, Some("B."), "A heading that came in"));
    document
}

#[test]
fn a_redline_of_everything_becomes_a_pdf_in_each_look() {
    let mut engine = Engine::new(FontSets::default()).expect("an engine");
    for (name, text) in LOOKS {
        let mut sources = Sources::default();
        let (one, other) = (sink::document(&mut sources), changed(&mut sources));
        let look = look(&mut sources, name, text);
        let marked = Paper { mark: Mark::Redline("note@1.0.0 → note@1.1.0 \\ \"#x\"".to_owned()), ..paper() };
        for (way, old, new) in [("there", &one, &other), ("back", &other, &one)] {
            let redline = affiant::document::redline::redline(old, new);
            let (pdf, report) = typeset(&mut engine, &redline, &marked, &look);
            assert!(report.is_empty(), "{name}, {way}: {report:#?}");
            let pdf = pdf.expect("a PDF");
            if let Ok(folder) = std::env::var("AFFIANT_TEST_PDFS") {
                std::fs::write(format!("{folder}/redline-{way}-{name}.pdf"), &pdf.bytes).expect("the PDF is written");
            }
        }
        let source =
            write(&affiant::document::redline::redline(&one, &other), &marked, &look, &FontSets::default()).source;
        for call in ["#deleted-numbered(", "#deleted-note[", "deleted[#\"1.\"]", "#inserted[", "enum.item("] {
            assert!(source.contains(call), "{name} has no `{call}`:\n{source}");
        }
    }
}

#[test]
fn the_font_table_says_what_the_embedded_fonts_say() {
    let table = affiant::typeset::engine::fonts::table();
    if std::env::var("UPDATE").is_ok() {
        std::fs::write("src/typeset/engine/fonts.txt", &table).expect("the table is written");
    }
    assert_eq!(include_str!("../src/typeset/engine/fonts.txt"), table, "run the tests with UPDATE=1");
}

/// What a one-line look with `body` comes to: its report, and the line that the first finding is at.
fn hostile(body: &str) -> (Report, usize) {
    let mut sources = Sources::default();
    let text = format!("// A look.\n#let look(paper, body) = {{\n  {body}\n  body\n}}\n");
    let look = look(&mut sources, "hostile@1.0.0", &text);
    let document = Document { blocks: vec![sink::paragraph("Confidential words.")], footnotes: Vec::new() };
    let (pdf, report) = typeset(&mut Engine::new(FontSets::default()).expect("an engine"), &document, &paper(), &look);
    assert!(pdf.is_none(), "{body} made a PDF");
    let first = report
        .diagnostics
        .first()
        .and_then(|found| found.labels.first())
        .unwrap_or_else(|| panic!("{body}: {report:#?}"));
    assert_eq!(first.span.source, look.source, "{body}");
    let line = sources.line_column(first.span).line;
    (report, line)
}

#[test]
fn a_look_that_reaches_out_is_refused_at_its_own_line() {
    for (body, code, words) in [
        ("read(\"/etc/passwd\")", Code::LookRefused, "only the files beside it"),
        ("read(\"../../../etc/passwd\")", Code::LookRefused, "only the files beside it"),
        ("read(\"/paper-0/main.typ\")", Code::LookRefused, "only the files beside it"),
        ("image(\"/etc/logo.png\", alt: \"x\")", Code::LookRefused, "only the files beside it"),
        ("import \"@preview/example:0.1.0\": add", Code::LookRefused, "packages"),
        ("plugin(bytes((0, 97)))", Code::LookRefused, "`plugin`"),
        ("std.plugin(bytes((0, 97)))", Code::LookRefused, "`plugin`"),
        ("eval(\"1 + 1\")", Code::LookRefused, "`eval`"),
        ("std.eval(\"1 + 1\")", Code::LookRefused, "`eval`"),
        ("datetime.today().display()", Code::LookRefused, "no clock"),
        ("while true { }", Code::LookError, "without end"),
        ("let n = 0; while n < 1 { n = n * 2 }", Code::LookError, "without end"),
        ("let f(n) = f(n + 1); f(0)", Code::LookError, "function call depth"),
        ("let x = ", Code::LookError, "expected expression"),
        ("panic(repr(body))", Code::LookError, "`panic`"),
        ("assert(false, message: repr(body))", Code::LookError, "asserts"),
        ("colour-of-money", Code::LookError, "unknown variable: colour-of-money"),
        ("set text(font: \"Times New Roman\")", Code::UnknownFont, "`Times New Roman`"),
        (
            "image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>\"))",
            Code::LookError,
            "alt text",
        ),
    ] {
        let (report, line) = hostile(body);
        let first = &report.diagnostics[0];
        assert_eq!(first.code, code, "{body}: {report:#?}");
        assert!(first.message.contains(words), "{body}: {}", first.message);
        assert_eq!(line, 3, "{body}: {report:#?}");
        let said = format!("{report:?}");
        assert!(!said.contains("Confidential"), "{body} tells what the paper says: {said}");
        assert!(!said.contains("main.typ:") && !said.contains("affiant.typ"), "{body}: {said}");
    }
}

#[test]
fn a_look_without_a_look_function_is_told_so() {
    let mut sources = Sources::default();
    let document = Document { blocks: vec![sink::paragraph("Words.")], footnotes: Vec::new() };
    for (text, words, line) in [
        ("// Nothing here.\n", "does not define `look(paper, body)`", 1),
        ("// One parameter.\n#let look(body) = body\n", "unexpected argument", 2),
    ] {
        let look = look(&mut sources, "none@1.0.0", text);
        let (pdf, report) =
            typeset(&mut Engine::new(FontSets::default()).expect("an engine"), &document, &paper(), &look);
        assert!(pdf.is_none());
        let found = &report.diagnostics[0];
        assert!(found.message.contains(words), "{report:#?}");
        assert_eq!(found.labels[0].span.source, look.source);
        assert_eq!(sources.line_column(found.labels[0].span).line, line, "{report:#?}");
    }
}

/// The same paper as a draft and as a final one.
fn with_and_without_mark(look_text: &str) -> (Pdf, Pdf) {
    let mut sources = Sources::default();
    let document = sink::document(&mut sources);
    let look = look(&mut sources, "marked@1.0.0", look_text);
    let mut engine = Engine::new(FontSets::default()).expect("an engine");
    let (draft, report) = typeset(&mut engine, &document, &paper(), &look);
    assert!(report.is_empty(), "{report:#?}");
    let (plain, _) = typeset(&mut engine, &document, &Paper { mark: Mark::None, ..paper() }, &look);
    (draft.expect("a draft"), plain.expect("a final paper"))
}

#[test]
fn no_look_can_drop_the_draft_mark() {
    for text in [
        LOOKS[0].1,
        "#let look(paper, body) = { set page(foreground: none); body }",
        "#let look(paper, body) = { set page(foreground: place(top, pdf.artifact[mine])); body }",
        "#let look(paper, body) = { show pdf.artifact: none; body }",
        "#let look(paper, body) = { show \"DRAFT\": none; body }",
        "#let look(paper, body) = page(width: 300pt, height: 200pt, foreground: none, hide[x]) + body",
    ] {
        let (draft, plain) = with_and_without_mark(text);
        assert_eq!(draft.pages, plain.pages, "{text}");
        // Pages are compressed, so the marks are known by what they add: five letters on each page.
        assert!(
            draft.bytes.len() > plain.bytes.len() + 50 * draft.pages,
            "{text}: {} {}",
            draft.bytes.len(),
            plain.bytes.len()
        );
    }
}

#[test]
fn the_same_paper_is_the_same_bytes_in_any_engine_and_after_edits() {
    let mut sources = Sources::default();
    let document = sink::document(&mut sources);
    let look = look(&mut sources, LOOKS[0].0, LOOKS[0].1);
    let mut one = Engine::new(FontSets::default()).expect("an engine");
    let first = typeset(&mut one, &document, &paper(), &look).0.expect("a PDF").bytes;
    for words in ["Other words.", "More words, and more.", ""] {
        let mut other = document.clone();
        other.blocks.insert(5, sink::paragraph(words));
        assert_ne!(typeset(&mut one, &other, &paper(), &look).0.expect("a PDF").bytes, first);
        one.end_round();
    }
    assert!(typeset(&mut one, &document, &paper(), &look).0.expect("a PDF").bytes == first, "edits left a trace");
    let mut two = Engine::new(FontSets::default()).expect("an engine");
    assert!(typeset(&mut two, &document, &paper(), &look).0.expect("a PDF").bytes == first, "engines differ");
}

#[test]
fn five_thousand_paragraphs_do_not_overflow() {
    let mut sources = Sources::default();
    let look = look(&mut sources, LOOKS[1].0, LOOKS[1].1);
    let plain = (0..2_500).map(|at| sink::paragraph(&format!("Paragraph {at}.")));
    let numbered = (1..=2_500).map(|at| sink::numbered(at, vec![sink::paragraph("Words.")]));
    let document = Document { blocks: plain.chain(numbered).collect(), footnotes: Vec::new() };
    let (pdf, report) = typeset(&mut Engine::new(FontSets::default()).expect("an engine"), &document, &paper(), &look);
    assert!(report.is_empty(), "{report:#?}");
    assert!(pdf.expect("a PDF").pages > 100);
}

#[test]
fn what_stands_too_deep_is_told_at_its_place_and_what_fits_is_set() {
    let mut sources = Sources::default();
    let look = look(&mut sources, LOOKS[0].0, LOOKS[0].1);
    let place = sink::filled(&mut sources, "x").origin.span;
    let nested = |depth: usize, place| {
        (0..depth).fold(sink::paragraph("innermost"), |inner, at| match at % 3 {
            0 => Block { place, ..sink::block(BlockKind::Quote(vec![inner])) },
            1 => sink::block(BlockKind::List { start: None, items: vec![vec![inner]] }),
            _ => sink::block(BlockKind::List { start: Some(1), items: vec![vec![inner]] }),
        })
    };
    let mut engine = Engine::new(FontSets::default()).expect("an engine");
    let most = Document { blocks: vec![sink::numbered(1, vec![nested(MAX_NESTING - 1, None)])], footnotes: Vec::new() };
    let (pdf, report) = typeset(&mut engine, &most, &paper(), &look);
    assert!(pdf.is_some(), "{report:#?}");
    let deeper = Document { blocks: vec![nested(MAX_NESTING + 1, place)], footnotes: Vec::new() };
    let (pdf, report) = typeset(&mut engine, &deeper, &paper(), &look);
    assert!(pdf.is_none());
    assert_eq!(report.diagnostics[0].code, Code::TypesettingFailed);
    assert_eq!(report.diagnostics[0].labels[0].span, place.expect("a place"));
}

#[test]
fn facts_full_of_markup_are_only_text() {
    let mut sources = Sources::default();
    let look = look(&mut sources, LOOKS[2].0, LOOKS[2].1);
    let nasty = "#import \"@preview/x\" ]] \" \\ $x$ <a> @b // /* ``` *_~ = H\n- l\n+ e / t: u #closing( #let signed = \u{2028}";
    let filled = sink::filled(&mut sources, nasty);
    let mut blocks = vec![
        sink::block(BlockKind::Paragraph(vec![Inline::Filled(filled.clone(), None), Inline::Text(nasty.to_owned())])),
        sink::block(BlockKind::Quote(vec![sink::block(BlockKind::Paragraph(vec![Inline::Code(nasty.to_owned())]))])),
        sink::heading(4, Some(nasty), nasty),
        sink::block(BlockKind::Paragraph(vec![Inline::Filled(sink::gap(nasty), None)])),
    ];
    let signature = Signature { name: filled.clone(), lines: vec![filled.clone()], date: Some(filled) };
    blocks.push(sink::block(BlockKind::Signature(signature)));
    let document = Document { blocks, footnotes: Vec::new() };
    let title = Paper { title: nasty.to_owned(), author: Some(nasty.to_owned()), ..paper() };
    let (pdf, report) = typeset(&mut Engine::new(FontSets::default()).expect("an engine"), &document, &title, &look);
    assert!(pdf.is_some() && report.is_empty(), "{report:#?}");
}

#[test]
fn an_image_bomb_is_refused_by_its_header() {
    let mut sources = Sources::default();
    let png = |width: u32| {
        let header = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &width.to_be_bytes(), &30_000_u32.to_be_bytes()].concat();
        Arc::<[u8]>::from(header)
    };
    for (name, bytes, words) in [
        ("logo.png", png(30_000), "30000 × 30000 pixels"),
        ("logo.bin", png(30_000), "30000 × 30000 pixels"),
        ("logo.png", Arc::from(&b"no image"[..]), "not a whole PNG image"),
        ("logo.svg", Arc::from(&b"<svg><image href='data:image/png;base64,'/></svg>"[..]), "embedded image"),
    ] {
        let mut look = look(&mut sources, LOOKS[0].0, LOOKS[0].1);
        look.assets.push((name.to_owned(), bytes));
        let document = Document { blocks: vec![sink::paragraph("Words.")], footnotes: Vec::new() };
        let (pdf, report) =
            typeset(&mut Engine::new(FontSets::default()).expect("an engine"), &document, &paper(), &look);
        assert!(pdf.is_none());
        assert_eq!(report.diagnostics[0].code, Code::BadImage);
        assert!(report.diagnostics[0].message.contains(words), "{report:#?}");
        assert_eq!(report.diagnostics[0].file.as_deref(), Some(format!("letter@1.0.0/{name}").as_str()));
    }
}

#[test]
fn a_character_that_no_font_has_is_found_with_its_fact() {
    let mut sources = Sources::default();
    let look = look(&mut sources, LOOKS[0].0, LOOKS[0].1);
    let filled = sink::filled(&mut sources, "Ana 日本 Ñúñez de la Cruz, O’Brien");
    let blocks = vec![
        sink::block(BlockKind::Paragraph(vec![
            Inline::Text("é\u{200b} Ω".to_owned()),
            Inline::Filled(filled.clone(), None),
        ])),
        sink::block(BlockKind::Signature(Signature { name: filled.clone(), lines: vec![], date: None })),
        sink::paragraph("one 漢"),
    ];
    let document = Document { blocks, footnotes: Vec::new() };
    let letters = FontSets::default().letters(&look);
    let checked = affiant::check::glyphs(document, |letter| letters.print(letter));
    let messages: Vec<&str> = checked.report.diagnostics.iter().map(|found| &*found.message).collect();
    assert_eq!(
        messages,
        ["no font has U+65E5 and U+672C, which `people.ada.name` needs", "no font has U+6F22, which the text needs"]
    );
    let words = "Ana [NEEDED: a font for U+65E5 and U+672C] Ñúñez de la Cruz, O’Brien";
    let needed = Filled { text: words.to_owned(), ..filled };
    let (written, text) = (&checked.output.blocks[0].kind, Inline::Text("é\u{200b} Ω".to_owned()));
    assert_eq!(*written, BlockKind::Paragraph(vec![text, Inline::Filled(needed, None)]));
    assert_eq!(checked.output.blocks[2], sink::paragraph("one [NEEDED: a font for U+6F22]"));
}

#[test]
fn a_signature_takes_the_jurat_and_body_lines_along() {
    let mut sources = Sources::default();
    let look = look(&mut sources, LOOKS[1].0, LOOKS[1].1);
    let engine = Engine::new(FontSets::default()).expect("an engine");
    let signature =
        |sources: &mut Sources| Signature { name: sink::filled(sources, "Ada Placeholder"), lines: vec![], date: None };
    let plain = Paper { mark: Mark::None, ..paper() };
    // Wherever the page ends, the last page has as much text before the signature as goes along with it.
    for filler in 20..32 {
        let mut blocks = vec![sink::numbered(1, vec![sink::paragraph(&sink::prose(filler))])];
        blocks.push(sink::paragraph("I declare under penalty of perjury that the foregoing is true and correct."));
        blocks.push(sink::paragraph("Executed on November 20, 2026."));
        blocks.push(sink::block(BlockKind::Signature(signature(&mut sources))));
        let document = Document { blocks, footnotes: Vec::new() };
        let written = write(&document, &plain, &look, &FontSets::default());
        assert!(
            written.source.contains("#reserve(signed)") && written.source.contains("#closing(signed)"),
            "{}",
            written.source
        );
        let lines = engine.lines(&written, &look).expect("laid-out pages");
        let last = lines.last().expect("a page");
        let before = last.iter().position(|line| line.contains("I declare")).expect("the jurat beside the signature");
        assert!(before >= 2, "{filler}: {last:#?}");
    }
}

#[test]
fn every_page_of_the_pdf_is_a_picture_too_with_its_mark_and_without_a_word_of_the_facts() {
    let mut engine = Engine::new(FontSets::default()).expect("an engine");
    let mut sources = Sources::default();
    let document = sink::document(&mut sources);
    for (name, text) in LOOKS {
        let look = look(&mut sources, name, text);
        let mut pictures = |mark: Mark| {
            let paper = Paper { mark, ..paper() };
            let written = write(&document, &paper, &look, &FontSets::default());
            let pass = engine.pictures(0, &written, &paper, &look);
            assert!(pass.report.is_empty(), "{name}: {:#?}", pass.report);
            let pages = pass.output.expect("pictures").into_iter();
            pages.map(|page| String::from_utf8(page).expect("text")).collect::<Vec<String>>()
        };
        let (draft, plain) = (pictures(Mark::Draft), pictures(Mark::None));
        assert_eq!(pictures(Mark::Draft), draft, "{name}");
        let letters = |page: &String| page.matches("<use").count();
        for (with, without) in draft.iter().zip(&plain) {
            assert!(with.starts_with("<svg") && with.ends_with("</svg>"), "{name}");
            assert_eq!(letters(with), letters(without) + "DRAFT".len(), "{name}");
            for word in ["Prueba", "<!--", "<script", "<text", "<a ", "http://", "https://"] {
                let said = with.replace("http://www.w3.org/", "").contains(word);
                assert!(!said, "{name} says {word}");
            }
        }
        let (pdf, _) = typeset(&mut engine, &document, &paper(), &look);
        assert_eq!(draft.len(), pdf.expect("a PDF").pages, "{name}");
    }
}
