//! Comparing what a draft is built from now with what the lock records.

use crate::diag::{Code, Diagnostic, Report};
use crate::span::Span;

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
        for (name, hash) in &locked.entry.inputs {
            match now.inputs.iter().find(|(other, _)| bare(other) == bare(name)) {
                Some((_, other)) if other == hash => {}
                Some(_) => report.push(bytes_differ(name, "has other bytes than", locked)),
                None => report.push(bytes_differ(name, "is no longer part of the paper, but is in", locked)),
            }
        }
        for name in now.inputs.keys() {
            if !locked.entry.inputs.keys().any(|other| bare(other) == bare(name)) {
                report.push(bytes_differ(name, "is part of the paper now, but is not in", locked));
            }
        }
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

fn bytes_differ(name: &str, how: &str, locked: &Locked) -> Diagnostic {
    Diagnostic::new(Code::LockedBytesDiffer, format!("`{name}` {how} `affiant.lock`"))
        .at(locked.span, "locked here")
        .hint(restore(name, &locked.entry))
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
