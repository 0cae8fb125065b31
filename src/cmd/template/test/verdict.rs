//! Whether a case is as expected, from the papers that were drafted of it.

use std::path::PathBuf;

use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::draft::{Drafted, Output};
use crate::golden::{self, Came, Change};
use crate::pack::Pack;
use crate::source::Sources;
use crate::worker::pool::Answer;

use super::plan::{Plan, Purpose, Trial};

/// What is to be said of one case.
pub struct Verdict {
    /// The template version.
    pub template: crate::template::Pin,
    /// The case.
    pub case: String,
    /// How it came out.
    pub status: Status,
    /// Where its paper differs from its golden text.
    pub changes: Vec<Change>,
    /// Where its paper would differ with today's editions.
    pub drift: Vec<Change>,
    /// What the test found; it points into the sources of the whole run.
    pub report: Report,
    /// What was found while the paper was drafted, where there is no paper or its pages are bad.
    pub drafted: Option<(Report, Sources)>,
    /// The paper.
    pub text: Option<String>,
    /// Where it was written as golden text just now.
    pub written: Option<PathBuf>,
}

/// How a case came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// As expected.
    Fine,
    /// As expected, and otherwise with today's editions.
    Drifts,
    /// It was kept as golden text just now.
    Accepted,
    /// The golden text says something else.
    Differs,
    /// There is no golden text.
    NoGolden,
    /// There is no case.
    NoCase,
    /// The paper could not be drafted.
    NoPaper,
    /// It is not what `[expect]` says.
    Unmet,
    /// Its pages do not hold what is written, or hide something.
    BadPages,
}

impl Status {
    /// The word in front of the case's line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Drifts => "drifts",
            Self::Accepted => "accepted",
            Self::Differs => "differs",
            Self::NoGolden => "no-golden",
            Self::NoCase => "no-case",
            Self::NoPaper => "no-paper",
            Self::Unmet => "unmet",
            Self::BadPages => "bad-pages",
        }
    }
}

/// The papers of one case.
#[derive(Default)]
struct Papers {
    text: Option<Answer>,
    pages: Option<Answer>,
    drift: Option<Answer>,
}

/// Judges all cases, in their order.
pub fn verdicts(pack: &Pack<'_>, plan: &Plan, answers: Vec<Option<Answer>>, sources: &mut Sources) -> Vec<Verdict> {
    let mut papers: Vec<Papers> = plan.trials.iter().map(|_| Papers::default()).collect();
    for (order, answer) in plan.orders.iter().zip(answers) {
        let of_case = &mut papers[order.trial];
        match order.purpose {
            Purpose::Text => of_case.text = answer,
            Purpose::Pages => of_case.pages = answer,
            Purpose::Drift => of_case.drift = answer,
        }
    }
    let judged =
        plan.trials.iter().zip(papers).map(|(trial, papers)| verdict(pack, trial, papers, &plan.today, sources));
    judged.collect()
}

fn verdict(pack: &Pack<'_>, trial: &Trial, papers: Papers, today: &str, sources: &mut Sources) -> Verdict {
    let (pin, name) = (&trial.pin, &trial.name);
    let mut verdict = Verdict {
        template: pin.clone(),
        case: name.clone(),
        status: Status::Fine,
        changes: Vec::new(),
        drift: Vec::new(),
        report: Report::default(),
        drafted: None,
        text: None,
        written: None,
    };
    let golden_name = pack.expected_name(pin, name);
    if trial.only_golden {
        verdict.report.push(golden::no_case(pin, name, &golden_name));
        verdict.status = Status::NoCase;
        return verdict;
    }
    let golden = pack.expected(pin, name);
    let expect = trial.case.as_ref().and_then(|case| case.expect.as_ref());
    let file = trial.case.as_ref().map(|case| case.span);
    let drafted = match papers.text {
        Some(Ok(drafted)) => drafted,
        Some(Err(death)) => return verdict.without_paper(death.report(), Sources::default()),
        None => return verdict,
    };
    let Drafted { report, output, sources: drafted_sources, .. } = drafted;
    verdict.text = match output {
        Output::Text(text) => Some(text),
        _ => None,
    };
    let pages = match papers.pages {
        Some(Ok(drafted)) => {
            let pages = match drafted.output {
                Output::Pdf { pages, .. } => Some(pages),
                _ => None,
            };
            let is_of_pages = |found: &Diagnostic| Code::OF_PAGES.contains(&found.code);
            let error = drafted.report.diagnostics.iter().find(|found| found.severity == Severity::Error);
            match error {
                Some(error) if !is_of_pages(error) => return verdict.without_paper(drafted.report, drafted.sources),
                Some(_) => {
                    let found = drafted.report.diagnostics.into_iter().filter(is_of_pages).collect();
                    verdict.drafted = Some((Report { diagnostics: found }, drafted.sources));
                    verdict.status = Status::BadPages;
                }
                None => {}
            }
            pages
        }
        Some(Err(death)) => return verdict.without_paper(death.report(), Sources::default()),
        None => None,
    };
    if verdict.text.is_none() && !golden::expects_no_paper(expect, &report) {
        return verdict.without_paper(golden::of_the_paper(report), drafted_sources);
    }
    if let Some(expect) = expect {
        let came = Came { text: verdict.text.as_deref(), pages, report: &report };
        verdict.report.extend(golden::expectations(expect, came));
    }
    if !verdict.report.is_empty() {
        verdict.status = Status::Unmet;
    }
    let Some(text) = verdict.text.clone() else {
        if golden.is_some() {
            verdict.report.push(golden::no_paper(pin, name, &golden_name));
            verdict.status = Status::NoCase;
        }
        return verdict;
    };
    match (&golden, file) {
        (Some(golden), _) if *golden != text => {
            verdict.changes = golden::changes(golden, &text);
            let found = golden::differs(pin, name, (&golden_name, golden), &verdict.changes, sources);
            verdict.report.push(found);
            verdict.status = Status::Differs;
        }
        (None, Some(file)) => {
            verdict.report.push(golden::no_golden(pin, name, file));
            verdict.status = Status::NoGolden;
        }
        _ => {}
    }
    if let Some(file) = file.filter(|_| trial.case.as_ref().is_some_and(|case| case.date.is_none())) {
        verdict.report.push(golden::undated(name, file));
    }
    if let (Some(Ok(Drafted { output: Output::Text(now), .. })), Some(file)) = (papers.drift, file)
        && now != text
    {
        verdict.drift = golden::changes(&text, &now);
        verdict.report.push(golden::drift(name, file, today, &verdict.drift, &trial.newer));
        if verdict.status == Status::Fine {
            verdict.status = Status::Drifts;
        }
    }
    verdict
}

impl Verdict {
    /// The same, of a paper that could not be drafted.
    fn without_paper(mut self, report: Report, sources: Sources) -> Self {
        self.status = Status::NoPaper;
        self.text = None;
        self.drafted = Some((report, sources));
        self
    }

    /// Whether there is a paper that its golden text does not say, or not yet.
    pub fn is_other_than_golden(&self) -> bool {
        matches!(self.status, Status::Differs | Status::NoGolden)
    }

    /// Whether the case is as expected.
    pub fn is_good(&self) -> bool {
        !self.report.has(Severity::Error) && self.drafted.is_none()
    }
}
