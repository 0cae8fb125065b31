//! `affiant template`: the commands of whoever keeps templates, one file each.

pub mod bump;
pub mod chosen;
pub mod diff;
pub mod list;
pub mod named;
pub mod new;
pub mod release;
pub mod review;
pub mod show;
pub mod test;
pub mod users;
pub mod verify;
pub mod withdraw;

use super::Outcome;
use super::papers::{self, Findings};
use crate::cli::Format;
use crate::cli::template::Template;
use crate::diag::{Diagnostic, Report};
use crate::source::Sources;
use crate::term::Terminal;

/// Does what the command says.
pub fn run(command: &Template, terminal: Terminal) -> Outcome {
    match command {
        Template::List(arguments) => list::run(arguments, terminal),
        Template::Show(arguments) => show::run(arguments, terminal),
        Template::Users(arguments) => users::run(arguments, terminal),
        Template::New(arguments) => new::run(arguments, terminal),
        Template::Bump(arguments) => bump::run(arguments, terminal),
        Template::Release(arguments) => release::run(arguments, terminal),
        Template::Review(arguments) => review::run(arguments, terminal),
        Template::Withdraw(arguments) => withdraw::run(arguments, terminal),
        Template::Diff(arguments) => diff::run(arguments, terminal),
        Template::Test(arguments) => test::run(arguments, terminal),
        Template::Verify(arguments) => verify::run(arguments, terminal),
    }
}

/// A finding that points into no file.
#[expect(clippy::unnecessary_box_returns, reason = "it is the error side of many results, which stay small so")]
fn alone(diagnostic: impl Into<Box<Diagnostic>>) -> Box<Findings> {
    Box::new((Report::from(*diagnostic.into()), Sources::default()))
}

/// Shows why a command was refused as a whole.
fn refused(diagnostic: Diagnostic, terminal: Terminal, outcome: Outcome) -> Outcome {
    papers::print_report(&Report::from(diagnostic), &Sources::default(), Format::Human, terminal);
    outcome
}

/// Shows what is wrong in the documents.
fn shown(findings: &Findings, terminal: Terminal) -> Outcome {
    papers::print_report(&findings.0, &findings.1, Format::Human, terminal);
    Outcome::Documents
}
