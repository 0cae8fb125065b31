//! `affiant new`: a matter's folder, with blanks to fill in.

mod blank;

use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::{Outcome, papers, schema};
use crate::cli::New;
use crate::diag::{Code, Diagnostic, Report};
use crate::disk::{self, Disk};
use crate::lock::Lock;
use crate::matter;
use crate::pack::{Pack, Packs};
use crate::schema::{Use, files as schemas};
use crate::source::Sources;
use crate::template::{Pin, Template};
use crate::term::Terminal;
use crate::words;
use blank::{Plan, PlannedDraft};

/// The example matters, as the build script gathers them.
static EXAMPLES: Dir<'_> = include_dir!("$OUT_DIR/examples");

/// A file to write: its path in the matter, and its text.
type NewFile = (String, String);

/// Makes the folder and says what to do next.
pub fn run(arguments: &New, terminal: Terminal) -> Outcome {
    let mut sources = Sources::default();
    let mut report = Report::default();
    let files = plan(arguments, &mut sources, &mut report);
    let files = files.and_then(|files| with_schemas(files, &mut sources, &mut report));
    let written = files.and_then(|files| match write(&arguments.dir, &files) {
        Ok(()) => Some(files),
        Err(diagnostic) => {
            report.push(*diagnostic);
            None
        }
    });
    papers::print_report(&report, &sources, crate::cli::Format::Human, terminal);
    let Some(files) = written else { return Outcome::Documents };
    let dir = arguments.dir.display();
    let shown = files.iter().filter(|(path, _)| !path.starts_with(schemas::FOLDER));
    let list: String = shown.map(|(path, _)| format!("  {path}\n")).collect();
    let next = if arguments.with_sample {
        "its people are fictional: nothing built from them can be final"
    } else {
        "fill in facts.toml and answers/, where each line tells what belongs there"
    };
    terminal.out(&format!("{dir}\n{list}\n{next}\n  affiant build {dir}\n  affiant watch {dir}\n"));
    Outcome::Fine
}

/// The files of the new matter; `None` when the report says why there are none.
fn plan(arguments: &New, sources: &mut Sources, report: &mut Report) -> Option<Vec<NewFile>> {
    let pack = Pack::builtin();
    let disk = Disk::new(None, None);
    let packs = Packs::around(pack.clone(), &disk);
    if let Some(example) = &arguments.from {
        let folder = EXAMPLES.get_dir(example).or_else(|| {
            let known: Vec<&str> = EXAMPLES.dirs().filter_map(|dir| dir.path().to_str()).collect();
            report.push(unknown_example(example, &known));
            None
        })?;
        if arguments.with_sample {
            return Some(with_ignore(copied(folder)));
        }
        let name = format!("{example}/matter.toml");
        let bytes = EXAMPLES.get_file(&name).map(include_dir::File::contents)?;
        let matter = matter::read(sources, &name, bytes, &pack).take(report)?;
        let mut drafts = Vec::new();
        for draft in &matter.drafts {
            let template = pack.template(sources, &draft.template).take(report)?;
            let with = matter.roles(draft).into_iter().map(|(party, person, _)| (party, person)).collect();
            drafts.push(PlannedDraft { id: draft.id.clone(), template, with, perhaps: Vec::new() });
        }
        return Some(with_ignore(Plan::of_example(drafts).files()));
    }
    let names = if arguments.templates.is_empty() {
        vec!["declaration".to_owned(), "support-letter".to_owned()]
    } else {
        arguments.templates.clone()
    };
    let mut drafts: Vec<PlannedDraft> = Vec::new();
    let mut samples = Vec::new();
    for name in &names {
        let (pack, template) = template(name, &packs, sources, report)?;
        let taken = drafts.iter().filter(|draft| draft.template.pin.name == template.pin.name).count();
        let id = if taken == 0 { template.pin.name.clone() } else { format!("{}-{}", template.pin.name, taken + 1) };
        if arguments.with_sample {
            let path = format!("templates/{}/{}/sample.toml", template.pin.name, template.pin.version);
            let sample = pack.bytes(&path).and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
            samples.push((id.clone(), template.pin.clone(), sample.unwrap_or_default()));
        }
        drafts.push(PlannedDraft { id, template, with: Vec::new(), perhaps: Vec::new() });
    }
    if arguments.with_sample {
        return blank::from_samples(&samples).map(with_ignore).map_err(|diagnostic| report.push(*diagnostic)).ok();
    }
    Some(with_ignore(Plan::of_templates(drafts).files()))
}

