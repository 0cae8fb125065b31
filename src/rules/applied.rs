//! A rule in the edition that one paper reads, and what a reader of the paper must know about it.

use std::sync::Arc;

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::lock::LockEntry;
use crate::span::Span;
use crate::template::RuleWords;

use super::{Check, DateBy, Edition, Rule, Status};

/// A rule in the edition that applies.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The rule.
    pub rule: Arc<Rule>,
    /// The position of the edition in the rule's list.
    at: usize,
    /// The latest check of the edition, where it rests on a secondary source and somebody has recorded one.
    pub checked: Option<Check>,
    /// How commands name the rule: by its id, behind the name of an added pack.
    pub name: String,
}

/// The dates of a paper that pick editions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// The date of the paper.
    pub paper: Date,
    /// The day on which it is signed, where that is another.
    pub execution: Option<Date>,
    /// The day on which the decision or notice was served, where there is one.
    pub service: Option<Date>,
}

/// Whether the words of an edition may stand in a final paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// A draft: an edition that is not in force is a warning.
    Draft,
    /// The final paper: it is an error.
    Final,
}

impl Dates {
    /// Only the date of the paper is known.
    #[must_use]
    pub fn paper(paper: Date) -> Self {
        Self { paper, execution: None, service: None }
    }

    /// The date that picks the edition of a rule; the paper's own where the other is not known.
    #[must_use]
    pub fn of(self, by: DateBy) -> Date {
        match by {
            DateBy::Paper => self.paper,
            DateBy::Execution => self.execution.unwrap_or(self.paper),
            DateBy::Service => self.service.unwrap_or(self.paper),
        }
    }
}

impl Applied {
    /// Picks the edition: the one that the lock pins, else the one of the date. `wanted` is where the paper names the
    /// rule.
    pub fn pick(
        rule: Arc<Rule>,
        dates: Dates,
        lock: Option<&LockEntry>,
        wanted: Option<Span>,
        report: &mut Report,
    ) -> Option<Self> {
        let on = dates.of(rule.date_by);
        let position = |from: Date| rule.editions.iter().position(|edition| edition.from == from);
        let on_date = rule.edition(on).and_then(|edition| position(edition.from));
        let locked = lock.and_then(|lock| lock.edition(&rule.id)).and_then(|(from, _)| position(from));
        if let (Some(locked), Some(newest)) = (locked, on_date)
            && let (Some(old), Some(new)) = (rule.editions.get(locked), rule.editions.get(newest))
            && old.from < new.from
        {
            report.push(newer_edition(&rule, old, new, wanted));
        }
        let Some(at) = locked.or(on_date) else {
            report.push(no_edition(&rule, dates, wanted));
            return None;
        };
        let name = rule.id.clone();
        Some(Self { rule, at, checked: None, name })
    }

    /// The edition.
    #[must_use]
    pub fn edition(&self) -> Option<&Edition> {
        self.rule.editions.get(self.at)
    }

    /// What a template reads of it. Of a disputed edition without wordings of its own, those of the protective
    /// position.
    #[must_use]
    pub fn words(&self) -> Option<RuleWords> {
        let edition = self.edition()?;
        let mut texts = edition.texts.clone();
        if let Some(first) = edition.positions.first() {
            for (name, wording) in &first.texts {
                texts.entry(name.clone()).or_insert_with(|| wording.clone());
            }
        }
        Some(RuleWords { citation: self.rule.citation.clone(), texts, span: edition.span })
    }

    /// What the lock records: the edition's first day and its hash.
    #[must_use]
    pub fn lock_line(&self) -> String {
        self.edition()
            .map(|edition| format!("{} {}", edition.from, edition.hash(&self.rule.citation)))
            .unwrap_or_default()
    }

    /// Says whether the edition is law, and whether it was read in the primary text.
    pub fn review(&self, strictness: Strictness, wanted: Option<Span>, report: &mut Report) {
        let Some(edition) = self.edition() else { return };
        match edition.status {
            Status::InForce => {}
            Status::Disputed => report.push(disputed(&self.rule, edition, wanted)),
            Status::Vacated | Status::Proposed | Status::Rescinded => {
                report.push(not_in_force(&self.rule, edition, strictness, wanted));
            }
        }
        if !edition.verified {
            report.push(match &self.checked {
                Some(check) => checked(&self.rule, check, wanted),
                None => unverified(&self.rule, edition, wanted).hint(format!(
                    "once read, record it: `affiant rules check {} --on DATE --by NAME --source SOURCE`",
                    self.name
                )),
            });
        }
    }
}

