//! `affiant pack`: packs of one's own and of others, one file for each command.

pub mod add;
pub mod list;
pub mod new;
pub mod remove;
pub mod shop;
pub mod update;

use super::{Outcome, papers};
use crate::cli::Format;
use crate::cli::pack::Pack;
use crate::diag::{Code, Diagnostic, Report};
use crate::source::Sources;
use crate::term::Terminal;

/// Does what the command says.
pub fn run(command: &Pack, terminal: Terminal) -> Outcome {
    match command {
        Pack::New(arguments) => new::run(arguments, terminal),
        Pack::Add(arguments) => add::run(arguments, terminal),
        Pack::Update(arguments) => update::run(arguments, terminal),
        Pack::List(arguments) => list::run(arguments, terminal),
        Pack::Remove(arguments) => remove::run(arguments, terminal),
    }
}

/// Shows what was found, and how the command ends because of it.
fn ended(report: &Report, sources: &Sources, terminal: Terminal) -> Outcome {
    papers::print_report(report, sources, Format::Human, terminal);
    let usage = [Code::BadUsage, Code::BadPackSource];
    if report.diagnostics.iter().any(|found| usage.contains(&found.code)) {
        Outcome::Usage
    } else if report.has(crate::diag::Severity::Error) {
        Outcome::Documents
    } else {
        Outcome::Fine
    }
}

/// `123456789012`: enough of a commit's name to be told by.
fn short(commit: &str) -> &str {
    commit.get(..12).unwrap_or(commit)
}

/// A pack that is not among the added ones.
fn not_added(name: &str, known: &[&str]) -> Diagnostic {
    let message = crate::words::unknown("pack", name, known.iter().copied());
    let found = Diagnostic::new(Code::UnknownPack, message);
    match known {
        [] => found.hint("no pack was added yet: `affiant pack add NAME --git URL`"),
        known => {
            let known = crate::words::quoted(known);
            found.hint(format!("there is {}", crate::words::list(&known, "and")))
        }
    }
}
