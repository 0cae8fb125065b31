//! Who has checked an edition of a rule at its source: what the pack's ledger says, and the user's own record.

use std::fmt;

use crate::diag::{Pass, Report, Severity};
use crate::files::{FilePath, FileProblem, Files};
use crate::rules::{Check, Edition, Rule};
use crate::source::Sources;

use super::Pack;
use super::ledger::{self, Ledger};

/// The user's own record of checks, among their settings: a ledger of rules alone. A check holds for every pack that
/// has the same edition in the same words, so also for the built-in one, whose ledger nobody can write.
pub const OWN: &str = "rule-checks.toml";

/// What a new record of checks begins with.
pub const OWN_HEAD: &str = "\
# Rules that have been read at their source, as `affiant rules check` records them for the built-in pack. A check holds
# for the words that it was made of: `sha256` says which.
version = 1
";

/// Where the user's own record is read from, if it is.
#[derive(Clone, Copy, Default)]
pub(super) struct Own<'f>(Option<&'f dyn Files>);

impl<'f> Pack<'f> {
    /// The same pack, for a user whose settings these files have.
    #[must_use]
    pub fn with_settings_of(mut self, files: &'f dyn Files) -> Self {
        self.own = Own(Some(files));
        self
    }

    /// The checks of an edition, the latest last. What is wrong with the user's record is a warning: no paper waits for
    /// it.
    pub fn checks(&self, sources: &mut Sources, rule: &Rule, edition: &Edition) -> Pass<Vec<Check>> {
        let mut report = Report::default();
        let mut checks: Vec<Check> = Vec::new();
        let hash = edition.hash(&rule.citation);
        let ledger = self.ledger(sources).take(&mut report);
        let own = self.own_checks(sources).take(&mut report);
        for ledger in [ledger.as_deref(), own.as_ref()].into_iter().flatten() {
            let made = ledger.edition(&rule.id, edition.from).map_or(&[][..], |record| &record.checks);
            checks.extend(made.iter().filter(|check| check.is_of(&hash)).cloned());
        }
        checks.sort_by_key(|check| check.on);
        Pass::new(checks, report)
    }

    fn own_checks(&self, sources: &mut Sources) -> Pass<Option<Ledger>> {
        let path = FilePath::user(OWN);
        let read = self.own.0.map_or(Err(FileProblem::Missing), |files| files.read(&path));
        let mut report = Report::default();
        let own = match read {
            Ok(bytes) => ledger::read(sources, &path.to_string(), &bytes).take(&mut report),
            Err(FileProblem::Missing) => None,
            Err(problem) => {
                report.push(unreadable(&path, &problem));
                None
            }
        };
        for found in &mut report.diagnostics {
            found.severity = Severity::Warning;
            found.hints.push("`affiant doctor` names the folder of your settings".to_owned());
        }
        Pass::new(own, report)
    }
}

impl fmt::Debug for Own<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Own" } else { "None" })
    }
}

fn unreadable(path: &FilePath, problem: &FileProblem) -> crate::diag::Diagnostic {
    crate::diag::Diagnostic::new(problem.code(), format!("the record of checks cannot be read: {problem}"))
        .in_file(path.to_string())
        .hint("without the file no check of your own counts")
}
