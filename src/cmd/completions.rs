//! `affiant completions`: a completion script for a shell.

use clap::CommandFactory;

use super::Outcome;
use crate::cli::{Cli, Completions};
use crate::term::Terminal;

/// Prints the script.
pub fn run(arguments: &Completions, terminal: Terminal) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "affiant", &mut script);
    terminal.out(&String::from_utf8_lossy(&script));
    Outcome::Fine
}
