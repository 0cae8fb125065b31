//! Reading the ledger.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic, Pass, Report, Severity};
use crate::facts::keys::Keys;
use crate::facts::{self, Entry, Node};
use crate::pack::Kind;
use crate::source::Sources;
use crate::span::Span;

use super::{Check, EditionRecord, Ledger, Record, Review, State};

/// Reads the ledger; none when it cannot be relied on.
pub(in crate::pack) fn read(sources: &mut Sources, name: &str, bytes: &[u8]) -> Pass<Option<Ledger>> {
    let mut report = Report::default();
    let root = facts::read(sources, name, bytes).take(&mut report);
    let ledger = root.and_then(|root| ledger(&root, &mut report));
    let ledger = ledger.filter(|_| !report.has(Severity::Error));
    Pass::new(ledger, report)
}

fn ledger(root: &Node, report: &mut Report) -> Option<Ledger> {
    let keys = Keys::open(root, "a ledger", &["version", "template", "clause", "look", "rule"], report)?;
    if let Some((version, span)) = keys.integer("version", report)
        && version != 1
    {
        report.push(bad_pack("the ledger has a form that this affiant does not know", span));
    }
    let mut ledger = Ledger::default();
    for kind in Kind::ALL {
        for entry in keys.entries(kind.word(), report) {
            if let Some(record) = record(&entry.value, report) {
                ledger.versions.insert((kind, entry.key.clone()), record);
            }
        }
    }
    for rule in keys.entries("rule", report) {
        for edition in rule.value.table().map_or(&[][..], |table| &table.entries) {
            let Ok(from) = edition.key.parse::<Date>() else {
                report.push(bad_pack("an edition is named by its first day", edition.key_span));
                continue;
            };
            if let Some(record) = edition_record(edition, report) {
                ledger.rules.insert((rule.key.clone(), from), record);
            }
        }
    }
    Some(ledger)
}

fn record(node: &Node, report: &mut Report) -> Option<Record> {
    let known = [
        "status",
        "because",
        "instead",
        "reviewed",
        "released",
        "bump",
        "patch_because",
        "withdrawn",
        "amended",
        "amended_because",
        "inputs",
        "beside",
        "rules",
    ];
    let keys = Keys::open(node, "a version", &known, report)?;
    let (status, span) = keys.text("status", report)?;
    let state = match status {
        "draft" => State::Draft,
        "released" => State::Released,
        "withdrawn" => State::Withdrawn {
            because: keys.text("because", report).map(|(text, _)| text.to_owned()).unwrap_or_default(),
            instead: keys.text("instead", report).map(|(text, _)| text.to_owned()),
        },
        _ => {
            report.push(bad_pack("a version is `draft`, `released` or `withdrawn`", span));
            return None;
        }
    };
    let reviewed = keys.node("reviewed").and_then(|node| review(node, report));
    let released = keys.date("released", report).map(|(date, _)| date);
    let patch_because = keys.text("patch_because", report).map(|(text, _)| text.to_owned());
    let mut texts = |key: &str| -> BTreeMap<String, String> {
        let entries = keys.entries(key, report).iter();
        entries.filter_map(|entry| Some((entry.key.clone(), entry.value.text()?.to_owned()))).collect()
    };
    let (inputs, beside, rules) = (texts("inputs"), texts("beside"), texts("rules"));
    Some(Record { state, inputs, beside, reviewed, released, patch_because, rules })
}

fn review(node: &Node, report: &mut Report) -> Option<Review> {
    let keys = Keys::open(node, "a review", &["by", "on", "next"], report)?;
    keys.require("by", "a review", "say who has read it", report);
    keys.require("on", "a review", "say when", report);
    let next = keys.date("next", report).map(|(date, _)| date);
    Some(Review { by: keys.text("by", report)?.0.to_owned(), on: keys.date("on", report)?.0, next })
}

fn edition_record(entry: &Entry, report: &mut Report) -> Option<EditionRecord> {
    let keys = Keys::open(&entry.value, "an edition", &["sha256", "check"], report)?;
    let checks = keys.tables("check", report).iter().filter_map(|node| check(node, report)).collect();
    let hash = keys.text("sha256", report).map(|(hash, _)| hash.to_owned());
    Some(EditionRecord { hash, checks })
}

fn check(node: &Node, report: &mut Report) -> Option<Check> {
    let keys = Keys::open(node, "a check", &["on", "by", "source", "sha256"], report)?;
    keys.require("on", "a check", "say when", report);
    keys.require("by", "a check", "say who has read it", report);
    let source = keys.text("source", report).map(|(text, _)| text.to_owned()).unwrap_or_default();
    let hash = keys.text("sha256", report).map(|(hash, _)| hash.to_owned());
    Some(Check { on: keys.date("on", report)?.0, by: keys.text("by", report)?.0.to_owned(), source, hash })
}

fn bad_pack(message: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadPack, message).at(span, "in the pack's ledger")
}
