//! One rule whole: its editions with their words and figures, its checks, and who relies on it.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::list::{standing, state, told, wrapped};
use super::{Known, check_json, relier_json};
use crate::facts::{Node, NodeKind};
use crate::pack::Kind;
use crate::rules::{Check, DateBy, Edition, Position};
use crate::term::Terminal;

/// The rule for people: the newest edition first.
pub(super) fn human(known: &Known, file: &str, today: Date, terminal: Terminal) -> String {
    let rule = &known.rule;
    let mut text = format!("{}  {}\n", known.name, rule.citation);
    let by = match rule.date_by {
        DateBy::Execution => "the day of signing",
        DateBy::Service => "the day of service",
        DateBy::Paper => "the date of the paper",
    };
    for (name, value) in [("jurisdiction", rule.jurisdiction.as_str()), ("file", file), ("edition by", by)] {
        let _ = writeln!(text, "  {name:13} {value}");
    }
    for (edition, checks) in rule.editions.iter().zip(&known.checks).rev() {
        text.push('\n');
        text.push_str(&edition_text(edition, checks, today, terminal));
    }
    text.push_str("\nrelied on by\n");
    for relier in &known.reliers {
        let kind = if relier.kind == Kind::Clause { "the clause " } else { "" };
        let ways = relier.ways.iter().map(|way| match &way[..] {
            [] => "itself".to_owned(),
            steps => format!("through {}", steps.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
        });
        let ways = ways.collect::<Vec<_>>().join("; ");
        text.push_str(&wrapped(&format!("{kind}{}{}: {ways}", relier.pin, state(&relier.state)), "  ", terminal));
    }
    if known.reliers.is_empty() {
        text.push_str("  no template\n");
    }
    text
}

fn edition_text(edition: &Edition, checks: &[Check], today: Date, terminal: Terminal) -> String {
    let mut text = format!("{}\n", standing(edition, today));
    let mut part = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name}");
        text.push_str(&wrapped(value, "    ", terminal));
    };
    part("source", &edition.source);
    if let Some(note) = &edition.note {
        part("note", note);
    }
    for (name, wording) in &edition.texts {
        part(name, wording);
    }
    if let Some(value) = &edition.value {
        figures(&mut text, value, "  ");
    }
    for (at, position) in edition.positions.iter().enumerate() {
        text.push_str(&position_text(position, at == 0, terminal));
    }
    text.push_str("  checked\n");
    for check in checks.iter().rev() {
        text.push_str(&wrapped(&told(check), "    ", terminal));
    }
    if checks.is_empty() {
        text.push_str("    never\n");
    }
    text
}

fn position_text(position: &Position, protective: bool, terminal: Terminal) -> String {
    let rank = if protective { "the protective position" } else { "another position" };
    let mut text = format!("  {rank}\n");
    let read = if position.verified { "" } else { " (a secondary source)" };
    let source = if position.source.is_empty() { "no source".to_owned() } else { format!("{}{read}", position.source) };
    text.push_str(&wrapped(&format!("{}: {source}", position.name), "    ", terminal));
    for (name, wording) in &position.texts {
        let _ = writeln!(text, "    {name}");
        text.push_str(&wrapped(wording, "      ", terminal));
    }
    if let Some(value) = &position.value {
        figures(&mut text, value, "    ");
    }
    text
}

/// A value, an entry a line; of a list of tables each one.
fn figures(text: &mut String, value: &Node, indent: &str) {
    let _ = match &value.kind {
        NodeKind::Table(table) => {
            for entry in &table.entries {
                match &entry.value.kind {
                    NodeKind::List(items) if items.iter().any(|item| item.table().is_some()) => {
                        for item in items {
                            let _ = writeln!(text, "{indent}{} {}", entry.key, item.inline());
                        }
                    }
                    _ => _ = writeln!(text, "{indent}{} = {}", entry.key, entry.value.inline()),
                }
            }
            Ok(())
        }
        _ => writeln!(text, "{indent}value = {}", value.inline()),
    };
}

/// The rule as one object on a line.
pub(super) fn json(known: &Known, file: &str, today: Date) -> String {
    let rule = &known.rule;
    let editions = rule.editions.iter().zip(&known.checks).map(|(edition, checks)| {
        let positions = edition.positions.iter().map(|position| {
            json!({
                "name": position.name, "source": position.source, "verified": position.verified,
                "texts": position.texts, "value": position.value.as_ref().map(Node::json),
            })
        });
        json!({
            "from": edition.from.to_string(),
            "status": edition.status.word(),
            "verified": edition.is_verified(),
            "source": edition.source,
            "note": edition.note,
            "texts": edition.texts,
            "value": edition.value.as_ref().map(Node::json),
            "positions": positions.collect::<Vec<Value>>(),
            "checks": checks.iter().map(check_json).collect::<Vec<_>>(),
            "sha256": edition.hash(&rule.citation),
        })
    });
    let object = json!({
        "id": known.name,
        "citation": rule.citation,
        "jurisdiction": rule.jurisdiction,
        "file": file,
        "date_by": match rule.date_by {
            DateBy::Execution => "execution",
            DateBy::Service => "service",
            DateBy::Paper => "paper",
        },
        "today": known.on(today).map(|(edition, _)| edition.from.to_string()),
        "editions": editions.collect::<Vec<Value>>(),
        "relied_on_by": known.reliers.iter().map(relier_json).collect::<Vec<_>>(),
    });
    format!("{object}\n")
}
