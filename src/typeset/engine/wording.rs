//! Compares the words on the pages with those of the paper: all of them, in their order, and none besides.

use std::collections::BTreeSet;

use super::ink::{Run, Sheet};
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

/// All literals that the pages do not show as they are, by number.
pub(super) fn differences(
    pages: &[(Sheet<'_>, Vec<Part>)],
    literals: &Literals,
    source: &str,
) -> Vec<(usize, Difference)> {
    let text = |literal: &Literal| source.get(literal.bytes.clone()).unwrap_or("");
    let mut shown: Vec<_> = literals.all().iter().map(|literal| Shown::new(letters_of(text(literal)))).collect();
    let mut found = Vec::new();
    let from_right = literals.all().iter().filter(|literal| text(literal).chars().any(is_from_right));
    let mut order = Order { from_right: from_right.map(|literal| literal.unit).collect(), ..Order::default() };
    for (page, (sheet, parts)) in pages.iter().enumerate() {
        let mut last = None;
        // Whether words that are none of the paper's stand after the last that are.
        let mut strange = false;
        for part in parts {
            let run = &sheet.runs[part.run];
            let words = run.text.text.get(part.range.clone()).unwrap_or("");
            let From::Literal(number) = part.from else {
                strange |= !run.is_artifact && words.chars().any(char::is_alphabetic);
                continue;
            };
            let Some(literal) = literals.get(number).filter(|_| !run.is_artifact) else { continue };
            if is_hyphen(words) && !shown[number].goes_on_with(words, literal.role) {
                continue;
            }
            if std::mem::take(&mut strange) && last == Some(number) {
                found.push((number, Difference::Added));
            }
            last = Some(number);
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
        if role == Role::Head && rest.clone().next().is_none() {
            rest = self.all.clone();
        }
        letters(words).all(|letter| rest.next() == Some(letter))
    }

    /// Takes the next words; gives those that lie beyond the end.
    fn take(&mut self, words: &str, role: Role) -> String {
        let mut over = String::new();
        for letter in letters(words) {
            let mut expected = self.rest.next();
            if expected.is_none() && role == Role::Head {
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
    /// How far to the right the words of the unit go, in their column.
    edge: f64,
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
        if matches!(literal.role, Role::Note | Role::Head) || letters(words).next().is_none() {
            return false;
        }
        let is_line = literal.role == Role::Flow && run.is_straight && !self.from_right.contains(&literal.unit);
        let base = run.area.bottom;
        let mut edge = run.area.right;
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
            if literal.unit == self.unit && !goes_up {
                edge = edge.max(self.edge);
            }
        }
        let from_right = std::mem::take(&mut self.from_right);
        *self = Self {
            from_right,
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
        if !run.is_artifact && !is_hyphen(words) {
            pieces.push((glyphs.map(|glyph| glyph.span.1).min().unwrap_or(0), words));
        }
    }
    let joined = |pieces: &[(u16, &str)]| pieces.iter().flat_map(|(_, words)| letters(words)).collect::<Vec<char>>();
    let is_hyphenless = |shown: &[char]| {
        // A hyphen of the paper's own may stand alone at the end of a line.
        let plain = |all: &[char]| all.iter().copied().filter(|c| !matches!(c, '-' | '\u{2010}')).collect::<Vec<_>>();
        plain(shown) == plain(expected)
    };
    let shown = joined(&pieces);
    let repeats =
        role == Role::Head && !expected.is_empty() && shown.chunks(expected.len()).all(|copy| copy == expected);
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
