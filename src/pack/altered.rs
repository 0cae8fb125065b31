//! Released versions that are no longer what they were, file by file, and how to get the bytes back.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::source::Sources;
use crate::template::Pin;

use super::ledger::{self, Ledger, State};
use super::{Kind, Pack};

/// What happened to a file of a released version.
#[derive(Clone, Copy)]
enum How {
    Changed,
    Added,
    Removed,
}

impl Pack<'_> {
    /// Says of every released version, and every listed edition of a rule, which of its files is not what it was.
    pub fn altered(&self, sources: &mut Sources) -> Pass<()> {
        let mut report = Report::default();
        let Some(ledger) = self.ledger(sources).take(&mut report) else { return Pass::new((), report) };
        for (kind, name, _) in ledger.versions() {
            if let Some(pin) = Pin::parse(name, None) {
                self.unchanged(&ledger, kind, &pin, &mut report);
            }
        }
        for (id, from, record) in ledger.editions().filter(|(.., record)| record.hash.is_some()) {
            let Some(rule) = self.rule(sources, id, None).take(&mut report) else { continue };
            let edition = rule.editions.iter().find(|edition| edition.from == from);
            if edition.is_none_or(|edition| Some(edition.hash(&rule.citation)) != record.hash) {
                let path = format!("snippets/rules/{}.toml", id.replace('.', "/"));
                report.push(self.edition_altered(&path, id, &from.to_string()));
            }
        }
        Pass::new((), report)
    }

    /// Says of what the ledger has released in its last commit that it now says something else: a ledger that was
    /// edited by hand agrees with files that were.
    pub fn rewritten(&self, sources: &mut Sources, committed: &[u8]) -> Pass<()> {
        let mut report = Report::default();
        let (now, then) = (self.ledger(sources).output, ledger::read(sources, "HEAD:pack.lock", committed).output);
        let (Some(now), Some(then)) = (now, then) else { return Pass::new((), report) };
        let name = self.shelf.name(ledger::PATH);
        for (kind, pin, record) in then.versions().filter(|(_, _, record)| record.state != State::Draft) {
            let other = Pin::parse(pin, None).and_then(|pin| now.version(kind, &pin).cloned());
            if other.is_none_or(|other| other.state == State::Draft || other.inputs != record.inputs) {
                report.push(rewritten(&name, &format!("the released {} `{pin}`", kind.word())));
            }
        }
        for (rule, from, record) in then.editions() {
            if now.edition(rule, from).is_none_or(|other| other.hash != record.hash) {
                report.push(rewritten(&name, &format!("the edition of `{rule}` from {from}")));
            }
        }
        Pass::new((), report)
    }

    /// Says which files of one version are not what they were when it was released; a draft may be anything.
    pub fn altered_version(&self, sources: &mut Sources, kind: Kind, pin: &Pin) -> Pass<()> {
        let mut report = Report::default();
        if let Some(ledger) = self.ledger(sources).take(&mut report) {
            self.unchanged(&ledger, kind, pin, &mut report);
        }
        Pass::new((), report)
    }

    /// Says which files of a released version are not what they were.
    pub(super) fn unchanged(&self, ledger: &Ledger, kind: Kind, pin: &Pin, report: &mut Report) {
        let Some(record) = ledger.version(kind, pin).filter(|record| record.state != State::Draft) else { return };
        let now = self.own_inputs(kind, pin);
        if record.inputs == now {
            return;
        }
        for (file, hash) in &record.inputs {
            match now.get(file) {
                Some(other) if other == hash => {}
                Some(_) => report.push(self.bytes_differ(kind, pin, file, How::Changed, Some(hash))),
                None => report.push(self.bytes_differ(kind, pin, file, How::Removed, Some(hash))),
            }
        }
        for file in now.keys().filter(|file| !record.inputs.contains_key(*file)) {
            report.push(self.bytes_differ(kind, pin, file, How::Added, None));
        }
    }

    fn bytes_differ(&self, kind: Kind, pin: &Pin, file: &str, how: How, released: Option<&String>) -> Diagnostic {
        let (word, path) = (kind.word(), format!("{}/{}/{}/{file}", kind.folder(), pin.name, pin.version));
        let message = match how {
            How::Changed => format!("`{path}` is not what it was when the {word} `{pin}` was released"),
            How::Added => format!("`{path}` was added to the {word} `{pin}` after its release"),
            How::Removed => format!("`{path}` is gone, which the {word} `{pin}` was released with"),
        };
        let mut found = Diagnostic::new(Code::ReleasedBytesDiffer, message)
            .at_some(pin.span, "pinned here")
            .in_file(self.shelf.name(&path));
        found = match how {
            How::Added => found.hint(format!("take it out again: `rm {path}` in the pack's folder")),
            _ if !self.is_builtin() && released == builtin(kind, pin).get(file) => {
                let (name, kind) = (pin.bare(), kind.option());
                found.hint(format!(
                    "restore it: `affiant template show {name}{kind} --builtin --source {file} > {path}`"
                ))
            }
            _ => found.hint(format!("restore it: `git checkout -- {path}` in the pack's folder")),
        };
        let name = &pin.name;
        found.hint(format!(
            "to change it, copy it to a new version: `affiant template bump {name} minor{}`",
            kind.option()
        ))
    }

    fn edition_altered(&self, path: &str, rule: &str, from: &str) -> Diagnostic {
        let message = format!("the edition of `{rule}` from {from} is not what it was when it was released");
        Diagnostic::new(Code::ReleasedBytesDiffer, message)
            .in_file(self.shelf.name(path))
            .hint(format!("restore it: `git checkout -- {path}` in the pack's folder"))
            .hint("to change what the rule says, add an edition")
    }
}

fn rewritten(ledger: &str, what: &str) -> Diagnostic {
    let message = format!("the ledger no longer says of {what} what its last commit in git says");
    Diagnostic::new(Code::ReleasedBytesDiffer, message)
        .in_file(ledger)
        .hint(format!("see what was changed: `git diff HEAD -- {}`", ledger::PATH))
        .hint(format!("restore it: `git checkout HEAD -- {}` in the pack's folder", ledger::PATH))
}

/// What the built-in pack has of a version.
fn builtin(kind: Kind, pin: &Pin) -> BTreeMap<String, String> {
    Pack::builtin().own_inputs(kind, pin)
}
