//! Where pages end: what stays together does, wherever on the page it begins.

use affiant::document::{Align, Block, BlockKind, Document, Inline};
use affiant::source::Sources;
use affiant::template::Signature;
use affiant::typeset::engine::FontSets;
use affiant::typeset::{Engine, write};

use super::{LOOKS, look, paper, sink};

/// The pages of a paper in each look, with `tail` after so much text that it begins anywhere on the page.
fn everywhere(tail: &dyn Fn(&mut Sources) -> Vec<Block>, check: &dyn Fn(&str, &[Vec<String>])) {
    let engine = Engine::new(FontSets::default()).expect("an engine");
    for (name, text) in LOOKS {
        for filler in (18..34).step_by(2) {
            let mut sources = Sources::default();
            let look = look(&mut sources, name, text);
            let mut blocks: Vec<Block> = (0..filler).map(|_| sink::paragraph("One line of text.")).collect();
            blocks.push(sink::paragraph(&sink::prose(filler % 5)));
            blocks.extend(tail(&mut sources));
            let written = write(&Document { blocks, footnotes: Vec::new() }, &paper(), &look, &FontSets::default());
            let pages = engine.lines(&written, &look).expect("laid-out pages");
            check(&format!("{name}, {filler}: {pages:#?}"), &pages);
        }
    }
}

/// The page on which a line contains `words`, and which line of it that is.
fn find(pages: &[Vec<String>], words: &str) -> (usize, usize) {
    let on = |page: &Vec<String>| page.iter().position(|line| line.contains(words));
    pages.iter().enumerate().find_map(|(at, page)| Some((at, on(page)?))).unwrap_or_else(|| panic!("no {words}"))
}

fn signature(sources: &mut Sources, name: &str, dated: bool) -> Block {
    let date = dated.then(|| sink::filled(sources, ""));
    sink::block(BlockKind::Signature(Signature { name: sink::filled(sources, name), lines: vec![], date }))
}

#[test]
fn two_signatures_stay_with_one_another_and_with_the_text_before_them() {
    let tail = |sources: &mut Sources| {
        let item = |words: &str| vec![sink::paragraph(words)];
        vec![
            sink::block(BlockKind::List { start: None, items: vec![item("A first point."), item("A last point.")] }),
            sink::paragraph("I declare that this is true."),
            signature(sources, "Ada Placeholder", false),
            signature(sources, "Ben Placeholder", true),
        ]
    };
    everywhere(&tail, &|said, pages| {
        let page = find(pages, "Ben Placeholder").0;
        for words in ["Ada Placeholder", "I declare", "A last point"] {
            assert_eq!(find(pages, words).0, page, "{words}: {said}");
        }
    });
}

#[test]
fn a_signature_after_a_table_or_a_heading_takes_it_along() {
    let cell = |words: &str| vec![sink::text(words)];
    let table = sink::block(BlockKind::Table {
        align: vec![Align::Start, Align::Start],
        head: vec![cell("What"), cell("When")],
        rows: vec![vec![cell("The filing"), cell("In May")], vec![cell("The answer"), cell("In June")]],
    });
    let tail = |sources: &mut Sources| {
        vec![
            table.clone(),
            signature(sources, "Ada Placeholder", false),
            sink::heading(1, None, "Certificate"),
            signature(sources, "Ben Placeholder", true),
        ]
    };
    everywhere(&tail, &|said, pages| {
        assert_eq!(find(pages, "The answer").0, find(pages, "Ada Placeholder").0, "{said}");
        assert_eq!(find(pages, "Certificate").0, find(pages, "Ben Placeholder").0, "{said}");
    });
}

#[test]
fn headings_numbers_and_lines_that_lead_to_a_list_are_never_last_on_a_page() {
    let tail = |_: &mut Sources| {
        let items = vec![vec![sink::paragraph("A first point.")], vec![sink::paragraph("A second point.")]];
        let list = sink::block(BlockKind::List { start: None, items });
        vec![
            sink::heading(1, None, "The heading"),
            sink::numbered(871, vec![sink::paragraph("These are the points:"), list]),
            sink::heading(2, None, "Another heading"),
            sink::numbered(872, vec![sink::paragraph(&format!("Begins here. {}", sink::prose(4)))]),
        ]
    };
    everywhere(&tail, &|said, pages| {
        let (page, line) = find(pages, "These are the points:");
        assert_eq!(find(pages, "871."), (page, line), "{said}");
        assert_eq!(find(pages, "The heading").0, page, "{said}");
        assert_eq!(find(pages, "A first point").0, page, "{said}");
        let (page, line) = find(pages, "Begins here");
        assert_eq!(find(pages, "872."), (page, line), "{said}");
        assert_eq!(find(pages, "Another heading").0, page, "{said}");
    });
}

#[test]
fn a_row_of_a_table_stays_on_one_page_and_the_head_is_on_each() {
    let row = |at: usize| {
        let long = format!("{} End {at}.", sink::prose(3));
        vec![vec![sink::text(&format!("Reason {at}."))], vec![Inline::Text(long)]]
    };
    let table = sink::block(BlockKind::Table {
        align: vec![Align::Start, Align::Start],
        head: vec![vec![sink::text("The reason")], vec![sink::text("The answer")]],
        rows: (1..6).map(row).collect(),
    });
    everywhere(&|_| vec![table.clone()], &|said, pages| {
        for at in 1..6 {
            let page = find(pages, &format!("Reason {at}.")).0;
            assert_eq!(find(pages, &format!("End {at}.")).0, page, "{said}");
            assert!(pages[page].iter().any(|line| line.contains("The reason")), "{said}");
        }
    });
}

/// The source of one paragraph.
fn source(inlines: Vec<Inline>) -> String {
    let look = look(&mut Sources::default(), LOOKS[0].0, LOOKS[0].1);
    let blocks = vec![sink::block(BlockKind::Paragraph(inlines))];
    write(&Document { blocks, footnotes: Vec::new() }, &paper(), &look, &FontSets::default()).source
}

#[test]
fn words_that_belong_together_stay_on_one_line_across_the_edges_of_values() {
    for (whole, held) in [
        ("by T. P. on", "by T.~P.~on"),
        ("of Dr. Otto Sur", "of Dr.~Otto Sur"),
        ("on November 22, 2026, at 9:30 a.m. at", "on November~22,~2026, at~9:30~a.m. at"),
        ("28 U.S.C. § 1746 and 8 CFR § 103.5", "28~U.S.C.~§~1746 and 8~CFR~§~103.5"),
        ("call (555) 555-0180 or", "call (555)~555-0180 or"),
        ("See Exhibit B, at 2, and paragraph 7", "See Exhibit~B, at~2, and paragraph~7"),
        ("in May he was at home", "in May he was at home"),
    ] {
        let held = held.replace('~', "\u{a0}");
        let text = source(vec![sink::text(whole)]);
        assert!(text.contains(&format!("\"{held}\"")), "{text}");
        // However the words are divided between the template and values, the same spaces are held.
        for (cut, _) in whole.match_indices(' ') {
            for at in [cut, cut + 1] {
                let mut sources = Sources::default();
                let value = Inline::Filled(sink::filled(&mut sources, &whole[at..]), None);
                let text = source(vec![sink::text(&whole[..at]), value]);
                assert!(text.replace("\"#\"", "").contains(&format!("\"{held}\"")), "{at}: {text}");
            }
        }
    }
}
