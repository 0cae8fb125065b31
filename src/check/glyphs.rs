//! Letters that no font has: each becomes a visible gap, and the words around it stay.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation as _;

use super::scripts;
use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::document::visit::{self, Piece};
use crate::document::{Document, Inline, hole};
use crate::span::Span;
use crate::template::Filled;
use crate::words;

/// The most characters that one finding or one gap names.
const NAMED: usize = 3;

/// The most code points of one letter with its marks. Unicode's stream-safe form allows 30 marks, and no writing system
/// comes near; more would be stacked over the lines above, and is more than a PDF can hold of one letter.
const LETTER: usize = 32;

/// Looks for letters that no chosen font has: a letter with its marks is one, as only a font that has all of it can
/// print it.
///
/// A missing letter would leave a hole in the paper, and PDF/A does not allow it at all. So a gap takes its place.
pub fn glyphs(mut document: Document, prints: impl FnMut(&str) -> bool) -> Pass<Document> {
    let mut report = Report::default();
    let mut fonts = Fonts { prints, known: BTreeMap::new() };
    visit::pieces_mut(&mut document, &mut |piece, place| match piece {
        Piece::Line(filled) | Piece::Inline(Inline::Filled(filled, _) | Inline::Exhibit { words: filled, .. }) => {
            if let Some(missing) = fonts.fill(filled) {
                report.push(missing_in_value(filled, &missing));
            }
        }
        Piece::Inline(Inline::Text(text) | Inline::Code(text)) => {
            if let Some(Mended { text: mended, missing }) = fonts.mend(text, hole) {
                *text = mended;
                if !missing.is_empty() {
                    report.push(missing_in_text(place, &missing));
                }
            }
        }
        Piece::Inline(_) => {}
    });
    Pass::new(document, report)
}

/// A text that can be printed, and what was missing for the one it came from.
struct Mended {
    text: String,
    missing: Missing,
}

/// The letters of a text that no font has.
#[derive(Default)]
struct Missing {
    /// The names of the first few, in the order they were met.
    names: Vec<String>,
    /// What can be done about them.
    hints: BTreeSet<String>,
}

impl Missing {
    fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Takes note of a letter.
    fn add(&mut self, letter: &str) {
        let name = name(letter);
        if self.names.len() < NAMED && !self.names.contains(&name) {
            self.names.push(name);
        }
        self.hints.insert(hint(letter));
    }

    /// Takes note of all letters of another text.
    fn add_all(&mut self, other: Self) {
        let free = NAMED.saturating_sub(self.names.len());
        let new = other.names.into_iter().filter(|name| !self.names.contains(name)).take(free).collect::<Vec<_>>();
        self.names.extend(new);
        self.hints.extend(other.hints);
    }

    /// The names as a list: `U+65E5 and U+672C`.
    fn list(&self) -> String {
        words::list(&self.names, "and")
    }
}

/// Which letters the fonts have.
struct Fonts<F> {
    prints: F,
    known: BTreeMap<String, bool>,
}

impl<F: FnMut(&str) -> bool> Fonts<F> {
    fn have(&mut self, letter: &str) -> bool {
        // Every font has these, and they are nearly all that there is.
        if letter.is_ascii() {
            return true;
        }
        if letter.len() > LETTER && letter.chars().count() > LETTER {
            return false;
        }
        if let Some(known) = self.known.get(letter) {
            return *known;
        }
        let known = (self.prints)(letter);
        self.known.insert(letter.to_owned(), known);
        known
    }

    /// Puts gaps into a value in place of the letters that no font has; tells what was missing, if anything was.
    fn fill(&mut self, filled: &mut Filled) -> Option<Missing> {
        let mut missing = Missing::default();
        // What a gap needs is in brackets already.
        let gap = if filled.gap { Missing::list } else { hole };
        let texts = std::iter::once(&mut filled.text).map(|text| (text, gap as fn(&Missing) -> String));
        for (text, gap) in texts.chain(filled.revised.iter_mut().map(|run| (&mut run.text, hole as _))) {
            if let Some(mended) = self.mend(text, gap) {
                *text = mended.text;
                missing.add_all(mended.missing);
            }
        }
        (!missing.is_empty()).then_some(missing)
    }

