//! Holidays whose day the calendar tells, by their place in the table of words.

use jiff::civil::{Date, Weekday};

use super::{Locale, calendar};
use crate::value::reading::{HolidayRule, table};

/// A holiday, by its place in the table of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Holiday(u8);

impl Holiday {
    /// The holiday at a place of the table.
    #[must_use]
    pub fn at(place: usize) -> Option<Self> {
        table().holidays.get(place)?;
        u8::try_from(place).ok().map(Self)
    }

    pub(super) fn number(self) -> u8 {
        self.0
    }

    /// What it is called.
    #[must_use]
    pub fn name(self, locale: Locale) -> &'static str {
        let names = table().holidays.get(usize::from(self.0)).map_or(&[][..], |holiday| &holiday.names);
        let place = usize::from(locale == Locale::Es);
        names.get(place).map_or("", String::as_str)
    }

    /// The first and the last day of it in a year.
    #[must_use]
    pub fn days(self, year: i16) -> (Date, Date) {
        let of = |month: i8, day: i8| Date::new(year, month, day).unwrap_or(Date::MAX);
        let first = match table().holidays.get(usize::from(self.0)).map(|holiday| &holiday.rule) {
            Some(HolidayRule::Easter { easter, .. }) => calendar::plus(calendar::easter(year), *easter),
            Some(HolidayRule::Day { month, day }) => of(*month, *day),
            Some(HolidayRule::Weekday { month, weekday, nth }) => {
                let weekday = Weekday::from_monday_one_offset(*weekday).unwrap_or(Weekday::Monday);
                of(*month, 1).nth_weekday_of_month(*nth, weekday).unwrap_or(Date::MAX)
            }
            None => Date::MAX,
        };
        let more = match table().holidays.get(usize::from(self.0)).map(|holiday| &holiday.rule) {
            Some(HolidayRule::Easter { days: Some(days), .. }) => days - 1,
            _ => 0,
        };
        (first, calendar::plus(first, more))
    }
}
