//! `affiant upgrade`: what newer template versions and rule editions would change in the papers of a matter.
//!
//! 1. [`plan`] finds for each paper the versions that there are and the one that it is compared with.
//! 2. The workers draft each paper as it is locked and as it would be, and compare the two.
//! 3. [`show`] tells what changes, what is asked that is not known yet, and the words of the paper that change.
//! 4. [`apply`] writes the new pins and the lock, if it is asked to and nothing is in the way.

mod apply;
mod plan;
mod show;

use std::path::{Path, PathBuf};

use super::papers::{self, Merged};
use super::{Outcome, build};
use crate::changes;
use crate::cli::{Format, Upgrade};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::disk::{self, Disk, Gate, Over, WriteProblem};
use crate::draft::{Drafted, Output};
use crate::source::Sources;
use crate::term::Terminal;
use crate::words;
use crate::worker::Pool;
use crate::worker::pool::cores;

use plan::{Paper, Plan};

/// Shows what would change, and changes it with `--apply`.
pub fn run(arguments: &Upgrade, terminal: Terminal) -> Outcome {
    // First thing: the workers start up while the matter is read.
    let mut pool = Pool::new(cores());
    let format = arguments.format;
    let disk = Disk::new(Some(arguments.matter.clone()), arguments.pack.clone());
    let mut plan = match plan::plan(arguments, &disk) {
        Ok(plan) => plan,
        Err(findings) => {
            papers::print_report(&findings.0, &findings.1, format, terminal);
            let usage = findings.0.diagnostics.iter().any(|found| found.code == Code::BadUsage);
            return if usage { Outcome::Usage } else { Outcome::Documents };
        }
    };
    let wanted: Vec<usize> = (0..plan.papers.len()).filter(|at| plan.papers[*at].request.is_some()).collect();
    if arguments.output.is_some() && wanted.len() != 1 {
        let message = format!("`-o` holds one redline, and this would be {}", words::count(wanted.len(), "paper"));
        let (report, sources) = papers::usage(&message, "choose one with `--draft ID`, or a folder with `--pdf DIR`");
        papers::print_report(&report, &sources, format, terminal);
        return Outcome::Usage;
    }
    let requests: Vec<_> = wanted.iter().filter_map(|at| plan.papers[*at].request.clone()).collect();
    let mut merged = Merged::default();
    let mut fault = false;
    let mut failed = vec![false; plan.papers.len()];
    pool.draft_all(&requests, &disk, |index, result| {
        let at = wanted[index];
        match result {
            Ok(drafted) => {
                let told = drafted.report.diagnostics.iter().filter(|found| found.severity != Severity::Gap);
                merged.add(at, &Report { diagnostics: told.cloned().collect() }, &drafted.sources);
                failed[at] = drafted.report.has(Severity::Error);
                plan.papers[at].drafted(drafted);
            }
            Err(death) => {
                fault |= build::is_fault(&death);
                failed[at] = true;
                merged.add(at, &death.report(), &Sources::default());
            }
        }
    });
    let mut written = Vec::new();
    for (at, paper) in plan.papers.iter().enumerate() {
        match place(arguments, paper, terminal) {
            Ok(path) => written.extend(path),
            Err(diagnostic) => merged.add(at, &Report::from(*diagnostic), &Sources::default()),
        }
    }
    let in_the_way = failed.iter().any(|failed| *failed);
    let mut applied = false;
    if arguments.apply && !in_the_way && !fault {
        match apply::apply(&plan, &arguments.matter) {
            Ok(done) => applied = done,
            Err(diagnostic) => merged.add(0, &Report::from(*diagnostic), &Sources::default()),
        }
    }
    if arguments.output.as_deref() != Some(Path::new("-")) {
        let shown = show::Shown { plan: &plan, failed: &failed, asked: arguments, applied };
        terminal.out(&match format {
            Format::Human => shown.human(&written, terminal.paint),
            Format::Json => shown.json(),
        });
    }
    let refused = merged.count(Severity::Error) > 0;
    merged.print_full(format, terminal);
    Outcome::after(fault, refused)
}

/// Writes the redline of a paper where it is wanted.
fn place(arguments: &Upgrade, paper: &Paper, terminal: Terminal) -> Result<Option<PathBuf>, Box<Diagnostic>> {
    let Some(Drafted { output: Output::Pdf { bytes, .. }, .. }) = paper.drafted.as_ref() else { return Ok(None) };
    if !paper.differs() {
        return Ok(None);
    }
    if arguments.output.as_deref() == Some(Path::new("-")) {
        let failed = |error| WriteProblem::of(Path::new("standard output"), &error);
        terminal.out_bytes(bytes).map_err(failed)?;
        return Ok(None);
    }
    let path = match (&arguments.output, &arguments.pdf) {
        (Some(path), _) => path.clone(),
        (None, Some(folder)) => {
            disk::write::make_folder(folder)?;
            folder.join(format!("{}-redline.pdf", paper.id))
        }
        (None, None) => return Ok(None),
    };
    let gate = Gate {
        over: Over::forced(arguments.force),
        homes: std::iter::once(&*arguments.matter).chain(arguments.pack.as_deref()).collect(),
    };
    gate.write(&path, bytes)?;
    Ok(Some(path))
}

impl Paper {
    /// Takes in what came of the comparison.
    fn drafted(&mut self, drafted: Drafted) {
        if let Some(redline) = &drafted.redline {
            self.changes.list.extend(changes::editions(&redline.older.rules, &redline.newer.rules));
        }
        self.drafted = Some(drafted);
    }

    /// Whether there is something to take: another version, or other editions of its rules.
    fn differs(&self) -> bool {
        let redline = self.drafted.as_ref().and_then(|drafted| drafted.redline.as_ref());
        redline.is_some_and(|redline| {
            let (older, newer) = (&redline.older, &redline.newer);
            // A version has the same bytes in every commit of its pack, or it is not taken.
            older.template != newer.template || (older.rules != newer.rules && older.inputs == newer.inputs)
        })
    }
}

impl Plan {
    /// The papers that have something to take.
    fn upgradable(&self) -> impl Iterator<Item = &Paper> {
        self.papers.iter().filter(|paper| paper.differs())
    }
}
