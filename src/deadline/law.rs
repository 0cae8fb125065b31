//! The rules that one deadline is counted by, read from rule data.

use jiff::civil::{Date, Weekday};

use crate::diag::{Pass, Report};
use crate::facts::Node;
use crate::facts::keys::Keys;
use crate::lock::LockEntry;
use crate::pack::Pack;
use crate::rules::applied::{Applied, Dates, Strictness};
use crate::rules::{Edition, bad_rule};
use crate::source::Sources;
use crate::span::Span;

use super::calendar::{Holiday, Holidays, Observed, Yearly};
use super::{Added, Cite, Counting, MAX_DAYS, Period};

/// Everything that a deadline is counted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Law {
    /// The period; several where it is disputed.
    pub periods: Vec<Period>,
    /// What a way of service adds.
    pub added: Option<Added>,
    /// How days are counted.
    pub counting: Option<Counting>,
    /// The holidays.
    pub holidays: Option<Holidays>,
}

/// Picks rules for one deadline, and keeps what it picked.
#[derive(Debug)]
pub struct Gather<'a, 'f> {
    /// Where rules are.
    pub pack: &'a Pack<'f>,
    /// The dates that pick editions.
    pub dates: Dates,
    /// What the matter is locked to.
    pub lock: Option<&'a LockEntry>,
    /// Whether the paper is a draft.
    pub strictness: Strictness,
    /// Where the template asks for the deadline.
    pub wanted: Option<Span>,
}

/// The keys of values that name another rule.
const RULES: [&str; 3] = ["mail", "counting", "holidays"];

const PERIOD: [&str; 4] = ["days", "mail_days", "mail", "counting"];

impl Gather<'_, '_> {
    /// The law of a period, and every rule that it was read from.
    pub fn law(&self, sources: &mut Sources, id: &str) -> Pass<Option<(Law, Vec<Applied>)>> {
        let mut report = Report::default();
        let mut used = Vec::new();
        let law = self.read(sources, id, &mut used, &mut report);
        Pass::new(law.map(|law| (law, used)), report)
    }

    fn read(&self, sources: &mut Sources, id: &str, used: &mut Vec<Applied>, report: &mut Report) -> Option<Law> {
        let (edition, cite) = self.edition(sources, id, used, report)?;
        let base = edition.value.as_ref().and_then(|value| Keys::open(value, "a period", &PERIOD, report));
        let mut periods = Vec::new();
        for position in &edition.positions {
            let keys = position.value.as_ref().and_then(|value| Keys::open(value, "a period", &PERIOD, report));
            let days = keys.and_then(|keys| number(keys, "days", 0, MAX_DAYS, report))?;
            let cite = Cite { verified: position.verified || is_checked(used), ..cite.clone() };
            periods.push(Period { days, position: Some(position.name.clone()), cite });
        }
        if periods.is_empty() {
            let Some(base) = base else {
                report.push(bad_rule("the rule gives no period: `value = { days = … }` is wanted", edition.span));
                return None;
            };
            base.require("days", "a period", "add `days = 30`", report);
            periods.push(Period {
                days: number(base, "days", 0, MAX_DAYS, report)?,
                position: None,
                cite: cite.clone(),
            });
        }
        let mut law = Law { periods, added: None, counting: None, holidays: None };
        let Some(base) = base else { return Some(law) };
        if base.node("mail_days").is_some() {
            let days = number(base, "mail_days", 0, MAX_DAYS, report)?;
            law.added = Some(Added { days, served_by: vec!["mail".to_owned()], cite });
        }
        if let Some((rule, _)) = base.text("mail", report) {
            law.added = Some(self.added(sources, rule, used, report)?);
        }
        if let Some((rule, _)) = base.text("counting", report) {
            let (counting, holidays) = self.counting(sources, rule, used, report)?;
            law.counting = Some(counting);
            if let Some(rule) = holidays {
                law.holidays = Some(self.holidays(sources, &rule, used, report)?);
            }
        }
        Some(law)
    }

