//! The words that a page must show: literals that are written down with how they follow one another.

use super::Writer;
use super::literal::is_held_at;
use crate::document::hole;
use crate::typeset::literals::{Literal, Role};

impl Writer<'_> {
    /// Appends words that a page must show, as an expression: a string literal in nearly all cases, else content made
    /// of several.
    ///
    /// A space that must not end a line becomes a no-break space: after `§`, after an initial (`T. P.`), after `Dr.`,
    /// within `November 22, 2026`.
    pub(super) fn shown(&mut self, text: &str) {
        self.shown_between("", text, "");
    }

    /// Appends words that a page must show, as the words on their line before and after them ask: `Dr. ` holds on to a
    /// name that is a value of its own.
    pub(super) fn shown_between(&mut self, before: &str, text: &str, after: &str) {
        let long = self.pass(text);
        if long.is_empty() && text.is_ascii() && hole::next(text).is_none() {
            let start = self.written.source.len();
            self.write_string(text, |at| is_held_at((before, text, after), at));
            self.keep(start, start);
        } else {
            self.parts((before, text, after), &long);
        }
    }

    /// Appends words that a page must show as one string literal, whatever they hold.
    pub(super) fn shown_string(&mut self, text: &str) {
        let start = self.written.source.len();
        self.string(text);
        self.keep(start, start);
    }

    /// Appends a call, not closed, of a function that takes words as a string: Typst says that they come from the call.
    pub(super) fn shown_by(&mut self, call: &str, text: &str) {
        let shown_at = self.written.source.len();
        self.push(call);
        let start = self.written.source.len();
        self.string(text);
        self.keep(shown_at, start);
    }

    /// Appends words that a page must show, as content: a string that is an argument has no place of its own in Typst.
    pub(super) fn content(&mut self, text: &str) {
        self.push("[#");
        self.shown_string(text);
        self.push("]");
    }

    /// Appends what `write` writes, whose words a page need not show.
    pub(super) fn unneeded(&mut self, write: impl FnOnce(&mut Self)) {
        let known = self.written.literals.len();
        write(self);
        self.written.literals.truncate(known);
    }

    /// Begins the next line or block.
    pub(super) fn next_unit(&mut self) {
        self.unit += 1;
    }

    /// Appends what `write` writes, whose words follow those before them in another way than those around it.
    pub(super) fn as_role(&mut self, role: Role, write: impl FnOnce(&mut Self)) {
        // All of a footnote lies at the foot of the page.
        let outer = self.role;
        if outer != Role::Note {
            self.role = role;
        }
        write(self);
        self.role = outer;
    }

    /// Appends what `write` writes within a line: the line goes on after it.
    pub(super) fn set_apart(&mut self, role: Role, write: impl FnOnce(&mut Self)) {
        let unit = self.unit;
        self.as_role(role, write);
        self.unit = unit;
    }

    /// Keeps the literal that was just written.
    fn keep(&mut self, shown_at: usize, start: usize) {
        let bytes = start..self.written.source.len();
        self.written.literals.push(Literal { shown_at, bytes, unit: self.unit, role: self.role });
    }
}
