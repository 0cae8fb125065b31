//! Two papers as one: what stayed, what came in and what went away.

use affiant::diff::{Revision, Run};
use affiant::document::redline::{differs, redline};
use affiant::document::{BlockKind, Document, number, text, visit};
use affiant::template::{Numbering, SlotContent};
use proptest::prelude::*;

use super::{prose, tree, words};

/// A numbered paper of a body and its values.
fn paper(markdown: &str, slots: Vec<SlotContent>, numbering: Numbering) -> Document {
    let (document, found) = tree(markdown, slots);
    assert_eq!(found, [""; 0], "{markdown}");
    number::number(document, numbering).output
}

/// The redline of two bodies without values.
fn compared(old: &str, new: &str, numbering: Numbering) -> String {
    let paper = |markdown| paper(markdown, Vec::new(), numbering);
    marked(&redline(&paper(old), &paper(new)))
}

/// The paper as readable text with its marks.
fn marked(redline: &Document) -> String {
    let each = text::revised(redline).into_iter().map(|run| match run.revision {
        None => run.text,
        Some(Revision::Deleted) => format!("[-{}-]", run.text),
        Some(Revision::Inserted) => format!("{{+{}+}}", run.text),
    });
    each.collect()
}

/// What one side of a redline says, without empty lines.
fn side(runs: &[Run], without: Revision) -> Vec<String> {
    let text: String = runs.iter().filter(|run| run.revision != Some(without)).map(|run| run.text.as_str()).collect();
    text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn words_are_marked_where_they_stand() {
    for (old, new, expected) in [
        ("One.", "One.", "One.\n"),
        ("I saw **her** then.", "I saw **him** then.", "I saw **[-her-]{+him+}** then.\n"),
        ("I saw her then.", "I saw **her** then.", "I saw [-her-]**{+her+}** then.\n"),
        ("# Facts\n\nOne.", "# The facts\n\nOne.", "# [-Facts-]{+The facts+}\n\nOne.\n"),
        ("- one\n- two\n- three", "- one\n- three\n- four", "- one\n[-- two-]\n- three\n{+- four+}\n"),
        ("1. one\n2. two\n3. three", "1. one\n2. three", "1. one\n[-2. two-]\n2. three\n"),
        ("> Quoted words.", "> Quoted word.", "> Quoted [-words-]{+word+}.\n"),
        (
            "| a | b |\n|---|---|\n| one | two |\n| gone | row |",
            "| a | b |\n|---|---|\n| one | 2 |",
            "| a      | b        |\n| ------ | -------- |\n| one    | [-two-]{+2+} |\n| [-gone-] | [-row-]    |\n",
        ),
        ("One line\\\nanother", "One line\\\nother", "One line\n[-another-]{+other+}\n"),
        (
            "[here](https://example.org)",
            "[here](https://example.com)",
            "[[-here-]](https://example.org)[{+here+}](https://example.com)\n",
        ),
    ] {
        assert_eq!(compared(old, new, Numbering::None), expected);
    }
}

#[test]
fn paragraphs_that_went_away_keep_their_numbers() {
    let old = "1. I was born here.\n2. Nobody asked me about it at the time.\n3. My sister lives abroad.\n";
    let new = "1. I was born here.\n2. My sister lives abroad now.\n3. She has three children and a dog.\n";
    assert_eq!(
        compared(old, new, Numbering::Paragraphs),
        "1. I was born here.\n\n[-2. Nobody asked me about it at the time.-]\n\n2. My sister lives abroad{+ now+}.\n\n{+3. She has three children and a dog.+}\n"
    );
}

#[test]
fn footnotes_are_compared_with_their_words() {
    let old = "One[^a] and two.[^b]\n\n[^a]: The first note.\n[^b]: The second.\n";
    let new = "One[^a] and two.\n\n[^a]: The very first note.\n";
    let (old, new) = (paper(old, Vec::new(), Numbering::None), paper(new, Vec::new(), Numbering::None));
    assert_eq!(
        marked(&redline(&old, &new)),
        "One[^1] and two.[-[^2]-]\n\n[^1]: The {+very +}first note.\n\n[^2]: [-The second.-]\n"
    );
}

#[test]
fn the_same_paper_shows_no_difference() {
    let body = "# A\n\n1. One ‹0›.\n2. Two\n\n> Three\n";
    let paper = paper(body, vec![words("~~x~~ [-y-] {+z+}")], Numbering::Paragraphs);
    let same = redline(&paper, &paper);
    assert!(!differs(&same));
    assert_eq!(text::text(&same), text::text(&paper));
}

/// The kinds of all blocks, in order.
fn shape(document: &Document) -> Vec<std::mem::Discriminant<BlockKind>> {
    let mut shape = Vec::new();
    visit::blocks(document, &mut |block| shape.push(std::mem::discriminant(&block.kind)));
    shape
}

proptest! {
    #![proptest_config(crate::cases(200))]

    #[test]
    fn no_value_changes_the_structure_of_a_redline(value in "[-+*_#>~`|\\[\\](){}<>!.0-9 a-z\\\\'\"&=]{1,60}") {
        prop_assume!(!value.trim().is_empty());
        let of = |body, value: &str| paper(body, vec![words(value), prose(value)], Numbering::None);
        let (old, new) = ("I, ‹0›, was there.\n\n‹1›\n\n- one\n", "I, ‹0›, have been there.\n\n‹1›\n\n- two\n");
        let hostile = redline(&of(old, &value), &of(new, &value));
        let tame = redline(&of(old, "words"), &of(new, "words"));
        prop_assert_eq!(shape(&hostile), shape(&tame));
    }

    #[test]
    fn either_side_of_a_redline_is_the_paper_it_was_made_of(
        old in prop::collection::vec("(one|two|three|four|five|six)( (one|two|three|four|five|six)){0,9}[.]", 0..8),
        new in prop::collection::vec("(one|two|three|four|five|six)( (one|two|three|four|five|six)){0,9}[.]", 0..8),
    ) {
        let of = |paragraphs: &[String]| paper(&paragraphs.join("\n\n"), Vec::new(), Numbering::None);
        let (old, new) = (of(&old), of(&new));
        let runs = text::revised(&redline(&old, &new));
        let lines = |document: &Document| {
            text::text(document).lines().filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        prop_assert_eq!(side(&runs, Revision::Inserted), lines(&old));
        prop_assert_eq!(side(&runs, Revision::Deleted), lines(&new));
    }
}
