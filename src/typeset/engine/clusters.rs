//! Gives each glyph of a letter with marks its own part of the text, so that readers of the PDF say the letter once.
//!
//! Typst says the whole letter with each of its glyphs, the base and every mark, and PDF/A wants every glyph to say
//! something. Most readers leave out of account the `ActualText` that would set this right, and say `ą́ą́`.

use std::ops::Range;

use typst::layout::{Frame, FrameItem};
use typst::model::Document as _;
use typst::syntax::Span;
use typst::text::TextItem;
use typst_layout::{Page, PagedDocument};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Whether a text has a letter with marks that may be glyphs of their own.
pub(super) fn has_marks(text: &str) -> bool {
    // Below these lie Latin letters and what is composed of them.
    text.bytes().any(|byte| byte >= 0xcc) && text.chars().any(|c| c >= '\u{300}' && is_combining_mark(c))
}

/// The document with the parts of letters given to their glyphs.
pub(super) fn apart(document: &PagedDocument) -> PagedDocument {
    let pages = document.pages().iter().map(|page| {
        let mut page: Page = page.clone();
        in_frame(&mut page.frame);
        page
    });
    PagedDocument::new(pages.collect(), document.info().clone())
}

/// A glyph of a letter that has several.
struct Part {
    /// The item in its frame, and the glyph in the item.
    at: (usize, usize),
    /// The glyph's number in its face.
    id: u16,
}

/// What a glyph is to say: a part of its letter, whose characters are in the order of their glyphs.
struct Said {
    at: (usize, usize),
    part: Range<usize>,
    letter: String,
}

/// What tells the glyphs of one letter from those of the next: the place it was written at, and its text.
type Letter<'f> = ((Span, u16), &'f str);

fn in_frame(frame: &mut Frame) {
    let mut found: Vec<Said> = Vec::new();
    let items: Vec<&FrameItem> = frame.items().map(|(_, item)| item).collect();
    let mut parts: Vec<Part> = Vec::new();
    let mut letter: Option<Letter<'_>> = None;
    for (index, item) in items.iter().enumerate() {
        match item {
            FrameItem::Text(text) => {
                for (at, glyph) in text.glyphs.iter().enumerate() {
                    let this = (glyph.span, text.text.get(glyph.range()).unwrap_or(""));
                    if letter != Some(this) {
                        close(&items, letter, &mut parts, &mut found);
                        letter = Some(this);
                    }
                    parts.push(Part { at: (index, at), id: glyph.id });
                }
            }
            FrameItem::Tag(_) => {}
            _ => {
                close(&items, letter, &mut parts, &mut found);
                letter = None;
            }
        }
    }
    close(&items, letter, &mut parts, &mut found);
    let has_groups = items.iter().any(|item| matches!(item, FrameItem::Group(_)));
    if found.is_empty() && !has_groups {
        return;
    }
    let mut found = found.into_iter().peekable();
    let mut index = 0;
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => in_frame(&mut group.frame),
            FrameItem::Text(text) => {
                let mut changed = false;
                while let Some(said) = found.next_if(|said| said.at.0 == index) {
                    give(text, &said);
                    changed = true;
                }
                if changed {
                    shorten(text);
                }
            }
            _ => {}
        }
        index += 1;
        true
    });
}

/// Ends a letter: if it has several glyphs, and each character of it is surely that of one, notes which.
fn close(items: &[&FrameItem], letter: Option<Letter<'_>>, parts: &mut Vec<Part>, found: &mut Vec<Said>) {
    let parts = std::mem::take(parts);
    let Some((_, text)) = letter.filter(|(_, text)| parts.len() > 1 && text.chars().nth(1).is_some()) else { return };
    let draws = |part: &Part, c: char| match items[part.at.0] {
        FrameItem::Text(text) => text.font.ttf().glyph_index(c).is_some_and(|glyph| glyph.0 == part.id),
        _ => false,
    };
    // A mark is the glyph that its face has for it. What is left of the letter is its base, which may be drawn
    // otherwise: as one with its first marks, or as it is joined to the letters beside it.
    let mut rest: Vec<char> = text.chars().collect();
    let (mut marks, mut others): (Vec<(&Part, char)>, Vec<&Part>) = (Vec::new(), Vec::new());
    for part in &parts {
        match (1..rest.len()).find(|at| draws(part, rest[*at])) {
            Some(at) => marks.push((part, rest.remove(at))),
            None => others.push(part),
        }
    }
    let said = match others[..] {
        [base] => vec![(base, rest)],
        // A mark may have a form of its own under a wide letter: then the base is the glyph that its face has for it.
        [one, other] if rest.len() == 2 => {
            let is_base = |part: &&Part| draws(part, rest[0]);
            match (is_base(&one), is_base(&other)) {
                (true, false) => vec![(one, vec![rest[0]]), (other, vec![rest[1]])],
                (false, true) => vec![(other, vec![rest[0]]), (one, vec![rest[1]])],
                _ => return,
            }
        }
        _ => return,
    };
    // The base first, then its marks: the same letter to Unicode, as marks that change places are of different kinds.
    let each = said.into_iter().chain(marks.into_iter().map(|(part, mark)| (part, vec![mark])));
    let (mut whole, mut given) = (String::new(), Vec::new());
    for (part, chars) in each {
        let start = whole.len();
        whole.extend(chars);
        given.push((part.at, start..whole.len()));
    }
    if whole.nfc().eq(text.nfc()) {
        found.extend(given.into_iter().map(|(at, part)| Said { at, part, letter: whole.clone() }));
        found.sort_by_key(|said| said.at);
    }
}

/// Makes a glyph say a part of its letter.
fn give(text: &mut TextItem, said: &Said) {
    let Some(glyph) = text.glyphs.get_mut(said.at.1) else { return };
    let letter = glyph.range();
    let at = |offset: usize| u16::try_from(letter.start + offset).unwrap_or(u16::MAX);
    glyph.range = at(said.part.start)..at(said.part.end);
    if text.text.get(letter.start..letter.start + said.letter.len()).is_some_and(|known| known != said.letter) {
        let (before, after) = (&text.text[..letter.start], &text.text[letter.start + said.letter.len()..]);
        text.text = [before, &said.letter, after].concat().into();
    }
}

/// Leaves an item only the text that its glyphs say.
fn shorten(text: &mut TextItem) {
    let start = text.glyphs.iter().map(|glyph| glyph.range.start).min().unwrap_or(0);
    let end = text.glyphs.iter().map(|glyph| glyph.range.end).max().unwrap_or(0);
    if let Some(said) = text.text.get(usize::from(start)..usize::from(end)).map(Into::into) {
        text.text = said;
        for glyph in &mut text.glyphs {
            glyph.range = glyph.range.start - start..glyph.range.end - start;
        }
    }
}
