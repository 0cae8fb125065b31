//! The findings of a matter in short: one line each, by paper; then what is missing, as a check-list; then the errors.

mod gaps;

use anstyle::Style;

use super::Terminal;
use super::report::line::{hang, hints, is_of_pack, line, painted};
use super::report::{human, json};
use crate::diag::{Diagnostic, Report, Severity};
use crate::source::Sources;
use crate::words;

/// So many errors are shown with their excerpts; of more, a line each with its hints is quicker to read.
const IN_FULL: usize = 5;

/// A finding, with the papers that have it by their numbers; one of no paper is of the matter itself.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What was found.
    pub diagnostic: Diagnostic,
    /// What it points into.
    pub sources: Sources,
    /// The papers, in order.
    pub papers: Vec<usize>,
}

/// The papers of a report.
#[derive(Clone, Copy, Debug)]
pub struct Papers<'a> {
    /// Their ids.
    pub ids: &'a [&'a str],
    /// The matter's folder, for commands that name it; none for a paper of no matter.
    pub matter: Option<&'a str>,
}

impl Papers<'_> {
    /// ` [letter, motion]` behind what several papers share; nothing where there is only one paper.
    fn tag(self, papers: &[usize]) -> String {
        let ids: Vec<&str> = papers.iter().filter_map(|at| self.ids.get(*at).copied()).collect();
        match ids.len() {
            0 => String::new(),
            _ if self.ids.len() < 2 => String::new(),
            number if number == self.ids.len() => format!(" [all {}]", words::count(number, "paper")),
            _ => format!(" [{}]", ids.join(", ")),
        }
    }
}

/// The same finding of several papers as one: what is missing in one place, whichever templates want it, and what is so
/// of a pack's own files, wherever a template says it.
#[must_use]
pub fn merged(findings: &[Finding]) -> Vec<Finding> {
    let mut merged: Vec<(String, Finding)> = Vec::new();
    for finding in findings {
        let (diagnostic, sources) = (&finding.diagnostic, &finding.sources);
        let is_of_pack = diagnostic.labels.first().is_some_and(|label| is_of_pack(sources.name(label.span)));
        let key = match &diagnostic.lack {
            // Each template has its own name for the person.
            Some(lack) => format!("{} {} {:?}", diagnostic.code, lack.path, gaps::place(finding)),
            None if is_of_pack && diagnostic.severity != Severity::Error => {
                format!("{} {} {}", diagnostic.severity.word(), diagnostic.code, diagnostic.message)
            }
            None => json(&Report::from(diagnostic.clone()), sources).concat(),
        };
        match merged.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => {
                known.papers.extend(&finding.papers);
                known.papers.sort_unstable();
                known.papers.dedup();
            }
            None => merged.push((key, finding.clone())),
        }
    }
    merged.into_iter().map(|(_, finding)| finding).collect()
}

/// The findings as a person reads them, an empty line after each part: warnings and notes, gaps, errors.
#[must_use]
pub fn overview(papers: Papers<'_>, findings: &[Finding], terminal: Terminal) -> String {
    let of = |severity: Severity| findings.iter().filter(move |finding| finding.diagnostic.severity == severity);
    let mut minor: Vec<&Finding> = of(Severity::Note).chain(of(Severity::Warning)).collect();
    minor.sort_by_key(|finding| finding.papers.first().copied());
    let gaps: Vec<&Finding> = of(Severity::Gap).collect();
    let errors: Vec<&Finding> = of(Severity::Error).collect();
    let parts =
        [by_paper(papers, &minor, terminal), gaps::list(papers, &gaps, terminal), wrong(papers, &errors, terminal)];
    parts.into_iter().filter(|part| !part.is_empty()).map(|part| part + "\n").collect()
}

/// Warnings and notes: those of several papers first, then paper by paper.
fn by_paper(papers: Papers<'_>, findings: &[&Finding], terminal: Terminal) -> String {
    let one = |finding: &Finding, indent: &str| {
        let line = line(&finding.diagnostic, &finding.sources, terminal);
        let tag = if finding.papers.len() > 1 { papers.tag(&finding.papers) } else { String::new() };
        hang(&format!("{indent}{line}{tag}"), indent.len() + 2, terminal) + "\n"
    };
    if papers.ids.len() < 2 {
        return findings.iter().map(|finding| one(finding, "")).collect();
    }
    let group = |name: &str, holds: &dyn Fn(&Finding) -> bool| {
        let lines: String =
            findings.iter().filter(|finding| holds(finding)).map(|finding| one(finding, "  ")).collect();
        if lines.is_empty() { lines } else { format!("{}\n{lines}", heading(&format!("{name}:"), terminal)) }
    };
    let mut text = group("the matter", &|finding| finding.papers.iter().all(|at| *at >= papers.ids.len()));
    text += &group("several papers", &|finding| finding.papers.len() > 1);
    for (at, id) in papers.ids.iter().enumerate() {
        text += &group(id, &|finding| finding.papers == [at]);
    }
    text
}

/// The errors: a few with their excerpts, many a line each; always with what to do next.
fn wrong(papers: Papers<'_>, errors: &[&Finding], terminal: Terminal) -> String {
    let in_full = |error: &&Finding| {
        let tag = papers.tag(&error.papers);
        let tag = if tag.is_empty() { tag } else { heading(tag.trim_start(), terminal) + "\n" };
        tag + &human(&Report::from(error.diagnostic.clone()), &error.sources, terminal)
    };
    if errors.len() <= IN_FULL {
        let text: String = errors.iter().map(in_full).collect();
        return text.strip_suffix('\n').unwrap_or(&text).to_owned();
    }
    errors.iter().map(|error| with_hints(papers, error, terminal)).collect()
}

/// A finding on one line, its hints below it.
fn with_hints(papers: Papers<'_>, finding: &Finding, terminal: Terminal) -> String {
    let line = line(&finding.diagnostic, &finding.sources, terminal);
    let mut text = hang(&format!("{line}{}", papers.tag(&finding.papers)), 2, terminal) + "\n";
    for hint in hints(&finding.diagnostic) {
        text += &hang(&format!("  {hint}"), 4, terminal);
        text.push('\n');
    }
    text
}

fn heading(text: &str, terminal: Terminal) -> String {
    painted(text, Style::new().bold(), terminal.color)
}
