//! Questions: whether there is one for each answer, and whether it asks for the fact instead of offering the sentence.

use super::patterns::{Pattern, questions};
use super::{Sheet, declared};
use crate::diag::{Code, Diagnostic, Report};
use crate::facts::{Node, NodeKind};
use crate::span::Span;

/// The parts of a declaration that whoever answers reads.
const PARTS: [&str; 3] = ["ask", "help", "example"];

/// Fields and people that no form could ask for.
#[must_use]
pub fn without(sheet: &Sheet<'_>) -> Report {
    let mut report = Report::default();
    for declared in declared(sheet.fields, "fields") {
        let field = declared.field;
        if field.fact.is_none() && field.ask.as_deref().is_none_or(|ask| ask.trim().is_empty()) {
            let hint = "add `ask = \"…\"`, or read it from the shared facts with `fact = \"…\"`";
            report.push(no_question(&declared.path, field.span).hint(hint));
        }
    }
    for party in sheet.parties.iter().filter(|party| party.ask.is_none()) {
        report.push(no_question(&party.name, party.span).hint("add `ask = \"Who …?\"`"));
    }
    report
}

/// Questions, helps and examples that put words into somebody's mouth.
#[must_use]
pub fn leading(sheet: &Sheet<'_>) -> Report {
    let mut report = Report::default();
    let keys = declared(sheet.fields, "fields").into_iter().map(|declared| declared.key);
    let keys = keys.chain(sheet.parties.iter().map(|party| format!("parties.{}", party.name)));
    for key in keys {
        for part in PARTS {
            if let Some((text, span)) = sheet.text(&format!("{key}.{part}")) {
                look(part, text, span, &mut report);
            }
        }
    }
    report
}

/// The same for a file of questions in another language: every text under one of these keys.
#[must_use]
pub fn leading_in_file(root: &Node) -> Report {
    fn walk(node: &Node, report: &mut Report) {
        let NodeKind::Table(table) = &node.kind else { return };
        for entry in &table.entries {
            match (PARTS.iter().find(|part| **part == entry.key), entry.value.text()) {
                (Some(part), Some(text)) => look(part, text, entry.value.span, report),
                _ => walk(&entry.value, report),
            }
        }
    }
    let mut report = Report::default();
    walk(root, &mut report);
    report
}

fn look(part: &str, text: &str, span: Span, report: &mut Report) {
    for pattern in questions().iter().filter(|pattern| pattern.is_for(part)) {
        if let Some(found) = pattern.found(text) {
            report.push(leading_question(pattern, &text[found], span));
        }
    }
}

fn no_question(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NoQuestion, format!("`{path}` has no `ask`, so no form can ask for it"))
        .at(span, "no question")
}

fn leading_question(pattern: &Pattern, words: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::LeadingQuestion, format!("`{}` {}", words.trim(), pattern.what))
        .at(span, "read by whoever answers")
        .hint(pattern.instead.clone())
}
