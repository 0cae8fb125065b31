//! The rules that one paper reads, each in the edition of its date.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Pass, Report};
use crate::lock::LockEntry;
use crate::rules::applied::{Applied, Dates, Strictness};
use crate::source::Sources;
use crate::span::Span;
use crate::template::{RuleWords, Template};

use super::Pack;

/// The rules that a paper reads.
#[derive(Clone, Debug, Default)]
pub struct Rulebook {
    /// The rules by id.
    pub rules: BTreeMap<String, Applied>,
    /// Where the template or a clause first names them.
    named: Vec<(String, Span)>,
    /// Whether a rule that the template names is missing, or has no edition for its date.
    pub incomplete: bool,
}

impl Rulebook {
    /// What a template's body reads of them.
    #[must_use]
    pub fn words(&self) -> BTreeMap<String, RuleWords> {
        self.rules.iter().filter_map(|(id, applied)| Some((id.clone(), applied.words()?))).collect()
    }

    /// What the lock records of them.
    #[must_use]
    pub fn lock_lines(&self) -> BTreeMap<String, String> {
        self.rules.iter().map(|(id, applied)| (id.clone(), applied.lock_line())).collect()
    }

    /// Says of the named rules that the paper relies on whether they are law, and whether they were read in the primary
    /// text; `used` are the ids of rules whose words or citation stand in it.
    pub fn review(&self, used: &BTreeSet<&str>, strictness: Strictness, report: &mut Report) {
        for (id, span) in self.named.iter().filter(|(id, _)| used.contains(&**id)) {
            if let Some(applied) = self.rules.get(id) {
                applied.review(strictness, Some(*span), report);
            }
        }
    }

    /// Adds a rule that something else relies on, such as a deadline.
    pub fn add(&mut self, applied: Applied) {
        self.rules.insert(applied.rule.id.clone(), applied);
    }
}

impl Pack<'_> {
    /// A picked edition with what the ledger says of it: whether it is what was released, and who has checked it where
    /// that matters.
    pub fn checked(&self, sources: &mut Sources, mut applied: Applied, wanted: Option<Span>) -> Pass<Applied> {
        let mut report = Report::default();
        self.edition_unchanged(sources, &applied, wanted, &mut report);
        if let Some(prefix) = self.prefix() {
            applied.name = format!("{prefix}:{}", applied.rule.id);
        }
        if let Some(edition) = applied.edition().filter(|edition| !edition.is_verified()) {
            applied.checked = self.checks(sources, &applied.rule, edition).take(&mut report).pop();
        }
        Pass::new(applied, report)
    }

    /// The rules that a template and its clauses name, in the editions of the dates or of the lock.
    pub fn rulebook(
        &self,
        sources: &mut Sources,
        template: &Template,
        dates: Dates,
        lock: Option<&LockEntry>,
    ) -> Pass<Rulebook> {
        let mut report = Report::default();
        let mut book = Rulebook::default();
        let clauses = template.clauses.iter().flat_map(|clause| &clause.rules);
        let named: Vec<&(String, Span)> = template.front.rules.iter().chain(clauses).collect();
        for (id, span) in named {
            if book.rules.contains_key(id) {
                continue;
            }
            let rule = self.rule(sources, id, Some(*span)).take(&mut report);
            let picked = rule.and_then(|rule| Applied::pick(rule, dates, lock, Some(*span), &mut report));
            let Some(applied) = picked else {
                book.incomplete = true;
                continue;
            };
            let applied = self.checked(sources, applied, Some(*span)).take(&mut report);
            book.named.push((id.clone(), *span));
            book.add(applied);
        }
        Pass::new(book, report)
    }
}
