//! `affiant template diff`: what changed between two versions of a template, a clause or a look, in words.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::changes::{self, Bump, Changes};
use crate::cli::Format;
use crate::cli::template::{Diff, DiffFormat};
use crate::cmd::pack_folder::PackFolder;
use crate::cmd::{Outcome, build, papers};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::disk::{Disk, Gate, Over, WriteProblem};
use crate::draft::{Drafted, Emit, Held, Output, Request, Subject};
use crate::pack::{Kind, Pack, Packs};
use crate::source::Sources;
use crate::template::Pin;
use crate::term::{Terminal, changes as shown};
use crate::words;
use crate::worker::Pool;

/// Shows the changes, and the redline where one is wanted.
pub fn run(arguments: &Diff, terminal: Terminal) -> Outcome {
    let format = match arguments.format {
        DiffFormat::Json => Format::Json,
        DiffFormat::Human | DiffFormat::Md => Format::Human,
    };
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let end = |report: &Report, sources: &Sources| {
        papers::print_report(report, sources, format, terminal);
        let usage = report.diagnostics.iter().any(|found| found.code == Code::BadUsage || found.code == Code::NoPack);
        if usage { Outcome::Usage } else { Outcome::Documents }
    };
    let folder = match PackFolder::to_read(arguments.pack.pack.as_deref()) {
        Ok(folder) => folder,
        Err(diagnostic) => return end(&Report::from(*diagnostic), &sources),
    };
    let pins = match pins(&arguments.old, &arguments.new) {
        Ok(pins) => pins,
        Err(diagnostic) => return end(&Report::from(*diagnostic), &sources),
    };
    let packs = Packs::around(folder.pack(), folder.disk());
    let compared = compare(&packs, &pins, &mut sources, &mut report);
    let Some((kind, changes)) = compared else { return end(&report, &sources) };
    if (arguments.pdf || arguments.matter.is_some()) && kind != Kind::Template {
        report.push(no_paper(kind, &pins.1));
        return end(&report, &sources);
    }
    let drafted = (arguments.pdf || arguments.matter.is_some()).then(|| redline(arguments, &folder, &pins));
    let (drafted, fault) = match drafted {
        Some(Ok(drafted)) => (Some(drafted), false),
        Some(Err(death)) => {
            report.extend(death.report());
            (None, build::is_fault(&death))
        }
        None => (None, false),
    };
    let paper = drafted.as_ref().and_then(|drafted| drafted.redline.as_ref()).map(|redline| redline.runs.as_slice());
    let paper = paper.filter(|_| arguments.matter.is_some());
    let to_stdout = arguments.output.as_deref() == Some(Path::new("-"));
    if !to_stdout {
        terminal.out(&match arguments.format {
            DiffFormat::Human => human(&pins, &changes, &sources, paper, terminal.paint),
            DiffFormat::Md => markdown(&pins, &changes, &sources, paper),
            DiffFormat::Json => {
                let paper = paper.map(shown::json_paper);
                let changes = shown::json(&changes, &sources);
                let (old, new) = (pins.0.to_string(), pins.1.to_string());
                format!("{}\n", json!({ "old": old, "new": new, "changes": changes, "paper": paper }))
            }
        });
    }
    papers::print_report(&report, &sources, format, terminal);
    let mut failed = report.has(Severity::Error);
    if let Some(drafted) = drafted {
        let errors = drafted.report.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        let errors = Report { diagnostics: errors.cloned().collect() };
        papers::print_report(&errors, &drafted.sources, format, terminal);
        failed |= errors.has(Severity::Error);
        if arguments.pdf
            && let Err(diagnostic) = place(arguments, &pins, &drafted, terminal)
        {
            papers::print_report(&Report::from(*diagnostic), &Sources::default(), format, terminal);
            failed = true;
        }
    }
    Outcome::after(fault, failed)
}

/// The two versions, which must be of one name.
fn pins(old: &str, new: &str) -> Result<(Pin, Pin), Box<Diagnostic>> {
    let pin = |text: &str| Pin::parse(text, None).ok_or_else(|| Box::new(papers::bad_pin(text)));
    let (old, new) = (pin(old)?, pin(new)?);
    if old.name != new.name {
        return Err(Box::new(usage(
            &format!("`{old}` and `{new}` are not versions of one thing"),
            "name two versions of the same template, clause or look: `support-letter@1.0.0 support-letter@1.1.0`",
        )));
    }
    if old == new {
        return Err(Box::new(usage(
            &format!("`{old}` is the same version twice"),
            "`affiant template list` lists the versions that there are",
        )));
    }
    Ok((old, new))
}

