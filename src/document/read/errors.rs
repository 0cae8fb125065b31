//! What can be wrong with a rendered body, at the place that a person wrote.

use crate::diag::{Code, Diagnostic};
use crate::span::Span;
use crate::template::Slot;

type Place = Option<Span>;

pub(super) fn too_long(place: Place) -> Diagnostic {
    Diagnostic::new(Code::PaperTooLong, format!("the paper has more than {} MiB of text", super::TEXT_LIMIT >> 20))
        .at_some(place, "here it becomes too much")
        .hint("run `affiant doctor` to see the limits")
}

pub(super) fn too_deep(place: Place) -> Diagnostic {
    let message = format!("lists, quotes and emphasis stand more than {} deep in one another", super::NESTING_LIMIT);
    Diagnostic::new(Code::TextTooLong, message).at_some(place, "too deep here")
}

pub(super) fn raw_html(place: Place) -> Diagnostic {
    Diagnostic::new(Code::RawHtml, "HTML has no place in a paper")
        .at_some(place, "HTML")
        .hint("write Markdown; for a plain `<`, write `\\<`; a comment stands between `{#` and `#}`")
}

pub(super) fn code_block(place: Place) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedMarkdown, "a code block has no place in a paper")
        .at_some(place, "Markdown reads this as code")
        .hint("four spaces at a line's start make code: take them away, and lines of three backticks too")
}

pub(super) fn image(place: Place) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedMarkdown, "an image cannot stand in a text, and is never fetched from elsewhere")
        .at_some(place, "an image")
        .hint("let the look draw a seal or logo from its own files; cite an exhibit with `{{ exhibit(id=\"...\") }}`")
}

pub(super) fn unknown_markdown(place: Place) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedMarkdown, "this kind of Markdown has no place in a paper").at_some(place, "here")
}

pub(super) fn link_scheme(place: Place) -> Diagnostic {
    Diagnostic::new(Code::BadLink, "a link leads to neither an `https:` nor a `mailto:` address")
        .at_some(place, "this link")
        .hint("write `https://...`, `mailto:...`, or the words without a link")
}

pub(super) fn value_in_address(place: Place) -> Diagnostic {
    Diagnostic::new(Code::BadLink, "a value stands in the address of a link")
        .at_some(place, "this address")
        .hint("print the value as text: an address must be one that the template's reviewers have seen")
}

pub(super) fn undefined_link(name: &str, place: Place) -> Diagnostic {
    Diagnostic::new(Code::BadLink, "a link refers to a name that has no address")
        .at_some(place, "refers to nothing")
        .hint(format!("add a line `[{}]: https://...`, or write `\\[` for a plain bracket", printable(name)))
}

pub(super) fn unused_link(name: &str, place: Place) -> Diagnostic {
    Diagnostic::new(Code::BadLink, "an address is given for a name that no link refers to, so nothing of it is printed")
        .at_some(place, "not printed")
        .hint(format!("refer to it as `[words][{}]`, or write `\\[` for a plain bracket", printable(name)))
}

pub(super) fn undefined_footnote(name: &str, place: Place) -> Diagnostic {
    Diagnostic::new(Code::BadFootnote, format!("footnote `{}` has no text", printable(name)))
        .at_some(place, "refers to nothing")
        .hint(format!("add a paragraph `[^{}]: ...`, or write `\\[` for a plain bracket", printable(name)))
}

pub(super) fn unused_footnote(name: &str, place: Place) -> Diagnostic {
    Diagnostic::new(Code::BadFootnote, format!("nothing refers to footnote `{}`", printable(name)))
        .at_some(place, "would not be printed")
        .hint(format!("put `[^{}]` where it belongs, or take it out", printable(name)))
}

pub(super) fn footnote_twice(name: &str, place: Place, first: Place) -> Diagnostic {
    Diagnostic::new(Code::BadFootnote, format!("footnote `{}` has two texts", printable(name)))
        .at_some(place, "the second")
        .at_some(first, "the first")
        .hint("give one of them another name")
}

pub(super) fn footnote_in_footnote(name: &str, place: Place) -> Diagnostic {
    Diagnostic::new(Code::BadFootnote, format!("footnote `{}` is referred to in a footnote", printable(name)))
        .at_some(place, "stands in a footnote")
        .hint("say it in the same footnote, or in the text")
}

pub(super) fn block_within(name: &str, place: Place) -> Diagnostic {
    Diagnostic::new(Code::MisplacedBlock, format!("`{name}` stands within other text"))
        .at_some(place, "must stand alone")
        .hint(format!(
            "put `{{{{ {name}(...) }}}}` at a line's start, with an empty line before and after it, in no list or quote"
        ))
}

pub(super) fn markdown_within(value: Place, place: Place) -> Diagnostic {
    Diagnostic::new(Code::MisplacedBlock, "a Markdown fact with more than paragraphs stands in the middle of a line")
        .at_some(value, "has a list, heading, quote or table")
        .at_some(place, "printed within a line here")
        .hint("write plain paragraphs, or let the template print the fact in a paragraph of its own")
}

/// "My niece" in a sentence that has said whose.
pub(super) fn unfit(slot: &Slot) -> Diagnostic {
    let path = slot.origin.path.strip_prefix("answers.").unwrap_or(&slot.origin.path);
    Diagnostic::new(Code::UnfitWords, format!("`{path}` does not finish the sentence that it is printed in"))
        .at_some(slot.origin.span, "printed as it is")
        .at_some(slot.place, "in this sentence")
        .hint("read the sentence with `affiant build --emit text -o -`, and write only the words that belong into it")
}

pub(super) fn label_alone(label: &str, place: Place) -> Diagnostic {
    Diagnostic::new(Code::MisplacedBlock, format!("label `{}` names nothing", printable(label)))
        .at_some(place, "stands in no block")
        .hint("put it inside the paragraph, item or heading that it names")
}

pub(super) fn two_labels(label: &str, place: Place) -> Diagnostic {
    Diagnostic::new(Code::DuplicateLabel, format!("label `{}` is the second of its block", printable(label)))
        .at_some(place, "a block has one label")
        .hint("refer to the block by its first label, and take this one out")
}

pub(super) fn broken_handle(place: Place) -> Diagnostic {
    Diagnostic::new(Code::LostValue, "the text holds a character that affiant keeps for itself, U+E000 or U+E001")
        .at_some(place, "in here")
        .hint("remove it: no font prints it")
}

pub(super) fn lost_value(place: Place) -> Diagnostic {
    Diagnostic::new(Code::LostValue, "a value stands where Markdown prints nothing")
        .at_some(place, "would be lost")
        .hint("print it in the text; a plain `[` is written `\\[`")
}

pub(super) fn hidden_character(character: char, why: &str, place: Place) -> Diagnostic {
    Diagnostic::new(Code::BadCharacter, format!("the text names {why}, U+{:04X}, by its number", u32::from(character)))
        .at_some(place, "in this text")
        .hint("remove it")
}

/// A name of the template's as a message can show it; one that holds a value is only called a name.
fn printable(name: &str) -> String {
    if name.contains(crate::template::slots::HANDLE_START) {
        return "name".to_owned();
    }
    name.chars().filter(|c| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(c)).take(60).collect()
}
