//! In which order the words of a paper lie on its pages, and whether they are read in it.

use std::collections::BTreeSet;

use super::area::Area;
use super::ink::Run;
use super::letters::is_from_right;
use crate::typeset::literals::{Literal, Literals, Role, letters};

/// Where the words that were read last are.
#[derive(Default)]
pub(super) struct Order {
    last: Last,
    /// The units that hold letters from right to left: on their lines, words lie as they are seen, not as they are
    /// read.
    from_right: BTreeSet<u32>,
    /// The cell of a table that was read last.
    cell: Option<RowCell>,
    /// The part of a caption that was read last.
    caption: CaptionPart,
}

/// The words that were read last.
#[derive(Default)]
struct Last {
    unit: u32,
    number: usize,
    page: usize,
    run: usize,
    /// Whether they are read from left to right, with those after them on their line.
    is_line: bool,
    right: f64,
    base: f64,
    /// How far to the right the words go, in their column.
    edge: f64,
}

/// A part of a caption, with what was read of it.
#[derive(Default)]
struct CaptionPart {
    /// On which page which part; none before the first.
    place: Option<(usize, usize)>,
    /// Where each literal lies.
    read: Vec<(usize, Area)>,
}

/// A cell of a table: its row, by page and unit, and where its words begin.
#[derive(Clone, Copy)]
struct RowCell {
    row: (usize, u32),
    column: usize,
    left: f64,
}

impl Order {
    /// The order of these literals; `source` holds their words.
    pub(super) fn of(literals: &Literals, source: &str) -> Self {
        let holds = |literal: &&Literal| {
            source.get(literal.bytes.clone()).is_some_and(|words| words.chars().any(is_from_right))
        };
        Self {
            from_right: literals.all().iter().filter(holds).map(|literal| literal.unit).collect(),
            ..Self::default()
        }
    }

    /// Whether words of this unit lie as they are seen, which may not be as they are read.
    pub(super) fn has_letters_from_right(&self, unit: u32) -> bool {
        self.from_right.contains(&unit)
    }

    /// Whether the next words are not where they are read; if they are, they are the last ones now.
    pub(super) fn is_broken_by(
        &mut self,
        number: usize,
        literal: &Literal,
        (page, place, run): (usize, usize, &Run<'_>),
        words: &str,
    ) -> bool {
        if literal.role == Role::Note || letters(words).next().is_none() {
            return false;
        }
        let is_from_left = run.is_level() && !self.has_letters_from_right(literal.unit);
        if is_from_left
            && (self.is_in_another_column(page, literal, run) || self.is_above((page, number), literal, run))
        {
            return true;
        }
        if literal.role.is_head() {
            return false;
        }
        let is_line = literal.role == Role::Flow && is_from_left;
        let base = run.area.bottom;
        let mut edge = run.area.right;
        let last = &self.last;
        if literal.unit < last.unit || literal.unit == last.unit && is_line && last.is_line && number < last.number {
            return true;
        }
        if is_line && last.is_line && (page, place) != (last.page, last.run) && page == last.page {
            let near = run.size * 0.6;
            let goes_left = run.area.left < last.right - near;
            let is_on_line = (base - last.base).abs() < near;
            let goes_up = base < last.base - near;
            // Only the next column is higher, and it is clear of all that is read before it.
            if goes_left && (goes_up || is_on_line && literal.unit == last.unit)
                || goes_up && literal.unit == last.unit && run.area.left < last.edge + near
            {
                return true;
            }
            // No line is stretched so far that a word of a sentence stands alone.
            if is_on_line && number == last.number && run.area.left > last.right + run.size * 4.0 {
                return true;
            }
        }
        let goes_on = page == last.page && base >= last.base - run.size * 0.6;
        if goes_on {
            edge = edge.max(last.edge);
        }
        self.last = Last { unit: literal.unit, number, page, run: place, is_line, right: run.area.right, base, edge };
        false
    }

    /// Whether words of a table do not lie to the right of those of the columns before theirs in their row.
    fn is_in_another_column(&mut self, page: usize, literal: &Literal, run: &Run<'_>) -> bool {
        let Some(column) = literal.role.column() else { return false };
        let row = (page, literal.unit);
        let cell = self.cell.filter(|cell| cell.row == row);
        if cell.is_some_and(|cell| column != cell.column && (column > cell.column) != (run.area.left > cell.left)) {
            return true;
        }
        let left = cell.filter(|cell| cell.column == column).map_or(run.area.left, |cell| cell.left);
        self.cell = Some(RowCell { row, column, left: left.min(run.area.left) });
        false
    }

    /// Whether words of a caption lie above words of the same part of it that are read before them.
    fn is_above(&mut self, (page, number): (usize, usize), literal: &Literal, run: &Run<'_>) -> bool {
        let Role::Caption(part) = literal.role else { return false };
        if self.caption.place != Some((page, part)) {
            self.caption = CaptionPart { place: Some((page, part)), read: Vec::new() };
        }
        let area = run.area;
        let is_over = |over: Area, under: Area| {
            let shared = over.right.min(under.right) - over.left.max(under.left);
            over.bottom < under.top && shared > 0.0
        };
        let wrong = |(other, there): &(usize, Area)| {
            *other < number && is_over(area, *there) || *other > number && is_over(*there, area)
        };
        let is_wrong = self.caption.read.iter().any(wrong);
        self.caption.read.push((number, area));
        is_wrong
    }
}
