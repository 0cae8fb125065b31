//! When something is due: days counted as rule data say, with every step and the rule that asks for it.

pub mod calendar;
pub mod law;
pub mod report;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use crate::value::{Locale, PaperDate};
use crate::words;

pub use calendar::{Holiday, Holidays, Observed, On};
pub use law::{Gather, Law};
pub use report::for_paper;

/// The most days that a period may have: ten years, so that a slip of the pen in rule data ends in an error.
pub const MAX_DAYS: i64 = 3_660;

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cite {
    /// The id of the rule.
    pub rule: String,
    /// How it is cited.
    pub citation: String,
    /// Whether it was read in the primary text.
    pub verified: bool,
}

/// How many days there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The days.
    pub days: i64,
    /// Of a disputed period, whose position it is.
    pub position: Option<String>,
    /// Where it comes from.
    pub cite: Cite,
}

/// Days that a way of service adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The days.
    pub days: i64,
    /// The ways of service that add them: `mail`.
    pub served_by: Vec<String>,
    /// Where it comes from.
    pub cite: Cite,
}

/// How days are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counting {
    /// Whether the day of the event is the first day.
    pub first_day_counts: bool,
    /// Days of the week on which a period does not end.
    pub no_last_weekday: Vec<Weekday>,
    /// Whether a period does not end on a holiday.
    pub no_last_holiday: bool,
    /// Where it comes from.
    pub cite: Cite,
}

/// When something is due, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The last day.
    pub due: Date,
    /// The last day if the way of service had added nothing, where it did: the figure to fear.
    pub in_person: Option<Date>,
    /// How it was counted, in order.
    pub steps: Vec<Step>,
    /// Of a disputed period, the other positions with their last days, each later than `due`.
    pub others: Vec<(String, Date)>,
}

/// One step of the count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was done, in plain words.
    pub text: String,
    /// The day that it gave.
    pub day: Date,
    /// The rule that asks for it.
    pub cite: Cite,
}

/// Counts a period from the day of an event. `served_by` is how the notice of it was served, where that is known; none
/// adds no days, which can only be too early.
///
/// None when the calendar ends before the period does.
#[must_use]
pub fn compute(law: &Law, event: Date, served_by: Option<&str>) -> Option<Deadline> {
    let mut found: Vec<(Option<&str>, Deadline)> = Vec::new();
    for period in &law.periods {
        found.push((period.position.as_deref(), one(law, period, event, served_by)?));
    }
    found.sort_by_key(|(_, deadline)| deadline.due);
    let mut found = found.into_iter();
    let (_, mut first) = found.next()?;
    first.others = found.map(|(position, other)| (position.unwrap_or_default().to_owned(), other.due)).collect();
    Some(first)
}

fn one(law: &Law, period: &Period, event: Date, served_by: Option<&str>) -> Option<Deadline> {
    let mut steps = Vec::new();
    let mut length = period.days;
    if let Some(counting) = &law.counting {
        let first = if counting.first_day_counts { event } else { event.checked_add(1.day()).ok()? };
        let text = format!("counted from {}: the first day is {}", long(event), long(first));
        steps.push(Step { text, day: first, cite: counting.cite.clone() });
        length -= i64::from(counting.first_day_counts);
    }
    let mut day = event.checked_add(length.days()).ok()?;
    let position = period.position.as_ref().map(|position| format!(" ({position})")).unwrap_or_default();
    let text = format!("{} from then{position}: {}", days(period.days), full(day));
    steps.push(Step { text, day, cite: period.cite.clone() });
    let mut in_person = None;
    let added =
        law.added.as_ref().filter(|added| served_by.is_some_and(|way| added.served_by.iter().any(|by| by == way)));
    if let (Some(added), Some(way)) = (added, served_by) {
        in_person = roll(law, day, &mut Vec::new());
        day = day.checked_add(added.days.days()).ok()?;
        let text = format!("{} more for service by {way}: {}", days(added.days), full(day));
        steps.push(Step { text, day, cite: added.cite.clone() });
    }
    let due = roll(law, day, &mut steps)?;
    Some(Deadline { due, in_person, steps, others: Vec::new() })
}

/// The day itself, or the next one on which a period may end.
fn roll(law: &Law, mut day: Date, steps: &mut Vec<Step>) -> Option<Date> {
    let Some(counting) = &law.counting else { return Some(day) };
    loop {
        let holiday = law.holidays.as_ref().filter(|_| counting.no_last_holiday).and_then(|holidays| holidays.on(day));
        let (why, cite) = if let Some(on) = holiday {
            let cite = law.holidays.as_ref().map_or_else(|| counting.cite.clone(), |holidays| on.cite(&holidays.cite));
            (on.name(), cite)
        } else if counting.no_last_weekday.contains(&day.weekday()) {
            (format!("a {}", weekday(day.weekday())), counting.cite.clone())
        } else {
            return Some(day);
        };
        let next = day.checked_add(1.day()).ok()?;
        let text = format!("{} is {why}, so it runs on to {}", long(day), full(next));
        steps.push(Step { text, day: next, cite });
        day = next;
    }
}

/// `November 23, 2026`.
fn long(day: Date) -> String {
    PaperDate::day(day).long(Locale::En)
}

/// `Monday, November 23, 2026`.
fn full(day: Date) -> String {
    format!("{}, {}", weekday(day.weekday()), long(day))
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// `1 day`, `30 days`.
fn days(number: i64) -> String {
    words::count(usize::try_from(number).unwrap_or(0), "day")
}
