//! `affiant doctor`: versions, limits, fonts, and what this machine lacks.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::Outcome;
use crate::cli::Doctor;
use crate::disk::Disk;
use crate::draft::{Editions, Emit, Finish, Output, Request, Subject};
use crate::facts::limits;
use crate::pack::{Listed, Pack};
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
        let (read, (report, sources)) = super::papers::matter(&Disk::new(Some(matter.clone()), None), matter);
        row(
            &mut text,
            "papers",
            &read.map_or("matter.toml has errors".to_owned(), |read| read.drafts.len().to_string()),
        );
        terminal.out(&text);
        super::papers::print_report(&report, &sources, crate::cli::Format::Human, terminal);
        sound &= !report.has(crate::diag::Severity::Error);
    } else {
        terminal.out(&text);
    }
    if sound { Outcome::Fine } else { Outcome::Documents }
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
    let request = Request {
        subject: Subject::Case { template, case: "sample".to_owned(), editions: Editions::OfItsDate },
        with: Vec::new(),
        set: Vec::new(),
        date: None,
        today: super::papers::today(),
        pack: false,
        locked: false,
        finish: Finish::Draft,
        emit: Emit::Pdf,
        previous: None,
    };
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
