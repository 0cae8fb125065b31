//! `affiant template show`: one version and its history, for people or programs, or one of its files.

mod facts;

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::named::Named;
use super::{list, refused};
use crate::changes::{self, Changes};
use crate::cli::Format;
use crate::cli::template::Show;
use crate::cmd::Outcome;
use crate::cmd::pack_folder::PackFolder;
use crate::cmd::papers;
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::pack::ledger::{Ledger, Record, State};
use crate::pack::{Kind, Pack, Packs};
use crate::source::Sources;
use crate::template::Pin;
use crate::term::Terminal;
use crate::words;

/// The most changes that are told of one version.
const CHANGES: usize = 12;

/// A version in the history.
struct Past {
    pin: Pin,
    record: Option<Record>,
    /// What changed since the version before; nothing for the first.
    changes: Vec<String>,
}

/// Shows it.
pub fn run(arguments: &Show, terminal: Terminal) -> Outcome {
    let folder =
        if arguments.builtin { Ok(PackFolder::builtin()) } else { PackFolder::to_read(arguments.pack.pack.as_deref()) };
    let folder = match folder {
        Ok(folder) => folder,
        Err(diagnostic) => return refused(*diagnostic, terminal, Outcome::Usage),
    };
    let (mut sources, mut report) = (Sources::default(), Report::default());
    // `hope:support-letter` is of an added pack, whatever pack the command stands in.
    let (pack, name) = match arguments.name.split_once(':') {
        None => (Some(folder.pack()), arguments.name.as_str()),
        Some((added, name)) => {
            let packs = Packs::around(folder.pack(), folder.disk());
            (packs.named(&mut sources, added, None).take(&mut report), name)
        }
    };
    let Some(pack) = pack else {
        papers::print_report(&report, &sources, arguments.format, terminal);
        return Outcome::Documents;
    };
    let found = Named::find(&pack, name, arguments.kind).and_then(|named| Ok((named.kind, named.pin(&pack)?)));
    let (kind, pin) = match found {
        Ok(found) => found,
        Err(diagnostic) => {
            papers::print_report(&Report::from(*diagnostic), &Sources::default(), arguments.format, terminal);
            return Outcome::Documents;
        }
    };
    if let Some(file) = &arguments.source {
        return source(&pack, kind, &pin, file, terminal);
    }
    let ledger = pack.ledger(&mut sources).take(&mut report).unwrap_or_default();
    let past = past(&pack, &ledger, kind, &pin.name, &mut sources, &mut report);
    let record = ledger.version(kind, &pin);
    match arguments.format {
        Format::Human => {
            let mut text = String::new();
            facts::human(&mut text, &pack, &ledger, kind, &pin, &mut sources, &mut report);
            let _ = writeln!(text, "\nfiles\n  {}", pack.version_files(kind, &pin).join("\n  "));
            let _ = writeln!(text, "\nversions");
            for past in &past {
                past.tell(&mut text, past.pin == pin);
            }
            terminal.out(&text);
        }
        Format::Json => {
            let mut object = facts::json(&pack, &ledger, kind, &pin, &mut sources, &mut report);
            object["kind"] = kind.word().into();
            object["name"] = pin.name.as_str().into();
            object["version"] = pin.version.to_string().into();
            object["state"] = list::state(record).into();
            object["reviewed"] = list::reviewed(record).into();
            object["files"] = pack.version_files(kind, &pin).into();
            object["versions"] = past.iter().map(Past::json).collect::<Vec<Value>>().into();
            terminal.out(&format!("{object}\n"));
        }
    }
    papers::print_report(&report, &sources, arguments.format, terminal);
    if report.has(Severity::Error) { Outcome::Documents } else { Outcome::Fine }
}

/// Prints one file of the version as it is.
fn source(pack: &Pack<'_>, kind: Kind, pin: &Pin, file: &str, terminal: Terminal) -> Outcome {
    let files = pack.version_files(kind, pin);
    if !files.iter().any(|known| known == file) {
        return refused(unknown_file(pin, file, &files), terminal, Outcome::Documents);
    }
    match pack.version_file(kind, pin, file) {
        Ok(bytes) => match terminal.out_bytes(&bytes) {
            Ok(()) => Outcome::Fine,
            Err(_) => Outcome::Documents,
        },
        Err(diagnostic) => refused(*diagnostic, terminal, Outcome::Documents),
    }
}

/// All versions of a name, the newest first.
fn past(
    pack: &Pack<'_>,
    ledger: &Ledger,
    kind: Kind,
    name: &str,
    sources: &mut Sources,
    report: &mut Report,
) -> Vec<Past> {
    let mut past: Vec<Past> = Vec::new();
    for version in pack.versions(kind, name) {
        let pin = Pin::new(name, version);
        let before = past.last().map(|past| past.pin.clone());
        let changed =
            before.and_then(|before| changes::versions(kind, (pack, &before), (pack, &pin), sources).take(report));
        let changes = changed.map_or_else(Vec::new, |changes| told(&changes));
        past.push(Past { record: ledger.version(kind, &pin).cloned(), pin, changes });
    }
    past.reverse();
    past
}

/// The changes in sentences.
fn told(changes: &Changes) -> Vec<String> {
    let mut told: Vec<String> = changes.list.iter().map(ToString::to_string).collect();
    if told.len() > CHANGES {
        let more = told.len() - CHANGES;
        told.truncate(CHANGES);
        told.push(format!("and {}", words::count(more, "other change")));
    }
    told
}

impl Past {
    fn tell(&self, text: &mut String, shown: bool) {
        let record = self.record.as_ref();
        let released = record.and_then(|record| record.released).map_or_else(String::new, |on| format!(" {on}"));
        let here = if shown { "  (shown here)" } else { "" };
        let (version, state) = (&self.pin.version, list::state(record));
        let _ = writeln!(text, "  {version}  {state}{released}, {}{here}", list::review(record));
        for change in &self.changes {
            let _ = writeln!(text, "    {change}");
        }
        if let Some(because) = record.and_then(|record| record.patch_because.as_ref()) {
            let _ = writeln!(text, "    a patch, because {because}");
        }
        if let Some(State::Withdrawn { because, instead }) = record.map(|record| &record.state) {
            let instead = instead.as_ref().map_or_else(String::new, |instead| format!("; `{instead}` replaces it"));
            let _ = writeln!(text, "    withdrawn: {because}{instead}");
        }
    }

    fn json(&self) -> Value {
        let record = self.record.as_ref();
        let (because, instead) = match record.map(|record| &record.state) {
            Some(State::Withdrawn { because, instead }) => (Some(because.clone()), instead.clone()),
            _ => (None, None),
        };
        json!({
            "version": self.pin.version.to_string(),
            "state": list::state(record),
            "released": record.and_then(|record| record.released).map(|on| on.to_string()),
            "reviewed": list::reviewed(record),
            "patch_because": record.and_then(|record| record.patch_because.clone()),
            "because": because,
            "instead": instead,
            "changes": self.changes,
        })
    }
}

fn unknown_file(pin: &Pin, file: &str, files: &[String]) -> Diagnostic {
    let message = words::unknown("file", file, files.iter().map(String::as_str));
    Diagnostic::new(Code::UnreadableFile, message)
        .in_file(pin.to_string())
        .hint(format!("it has {}", words::list(&words::quoted(files), "and")))
}