/// What changed; the kind is what the pack of the newer version has under the name.
fn compare(
    packs: &Packs<'_>,
    pins: &(Pin, Pin),
    sources: &mut Sources,
    report: &mut Report,
) -> Option<(Kind, Changes)> {
    let old_pack = packs.of(sources, &pins.0, None).take(report)?;
    let new_pack = packs.of(sources, &pins.1, None).take(report)?;
    let has = |pack: &Pack<'_>, kind, pin: &Pin| pack.versions(kind, &pin.name).contains(&pin.version);
    let both = |kind: &Kind| has(&old_pack, *kind, &pins.0) && has(&new_pack, *kind, &pins.1);
    let named = |kind: &Kind| !new_pack.versions(*kind, &pins.1.name).is_empty();
    // A template and a look may have one name: then the template is meant, unless only the look has both versions.
    let kind = Kind::ALL.into_iter().find(both).or_else(|| Kind::ALL.into_iter().find(named));
    let kind = kind.unwrap_or(Kind::Template);
    let compared = changes::versions(kind, (&old_pack, &pins.0), (&new_pack, &pins.1), sources);
    let mut changes = compared.take(report)?;
    let mut released = |pack: &Pack<'_>, pin: &Pin| {
        let ledger = pack.ledger(sources).take(report).unwrap_or_default();
        ledger.version(kind, pin).map(|record| record.rules.clone()).unwrap_or_default()
    };
    let (old, new) = (released(&old_pack, &pins.0), released(&new_pack, &pins.1));
    changes.list.extend(changes::editions(&old, &new));
    Some((kind, changes))
}

/// Has the two papers drafted and compared, with the facts of the samples or of a draft.
fn redline(arguments: &Diff, folder: &PackFolder, pins: &(Pin, Pin)) -> Result<Drafted, crate::worker::WorkerDeath> {
    let (old, new) = (pins.0.to_string(), pins.1.to_string());
    let subject = |template: &str| match &arguments.draft {
        Some(draft) => Subject::Version { draft: draft.clone(), held: Held::To(template.to_owned()) },
        None => Subject::Samples { template: template.to_owned(), of: vec![new.clone(), old.clone()] },
    };
    let request = Request {
        pack: folder.folder().is_some(),
        ..Request::of(
            Subject::Compared { old: Box::new(subject(&old)), new: Box::new(subject(&new)) },
            papers::today(),
            if arguments.pdf { Emit::Pdf } else { Emit::Check },
        )
    };
    let disk = Disk::new(arguments.matter.clone(), folder.folder().map(Path::to_owned));
    Pool::new(1).draft(&request, &disk)
}

/// Writes the redline where it belongs.
fn place(arguments: &Diff, pins: &(Pin, Pin), drafted: &Drafted, terminal: Terminal) -> Result<(), Box<Diagnostic>> {
    let Output::Pdf { pages, bytes } = &drafted.output else { return Ok(()) };
    let path = arguments
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("{}-{}-to-{}.pdf", pins.1.name, pins.0.version, pins.1.version)));
    if path == Path::new("-") {
        let failed = |error| Box::new(WriteProblem::of(Path::new("standard output"), &error).diagnostic());
        return terminal.out_bytes(bytes).map_err(failed);
    }
    let homes = [arguments.matter.as_deref(), arguments.pack.pack.as_deref()].into_iter().flatten().collect();
    Gate { over: Over::forced(arguments.force), homes }.write(&path, bytes)?;
    let line = format!("redline: {} in {}\n", words::count(*pages, "page"), path.display());
    match arguments.format {
        DiffFormat::Human => terminal.out(&line),
        DiffFormat::Md | DiffFormat::Json => terminal.err(&line),
    }
    Ok(())
}

/// `support-letter@1.0.0 → support-letter@1.1.0: 3 changes; …`
fn heading(pins: &(Pin, Pin), changes: &Changes) -> String {
    let count = changes.list.len();
    let mut heading = format!("{} → {}: {}", pins.0, pins.1, words::count(count, "change"));
    let Some((least, why)) = changes.least() else { return heading };
    let _ = match Bump::between(&pins.0.version, &pins.1.version) {
        Some(taken) if taken < least => {
            write!(heading, "; the version takes a {} step, and a {} one is due: {why}", taken.word(), least.word())
        }
        Some(_) => write!(heading, "; at least a {} step: {why}", least.word()),
        None => write!(heading, "; the way back from a later version: {why}"),
    };
    heading
}

fn human(
    pins: &(Pin, Pin),
    changes: &Changes,
    sources: &Sources,
    paper: Option<&[crate::diff::Run]>,
    color: bool,
) -> String {
    let mut text = format!("{}\n{}", heading(pins, changes), shown::human(changes, sources, color, "  "));
    if let Some(runs) = paper {
        let words = shown::human_paper(runs, color, "    ");
        text.push_str(if words.is_empty() { "  no word of the paper changes\n" } else { "  in the paper:\n" });
        text.push_str(&words);
    }
    text
}

fn markdown(pins: &(Pin, Pin), changes: &Changes, sources: &Sources, paper: Option<&[crate::diff::Run]>) -> String {
    let mut text = format!("## `{}` → `{}`\n\n{}", pins.0, pins.1, shown::markdown(changes, sources));
    if let Some(runs) = paper {
        let _ = write!(text, "\n### In the paper\n\n{}", shown::markdown_paper(runs));
    }
    text
}

fn usage(message: &str, hint: &str) -> Diagnostic {
    Diagnostic::new(Code::BadUsage, message).hint(hint)
}

fn no_paper(kind: Kind, pin: &Pin) -> Diagnostic {
    usage(
        &format!("a {} alone makes no paper to compare", kind.word()),
        &format!("compare two versions of a template that takes it; `affiant template list` lists them beside `{pin}`"),
    )
}
