//! `affiant template`: the commands of whoever keeps templates, one file each.

pub mod chosen;
pub mod list;
pub mod test;

use super::Outcome;
use crate::cli::template::Template;
use crate::term::Terminal;

/// Does what the command says.
pub fn run(command: &Template, terminal: Terminal) -> Outcome {
    match command {
        Template::List(arguments) => list::run(arguments, terminal),
        Template::Test(arguments) => test::run(arguments, terminal),
    }
}
