//! Whether a paper may be final: no gap, no sample people, a date that somebody gave, a template that still stands.

use super::brief::Brief;
use super::{Finish, Request};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::fields::CheckedFacts;
use crate::lock::{Lock, LockEntry};
use crate::words;

/// Findings that stand between a draft and its final.
pub fn check(request: &Request, brief: &Brief, facts: &CheckedFacts, so_far: &Report) -> Report {
    let mut report = Report::default();
    if request.finish == Finish::Draft {
        return report;
    }
    if so_far.has(Severity::Gap) {
        report.push(gaps_in_final(brief, so_far.count(Severity::Gap)));
    }
    if facts.fictional {
        report.push(sample_facts(brief));
    }
    // A date that cannot be read was told where it stands.
    if brief.date.is_none() && request.date.is_none() {
        report.push(undated_final(brief));
    }
    if !request.set.is_empty() {
        report.push(set_in_final());
    }
    report
}

/// Whether the paper is made of what the lock says.
pub fn locked(request: &Request, brief: &Brief, now: &LockEntry) -> Report {
    let Some(draft) = &brief.draft else { return Report::default() };
    let mut report = brief.lock.check(draft, now);
    if request.locked && brief.lock.entry(draft).is_none() {
        report.push(Lock::not_locked(draft));
    }
    report
}

fn gaps_in_final(brief: &Brief, gaps: usize) -> Diagnostic {
    let message = format!("the paper has {} and cannot be final", words::count(gaps, "gap"));
    Diagnostic::new(Code::FinalRefused, message)
        .at_some(brief.pin.span, "this paper")
        .hint("fill what the gaps name, or build a draft without `--final`")
}

fn sample_facts(brief: &Brief) -> Diagnostic {
    let span = brief.facts.at("fictional").map(|node| node.span);
    Diagnostic::new(Code::SampleFacts, "the facts say `fictional = true`, and nothing made from a sample can be final")
        .at_some(span, "says that these people do not exist")
        .hint("put in the facts of the case, and then take this line out")
}

fn undated_final(brief: &Brief) -> Diagnostic {
    let hint = match brief.draft {
        Some(_) => "add `date = 2026-01-31` to this `[[draft]]` in matter.toml, or give `--date 2026-01-31`",
        None => "give `--date 2026-01-31`",
    };
    Diagnostic::new(Code::FinalRefused, "the final paper has no date: today's date is not taken for it")
        .at_some(brief.pin.span, "this paper")
        .hint(hint)
}

fn set_in_final() -> Diagnostic {
    Diagnostic::new(Code::FinalRefused, "`--set` is for a try, and cannot go into a final paper")
        .hint("write the value into the facts or answers")
}
