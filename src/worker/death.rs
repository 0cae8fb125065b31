//! How a worker ended, and what that means for the paper.

use std::process::ExitStatus;

use crate::diag::{Code, Diagnostic, Report};
use crate::files::Stage;

/// Why there is no paper: the worker ended first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerDeath {
    /// What happened.
    pub cause: Cause,
    /// The paper.
    pub paper: String,
    /// What the worker did then.
    pub stage: Stage,
}

/// What a worker can die of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The deadline passed.
    Time,
    /// Memory ran out.
    Memory,
    /// The stack ran out: something is nested too deeply.
    Depth,
    /// affiant itself went wrong, at this place of its source.
    Bug(String),
    /// It could not be started.
    Start(String),
    /// It ended otherwise.
    Other(String),
}

impl WorkerDeath {
    /// The findings to show for the paper.
    #[must_use]
    pub fn report(&self) -> Report {
        let mut report = Report::default();
        report.push(self.diagnostic());
        report
    }

    /// The finding to show for the paper.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let found = self.told();
        // affiant's own faults have no place in a template.
        if self.stage.file.is_empty() || found.code == Code::InternalError {
            return found;
        }
        found.in_file(self.stage.file.clone())
    }

    fn told(&self) -> Diagnostic {
        let paper = &self.paper;
        let during = if self.stage.what.is_empty() { String::new() } else { format!(" while {}", self.stage.what) };
        match &self.cause {
            Cause::Time => hinted(
                Diagnostic::new(Code::DraftTimeout, format!("`{paper}` took longer than 10 seconds{during}")),
                "a loop that never ends or an image that is too large",
            ),
            Cause::Memory => hinted(
                Diagnostic::new(Code::DraftMemory, format!("`{paper}` needed more than 1 GiB of memory{during}")),
                "a loop that builds or nests something without end, or an image with too many pixels",
            ),
            Cause::Depth => hinted(
                Diagnostic::new(Code::DraftCrash, format!("`{paper}` is nested too deeply to be drafted{during}")),
                "something that contains itself, or thousands of set or show rules one after the other",
            ),
            Cause::Bug(place) => Diagnostic::new(
                Code::InternalError,
                format!("affiant itself went wrong on `{paper}`{during}, at `{place}`"),
            )
            .hint("please report this line; it holds nothing of your matter"),
            Cause::Start(reason) => {
                Diagnostic::new(Code::InternalError, format!("the process that drafts papers did not start: {reason}"))
                    .hint("run `affiant doctor`")
            }
            Cause::Other(how) => Diagnostic::new(
                Code::DraftCrash,
                format!("the process that drafts papers ended at `{paper}`{during}: {how}"),
            )
            .hint("run the command again; if it ends the same way, look at what the template or its look does there"),
        }
    }

    /// Whether this may come of what earlier papers left in the worker, so that a fresh one is worth a try.
    #[must_use]
    pub(super) fn may_be_of_age(&self) -> bool {
        matches!(self.cause, Cause::Memory | Cause::Other(_))
    }
}

impl Cause {
    /// Reads the cause from how the process ended and from the last words that Rust's runtime says.
    pub(super) fn of(status: Option<ExitStatus>, last_words: &str) -> Self {
        if last_words.contains("has overflowed its stack") {
            Cause::Depth
        } else if last_words.contains("memory allocation of") || last_words.contains("out of memory") {
            Cause::Memory
        } else {
            by_status(status)
        }
    }
}

/// Adds where to look: nothing but a template, its clauses and its look can make a paper run on.
fn hinted(diagnostic: Diagnostic, what: &str) -> Diagnostic {
    diagnostic.hint(format!("look in the template and its look for {what}"))
}

#[cfg(unix)]
fn by_status(status: Option<ExitStatus>) -> Cause {
    use rustix::process::Signal;
    use std::os::unix::process::ExitStatusExt;
    match status.and_then(|status| status.signal()).and_then(Signal::from_named_raw) {
        Some(Signal::SEGV | Signal::BUS) => Cause::Depth,
        Some(Signal::XCPU) => Cause::Time,
        // Nobody but the system ends a worker so, when the whole machine runs out of memory.
        Some(Signal::KILL) => Cause::Memory,
        Some(signal) => Cause::Other(format!("signal {}", signal.as_raw())),
        None => plainly(status),
    }
}

#[cfg(not(unix))]
fn by_status(status: Option<ExitStatus>) -> Cause {
    plainly(status)
}

fn plainly(status: Option<ExitStatus>) -> Cause {
    Cause::Other(
        status
            .and_then(|status| status.code())
            .map_or_else(|| String::from("it did not say how"), |code| format!("exit code {code}")),
    )
}
