//! The findings of several papers as one report.

use super::{Batch, print_report};
use crate::cli::{Format, Subject};
use crate::diag::{Code, Report, Severity};
use crate::source::Sources;
use crate::term::overview::{self, Finding, Papers};
use crate::term::standing::COUNTED;
use crate::term::{Terminal, report};
use crate::words;

/// How much is said of each finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// A line each, and errors in full.
    Short,
    /// Each with its excerpts and hints.
    Full,
}

impl Depth {
    /// How much `--verbose` or its absence asks for.
    #[must_use]
    pub fn asked(subject: &Subject) -> Self {
        if subject.verbose { Self::Full } else { Self::Short }
    }
}

/// Findings of several papers as one list, in the order of the papers: what two papers say alike is said once.
#[derive(Default)]
pub struct Merged {
    entries: Vec<(String, Finding)>,
}

impl Merged {
    /// Adds the findings of the paper with this number. Papers can come in any order.
    pub fn add(&mut self, paper: usize, report: &Report, sources: &Sources) {
        for diagnostic in &report.diagnostics {
            let one = Report::from(diagnostic.clone());
            let key = match diagnostic.code {
                // Of the template, wherever it is used.
                Code::UnreviewedTemplate => diagnostic.message.clone(),
                _ => report::json(&one, sources).concat(),
            };
            let finding = || Finding {
                diagnostic: diagnostic.clone(),
                sources: sources.referred_to_by(&one),
                papers: vec![paper],
            };
            match self.entries.iter_mut().find(|(known, _)| *known == key) {
                Some((_, known)) => {
                    // What is shown is what the first paper has.
                    if known.papers.first().is_some_and(|first| paper < *first) {
                        *known = Finding { papers: std::mem::take(&mut known.papers), ..finding() };
                    }
                    known.papers.push(paper);
                    known.papers.sort_unstable();
                    known.papers.dedup();
                }
                None => self.entries.push((key, finding())),
            }
        }
    }

    /// Shows all in the form that is asked for: the gravest last, next to the prompt.
    pub fn print(&mut self, (format, depth): (Format, Depth), batch: &Batch, terminal: Terminal) {
        if format == Format::Json || depth == Depth::Full {
            return self.print_full(format, terminal);
        }
        self.sort();
        let ids: Vec<&str> = batch.papers.iter().map(|(id, _)| id.as_str()).collect();
        let root = batch.root.to_string_lossy();
        let papers = Papers { ids: &ids, matter: batch.is_matter().then_some(&*root) };
        terminal.err(&overview::overview(papers, &self.short(), terminal));
    }

    /// Shows each finding with its excerpts and hints, or as one JSON object.
    pub fn print_full(&mut self, format: Format, terminal: Terminal) {
        self.sort();
        for (_, Finding { diagnostic, sources, .. }) in &self.entries {
            print_report(&Report::from(diagnostic.clone()), sources, format, terminal);
        }
    }

    fn sort(&mut self) {
        self.entries.sort_by_key(|(_, finding)| {
            (std::cmp::Reverse(finding.diagnostic.severity), finding.papers.first().copied())
        });
    }

    /// The findings as the short form shows them.
    fn short(&self) -> Vec<Finding> {
        overview::merged(&self.entries.iter().map(|(_, finding)| finding.clone()).collect::<Vec<_>>())
    }

    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.entries.iter().filter(|(_, finding)| finding.diagnostic.severity == severity).count()
    }

    /// How many findings one paper has of each severity that counts.
    #[must_use]
    pub fn counts_of(&self, paper: usize) -> [usize; 3] {
        let short = self.short();
        COUNTED.map(|severity| {
            let of_paper =
                |finding: &&Finding| finding.diagnostic.severity == severity && finding.papers.contains(&paper);
            short.iter().filter(of_paper).count()
        })
    }

    /// `2 errors, 3 gaps, 1 warning`, as many as are shown; empty when there is nothing to count.
    #[must_use]
    pub fn counts(&self, depth: Depth) -> String {
        let short = self.short();
        let counts = COUNTED.map(|severity| match depth {
            Depth::Full => (self.count(severity), severity),
            Depth::Short => (short.iter().filter(|finding| finding.diagnostic.severity == severity).count(), severity),
        });
        let counts: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, kind)| words::count(*count, kind.word()))
            .collect();
        counts.join(", ")
    }

    /// ` (-v for details)`, where the short form leaves something out.
    #[must_use]
    pub fn more(&self, depth: Depth) -> &'static str {
        let is_short = |(_, finding): &(String, Finding)| finding.diagnostic.severity != Severity::Error;
        if depth == Depth::Short && self.entries.iter().any(is_short) { " (-v for details)" } else { "" }
    }
}
