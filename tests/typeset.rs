//! Documents become PDFs, look after look, and what goes wrong is told at the place that a person wrote.

mod sink;

use affiant::diag::Report;
use affiant::document::Document;
use affiant::source::Sources;
use affiant::template::Numbering;
use affiant::typeset::{Engine, Look, Paper, Pdf, write};

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
        draft: true,
    }
}

fn look(sources: &mut Sources, name: &str, text: &str) -> Look {
    let source = sources.add(format!("builtin:{name}/look.typ"), text);
    Look { source, name: name.to_owned(), text: text.into(), assets: Vec::new(), fonts: Vec::new() }
}

fn typeset(engine: &mut Engine, document: &Document, paper: &Paper, look: &Look) -> (Option<Pdf>, Report) {
    let written = write(document, paper, look);
    let pass = engine.typeset(0, &written, paper, look);
    (pass.output, pass.report)
}

#[test]
fn everything_a_paper_can_hold_becomes_a_pdf_in_each_look() {
    let mut engine = Engine::new().expect("an engine");
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

#[test]
fn the_font_table_says_what_the_embedded_fonts_say() {
    let table = affiant::typeset::engine::fonts::table();
    if std::env::var("UPDATE").is_ok() {
        std::fs::write("src/typeset/engine/fonts.txt", &table).expect("the table is written");
    }
    assert_eq!(include_str!("../src/typeset/engine/fonts.txt"), table, "run the tests with UPDATE=1");
}
