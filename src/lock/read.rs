//! Reading `affiant.lock`.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Pass, Report, Severity};
use crate::facts::keys::Keys;
use crate::facts::{self, Entry, Node};
use crate::pack::{Fetched, address};
use crate::source::Sources;
use crate::span::Span;
use crate::template::Pin;

use super::{Lock, LockEntry, Locked};

/// The form of the file that this affiant reads and writes.
pub(super) const FORM: i64 = 1;

/// Reads a lock; none when it is malformed, and then it must not be written either.
pub fn read(sources: &mut Sources, name: &str, bytes: &[u8]) -> Pass<Option<Lock>> {
    let mut report = Report::default();
    let root = facts::read(sources, name, bytes).take(&mut report);
    let lock = root.as_ref().and_then(|root| lock(root, &mut report));
    // What nobody writes by hand is either right or broken: a warning about an unknown key would be lost at the next
    // write.
    let mut broken = Report::default();
    for mut found in report.diagnostics {
        if matches!(
            found.code,
            Code::UnknownKey | Code::WrongType | Code::MissingKey | Code::BadSyntax | Code::DuplicateKey
        ) {
            found.code = Code::BadLock;
            found.severity = Severity::Error;
            found.hints = vec!["restore `affiant.lock` from git: `git checkout -- affiant.lock`".to_owned()];
        }
        broken.push(found);
    }
    if broken.has(Severity::Error) {
        return Pass::new(None, broken);
    }
    let text = String::from_utf8_lossy(bytes).into_owned();
    Pass::new(lock.map(|drafts| Lock { text, drafts }), broken)
}

fn lock(root: &Node, report: &mut Report) -> Option<BTreeMap<String, Locked>> {
    let keys = Keys::open(root, "the lock", &["version", "draft"], report)?;
    match keys.integer("version", report) {
        Some((FORM, _)) => {}
        Some((_, span)) => {
            report.push(
                bad_lock("the lock has a form that this affiant does not know", span)
                    .hint("install the affiant that wrote it, or a newer one"),
            );
            return None;
        }
        None if keys.entries("draft", report).is_empty() => {}
        None => keys.require("version", "the lock", "", report),
    }
    let entries = keys.entries("draft", report).iter();
    Some(entries.filter_map(|entry| Some((entry.key.clone(), locked(entry, report)?))).collect())
}

fn locked(entry: &Entry, report: &mut Report) -> Option<Locked> {
    let known = ["affiant", "template", "pack", "last_final", "inputs", "rules"];
    let keys = Keys::open(&entry.value, "a locked draft", &known, report)?;
    for key in ["affiant", "template", "inputs"] {
        keys.require(key, "a locked draft", "", report);
    }
    let (template, span) = keys.text("template", report)?;
    if Pin::parse(template, None).is_none() {
        report.push(bad_lock("the locked template is no name with an exact version", span));
    }
    let last_final = keys.node("last_final").and_then(|_| keys.date("last_final", report));
    let entry_value = LockEntry {
        affiant: keys.text("affiant", report)?.0.to_owned(),
        template: template.to_owned(),
        pack: keys.node("pack").and_then(|node| fetched(node, report)),
        inputs: hashes(keys, "inputs", is_hash, report),
        rules: hashes(keys, "rules", is_edition, report),
        last_final: last_final.map(|(date, _)| date.to_string()),
    };
    Some(Locked { entry: entry_value, span: entry.key_span })
}

fn fetched(node: &Node, report: &mut Report) -> Option<Fetched> {
    let keys = Keys::open(node, "a locked pack", &["git", "commit", "sha256"], report)?;
    for key in ["git", "commit", "sha256"] {
        keys.require(key, "a locked pack", "", report);
    }
    let mut text = |key: &str, right: fn(&str) -> bool| {
        let (text, span) = keys.text(key, report)?;
        if !right(text) {
            report.push(bad_lock(&format!("`{key}` of the locked pack cannot be used"), span));
        }
        Some(text.to_owned())
    };
    let git = text("git", |url| address::url_problem(url).is_none());
    let commit = text("commit", address::is_commit);
    let sha256 = text("sha256", address::is_sha256);
    Some(Fetched { git: git?, commit: commit?, sha256: sha256? })
}

fn hashes(keys: Keys<'_>, key: &str, right: fn(&str) -> bool, report: &mut Report) -> BTreeMap<String, String> {
    let mut hashes = BTreeMap::new();
    for entry in keys.entries(key, report) {
        match entry.value.text().filter(|text| right(text)) {
            Some(text) => drop(hashes.insert(entry.key.clone(), text.to_owned())),
            None => report.push(bad_lock("a SHA-256 is wanted", entry.value.span)),
        }
    }
    hashes
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_edition(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(from, hash)| from.parse::<jiff::civil::Date>().is_ok() && is_hash(hash))
}

fn bad_lock(message: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadLock, message)
        .at(span, "affiant did not write this")
        .hint("restore `affiant.lock` from git: `git checkout -- affiant.lock`")
}