    fn edition(
        &self,
        sources: &mut Sources,
        id: &str,
        used: &mut Vec<Applied>,
        report: &mut Report,
    ) -> Option<(Edition, Cite)> {
        let rule = self.pack.rule(sources, id, self.wanted).take(report)?;
        let applied = Applied::pick(rule, self.dates, self.lock, self.wanted, report)?;
        let applied = self.pack.checked(sources, applied, self.wanted).take(report);
        applied.review(self.strictness, self.wanted, report);
        let edition = applied.edition()?.clone();
        let verified = edition.verified || applied.checked.is_some();
        let cite = Cite { rule: id.to_owned(), citation: applied.rule.citation.clone(), verified };
        used.push(applied);
        Some((edition, cite))
    }

    fn added(&self, sources: &mut Sources, id: &str, used: &mut Vec<Applied>, report: &mut Report) -> Option<Added> {
        let (edition, cite) = self.edition(sources, id, used, report)?;
        let keys = value(&edition, "days that service adds", &["days", "served_by"], report)?;
        keys.require("days", "what service adds", "add `days = 3`", report);
        keys.require("served_by", "what service adds", "add `served_by = [\"mail\"]`", report);
        let served_by = keys.texts("served_by", report).into_iter().map(|(way, _)| way.to_owned()).collect();
        Some(Added { days: number(keys, "days", 0, MAX_DAYS, report)?, served_by, cite })
    }

    fn counting(
        &self,
        sources: &mut Sources,
        id: &str,
        used: &mut Vec<Applied>,
        report: &mut Report,
    ) -> Option<(Counting, Option<String>)> {
        let (edition, cite) = self.edition(sources, id, used, report)?;
        let keys = value(&edition, "a way of counting", &["first_day_counts", "no_last_day", "holidays"], report)?;
        let mut counting = Counting {
            first_day_counts: keys.yes_no("first_day_counts", report).unwrap_or(false),
            no_last_weekday: Vec::new(),
            no_last_holiday: false,
            cite,
        };
        for (word, span) in keys.texts("no_last_day", report) {
            match weekday(word) {
                Some(day) => counting.no_last_weekday.push(day),
                None if word == "holiday" => counting.no_last_holiday = true,
                None => report.push(bad_rule("`no_last_day` lists days of the week and `holiday`", span)),
            }
        }
        if counting.no_last_weekday.len() > 6 {
            report.push(bad_rule("a period must be able to end on some day of the week", edition.span));
            return None;
        }
        let holidays = keys.text("holidays", report).map(|(id, _)| id.to_owned());
        Some((counting, holidays))
    }

    fn holidays(
        &self,
        sources: &mut Sources,
        id: &str,
        used: &mut Vec<Applied>,
        report: &mut Report,
    ) -> Option<Holidays> {
        let (edition, cite) = self.edition(sources, id, used, report)?;
        let keys = value(&edition, "a list of holidays", &["holiday", "observed"], report)?;
        let nodes = keys.tables("holiday", report);
        let list: Vec<Holiday> = nodes.iter().filter_map(|node| holiday(node, report)).collect();
        let rules = keys.tables("observed", report);
        let mut observed: Vec<Observed> = rules.iter().filter_map(|node| kept(node, report)).collect();
        for observed in &mut observed {
            observed.verified |= is_checked(used);
        }
        (list.len() == nodes.len() && observed.len() == rules.len()).then_some(Holidays { list, observed, cite })
    }
}

/// The ids of the rules that an edition's value names: what a deadline under it is counted by besides.
#[must_use]
pub fn named(edition: &Edition) -> Vec<String> {
    let values = edition.positions.iter().map(|position| &position.value).chain([&edition.value]);
    let named = values.flatten().flat_map(|value| RULES.iter().filter_map(|key| value.at(key)?.text()));
    let mut ids: Vec<String> = named.map(str::to_owned).collect();
    ids.dedup();
    ids
}

