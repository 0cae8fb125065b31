//! Changes as Markdown for a pull request: what went away struck, what came in underlined.

use std::fmt::Write as _;

use super::{NEAR, clean, cleaned, is_of_wording, lines, passage_place, place, reworded};
use crate::changes::Changes;
use crate::diff::{self, Revision, Run};
use crate::document::text::escaped;
use crate::source::Sources;

/// The changes as lists, with a heading for each clause.
#[must_use]
pub fn markdown(changes: &Changes, sources: &Sources) -> String {
    let mut text = String::new();
    for change in &changes.list {
        let bump = change.bump.word();
        let said = clean(&change.to_string());
        let place = if is_of_wording(change) { String::new() } else { format!(" ({})", place(change, sources)) };
        let _ = writeln!(text, "- **{bump}**: {}{}", with_code(&said), escaped(&place));
        if let Some(runs) = reworded(change) {
            let _ = writeln!(text, "  {}", marked(&diff::in_context(&runs, NEAR)));
        }
    }
    for passage in &changes.wording {
        let runs = diff::in_context(&cleaned(&passage.runs), NEAR);
        let _ = write!(text, "\n> {}\n>\n> *{}*\n", marked(&runs), escaped(&passage_place(passage, sources)));
    }
    for nested in &changes.clauses {
        let _ = writeln!(text, "\n### The clause, `{}` → `{}`\n", nested.old, nested.new);
        text.push_str(&markdown(&nested.changes, sources));
    }
    text
}

/// The lines of a paper in which something came in or went away.
#[must_use]
pub fn markdown_paper(runs: &[Run]) -> String {
    let changed = lines(runs).into_iter().filter(|line| line.iter().any(|run| run.revision.is_some()));
    let each = changed.map(|line| format!("> {}\n\n", marked(&diff::in_context(&cleaned(&line), NEAR))));
    each.collect()
}

/// Words with what stands in backticks kept as code.
fn with_code(said: &str) -> String {
    let each = said.split('`').enumerate();
    each.map(|(at, part)| if at % 2 == 1 { format!("`{part}`") } else { escaped(part) }).collect()
}

fn marked(runs: &[Run]) -> String {
    let each = runs.iter().map(|run| {
        let words = escaped(&run.text);
        match run.revision {
            None => words,
            Some(Revision::Deleted) => format!("<del>{words}</del>"),
            Some(Revision::Inserted) => format!("<ins>{words}</ins>"),
        }
    });
    each.collect()
}
