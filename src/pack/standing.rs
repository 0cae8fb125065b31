//! How far a paper may rely on the versions it is made from, as the ledger records it.

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic, Pass, Report, Severity};
use crate::rules::Edition;
use crate::rules::applied::{Applied, Strictness};
use crate::source::Sources;
use crate::span::Span;
use crate::template::{Pin, Template};

use super::ledger::{Record, State};
use super::version::rule_path;
use super::{Kind, Pack};

impl Pack<'_> {
    /// Says whether the template was reviewed, whether it is withdrawn, and whether a released version of a pack in a
    /// folder has been changed. `wanted` is where the matter pins the template, `today` the date of the paper.
    pub fn standing(
        &self,
        sources: &mut Sources,
        template: &Template,
        wanted: Option<Span>,
        today: Date,
        strictness: Strictness,
    ) -> Pass<()> {
        let mut report = Report::default();
        let Some(ledger) = self.ledger(sources).take(&mut report) else { return Pass::new((), report) };
        let pin = Pin { span: wanted, ..template.pin.clone() };
        let record = ledger.version(Kind::Template, &pin);
        if let Some(State::Withdrawn { because, instead }) = record.map(|record| &record.state) {
            report.push(withdrawn(&pin, because, instead.as_deref(), strictness));
        } else if let Some(why) = unreviewed_because(record, today) {
            report.push(unreviewed(&pin, &why));
        }
        // What is embedded cannot change after the build, and a test compares it with the ledger before.
        if !self.is_builtin() {
            let clauses = template.front.clauses.iter().map(|clause| (Kind::Clause, clause));
            let look = (Kind::Look, &template.front.look);
            for (kind, pin) in [(Kind::Template, &pin), look].into_iter().chain(clauses) {
                self.unchanged(&ledger, kind, pin, &mut report);
            }
        }
        Pass::new((), report)
    }

    /// Says when an edition in a folder's pack is not the one that its ledger records.
    pub(super) fn edition_unchanged(
        &self,
        sources: &mut Sources,
        applied: &Applied,
        wanted: Option<Span>,
        report: &mut Report,
    ) {
        let Some(edition) = applied.edition().filter(|_| !self.is_builtin()) else { return };
        let ledger = self.ledger(sources).output.unwrap_or_default();
        let record = ledger.edition(&applied.rule.id, edition.from);
        let released = record.and_then(|record| record.hash.as_ref());
        if released.is_some_and(|hash| *hash != edition.hash(&applied.rule.citation)) {
            report.push(edition_differs(&applied.rule.id, edition, wanted));
        }
        for from in ledger.released_editions(&applied.rule.id) {
            if !applied.rule.editions.iter().any(|edition| edition.from == from) {
                report.push(edition_gone(&applied.rule.id, from, edition.span, wanted));
            }
        }
    }
}

/// Why a version counts as not reviewed.
fn unreviewed_because(record: Option<&Record>, today: Date) -> Option<String> {
    let Some(record) = record else { return Some("is not in its pack's ledger".to_owned()) };
    match &record.reviewed {
        _ if record.state == State::Draft => Some("is itself still a draft".to_owned()),
        None => Some("has not been reviewed by a lawyer".to_owned()),
        Some(review) => {
            let next = review.next.filter(|next| *next < today)?;
            Some(format!("should have been reviewed again by {next}"))
        }
    }
}

fn unreviewed(pin: &Pin, why: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreviewedTemplate, format!("the template `{pin}` {why}"))
        .at_some(pin.span, "built with this template")
        .hint("read the whole paper before it is used")
}

fn withdrawn(pin: &Pin, because: &str, instead: Option<&str>, strictness: Strictness) -> Diagnostic {
    let because = if because.is_empty() { String::new() } else { format!(": {because}") };
    let instead = instead.map(|instead| format!("; `{instead}` replaces it")).unwrap_or_default();
    let message = format!("the template `{pin}` is withdrawn{because}{instead}");
    let mut found = Diagnostic::new(Code::WithdrawnTemplate, message).at_some(pin.span, "built with this template");
    if !instead.is_empty() {
        found = found.hint("`affiant upgrade` shows what that changes in this paper, `--apply` pins it");
    }
    if strictness == Strictness::Final {
        found.severity = Severity::Error;
    }
    found
}

fn edition_differs(rule: &str, edition: &Edition, wanted: Option<Span>) -> Diagnostic {
    let message = format!("the edition of `{rule}` from {} is not what it was when it was released", edition.from);
    Diagnostic::new(Code::ReleasedBytesDiffer, message)
        .at(edition.span, "changed since")
        .at_some(wanted, "relied on here")
        .hint(restore_rule(rule))
        .hint("what the law says from another day on is a new `[[edition]]` in the file")
}

fn edition_gone(rule: &str, from: Date, other: Span, wanted: Option<Span>) -> Diagnostic {
    let message = format!("the edition of `{rule}` from {from} was released, and is no longer in its file");
    Diagnostic::new(Code::ReleasedBytesDiffer, message)
        .at(other, "another edition")
        .at_some(wanted, "relied on here")
        .hint(restore_rule(rule))
}

fn restore_rule(rule: &str) -> String {
    format!("restore the file from git: `git checkout -- {}` in the pack's folder", rule_path(rule))
}
