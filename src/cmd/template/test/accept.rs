//! Keeping papers as golden text: whole files, and of a released version only with a reason that the ledger records.

use std::path::PathBuf;

use super::verdict::{Status, Verdict};
use crate::cmd::pack_folder::PackFolder;
use crate::diag::{Code, Diagnostic};
use crate::disk::problem::Cause;
use crate::disk::write::make_folder;
use crate::disk::{self, WriteProblem};
use crate::files::{FilePath, FileProblem};
use crate::pack::ledger::State;
use crate::pack::{Kind, case};
use crate::source::Sources;

/// Writes the papers that differ from their golden text, or have none, as golden text.
pub fn keep(folder: &PackFolder, verdicts: &mut [Verdict], sources: &mut Sources) {
    let pack = folder.pack();
    for verdict in verdicts.iter_mut() {
        let is_other = |verdict: &&mut Verdict| matches!(verdict.status, Status::Differs | Status::NoGolden);
        let Some((verdict, text)) = Some(verdict).filter(is_other).and_then(|verdict| {
            let text = verdict.text.clone()?;
            Some((verdict, text))
        }) else {
            continue;
        };
        if pack.state(sources, Kind::Template, &verdict.template).output != State::Draft {
            verdict.report.push(released(verdict));
            continue;
        }
        match write(folder, &case::expected_path(&verdict.template, &verdict.case), &text) {
            Ok(path) => {
                verdict.written = Some(path);
                verdict.report.diagnostics.retain(|found| !matches!(found.code, Code::GoldenDiffers | Code::NoGolden));
                verdict.status = if verdict.is_good() { Status::Accepted } else { Status::Unmet };
            }
            Err(problem) => verdict.report.push(problem.diagnostic()),
        }
    }
}

fn write(folder: &PackFolder, path: &str, text: &str) -> Result<PathBuf, WriteProblem> {
    let target = folder.locate(path);
    if let Some(parent) = target.parent() {
        make_folder(parent)?;
    }
    let before = match folder.disk().fetch(&FilePath::pack(path)) {
        Ok((_, stamp)) => Some(stamp.hash),
        Err(FileProblem::Missing) => None,
        Err(problem) => return Err(WriteProblem::new(target.display().to_string(), Cause::Other(problem.to_string()))),
    };
    disk::write_user_file(&target, text.as_bytes(), before)?;
    Ok(target)
}

fn released(verdict: &Verdict) -> Diagnostic {
    let message = format!("`{}` is released: its golden text is kept as it is", verdict.template);
    Diagnostic::new(Code::ReleasedBytesDiffer, message)
        .hint("restore what the paper is made from, or make a new version and change that")
}