    /// The text with what `gap` says in place of each stretch of letters that no font has; `None` if it can be printed
    /// as it is.
    fn mend(&mut self, text: &str, gap: fn(&Missing) -> String) -> Option<Mended> {
        if text.is_ascii() || text.graphemes(true).all(|letter| self.have(letter)) {
            return None;
        }
        let mut mended = Mended { text: String::with_capacity(text.len()), missing: Missing::default() };
        let (mut stretch, mut spaces) = (Missing::default(), String::new());
        for letter in text.graphemes(true) {
            let is_space = letter.chars().all(char::is_whitespace) && letter != "\n";
            if is_space {
                // A space of a width that no font has is a space all the same.
                spaces.push_str(if self.have(letter) { letter } else { " " });
            } else if self.have(letter) {
                mended.close(&mut stretch, gap);
                mended.text.push_str(&spaces);
                spaces.clear();
                mended.text.push_str(letter);
            } else {
                if stretch.is_empty() {
                    mended.text.push_str(&spaces);
                }
                spaces.clear();
                stretch.add(letter);
            }
        }
        mended.close(&mut stretch, gap);
        mended.text.push_str(&spaces);
        Some(mended)
    }
}

impl Mended {
    /// Ends a stretch of missing letters, if there is one.
    fn close(&mut self, stretch: &mut Missing, gap: fn(&Missing) -> String) {
        if !stretch.is_empty() {
            self.text.push_str(&gap(stretch));
            self.missing.add_all(std::mem::take(stretch));
        }
    }
}

/// The words that take the place of letters.
fn hole(missing: &Missing) -> String {
    hole::words(&missing.list())
}

/// The name of a letter by its code points: `U+0061 U+1DC4`. Of a letter with too many marks, the first few.
fn name(letter: &str) -> String {
    let names: Vec<String> = letter.chars().take(NAMED + 1).map(|c| format!("U+{:04X}", u32::from(c))).collect();
    if letter.chars().count() > names.len() { format!("{} …", names.join(" ")) } else { names.join(" ") }
}

/// Whether the letter has more marks than can be set.
fn is_overloaded(letter: &str) -> bool {
    letter.chars().count() > LETTER
}

fn missing_in_value(filled: &Filled, missing: &Missing) -> Diagnostic {
    let message = format!("no font has {}, which `{}` needs", missing.list(), filled.origin.path);
    missing_glyph(message, missing, filled.origin.span)
}

fn missing_in_text(place: Option<Span>, missing: &Missing) -> Diagnostic {
    missing_glyph(format!("no font has {}, which the text needs", missing.list()), missing, place)
}

fn missing_glyph(message: String, missing: &Missing, place: Option<Span>) -> Diagnostic {
    let found = Diagnostic::new(Code::MissingGlyph, message).at_some(place, "could not be printed");
    missing.hints.iter().take(NAMED).cloned().fold(found, Diagnostic::hint)
}

/// What can be done about a letter.
fn hint(letter: &str) -> String {
    const FILE: &str = "`fonts = [\"fonts/….otf\"]` in matter.toml";
    if is_overloaded(letter) {
        return format!("a letter may have at most {} marks: take some out", LETTER - 1);
    }
    match letter.chars().find_map(scripts::of) {
        Some(script) => {
            let (name, font) = (script.name, script.font);
            format!(
                "the paper needs a font for {name}, such as `{font}`: put its file beside the facts and name it, {FILE}"
            )
        }
        None if letter.chars().any(scripts::is_emoji) => "take the emoji out, or say in words what it means".to_owned(),
        None if letter.chars().next().is_some_and(is_combining_mark) => {
            format!("take the mark out, or add a font file that has it: {FILE}")
        }
        None => format!("add a font file that has it: {FILE}"),
    }
}
