//! Words that were taken out and put in, as a person reads them in a terminal or a file.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::diff::{Revision, Run};

/// The words in one line: what went is struck and red, what came in underlined and green; without colour
/// `[-went-]` and `{+came in+}`.
#[must_use]
pub fn words(runs: &[Run], color: bool) -> String {
    let mut line = String::new();
    for run in runs {
        let text = run.text.replace(['\n', '\r'], " ");
        let _ = match (run.revision, color) {
            (None, _) => write!(line, "{text}"),
            (Some(Revision::Deleted), false) => write!(line, "[-{text}-]"),
            (Some(Revision::Inserted), false) => write!(line, "{{+{text}+}}"),
            (Some(Revision::Deleted), true) => painted(&mut line, AnsiColor::Red.on_default().strikethrough(), &text),
            (Some(Revision::Inserted), true) => painted(&mut line, AnsiColor::Green.on_default().underline(), &text),
        };
    }
    line.trim_end().to_owned()
}

fn painted(line: &mut String, style: Style, text: &str) -> std::fmt::Result {
    write!(line, "{style}{text}{style:#}")
}
