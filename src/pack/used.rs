//! The rules that a version reads, in the editions of a day: what a release records, and what a copy takes along.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::deadline::law::Gather;
use crate::diag::{Pass, Report};
use crate::rules::applied::{Applied, Dates, Strictness};
use crate::source::Sources;
use crate::template::{Clause, Template};

use super::Pack;

impl Pack<'_> {
    /// Every rule that a template reads: those that it and its clauses name, and those that its deadlines are counted
    /// by, in the editions of a day.
    pub fn rules_of(&self, sources: &mut Sources, template: &Template, on: Date) -> Pass<Vec<Applied>> {
        let mut report = Report::default();
        let dates = Dates::paper(on);
        let book = self.rulebook(sources, template, dates, None).take(&mut report);
        let mut rules: BTreeMap<String, Applied> = book.rules;
        for deadline in &template.front.deadlines {
            let strictness = Strictness::Draft;
            let gather = Gather { pack: self, dates, lock: None, strictness, wanted: Some(deadline.span) };
            // Whether they are law and were read in the primary text is said of each paper.
            let used = gather.law(sources, &deadline.rule).output.map_or_else(Vec::new, |(_, used)| used);
            rules.extend(used.into_iter().map(|applied| (applied.rule.id.clone(), applied)));
        }
        Pass::new(rules.into_values().collect(), report)
    }

    /// Every rule that a clause reads by itself.
    pub fn rules_of_clause(&self, sources: &mut Sources, clause: &Clause, on: Date) -> Pass<Vec<Applied>> {
        let mut report = Report::default();
        let mut rules = Vec::new();
        for (id, span) in &clause.rules {
            let Some(rule) = self.rule(sources, id, Some(*span)).take(&mut report) else { continue };
            rules.extend(Applied::pick(rule, Dates::paper(on), None, Some(*span), &mut report));
        }
        Pass::new(rules, report)
    }
}
