//! What both faces of a watch say in the same words.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;

use crate::cmd::papers::Depth;
use crate::diag::{Diagnostic, Report, Severity};
use crate::disk::clock::zone;
use crate::source::Sources;
use crate::term::Terminal;
use crate::term::report::{self, line};
use crate::watch::{Board, Findings, Mode, Paper, State};
use crate::words;

/// `12:01:03`, by the clock on the wall.
pub fn clock(time: SystemTime) -> String {
    let time = Timestamp::try_from(time).unwrap_or_default();
    time.to_zoned(zone().zone.clone()).strftime("%H:%M:%S").to_string()
}

/// `12 ms`, `1.4 s`.
pub fn span(time: Duration) -> String {
    if time < Duration::from_secs(1) {
        format!("{} ms", time.as_millis())
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}

/// How changes are noticed, as the end of a sentence; empty where the system tells of them, as it should.
pub fn mode(mode: &Mode) -> String {
    match mode {
        Mode::Native => String::new(),
        Mode::Poll => "looking for changes three times a second".to_owned(),
        Mode::PollInstead { because } => format!("looking for changes three times a second, because {because}"),
    }
}

/// `4 pages, 2 gaps`; of a paper with errors `1 error`.
pub fn extent(paper: &Paper) -> String {
    let count = |severity: Severity| {
        let count = paper.findings.report.count(severity);
        (count > 0).then(|| words::count(count, severity.word()))
    };
    let parts = match paper.state {
        State::Waiting => [None, None],
        State::Good => [paper.pages.map(|pages| words::count(pages, "page")), count(Severity::Gap)],
        State::Failed => [count(Severity::Error), None],
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `facts.toml: no paper changes`; none when nobody but affiant itself wrote, which keeps the lock.
pub fn unchanged(files: &[String]) -> Option<String> {
    let files: Vec<&str> = files.iter().map(String::as_str).filter(|file| *file != "affiant.lock").collect();
    (!files.is_empty()).then(|| format!("{}: no paper changes", files.join(", ")))
}

/// What became of the PDF of a paper with errors.
pub fn last_good(paper: &Paper) -> String {
    match paper.written {
        Some(written) => format!("the PDF is of {}", clock(written)),
        None => "there is no new PDF".to_owned(),
    }
}

/// All findings, each with its texts: the matter's own first, and what two papers say alike only once.
pub fn findings(board: &Board) -> Vec<(&Diagnostic, &Sources)> {
    let all = std::iter::once(&board.findings).chain(board.papers.iter().map(|paper| &paper.findings));
    all.flat_map(each).collect()
}

/// Findings one by one.
pub fn each(findings: &Findings) -> impl Iterator<Item = (&Diagnostic, &Sources)> {
    findings.report.diagnostics.iter().map(|diagnostic| (diagnostic, &findings.sources))
}

/// A finding as text: an error in full, anything else on a line of its own unless all is wanted.
pub fn finding((diagnostic, sources): (&Diagnostic, &Sources), depth: Depth, terminal: Terminal) -> String {
    if depth == Depth::Full || diagnostic.severity == Severity::Error {
        return report::human(&Report::from(diagnostic.clone()), sources, terminal);
    }
    line::hang(&line::line(diagnostic, sources, terminal), 2, terminal) + "\n"
}
