//! `affiant rules`: the legal data of a pack, who relies on it, and when it was last checked.

mod check;
mod list;
mod show;

use std::sync::Arc;

use jiff::civil::Date;

use super::Outcome;
use super::pack_folder::PackFolder;
use super::papers;
use crate::cli::Format;
use crate::cli::rules::{Action, Rules};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::pack::reliance::{Reliance, Relier, Step};
use crate::pack::{Pack, Packs};
use crate::rules::{Check, Edition, Rule};
use crate::source::Sources;
use crate::term::Terminal;
use crate::value::PaperDate;

/// A rule with what is known about it besides its file.
struct Known {
    /// Its id, behind the name of an added pack.
    name: String,
    rule: Arc<Rule>,
    /// The checks of each of its editions, the latest last.
    checks: Vec<Vec<Check>>,
    /// Who relies on it.
    reliers: Vec<Relier>,
}

/// Lists the rules, shows one, or records a check.
pub fn run(arguments: &Rules, terminal: Terminal) -> Outcome {
    if let Some(Action::Check(arguments)) = &arguments.action {
        return check::run(arguments, terminal);
    }
    let mut sources = Sources::default();
    let mut report = Report::default();
    let text = tell(arguments, terminal, &mut sources, &mut report);
    papers::print_report(&report, &sources, arguments.format, terminal);
    let Some(text) = text else { return failed(&report) };
    terminal.out(&text);
    if report.has(Severity::Error) { Outcome::Documents } else { Outcome::Fine }
}

/// What is to be printed; none when the report says why there is nothing.
fn tell(arguments: &Rules, terminal: Terminal, sources: &mut Sources, report: &mut Report) -> Option<String> {
    let today = match &arguments.date {
        Some(date) => day("--date", date, report)?,
        None => papers::today().parse().ok()?,
    };
    let folder = PackFolder::to_read(arguments.pack.as_deref()).map_err(|found| report.push(*found)).ok()?;
    let json = arguments.format == Format::Json;
    if let Some(id) = &arguments.id {
        let (pack, bare) = named(&folder, id, sources, report)?;
        let rule = pack.rule(sources, bare, None).take(report)?;
        let reliance = pack.reliance(sources).take(report);
        let known = known(&pack, rule, &reliance, sources, report);
        let file = pack.rule_file(bare);
        return Some(if json { show::json(&known, &file, today) } else { show::human(&known, &file, today, terminal) });
    }
    let packs = Packs::around(folder.pack(), folder.disk());
    let mut all = Vec::new();
    let mut of = vec![packs.base().clone()];
    if folder.folder().is_none() {
        of.extend(packs.all(sources).take(report).into_iter().map(|(_, pack)| pack));
    }
    for pack in of {
        let reliance = pack.reliance(sources).take(report);
        for id in pack.rules() {
            if let Some(rule) = pack.rule(sources, &id, None).take(report) {
                all.push(known(&pack, rule, &reliance, sources, report));
            }
        }
    }
    let number = all.len();
    if let Some(days) = arguments.stale {
        all.retain(|known| known.is_stale(today, days));
    }
    Some(if json { list::json(&all, today) } else { list::human(&all, number, arguments.stale, today, terminal) })
}

/// The pack and the id that a name means: `us.28-usc-1746`, or `hope:us.28-usc-1746` of an added pack.
fn named<'f, 'a>(
    folder: &'f PackFolder,
    name: &'a str,
    sources: &mut Sources,
    report: &mut Report,
) -> Option<(Pack<'f>, &'a str)> {
    let packs = Packs::around(folder.pack(), folder.disk());
    match name.split_once(':').filter(|_| folder.folder().is_none()) {
        Some((pack, id)) => Some((packs.named(sources, pack, None).take(report)?, id)),
        None => Some((packs.base().clone(), name)),
    }
}

/// What is known about a rule.
fn known(pack: &Pack<'_>, rule: Arc<Rule>, reliance: &Reliance, sources: &mut Sources, report: &mut Report) -> Known {
    let checks = rule.editions.iter().map(|edition| pack.checks(sources, &rule, edition).take(report)).collect();
    let reliers = reliance.on(&rule.id).to_vec();
    let name = pack.prefix().map_or_else(|| rule.id.clone(), |prefix| format!("{prefix}:{}", rule.id));
    Known { name, rule, checks, reliers }
}

impl Known {
    /// The edition of a day with its checks; the first one before it begins.
    fn on(&self, day: Date) -> Option<(&Edition, &[Check])> {
        let editions = self.rule.editions.iter().zip(self.checks.iter().map(Vec::as_slice));
        let begun = editions.clone().rfind(|(edition, _)| edition.from <= day);
        begun.or_else(|| editions.clone().next())
    }

    /// Whether the edition of today was last checked so many days ago, or earlier, or never.
    fn is_stale(&self, today: Date, days: u32) -> bool {
        let last = self.on(today).and_then(|(_, checks)| checks.last());
        last.is_none_or(|check| {
            check.on.until(today).is_ok_and(|age| age.get_days() >= i32::try_from(days).unwrap_or(i32::MAX))
        })
    }
}

/// A check as JSON.
fn check_json(check: &Check) -> serde_json::Value {
    serde_json::json!({ "on": check.on.to_string(), "by": check.by, "source": check.source })
}

/// A relier as JSON.
fn relier_json(relier: &Relier) -> serde_json::Value {
    let step = |step: &Step| match step {
        Step::Clause(pin) => serde_json::json!({ "clause": pin.to_string() }),
        Step::Deadline(what) => serde_json::json!({ "deadline": what }),
        Step::Rule(id) => serde_json::json!({ "rule": id }),
    };
    let ways = relier.ways.iter().map(|way| way.iter().map(step).collect());
    serde_json::json!({
        "kind": relier.kind.word(),
        "version": relier.pin.to_string(),
        "status": relier.state.word(),
        "ways": ways.collect::<Vec<Vec<serde_json::Value>>>(),
    })
}

/// How a command ends that could not do what it was asked.
fn failed(report: &Report) -> Outcome {
    let usage = report.diagnostics.iter().any(|found| matches!(found.code, Code::BadUsage | Code::NoPack));
    if usage { Outcome::Usage } else { Outcome::Documents }
}

/// A day given on the command line.
fn day(option: &str, text: &str, report: &mut Report) -> Option<Date> {
    let day = PaperDate::one_day(text);
    if day.is_none() {
        let message = format!("`{option}` takes one day, found `{text}`");
        report.push(Diagnostic::new(Code::BadUsage, message).hint(format!("write it as `{option} 2026-01-31`")));
    }
    day
}
