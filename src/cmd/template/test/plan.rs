//! What is to be drafted: every case of every chosen version, in the forms that its expectations need.

use std::sync::Arc;

use jiff::civil::Date;

use crate::cli::template::Test;
use crate::cmd::papers;
use crate::cmd::template::chosen;
use crate::diag::{Code, Diagnostic};
use crate::draft::{Editions, Emit, Request, Subject};
use crate::pack::{Case, Kind, Pack};
use crate::rules::Rule;
use crate::source::Sources;
use crate::template::Pin;
use crate::words;

/// The cases, and what is to be drafted of them.
pub struct Plan {
    /// The cases in order; golden text without a case comes after those of its version.
    pub trials: Vec<Trial>,
    /// What to draft.
    pub orders: Vec<Order>,
    /// Today.
    pub today: String,
}

/// A case to be tried.
pub struct Trial {
    /// The template version.
    pub pin: Pin,
    /// The name of the case.
    pub name: String,
    /// The case; none where it cannot be read, or where there is only golden text.
    pub case: Option<Case>,
    /// Whether there is only golden text.
    pub only_golden: bool,
    /// Which rules have another edition today, in words.
    pub newer: Vec<String>,
}

/// A paper to be drafted for a case.
pub struct Order {
    /// The position of the case in [`Plan::trials`].
    pub trial: usize,
    /// What the paper is for.
    pub purpose: Purpose,
    /// What to ask of the worker.
    pub request: Request,
}

/// What a paper is drafted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be compared with the golden text.
    Text,
    /// To count its pages and check them.
    Pages,
    /// To see what today's editions change.
    Drift,
}

/// Lists what is to be tried.
///
/// # Errors
/// Says that the pack has no such template, or none of its versions such a case.
pub fn plan(pack: &Pack<'_>, sources: &mut Sources, arguments: &Test) -> Result<Plan, Box<Diagnostic>> {
    let mut plan = Plan { trials: Vec::new(), orders: Vec::new(), today: papers::today() };
    let wanted = |name: &str| arguments.cases.is_empty() || arguments.cases.iter().any(|case| case == name);
    let mut known = Vec::new();
    for pin in chosen::versions(pack, arguments.template.as_deref())? {
        let (names, rules) = (pack.cases(&pin), rules(pack, sources, &pin));
        let golden = pack.expected_names(&pin).into_iter().filter(|name| !names.contains(name));
        let golden: Vec<String> = golden.collect();
        for name in names.iter().filter(|name| wanted(name)) {
            plan.add(pack, sources, (&pin, &rules), name);
            if arguments.pages {
                plan.add_pages();
            }
        }
        for name in golden.iter().filter(|name| wanted(name)) {
            let (pin, name) = (pin.clone(), name.clone());
            plan.trials.push(Trial { pin, name, case: None, only_golden: true, newer: Vec::new() });
        }
        known.extend(names.into_iter().chain(golden));
    }
    match arguments.cases.iter().find(|case| !known.contains(case)) {
        Some(unknown) => Err(Box::new(unknown_case(unknown, &known))),
        None => Ok(plan),
    }
}

impl Plan {
    fn add(&mut self, pack: &Pack<'_>, sources: &mut Sources, (pin, rules): (&Pin, &Rules), name: &str) {
        // What is wrong with the case, the worker reports when it reads it.
        let case = pack.case(sources, pin, name).output;
        let newer = case.as_ref().map_or_else(Vec::new, |case| newer_editions(rules, case, &self.today));
        let trial = self.trials.len();
        let mut order = |purpose: Purpose, editions: Editions, emit: Emit| {
            let request = Request {
                pack: !pack.is_builtin(),
                ..Request::of(
                    Subject::Case { template: pin.to_string(), case: name.to_owned(), editions },
                    self.today.clone(),
                    emit,
                )
            };
            self.orders.push(Order { trial, purpose, request });
        };
        order(Purpose::Text, Editions::Released, Emit::Text);
        if case.as_ref().and_then(|case| case.expect.as_ref()).is_some_and(|expect| expect.pages.is_some()) {
            order(Purpose::Pages, Editions::Released, Emit::Pdf);
        }
        if !newer.is_empty() {
            order(Purpose::Drift, Editions::OfDay(self.today.clone()), Emit::Text);
        }
        self.trials.push(Trial { pin: pin.clone(), name: name.to_owned(), case, only_golden: false, newer });
    }

    /// Orders the pages of the last case, unless they are ordered.
    fn add_pages(&mut self) {
        if let Some(Order { purpose: Purpose::Text, trial, request }) =
            self.orders.iter().rfind(|order| order.purpose != Purpose::Drift)
        {
            let request = Request { emit: Emit::PageCheck, ..request.clone() };
            self.orders.push(Order { trial: *trial, purpose: Purpose::Pages, request });
        }
    }
}

/// The rules of a version, each with the first day of the edition that it was released with.
type Rules = Vec<(Arc<Rule>, Option<Date>)>;

/// The rules that a version, its clauses and its deadlines read.
fn rules(pack: &Pack<'_>, sources: &mut Sources, pin: &Pin) -> Rules {
    let Some(template) = pack.template(sources, pin).output else { return Vec::new() };
    let ledger = pack.ledger(sources).output.unwrap_or_default();
    let record = ledger.version(Kind::Template, pin);
    let of_clauses = template.clauses.iter().flat_map(|clause| &clause.rules);
    let named = template.front.rules.iter().chain(of_clauses).map(|(id, _)| id.as_str());
    let mut ids: Vec<&str> = named.chain(template.front.deadlines.iter().map(|deadline| &*deadline.rule)).collect();
    ids.sort_unstable();
    ids.dedup();
    let rules = ids.into_iter().filter_map(|id| {
        Some((pack.rule(sources, id, None).output?, record.and_then(|record| record.released_with(id))))
    });
    rules.collect()
}

/// The rules that the paper of a case would read in another edition today, in words.
fn newer_editions(rules: &Rules, case: &Case, today: &str) -> Vec<String> {
    let Ok(today) = today.parse::<Date>() else { return Vec::new() };
    let newer = rules.iter().filter_map(|(rule, released)| {
        let dated = || rule.edition(case.date.map_or(today, |(date, _)| date)).map(|edition| edition.from);
        let (used, now) = (released.or_else(dated)?, rule.edition(today)?.from);
        (used != now).then(|| format!("`{}`: the edition from {now} instead of the one from {used}", rule.id))
    });
    newer.collect()
}

fn unknown_case(name: &str, known: &[String]) -> Diagnostic {
    let mut names = words::quoted(known);
    names.sort();
    names.dedup();
    let found = Diagnostic::new(Code::UnknownCase, words::unknown("case", name, known.iter().map(String::as_str)));
    if names.is_empty() { found } else { found.hint(format!("there are {}", words::list(&names, "and"))) }
}
