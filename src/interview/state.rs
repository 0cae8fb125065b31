//! What has been said to one question, from the answers file and from what checking it found.

use super::{Interface, Kind, State};
use crate::diag::{Report, Severity};
use crate::facts::{Node, NodeKind};

/// The state of an answer that stands in the file.
pub(super) fn of(node: &Node, kind: &Kind, report: &Report, interface: &Interface) -> State {
    if let Some(table) = node.table() {
        let said = |key: &str| table.get(key).is_some_and(|node| node.kind == NodeKind::Bool(true));
        if said("unknown") {
            return State::Unknown;
        }
        if said("declined") {
            return State::Declined;
        }
    }
    let text = shown(node, kind, interface);
    let inside = |span: crate::span::Span| {
        span.source == node.span.source && node.span.start <= span.start && span.end <= node.span.end
    };
    let wrong = report.diagnostics.iter().find(|found| {
        found.severity == Severity::Error && found.labels.first().is_some_and(|label| inside(label.span))
    });
    match wrong {
        Some(found) => State::Wrong(text, Box::new(found.clone())),
        None if text.trim().is_empty() => State::Open,
        None => State::Answered(text),
    }
}

/// A value as the person who gave it would write it again.
pub(super) fn shown(node: &Node, kind: &Kind, interface: &Interface) -> String {
    match &node.kind {
        NodeKind::Text(text) => match kind {
            Kind::Choice(choices) | Kind::Exhibit(choices) => {
                choices.iter().find(|choice| choice.value == *text).map_or_else(|| text.clone(), |it| it.label.clone())
            }
            _ => text.trim().to_owned(),
        },
        NodeKind::Date(text) => text.clone(),
        NodeKind::Integer(number) => number.to_string(),
        NodeKind::Float(number) => number.to_string(),
        NodeKind::Bool(yes) => interface.say(if *yes { "yes" } else { "no" }, &[]),
        NodeKind::List(items) => {
            let kind = if let Kind::Lines(item) = kind { item } else { kind };
            let lines: Vec<String> = items.iter().map(|item| shown(item, kind, interface)).collect();
            lines.join("\n")
        }
        NodeKind::Table(table) => {
            let parts = table.entries.iter().filter(|entry| entry.value.table().is_none());
            let parts: Vec<String> = parts.map(|entry| shown(&entry.value, &Kind::Line, interface)).collect();
            parts.join(" ")
        }
    }
}

/// The answer to a question with choices as a form sends it; none for any other kind, and where there is no answer.
pub(super) fn written(node: &Node, kind: &Kind) -> Option<String> {
    match (kind, &node.kind) {
        (Kind::YesNo, NodeKind::Bool(yes)) => Some(String::from(if *yes { "yes" } else { "no" })),
        (Kind::Choice(_) | Kind::Exhibit(_), NodeKind::Text(text)) => Some(text.clone()),
        (Kind::Lines(item), NodeKind::List(items)) => {
            let lines: Option<Vec<String>> = items.iter().map(|node| written(node, item)).collect();
            lines.map(|lines| lines.join("\n"))
        }
        _ => None,
    }
}
