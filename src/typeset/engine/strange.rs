//! Words on a page that are none of the paper's: whether a look has put them among the paper's own.

use super::ink::Run;
use super::parts::Part;
use crate::typeset::literals::{Literal, Role, letters};

/// Words of one place, on a page.
pub(super) struct OnPage<'p> {
    pub(super) run: &'p Run<'p>,
    pub(super) part: &'p Part,
    /// The literal that they are of, if they are the paper's own.
    pub(super) number: Option<usize>,
    pub(super) unit: u32,
}

impl OnPage<'_> {
    pub(super) fn words(&self) -> &str {
        self.run.text.text.get(self.part.range.clone()).unwrap_or("")
    }

    /// Where their ink is, from left to right; the whole run where they cannot be told apart in it.
    fn ink(&self) -> (f64, f64) {
        let run = self.run;
        if !run.is_level() || run.is_from_right() {
            return (run.area.left, run.area.right);
        }
        let mut own = run.letters().filter(|(at, _)| self.part.range.contains(at)).map(|(_, area)| area);
        let first = own.next();
        let last = own.last().or(first);
        first.zip(last).map_or((run.area.left, run.area.right), |(first, last)| (first.left, last.right))
    }

    /// Whether both stand on one line, neither raised nor lowered.
    fn is_level_with(&self, other: &Self) -> bool {
        let near = self.run.size.max(other.run.size) * 0.15;
        let are_level = self.run.is_level() && other.run.is_level();
        are_level && (self.run.area.bottom - other.run.area.bottom).abs() < near
    }

    /// Whether the other ones follow without so much as a space, as if they belonged to these.
    fn is_glued_to(&self, after: &Self) -> bool {
        let gap = after.ink().0 - self.ink().1;
        let size = self.run.size.max(after.run.size);
        self.is_level_with(after) && (-0.3..0.12).contains(&(gap / size))
    }

    /// Whether they are in the middle of the paper's own, between `last` and `next`: within one literal, or within one
    /// line of text.
    fn is_put_between(&self, last: Option<&Self>, next: &Self) -> bool {
        let Some(last) = last.filter(|last| last.unit == next.unit) else { return false };
        if last.number == next.number && !self.run.is_artifact() && self.words().chars().any(char::is_alphabetic) {
            return true;
        }
        let near = |one: &Self, other: &Self| {
            let gap = other.ink().0 - one.ink().1;
            one.is_level_with(other) && (-0.3..0.6).contains(&(gap / one.run.size))
        };
        near(last, self) || near(self, next)
    }
}

/// What stands on a page since the last words of the paper's own, and those.
#[derive(Default)]
pub(super) struct Strange<'p> {
    last: Option<OnPage<'p>>,
    since: Vec<OnPage<'p>>,
}

impl<'p> Strange<'p> {
    /// Takes up words that are none of the paper's.
    pub(super) fn push(&mut self, odd: OnPage<'p>) {
        if letters(odd.words()).next().is_some() {
            self.since.push(odd);
        }
    }

    /// Goes on to the paper's next words, of this literal; gives the literals that have others among them.
    pub(super) fn go_on(&mut self, next: OnPage<'p>, literal: &Literal) -> Vec<usize> {
        // A note begins with its mark.
        let is_marked = literal.role == Role::Note && self.last.as_ref().is_none_or(|last| last.unit != literal.unit);
        // Between the lines of a letterhead or a caption, signs part them.
        let parts_lines = matches!(literal.role, Role::Aside | Role::Caption(_) | Role::Signature);
        let counts = |odd: &OnPage<'_>| !parts_lines || odd.words().chars().any(char::is_alphanumeric);
        let mut found = Vec::new();
        for odd in self.since.drain(..).filter(counts) {
            if odd.is_put_between(self.last.as_ref(), &next) || odd.is_glued_to(&next) && !is_marked {
                found.extend(next.number);
            } else if let Some(last) = self.last.as_ref().filter(|last| last.is_glued_to(&odd)) {
                found.extend(last.number);
            }
        }
        self.last = Some(next);
        found
    }

    /// The literals that have others glued to their end, when no more words of the paper follow.
    pub(super) fn end(&self) -> impl Iterator<Item = usize> {
        let glued = |odd: &OnPage<'_>| self.last.as_ref().filter(|last| last.is_glued_to(odd))?.number;
        self.since.iter().filter_map(glued)
    }
}