/// `support-letter` in its newest version, or `support-letter@1.0.0`, either perhaps of an added pack: `hope:…`. With
/// the pack that it is from.
fn template<'p>(
    name: &str,
    packs: &Packs<'p>,
    sources: &mut Sources,
    report: &mut Report,
) -> Option<(Pack<'p>, Arc<Template>)> {
    let pack = match name.split_once(':') {
        Some((pack, _)) => packs.named(sources, pack, None).take(report)?,
        None => packs.base().clone(),
    };
    let pinned = if name.contains('@') {
        name.to_owned()
    } else {
        let (prefix, bare) =
            name.rsplit_once(':').map_or((String::new(), name), |(pack, bare)| (format!("{pack}:"), bare));
        if let Some(found) = pack.unlisted() {
            report.push(found);
            return None;
        }
        let Some(newest) = pack.newest(bare) else {
            let known: Vec<String> = pack.templates().iter().map(|listed| format!("{prefix}{}", listed.name)).collect();
            report.push(unknown_template(name, &known.iter().map(String::as_str).collect::<Vec<_>>()));
            return None;
        };
        format!("{name}@{newest}")
    };
    let Some(pin) = Pin::parse(&pinned, None) else {
        report.push(papers::bad_pin(name));
        return None;
    };
    let template = pack.template(sources, &pin).take(report)?;
    Some((pack, template))
}

/// All text files of an example, by their path in it.
fn copied(folder: &Dir<'_>) -> Vec<NewFile> {
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(next) = folders.pop() {
        folders.extend(next.dirs());
        for file in next.files() {
            let path = file.path().strip_prefix(folder.path()).unwrap_or(file.path());
            if let (Some(path), Some(text)) = (path.to_str(), file.contents_utf8()) {
                files.push((path.replace('\\', "/"), text.to_owned()));
            }
        }
    }
    files.sort();
    files
}

/// The files with the schemas of what they can say, and a first line in each that points an editor to its own.
fn with_schemas(mut files: Vec<NewFile>, sources: &mut Sources, report: &mut Report) -> Option<Vec<NewFile>> {
    let disk = Disk::new(None, None);
    let packs = Packs::around(Pack::builtin(), &disk);
    let (_, text) = files.iter().find(|(path, _)| path == "matter.toml")?;
    let matter = matter::read(sources, "matter.toml", text.as_bytes(), packs.base()).take(report)?;
    let papers = schema::papers_of(&matter, &packs, &Lock::default(), sources, report);
    let uses: Vec<Use<'_>> = papers.iter().map(schema::Paper::used).collect();
    let facts = matter.facts.iter().map(|place| (place.path.clone(), schemas::FACTS.to_owned()));
    let answers =
        matter.drafts.iter().map(|draft| (format!("answers/{}.toml", draft.id), schemas::of_answers(&draft.id)));
    for (path, schema) in facts.chain(answers) {
        if let Some((_, text)) = files.iter_mut().find(|(name, _)| *name == path) {
            text.insert_str(0, &schemas::pointer(&path, &schema));
        }
    }
    let written = schemas::of_matter(&uses).into_iter();
    files.extend(written.map(|(name, text)| (format!("{}/{name}", schemas::FOLDER), text)));
    Some(files)
}

fn with_ignore(mut files: Vec<NewFile>) -> Vec<NewFile> {
    files.push((".gitignore".to_owned(), "/out/\n".to_owned()));
    files
}

fn write(dir: &Path, files: &[NewFile]) -> Result<(), Box<Diagnostic>> {
    let name = dir.display().to_string();
    let is_empty = match std::fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) if dir.is_dir() => return Err(Box::new(disk::unwritable(dir, &error))),
        // Writing says what is in the way.
        Err(_) => !dir.is_file(),
    };
    if !is_empty && !is_begun(dir, files) {
        let message = format!("`{name}` is there already and is not an empty folder");
        return Err(Box::new(
            Diagnostic::new(Code::UnwritableOutput, message)
                .in_file(name)
                .hint("choose a new folder: `affiant new DIR`"),
        ));
    }
    for (path, text) in files {
        let path = dir.join(path);
        if stands(&path, text) {
            continue;
        }
        let folder = path.parent().unwrap_or(dir);
        disk::write::make_folder(folder).map_err(|problem| Box::new(problem.diagnostic()))?;
        disk::write_new(&path, text.as_bytes()).map_err(|problem| Box::new(problem.diagnostic()))?;
    }
    Ok(())
}

/// Whether an earlier run was interrupted in this folder: some of the files are there, word for word, and nothing else.
fn is_begun(dir: &Path, files: &[NewFile]) -> bool {
    let mut folders = vec![dir.to_owned()];
    while let Some(at) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&at) else { return false };
        for entry in entries {
            let Ok(entry) = entry else { return false };
            let path = entry.path();
            let planned = || files.iter().any(|(name, text)| dir.join(name) == path && stands(&path, text));
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if !entry.file_name().to_str().is_some_and(disk::write::is_temporary) && !planned() {
                return false;
            }
        }
    }
    files.iter().any(|(name, _)| !dir.join(name).exists())
}

/// Whether a file stands there with this text.
fn stands(path: &Path, text: &str) -> bool {
    disk::folder::read_at(path).is_ok_and(|standing| standing == text.as_bytes())
}

fn unknown_example(name: &str, known: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::UnknownTemplate, words::unknown("example", name, known.iter().copied()))
        .hint(format!("there is {}", words::list(known, "and")))
}

fn unknown_template(name: &str, known: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::UnknownTemplate, words::unknown("template", name, known.iter().copied()))
        .hint(format!("there is {}", words::list(known, "and")))
}