/// Whether somebody has recorded reading the last of these rules, which vouches for all its parts.
fn is_checked(used: &[Applied]) -> bool {
    used.last().is_some_and(|applied| applied.checked.is_some())
}

fn value<'e>(edition: &'e Edition, what: &str, known: &[&str], report: &mut Report) -> Option<Keys<'e>> {
    let Some(value) = &edition.value else {
        report.push(bad_rule(&format!("the rule gives no value: {what} is wanted"), edition.span));
        return None;
    };
    Keys::open(value, what, known, report)
}

fn holiday(node: &Node, report: &mut Report) -> Option<Holiday> {
    let keys = Keys::open(node, "a holiday", &["name", "from", "month", "day", "nth", "weekday"], report)?;
    keys.require("name", "a holiday", "add its name", report);
    keys.require("month", "a holiday", "add its month", report);
    let month = small(keys, "month", 1, 12, report)?;
    let day = if keys.node("weekday").is_some() {
        keys.require("nth", "a holiday on a day of the week", "add `nth = 1`, or `-1` for the last", report);
        let nth = small(keys, "nth", -1, 4, report)?;
        let (word, span) = keys.text("weekday", report)?;
        let Some(weekday) = weekday(word).filter(|_| nth != 0) else {
            report.push(bad_rule("a day of the week, and the how manieth of the month, are wanted", span));
            return None;
        };
        Yearly::Nth(month, nth, weekday)
    } else {
        keys.require("day", "a holiday", "add its day, or `nth` and `weekday`", report);
        Yearly::Fixed(month, small(keys, "day", 1, 31, report)?)
    };
    let from = keys.date("from", report).map(|(date, _)| date);
    Some(Holiday { name: keys.text("name", report)?.0.to_owned(), day, from })
}

fn kept(node: &Node, report: &mut Report) -> Option<Observed> {
    let keys = Keys::open(node, "a rule of keeping", &["on", "days", "source", "verified"], report)?;
    keys.require("on", "a rule of keeping", "add `on = \"saturday\"`", report);
    keys.require("days", "a rule of keeping", "add `days = -1`", report);
    let (word, span) = keys.text("on", report)?;
    let Some(on) = weekday(word) else {
        report.push(bad_rule("a day of the week is wanted", span));
        return None;
    };
    let source = keys.text("source", report).map(|(text, _)| text.to_owned()).unwrap_or_default();
    let verified = keys.yes_no("verified", report).unwrap_or(false);
    Some(Observed { on, days: number(keys, "days", -6, 6, report)?, source, verified })
}

fn number(keys: Keys<'_>, key: &str, least: i64, most: i64, report: &mut Report) -> Option<i64> {
    let (number, span) = keys.integer(key, report)?;
    if (least..=most).contains(&number) {
        return Some(number);
    }
    report.push(bad_rule(&format!("`{key}` is out of range: {least} to {most} is wanted"), span));
    None
}

fn small(keys: Keys<'_>, key: &str, least: i8, most: i8, report: &mut Report) -> Option<i8> {
    number(keys, key, least.into(), most.into(), report).and_then(|number| i8::try_from(number).ok())
}

fn weekday(word: &str) -> Option<Weekday> {
    match word {
        "monday" => Some(Weekday::Monday),
        "tuesday" => Some(Weekday::Tuesday),
        "wednesday" => Some(Weekday::Wednesday),
        "thursday" => Some(Weekday::Thursday),
        "friday" => Some(Weekday::Friday),
        "saturday" => Some(Weekday::Saturday),
        "sunday" => Some(Weekday::Sunday),
        _ => None,
    }
}

/// The days of a service-dated rule are picked by the day of the event.
pub(super) fn dates(mut dates: Dates, event: Date) -> Dates {
    dates.service = Some(event);
    dates
}
