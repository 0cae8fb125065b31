//! `affiant doctor`: versions, limits, fonts, and what this machine lacks.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::{Outcome, papers};
use crate::ask::web::peer;
use crate::cli::{Doctor, Format};
use crate::diag::{Report, Severity};
use crate::disk::{Disk, clock, user};
use crate::draft::{Editions, Emit, Output, Request, Subject};
use crate::facts::limits;
use crate::fetch;
use crate::pack::registry::Place;
use crate::pack::{Listed, Pack, Packs};
use crate::term::Terminal;
use crate::typeset;
use crate::watch::network;
use crate::worker::{self, Worker};

/// Prints what there is to know, each finding on its line; fails when a paper could not be built here.
pub fn run(arguments: &Doctor, terminal: Terminal) -> Outcome {
    let mut text = String::new();
    let mut sound = true;
    section(&mut text, "affiant");
    row(&mut text, "version", env!("CARGO_PKG_VERSION"));
    row(&mut text, "platform", &format!("{} {}", std::env::consts::OS, std::env::consts::ARCH));
    row(&mut text, "cores", &worker::pool::cores().to_string());
    row(
        &mut text,
        "time zone",
        &format!("{}, where it is {}", clock::zone().name, clock::now().strftime("%Y-%m-%d %H:%M")),
    );
    let templates: Vec<String> = Pack::builtin().templates().iter().map(versions).collect();
    row(&mut text, "built-in templates", &templates.join(", "));
    row(&mut text, "built-in fonts", &typeset::engine::families().join(", "));

    section(&mut text, "worker");
    match trial() {
        Ok(time) => row(&mut text, "drafts a sample letter", &format!("yes, in {:.0} ms", time.as_secs_f64() * 1000.0)),
        Err(reason) => {
            sound = false;
            row(&mut text, "drafts a sample letter", &format!("NO: {reason}"));
        }
    }
    for limit in worker::LIMITS {
        row(&mut text, limit.name, limit.state);
    }

    section(&mut text, "limits");
    for limit in limits::ALL {
        row(&mut text, limit.name, &limit.amount());
    }

    section(&mut text, "form of `affiant serve`");
    let others = if peer::Witness::find().is_some() {
        "turned away: the system tells whose a connection is"
    } else {
        "kept out by the secret address alone: the system DOES NOT TELL whose a connection is"
    };
    row(&mut text, "other users", others);

    section(&mut text, "packs");
    row(&mut text, "settings", &shown(user::config_folder()));
    row(&mut text, "cache", &shown(user::cache_folder().map(|cache| user::packs_in(&cache))));
    row(&mut text, "git", &fetch::git::version().unwrap_or_else(|| "NOT FOUND: packs cannot be fetched".to_owned()));
    let mut findings = papers::Findings::default();
    packs(&mut text, &mut findings);
    sound &= !findings.0.has(Severity::Error);

    section(&mut text, "this folder");
    let matter = &arguments.matter;
    let is_matter = matter.join("matter.toml").is_file();
    row(&mut text, "matter", if is_matter { "yes" } else { "no matter.toml here" });
    let watching = match network::drive(matter) {
        Some(kind) => format!("by looking again and again: {kind} does not tell of every change"),
        None => "the system tells of changes".to_owned(),
    };
    row(&mut text, "watching", &watching);
    if is_matter {
        let (read, (report, sources)) = papers::matter(&Disk::new(Some(matter.clone()), None), matter);
        row(
            &mut text,
            "papers",
            &read.map_or("matter.toml has errors".to_owned(), |read| read.drafts.len().to_string()),
        );
        terminal.out(&text);
        papers::print_report(&report, &sources, Format::Human, terminal);
        sound &= !report.has(Severity::Error);
    } else {
        terminal.out(&text);
    }
    papers::print_report(&findings.0, &findings.1, Format::Human, terminal);
    if sound { Outcome::Fine } else { Outcome::Documents }
}

/// The added packs, each with whether every byte of it is what was fetched.
fn packs(text: &mut String, (report, sources): &mut papers::Findings) {
    let disk = Disk::new(None, None);
    let packs = Packs::around(Pack::builtin(), &disk);
    let Some(registry) = packs.registry(sources).take(report) else {
        row(text, "added packs", "their list CANNOT BE READ");
        return;
    };
    if registry.packs().next().is_none() {
        row(text, "added packs", "none");
    }
    for (name, registered) in registry.packs() {
        let mut own = Report::default();
        let pack = packs.named(sources, name, registered.span).take(&mut own);
        let about = pack.as_ref().and_then(|pack| pack.about(sources).take(&mut own)).unwrap_or_default();
        if let Some(pack) = &pack {
            own.extend(pack.unreadable_files());
        }
        let state = match (&registered.place, own.has(Severity::Error)) {
            (_, true) => "NOT WHOLE: see below".to_owned(),
            (Place::Folder(path), false) => format!("{} from {path}", about.version),
            (Place::Git(followed), false) => format!("{} from {}, whole", about.version, followed.fetched.git),
        };
        row(text, name, &state);
        report.extend(own);
    }
}

fn shown(folder: Option<PathBuf>) -> String {
    folder.map_or_else(|| "NONE: you have no home".to_owned(), |folder| folder.display().to_string())
}

/// `support-letter@1.0.0, 1.1.0`
fn versions(listed: &Listed) -> String {
    let versions: Vec<String> = listed.versions.iter().map(ToString::to_string).collect();
    format!("{}@{}", listed.name, versions.join(", "))
}

/// Drafts the sample of the first built-in template, from starting a worker to the PDF.
fn trial() -> Result<Duration, String> {
    let start = Instant::now();
    let pack = Pack::builtin();
    let template = pack.templates().first().map(versions).ok_or("there is no built-in template")?;
    let request = Request::of(
        Subject::Case { template, case: "sample".to_owned(), editions: Editions::OfItsDate },
        papers::today(),
        Emit::Pdf,
    );
    let drafted = Worker::start().draft(&request, &Disk::new(None, None));
    let drafted = drafted.map_err(|death| death.diagnostic().message)?;
    match drafted.output {
        Output::Pdf { .. } => Ok(start.elapsed()),
        _ => Err("the sample could not be drafted".to_owned()),
    }
}

fn section(text: &mut String, name: &str) {
    let gap = if text.is_empty() { "" } else { "\n" };
    let _ = writeln!(text, "{gap}{name}");
}

fn row(text: &mut String, name: &str, value: &str) {
    let _ = writeln!(text, "  {name:24} {value}");
}
