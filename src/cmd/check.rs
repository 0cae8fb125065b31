//! `affiant check`: everything that `build` would report, and nothing written.

use super::papers::{self, Merged};
use super::{Outcome, build};
use crate::cli::{Check, Format};
use crate::diag::Severity;
use crate::draft::{Emit, Finish};
use crate::term::Terminal;
use crate::words;
use crate::worker::Pool;

/// Reports on the papers.
pub fn run(arguments: &Check, terminal: Terminal) -> Outcome {
    let mut pool = Pool::new(1);
    let format = arguments.subject.format;
    let emit = if arguments.fast { Emit::Check } else { Emit::PageCheck };
    let batch = match papers::batch(&arguments.subject, Some(&arguments.one_off), Finish::Draft, emit) {
        Ok(batch) => batch,
        Err(findings) => {
            papers::print_report(&findings.0, &findings.1, format, terminal);
            return Outcome::Documents;
        }
    };
    let requests: Vec<_> = batch.papers.iter().map(|(_, request)| request.clone()).collect();
    let mut merged = Merged::default();
    let mut fault = false;
    pool.draft_all(&requests, &batch.disk, |at, result| match result {
        Ok(drafted) => merged.add(at, &drafted.report, &drafted.sources),
        Err(death) => {
            fault |= build::is_fault(&death);
            merged.add(at, &death.report(), &crate::source::Sources::default());
        }
    });
    let failed = merged.count(Severity::Error) > 0;
    let counts = merged.counts();
    merged.print(format, terminal);
    if format == Format::Human {
        let found = if counts.is_empty() { "nothing to report".to_owned() } else { counts };
        let left_out = if arguments.fast { "; the pages were not looked at (`--fast`)" } else { "" };
        terminal.out(&format!("{}: {found}{left_out}\n", words::count(requests.len(), "paper")));
    }
    Outcome::after(fault, failed)
}
