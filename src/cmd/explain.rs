//! `affiant explain`: what a diagnostic code means.

use super::Outcome;
use crate::cli::Explain;
use crate::diag::Code;
use crate::term::Terminal;
use crate::words;

/// Prints the page of one code, or one line for each code.
pub fn run(arguments: &Explain, terminal: Terminal) -> Outcome {
    let Some(name) = &arguments.code else {
        let lines = Code::ALL.iter().map(|code| format!("{:8} {code}\n", code.severity().word()));
        terminal.out(&lines.collect::<String>());
        return Outcome::Fine;
    };
    match name.parse::<Code>() {
        Ok(code) => {
            let page = words::wrap(code.page(), terminal.width.min(88));
            terminal.out(&format!("{}[{code}]\n\n{page}\n", code.severity().word()));
            Outcome::Fine
        }
        Err(message) => {
            terminal.err(&format!("{message}\n`affiant explain` lists all codes\n"));
            Outcome::Usage
        }
    }
}
