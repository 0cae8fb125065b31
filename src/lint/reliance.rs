//! What a template is built on: whether its clauses, its look and its rules still stand today.

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic, Report};
use crate::pack::ledger::{Ledger, State};
use crate::pack::{Kind, Pack};
use crate::rules::applied::{Applied, Dates, Strictness};
use crate::source::Sources;
use crate::span::Span;
use crate::template::{Pin, Template};

/// Warnings about what is withdrawn, should have been reviewed again, or is no law on this day.
pub fn standing(template: &Template, pack: &Pack<'_>, ledger: &Ledger, today: Date, sources: &mut Sources) -> Report {
    let mut report = Report::default();
    let clauses = template.front.clauses.iter().map(|pin| (Kind::Clause, pin));
    for (kind, pin) in std::iter::once((Kind::Look, &template.front.look)).chain(clauses) {
        let Some(record) = ledger.version(kind, pin) else { continue };
        if let State::Withdrawn { because, instead } = &record.state {
            report.push(withdrawn(kind, pin, because, instead.as_deref()));
        }
        due(kind, pin, pin.span, ledger, today, &mut report);
    }
    due(Kind::Template, &template.pin, Some(Span::new(template.source, 0, 0)), ledger, today, &mut report);

    let of_clauses = template.clauses.iter().flat_map(|clause| &clause.rules);
    let named = template.front.rules.iter().chain(of_clauses).map(|(id, span)| (id.as_str(), *span));
    let of_deadlines = template.front.deadlines.iter().map(|deadline| (&*deadline.rule, deadline.span));
    for (id, span) in named.chain(of_deadlines) {
        let Some(rule) = pack.rule(sources, id, Some(span)).take(&mut report) else { continue };
        if let Some(applied) = Applied::pick(rule, Dates::paper(today), None, Some(span), &mut report) {
            applied.review(Strictness::Draft, Some(span), &mut report);
        }
    }
    // Whether somebody has read a rule in the primary text is said with each paper that relies on it.
    report.diagnostics.retain(|found| found.code != Code::UnverifiedRule);
    report
}

/// A review that should have been made by now.
fn due(kind: Kind, pin: &Pin, span: Option<Span>, ledger: &Ledger, today: Date, report: &mut Report) {
    let review = ledger.version(kind, pin).and_then(|record| record.reviewed.as_ref());
    if let Some(next) = review.and_then(|review| review.next).filter(|next| *next < today) {
        let message = format!("the {} `{pin}` should have been reviewed again by {next}", kind.word());
        let found = Diagnostic::new(Code::ReviewDue, message).at_some(span, "relied on here");
        report.push(found.hint("have it read, and record the review in `templates/pack.lock`"));
    }
}

fn withdrawn(kind: Kind, pin: &Pin, because: &str, instead: Option<&str>) -> Diagnostic {
    let because = if because.is_empty() { String::new() } else { format!(": {because}") };
    let message = format!("the {} `{pin}` is withdrawn{because}", kind.word());
    let found = Diagnostic::new(Code::WithdrawnSnippet, message).at_some(pin.span, "relied on here");
    match instead {
        Some(instead) => found.hint(format!("use `{instead}` in the next version of the template")),
        None => found.hint("use another one in the next version of the template"),
    }
}
