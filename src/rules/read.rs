//! Reading the file of a rule.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::facts::keys::Keys;
use crate::facts::{self, Node, NodeKind};
use crate::source::Sources;
use crate::span::Span;
use crate::words;

use super::{DateBy, Edition, Position, Rule, Status};

const DATES: [(&str, DateBy); 3] =
    [("execution", DateBy::Execution), ("service", DateBy::Service), ("paper", DateBy::Paper)];

/// Reads a rule from its file; none when a paper could not rely on what was read.
pub fn read(sources: &mut Sources, name: &str, bytes: &[u8], id: &str) -> Pass<Option<Rule>> {
    let mut report = Report::default();
    let Some(root) = facts::read(sources, name, bytes).take(&mut report) else { return Pass::new(None, report) };
    let rule = rule(&root, id, &mut report);
    Pass::new(rule, report)
}

fn rule(root: &Node, id: &str, report: &mut Report) -> Option<Rule> {
    let keys = Keys::open(root, "a rule", &["citation", "jurisdiction", "date_by", "note", "edition"], report)?;
    keys.require("citation", "a rule", "add `citation = \"28 U.S.C. § 1746\"`", report);
    let citation = keys.text("citation", report);
    let jurisdiction = keys.text("jurisdiction", report).map(|(text, _)| text.to_owned()).unwrap_or_default();
    let date_by = match keys.text("date_by", report) {
        Some((word, span)) => word_of("date", &DATES, word, span, report)?,
        None => DateBy::Paper,
    };
    let nodes = keys.tables("edition", report);
    let mut editions: Vec<Edition> = nodes.iter().filter_map(|node| edition(node, report)).collect();
    if nodes.is_empty() {
        report.push(bad_rule("the rule has no edition", root.span.within(0, 0)));
    }
    if editions.is_empty() || editions.len() < nodes.len() {
        return None;
    }
    editions.sort_by_key(|edition| edition.from);
    for pair in editions.windows(2) {
        if let [one, two] = pair
            && one.from == two.from
        {
            report.push(bad_rule("two editions begin on the same day", two.span).at(one.span, "the other one"));
        }
    }
    Some(Rule { id: id.to_owned(), citation: citation?.0.to_owned(), jurisdiction, date_by, editions })
}

fn edition(node: &Node, report: &mut Report) -> Option<Edition> {
    let known = ["from", "status", "verified", "source", "note", "text", "value", "position"];
    let keys = Keys::open(node, "an edition", &known, report)?;
    keys.require("from", "an edition", "add its first day, `from = 2026-01-01`", report);
    keys.require("status", "an edition", "add `status = \"in-force\"`", report);
    keys.require("source", "an edition", "add `source = \"where it was read\"`", report);
    let from = keys.date("from", report);
    let status = keys.text("status", report);
    let status = status.and_then(|(word, span)| word_of("status", &Status::WORDS, word, span, report));
    let positions: Vec<Position> =
        keys.tables("position", report).iter().filter_map(|node| position(node, report)).collect();
    if status == Some(Status::Disputed) && positions.len() < 2 {
        report.push(bad_rule("a disputed edition carries at least two positions", node.span));
        return None;
    }
    Some(Edition {
        from: from?.0,
        status: status?,
        verified: keys.yes_no("verified", report).unwrap_or(false),
        source: keys.text("source", report)?.0.to_owned(),
        note: keys.text("note", report).map(|(text, _)| text.to_owned()),
        texts: texts(keys, report),
        value: keys.node("value").cloned(),
        positions: protective_first(positions),
        span: node.span,
    })
}

fn position(node: &Node, report: &mut Report) -> Option<Position> {
    let keys = Keys::open(node, "a position", &["name", "value", "text", "source", "verified"], report)?;
    keys.require("name", "a position", "add `name = \"who holds it\"`", report);
    let source = keys.text("source", report).map(|(text, _)| text.to_owned()).unwrap_or_default();
    Some(Position {
        name: keys.text("name", report)?.0.to_owned(),
        value: keys.node("value").cloned(),
        texts: texts(keys, report),
        source,
        verified: keys.yes_no("verified", report).unwrap_or(false),
    })
}

fn texts(keys: Keys<'_>, report: &mut Report) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for entry in keys.entries("text", report) {
        match entry.value.text() {
            Some(text) => drop(texts.insert(entry.key.clone(), text.to_owned())),
            None => report.push(bad_rule("a wording is text", entry.value.span)),
        }
    }
    texts
}

/// The positions, the one with the fewest days first: who keeps that one is in time under all of them. Positions
/// without days stay as the file orders them.
fn protective_first(mut positions: Vec<Position>) -> Vec<Position> {
    let days = |position: &Position| match position.value.as_ref()?.at("days")?.kind {
        NodeKind::Integer(days) => Some(days),
        _ => None,
    };
    positions.sort_by_key(|position| days(position).unwrap_or(i64::MAX));
    positions
}

fn word_of<T: Copy>(what: &str, known: &[(&str, T)], word: &str, span: Span, report: &mut Report) -> Option<T> {
    let found = known.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    if found.is_none() {
        let names = words::quoted(known.iter().map(|(name, _)| name));
        let message = words::unknown(what, word, known.iter().map(|(name, _)| *name));
        report.push(bad_rule(&message, span).hint(format!("write {}", words::list(&names, "or"))));
    }
    found
}

/// A rule's file that cannot be relied on.
pub(crate) fn bad_rule(message: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadRule, message).at(span, "in this rule")
}
