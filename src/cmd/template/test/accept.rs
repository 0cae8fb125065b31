//! Keeping papers as golden text: whole files, and of a released version only with a reason that the ledger records.

use std::path::PathBuf;

use super::verdict::{Status, Verdict};
use crate::cmd::pack_folder::PackFolder;
use crate::cmd::papers;
use crate::diag::{Code, Diagnostic};
use crate::disk::problem::Cause;
use crate::disk::write::make_folder;
use crate::disk::{self, WriteProblem};
use crate::files::{FilePath, FileProblem};
use crate::pack::ledger::State;
use crate::pack::{Kind, case};
use crate::source::Sources;
use crate::template::Pin;

/// Writes the papers that differ from their golden text, or have none, as golden text.
pub fn keep(folder: &PackFolder, verdicts: &mut [Verdict], sources: &mut Sources, because: Option<&str>) {
    let because = because.map(str::trim).filter(|because| !because.is_empty());
    for of_version in verdicts.chunk_by_mut(|one, other| one.template == other.template) {
        let Some(pin) = of_version.first().map(|verdict| verdict.template.clone()) else { continue };
        let released = folder.pack().state(sources, Kind::Template, &pin).output != State::Draft;
        if released && because.is_none() {
            if let Some(first) = of_version.iter_mut().find(|verdict| verdict.is_other_than_golden()) {
                first.report.push(kept(&pin));
            }
            continue;
        }
        for verdict in of_version.iter_mut().filter(|verdict| verdict.is_other_than_golden()) {
            if let Some(text) = verdict.text.clone() {
                keep_one(folder, verdict, &text);
            }
        }
        if released
            && let Some(because) = because
            && let Some(first) = of_version.iter_mut().find(|verdict| verdict.written.is_some())
        {
            amend(folder, &pin, because, first);
        }
    }
}

fn keep_one(folder: &PackFolder, verdict: &mut Verdict, text: &str) {
    match write(folder, &case::expected_path(&verdict.template, &verdict.case), text) {
        Ok(path) => {
            verdict.written = Some(path);
            verdict.report.diagnostics.retain(|found| !matches!(found.code, Code::GoldenDiffers | Code::NoGolden));
            verdict.status = if verdict.is_good() { Status::Accepted } else { Status::Unmet };
        }
        Err(diagnostic) => verdict.report.push(*diagnostic),
    }
}

fn write(folder: &PackFolder, path: &str, text: &str) -> Result<PathBuf, Box<Diagnostic>> {
    let target = folder.place(path)?;
    let failed = |problem: WriteProblem| Box::new(problem.diagnostic());
    if let Some(parent) = target.parent() {
        make_folder(parent).map_err(failed)?;
    }
    let before = match folder.disk().fetch(&FilePath::pack(path)) {
        Ok((_, stamp)) => Some(stamp.hash),
        Err(FileProblem::Missing) => None,
        Err(problem) => {
            let name = target.display().to_string();
            return Err(failed(WriteProblem::new(name, Cause::Other(problem.to_string()))));
        }
    };
    disk::write_user_file(&target, text.as_bytes(), before).map_err(failed)?;
    Ok(target)
}

/// Records in the ledger that what stands beside a released version was amended, and why.
fn amend(folder: &PackFolder, pin: &Pin, because: &str, first: &mut Verdict) {
    let today = papers::today().parse().unwrap_or_default();
    let beside = folder.pack().beside(Kind::Template, pin);
    let recorded = folder.change_ledger(|_, text| {
        text.amend(Kind::Template, pin, &beside, today);
        text.amended_because(Kind::Template, pin, because);
        Ok(())
    });
    if let Err(findings) = recorded {
        first.drafted = Some(*findings);
    }
}

fn kept(pin: &Pin) -> Diagnostic {
    Diagnostic::new(Code::GoldenKept, format!("`{pin}` is released: its golden text is kept as it is"))
        .hint("restore what the papers are made from, or change it in a new version: `affiant template bump`")
        .hint(format!("if the golden text itself was wrong: `affiant template test {pin} --accept --because \"…\"`"))
}
