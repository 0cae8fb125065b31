//! A number in figures, with the marks that people put between them.

use std::cmp::Ordering;
use std::fmt;

/// A decimal number that is not below nothing, as it was written: `37.5` and `37.50` print as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// The number without its point.
    digits: i64,
    /// How many of its figures stand behind the point.
    places: u32,
}

/// Why figures are no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureError {
    /// They are none, or more than affiant counts.
    NotANumber,
    /// `1.500`: the point parts thousands, or it is a decimal point.
    TwoWays(Decimal, Decimal),
}

impl Decimal {
    /// Reads figures: `1500`, `1,500`, `1'500`, `1 500`, `1,500.50`, `1.500,50`, `37,5`.
    ///
    /// # Errors
    /// `1.500` can be read in two ways.
    pub fn parse(text: &str) -> Result<Self, FigureError> {
        let figures: Vec<&str> = text.split([',', '.', '\'', ' ']).collect();
        let marks: Vec<char> = text.chars().filter(|letter| matches!(letter, ',' | '.' | '\'' | ' ')).collect();
        let plain = figures.iter().all(|run| !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_digit()));
        let (Some(last), true) = (figures.last(), plain) else { return Err(FigureError::NotANumber) };
        let (head, tail) = (figures.concat(), figures[..figures.len() - 1].concat());
        let whole = || Self::of(&head, "");
        let broken = || Self::of(&tail, last);
        match marks[..] {
            [] => whole(),
            [','] if last.len() > 3 => Err(FigureError::NotANumber),
            [',' | '.'] if last.len() != 3 || figures[0].len() > 3 || figures[0].starts_with('0') => broken(),
            ['.'] => Err(FigureError::TwoWays(whole()?, broken()?.unmistakable())),
            _ => {
                let first = marks[0];
                let grouped = marks.iter().take_while(|mark| **mark == first).count();
                let groups = &figures[..=grouped];
                let fits = (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
                match marks[grouped..] {
                    _ if !fits => Err(FigureError::NotANumber),
                    [] => whole(),
                    [',' | '.'] => broken(),
                    _ => Err(FigureError::NotANumber),
                }
            }
        }
    }

    /// A number by the figures before and behind its point.
    pub(super) fn of(whole: &str, broken: &str) -> Result<Self, FigureError> {
        let digits = format!("{whole}{broken}").parse().ok().filter(|digits| *digits < 10_i64.pow(18));
        let places = u32::try_from(broken.len()).ok().filter(|places| *places <= 6);
        match (digits, places) {
            (Some(digits), Some(places)) => Ok(Self { digits, places }),
            _ => Err(FigureError::NotANumber),
        }
    }

    /// The number, if it has no fraction.
    #[must_use]
    pub fn whole(self) -> Option<i64> {
        let unit = 10_i64.pow(self.places);
        (self.digits % unit == 0).then(|| self.digits / unit)
    }

    /// What stands before the point, and the figures behind it.
    #[must_use]
    pub fn parts(self) -> (i64, String) {
        let unit = 10_i64.pow(self.places);
        let places = usize::try_from(self.places).unwrap_or_default();
        let broken = if places == 0 { String::new() } else { format!("{:0places$}", self.digits % unit) };
        (self.digits / unit, broken)
    }

    /// The number in hundredths, if it has no smaller part.
    #[must_use]
    pub fn hundredths(self) -> Option<i64> {
        match self.places {
            0 => self.digits.checked_mul(100),
            1 => self.digits.checked_mul(10),
            2 => Some(self.digits),
            _ => None,
        }
    }

    /// The same number with so many figures behind the point that nobody can take them for thousands: `1.500` is `1.5`.
    fn unmistakable(self) -> Self {
        let mut least = self;
        while least.places > 0 && least.digits % 10 == 0 {
            least = Self { digits: least.digits / 10, places: least.places - 1 };
        }
        if least.places == 3 { Self { digits: least.digits * 10, places: 4 } } else { least }
    }

    /// The least and the most that somebody may mean who says "about" it: a quarter less or more, and at least one.
    #[must_use]
    pub fn around(self) -> (Self, Self) {
        let margin = (self.digits / 4).max(10_i64.pow(self.places));
        let moved = |digits: i64| Self { digits, places: self.places };
        (moved((self.digits - margin).max(0)), moved(self.digits + margin))
    }

    /// How it is to a whole number.
    #[must_use]
    pub fn cmp_whole(self, other: i64) -> Ordering {
        i128::from(self.digits).cmp(&(i128::from(other) * 10_i128.pow(self.places)))
    }

    /// Whether it is more than another one.
    #[must_use]
    pub fn exceeds(self, other: Self) -> bool {
        let scaled = |one: Self, places: u32| i128::from(one.digits) * 10_i128.pow(places);
        scaled(self, other.places) > scaled(other, self.places)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, broken) = self.parts();
        if broken.is_empty() { write!(f, "{whole}") } else { write!(f, "{whole}.{broken}") }
    }
}
