//! Dates as people know them: to the day, the month or the decade, early or late in it, about then, before it or after.

mod calendar;
mod figures;
mod holiday;
mod lexemes;
mod parts;
mod printing;
mod reading;
mod relative;

use std::cmp::Ordering;
use std::fmt;

use jiff::civil::Date;

pub use holiday::Holiday;
pub use parts::Remark;
pub use printing::{Figures, is_english_month};
pub use reading::Read;

/// The language that values are written out in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English as written in the United States.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Locale {
    /// The locale of an IETF language tag; English for a language that affiant has no words for.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        if tag == "es" || tag.starts_with("es-") { Self::Es } else { Self::En }
    }
}

/// A date with the precision that somebody gave it. Nothing makes it more exact than it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaperDate {
    /// In this stretch of time: "2014", "late 2014".
    At(Stretch),
    /// An approximation: "about 2014".
    About(Stretch),
    /// Earlier than the stretch: "before 2014".
    Before(Stretch),
    /// Later than the stretch: "after 2014".
    After(Stretch),
    /// One of two: "2012 or 2013".
    Either(Stretch, Stretch),
    /// Within both: "between 2012 and 2014".
    Between(Stretch, Stretch),
    /// All of it: "2012 to 2014".
    Through(Stretch, Stretch),
}

/// A stretch of time that has a name, or a third of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stretch {
    /// Which third of it; a day and a holiday have none.
    pub part: Option<Part>,
    /// The stretch.
    pub when: When,
}

/// The beginning, the middle or the end of a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// "early March 2025"
    Early,
    /// "mid-June 2019"
    Mid,
    /// "late 2014"
    Late,
}

/// How far a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// To the day.
    Day(Date),
    /// By a holiday of a year, whose day the calendar tells.
    Holiday(i16, Holiday),
    /// To the month: year, and month 1–12.
    Month(i16, i8),
    /// To the season. Of a winter nobody can tell whether it began or ended in its year.
    Season(i16, Season),
    /// To a winter, or a summer of the south, that goes over the end of this year: "winter 2014–2015".
    Turn(i16, Season),
    /// To the year.
    Year(i16),
    /// To the decade, by its first year.
    Decade(i16),
}

/// A season of the northern year; people anchor memories to it when they know no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Season {
    /// March to May.
    Spring,
    /// June to August.
    Summer,
    /// September to November; also "autumn".
    Fall,
    /// December to February.
    Winter,
}

impl Season {
    /// In the order of the table of words.
    pub const ALL: [Self; 4] = [Self::Spring, Self::Summer, Self::Fall, Self::Winter];

    fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Fall => 9,
            Self::Winter => 12,
        }
    }
}

/// Why a text is not a date; the words go into a message, so they hold no part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateError {
    /// Nothing that affiant reads as a date.
    NotADate,
    /// A day that the calendar does not have, such as February 30.
    NoSuchDay,
    /// A day, a month or a season of no year: "May 1".
    NoYear,
    /// Only the writer can say which of these is meant.
    Unclear(Unclear, Vec<PaperDate>),
    /// "38 years ago", of which nobody says on what day it was said.
    Relative,
    /// It has a time of day, which no date has.
    Clock,
}

/// Why only the writer can say which date is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// `3/4/2026`: March 4 or April 3.
    TwoWays,
    /// `12.11.25`: the year has two figures.
    ShortYear,
    /// `00/00/1990`: zeros stand for what is not known.
    Zeros,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotADate => "not a date",
            Self::NoSuchDay => "the calendar has no such day",
            Self::NoYear => "the year is not said",
            Self::Unclear(Unclear::TwoWays, _) => "the day and the month cannot be told apart",
            Self::Unclear(Unclear::ShortYear, _) => "the year has two figures",
            Self::Unclear(Unclear::Zeros, _) => "it has zeros for what is not known",
            Self::Relative => "it counts from a day that is not said",
            Self::Clock => "it has a time of day",
        })
    }
}

impl From<When> for Stretch {
    fn from(when: When) -> Self {
        Self { part: None, when }
    }
}

impl PaperDate {
    /// A date known to the day.
    #[must_use]
    pub fn day(date: Date) -> Self {
        Self::At(When::Day(date).into())
    }

