//! What a test says: a line for each case with what changed in it, the findings, and how many are as expected.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::verdict::{Status, Verdict};
use crate::cli::Format;
use crate::cmd::papers;
use crate::diag::{Code, Report, Severity};
use crate::diff;
use crate::golden::{self, Change};
use crate::source::Sources;
use crate::term::{Terminal, report, revision};
use crate::words;

/// How many words of an unchanged stretch are shown on either side of a change.
const CONTEXT: usize = 8;

/// Tells how the cases came out, and whether all are as expected.
pub fn tell(verdicts: &[Verdict], sources: &Sources, format: Format, terminal: Terminal) -> bool {
    let good = verdicts.iter().all(Verdict::is_good);
    match format {
        Format::Json => verdicts.iter().for_each(|verdict| terminal.out(&format!("{}\n", object(verdict, sources)))),
        Format::Human => {
            terminal.out(&verdicts.iter().map(|verdict| lines(verdict, terminal.paint)).collect::<String>());
            let mut told = BTreeSet::new();
            for of_version in verdicts.chunk_by(|one, other| one.template == other.template) {
                for verdict in of_version {
                    if let Some((report, sources)) = &verdict.drafted {
                        papers::print_report(&news(report, sources, &mut told), sources, format, terminal);
                    }
                    let report = without_differences(&verdict.report);
                    papers::print_report(&news(&report, sources, &mut told), sources, format, terminal);
                }
                papers::print_report(&differences(of_version), sources, format, terminal);
            }
            terminal.out(&summary(verdicts));
        }
    }
    good
}

/// `differs    support-letter@1.0.0 friend`, and under it the changed lines.
fn lines(verdict: &Verdict, color: bool) -> String {
    let mut lines = format!("{:9}  {} {}\n", verdict.status.word(), verdict.template, verdict.case);
    changed(&mut lines, "line", &verdict.changes, color);
    if let Some(path) = &verdict.written {
        let _ = writeln!(lines, "           read it whole in {}", path.strip_prefix(".").unwrap_or(path).display());
    }
    changed(&mut lines, "with today's editions, line", &verdict.drift, color);
    lines
}

fn changed(lines: &mut String, place: &str, changes: &[Change], color: bool) {
    for change in changes.iter().filter(|change| !change.runs.is_empty()) {
        let runs = diff::in_context(&change.runs, CONTEXT);
        let _ = writeln!(lines, "           {place} {}: {}", change.line, revision::words(&runs, color));
    }
}

/// The findings that a person needs besides the changed lines, which were shown with their case.
fn without_differences(report: &Report) -> Report {
    let others = report.diagnostics.iter().filter(|found| found.code != Code::GoldenDiffers);
    Report { diagnostics: others.cloned().collect() }
}

/// What was not told of another case already: one slip in a template stops every case of it. Of a paper that there is
/// not, its gaps say nothing.
fn news(report: &Report, sources: &Sources, told: &mut BTreeSet<String>) -> Report {
    let stopped = report.has(Severity::Error);
    let wanted = report.diagnostics.iter().filter(|found| !stopped || found.severity != Severity::Gap);
    let new = wanted.filter(|found| {
        let place = found.labels.first().map(|label| sources.place(label.span));
        told.insert(format!("{:?} {} {place:?} {:?}", found.code, found.message, found.file))
    });
    Report { diagnostics: new.cloned().collect() }
}

/// What the cases of one version that differ come to.
fn differences(of_version: &[Verdict]) -> Report {
    let differs = |verdict: &&Verdict| verdict.report.diagnostics.iter().any(|found| found.code == Code::GoldenDiffers);
    let cases: Vec<&str> = of_version.iter().filter(differs).map(|verdict| verdict.case.as_str()).collect();
    let mut report = Report::default();
    let says =
        |code: Code| of_version.iter().any(|verdict| verdict.report.diagnostics.iter().any(|found| found.code == code));
    if says(Code::GoldenKept) {
        return report;
    }
    if let Some(first) = of_version.first().filter(|_| !cases.is_empty()) {
        report.push(golden::papers_differ(&first.template, &cases));
    }
    report
}

/// `34 cases of 3 versions: 33 ok, 1 differs`
fn summary(verdicts: &[Verdict]) -> String {
    let mut versions: Vec<_> = verdicts.iter().map(|verdict| verdict.template.to_string()).collect();
    versions.dedup();
    let statuses = [
        Status::Fine,
        Status::Drifts,
        Status::Accepted,
        Status::Differs,
        Status::Unmet,
        Status::BadPages,
        Status::NoPaper,
        Status::NoGolden,
        Status::NoCase,
    ];
    let counted = statuses.iter().filter_map(|status| {
        let count = verdicts.iter().filter(|verdict| verdict.status == *status).count();
        (count > 0).then(|| format!("{count} {}", status.word()))
    });
    let counted: Vec<String> = counted.collect();
    let counted = if counted.is_empty() { String::new() } else { format!(": {}", counted.join(", ")) };
    format!("{} of {}{counted}\n", words::count(verdicts.len(), "case"), words::count(versions.len(), "version"))
}

/// One case for a program.
fn object(verdict: &Verdict, sources: &Sources) -> Value {
    let parsed = |report: &Report, sources: &Sources| -> Vec<Value> {
        report::json(report, sources).iter().filter_map(|line| serde_json::from_str(line).ok()).collect()
    };
    let mut findings = parsed(&verdict.report, sources);
    if let Some((report, sources)) = &verdict.drafted {
        findings.extend(parsed(report, sources));
    }
    let changes = |changes: &[Change]| -> Vec<Value> {
        changes.iter().map(|change| json!({ "line": change.line, "runs": change.runs })).collect()
    };
    json!({
        "template": verdict.template.to_string(),
        "case": verdict.case,
        "status": verdict.status.word(),
        "changes": changes(&verdict.changes),
        "drift": changes(&verdict.drift),
        "findings": findings,
    })
}
