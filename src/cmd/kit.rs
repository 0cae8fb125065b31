//! `affiant kit`: makes one paper's questions into a single file that a writer fills in any browser.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::key;
use super::papers::{self, Findings};
use crate::ask::{Questionnaire, questionnaire};
use crate::cli::kit::Kit as Arguments;
use crate::diag::{Diagnostic, Report};
use crate::digest;
use crate::disk::problem::Cause;
use crate::disk::{Disk, Gate, Over, random, write};
use crate::draft::kept::Kept;
use crate::draft::{Emit, Request, brief};
use crate::facts::limits;
use crate::files::{FilePath, FileProblem, Files};
use crate::interview::kit::{self, Making};
use crate::interview::kits::{self, Kit};
use crate::interview::{Form, Interface};
use crate::matter::key as matter_key;
use crate::source::Sources;
use crate::term::Terminal;
use crate::value::{Locale, PaperDate};
use crate::words;

/// How often a kit is noted again where somebody else has noted one in between.
const TRIES: usize = 5;

/// Makes a kit.
pub fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    papers::ended(make(arguments, terminal), terminal)
}

fn make(arguments: &Arguments, terminal: Terminal) -> Result<(), Box<Findings>> {
    let interface = questionnaire::interface(&arguments.language)?;
    let (draft, pack) = (arguments.draft.as_deref(), arguments.pack.as_deref());
    let batch = papers::to_ask(&arguments.matter, draft, pack, Emit::Text)?;
    let (draft, request) = papers::only(&batch)?;
    let return_by = arguments.return_by.as_deref().map(|text| day(text, &request.today)).transpose()?;
    let key = if arguments.plain {
        None
    } else {
        Some(key::of_matter(&batch.disk)?.ok_or_else(|| Box::new(no_key(&arguments.matter)))?.public)
    };
    let questionnaires = languages(request, &batch.disk, interface)?;
    let output = arguments.output.clone().unwrap_or_else(|| batch.root.join("out").join(format!("{draft}-form.html")));
    let to_output = output.as_os_str() == "-";
    let gate = Gate {
        over: Over::forced(arguments.force),
        homes: std::iter::once(&*arguments.matter).chain(arguments.pack.as_deref()).collect(),
    };
    if !to_output {
        // Before the kit is noted: one that is never written is not to be waited for.
        gate.check(&output, &[]).map_err(|found| Box::new(one(*found)))?;
    }
    let forms: Vec<Form<'_>> = questionnaires.iter().map(Questionnaire::form).collect();
    let noted = note(&batch.disk, &batch.root, |items| {
        Ok(Kit {
            id: id().map_err(|error| Box::new(broken(&error)))?,
            draft: draft.clone(),
            template: questionnaires[0].brief.pin.to_string(),
            language: interface.tag.clone(),
            key: key.as_ref().map(crate::interview::seal::PublicKey::id),
            items,
            made: request.today.clone(),
        })
    })?;
    let making = Making {
        kit: &noted,
        key: key.as_ref(),
        forms: &forms,
        letters: &questionnaires[0].letters,
        language: &questionnaires[0].front.language,
        return_by,
        return_to: arguments.return_to.as_deref().map(str::trim).filter(|to| !to.is_empty()),
    };
    let (page, left_out) = kit::page(&making);
    if to_output {
        terminal.out(&page);
        return Ok(());
    }
    if arguments.output.is_none() {
        write::make_folder(&batch.root.join("out")).map_err(|problem| Box::new(one(problem.diagnostic())))?;
    }
    gate.write(&output, page.as_bytes()).map_err(|found| Box::new(one(*found)))?;
    let answers = format!("answers/{draft}.toml");
    let answered = batch.disk.read(&FilePath::matter(&*answers)).is_ok_and(|bytes| !bytes.is_empty());
    terminal.out(&told(&output, &page, &making, &left_out, answered.then_some(&*answers)));
    Ok(())
}

