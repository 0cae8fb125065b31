//! Tests of matters, packs, rules, deadlines, the lock and the ledger.

mod deadline;
mod hostile;
mod ledger;
mod lock;
mod pack;
mod reading;
mod rules;

use std::collections::BTreeMap;
use std::sync::Arc;

use affiant::diag::{Label, Report};
use affiant::files::{FilePath, FileProblem, Files, Root};
use affiant::source::Sources;
use jiff::civil::Date;

/// A pack in memory.
#[derive(Default)]
struct Shelf(BTreeMap<String, String>);

impl Shelf {
    fn with(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }
}

impl Files for Shelf {
    fn read(&self, path: &FilePath) -> Result<Arc<[u8]>, FileProblem> {
        assert_eq!(path.root, Root::Pack);
        if path.path.ends_with('/') {
            let inside = self.0.keys().filter_map(|name| name.strip_prefix(&path.path));
            let mut names: Vec<&str> = inside.map(|rest| rest.split_inclusive('/').next().unwrap_or(rest)).collect();
            names.dedup();
            return Ok(Arc::from(names.join("\n").as_bytes()));
        }
        self.0.get(&path.path).map(|text| Arc::from(text.as_bytes())).ok_or(FileProblem::Missing)
    }
}

/// A report as lines that a person can compare: severity and code, place, message; then labels, notes and hints.
fn told(report: &Report, sources: &Sources) -> String {
    let mut lines = Vec::new();
    for found in &report.diagnostics {
        lines.push(format!("{}[{}]: {}\n", found.severity.word(), found.code, found.message));
        let label = |label: &Label| format!("  at {}: {}\n", sources.place(label.span), label.text);
        lines.extend(found.labels.iter().map(label));
        lines.extend(found.notes.iter().map(|note| format!("  note: {note}\n")));
        lines.extend(found.hints.iter().map(|hint| format!("  hint: {hint}\n")));
    }
    lines.concat()
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.diagnostics.iter().map(|found| found.code.name()).collect()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}
