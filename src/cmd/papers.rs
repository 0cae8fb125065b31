//! What the drafting commands share: which papers are meant, what they are drafted with, and how findings are shown.

mod merged;

use std::path::{Path, PathBuf};

pub use merged::{Depth, Merged};

use super::Outcome;
use crate::ask::session;
use crate::cli::{self, Format, OneOff};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::disk::Disk;
use crate::disk::clock;
pub use crate::disk::clock::today;
use crate::draft::brief;
use crate::draft::{Editions, Emit, Finish, Request, Subject};
use crate::files::{FilePath, Files};
use crate::matter;
use crate::pack::Pack;
use crate::source::Sources;
use crate::term::{Terminal, report};
use crate::words;

/// The papers that a command is about, and the disk they are read from.
pub struct Batch {
    /// The matter's title; empty for a paper outside of a matter.
    pub title: String,
    /// The folder that paths are relative to.
    pub root: PathBuf,
    /// Reads for the worker.
    pub disk: Disk,
    /// One for each paper: its id, and what to ask.
    pub papers: Vec<(String, Request)>,
}

impl Batch {
    /// Whether the papers are those of a matter.
    #[must_use]
    pub fn is_matter(&self) -> bool {
        self.papers.first().is_some_and(|(_, request)| matches!(request.subject, Subject::Matter { .. }))
    }
}

/// Findings with the sources they point into.
pub type Findings = (Report, Sources);

/// Works out which papers are meant. The error side says why there are none.
pub fn batch(
    subject: &cli::Subject,
    one_off: Option<&OneOff>,
    finish: Finish,
    emit: Emit,
) -> Result<Batch, Box<Findings>> {
    let request = |what: Subject| Request {
        subject: what,
        with: subject.with.clone(),
        set: subject.set.clone(),
        date: subject.date.clone(),
        today: today(),
        unknown_zone: clock::unknown(),
        pack: subject.pack.is_some(),
        locked: subject.locked,
        finish,
        emit,
        previous: None,
    };
    if let Some((one_off, template)) = one_off.and_then(|one_off| Some((one_off, one_off.template.clone()?))) {
        let name = |path: &PathBuf| path.display().to_string();
        // The name of a pack is no part of a file's.
        let id = template.split('@').next().and_then(|named| named.rsplit(':').next()).unwrap_or_default().to_owned();
        let what = match &one_off.case {
            Some(case) => Subject::Case { template, case: case.clone(), editions: Editions::OfItsDate },
            None => Subject::OneOff {
                template,
                facts: one_off.facts.iter().map(name).collect(),
                answers: one_off.answers.as_ref().map(name),
            },
        };
        let mut disk = Disk::new(Some(PathBuf::from(".")), subject.pack.clone());
        for path in one_off.facts.iter().chain(&one_off.answers) {
            // A file named on the command line is the user's own choice, wherever it lies.
            disk.allow(name(path), path.clone());
        }
        return Ok(Batch { title: String::new(), root: PathBuf::from("."), disk, papers: vec![(id, request(what))] });
    }

    let disk = Disk::new(Some(subject.matter.clone()), subject.pack.clone());
    let (matter, mut findings) = matter(&disk, &subject.matter);
    let Some(matter) = matter else { return Err(Box::new(findings)) };
    let known = || matter.drafts.iter().map(|draft| draft.id.as_str());
    // A draft that cannot be read is not among them: what is wrong with it comes first.
    if !findings.0.has(Severity::Error) {
        for unknown in subject.drafts.iter().filter(|id| !known().any(|known| known == id.as_str())) {
            findings.0.push(brief::unknown_draft(unknown, known()));
        }
    }
    if findings.0.has(Severity::Error) {
        return Err(Box::new(findings));
    }
    let chosen = known().filter(|id| subject.drafts.is_empty() || subject.drafts.iter().any(|draft| draft == id));
    session::bring_back_late(&subject.matter, known());
    let papers = chosen.map(|id| (id.to_owned(), request(Subject::Matter { draft: id.to_owned() }))).collect();
    Ok(Batch { title: matter.title.clone(), root: subject.matter.clone(), disk, papers })
}

/// Works out which papers a form asks about: the one that is named, or all of the matter's.
pub fn to_ask(matter: &Path, draft: Option<&str>, pack: Option<&Path>, emit: Emit) -> Result<Batch, Box<Findings>> {
    let subject = cli::Subject {
        matter: matter.to_owned(),
        drafts: draft.map(str::to_owned).into_iter().collect(),
        pack: pack.map(Path::to_owned),
        ..cli::Subject::default()
    };
    batch(&subject, None, Finish::Draft, emit)
}

/// The paper of a batch that has one.
pub fn only(batch: &Batch) -> Result<&(String, Request), Box<Findings>> {
    if let [paper] = &batch.papers[..] {
        return Ok(paper);
    }
    let ids: Vec<&str> = batch.papers.iter().map(|(id, _)| id.as_str()).collect();
    let message =
        format!("this matter has {}: {}", words::count(ids.len(), "paper"), words::list(&words::quoted(&ids), "and"));
    let first = ids.first().copied().unwrap_or("ID");
    Err(Box::new(usage(&message, &format!("say which one to fill: `--draft {first}`"))))
}

/// How a command ends that asks people: what stood in its way is shown to them.
pub fn ended<T>(result: Result<T, Box<Findings>>, terminal: Terminal) -> Outcome {
    let Err(findings) = result else { return Outcome::Fine };
    print_report(&findings.0, &findings.1, Format::Human, terminal);
    let usage = findings.0.diagnostics.iter().any(|found| found.code == Code::BadUsage);
    if usage { Outcome::Usage } else { Outcome::Documents }
}

/// Reads `matter.toml`, with what there is to say about it.
pub fn matter(disk: &Disk, folder: &Path) -> (Option<matter::Matter>, Findings) {
    let mut sources = Sources::default();
    let mut report = Report::default();
    let matter = match disk.read(&FilePath::matter("matter.toml")) {
        Ok(bytes) => {
            let pack = if disk.has_pack() { Pack::from_files(disk) } else { Pack::builtin() };
            matter::read(&mut sources, "matter.toml", &bytes, &pack).take(&mut report)
        }
        Err(problem) => {
            let mut diagnostic = brief::unreadable("matter.toml", &problem);
            diagnostic.file = Some(folder.join("matter.toml").display().to_string());
            report.push(diagnostic);
            None
        }
    };
    (matter, (report, sources))
}

/// Shows findings: to people on standard error, to machines as lines on standard output.
pub fn print_report(report: &Report, sources: &Sources, format: Format, terminal: Terminal) {
    match format {
        Format::Human => terminal.err(&report::human(report, sources, terminal)),
        Format::Json => report::json(report, sources).iter().for_each(|line| terminal.out(&format!("{line}\n"))),
    }
}

/// A command-line finding that no file's line can carry.
#[must_use]
pub fn usage(message: &str, hint: &str) -> Findings {
    let mut report = Report::default();
    report.push(Diagnostic::new(Code::BadUsage, message).hint(hint));
    (report, Sources::default())
}

/// A template named without a name, or with something else than an exact version.
#[must_use]
pub fn bad_pin(name: &str) -> Diagnostic {
    Diagnostic::new(Code::BadPin, format!("expected a template as in `support-letter@1.0.0`, found `{name}`"))
        .hint("`affiant doctor` lists the templates with their versions")
}
