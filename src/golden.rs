//! Golden text: whether the paper of a template's case is what its maintainers have read and found right.

use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::diff::{self, Run, pair};
use crate::pack::expect::{Expect, Pages};
use crate::source::Sources;
use crate::span::Span;
use crate::template::Pin;
use crate::words;

/// Findings that speak of a version's place in its life, which changes without a change of the paper.
const OF_THE_LEDGER: [Code; 3] = [Code::UnreviewedTemplate, Code::WithdrawnTemplate, Code::NewerEdition];

/// What came of a case.
#[derive(Clone, Copy, Debug)]
pub struct Came<'a> {
    /// The paper as readable text; none when errors stood in the way.
    pub text: Option<&'a str>,
    /// How many pages it has, where that was asked.
    pub pages: Option<usize>,
    /// What was found while it was drafted.
    pub report: &'a Report,
}

/// A line of the golden text, or of the paper, that is not in the other as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its number in the golden text, from 1; for a line that came in, the number of the line that it stands before.
    pub line: usize,
    /// Its words, with what happened to them.
    pub runs: Vec<Run>,
}

/// The lines in which a paper differs from its golden text, word by word, in the order of the paper.
#[must_use]
pub fn changes(golden: &str, paper: &str) -> Vec<Change> {
    let (old, new): (Vec<&str>, Vec<&str>) = (golden.lines().collect(), paper.lines().collect());
    let items = |lines: &[&str]| lines.iter().map(|line| pair::Item::new(0, line)).collect::<Vec<_>>();
    let mut changes = Vec::new();
    let mut next = 0;
    for pair in pair::pairs(&items(&old), &items(&new)) {
        let (before, after) = match pair {
            pair::Pair::Old(at) => (Some(at), None),
            pair::Pair::Both(at, new) => (Some(at), Some(new)),
            pair::Pair::New(new) => (None, Some(new)),
        };
        let line = before.unwrap_or(next) + 1;
        next = before.map_or(next, |at| at + 1);
        let text = |lines: &[&str], at: Option<usize>| at.map_or_else(String::new, |at| lines[at].to_owned());
        let (before, after) = (text(&old, before), text(&new, after));
        // Empty lines come and go with what they stand between.
        if before != after {
            changes.push(Change { line, runs: diff::words(&before, &after) });
        }
    }
    changes
}

/// Whether a paper is what its case expects besides the golden text.
#[must_use]
pub fn expectations(expect: &Expect, came: Came<'_>) -> Report {
    let mut report = Report::default();
    if let Some(text) = came.text {
        let text = folded(text);
        for (_, span) in expect.has.iter().filter(|(words, _)| !text.contains(&folded(words))) {
            report.push(unmet("the paper does not say what it must", *span, "is not in the paper"));
        }
        for (_, span) in expect.lacks.iter().filter(|(words, _)| text.contains(&folded(words))) {
            report.push(unmet("the paper says what it must not", *span, "stands in the paper"));
        }
    }
    if let (Some(wanted), Some(pages)) = (expect.pages, came.pages)
        && !(wanted.min..=wanted.max).contains(&pages)
    {
        report.push(other_pages(wanted, pages));
    }
    if let Some(wanted) = &expect.diagnostics {
        let found = || came.report.diagnostics.iter().filter(|found| !OF_THE_LEDGER.contains(&found.code));
        for (code, span) in wanted.codes.iter().filter(|(code, _)| !found().any(|found| found.code == *code)) {
            report.push(unmet(&format!("there is no `{code}`"), *span, "does not appear"));
        }
        for found in found().filter(|found| !wanted.codes.iter().any(|(code, _)| *code == found.code)) {
            let message = format!("the case does not expect `{}`: {}", found.code, found.message);
            report.push(unmet(&message, wanted.span, "is not among these"));
        }
    }
    report
}

/// Whether a paper that could not be drafted is what the case expects.
#[must_use]
pub fn expects_no_paper(expect: Option<&Expect>, report: &Report) -> bool {
    let wanted = expect.and_then(|expect| expect.diagnostics.as_ref());
    let error =
        |code: Code| report.diagnostics.iter().any(|found| found.code == code && found.severity == Severity::Error);
    wanted.is_some_and(|wanted| wanted.codes.iter().any(|(code, _)| error(*code)))
}

