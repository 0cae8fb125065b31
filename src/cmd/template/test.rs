//! `affiant template test`: drafts every case of the templates and compares each paper with its golden text.
//!
//! 1. [`plan`] lists the versions and their cases, and what is to be drafted of each: the text with the editions of the
//!    release; the pages where the case says how many; the text with today's editions where these are others.
//! 2. The workers draft all of it, one on each core.
//! 3. [`verdict`] says of each case whether it is as expected.
//! 4. [`tell`] prints a line for each, with what changed, and [`accept`] keeps the papers as golden text where asked.

mod accept;
mod plan;
mod tell;
mod verdict;

use crate::cli::template::Test;
use crate::cmd::build::is_fault;
use crate::cmd::pack_folder::PackFolder;
use crate::cmd::{Outcome, papers};
use crate::diag::{Diagnostic, Report};
use crate::source::Sources;
use crate::term::Terminal;
use crate::worker::Pool;
use crate::worker::pool::Answer;

/// Tries the cases.
pub fn run(arguments: &Test, terminal: Terminal) -> Outcome {
    // First thing: the workers start up while the pack is read.
    let mut pool = Pool::per_core();
    let given = arguments.pack.pack.as_deref();
    let folder = if arguments.accept { PackFolder::to_change(given) } else { PackFolder::to_read(given) };
    let refuse = |diagnostic: Box<Diagnostic>, outcome: Outcome| {
        let report = Report { diagnostics: vec![*diagnostic] };
        papers::print_report(&report, &Sources::default(), arguments.format, terminal);
        outcome
    };
    let folder = match folder {
        Ok(folder) => folder,
        Err(diagnostic) => return refuse(diagnostic, Outcome::Usage),
    };
    let (mut sources, pack) = (Sources::default(), folder.pack());
    let plan = match plan::plan(&pack, &mut sources, arguments) {
        Ok(plan) => plan,
        Err(diagnostic) => return refuse(diagnostic, Outcome::Documents),
    };
    let requests: Vec<_> = plan.orders.iter().map(|order| order.request.clone()).collect();
    let mut answers: Vec<Option<Answer>> = requests.iter().map(|_| None).collect();
    pool.draft_all(&requests, folder.disk(), |at, answer| answers[at] = Some(answer));
    let fault = answers.iter().flatten().any(|answer| answer.as_ref().is_err_and(is_fault));

    let mut verdicts = verdict::verdicts(&pack, &plan, answers, &mut sources);
    if arguments.accept {
        accept::keep(&folder, &mut verdicts, &mut sources);
    }
    let good = tell::tell(&verdicts, &sources, arguments.format, terminal);
    match (fault, good) {
        (true, _) => Outcome::Fault,
        (false, false) => Outcome::Documents,
        (false, true) => Outcome::Fine,
    }
}
