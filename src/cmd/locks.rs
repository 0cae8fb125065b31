//! Keeping `affiant.lock`: new drafts are added, and the date of the last final; nothing else changes.

use super::papers::Batch;
use crate::diag::{Diagnostic, Report, Severity};
use crate::digest;
use crate::disk::problem::Cause;
use crate::disk::{WriteProblem, write_user_file};
use crate::draft::{Drafted, Finish, Output};
use crate::files::{FilePath, FileProblem, Files};
use crate::lock::{self, Lock};
use crate::source::Sources;

/// Records what was built; the error side says why the lock could not be written.
pub fn record<'a>(
    batch: &Batch,
    built: impl Iterator<Item = (&'a str, &'a Drafted)>,
    finish: Finish,
) -> Result<(), Report> {
    let built: Vec<_> = built.collect();
    let mut result = Ok(());
    // Another affiant may have added its drafts meanwhile: then ours are added to what it wrote.
    for _ in 0..5 {
        result = add(batch, &built, finish);
        if !result.as_ref().is_err_and(|problem| problem.cause == Cause::Changed) {
            break;
        }
    }
    result.map_err(|problem| only(&problem))
}

/// Adds the drafts to the lock as it is now.
fn add(batch: &Batch, built: &[(&str, &Drafted)], finish: Finish) -> Result<(), WriteProblem> {
    // What could not be composed has nothing to record.
    if built.iter().all(|(_, drafted)| drafted.lock.is_none()) {
        return Ok(());
    }
    let name = FilePath::matter("affiant.lock");
    let before = match batch.disk.read(&name) {
        Ok(bytes) => Some(bytes),
        Err(FileProblem::Missing) => None,
        // The drafts could read it; what is in it now is not known, and is not to be written over.
        Err(problem) => return Err(WriteProblem::unread("affiant.lock", &problem)),
    };
    let mut text = before.as_deref().map(<[u8]>::to_vec).unwrap_or_default();
    for (draft, drafted) in built {
        let Some(entry) = &drafted.lock else { continue };
        let whole = !drafted.report.has(Severity::Error);
        if let Some(next) = read(&text).filter(|_| whole).and_then(|lock| lock.with(draft, entry)) {
            text = next.into_bytes();
        }
        let final_made = finish == Finish::Final && matches!(drafted.output, Output::Pdf { .. });
        if let Some(next) = read(&text).filter(|_| final_made).and_then(|lock| lock.with_final(draft, &drafted.date)) {
            text = next.into_bytes();
        }
    }
    if before.as_deref().unwrap_or_default() == text {
        return Ok(());
    }
    let path = batch.root.join("affiant.lock");
    write_user_file(&path, &text, before.as_deref().map(digest::of))
}

fn read(text: &[u8]) -> Option<Lock> {
    if text.is_empty() {
        return Some(Lock::default());
    }
    lock::read(&mut Sources::default(), "affiant.lock", text).output
}

fn only(problem: &WriteProblem) -> Report {
    let diagnostic: Diagnostic = problem.clone().named("affiant.lock").diagnostic();
    Report::from(diagnostic)
}
