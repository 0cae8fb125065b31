//! The rules of a pack, a few lines each.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde_json::json;

use super::{Known, check_json, relier_json};
use crate::pack::ledger::State;
use crate::rules::{Check, Edition};
use crate::term::Terminal;
use crate::words;

/// Each rule with its citation, the edition of today, its last check, and who relies on it.
pub(super) fn human(all: &[Known], number: usize, stale: Option<u32>, today: Date, terminal: Terminal) -> String {
    let mut text = String::new();
    for known in all {
        let Some((edition, checks)) = known.on(today) else { continue };
        let _ = writeln!(text, "{}  {}", known.name, known.rule.citation);
        let editions = match known.rule.editions.len() {
            1 => String::new(),
            several => format!("; {several} editions"),
        };
        let _ = writeln!(text, "  {}{editions}", standing(edition, today));
        let _ = writeln!(text, "  {}", last(checks));
        text.push_str(&wrapped(&relied(known), "  ", terminal));
        text.push('\n');
    }
    let counted = words::count(number, "rule");
    let never = all.iter().filter(|known| known.on(today).is_none_or(|(_, checks)| checks.is_empty())).count();
    let _ = match stale {
        None => writeln!(text, "{counted}, {never} never checked"),
        Some(days) if all.is_empty() => {
            writeln!(text, "each of the {counted} was checked less than {} ago", words::count(days as usize, "day"))
        }
        Some(days) => {
            let days = words::count(days as usize, "day");
            writeln!(text, "{} of {counted} not checked for {days}, {never} of them never", all.len())
        }
    };
    text
}

/// One object a line for each rule.
pub(super) fn json(all: &[Known], today: Date) -> String {
    let line = |known: &Known| {
        let (edition, checks) = known.on(today)?;
        let object = json!({
            "id": known.name,
            "citation": known.rule.citation,
            "jurisdiction": known.rule.jurisdiction,
            "edition": {
                "from": edition.from.to_string(),
                "status": edition.status.word(),
                "verified": edition.is_verified(),
                "source": edition.source,
            },
            "editions": known.rule.editions.iter().map(|edition| edition.from.to_string()).collect::<Vec<_>>(),
            "last_check": checks.last().map(check_json),
            "relied_on_by": known.reliers.iter().map(relier_json).collect::<Vec<_>>(),
        });
        Some(format!("{object}\n"))
    };
    all.iter().filter_map(line).collect()
}

/// `in force from 2026-01-01, from a secondary source`
pub(super) fn standing(edition: &Edition, today: Date) -> String {
    let begins = if edition.from > today { "to begin on" } else { "from" };
    let read = match (edition.verified, edition.is_verified()) {
        (_, true) => "",
        (true, false) => ", in part from a secondary source",
        (false, false) => ", from a secondary source",
    };
    format!(
        "{}{} {begins} {}{read}",
        edition.status.word().replace('-', " "),
        if edition.from > today { "," } else { "" },
        edition.from
    )
}

/// `last checked on 2026-11-21 by Ada Placeholder, against the eCFR`
fn last(checks: &[Check]) -> String {
    checks.last().map_or_else(|| "never checked".to_owned(), |check| format!("last checked {}", told(check)))
}

/// `on 2026-11-21 by Ada Placeholder, against the eCFR`
pub(super) fn told(check: &Check) -> String {
    let source = if check.source.is_empty() { String::new() } else { format!(", against {}", check.source) };
    format!("on {} by {}{source}", check.on, check.by)
}

/// `used by declaration@1.0.0 and the clause perjury@1.0.0`
fn relied(known: &Known) -> String {
    let names: Vec<String> = known
        .reliers
        .iter()
        .map(|relier| {
            let kind = if relier.kind == crate::pack::Kind::Clause { "the clause " } else { "" };
            format!("{kind}{}{}", relier.pin, state(&relier.state))
        })
        .collect();
    if names.is_empty() { "used by no template".to_owned() } else { format!("used by {}", words::list(&names, "and")) }
}

/// What a reader should know of a version that is not simply released.
pub(super) fn state(state: &State) -> &'static str {
    match state {
        State::Released => "",
        State::Draft => " (a draft)",
        State::Withdrawn { .. } => " (withdrawn)",
    }
}

/// Text in lines that the terminal shows whole, all of them indented.
pub(super) fn wrapped(text: &str, indent: &str, terminal: Terminal) -> String {
    let width = terminal.width.saturating_sub(indent.len()).max(20);
    words::wrap(text, width).lines().map(|line| format!("{indent}{line}\n")).collect()
}
