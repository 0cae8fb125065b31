//! `affiant build`: typesets papers and writes them where they belong.

use std::path::{Path, PathBuf};

use super::papers::{self, Batch, Depth, Merged};
use super::{Outcome, locks};
use crate::cli::{self, Build, Format};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::disk::{self, Gate, Outputs, Over, WriteProblem};
use crate::draft::{Drafted, Emit, Finish, Output};
use crate::source::Sources;
use crate::term::Terminal;
use crate::term::standing::{self, Standing, State};
use crate::words;
use crate::worker::death::Cause;
use crate::worker::pool::cores;
use crate::worker::{Pool, Worker, WorkerDeath};

/// Builds the papers.
pub fn run(arguments: &Build, terminal: Terminal, worker: Option<Worker>) -> Outcome {
    // First thing: the workers start up while the matter is read.
    let worker = worker.unwrap_or_else(Worker::start);
    let mut pool = Pool::with(worker, if arguments.one_off.template.is_some() { 1 } else { cores() });
    let format = arguments.subject.format;
    let finish = if arguments.finish { Finish::Final } else { Finish::Draft };
    let emit = match arguments.emit {
        cli::Emit::Pdf => Emit::Pdf,
        cli::Emit::Text => Emit::Text,
        cli::Emit::Md => Emit::Markdown,
        cli::Emit::Tree => Emit::Tree,
        cli::Emit::Typ => Emit::Typst,
    };
    let batch = papers::batch(&arguments.subject, Some(&arguments.one_off), finish, emit);
    let batch = match batch.and_then(|batch| one_output(arguments, batch)) {
        Ok(batch) => batch,
        Err(findings) => {
            papers::print_report(&findings.0, &findings.1, format, terminal);
            let usage = findings.0.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::BadUsage);
            return if usage { Outcome::Usage } else { Outcome::Documents };
        }
    };
    let requests: Vec<_> = batch.papers.iter().map(|(_, request)| request.clone()).collect();
    let mut merged = Merged::default();
    let mut papers: Vec<Standing> = batch.papers.iter().map(|(id, _)| not_built(id)).collect();
    let mut built = Vec::new();
    let mut fault = false;
    let mut written = Vec::new();
    let mut texts = Vec::new();
    let mut keep = |at: usize, drafted: Drafted, merged: &mut Merged| {
        match place(arguments, &batch, at, &drafted, terminal) {
            Ok(done) => {
                built_as(&mut papers[at], finish, &drafted, &done);
                merged.add(at, &done.report, &Sources::default());
                written.extend(done.path);
            }
            Err(diagnostic) => {
                merged.add(at, &Report::from(*diagnostic), &Sources::default());
                papers[at].state = State::NotWritten;
            }
        }
        built.push((at, drafted));
    };
    let mut died = Vec::new();
    pool.draft_all(&requests, &batch.disk, |at, result| match result {
        Ok(drafted) => {
            merged.add(at, &drafted.report, &drafted.sources);
            if emit == Emit::Pdf {
                keep(at, drafted, &mut merged);
            } else {
                texts.push((at, drafted));
            }
        }
        Err(death) => died.push((at, death)),
    });
    // Whichever worker ends first: what is printed comes in the matter's order.
    texts.sort_by_key(|(at, _)| *at);
    for (at, drafted) in texts {
        keep(at, drafted, &mut merged);
    }
    for (at, death) in died {
        fault |= is_fault(&death);
        merged.add(at, &death.report(), &Sources::default());
    }
    if arguments.one_off.template.is_none() && emit == Emit::Pdf {
        built.sort_by_key(|(at, _)| *at);
        let entries = built.iter().map(|(at, drafted)| (batch.papers[*at].0.as_str(), drafted));
        locks::record(&batch, entries, finish)
            .unwrap_or_else(|report| merged.add(batch.papers.len(), &report, &Sources::default()));
    }

    let failed = merged.count(Severity::Error) > 0;
    let depth = Depth::asked(&arguments.subject);
    let quiet = format == Format::Json || arguments.output.as_deref() == Some(Path::new("-")) || emit != Emit::Pdf;
    if !quiet {
        for (at, paper) in papers.iter_mut().enumerate() {
            paper.counts = merged.counts_of(at);
            // What the page check finds wrong is no reason to write no draft.
            if paper.state == State::Complete && paper.counts[0] > 0 {
                paper.state = State::Wrong;
            } else if paper.state == State::Complete && paper.counts[1] > 0 {
                paper.state = State::Incomplete;
            }
        }
        terminal.out(&format!("{}\n", standing::lines(&papers, terminal)));
    }
    merged.print((format, depth), &batch, terminal);
    if !quiet {
        let total = words::count(written.len(), "paper");
        let counts = merged.counts(depth);
        let counts = if counts.is_empty() { counts } else { format!(", {counts}") };
        terminal.out(&format!("{total}{counts}{}\n", merged.more(depth)));
    }
    if arguments.open {
        for path in &written {
            if let Err(diagnostic) = disk::open_in_viewer(path) {
                papers::print_report(&Report::from(*diagnostic), &Sources::default(), format, terminal);
            }
        }
    }
    Outcome::after(fault, failed)
}