    /// Reads a date in any form that the table of words has, in English or Spanish.
    ///
    /// # Errors
    /// Says why the text is no date, without repeating it.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        Self::read(text, None).map(|read| read.date)
    }

    /// Reads a date; `today` is the day from which "38 years ago" counts.
    ///
    /// # Errors
    /// Says why the text is no date, without repeating it.
    pub fn read(text: &str, today: Option<Date>) -> Result<Read, DateError> {
        reading::read(text, today)
    }

    /// Reads one day, of which everything that is said fits; none for anything else.
    #[must_use]
    pub fn one_day(text: &str) -> Option<Date> {
        Self::read(text, None).ok().filter(|read| read.remark.is_none()).and_then(|read| read.date.exact())
    }

    /// The date, if it is known to the day and is no approximation.
    #[must_use]
    pub fn exact(self) -> Option<Date> {
        match self {
            Self::At(Stretch { when: When::Day(date), .. }) => Some(date),
            _ => None,
        }
    }

    /// The first and the last day that the date can mean. What is said to be about then may as well be beside it.
    #[must_use]
    pub fn bounds(self) -> (Date, Date) {
        let (first, last) = self.by(Stretch::readings);
        let beside = if let Self::About(stretch) = self { stretch.when.beside() } else { 0 };
        (calendar::minus(first, beside), calendar::plus(last, beside))
    }

    /// The first and the last day, by the two ways in which each of its stretches can be read.
    fn by(self, readings: impl Fn(Stretch) -> [(Date, Date); 2]) -> (Date, Date) {
        let whole = |stretch: Stretch| {
            let [earlier, later] = readings(stretch);
            (earlier.0, later.1)
        };
        match self {
            Self::At(stretch) | Self::About(stretch) => whole(stretch),
            Self::Before(stretch) => (Date::MIN, readings(stretch)[1].0.yesterday().unwrap_or(Date::MIN)),
            Self::After(stretch) => (readings(stretch)[0].1.tomorrow().unwrap_or(Date::MAX), Date::MAX),
            Self::Either(one, other) | Self::Between(one, other) | Self::Through(one, other) => {
                let (one, other) = (whole(one), whole(other));
                (one.0.min(other.0), one.1.max(other.1))
            }
        }
    }

    /// Whether every day this can mean lies before every day that `other` can mean.
    #[must_use]
    pub fn is_before(self, other: Self) -> bool {
        self.bounds().1 < other.bounds().0
    }

    /// Whether nobody can say which of the two was first: the days that they can mean overlap, and are not one day.
    #[must_use]
    pub fn is_undecided(self, other: Self) -> bool {
        let (one, two) = (self.bounds(), other.bounds());
        let one_day = one.0 == one.1 && one == two;
        !one_day && !self.is_before(other) && !other.is_before(self)
    }

    /// Whole years from this date to `on`; `None` while the precision leaves two answers, or when `on` is earlier.
    #[must_use]
    pub fn age_on(self, on: Date) -> Option<i16> {
        let years = |birth: Date| {
            let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
            on.year() - birth.year() - i16::from(!had_birthday)
        };
        let (first, last) = self.bounds();
        let hedged = matches!(self, Self::About(_) | Self::Before(_) | Self::After(_));
        (!hedged && last <= on && years(first) == years(last)).then(|| years(first))
    }

    /// Where the date stands among others: by the first day that it can mean, one that is open to the past by its last.
    fn rank(self) -> (Date, Date, u8, [Stretch; 2]) {
        let (first, last) = self.by(|stretch| [stretch.place(); 2]);
        let (kind, stretches) = match self {
            Self::Before(stretch) => (0, [stretch, stretch]),
            Self::At(stretch) => (1, [stretch, stretch]),
            Self::About(stretch) => (2, [stretch, stretch]),
            Self::Either(one, other) => (3, [one, other]),
            Self::Between(one, other) => (4, [one, other]),
            Self::Through(one, other) => (5, [one, other]),
            Self::After(stretch) => (6, [stretch, stretch]),
        };
        let key = if kind == 0 { last } else { first };
        (key, last, kind, stretches)
    }
}

