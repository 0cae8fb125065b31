//! Comparing what a draft is built from now with what the lock records.

use crate::diag::{Code, Diagnostic, Report};
use crate::span::Span;
use crate::words;

use super::{Lock, LockEntry, Locked};

impl Lock {
    /// Says every file and edition that is not the locked one; a draft that the lock does not know has none.
    #[must_use]
    pub fn check(&self, draft: &str, now: &LockEntry) -> Report {
        let mut report = Report::default();
        let Some(locked) = self.drafts.get(draft) else { return report };
        if locked.entry.template != now.template {
            report.push(pin_differs(draft, &locked.entry, now, locked.span));
            return report;
        }
        let mut differing = Vec::new();
        for (name, hash) in &locked.entry.inputs {
            match now.inputs.iter().find(|(other, _)| bare(other) == bare(name)) {
                Some((_, other)) if other == hash => {}
                Some(_) => differing.push((name, "has other bytes than")),
                None => differing.push((name, "is no longer part of the paper, but is in")),
            }
        }
        for name in now.inputs.keys() {
            if !locked.entry.inputs.keys().any(|other| bare(other) == bare(name)) {
                differing.push((name, "is part of the paper now, but is not in"));
            }
        }
        report.diagnostics.extend(bytes_differ(&differing, locked));
        for (rule, edition) in &locked.entry.rules {
            if now.rules.get(rule).is_some_and(|other| other != edition) {
                report.push(edition_differs(rule, &locked.entry, locked.span));
            }
        }
        report
    }

    /// Says that a draft must be in the lock already.
    #[must_use]
    pub fn not_locked(draft: &str) -> Diagnostic {
        Diagnostic::new(Code::NotLocked, format!("`{draft}` is not in `affiant.lock`"))
            .in_file("affiant.lock")
            .hint(format!("run `affiant build --draft {draft}` without `--locked`, and put the lock into git"))
    }
}

/// The name without the pack it came from: the same bytes are the same, whether embedded or in a folder.
fn bare(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, bare)| bare)
}

/// How to get the bytes back; never how to accept others.
fn restore(name: &str, locked: &LockEntry) -> String {
    let affiant = &locked.affiant;
    match (name.split_once(':'), &locked.pack) {
        (Some((pack, _)), Some(fetched)) => {
            format!("build with the commit that is locked, as `{}` fetches it", fetched.command(pack))
        }
        (Some(("builtin", _)) | None, _) => {
            format!("build with affiant {affiant}, which locked it, or restore `affiant.lock` from git")
        }
        (Some((_, bare)), None) => {
            format!("restore `{bare}` in the pack from its git, or `affiant.lock` from the matter's")
        }
    }
}

/// One finding for all files that differ, each with how it does.
fn bytes_differ(differing: &[(&String, &str)], locked: &Locked) -> Option<Diagnostic> {
    let told = |(name, how): &(&String, &str)| format!("`{name}` {how} `affiant.lock`");
    let message = match differing {
        [] => return None,
        [only] => told(only),
        several => format!("{} are not those in `affiant.lock`", words::count(several.len(), "file")),
    };
    let mut found = Diagnostic::new(Code::LockedBytesDiffer, message).at(locked.span, "locked here");
    if differing.len() > 1 {
        found = differing.iter().fold(found, |found, one| found.note(told(one)));
    }
    let mut hints: Vec<String> = differing.iter().map(|(name, _)| restore(name, &locked.entry)).collect();
    hints.dedup();
    Some(hints.into_iter().fold(found, Diagnostic::hint))
}

fn edition_differs(rule: &str, locked: &LockEntry, span: Span) -> Diagnostic {
    let from = locked.edition(rule).map(|(from, _)| from.to_string()).unwrap_or_default();
    let message = format!("the edition of `{rule}` from {from} is not the one in `affiant.lock`");
    Diagnostic::new(Code::LockedBytesDiffer, message).at(span, "locked here").hint(format!(
        "build with affiant {}, which locked it, or restore the rule's file in the pack from git",
        locked.affiant
    ))
}

fn pin_differs(draft: &str, locked: &LockEntry, now: &LockEntry, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::LockedPinDiffers,
        format!("`{draft}` is pinned to `{}`, but locked to `{}`", now.template, locked.template),
    )
    .at(span, format!("locked to `{}`", locked.template))
    .hint(format!("write `template = \"{}\"` in `matter.toml` again", locked.template))
    .hint(format!(
        "if the change is a decision: `affiant upgrade --draft {draft}` shows what it changes, `--apply` records it"
    ))
}
