//! `affiant schema`: what facts and answers can say, for editors and other tools.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::pack_folder::PackFolder;
use super::{Outcome, papers};
use crate::cli::{Format, schema::Schema};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::disk::{self, Disk, Gate, Over};
use crate::draft::brief;
use crate::files::{FilePath, FileProblem, Files};
use crate::lock::{self, Lock};
use crate::matter::Matter;
use crate::pack::{Pack, Packs};
use crate::schema::{self, Use, files};
use crate::source::Sources;
use crate::template::{Pin, Template};
use crate::term::Terminal;

/// What was asked for: one schema, or the files of a matter.
enum Made {
    One(String),
    Files(Vec<(String, String)>),
}

/// Prints or writes the schemas.
pub fn run(arguments: &Schema, terminal: Terminal) -> Outcome {
    let mut sources = Sources::default();
    let mut report = Report::default();
    let made = make(arguments, &mut sources, &mut report).filter(|_| !report.has(Severity::Error));
    let written = made.and_then(|made| match (made, &arguments.output) {
        (Made::One(text), None) => Some(text),
        (Made::One(text), Some(path)) => write(&[(path.as_path(), &text)], arguments, &mut report),
        (Made::Files(all), Some(folder)) => {
            let all: Vec<_> = all.iter().map(|(name, text)| (folder.join(name), text.as_str())).collect();
            let all: Vec<_> = all.iter().map(|(path, text)| (path.as_path(), *text)).collect();
            write(&all, arguments, &mut report)
        }
        (Made::Files(all), None) => all.into_iter().next().map(|(_, facts)| facts),
    });
    papers::print_report(&report, &sources, Format::Human, terminal);
    let Some(text) = written else { return Outcome::Documents };
    terminal.out(&text);
    Outcome::Fine
}

fn make(arguments: &Schema, sources: &mut Sources, report: &mut Report) -> Option<Made> {
    let folder = Path::new(&arguments.subject);
    if folder.is_dir() || folder.file_name().is_some_and(|name| name == "matter.toml") {
        let folder = if folder.is_dir() {
            folder
        } else {
            folder.parent().filter(|up| *up != Path::new("")).unwrap_or(Path::new("."))
        };
        return of_matter(arguments, folder, sources, report);
    }
    if arguments.draft.is_some() {
        report.push(no_matter(&arguments.subject));
        return None;
    }
    let place = PackFolder::to_read(arguments.pack.as_deref()).map_err(|found| report.push(*found)).ok()?;
    let packs = Packs::around(place.pack(), place.disk());
    let pin = pin(&arguments.subject, packs.base(), report)?;
    let template = packs.of(sources, &pin, None).take(report)?.template(sources, &pin).take(report)?;
    Some(Made::One(files::text(&schema::answers(&template))))
}

/// `support-letter@1.0.0`, or the newest version of `support-letter`.
fn pin(text: &str, pack: &Pack<'_>, report: &mut Report) -> Option<Pin> {
    if let Some(pin) = Pin::parse(text, None) {
        return Some(pin);
    }
    let newest = pack.newest(text).and_then(|version| Pin::parse(&format!("{text}@{version}"), None));
    if newest.is_none() {
        report.push(neither(text, pack));
    }
    newest
}

fn of_matter(arguments: &Schema, folder: &Path, sources: &mut Sources, report: &mut Report) -> Option<Made> {
    let disk = Disk::new(Some(folder.to_owned()), arguments.pack.clone());
    let (matter, (found, read)) = papers::matter(&disk, folder);
    *sources = read;
    report.extend(found);
    let matter = matter?;
    if let Some(id) = &arguments.draft
        && matter.draft(id).is_none()
    {
        report.push(brief::unknown_draft(id, matter.drafts.iter().map(|draft| draft.id.as_str())));
        return None;
    }
    let base = if disk.has_pack() { Pack::from_files(&disk) } else { Pack::builtin() };
    let packs = Packs::around(base, &disk);
    let lock = lock_of(&disk, sources, report);
    let papers = papers_of(&matter, &packs, &lock, sources, report);
    let uses: Vec<Use<'_>> = papers.iter().map(Paper::used).collect();
    Some(match &arguments.draft {
        Some(id) => {
            let paper = uses.iter().find(|paper| paper.draft == id.as_str())?;
            Made::One(files::text(&schema::answers(paper.template)))
        }
        None => Made::Files(files::of_matter(&uses)),
    })
}

/// A paper of a matter with its template.
pub(super) struct Paper {
    draft: String,
    template: Arc<Template>,
    with: Vec<(String, String)>,
}

impl Paper {
    /// As the schemas see it.
    pub(super) fn used(&self) -> Use<'_> {
        Use { draft: &self.draft, template: &self.template, with: &self.with }
    }
}

/// The papers of a matter whose templates can be read; what is wrong with the others is in the report.
pub(super) fn papers_of(
    matter: &Matter,
    packs: &Packs<'_>,
    lock: &Lock,
    sources: &mut Sources,
    report: &mut Report,
) -> Vec<Paper> {
    let papers = matter.drafts.iter().filter_map(|draft| {
        let pack = packs.of(sources, &draft.template, lock.entry(&draft.id)).take(report)?;
        let template = pack.template(sources, &draft.template).take(report)?;
        let with = matter.roles(draft).into_iter().map(|(party, person, _)| (party, person)).collect();
        Some(Paper { draft: draft.id.clone(), template, with })
    });
    papers.collect()
}

fn lock_of(disk: &Disk, sources: &mut Sources, report: &mut Report) -> Lock {
    match disk.read(&FilePath::matter("affiant.lock")) {
        Ok(bytes) => lock::read(sources, "affiant.lock", &bytes).take(report).unwrap_or_default(),
        Err(FileProblem::Missing) => Lock::default(),
        Err(problem) => {
            report.push(brief::unreadable("affiant.lock", &problem));
            Lock::default()
        }
    }
}

/// Writes the files, and gives the lines that tell of them.
fn write(all: &[(&Path, &str)], arguments: &Schema, report: &mut Report) -> Option<String> {
    let gate = Gate {
        over: Over::forced(arguments.force),
        homes: std::iter::once(Path::new(&arguments.subject)).chain(arguments.pack.as_deref()).collect(),
    };
    // Nothing is begun that cannot be finished.
    let refused: Vec<_> = all.iter().filter_map(|(path, text)| gate.check(path, text.as_bytes()).err()).collect();
    if !refused.is_empty() {
        for found in refused {
            report.push(*found);
        }
        return None;
    }
    let mut told = String::new();
    for (path, text) in all {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let made = folder.map_or(Ok(()), disk::write::make_folder).map_err(Box::from);
        if let Err(found) = made.and_then(|()| gate.write(path, text.as_bytes())) {
            report.push(*found);
            return None;
        }
        let _ = writeln!(told, "{}", path.display());
    }
    Some(told)
}

fn no_matter(subject: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BadUsage,
        format!("`--draft` names a paper of a matter, and `{subject}` is no matter's folder"),
    )
    .hint("leave `--draft` out for a template: its schema is of its answers")
}

fn neither(text: &str, pack: &Pack<'_>) -> Diagnostic {
    let names = crate::words::quoted(pack.newest_templates());
    Diagnostic::new(Code::UnknownTemplate, format!("`{text}` is neither a template of the pack nor a matter's folder"))
        .hint(format!("there are {}", crate::words::list(&names, "and")))
}
