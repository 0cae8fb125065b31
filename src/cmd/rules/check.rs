//! `affiant rules check`: recording that somebody has read a rule at its source.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::{day, failed, named};
use crate::cli::Format;
use crate::cli::rules::Check as Arguments;
use crate::cmd::Outcome;
use crate::cmd::pack_folder::PackFolder;
use crate::cmd::papers;
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::digest;
use crate::disk::problem::Cause;
use crate::disk::{self, Disk, WriteProblem, user};
use crate::files::{FilePath, FileProblem, Files};
use crate::pack::checks;
use crate::pack::ledger::{self, LedgerText};
use crate::rules::{Check, Edition, Rule};
use crate::source::Sources;
use crate::term::Terminal;
use crate::words;

/// How often a check is added anew because somebody else has written the record meanwhile.
const ATTEMPTS: u32 = 20;

/// Records the check, and says where.
pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    let mut sources = Sources::default();
    let mut report = Report::default();
    let said = record(arguments, &mut sources, &mut report);
    papers::print_report(&report, &sources, Format::Human, terminal);
    match said {
        Some(said) => {
            terminal.out(&format!("{said}\n"));
            Outcome::Fine
        }
        None => failed(&report),
    }
}

fn record(arguments: &Arguments, sources: &mut Sources, report: &mut Report) -> Option<String> {
    let folder = PackFolder::to_read(arguments.pack.as_deref()).map_err(|found| report.push(*found)).ok()?;
    let on = day("--on", &arguments.on, report);
    for (option, value) in [("--by", &arguments.by), ("--source", &arguments.source)] {
        if value.trim().is_empty() {
            report.push(says_nothing(option));
        }
    }
    let today: Option<Date> = papers::today().parse().ok();
    if let (Some(on), Some(today)) = (on, today)
        && on > today
    {
        report.push(not_yet(on, today));
    }
    let (pack, id) = named(&folder, &arguments.id, sources, report)?;
    let rule = pack.rule(sources, id, None).take(report)?;
    let edition = edition(&rule, arguments.edition.as_deref(), on, report)?;
    let known = pack.checks(sources, &rule, edition).take(report);
    if report.has(Severity::Error) {
        return None;
    }
    let check = Check {
        on: on?,
        by: arguments.by.trim().to_owned(),
        source: arguments.source.trim().to_owned(),
        hash: Some(edition.hash(&rule.citation)),
    };
    let id = &arguments.id;
    let said = format!("{id}, the edition from {}: checked on {} by {}", edition.from, check.on, check.by);
    if known.iter().any(|known| (known.on, &known.by, &known.source) == (check.on, &check.by, &check.source)) {
        return Some(format!("{said}; it was recorded before"));
    }
    let path = if folder.folder().is_some() {
        let written = folder.change_ledger(|_, text| {
            text.check(&rule.id, edition.from, &check);
            Ok(())
        });
        if let Err(findings) = written {
            report.extend(findings.0);
            *sources = findings.1;
            return None;
        }
        folder.locate(ledger::PATH)
    } else {
        let path = own_record(report)?;
        record_own(&path, folder.disk(), &rule, edition, &check).map_err(|found| report.push(*found)).ok()?;
        path
    };
    let path = path.strip_prefix(".").unwrap_or(&path);
    Some(format!("{said}\nrecorded in {}", path.display()))
}

/// Adds a check to the user's own record, to what somebody else has written meanwhile if need be.
fn record_own(path: &Path, disk: &Disk, rule: &Rule, edition: &Edition, check: &Check) -> Result<(), Box<Diagnostic>> {
    let mut result = Ok(());
    for _ in 0..ATTEMPTS {
        let read = match disk.read(&FilePath::user(checks::OWN)) {
            Ok(bytes) => Some(bytes),
            Err(FileProblem::Missing) => None,
            Err(problem) => return Err(WriteProblem::unread(path.display().to_string(), &problem).into()),
        };
        let old = read.as_deref().map_or(checks::OWN_HEAD.into(), String::from_utf8_lossy);
        let text = LedgerText::parse(&old).map(|mut ledger| {
            ledger.check(&rule.id, edition.from, check);
            ledger.to_string()
        });
        let Some(text) = text.filter(|text| *text != old) else { return Err(Box::new(malformed(path))) };
        result = path
            .parent()
            .map_or(Ok(()), disk::write::make_folder)
            .and_then(|()| disk::write_user_file(path, text.as_bytes(), read.as_deref().map(digest::of)));
        if !result.as_ref().is_err_and(|problem| problem.cause == Cause::Changed) {
            break;
        }
    }
    Ok(result?)
}

/// The edition that was named, else the one of the day on which it was read.
fn edition<'r>(rule: &'r Rule, named: Option<&str>, on: Option<Date>, report: &mut Report) -> Option<&'r Edition> {
    let Some(from) = named else {
        let found = rule.edition(on?);
        if found.is_none() {
            report.push(no_edition_then(rule, on?));
        }
        return found;
    };
    let from = day("--edition", from, report)?;
    let found = rule.editions.iter().find(|edition| edition.from == from);
    if found.is_none() {
        report.push(unknown_edition(rule, from));
    }
    found
}

/// Where the user's own record of checks stands.
fn own_record(report: &mut Report) -> Option<PathBuf> {
    let folder = user::config_folder();
    if folder.is_none() {
        report.push(
            Diagnostic::new(Code::BadUsage, "there is no folder for your settings: the system knows no home folder")
                .hint("name one in the environment: `AFFIANT_CONFIG_DIR=/path/to/folder`"),
        );
    }
    Some(folder?.join(checks::OWN))
}

fn says_nothing(option: &str) -> Diagnostic {
    let what = if option == "--by" { "who has read the rule" } else { "where it was read" };
    Diagnostic::new(Code::BadUsage, format!("`{option}` says nothing: {what} is wanted"))
        .hint("a check that does not say by whom and against what is worth nothing later")
}

fn not_yet(on: Date, today: Date) -> Diagnostic {
    Diagnostic::new(Code::BadUsage, format!("a check on {on} lies in the future: today is {today}"))
        .hint("give the day on which the rule was read")
}

fn unknown_edition(rule: &Rule, from: Date) -> Diagnostic {
    Diagnostic::new(Code::NoEdition, format!("`{}` has no edition that begins on {from}", rule.id))
        .hint(there_are(rule))
}

fn no_edition_then(rule: &Rule, on: Date) -> Diagnostic {
    Diagnostic::new(Code::NoEdition, format!("`{}` has no edition yet on {on}", rule.id))
        .hint(format!("{}; name the one that was read with `--edition`", there_are(rule)))
}

fn there_are(rule: &Rule) -> String {
    let days: Vec<String> = rule.editions.iter().map(|edition| format!("`{}`", edition.from)).collect();
    match &days[..] {
        [one] => format!("its only edition begins on {one}"),
        several => format!("its editions begin on {}", words::list(several, "and")),
    }
}

fn malformed(path: &Path) -> Diagnostic {
    Diagnostic::new(Code::BadPack, "the checks cannot be recorded: the file is not as affiant writes it")
        .in_file(path.display().to_string())
        .hint("nothing was written; mend the file, or restore it from git")
}
