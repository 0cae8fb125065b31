//! The words of a paper in its written source: each string literal that a page must show, and how they follow one
//! another.

use std::ops::Range;

use crate::typeset::engine::letters::is_invisible;

/// The string literals of a written source, in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Literals {
    all: Vec<Literal>,
    /// After which units a page ends.
    breaks: Vec<u32>,
    /// The numbers of paragraphs, each with the literal that the paragraph begins with.
    numbers: Vec<(usize, String)>,
}

/// One string literal that a page must show.
#[derive(Clone, Debug, PartialEq)]
pub struct Literal {
    /// Where Typst says that its words come from: the literal, or the call around it.
    pub shown_at: usize,
    /// Its bytes, quotes included.
    pub bytes: Range<usize>,
    /// Which line or block it belongs to: units count up as the paper is read.
    pub unit: u32,
    /// How it follows the literals before it.
    pub role: Role,
}

/// How a literal follows the ones before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Words of a line: they follow those before them.
    #[default]
    Flow,
    /// In a letterhead: the look puts the pieces side by side as it likes.
    Aside,
    /// In a caption, in this part of it: the look puts the parts side by side as it likes, each with its lines in order.
    Caption(usize),
    /// In a row of a table, in this column.
    Cell(usize),
    /// In a signature block.
    Signature,
    /// In a table's head, in this column: the head comes again on each page of the table.
    Head(usize),
    /// In a footnote, which lies at the foot of its page.
    Note,
}

impl Role {
    /// Whether it is a table's head.
    pub fn is_head(self) -> bool {
        matches!(self, Self::Head(_))
    }

    /// The column of a table that it is in.
    pub fn column(self) -> Option<usize> {
        match self {
            Self::Cell(column) | Self::Head(column) => Some(column),
            _ => None,
        }
    }
}

impl Literals {
    /// Adds the next literal of the source.
    pub(super) fn push(&mut self, literal: Literal) {
        self.all.push(literal);
    }

    /// Forgets all but the first so many literals.
    pub(super) fn truncate(&mut self, length: usize) {
        self.all.truncate(length);
        self.numbers.retain(|(literal, _)| *literal < length);
    }

    /// Says that the next literal begins a paragraph with this number.
    pub(super) fn number_next(&mut self, number: &str) {
        self.numbers.push((self.all.len(), number.to_owned()));
    }

    /// The numbers of paragraphs, each with the literal that the paragraph begins with.
    pub fn numbers(&self) -> &[(usize, String)] {
        &self.numbers
    }

    /// Says that a page ends after this unit.
    pub(super) fn break_after(&mut self, unit: u32) {
        self.breaks.push(unit);
    }

    /// Moves the literals from `first` on to `last` behind all units up to `unit`; gives the last unit that is used
    /// then. A closing is written before the paragraph that it follows.
    pub(super) fn follow(&mut self, moved: Range<usize>, unit: u32) -> u32 {
        let moved = &mut self.all[moved];
        let Some(first) = moved.iter().map(|literal| literal.unit).min() else { return unit };
        let mut last = unit;
        for literal in moved {
            literal.unit = literal.unit - first + unit + 1;
            last = last.max(literal.unit);
        }
        last
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The literal with this number.
    pub fn get(&self, number: usize) -> Option<&Literal> {
        self.all.get(number)
    }

    /// All of them, in the order of the source.
    pub fn all(&self) -> &[Literal] {
        &self.all
    }

    /// Whether a page ends between these two units.
    pub fn breaks_between(&self, before: u32, after: u32) -> bool {
        self.breaks.iter().any(|unit| before <= *unit && *unit < after)
    }
}

/// The characters of a text that a comparison goes by: no spaces and nothing that is never drawn, and small letters, as
/// a look may set words in capitals.
pub fn letters(text: &str) -> impl Iterator<Item = char> + Clone + '_ {
    text.chars().flat_map(plain)
}

/// The characters that a literal of the source should show, in the way of [`letters`].
pub fn letters_of(literal: &str) -> impl Iterator<Item = char> + Clone + '_ {
    let inner = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(literal);
    let mut escaped = false;
    inner
        .chars()
        .filter_map(move |c| match (std::mem::take(&mut escaped), c) {
            (false, '\\') => {
                escaped = true;
                None
            }
            (true, 'n') => Some('\n'),
            (_, c) => Some(c),
        })
        .flat_map(plain)
}

fn plain(c: char) -> Folded {
    if c.is_ascii() {
        return Folded::One((!c.is_ascii_whitespace() && !c.is_ascii_control()).then(|| c.to_ascii_lowercase()));
    }
    match c {
        _ if c.is_whitespace() || is_invisible(c) => Folded::One(None),
        'ß' | 'ẞ' => Folded::Many("ss".chars()),
        'ς' => Folded::One(Some('σ')),
        _ => Folded::Lower(c.to_lowercase()),
    }
}

/// What one character becomes for a comparison.
#[derive(Clone)]
enum Folded {
    One(Option<char>),
    Many(std::str::Chars<'static>),
    Lower(std::char::ToLowercase),
}

impl Iterator for Folded {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::One(c) => c.take(),
            Self::Many(all) => all.next(),
            Self::Lower(all) => all.next(),
        }
    }
}