/// An edition that nobody has read in the primary text.
fn unverified(rule: &Rule, edition: &Edition, wanted: Option<Span>) -> Diagnostic {
    let message = format!("`{}` ({}) has not been checked against the primary text", rule.id, rule.citation);
    Diagnostic::new(Code::UnverifiedRule, message)
        .at(edition.span, format!("read in: {}", edition.source))
        .at_some(wanted, "relied on here")
        .hint(format!("read {} before you rely on this paper", rule.citation))
}

/// An edition from a secondary source that somebody has checked: the pack has not changed, and whose word it is, is
/// told.
fn checked(rule: &Rule, check: &Check, wanted: Option<Span>) -> Diagnostic {
    let source = if check.source.is_empty() { String::new() } else { format!(", against {}", check.source) };
    let message = format!("`{}` ({}) was checked on {} by {}{source}", rule.id, rule.citation, check.on, check.by);
    let mut found = Diagnostic::new(Code::UnverifiedRule, message).at_some(wanted, "relied on here");
    found.severity = Severity::Note;
    found
}

/// An edition whose meaning is disputed: the protective position first.
fn disputed(rule: &Rule, edition: &Edition, wanted: Option<Span>) -> Diagnostic {
    let mut found =
        Diagnostic::new(Code::DisputedRule, format!("it is disputed what `{}` ({}) says", rule.id, rule.citation))
            .at(edition.span, "this edition")
            .at_some(wanted, "relied on here");
    for (at, position) in edition.positions.iter().enumerate() {
        let rank = if at == 0 { "the protective position" } else { "another position" };
        let source = if position.source.is_empty() { String::new() } else { format!(" ({})", position.source) };
        found = found.hint(format!("{rank}: {}{source}", position.name));
    }
    found
}

/// An edition that is not law.
fn not_in_force(rule: &Rule, edition: &Edition, strictness: Strictness, wanted: Option<Span>) -> Diagnostic {
    let state = match edition.status {
        Status::Proposed => "only proposed",
        other => other.word(),
    };
    let mut found = Diagnostic::new(Code::RuleNotInForce, format!("`{}` ({}) is {state}", rule.id, rule.citation))
        .at(edition.span, format!("this edition, from {}", edition.from))
        .at_some(wanted, "relied on here")
        .hint("have a lawyer decide what the paper may rest on instead");
    if strictness == Strictness::Draft {
        found.severity = Severity::Warning;
    }
    found
}

/// A date before the rule's first edition. The day of service is a fact, and is not repeated.
fn no_edition(rule: &Rule, dates: Dates, wanted: Option<Span>) -> Diagnostic {
    let first = rule.editions.first();
    let paper = format!("{}, the date of the paper", dates.paper);
    let (on, which) = match (rule.date_by, dates.execution, dates.service) {
        (DateBy::Paper, ..) => (paper, "the date of the paper"),
        (DateBy::Execution, Some(day), _) => (format!("{day}, the day of signing"), "the day of signing"),
        (DateBy::Service, _, Some(_)) => ("the day of service".to_owned(), "the day of service"),
        (DateBy::Execution, None, _) => {
            (format!("{paper}, which counts as the day of signing"), "the date of the paper")
        }
        (DateBy::Service, _, None) => (format!("{paper}: the day of service is not known"), "the date of the paper"),
    };
    let begins = first.map(|edition| format!("the first edition is from {}", edition.from)).unwrap_or_default();
    Diagnostic::new(Code::NoEdition, format!("`{}` has no edition for {on}", rule.id))
        .at_some(wanted, "relied on here")
        .at_some(first.map(|edition| edition.span), begins)
        .hint(format!("check {which}, or its year"))
}

/// A newer edition than the locked one.
fn newer_edition(rule: &Rule, old: &Edition, new: &Edition, wanted: Option<Span>) -> Diagnostic {
    Diagnostic::new(Code::NewerEdition, format!("`{}` has a newer edition than the one in `affiant.lock`", rule.id))
        .at(new.span, format!("from {}", new.from))
        .at(old.span, format!("the locked one, from {}: it is used", old.from))
        .at_some(wanted, "relied on here")
        .hint(format!(
            "read {}; `affiant upgrade` shows what it changes in this paper, `--apply` takes it",
            rule.citation
        ))
}
