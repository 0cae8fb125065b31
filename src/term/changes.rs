//! What changed between two versions, and in a paper of a case, as a person reads it in a terminal or a pull request,
//! and as a program does.

mod markdown;

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::revision;
use crate::changes::{Change, ChangeKind, Changes, Passage};
use crate::diff::{self, Run};
use crate::source::Sources;
use crate::span::Span;

pub use markdown::{markdown, markdown_paper};

/// How many words of an unchanged stretch are shown on either side of a change.
const NEAR: usize = 8;

/// The changes for a terminal, each line after `indent`: what is asked and declared first, then the wording, then the
/// clauses.
#[must_use]
pub fn human(changes: &Changes, sources: &Sources, color: bool, indent: &str) -> String {
    let mut text = String::new();
    for change in changes.list.iter().filter(|change| !is_of_wording(change)) {
        let _ = writeln!(
            text,
            "{indent}{:5}  {}  ({})",
            change.bump.word(),
            clean(&change.to_string()),
            place(change, sources)
        );
        if let Some(runs) = reworded(change) {
            let _ = writeln!(text, "{indent}         {}", revision::words(&diff::in_context(&runs, NEAR), color));
        }
    }
    for change in changes.list.iter().filter(|change| is_of_wording(change)) {
        let _ = writeln!(text, "{indent}{:5}  {}", change.bump.word(), change);
    }
    for passage in &changes.wording {
        let shown = revision::words(&diff::in_context(&cleaned(&passage.runs), NEAR), color);
        let _ = writeln!(text, "{indent}         {}\n{indent}           {shown}", passage_place(passage, sources));
    }
    for nested in &changes.clauses {
        let _ = writeln!(text, "{indent}       the clause, {} → {}:", nested.old, nested.new);
        text.push_str(&human(&nested.changes, sources, color, &format!("{indent}       ")));
    }
    text
}

/// The changes in what is asked and declared alone, without the wording of template and clauses.
#[must_use]
pub fn human_asked(changes: &Changes, sources: &Sources, color: bool, indent: &str) -> String {
    let list = changes.list.iter().filter(|change| !is_of_wording(change)).cloned().collect();
    human(&Changes { list, ..Changes::default() }, sources, color, indent)
}

/// The lines of a paper in which something came in or went away; `…` stands for those between that stayed.
#[must_use]
pub fn human_paper(runs: &[Run], color: bool, indent: &str) -> String {
    let mut text = String::new();
    let mut skipped = false;
    for line in lines(runs) {
        if line.iter().all(|run| run.text.trim().is_empty()) {
            continue;
        }
        if line.iter().all(|run| run.revision.is_none()) {
            skipped = true;
            continue;
        }
        if std::mem::take(&mut skipped) {
            let _ = writeln!(text, "{indent}…");
        }
        let _ = writeln!(text, "{indent}{}", revision::words(&diff::in_context(&cleaned(&line), NEAR), color));
    }
    if skipped && !text.is_empty() {
        let _ = writeln!(text, "{indent}…");
    }
    text
}

/// The changes for a program.
#[must_use]
pub fn json(changes: &Changes, sources: &Sources) -> Value {
    let place = |span: Option<Span>| span.map(|span| sources.place(span));
    let list = changes.list.iter().map(|change| {
        json!({
            "kind": change.kind.name(),
            "name": change.name,
            "from": change.from,
            "to": change.to,
            "step": change.bump.word(),
            "message": change.to_string(),
            "old": place(change.old),
            "new": place(change.new),
        })
    });
    let wording = changes
        .wording
        .iter()
        .map(|passage| json!({ "old": place(passage.old), "new": place(passage.new), "runs": passage.runs }));
    let clauses = changes.clauses.iter().map(|nested| {
        json!({ "old": nested.old.to_string(), "new": nested.new.to_string(), "changes": json(&nested.changes, sources) })
    });
    json!({
        "least": changes.least().map(|(bump, _)| bump.word()),
        "list": list.collect::<Value>(),
        "wording": wording.collect::<Value>(),
        "clauses": clauses.collect::<Value>(),
    })
}

/// The lines of a redline in which something changed, for a program: each a list of runs.
#[must_use]
pub fn json_paper(runs: &[Run]) -> Value {
    let changed = lines(runs).into_iter().filter(|line| line.iter().any(|run| run.revision.is_some()));
    changed.map(|line| json!(line)).collect()
}

/// What was said in words before and after, of a change that is one of words.
fn reworded(change: &Change) -> Option<Vec<Run>> {
    let of_words =
        matches!(change.kind, ChangeKind::QuestionReworded | ChangeKind::ChoiceReworded | ChangeKind::SummaryChanged);
    let said = |text: &Option<String>| clean(text.as_deref().unwrap_or_default());
    of_words.then(|| diff::words(&said(&change.from), &said(&change.to)))
}

fn is_of_wording(change: &Change) -> bool {
    matches!(change.kind, ChangeKind::Wording | ChangeKind::Layout)
}

/// The place in the newer version, or where it stood in the older one.
fn place(change: &Change, sources: &Sources) -> String {
    match (change.new, change.old) {
        (Some(span), _) => format!("at {}", line_of(span, sources)),
        (None, Some(span)) => format!("was at {}", line_of(span, sources)),
        // An edition is in no file of the version.
        (None, None) if change.kind == ChangeKind::EditionChanged => "in the rule's own file".to_owned(),
        (None, None) => "in the front matter".to_owned(),
    }
}

fn passage_place(passage: &Passage, sources: &Sources) -> String {
    match (passage.new, passage.old) {
        (Some(span), Some(_)) => format!("at {}", line_of(span, sources)),
        (Some(span), None) => format!("new at {}", line_of(span, sources)),
        (None, Some(span)) => format!("was at {}", line_of(span, sources)),
        (None, None) => String::new(),
    }
}

/// `builtin:support-letter@1.1.0/template.md:14`
fn line_of(span: Span, sources: &Sources) -> String {
    format!("{}:{}", sources.name(span), sources.line_column(span).line)
}

/// Runs cut at the ends of lines.
fn lines(runs: &[Run]) -> Vec<Vec<Run>> {
    let mut lines = vec![Vec::new()];
    for run in runs {
        for (at, text) in run.text.split('\n').enumerate() {
            if at > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut()
                && !text.is_empty()
            {
                line.push(Run { revision: run.revision, text: text.to_owned() });
            }
        }
    }
    lines
}

/// Text that can do nothing to a terminal: a look's file may hold any character.
fn clean(text: &str) -> String {
    let hides = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if (c.is_control() && c != '\n') || hides(c) { '\u{fffd}' } else { c }).collect()
}

fn cleaned(runs: &[Run]) -> Vec<Run> {
    runs.iter().map(|run| Run { revision: run.revision, text: clean(&run.text) }).collect()
}