/// The questions in each language that the template has them in; the one that was asked for comes first.
fn languages(request: &Request, disk: &Disk, first: &'static Interface) -> Result<Vec<Questionnaire>, Box<Findings>> {
    let mut kept = Kept::default();
    let own = Questionnaire::open(request, disk, first, &mut kept)?;
    let template = own.front.language.split('-').next().unwrap_or_default().to_owned();
    let mut all = vec![own];
    for tag in Interface::languages().into_iter().filter(|tag| *tag != first.tag) {
        let Some(interface) = Interface::of(&tag) else { continue };
        let other = Questionnaire::open(request, disk, interface, &mut kept)?;
        let translated = other.form().asked.fields != &other.front.fields[..];
        if translated || tag == template {
            all.push(other);
        }
    }
    Ok(all)
}

/// Notes a kit in the matter, whoever else notes one at the same time.
fn note(disk: &Disk, root: &Path, kit: impl Fn(i64) -> Result<Kit, Box<Findings>>) -> Result<Kit, Box<Findings>> {
    let path = root.join(kits::FILE);
    for _ in 0..TRIES {
        let (text, standing) = match disk.read(&FilePath::matter(kits::FILE)) {
            Ok(bytes) => (String::from_utf8_lossy(&bytes).into_owned(), Some(digest::of(&bytes))),
            Err(FileProblem::Missing) => (String::new(), None),
            Err(problem) => return Err(Box::new(one(brief::unreadable(kits::FILE, &problem)))),
        };
        let kit = kit(kits::next_items(&key::kits(disk)?))?;
        match write::write_user_file(&path, kits::with(&text, &kit).as_bytes(), standing) {
            Ok(()) => return Ok(kit),
            Err(problem) if problem.cause == Cause::Changed => {}
            Err(problem) => return Err(Box::new(one(problem.named(kits::FILE).diagnostic()))),
        }
    }
    Err(Box::new(one(crate::disk::WriteProblem::new(kits::FILE, Cause::Busy).diagnostic())))
}

/// 128 random bits, as digits.
fn id() -> io::Result<String> {
    let mut digits = digest::digits(random::bytes()?);
    digits.truncate(kits::ID);
    Ok(digits)
}

/// What was made, and what to do with it.
fn told(output: &Path, page: &str, making: &Making<'_>, left_out: &[String], answers: Option<&str>) -> String {
    let languages: Vec<String> = making.forms.iter().map(|form| form.interface.language.clone()).collect();
    let title = making.forms.first().map_or("", |form| form.title);
    let size = limits::size(page.len() as u64);
    let mut told =
        format!("{}: \"{}\" as a form in {}, {size}\n", output.display(), title, words::list(&languages, "and"));
    let sealing = match &making.kit.key {
        Some(id) => format!("answers are sealed to key {id}"),
        None => String::from("answers are NOT sealed: whoever gets hold of the answer file can read it"),
    };
    let by = making.return_by.map_or_else(String::new, |day| format!(", wanted by {}", day.long(Locale::En)));
    _ = writeln!(told, "  {sealing}{by}");
    if !left_out.is_empty() {
        let fields = words::quoted(left_out);
        _ = writeln!(told, "  not asked, as it would show the case's papers: {}", words::list(&fields, "and"));
    }
    if let Some(answers) = answers {
        _ = writeln!(told, "  the form is empty: what {answers} says is not in the file");
    }
    _ = writeln!(told, "  noted in {} as {}\n", kits::FILE, making.kit.id);
    told += "Send this file to the writer. It opens in any browser, without the internet. What comes back goes to `affiant import`.\n";
    told
}

/// The day by which answers are wanted.
fn day(text: &str, today: &str) -> Result<PaperDate, Box<Findings>> {
    let day = PaperDate::one_day(text).map(PaperDate::day);
    let Some(day) = day else {
        let message = format!("`--return-by` takes a day, found `{text}`");
        return Err(Box::new(papers::usage(&message, "write it as `--return-by 2026-12-04`")));
    };
    match PaperDate::parse(today) {
        Ok(today) if day.is_before(today) => {
            Err(Box::new(papers::usage("the day of `--return-by` has passed", "name a day that is still to come")))
        }
        _ => Ok(day),
    }
}

fn one(found: Diagnostic) -> Findings {
    (Report::from(found), Sources::default())
}

fn no_key(matter: &Path) -> Findings {
    let found = matter_key::none(&matter.display().to_string());
    one(found.hint("or let answers come back unsealed, with `--plain`"))
}

fn broken(error: &io::Error) -> Findings {
    one(crate::disk::unwritable(&PathBuf::from(kits::FILE), error))
}
