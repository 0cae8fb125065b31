//! Who relies on a rule: the versions of a pack that name it, themselves or through their clauses and deadlines.

use std::collections::BTreeMap;
use std::fmt;

use crate::deadline::law;
use crate::diag::{Pass, Report};
use crate::source::Sources;
use crate::template::Pin;

use super::ledger::State;
use super::{Kind, Pack};

/// Who relies on the rules of a pack, by the id of the rule.
#[derive(Clone, Debug, Default)]
pub struct Reliance {
    by_rule: BTreeMap<String, Vec<Relier>>,
}

/// A version that relies on a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relier {
    /// Whether it is a template or a clause.
    pub kind: Kind,
    /// The version.
    pub pin: Pin,
    /// Where it is in its life.
    pub state: State,
    /// The ways in which it does, each from the version to the rule; one without steps is that it names the rule
    /// itself.
    pub ways: Vec<Vec<Step>>,
}

/// What lies between a version and a rule that it relies on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A clause that the template uses.
    Clause(Pin),
    /// A deadline that the template asks for: what is due.
    Deadline(String),
    /// Another rule, which is counted by this one.
    Rule(String),
}

impl Reliance {
    /// Who relies on a rule, sorted.
    #[must_use]
    pub fn on(&self, rule: &str) -> &[Relier] {
        self.by_rule.get(rule).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, rule: &str, (kind, pin, state): (Kind, &Pin, &State), way: Vec<Step>) {
        let reliers = self.by_rule.entry(rule.to_owned()).or_default();
        match reliers.iter_mut().find(|known| known.kind == kind && known.pin.to_string() == pin.to_string()) {
            Some(known) if known.ways.contains(&way) => {}
            Some(known) => known.ways.push(way),
            None => {
                reliers.push(Relier { kind, pin: pin.clone(), state: state.clone(), ways: vec![way] });
            }
        }
    }
}

impl Pack<'_> {
    /// Reads every template and clause for the rules that it relies on. What cannot be read is in the report.
    pub fn reliance(&self, sources: &mut Sources) -> Pass<Reliance> {
        let mut report = Report::default();
        let mut reliance = Reliance::default();
        for (kind, pin) in self.all(&[Kind::Template, Kind::Clause]) {
            let state = self.state(sources, kind, &pin).take(&mut report);
            let who = (kind, &pin, &state);
            if kind == Kind::Clause {
                let clause = self.clause(sources, &pin).take(&mut report);
                for (rule, _) in clause.iter().flat_map(|clause| &clause.rules) {
                    reliance.add(rule, who, Vec::new());
                }
                continue;
            }
            let Some(template) = self.template(sources, &pin).take(&mut report) else { continue };
            for (rule, _) in &template.front.rules {
                reliance.add(rule, who, Vec::new());
            }
            for clause in &template.clauses {
                for (rule, _) in &clause.rules {
                    reliance.add(rule, who, vec![Step::Clause(clause.pin.clone())]);
                }
            }
            for deadline in &template.front.deadlines {
                let first = vec![Step::Deadline(deadline.what.clone())];
                self.counted(sources, &deadline.rule, who, &first, &mut reliance);
            }
        }
        Pass::new(reliance, report)
    }

    /// Adds a rule that a deadline is counted by, and those that it names in turn.
    fn counted(
        &self,
        sources: &mut Sources,
        rule: &str,
        who: (Kind, &Pin, &State),
        way: &[Step],
        reliance: &mut Reliance,
    ) {
        reliance.add(rule, who, way.to_vec());
        let Some(read) = self.rule(sources, rule, None).output else { return };
        for next in read.editions.iter().flat_map(law::named) {
            let step = Step::Rule(rule.to_owned());
            // A rule that leads back to itself counts nothing; the deadline says so.
            if !way.contains(&step) {
                self.counted(sources, &next, who, &[way, &[step]].concat(), reliance);
            }
        }
    }

    /// Every version of these kinds.
    fn all(&self, kinds: &[Kind]) -> Vec<(Kind, Pin)> {
        let listed = kinds.iter().flat_map(|kind| self.listed(*kind).into_iter().map(|listed| (*kind, listed)));
        let versions = listed.flat_map(|(kind, listed)| {
            let name = listed.name;
            listed
                .versions
                .into_iter()
                .map(move |version| (kind, Pin { pack: None, name: name.clone(), version, span: None }))
        });
        versions.collect()
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clause(pin) => write!(f, "its clause {pin}"),
            Self::Deadline(what) => write!(f, "its deadline for the {what}"),
            Self::Rule(id) => f.write_str(id),
        }
    }
}
