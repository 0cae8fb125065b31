//! The commands, one file each, and what they share: exit codes, dates, reports.

#![expect(clippy::disallowed_methods, reason = "the commands bring the world in: paths, settings, the date")]

pub mod ask;
pub mod build;
pub mod check;
pub mod completions;
pub mod doctor;
pub mod explain;
pub mod import;
pub mod key;
pub mod kit;
pub mod locks;
pub mod man;
pub mod new;
pub mod pack;
pub mod pack_folder;
pub mod papers;
pub mod rules;
pub mod schema;
pub mod serve;
pub mod template;
pub mod upgrade;
pub mod watch;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::cli::{Choice, Cli, Command};
use crate::term::Terminal;
use crate::worker::Worker;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well; a draft may have gaps.
    Fine,
    /// Something in the documents is in the way.
    Documents,
    /// The command was used wrongly in a way that only the documents could tell.
    Usage,
    /// A fault in affiant itself.
    Fault,
}

impl Outcome {
    /// How a command ends after all its papers: a fault of affiant's outweighs what is wrong in the documents.
    #[must_use]
    pub fn after(fault: bool, failed: bool) -> Self {
        match (fault, failed) {
            (true, _) => Self::Fault,
            (false, true) => Self::Documents,
            (false, false) => Self::Fine,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Fine => 0,
            Outcome::Documents => 1,
            Outcome::Usage => 2,
            Outcome::Fault => 101,
        })
    }
}

/// Reads the command line and does what it says; `worker` is for a build, and was started before anything else.
#[must_use]
pub fn main(worker: Option<Worker>) -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::detect(match cli.color {
        Choice::Auto => None,
        Choice::Always => Some(true),
        Choice::Never => Some(false),
    });
    let Some(command) = cli.command else {
        terminal.out(&format!("{}\n", front_page()));
        return Outcome::Fine.into();
    };
    let outcome = match command {
        Command::New(arguments) => new::run(&arguments, terminal),
        Command::Build(arguments) => build::run(&arguments, terminal, worker),
        Command::Watch(arguments) => watch::run(&arguments, terminal),
        Command::Check(arguments) => check::run(&arguments, terminal),
        Command::Ask(arguments) => ask::run(&arguments, terminal),
        Command::Serve(arguments) => serve::run(&arguments, terminal),
        Command::Pack(command) => pack::run(&command, terminal),
        Command::Template(command) => template::run(&command, terminal),
        Command::Rules(arguments) => rules::run(&arguments, terminal),
        Command::Schema(arguments) => schema::run(&arguments, terminal),
        Command::Import(arguments) => import::run(&arguments, terminal),
        Command::Key(arguments) => key::run(&arguments, terminal),
        Command::Kit(arguments) => kit::run(&arguments, terminal),
        Command::Upgrade(arguments) => upgrade::run(&arguments, terminal),
        Command::Explain(arguments) => explain::run(&arguments, terminal),
        Command::Doctor(arguments) => doctor::run(&arguments, terminal),
        Command::Completions(arguments) => completions::run(&arguments, terminal),
        Command::Man => man::run(terminal),
    };
    outcome.into()
}

/// Lets a signal end this process with the terminal as it was found: a command that asks questions sets it otherwise.
fn restore_terminal_at_end() {
    // Without a handler a signal still ends the process, and every file is whole all the same.
    #[cfg(unix)]
    let _ = ctrlc::set_handler(|| {
        crate::term::line::restore();
        interrupted();
    });
}

/// Ends the process as a shell expects it of one that was interrupted.
#[cfg(unix)]
#[expect(clippy::exit, reason = "the signal came while another thread waits for a key")]
fn interrupted() {
    std::process::exit(130)
}

/// What `affiant` alone shows: the three commands that most people need.
fn front_page() -> String {
    let about = Cli::command().get_about().map(ToString::to_string).unwrap_or_default();
    format!(
        "affiant {version}\n{about}\n\n  affiant new DIR     start a matter\n  affiant build       typeset its papers into out/\n  affiant watch       typeset again at each save\n\nAll commands: affiant --help",
        version = env!("CARGO_PKG_VERSION"),
    )
}
