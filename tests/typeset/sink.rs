//! A document that holds everything a document can hold.

use affiant::document::{Align, Block, BlockKind, Definition, Document, Inline};
use affiant::source::Sources;
use affiant::span::Span;
use affiant::template::{Caption, Filled, Letterhead, Signature};
use affiant::value::Origin;

/// A facts file whose places the values of [`document`] point to.
const FACTS: &str = "[people.ada]\nname = { full = \"Dr. Ada Placeholder\" }\n";

/// Words of the template.
pub fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

/// A value from the facts.
pub fn filled(sources: &mut Sources, words: &str) -> Filled {
    let source = sources.add("facts.toml", FACTS);
    let origin = Origin { path: "people.ada.name".into(), span: Some(Span::new(source, 20, 51)) };
    Filled { text: words.to_owned(), gap: false, origin, revised: Vec::new() }
}

/// A gap.
pub fn gap(label: &str) -> Filled {
    Filled { text: label.to_owned(), gap: true, origin: Origin::default(), revised: Vec::new() }
}

/// A block without number, label or place.
pub fn block(kind: BlockKind) -> Block {
    Block { kind, number: None, label: None, place: None, revision: None }
}

/// A paragraph of the template's words.
pub fn paragraph(words: &str) -> Block {
    block(BlockKind::Paragraph(vec![text(words)]))
}

/// A heading with its number.
pub fn heading(level: u8, number: Option<&str>, words: &str) -> Block {
    Block { number: number.map(str::to_owned), ..block(BlockKind::Heading(level, vec![text(words)])) }
}

/// A numbered paragraph.
pub fn numbered(number: usize, blocks: Vec<Block>) -> Block {
    Block { number: Some(number.to_string()), ..block(BlockKind::Numbered(blocks)) }
}

/// Filler of about `sentences` sentences.
pub fn prose(sentences: usize) -> String {
    let some = [
        "I first met Marisela in the spring of 2014, when her son was brought to our clinic for the first time.",
        "She sat up with him through the night, and I saw her do it again the week after.",
        "On November 3, 2026, I examined T. P. and found that his condition had worsened since October.",
        "Under 28 U.S.C. § 1746 this statement needs no notary, and I have read all of it before signing it.",
        "Nobody else in the family can travel, as the documents at Exhibit B, at 2, show.",
    ];
    (0..sentences).map(|at| some[at % some.len()]).collect::<Vec<_>>().join(" ")
}

/// The document.
pub fn document(sources: &mut Sources) -> Document {
    let name = filled(sources, "Dr. Ada Placeholder");
    let lines = |lines: &[&str]| {
        lines.iter().map(|line| Filled { text: (*line).to_owned(), ..name.clone() }).collect::<Vec<_>>()
    };
    let signature = Signature {
        name: name.clone(),
        lines: lines(&["Attending Physician, Pediatric Hematology", "License No. 12-3456"]),
        date: Some(gap("the date of signing")),
    };
    let mut blocks = vec![
        block(BlockKind::Letterhead(Letterhead {
            name: filled(sources, "Example Children’s Hospital"),
            lines: lines(&[
                "Dr. Ada Placeholder, Attending Physician",
                "12 Sample Street, Springfield, IL 62701",
                "+1 555 0100 · ada@example.org",
            ]),
        })),
        block(BlockKind::Caption(Caption {
            head: lines(&[
                "UNITED STATES DEPARTMENT OF HOMELAND SECURITY",
                "U.S. CITIZENSHIP AND IMMIGRATION SERVICES",
                "ADMINISTRATIVE APPEALS OFFICE",
            ]),
            left: lines(&["In the Matter of:", "Marisela PRUEBA EJEMPLO,", "Applicant."]),
            right: vec![
                filled(sources, "A 000-111-222"),
                filled(sources, "Form I-131, IOE0123456789"),
                gap("the office that decided"),
            ],
            title: lines(&["MOTION TO REOPEN AND RECONSIDER"]),
        })),
        heading(
            1,
            Some("I."),
            "Introduction, which is long enough that it goes over to the next line, so that one sees how it hangs",
        ),
        block(BlockKind::Paragraph(vec![
            text("I, "),
            Inline::Filled(name.clone(), None),
            text(", declare: "),
            Inline::Strong(vec![text("strong"), Inline::Emph(vec![text(" and emphatic")])]),
            text(", "),
            Inline::Strike(vec![text("struck")]),
            text(", "),
            Inline::Code("#eval(\"x\")".to_owned()),
            text(", see "),
            Inline::Link("https://www.uscis.gov/i-131".to_owned(), vec![text("the form’s page")]),
            text(" and paragraph "),
            Inline::Reference { label: "visa".to_owned(), number: Some("2".to_owned()), place: None },
            text("."),
            Inline::Footnote(0),
            text(" "),
            Inline::Exhibit { id: "letter".to_owned(), page: Some(2), words: filled(sources, "Exhibit B, at 2") },
            text("."),
            Inline::Break,
            Inline::Filled(gap("where the declarant lives, with street, city and country"), None),
            text(" A second reference."),
            Inline::Footnote(0),
        ])),
        heading(2, Some("A."), "What I saw"),
        heading(3, Some("1."), "In the hospital"),
    ];
    for number in 1..=6 {
        let mut inner = vec![paragraph(&prose(number % 4 + 1))];
        if number == 3 {
            inner.push(block(BlockKind::Quote(vec![paragraph(&prose(3))])));
            inner.push(block(BlockKind::List {
                start: Some(1),
                items: vec![
                    vec![paragraph("one")],
                    vec![
                        paragraph("two"),
                        block(BlockKind::List { start: None, items: vec![vec![paragraph("nested")]] }),
                    ],
                ],
            }));
        }
        blocks.push(numbered(number, inner));
    }
    blocks.push(heading(2, Some("B."), "Tables and terms"));
    let cell = |words: &str| vec![text(words)];
    let row =
        |at: usize| vec![cell(&format!("November {at}, 2026")), cell(&prose(at % 3 + 1)), cell(&format!("{at}.00"))];
    blocks.push(block(BlockKind::Table {
        align: vec![Align::Start, Align::Center, Align::End],
        head: vec![cell("Date"), cell("Event"), cell("Amount")],
        rows: (1..=12).map(row).collect(),
    }));
    blocks.push(block(BlockKind::Definitions(vec![
        Definition { term: cell("Affiant"), meanings: vec![vec![paragraph("One who swears to a statement.")]] },
        Definition {
            term: cell("Jurat"),
            meanings: vec![vec![paragraph(&prose(2))], vec![paragraph("Another meaning.")]],
        },
    ])));
    blocks.push(block(BlockKind::Rule));
    blocks.push(block(BlockKind::List {
        start: None,
        items: vec![vec![paragraph(&prose(2))], vec![paragraph("Second.")]],
    }));
    blocks.push(heading(1, Some("II."), "Conclusion"));
    blocks.push(paragraph(&prose(4)));
    blocks.push(paragraph("I declare under penalty of perjury under the laws of the United States of America that the foregoing is true and correct."));
    blocks.push(paragraph("Executed on November 20, 2026."));
    blocks.push(block(BlockKind::Signature(signature.clone())));
    blocks.push(block(BlockKind::PageBreak));
    blocks.push(heading(1, Some("III."), "Certificate"));
    blocks.push(block(BlockKind::Signature(Signature { date: None, ..signature })));
    Document {
        blocks,
        footnotes: vec![vec![paragraph("See Matter of Example, 1 I&N Dec. 2 (BIA 1940); “quoted” – and so on.")]],
    }
}
