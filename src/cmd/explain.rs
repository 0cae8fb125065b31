//! `affiant explain`: what a diagnostic code or one of affiant's own words means.

mod concepts;

use super::Outcome;
use crate::cli::Explain;
use crate::diag::Code;
use crate::term::Terminal;
use crate::words;

/// Prints the page of one code or word, or one line for each.
pub fn run(arguments: &Explain, terminal: Terminal) -> Outcome {
    let Some(name) = &arguments.code else {
        let lines = Code::ALL.iter().map(|code| format!("{:8} {code}\n", code.severity().word()));
        let words = concepts::all().map(|concept| format!("word     {}\n", concept.name()));
        terminal.out(&lines.chain(words).collect::<String>());
        return Outcome::Fine;
    };
    let (head, page) = if let Ok(code) = concepts::plain(name).parse::<Code>() {
        (format!("{}[{code}]", code.severity().word()), code.page())
    } else if let Some(concept) = concepts::find(name) {
        (concept.name().to_owned(), concept.page)
    } else {
        let known = Code::ALL
            .iter()
            .map(|code| code.name())
            .chain(concepts::all().flat_map(|concept| concept.names().collect::<Vec<_>>()));
        let message = words::unknown("code or word", name, known);
        terminal.err(&format!("{message}\n`affiant explain` lists all codes and words\n"));
        return Outcome::Usage;
    };
    terminal.out(&format!("{head}\n\n{}\n", words::wrap(page, terminal.width.min(88))));
    Outcome::Fine
}