/// What was written for one paper.
#[derive(Default)]
struct Done {
    path: Option<PathBuf>,
    report: Report,
}

/// Writes one paper where it belongs.
fn place(
    arguments: &Build,
    batch: &Batch,
    at: usize,
    drafted: &Drafted,
    terminal: Terminal,
) -> Result<Done, Box<Diagnostic>> {
    let (id, request) = &batch.papers[at];
    let bytes = match &drafted.output {
        // Pictures of pages are for a form, and no option of `build` asks for them.
        Output::None | Output::Unchanged | Output::Pages { .. } => return Ok(Done::default()),
        Output::Text(text) => text.as_bytes(),
        Output::Pdf { bytes, .. } => bytes,
    };
    let stdout = |bytes: &[u8]| {
        let failed = |error| Box::new(WriteProblem::of(Path::new("standard output"), &error).diagnostic());
        terminal.out_bytes(bytes).map(|()| Done::default()).map_err(failed)
    };
    let failed = |problem: WriteProblem| Box::new(problem.diagnostic());
    let gate = Gate {
        over: Over::forced(arguments.force),
        homes: [Some(&*batch.root), arguments.subject.pack.as_deref()].into_iter().flatten().collect(),
    };
    match arguments.output.as_deref() {
        Some(path) if path == Path::new("-") => stdout(bytes),
        Some(path) => {
            gate.write(path, bytes)?;
            Ok(Done { path: Some(path.to_owned()), report: Report::default() })
        }
        None if request.emit != Emit::Pdf => stdout(bytes),
        None if arguments.one_off.template.is_some() => {
            let path = PathBuf::from(format!("{id}.pdf"));
            gate.write(&path, bytes)?;
            Ok(Done { path: Some(path), report: Report::default() })
        }
        None => {
            let outputs = Outputs::open(&batch.root).map_err(failed)?;
            let placed = match request.finish {
                Finish::Draft => outputs.put_draft(id, bytes).map_err(failed)?,
                Finish::Final => outputs.put_final(id, &drafted.date, bytes).map_err(failed)?,
            };
            Ok(Done { report: placed.report(), path: Some(placed.path) })
        }
    }
}

/// How a paper stands before anything came of it.
fn not_built(id: &str) -> Standing {
    Standing { paper: id.to_owned(), state: State::NotBuilt, pages: None, counts: [0; 3], file: None }
}

/// Notes what came of a paper.
fn built_as(paper: &mut Standing, finish: Finish, drafted: &Drafted, done: &Done) {
    if let (Output::Pdf { pages, .. }, Some(path)) = (&drafted.output, &done.path) {
        paper.state = if finish == Finish::Final { State::Final } else { State::Complete };
        paper.pages = Some(*pages);
        paper.file = Some(path.strip_prefix(".").unwrap_or(path).display().to_string());
    }
}

/// `-o FILE` and text on standard output hold one paper.
fn one_output(arguments: &Build, batch: Batch) -> Result<Batch, Box<papers::Findings>> {
    if arguments.output.is_some() && batch.papers.len() != 1 {
        let message = format!("`-o` holds one paper, and this would be {}", words::count(batch.papers.len(), "paper"));
        let first = batch.papers.first().map_or("ID", |(id, _)| id);
        return Err(Box::new(papers::usage(&message, &format!("choose one, as with `--draft {first}`"))));
    }
    Ok(batch)
}

/// Whether a worker's death is a fault of affiant and not of a template or look.
#[must_use]
pub fn is_fault(death: &WorkerDeath) -> bool {
    matches!(death.cause, Cause::Bug(_))
}
