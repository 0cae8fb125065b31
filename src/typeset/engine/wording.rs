//! Compares the words on the pages with those of the paper: all of them, in their order, and none besides.

use std::collections::{BTreeMap, BTreeSet};

use typst::syntax::FileId;

use super::ink::{Belongs, Run, Sheet};
use super::letters::is_from_right;
use super::parts::{From, Part};
use crate::typeset::literals::{Literal, Literals, Role, letters, letters_of};

/// How the words of a literal on the pages differ from the paper's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::typeset) enum Difference {
    /// Some or all of them are on no page.
    Missing,
    /// They are there, but not where they are read.
    Moved,
    /// There are more than the paper has.
    Added,
}

/// All literals that the pages do not show as they are, by number. `look` is the file whose words are the look's own.
pub(super) fn differences(
    pages: &[(Sheet<'_>, Vec<Part>)],
    literals: &Literals,
    source: &str,
    look: FileId,
) -> Vec<(usize, Difference)> {
    let text = |literal: &Literal| source.get(literal.bytes.clone()).unwrap_or("");
    let mut shown: Vec<_> = literals.all().iter().map(|literal| Shown::new(letters_of(text(literal)))).collect();
    let mut found = Vec::new();
    let from_right = literals.all().iter().filter(|literal| text(literal).chars().any(is_from_right));
    let mut order = Order { from_right: from_right.map(|literal| literal.unit).collect(), ..Order::default() };
    for (page, (sheet, parts)) in pages.iter().enumerate() {
        let mut last: Option<Words<'_>> = None;
        // Words that are none of the paper's, since the last that are.
        let mut strange: Vec<Words<'_>> = Vec::new();
        let mut heads = BTreeMap::new();
        for part in parts {
            let run = &sheet.runs[part.run];
            if run.belongs == Belongs::Contents || run.belongs == Belongs::Mark && matches!(part.from, From::Other(_)) {
                continue;
            }
            let words = run.text.text.get(part.range.clone()).unwrap_or("");
            let here = Words { run, part, number: None, unit: 0 };
            let number = match part.from {
                From::Literal(number) if !run.is_artifact() => number,
                From::Other(span) if !run.is_artifact() && span.id() != Some(look) => continue,
                _ => {
                    strange.extend((!letters_or_marks(words).is_empty()).then_some(here));
                    continue;
                }
            };
            let Some(literal) = literals.get(number) else { continue };
            if is_hyphen(words) && !shown[number].goes_on_with(words, literal.role) {
                continue;
            }
            let here = Words { number: Some(number), unit: literal.unit, ..here };
            // A note begins with its mark.
            let is_marked = literal.role == Role::Note && last.as_ref().is_none_or(|last| last.unit != literal.unit);
            // Between the lines of a letterhead or a caption, signs part them.
            let parts_lines = matches!(literal.role, Role::Aside | Role::Signature);
            let counts = |odd: &Words<'_>| !parts_lines || odd.words().chars().any(char::is_alphanumeric);
            for odd in strange.drain(..).filter(counts) {
                if odd.is_put_between(last.as_ref(), &here) || odd.is_glued_to(&here) && !is_marked {
                    found.push((number, Difference::Added));
                } else if let Some(last) = last.as_ref().filter(|last| last.is_glued_to(&odd)) {
                    found.extend(last.number.map(|last| (last, Difference::Added)));
                }
            }
            if run.is_turned_round() {
                found.push((number, Difference::Moved));
            }
            // A head comes again on the next page, and not twice on one.
            if literal.role.is_head() && part.range.start == 0 {
                // In the next column of a page, too.
                #[expect(clippy::cast_possible_truncation, reason = "a place on a page")]
                let column = run.area.left as i64;
                let times = heads.entry((number, column)).or_insert(0);
                *times += usize::from(shown[number].begins_with(words));
                if *times > 1 {
                    found.push((number, Difference::Added));
                }
            }
            last = Some(here);
            let over = shown[number].take(words, literal.role);
            // Letters that are drawn as one count as the first literal's: the others begin the next one.
            match shown.get_mut(number + 1) {
                _ if over.is_empty() => {}
                Some(next) if next.goes_on_with(&over, literal.role) => drop(next.take(&over, literal.role)),
                _ => shown[number].differs = true,
            }
            if order.is_broken_by(number, literal, (page, part.run, run), words) {
                found.push((number, Difference::Moved));
            }
        }
        let glued = |odd: &Words<'_>| last.as_ref().filter(|last| last.is_glued_to(odd)).and_then(|last| last.number);
        found.extend(strange.iter().filter_map(glued).map(|number| (number, Difference::Added)));
    }
    let mut places = None;
    for (number, literal) in literals.all().iter().enumerate() {
        if !shown[number].is_whole() {
            let places = places.get_or_insert_with(|| places_of(pages, literals.len()));
            let expected: Vec<char> = letters_of(text(literal)).collect();
            let difference = slowly(literal.role, &expected, &places[number]);
            // Of a line that runs both ways, the pieces lie as they are seen.
            let is_as_seen =
                |found: &Difference| *found == Difference::Moved && order.from_right.contains(&literal.unit);
            found.extend(difference.filter(|found| !is_as_seen(found)).map(|difference| (number, difference)));
        }
    }
    found.sort_by_key(|(number, difference)| (*number, *difference));
    found.dedup_by_key(|(number, _)| *number);
    found
}

/// Words of one place, on a page.
struct Words<'p> {
    run: &'p Run<'p>,
    part: &'p Part,
    /// The literal that they are of, if they are the paper's own.
    number: Option<usize>,
    unit: u32,
}

impl Words<'_> {
    fn words(&self) -> &str {
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

/// What of a text can be seen.
fn letters_or_marks(text: &str) -> String {
    letters(text).collect()
}

/// How far the letters of a literal have been shown.
struct Shown<I> {
    all: I,
    rest: I,
    differs: bool,
}

impl<I: Iterator<Item = char> + Clone> Shown<I> {
    fn new(all: I) -> Self {
        Self { rest: all.clone(), all, differs: false }
    }

    /// Whether these words come next.
    fn goes_on_with(&self, words: &str, role: Role) -> bool {
        let mut rest = self.rest.clone();
        if role.is_head() && rest.clone().next().is_none() {
            rest = self.all.clone();
        }
        letters(words).all(|letter| rest.next() == Some(letter))
    }

    /// Whether all of it begins with these words, or they with it.
    fn begins_with(&self, words: &str) -> bool {
        let mut all = self.all.clone();
        letters(words).all(|letter| all.next().is_none_or(|own| own == letter))
    }

    /// Takes the next words; gives those that lie beyond the end.
    fn take(&mut self, words: &str, role: Role) -> String {
        let mut over = String::new();
        for letter in letters(words) {
            let mut expected = self.rest.next();
            if expected.is_none() && role.is_head() {
                self.rest = self.all.clone();
                expected = self.rest.next();
            }
            match expected {
                Some(expected) => self.differs |= expected != letter,
                None => over.push(letter),
            }
        }
        over
    }

    fn is_whole(&self) -> bool {
        !self.differs && self.rest.clone().next().is_none()
    }
}

/// Where the words that were read last are.
#[derive(Default)]
struct Order {
    /// The units that hold letters from right to left: on their lines, words lie as they are seen, not as they are
    /// read.
    from_right: BTreeSet<u32>,
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
    /// The cell of a table that was read last.
    cell: Option<Cell>,
}

/// A cell of a table: its row, by page and unit, and where its words begin.
#[derive(Clone, Copy)]
struct Cell {
    row: (usize, u32),
    column: usize,
    left: f64,
}

impl Order {
    /// Whether the next words are not where they are read; if they are, they are the last ones now.
    fn is_broken_by(
        &mut self,
        number: usize,
        literal: &Literal,
        (page, place, run): (usize, usize, &Run<'_>),
        words: &str,
    ) -> bool {
        if literal.role == Role::Note || letters(words).next().is_none() {
            return false;
        }
        let is_line = literal.role == Role::Flow && run.is_level() && !self.from_right.contains(&literal.unit);
        let base = run.area.bottom;
        let mut edge = run.area.right;
        let column = literal.role.column().filter(|_| !self.from_right.contains(&literal.unit) && run.is_level());
        let row = (page, literal.unit);
        if let Some(column) = column {
            // A cell lies to the right of the one before it in its row.
            let cell = self.cell.filter(|cell| cell.row == row);
            if cell.is_some_and(|cell| column != cell.column && (column > cell.column) != (run.area.left > cell.left)) {
                return true;
            }
            let left = cell.filter(|cell| cell.column == column).map_or(run.area.left, |cell| cell.left);
            self.cell = Some(Cell { row, column, left: left.min(run.area.left) });
        }
        if literal.role.is_head() {
            return false;
        }
        if literal.unit < self.unit || literal.unit == self.unit && is_line && self.is_line && number < self.number {
            return true;
        }
        if is_line && self.is_line && (page, place) != (self.page, self.run) && page == self.page {
            let near = run.size * 0.6;
            let goes_left = run.area.left < self.right - near;
            let is_on_line = (base - self.base).abs() < near;
            let goes_up = base < self.base - near;
            // Only the next column is higher, and it is clear of all that is read before it.
            if goes_left && (goes_up || is_on_line && literal.unit == self.unit)
                || goes_up && literal.unit == self.unit && run.area.left < self.edge + near
            {
                return true;
            }
            // No line is stretched so far that a word of a sentence stands alone.
            if is_on_line && number == self.number && run.area.left > self.right + run.size * 4.0 {
                return true;
            }
            if !goes_up {
                edge = edge.max(self.edge);
            }
        }
        let (from_right, cell) = (std::mem::take(&mut self.from_right), self.cell);
        *self = Self {
            from_right,
            cell,
            unit: literal.unit,
            number,
            page,
            run: place,
            is_line,
            right: run.area.right,
            base,
            edge,
        };
        false
    }
}

/// The parts that show each literal.
fn places_of<'p>(pages: &'p [(Sheet<'_>, Vec<Part>)], literals: usize) -> Vec<Vec<(&'p Run<'p>, &'p Part)>> {
    let mut places = vec![Vec::new(); literals];
    for (sheet, parts) in pages {
        for part in parts {
            if let From::Literal(number) = part.from
                && let Some(of) = places.get_mut(number)
            {
                of.push((&sheet.runs[part.run], part));
            }
        }
    }
    places
}

/// Compares a literal with all that is shown of it, wherever that is.
fn slowly(role: Role, expected: &[char], places: &[(&Run<'_>, &Part)]) -> Option<Difference> {
    let mut pieces: Vec<(u16, &str)> = Vec::new();
    for (run, part) in places {
        let glyphs = run.text.glyphs.iter().filter(|glyph| part.range.contains(&glyph.range().start));
        let words = run.text.text.get(part.range.clone()).unwrap_or("");
        if !run.is_artifact() && !is_hyphen(words) {
            pieces.push((glyphs.map(|glyph| glyph.span.1).min().unwrap_or(0), words));
        }
    }
    let joined = |pieces: &[(u16, &str)]| pieces.iter().flat_map(|(_, words)| letters(words)).collect::<Vec<char>>();
    let is_hyphenless = |shown: &[char]| {
        // A hyphen of the paper's own may stand alone at the end of a line.
        let plain = |all: &[char]| all.iter().copied().filter(|c| !matches!(c, '-' | '\u{2010}')).collect::<Vec<_>>();
        plain(shown) == plain(expected)
    };
    let hyphens = |all: &str| letters(all).filter(|c| matches!(c, '-' | '\u{2010}')).count();
    let of_runs = |(run, part): &(&Run<'_>, &Part)| {
        let words = run.text.text.get(part.range.clone()).unwrap_or("");
        if run.is_artifact() { 0 } else { hyphens(words) }
    };
    let own = expected.iter().filter(|c| matches!(c, '-' | '\u{2010}')).count();
    if places.iter().map(of_runs).sum::<usize>() < own {
        return Some(Difference::Missing);
    }
    let shown = joined(&pieces);
    let repeats = role.is_head() && !expected.is_empty() && shown.chunks(expected.len()).all(|copy| copy == expected);
    if is_hyphenless(&shown) || repeats && !shown.is_empty() {
        return None;
    }
    pieces.sort_by_key(|(offset, _)| *offset);
    let (mut sorted, mut wanted) = (shown.clone(), expected.to_vec());
    sorted.sort_unstable();
    wanted.sort_unstable();
    if is_hyphenless(&joined(&pieces)) || sorted == wanted {
        return Some(Difference::Moved);
    }
    let holds = |all: &[char], some: &[char]| {
        let mut all = all.iter();
        some.iter().all(|letter| all.any(|other| other == letter))
    };
    Some(if holds(&shown, expected) { Difference::Added } else { Difference::Missing })
}

/// Whether this is nothing but a hyphen, as it comes at the end of a line.
fn is_hyphen(words: &str) -> bool {
    matches!(words, "-" | "\u{2010}" | "\u{ad}")
}
