//! `affiant man`: the manual page.

use clap::CommandFactory;

use super::Outcome;
use crate::cli::Cli;
use crate::term::Terminal;

/// Prints the page of affiant and, after it, those of its commands.
pub fn run(terminal: Terminal) -> Outcome {
    let mut page = Vec::new();
    let mut root = Cli::command();
    root.build();
    let mut whole = clap_mangen::Man::new(root.clone()).render(&mut page);
    for command in root.get_subcommands().filter(|command| command.get_name() != "help") {
        whole = whole.and_then(|()| clap_mangen::Man::new(command.clone()).render(&mut page));
    }
    if whole.is_err() {
        return Outcome::Fault;
    }
    terminal.out(&String::from_utf8_lossy(&page));
    Outcome::Fine
}
