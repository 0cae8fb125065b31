//! What a paper's body may read besides its facts: its date, and the rules in the editions of its dates.

use jiff::civil::Date;

use super::brief::Brief;
use super::{Editions, Finish, Request, Subject};
use crate::deadline;
use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::fields::CheckedFacts;
use crate::lock::LockEntry;
use crate::pack::{Kind, Pack, Rulebook};
use crate::rules::applied::{Dates, Strictness};
use crate::source::Sources;
use crate::template::{Surroundings, Template};
use crate::value::{Checked, Locale, PaperDate, Value};

/// What a body may read, and what of it the lock records.
pub struct Context {
    /// The date of the paper.
    pub date: Date,
    /// For the engine.
    pub surroundings: Surroundings,
    /// All rules that the template names or a deadline used, for the lock.
    pub rules: Rulebook,
    /// Whether a rule that is not in force may stand in the paper.
    pub strictness: Strictness,
}

/// Finds the date and the editions, and reports the deadlines that the template names.
pub fn of(
    request: &Request,
    brief: &Brief,
    template: &Template,
    facts: &CheckedFacts,
    pack: &Pack<'_>,
    sources: &mut Sources,
) -> Pass<Option<Context>> {
    let mut report = Report::default();
    let Some(date) = brief.date.map(|(date, _)| date).or_else(|| request.today.parse().ok()) else {
        report.push(no_clock());
        return Pass::new(None, report);
    };
    if let Some(zone) = request.unknown_zone.as_ref().filter(|_| brief.date.is_none()) {
        report.push(unknown_zone(zone, date));
    }
    let strictness = match request.finish {
        Finish::Draft => Strictness::Draft,
        Finish::Final => Strictness::Final,
    };
    let dates = Dates { paper: date, execution: None, service: served_on(template, facts) };
    let released;
    let (dates, lock) = match &request.subject {
        Subject::Case { editions: Editions::OfDay(day), .. } => (Dates::paper(day.parse().unwrap_or(date)), None),
        Subject::Case { editions: Editions::Released, .. } => {
            released = released_with(template, pack, sources).take(&mut report);
            (dates, released.as_ref())
        }
        _ => (dates, brief.draft.as_deref().and_then(|draft| brief.lock.entry(draft))),
    };
    pack.standing(sources, template, brief.pin.span, date, strictness).take(&mut report);
    let mut book = pack.rulebook(sources, template, dates, lock).take(&mut report);
    let used = deadline::report::for_paper(sources, pack, template, facts, (dates, lock, strictness)).take(&mut report);
    for applied in used {
        book.add(applied);
    }
    if brief.draft.is_none() {
        // A template's case has no matter that could take in the newer edition.
        report.diagnostics.retain(|found| found.code != Code::NewerEdition);
    }
    if book.incomplete {
        return Pass::new(None, report);
    }
    let surroundings =
        Surroundings { date: PaperDate::day(date), locale: Locale::of(&template.front.language), rules: book.words() };
    Pass::new(Some(Context { date, surroundings, rules: book, strictness }), report)
}

/// The editions that a template version was released with, in the form of a lock; none where the ledger has none.
fn released_with(template: &Template, pack: &Pack<'_>, sources: &mut Sources) -> Pass<Option<LockEntry>> {
    let mut report = Report::default();
    let ledger = pack.ledger(sources).take(&mut report).unwrap_or_default();
    let record = ledger.version(Kind::Template, &template.pin).filter(|record| !record.rules.is_empty());
    let entry = record.map(|record| LockEntry { rules: record.rules.clone(), ..LockEntry::default() });
    Pass::new(entry, report)
}

/// The day of service: what the template's first deadline runs from, else the decision's date.
fn served_on(template: &Template, facts: &CheckedFacts) -> Option<Date> {
    let named = template.front.deadlines.iter().find_map(|spec| day(&facts.fields, &spec.from));
    named.or_else(|| {
        let fields = template.front.fields.iter().filter(|field| field.fact.as_deref() == Some("decision.date"));
        fields.into_iter().find_map(|field| day(&facts.fields, &field.name))
    })
}

fn day(fields: &[(String, Checked)], name: &str) -> Option<Date> {
    match fields.iter().find(|(field, _)| field == name)?.1.value {
        Value::Date(date) => date.exact(),
        _ => None,
    }
}

/// The paper's date is today's, and nobody knows in which time zone that is.
fn unknown_zone(zone: &str, date: Date) -> Diagnostic {
    let shown: String = zone.chars().filter(|letter| !letter.is_control()).take(40).collect();
    let message = format!("nobody knows the time zone `{shown}` that `TZ` names, so the paper has UTC's day, {date}");
    Diagnostic::new(Code::UnknownZone, message)
        .hint("name a zone as in `TZ=America/Chicago`, unset `TZ`, or give the day: `--date 2026-01-31`")
}

fn no_clock() -> Diagnostic {
    Diagnostic::new(Code::BadDate, "the paper has no date, and today's is not known")
        .hint("give one as `--date 2026-01-31`")
}
