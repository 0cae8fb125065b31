//! The deadlines that a paper's template asks for, computed from its facts and told in the report.

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::fields::CheckedFacts;
use crate::lock::LockEntry;
use crate::pack::Pack;
use crate::rules::applied::{Applied, Dates, Strictness};
use crate::source::Sources;
use crate::template::{DeadlineSpec, Template};
use crate::value::{Checked, Value};

use super::law::{Gather, dates};
use super::{Cite, Deadline, compute, full};

/// Computes the deadlines of a paper. The report tells each with its steps; the output is every rule that was used, for
/// the lock.
pub fn for_paper(
    sources: &mut Sources,
    pack: &Pack<'_>,
    template: &Template,
    facts: &CheckedFacts,
    (on, lock, strictness): (Dates, Option<&LockEntry>, Strictness),
) -> Pass<Vec<Applied>> {
    let mut report = Report::default();
    let mut used = Vec::new();
    for spec in &template.front.deadlines {
        let Some(date) = field(facts, &spec.from) else { continue };
        let event = match &date.value {
            Value::Date(date) => date.exact(),
            Value::Absent | Value::Declined => continue,
            _ => None,
        };
        let Some(event) = event else {
            report.push(no_deadline(spec, date));
            continue;
        };
        let served_by =
            spec.served_by.as_ref().and_then(|name| field(facts, name)).and_then(|field| match &field.value {
                Value::Choice { value, .. } => Some(value.as_str()),
                _ => None,
            });
        let gather = Gather { pack, dates: dates(on, event), lock, strictness, wanted: Some(spec.span) };
        let Some((law, rules)) = gather.law(sources, &spec.rule).take(&mut report) else { continue };
        used.extend(rules);
        let Some(deadline) = compute(&law, event, served_by) else {
            report.push(no_deadline(spec, date));
            continue;
        };
        for step in deadline.steps.iter().filter(|step| !step.cite.verified) {
            // A rule that is unverified as a whole has been named already, with its source.
            if !report.diagnostics.iter().any(|found| names_rule(found, &step.cite.rule)) {
                report.push(unverified_step(spec, &step.cite));
            }
        }
        if deadline.due < on.paper {
            report.push(passed(spec, &deadline, on.paper, date));
        }
        let unknown_service = spec.served_by.is_some() && served_by.is_none();
        report.push(told(spec, &deadline, unknown_service, date));
    }
    Pass::new(used, report)
}

/// A field by its name, or a member of a group by `group.member`.
fn field<'a>(facts: &'a CheckedFacts, path: &str) -> Option<&'a Checked> {
    let mut names = path.split('.');
    let first = names.next()?;
    let top = facts.fields.iter().find(|(name, _)| name == first).map(|(_, checked)| checked)?;
    names.try_fold(top, |checked, name| checked.value.member(name))
}

fn names_rule(found: &Diagnostic, rule: &str) -> bool {
    found.code == Code::UnverifiedRule && found.message.contains(&format!("`{rule}`"))
}

/// A part of a rule, such as the keeping of a holiday on another day, that nobody has read in the primary text.
fn unverified_step(spec: &DeadlineSpec, cite: &Cite) -> Diagnostic {
    let message = format!("`{}` ({}) has not been checked against the primary text", cite.rule, cite.citation);
    Diagnostic::new(Code::UnverifiedRule, message)
        .at(spec.span, "relied on here")
        .hint(format!("read {} before you rely on the deadline", cite.citation))
}

/// The deadline with its steps.
fn told(spec: &DeadlineSpec, deadline: &Deadline, unknown_service: bool, date: &Checked) -> Diagnostic {
    let mut found = Diagnostic::new(Code::Deadline, format!("{}: due {}", spec.what, full(deadline.due)))
        .at_some(date.origin.span, "runs from this day");
    for step in &deadline.steps {
        let checked = if step.cite.verified { "" } else { ", not checked against the primary text" };
        found = found.note(format!("{} [{}, `{}`{checked}]", step.text, step.cite.citation, step.cite.rule));
    }
    if let Some(day) = deadline.in_person {
        found = found.note(format!("had it been served otherwise: {}", full(day)));
    }
    if unknown_service {
        found = found.note("it is not known how the notice was served, so no days are added for the mail");
    }
    for (position, day) in &deadline.others {
        found = found.note(format!("disputed; under another position, {position}: {}", full(*day)));
    }
    found
}

/// A deadline that lies before the paper's own date.
fn passed(spec: &DeadlineSpec, deadline: &Deadline, paper: Date, date: &Checked) -> Diagnostic {
    let message = format!(
        "{}: the deadline, {}, is before the date of the paper, {}",
        spec.what,
        full(deadline.due),
        full(paper)
    );
    Diagnostic::new(Code::DeadlinePassed, message)
        .at_some(date.origin.span, "runs from this day")
        .hint("check the dates, and whether a rule excuses the delay")
}

/// A deadline whose first day is not known.
fn no_deadline(spec: &DeadlineSpec, date: &Checked) -> Diagnostic {
    let why = match date.value {
        Value::Date(_) => "the day that it runs from is not known exactly",
        _ => "the day that it runs from is not known",
    };
    Diagnostic::new(Code::NoDeadline, format!("{}: no deadline can be computed, because {why}", spec.what))
        .at_some(date.origin.span, "a day such as `2026-11-20` is wanted")
        .at(spec.span, "the deadline runs from it")
        .hint(format!(
            "write the day on which the decision was served, as the notice has it, under `{}`",
            date.origin.path
        ))
}
