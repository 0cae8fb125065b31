//! Holidays, and the days on which they are kept, as rule data give them.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use super::{Cite, weekday};

/// The holidays of a jurisdiction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holidays {
    /// The holidays.
    pub list: Vec<Holiday>,
    /// When a holiday that falls on a certain day of the week is kept.
    pub observed: Vec<Observed>,
    /// Where they come from.
    pub cite: Cite,
}

/// One holiday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// Its name.
    pub name: String,
    /// The day of the year.
    pub day: Yearly,
    /// The first day of the law that made it.
    pub from: Option<Date>,
}

/// A day that comes once a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yearly {
    /// Month and day.
    Fixed(i8, i8),
    /// Month, which one (1 the first, -1 the last), and day of the week.
    Nth(i8, i8, Weekday),
}

/// `on` a Saturday, it is kept so many `days` later, or earlier when negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// The day of the week that the holiday falls on.
    pub on: Weekday,
    /// How many days later it is kept.
    pub days: i64,
    /// Where this comes from, when it is not the rule itself.
    pub source: String,
    /// Whether it was read in the primary text.
    pub verified: bool,
}

/// A holiday that is kept on the day in question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct On<'a> {
    /// The holiday.
    pub holiday: &'a Holiday,
    /// Why it is kept on this day, when it falls on another.
    pub observed: Option<&'a Observed>,
}

impl On<'_> {
    /// `Thanksgiving Day`, or `the day on which Independence Day, a Saturday, is kept`.
    #[must_use]
    pub fn name(&self) -> String {
        match self.observed {
            Some(observed) => {
                format!("the day on which {}, a {}, is kept", self.holiday.name, weekday(observed.on))
            }
            None => self.holiday.name.clone(),
        }
    }

    /// The rule that makes it a holiday, with what the day of keeping adds.
    #[must_use]
    pub fn cite(&self, rule: &Cite) -> Cite {
        match self.observed {
            Some(observed) if !observed.source.is_empty() => Cite {
                rule: rule.rule.clone(),
                citation: format!("{}; {}", rule.citation, observed.source),
                verified: rule.verified && observed.verified,
            },
            Some(observed) => Cite { verified: rule.verified && observed.verified, ..rule.clone() },
            None => rule.clone(),
        }
    }
}

impl Yearly {
    /// The day in one year.
    #[must_use]
    pub fn year(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed(month, day) => Date::new(year, month, day).ok(),
            Self::Nth(month, nth, weekday) => Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok(),
        }
    }
}

impl Holidays {
    /// The holiday of a day, whether it falls on the day or is kept on it.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<On<'_>> {
        // New Year's Day may be kept in the year before.
        let years = [day.year(), day.year().saturating_add(1), day.year().saturating_sub(1)];
        let all = || years.into_iter().flat_map(|year| self.year(year));
        let falls = all().find(|(date, on)| *date == day && on.observed.is_none());
        falls.or_else(|| all().find(|(date, _)| *date == day)).map(|(_, on)| on)
    }

    /// The holidays of one year with the days they fall on, and once more with the days they are kept on where that is
    /// another, in the order of the rule.
    #[must_use]
    pub fn year(&self, year: i16) -> Vec<(Date, On<'_>)> {
        let mut days = Vec::new();
        for holiday in &self.list {
            let Some(date) = holiday.day.year(year) else { continue };
            if holiday.from.is_some_and(|from| date < from) {
                continue;
            }
            days.push((date, On { holiday, observed: None }));
            if let Some(observed) = self.observed.iter().find(|observed| observed.on == date.weekday())
                && let Ok(kept) = date.checked_add(observed.days.days())
            {
                days.push((kept, On { holiday, observed: Some(observed) }));
            }
        }
        days
    }
}
