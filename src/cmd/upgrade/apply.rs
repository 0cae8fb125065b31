//! Taking an upgrade: the pins in `matter.toml`, then what `affiant.lock` records, and nothing else.
//!
//! When affiant is ended between the two, the matter names a version that the lock does not have. `build` says so, and
//! the same `affiant upgrade --apply` ends what was begun: it goes from the locked version to the one that is written.

use std::path::Path;

use crate::diag::Diagnostic;
use crate::digest;
use crate::disk::write_user_file;
use crate::lock::{self, Lock};
use crate::source::Sources;
use crate::template::Pin;

use super::plan::Plan;

/// Writes what changed; says whether there was anything to write.
pub fn apply(plan: &Plan, folder: &Path) -> Result<bool, Box<Diagnostic>> {
    let named = |problem: crate::disk::WriteProblem, name: &str| Box::new(problem.named(name).diagnostic());
    let pins: Vec<(String, Pin)> = plan
        .upgradable()
        .filter(|paper| paper.to.to_string() != paper.pinned.to_string())
        .map(|paper| (paper.id.clone(), paper.to.clone()))
        .collect();
    let (mark, text) = match plan.matter_bytes.strip_prefix("\u{feff}".as_bytes()) {
        Some(rest) => ("\u{feff}", rest),
        None => ("", &*plan.matter_bytes),
    };
    let before = String::from_utf8_lossy(text);
    let after = plan.matter.repinned(&before, &pins);
    let mut done = false;
    if after != before {
        let bytes = format!("{mark}{after}").into_bytes();
        let read = digest::of(&plan.matter_bytes);
        write_user_file(&folder.join("matter.toml"), &bytes, Some(read))
            .map_err(|problem| named(problem, "matter.toml"))?;
        done = true;
    }
    if let Some(text) = locked(plan) {
        write_user_file(&folder.join("affiant.lock"), text.as_bytes(), plan.lock_hash)
            .map_err(|problem| named(problem, "affiant.lock"))?;
        done = true;
    }
    Ok(done)
}

/// The text of the lock with what the papers are made of now; none when it stays as it is.
fn locked(plan: &Plan) -> Option<String> {
    let mut lock: Option<(Lock, String)> = None;
    for paper in plan.upgradable() {
        let Some(drafted) = &paper.drafted else { continue };
        let current = lock.as_ref().map_or(&plan.lock, |(lock, _)| lock);
        // A version that is itself still a draft is not held to anything: the lock forgets the paper.
        let Some(text) = current.upgraded(&paper.id, drafted.lock.as_ref()) else { continue };
        let next = lock::read(&mut Sources::default(), "affiant.lock", text.as_bytes()).output?;
        lock = Some((next, text));
    }
    lock.map(|(_, text)| text)
}