/// What was found of a paper, without what is said of its template's place in its life.
#[must_use]
pub fn of_the_paper(report: Report) -> Report {
    let of_paper = report.diagnostics.into_iter().filter(|found| !OF_THE_LEDGER.contains(&found.code));
    Report { diagnostics: of_paper.collect() }
}

/// White space folded, so that words are found wherever the text's lines are broken.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unmet(message: &str, span: Span, label: &str) -> Diagnostic {
    Diagnostic::new(Code::UnmetExpectation, message).at(span, label)
}

fn other_pages(wanted: Pages, pages: usize) -> Diagnostic {
    let expected = match (wanted.min, wanted.max) {
        (min, max) if min == max => format!("{min}"),
        (min, usize::MAX) => format!("at least {min}"),
        (0, max) => format!("at most {max}"),
        (min, max) => format!("{min} to {max}"),
    };
    let message = format!("the paper has {}, but {expected} must come out", words::count(pages, "page"));
    unmet(&message, wanted.span, "expected here")
}

/// The paper is not its golden text.
#[must_use]
pub fn differs(pin: &Pin, case: &str, golden: (&str, &str), changes: &[Change], sources: &mut Sources) -> Diagnostic {
    let (name, text) = golden;
    let first = changes.first().map_or(1, |change| change.line);
    let start: usize = text.split_inclusive('\n').take(first - 1).map(str::len).sum();
    let length = text[start..].lines().next().map_or(0, str::len);
    let id = sources.add(name, text);
    let message = format!("the paper differs from its golden text in {}", words::count(changes.len(), "line"));
    Diagnostic::new(Code::GoldenDiffers, message)
        .at(Span::new(id, start, start + length), "the first one")
        .hint(format!("if it is right as it is now: `affiant template test {pin} --case {case} --accept`"))
}

/// The same of all cases of a version, for those who have seen the changed lines.
#[must_use]
pub fn papers_differ(pin: &Pin, cases: &[&str]) -> Diagnostic {
    let (papers, is) = match cases {
        [_] => ("1 paper".to_owned(), "it is"),
        _ => (format!("{} papers", cases.len()), "they are"),
    };
    let (of_case, verb) = match cases {
        [case] => (format!(" --case {case}"), "differs"),
        _ => (String::new(), "differ"),
    };
    Diagnostic::new(Code::GoldenDiffers, format!("{papers} of `{pin}` {verb} from the golden text, as shown above"))
        .hint(format!("if {is} right now: `affiant template test {pin}{of_case} --accept`"))
}

/// A case without golden text.
#[must_use]
pub fn no_golden(pin: &Pin, case: &str, file: Span) -> Diagnostic {
    Diagnostic::new(Code::NoGolden, format!("the case `{case}` of `{pin}` has no golden text"))
        .at(file.within(0, 0), "")
        .hint(format!("read its paper and keep it: `affiant template test {pin} --case {case} --accept`"))
}

/// Golden text without a case.
#[must_use]
pub fn no_case(pin: &Pin, case: &str, file: &str) -> Diagnostic {
    Diagnostic::new(Code::NoCase, format!("`{pin}` has golden text for `{case}`, but no such case"))
        .in_file(file)
        .hint(format!("write `cases/{case}.toml`, or delete the golden text"))
}

/// Golden text of a case that gives no paper, as it expects.
#[must_use]
pub fn no_paper(pin: &Pin, case: &str, file: &str) -> Diagnostic {
    Diagnostic::new(Code::NoCase, format!("`{pin}` has golden text for `{case}`, which gives no paper"))
        .in_file(file)
        .hint("delete the golden text, or take the error out of the case's `diagnostics`")
}

/// A case whose paper would be dated today.
#[must_use]
pub fn undated(case: &str, file: Span) -> Diagnostic {
    Diagnostic::new(Code::UndatedCase, format!("the case `{case}` says no date, so its paper has another one each day"))
        .at(file.within(0, 0), "")
        .hint("add `date = 2026-11-20` at the beginning")
}

/// A paper that says something else with today's editions; `rules` tells which they are.
#[must_use]
pub fn drift(case: &str, file: Span, day: &str, changes: &[Change], rules: &[String]) -> Diagnostic {
    let message = format!(
        "with the editions of {day}, the paper of the case `{case}` changes in {}",
        words::count(changes.len(), "line")
    );
    let found = Diagnostic::new(Code::EditionDrift, message).at(file.within(0, 0), "");
    rules.iter().fold(found, |found, rule| found.note(rule.clone()))
}
