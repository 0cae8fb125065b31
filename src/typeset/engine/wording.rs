//! Compares the words on the pages with those of the paper: all of them, in their order, and none besides.

use std::collections::BTreeMap;

use typst::syntax::FileId;

use super::ink::{Belongs, Run, Sheet};
use super::order::Order;
use super::parts::{From, Part};
use super::strange::{OnPage, Strange};
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
    let mut order = Order::of(literals, source);
    for (page, (sheet, parts)) in pages.iter().enumerate() {
        let mut strange = Strange::default();
        let mut heads = BTreeMap::new();
        for part in parts {
            let run = &sheet.runs[part.run];
            if run.belongs == Belongs::Contents || run.belongs == Belongs::Mark && matches!(part.from, From::Other(_)) {
                continue;
            }
            let number = match part.from {
                From::Literal(number) if !run.is_artifact() => number,
                From::Other(span) if !run.is_artifact() && span.id() != Some(look) => continue,
                _ => {
                    strange.push(OnPage { run, part, number: None, unit: 0 });
                    continue;
                }
            };
            let words = run.text.text.get(part.range.clone()).unwrap_or("");
            let Some(literal) = literals.get(number) else { continue };
            if is_hyphen(words) && !shown[number].goes_on_with(words, literal.role) {
                continue;
            }
            let here = OnPage { run, part, number: Some(number), unit: literal.unit };
            found.extend(strange.go_on(here, literal).into_iter().map(|number| (number, Difference::Added)));
            if literal.role.is_head() && part.range.start == 0 && shown[number].begins_with(words) {
                // A head comes again on the next page and in the next column, and not twice in one.
                #[expect(clippy::cast_possible_truncation, reason = "a place on a page")]
                let times = heads.entry((number, run.area.left as i64)).or_insert(0);
                *times += 1;
                found.extend((*times > 1).then_some((number, Difference::Added)));
            }
            let over = shown[number].take(words, literal.role);
            // Letters that are drawn as one count as the first literal's: the others begin the next one.
            match shown.get_mut(number + 1) {
                _ if over.is_empty() => {}
                Some(next) if next.goes_on_with(&over, literal.role) => drop(next.take(&over, literal.role)),
                _ => shown[number].differs = true,
            }
            if run.is_turned_round() || order.is_broken_by(number, literal, (page, part.run, run), words) {
                found.push((number, Difference::Moved));
            }
        }
        found.extend(strange.end().map(|number| (number, Difference::Added)));
    }
    let mut places = None;
    for (number, literal) in literals.all().iter().enumerate() {
        if !shown[number].is_whole() {
            let places = places.get_or_insert_with(|| places_of(pages, literals.len()));
            let expected: Vec<char> = letters_of(text(literal)).collect();
            let difference = slowly(literal.role, &expected, &places[number]);
            // Of a line that runs both ways, the pieces lie as they are seen.
            let is_as_seen =
                |found: &Difference| *found == Difference::Moved && order.has_letters_from_right(literal.unit);
            found.extend(difference.filter(|found| !is_as_seen(found)).map(|difference| (number, difference)));
        }
    }
    found.extend(unnumbered(pages, literals).into_iter().map(|number| (number, Difference::Missing)));
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

/// The first literals of numbered paragraphs that do not have their number beside them.
fn unnumbered(pages: &[(Sheet<'_>, Vec<Part>)], literals: &Literals) -> Vec<usize> {
    let begins = |(number, _): &&(usize, String)| {
        let shows = |(sheet, parts): &'_ (Sheet<'_>, Vec<Part>)| {
            let part = parts.iter().find(|part| part.from == From::Literal(*number))?;
            Some(sheet.runs[part.run].area.bottom)
        };
        pages.iter().find_map(|page| shows(page).map(|base| (page, base)))
    };
    let is_numbered = |number: &str, (sheet, parts): &(Sheet<'_>, Vec<Part>), base: f64| {
        parts.iter().filter(|part| matches!(part.from, From::Other(_))).any(|part| {
            let run = &sheet.runs[part.run];
            let is_beside = (run.area.bottom - base).abs() < run.size * 1.5;
            let words = run.text.text.get(part.range.clone()).unwrap_or("");
            is_beside && words.split(|c: char| !c.is_alphanumeric()).any(|word| word == number)
        })
    };
    let lacks = |it: &&(usize, String)| begins(it).is_some_and(|(page, base)| !is_numbered(&it.1, page, base));
    literals.numbers().iter().filter(lacks).map(|(number, _)| *number).collect()
}

/// The parts that show each literal.
fn places_of<'p>(pages: &'p [(Sheet<'_>, Vec<Part>)], literals: usize) -> Vec<Vec<(&'p Run<'p>, &'p Part)>> {
    let mut places = vec![Vec::new(); literals];
    for (sheet, parts) in pages {
        for part in parts {
            if let From::Literal(number) = part.from
                && let Some(of) = places.get_mut(number)
                && sheet.runs[part.run].belongs != Belongs::Contents
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
