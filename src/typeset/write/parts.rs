//! Text that is more than one string literal: with gaps in it, with letters that need a face of their own, or with runs
//! that may have to be broken.

use std::fmt::Write as _;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::literal::is_held_at;
use super::runs::{self, Long, Way};
use super::{Line, Writer};
use crate::document::{Inline, hole};

/// A part of a text.
enum Part {
    /// Words that are set as they are.
    Words,
    /// The words that take the place of letters that no font has.
    Hole,
    /// A run that may have to be broken.
    Run(Long),
}

impl Writer<'_> {
    /// What `write` writes is a line with this text: its long runs are known while it is written.
    pub(super) fn line(&mut self, text: &str, write: impl FnOnce(&mut Self)) {
        let (may_be_long, _) = runs::may_be_long(0, text, self.setting.room.surely());
        let long = if may_be_long { runs::long(text, self.setting.room) } else { Vec::new() };
        let line = (!long.is_empty()).then_some(Line { at: 0, long });
        let outer = std::mem::replace(&mut self.line, line);
        write(self);
        self.line = outer;
    }

    /// As [`Writer::line`], with the text of these inlines.
    pub(super) fn line_of(&mut self, inlines: &[Inline], write: impl FnOnce(&mut Self)) {
        let most = self.setting.room.surely();
        if may_be_long(inlines, &mut 0, most) {
            let mut text = String::new();
            said(inlines, &mut text);
            self.line(&text, write);
        } else {
            self.line("", write);
        }
    }

    /// Goes past a text of the line; the long runs that it has a part in, in characters of its own.
    pub(super) fn pass(&mut self, text: &str) -> Vec<Long> {
        let Some(line) = &mut self.line else { return Vec::new() };
        let (start, end) = (line.at, line.at + text.chars().filter(|c| *c != '\r').count());
        line.at = end;
        let inside = |long: &&Long| long.at.start < end && start < long.at.end;
        let own = |long: &Long| {
            let whole = start <= long.at.start && long.at.end <= end;
            let at = long.at.start.max(start) - start..long.at.end.min(end) - start;
            // A run over several pieces of a line cannot be kept together.
            let goes_on = long.at.start < start;
            Long { at, goes_on, way: if whole || long.way == Way::Spaces { long.way } else { Way::Anywhere } }
        };
        line.long.iter().filter(inside).map(own).collect()
    }

    /// Appends a text of several parts as one expression.
    pub(super) fn parts(&mut self, (before, text, after): (&str, &str, &str), long: &[Long]) {
        let shown = self.as_shown((before, text, after), long);
        let parts = parts(&shown, long);
        if let [(Part::Words, range)] = &parts[..] {
            self.words_of(&shown[range.clone()]);
            return;
        }
        self.push("[");
        for (part, range) in parts {
            let text = &shown[range];
            match part {
                Part::Words => {
                    self.push("#");
                    self.words_of(text);
                }
                Part::Hole => {
                    self.push("#gap[#");
                    self.shown_string(text);
                    self.push("]");
                }
                Part::Run(long) => self.run(text, &long),
            }
        }
        self.push("]");
    }

    /// Appends text in a fixed width.
    pub(super) fn code(&mut self, text: &str) {
        let long = self.pass(text);
        if long.is_empty() {
            self.raw(text);
            return;
        }
        self.push("#[");
        let text =
            &text.chars().filter(|c| *c != '\r').enumerate().map(|(at, c)| freed(c, at, &long)).collect::<String>();
        for (part, range) in parts(text, &long) {
            match part {
                Part::Words | Part::Hole => self.raw(&text[range]),
                Part::Run(_) => {
                    for (index, piece) in runs::pieces(&text[range], self.setting.room).iter().enumerate() {
                        self.push(if index > 0 { self.setting.seam.of(text) } else { "" });
                        self.raw(piece);
                    }
                }
            }
        }
        self.push("]");
    }

    /// Appends text in a fixed width, in one piece.
    fn raw(&mut self, text: &str) {
        let families = self.letters.fixed_families(text);
        if families.is_empty() {
            self.push("#");
            self.shown_by("raw(", text);
            self.push(")");
        } else {
            self.push("#fixed(");
            self.families(&families);
            self.push(")[#");
            self.shown_by("raw(", text);
            self.push(")]");
        }
    }

    /// The text as it is shown: some spaces end no line, and in a run that is joined by no-break spaces those may end
    /// one.
    fn as_shown(&self, (before, text, after): (&str, &str, &str), long: &[Long]) -> String {
        let mut shown = String::with_capacity(text.len() + 8);
        let (mut count, mut free) = (0, 0);
        let mut last = before.chars().last().unwrap_or('\n');
        for (at, c) in text.char_indices().filter(|(_, c)| *c != '\r') {
            if last == '\n' && c > '\u{2ff}' && is_combining_mark(c) && long.is_empty() {
                // A mark with no letter before it is shown on a no-break space, as Unicode has it.
                shown.push('\u{a0}');
            }
            last = c;
            let is_held = |at| !self.narrow && is_held_at((before, text, after), at);
            shown.push(match c {
                ' ' if at - free < self.setting.room.held() && is_held(at) => '\u{a0}',
                ' ' => {
                    free = at;
                    ' '
                }
                c => freed(c, count, long),
            });
            count += 1;
        }
        shown
    }

    /// Appends words as a string literal, with the faces that have their letters where Typst would not find them.
    fn words_of(&mut self, text: &str) {
        let families = if text.is_ascii() { Vec::new() } else { self.letters.families(text, self.setting.cut) };
        if families.is_empty() {
            self.shown_string(text);
            return;
        }
        self.push("text(font: ");
        self.families(&families);
        self.push(")[#");
        self.shown_string(text);
        self.push("]");
    }

    /// Appends the names of font families as an array.
    pub(super) fn families(&mut self, families: &[String]) {
        self.push("(");
        for family in families {
            self.string(family);
            self.push(",");
        }
        self.push(")");
    }

    /// Appends a long run in the pieces between which it may be broken.
    pub(super) fn run(&mut self, text: &str, long: &Long) {
        let goes_on = long.goes_on && text.starts_with(char::is_alphanumeric);
        let seam = self.setting.seam.of(text);
        self.push(if long.way == Way::Kept { "#box[" } else { "" });
        for (index, piece) in runs::pieces(text, self.setting.room).into_iter().enumerate() {
            self.push(if index > 0 || goes_on { seam } else { "" });
            self.push("#");
            self.words_of(piece);
        }
        self.push(if long.way == Way::Kept { "]" } else { "" });
    }
}

