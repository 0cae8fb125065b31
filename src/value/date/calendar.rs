//! Days counted from one another.

use jiff::Span;
use jiff::civil::Date;

/// How many days lie between the first and the last one.
pub(super) fn days_between(first: Date, last: Date) -> i32 {
    (last - first).get_days()
}

/// A day so many days later, as far as the calendar goes.
pub(super) fn plus(date: Date, days: i32) -> Date {
    date.saturating_add(Span::new().days(days))
}

/// A day so many days earlier.
pub(super) fn minus(date: Date, days: i32) -> Date {
    plus(date, -days)
}

/// Easter Sunday of a year of the Gregorian calendar, by the method that Meeus, Jones and Butcher published.
pub(super) fn easter(year: i16) -> Date {
    let year = i32::from(year);
    let (golden, century, of_century) = (year % 19, year / 100, year % 100);
    let lead = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - lead - of_century % 4) % 7;
    let correction = (golden + 11 * lead + 22 * to_sunday) / 451;
    let days = lead + to_sunday - 7 * correction + 114;
    let (month, day) = (days / 31, days % 31 + 1);
    Date::new(i16::try_from(year).unwrap_or(i16::MAX), i8::try_from(month).unwrap_or(4), i8::try_from(day).unwrap_or(1))
        .unwrap_or(Date::MAX)
}