/// One that is before another for certain comes first; where that is not certain, by the day on which it may begin.
impl Ord for PaperDate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for PaperDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Stretch {
    /// The two stretches of days that it can mean; for all but a winter they are one.
    fn readings(self) -> [(Date, Date); 2] {
        self.when.readings().map(|bounds| self.part_of(bounds))
    }

    /// The days by which it is sorted.
    fn place(self) -> (Date, Date) {
        self.part_of(self.when.place())
    }

    /// Nobody says where "early" ends, so the three parts overlap: five twelfths from the beginning, six around the
    /// middle, five to the end.
    fn part_of(self, (first, last): (Date, Date)) -> (Date, Date) {
        let days = calendar::days_between(first, last);
        let after = |share: i32| calendar::plus(first, days * share / 12);
        match self.part {
            None => (first, last),
            Some(Part::Early) => (first, after(5)),
            Some(Part::Mid) => (after(3), after(9)),
            Some(Part::Late) => (after(7), last),
        }
    }

    fn rank(self) -> (Date, Date, Option<Part>, u8) {
        let (first, last) = self.when.place();
        let kind = match self.when {
            When::Day(_) => 0,
            When::Holiday(_, holiday) => 10 + holiday.number(),
            When::Month(..) => 1,
            When::Season(..) => 2,
            When::Turn(..) => 3,
            When::Year(_) => 4,
            When::Decade(_) => 5,
        };
        (first, last, self.part, kind)
    }
}

impl Ord for Stretch {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for Stretch {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl When {
    /// The two stretches of days that it can mean. "Winter 2014" is the one that ended in 2014 or the one that began in
    /// it; all else is one stretch.
    fn readings(self) -> [(Date, Date); 2] {
        let place = self.place();
        match self {
            Self::Season(year, Season::Winter) => [Self::Season(year.saturating_sub(1), Season::Winter).place(), place],
            _ => [place; 2],
        }
    }

    /// So many days beside it somebody may be who says "about": as long as the stretch is, but half a decade, and a
    /// month for a day.
    fn beside(self) -> i32 {
        match self {
            Self::Day(_) | Self::Holiday(..) | Self::Month(..) => 31,
            Self::Season(..) | Self::Turn(..) => 92,
            Self::Year(_) => 366,
            Self::Decade(_) => 5 * 366,
        }
    }

    /// The first and the last day of it, by which it is sorted; a winter has those of the one that begins in its year.
    fn place(self) -> (Date, Date) {
        // A winter that begins in the last year that there is ends with it.
        let month_start = |year: i16, month: i8| Date::new(year, month, 1).unwrap_or(Date::MAX);
        let month_end = |year: i16, month: i8| month_start(year, month).last_of_month();
        match self {
            Self::Day(date) => (date, date),
            Self::Holiday(year, holiday) => holiday.days(year),
            Self::Month(year, month) => (month_start(year, month), month_end(year, month)),
            Self::Season(year, Season::Winter) | Self::Turn(year, _) => {
                (month_start(year, 12), month_end(year.saturating_add(1), 2))
            }
            Self::Season(year, season) => {
                let first = season.first_month();
                (month_start(year, first), month_end(year, first + 2))
            }
            Self::Year(year) => (month_start(year, 1), month_end(year, 12)),
            Self::Decade(year) => (month_start(year, 1), month_end(year.saturating_add(9), 12)),
        }
    }

    fn year(year: i16) -> Result<Self, DateError> {
        if (1..=9999).contains(&year) { Ok(Self::Year(year)) } else { Err(DateError::NoSuchDay) }
    }

    fn month(year: i16, month: i16) -> Result<Self, DateError> {
        match i8::try_from(month) {
            Ok(month @ 1..=12) => Self::year(year).map(|_| Self::Month(year, month)),
            _ => Err(DateError::NoSuchDay),
        }
    }

    fn date(year: i16, month: i16, day: i16) -> Result<Self, DateError> {
        let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return Err(DateError::NoSuchDay) };
        Self::year(year)?;
        Date::new(year, month, day).map(Self::Day).map_err(|_| DateError::NoSuchDay)
    }
}
