//! `affiant check`: everything that `build` would report, and nothing written.

use super::papers::{self, Depth, Merged};
use super::{Outcome, build};
use crate::cli::{Check, Format};
use crate::diag::Severity;
use crate::draft::{Emit, Finish};
use crate::term::Terminal;
use crate::term::standing::{self, Standing, State};
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
    let depth = Depth::asked(&arguments.subject);
    if format == Format::Human {
        let papers = batch.papers.iter().enumerate().map(|(at, (id, _))| {
            let counts = merged.counts_of(at);
            let state = match counts {
                [0, 0, _] => State::Complete,
                [0, ..] => State::Incomplete,
                _ => State::Wrong,
            };
            Standing { paper: id.clone(), state, pages: None, counts, file: None }
        });
        terminal.out(&format!("{}\n", standing::lines(&papers.collect::<Vec<_>>(), terminal)));
    }
    merged.print((format, depth), &batch, terminal);
    if format == Format::Human {
        let counts = merged.counts(depth);
        let found = if counts.is_empty() { "nothing to report".to_owned() } else { counts };
        let left_out = if arguments.fast { "; the pages were not looked at (`--fast`)" } else { "" };
        let total = words::count(requests.len(), "paper");
        terminal.out(&format!("{total}: {found}{}{left_out}\n", merged.more(depth)));
    }
    Outcome::after(fault, failed)
}
