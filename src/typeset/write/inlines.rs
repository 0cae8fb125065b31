//! The pieces of a line.

use std::fmt::Write as _;

use super::{Note, Reserve, Room, Seam, Setting, Writer, direction};
use crate::diff::{Revision, Run};
use crate::document::Inline;
use crate::template::Filled;
use crate::typeset::engine::Cut;
use crate::typeset::literals::Role;

impl Writer<'_> {
    /// Appends the inlines of a line as markup; each piece is an expression, so that nothing after it can bind to it.
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        let from_right = direction::is_from_right(inlines);
        self.push(if from_right { "#from-right[" } else { "" });
        self.line_of(inlines, |writer| writer.each(inlines));
        self.push(if from_right { "]" } else { "" });
    }

    /// Appends inlines that are a line or a part of one.
    fn each(&mut self, inlines: &[Inline]) {
        let mut rest = inlines;
        let mut before = "";
        while let Some((first, mut after)) = rest.split_first() {
            let next = |after: &[Inline]| after.first().and_then(plain).map_or("", head).to_owned();
            match first {
                Inline::Text(text) => after = self.words(before, text, after),
                Inline::Filled(filled, place) if !filled.gap && !is_citation(filled) => {
                    self.mapped(filled.origin.span.or(*place), |writer| {
                        writer.push("#");
                        writer.shown_between(before, &filled.text, &next(after));
                    });
                }
                _ => self.inline(first),
            }
            before = inlines[..inlines.len() - after.len()].last().and_then(plain).map_or("", tail);
            rest = after;
        }
    }

    /// Appends neighbouring words of the template as one literal; gives what follows them.
    fn words<'i>(&mut self, before: &str, first: &str, after: &'i [Inline]) -> &'i [Inline] {
        let more = after.iter().take_while(|inline| matches!(inline, Inline::Text(_))).count();
        let next = after.get(more).and_then(plain).map_or("", head);
        self.push("#");
        if more == 0 {
            self.shown_between(before, first, next);
            return after;
        }
        let mut joined = first.to_owned();
        for inline in &after[..more] {
            if let Inline::Text(text) = inline {
                joined.push_str(text);
            }
        }
        self.shown_between(before, &joined, next);
        &after[more..]
    }

    /// Appends one inline.
    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => {
                self.push("#");
                self.shown(text);
            }
            Inline::Filled(filled, place) => self.mapped(filled.origin.span.or(*place), |writer| {
                writer.push("#");
                writer.filled(filled);
            }),
            Inline::Emph(inner) => {
                self.cut(self.setting.cut.emphasized(), |writer| writer.wrapped("#emph[", inner));
            }
            Inline::Strong(inner) => self.cut(self.setting.cut.strong(), |writer| writer.wrapped("#strong[", inner)),
            Inline::Strike(inner) => self.wrapped("#strike[", inner),
            Inline::Code(text) => self.code(text),
            Inline::Link(address, inner) => {
                self.push("#link(");
                self.string(address);
                self.wrapped(")[", inner);
            }
            Inline::Footnote(index) => self.footnote(*index),
            Inline::Reference { number, place, .. } => self.mapped(*place, |writer| {
                writer.push("#");
                writer.shown(number.as_deref().unwrap_or("?"));
            }),
            Inline::Exhibit { words, .. } => self.mapped(words.origin.span, |writer| {
                writer.push("#");
                writer.filled(words);
            }),
            Inline::Break => {
                self.pass("\n");
                self.push("#linebreak()");
            }
            Inline::Revised(revision, inner) => {
                let outer = self.revision.replace(*revision);
                self.wrapped(
                    match revision {
                        Revision::Inserted => "#inserted[",
                        Revision::Deleted => "#deleted[",
                    },
                    inner,
                );
                self.revision = outer;
            }
        }
    }

    /// Appends `open`, the inlines, and a closing bracket.
    fn wrapped(&mut self, open: &str, inner: &[Inline]) {
        self.deeper(None, |writer| {
            writer.push(open);
            writer.each(inner);
            writer.push("]");
        });
    }

    /// Appends a filled value as code: a string literal, or a call that draws a gap.
    pub(super) fn filled(&mut self, filled: &Filled) {
        if !filled.revised.is_empty() {
            self.push("[");
            for Run { revision, text } in &filled.revised {
                self.push(match revision {
                    None => "#[#",
                    Some(Revision::Inserted) => "#inserted[#",
                    Some(Revision::Deleted) => "#deleted[#",
                });
                if filled.gap {
                    self.gap(text);
                } else {
                    self.shown(text);
                }
                self.push("];");
            }
            self.push("]");
        } else if filled.gap {
            self.gap(&filled.text);
        } else if is_citation(filled) {
            self.push("box[#");
            self.shown(&filled.text);
            self.push("]");
        } else {
            self.shown(&filled.text);
        }
    }

    /// Appends the call that draws a gap.
    fn gap(&mut self, needed: &str) {
        self.push("gap[#");
        self.cut(Cut::Bold, |writer| writer.shown(&format!("[NEEDED: {needed}]")));
        self.push("]");
    }

    /// Appends a footnote: its text where it is first referred to, a reference after that.
    fn footnote(&mut self, index: usize) {
        let document = self.document;
        match self.notes.get_mut(index) {
            None => {}
            Some(Note::Written) if self.revision == Some(Revision::Deleted) => self.push("#deleted(\"*\")"),
            Some(Note::Written) => _ = write!(self.written.source, "#footnote(<note-{index}>)"),
            Some(note) => {
                *note = Note::Written;
                self.push(match self.revision {
                    Some(Revision::Deleted) => "#deleted-note[",
                    _ => "#footnote[",
                });
                let reserve = std::mem::replace(&mut self.reserve, Reserve::None);
                let setting = Setting { cut: Cut::Regular, room: Room::PAGE, seam: Seam::Text };
                let note = |writer: &mut Self| writer.blocks(&document.footnotes[index]);
                self.set_apart(Role::Note, |writer| writer.set(setting, |writer| writer.deeper(None, note)));
                self.reserve = reserve;
                match self.revision {
                    Some(Revision::Deleted) => self.push("]"),
                    _ => _ = write!(self.written.source, "]<note-{index}>"),
                }
            }
        }
    }
}

/// Whether the words are how a rule is cited; no line ends within `8 CFR § 103.5(a)(2)`.
fn is_citation(filled: &Filled) -> bool {
    filled.origin.path.starts_with("rule.") && filled.text.contains('§') && filled.text.chars().count() <= 40
}

/// The words that an inline prints as they are.
fn plain(inline: &Inline) -> Option<&str> {
    match inline {
        Inline::Text(text) => Some(text),
        Inline::Filled(filled, _) if !filled.gap => Some(&filled.text),
        Inline::Exhibit { words, .. } if !words.gap => Some(&words.text),
        Inline::Reference { number, .. } => number.as_deref(),
        _ => None,
    }
}

/// The first few characters: as many as decide whether a line may end before them.
fn head(text: &str) -> &str {
    text.char_indices().nth(8).map_or(text, |(at, _)| &text[..at])
}

/// The last few characters: as many as decide whether a line may end after them.
fn tail(text: &str) -> &str {
    text.char_indices().rev().nth(24).map_or(text, |(at, _)| &text[at..])
}
