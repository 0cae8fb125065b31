//! `affiant template test`: drafts every case of the templates and compares each paper with its golden text.
//!
//! 1. [`plan`] lists the versions and their cases, and what is to be drafted of each: the text with the editions of the
//!    release; the pages where the case says how many, or where asked; the text with today's editions where these are others.
//! 2. The workers draft all of it, one on each core.
//! 3. [`verdict`] says of each case whether it is as expected.
//! 4. [`tell`] prints a line for each, with what changed, and [`accept`] keeps the papers as golden text where asked.

mod accept;
mod plan;
mod tell;
mod verdict;

use crate::cli::Format;
use crate::cli::template::{PackChoice, Test};
use crate::cmd::build::is_fault;
use crate::cmd::pack_folder::PackFolder;
use crate::cmd::{Outcome, papers};
use crate::diag::{Diagnostic, Report};
use crate::source::Sources;
use crate::template::Pin;
use crate::term::Terminal;
use crate::worker::Pool;
use crate::worker::pool::Answer;
use verdict::Verdict;

/// Tries the cases.
pub fn run(arguments: &Test, terminal: Terminal) -> Outcome {
    // First thing: the workers start up while the pack is read.
    let mut pool = Pool::per_core();
    let given = arguments.pack.pack.as_deref();
    let folder = if arguments.accept { PackFolder::to_change(given) } else { PackFolder::to_read(given) };
    let refuse = |diagnostic: Box<Diagnostic>, outcome: Outcome| {
        let report = Report::from(*diagnostic);
        papers::print_report(&report, &Sources::default(), arguments.format, terminal);
        outcome
    };
    let folder = match folder {
        Ok(folder) => folder,
        Err(diagnostic) => return refuse(diagnostic, Outcome::Usage),
    };
    let mut sources = Sources::default();
    let (mut verdicts, fault) = match tried(&folder, arguments, &mut pool, &mut sources) {
        Ok(tried) => tried,
        Err(diagnostic) => return refuse(diagnostic, Outcome::Documents),
    };
    if arguments.accept {
        accept::keep(&folder, &mut verdicts, &mut sources, arguments.because.as_deref());
    }
    let good = tell::tell(&verdicts, &sources, arguments.format, terminal);
    Outcome::after(fault, !good)
}

/// Tries the cases; gives what is to be said of each, and whether affiant itself went wrong.
fn tried(
    folder: &PackFolder,
    arguments: &Test,
    pool: &mut Pool,
    sources: &mut Sources,
) -> Result<(Vec<Verdict>, bool), Box<Diagnostic>> {
    let pack = folder.pack();
    let plan = plan::plan(&pack, sources, arguments)?;
    let requests: Vec<_> = plan.orders.iter().map(|order| order.request.clone()).collect();
    let mut answers: Vec<Option<Answer>> = requests.iter().map(|_| None).collect();
    pool.draft_all(&requests, folder.disk(), |at, answer| answers[at] = Some(answer));
    let fault = answers.iter().flatten().any(|answer| answer.as_ref().is_err_and(is_fault));
    Ok((verdict::verdicts(&pack, &plan, answers, sources), fault))
}

/// Tries all cases of one version; tells of them only when one is not as expected. Gives how many cases are as
/// expected.
///
/// # Errors
/// Says how the command ends when some are not, or there are none.
pub fn passes(folder: &PackFolder, pin: &Pin, pool: &mut Pool, terminal: Terminal) -> Result<usize, Outcome> {
    let arguments = Test {
        template: Some(pin.bare()),
        cases: Vec::new(),
        pages: true,
        accept: false,
        because: None,
        pack: PackChoice::default(),
        format: Format::Human,
    };
    let mut sources = Sources::default();
    let (verdicts, fault) = tried(folder, &arguments, pool, &mut sources).map_err(|diagnostic| {
        papers::print_report(&Report::from(*diagnostic), &Sources::default(), Format::Human, terminal);
        Outcome::Documents
    })?;
    match verdicts.iter().all(Verdict::is_good) {
        _ if fault => Err(Outcome::Fault),
        true => Ok(verdicts.len()),
        false => {
            tell::tell(&verdicts, &sources, Format::Human, terminal);
            Err(Outcome::Documents)
        }
    }
}
