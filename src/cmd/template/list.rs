//! `affiant template list`: what a pack holds, in which versions, and what the ledger says of each.

use std::fmt::Write as _;

use serde_json::json;

use crate::cli::Format;
use crate::cli::template::List;
use crate::cmd::pack_folder::PackFolder;
use crate::cmd::{Outcome, papers};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::pack::ledger::{Ledger, Record, State};
use crate::pack::{Kind, Pack};
use crate::source::Sources;
use crate::template::Pin;
use crate::term::Terminal;

/// A version of something, with what is known of it.
struct Row {
    kind: Kind,
    pin: Pin,
    record: Option<Record>,
    about: String,
}

/// Prints the list.
pub fn run(arguments: &List, terminal: Terminal) -> Outcome {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let folder = match PackFolder::to_read(arguments.pack.pack.as_deref()) {
        Ok(folder) => folder,
        Err(diagnostic) => {
            report.push(*diagnostic);
            papers::print_report(&report, &sources, arguments.format, terminal);
            return Outcome::Usage;
        }
    };
    let pack = folder.pack();
    let ledger = pack.ledger(&mut sources).take(&mut report).unwrap_or_default();
    let rows = rows(&pack, &ledger, &mut sources, &mut report);
    report.extend(folder.altered(&mut sources));
    for (kind, pin) in pack.amended(&mut sources) {
        report.push(amended(kind, &pin));
    }
    match arguments.format {
        Format::Human => terminal.out(&human(&rows)),
        Format::Json => rows.iter().for_each(|row| terminal.out(&format!("{}\n", row.json()))),
    }
    papers::print_report(&report, &sources, arguments.format, terminal);
    if report.has(Severity::Error) { Outcome::Documents } else { Outcome::Fine }
}

/// Every version, by kind and name, the newest first.
fn rows(pack: &Pack<'_>, ledger: &Ledger, sources: &mut Sources, report: &mut Report) -> Vec<Row> {
    let mut rows = Vec::new();
    for kind in Kind::ALL {
        for listed in pack.listed(kind) {
            for version in listed.versions.into_iter().rev() {
                let pin = Pin::new(listed.name.clone(), version);
                let template = (kind == Kind::Template).then(|| pack.template(sources, &pin).take(report)).flatten();
                let about = template.map_or_else(String::new, |template| template.front.title.clone());
                rows.push(Row { kind, record: ledger.version(kind, &pin).cloned(), pin, about });
            }
        }
    }
    rows
}

fn human(rows: &[Row]) -> String {
    let mut text = String::new();
    let names = rows.iter().map(|row| row.pin.to_string().chars().count()).max().unwrap_or(0);
    let reviews = rows.iter().map(|row| review(row.record.as_ref()).chars().count()).max().unwrap_or(0);
    let states = rows.iter().map(|row| state(row.record.as_ref()).chars().count()).max().unwrap_or(0);
    for kind in Kind::ALL {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.kind == kind).collect();
        if !rows.is_empty() {
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}{}s", kind.word());
        }
        for row in rows {
            let line = format!(
                "  {:names$}  {:states$}  {:reviews$}  {}",
                row.pin.to_string(),
                state(row.record.as_ref()),
                review(row.record.as_ref()),
                row.about
            );
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }
    text
}

impl Row {
    fn json(&self) -> serde_json::Value {
        json!({
            "kind": self.kind.word(),
            "name": self.pin.name,
            "version": self.pin.version.to_string(),
            "state": state(self.record.as_ref()),
            "title": self.about,
            "reviewed": reviewed(self.record.as_ref()),
        })
    }
}

fn amended(kind: Kind, pin: &Pin) -> Diagnostic {
    let message =
        format!("the cases or golden text of the released {} `{pin}` are not as the ledger has them", kind.word());
    Diagnostic::new(Code::AmendedCases, message)
        .hint(format!("if somebody meant to amend them, record it: `affiant template release {pin}`"))
        .hint(format!("otherwise restore them: `git checkout -- {}/{}/{}`", kind.folder(), pin.name, pin.version))
}

/// The word for where a version is in its life.
pub(super) fn state(record: Option<&Record>) -> &'static str {
    match record.map(|record| &record.state) {
        None | Some(State::Draft) => "draft",
        Some(State::Released) => "released",
        Some(State::Withdrawn { .. }) => "withdrawn",
    }
}

/// `reviewed 2026-01-31 by A. Lawyer, next 2027-01-31`
pub(super) fn review(record: Option<&Record>) -> String {
    match record.and_then(|record| record.reviewed.as_ref()) {
        None => "not reviewed".to_owned(),
        Some(review) => {
            let next = review.next.map_or_else(String::new, |next| format!(", next {next}"));
            format!("reviewed {} by {}{next}", review.on, review.by)
        }
    }
}

/// The review for programs.
pub(super) fn reviewed(record: Option<&Record>) -> Option<serde_json::Value> {
    let review = record?.reviewed.as_ref()?;
    let next = review.next.map(|next| next.to_string());
    Some(json!({ "by": review.by, "on": review.on.to_string(), "next": next }))
}