/// The character at this place of a text; a no-break space that may end a line, as its run is too long for one, is a
/// plain one.
fn freed(c: char, at: usize, long: &[Long]) -> char {
    let is_freed = || long.iter().any(|long| long.way == Way::Spaces && long.at.contains(&at));
    if runs::is_no_break(c) && is_freed() { ' ' } else { c }
}

/// The parts of a text, in order; long runs are in characters.
fn parts(text: &str, long: &[Long]) -> Vec<(Part, Range<usize>)> {
    let mut found = Vec::new();
    let bytes: Vec<usize> =
        if long.is_empty() { Vec::new() } else { text.char_indices().map(|(at, _)| at).chain([text.len()]).collect() };
    let mut from = 0;
    while let Some(hole) = hole::next(&text[from..]) {
        found.push((Part::Hole, from + hole.start..from + hole.end));
        from += hole.end;
    }
    let holes: Vec<Range<usize>> = found.iter().map(|(_, hole)| hole.clone()).collect();
    for long in long.iter().filter(|long| long.way != Way::Spaces) {
        let at = |char: usize| bytes.get(char).copied().unwrap_or(text.len());
        let run = at(long.at.start)..at(long.at.end);
        for rest in outside(run.clone(), &holes) {
            // What is left of a run beside a hole goes on after it.
            let is_whole = rest == run;
            let way = if is_whole { long.way } else { Way::Anywhere };
            let goes_on = if is_whole { long.goes_on } else { rest.start > 0 };
            found.push((Part::Run(Long { way, goes_on, ..long.clone() }), rest));
        }
    }
    found.sort_by_key(|(_, range)| range.start);
    let mut parts = Vec::new();
    let mut done = 0;
    for (part, range) in found {
        if range.start < done || range.is_empty() {
            continue;
        }
        if range.start > done {
            parts.push((Part::Words, done..range.start));
        }
        done = range.end;
        parts.push((part, range));
    }
    if done < text.len() || parts.is_empty() {
        parts.push((Part::Words, done..text.len()));
    }
    parts
}

/// What of a run is in none of the holes, which are in order.
fn outside(run: Range<usize>, holes: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut rest = Vec::new();
    let mut from = run.start;
    for hole in &holes[holes.partition_point(|hole| hole.end <= run.start)..] {
        if hole.start >= run.end {
            break;
        }
        rest.push(from..hole.start.max(from));
        from = hole.end;
    }
    rest.push(from..run.end.max(from));
    rest.retain(|range| !range.is_empty());
    rest
}

/// Whether inlines may have a run of more than `most` letters; `letters` is how many the text before them ends with.
fn may_be_long(inlines: &[Inline], letters: &mut usize, most: usize) -> bool {
    let mut long = false;
    for inline in inlines {
        let mut text = |text: &str| {
            let (found, after) = runs::may_be_long(*letters, text, most);
            *letters = after;
            found
        };
        long |= match inline {
            Inline::Text(words) | Inline::Code(words) => text(words),
            Inline::Filled(filled, _) | Inline::Exhibit { words: filled, .. } => text(&filled.text),
            Inline::Reference { number, .. } => text(number.as_deref().unwrap_or("?")),
            Inline::Break => text("\n"),
            Inline::Footnote(_) => false,
            Inline::Emph(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Link(_, inner)
            | Inline::Revised(_, inner) => may_be_long(inner, letters, most),
        };
    }
    long
}

/// Adds the text of inlines, as they are written one after the other.
pub(super) fn said(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Filled(filled, _) | Inline::Exhibit { words: filled, .. } if filled.gap => {
                _ = write!(text, "[NEEDED: {}]", filled.text);
            }
            Inline::Filled(filled, _) | Inline::Exhibit { words: filled, .. } => text.push_str(&filled.text),
            Inline::Reference { number, .. } => text.push_str(number.as_deref().unwrap_or("?")),
            Inline::Break => text.push('\n'),
            Inline::Footnote(_) => {}
            Inline::Emph(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Link(_, inner)
            | Inline::Revised(_, inner) => said(inner, text),
        }
    }
}
