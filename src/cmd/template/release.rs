//! `affiant template release`: a draft that is right, and whose number says how much changed, never changes again.
//!
//! 1. [`chosen`] finds the draft, or with `--all` every draft, what templates use before the templates.
//! 2. [`Candidate::read`] reads it with what it uses, and takes the hashes.
//! 3. [`step::check`] holds the number of the version against what changed since the version before.
//! 4. The cases of a template are tried against their golden text.
//! 5. The ledger records it, unless a byte has changed since or somebody else has released it.

mod step;

use std::collections::BTreeMap;

use semver::Version;

use super::named::Named;
use super::{alone, refused, shown, test};
use crate::changes;
use crate::cli::template::Release;
use crate::cmd::Outcome;
use crate::cmd::pack_folder::PackFolder;
use crate::cmd::papers::{self, Findings};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::pack::ledger::{self, Ledger, State};
use crate::pack::{Kind, Pack};
use crate::rules::applied::Applied;
use crate::source::Sources;
use crate::template::Pin;
use crate::term::Terminal;
use crate::words;
use crate::worker::Pool;

/// A draft that is to be released, as it was read.
struct Candidate {
    kind: Kind,
    pin: Pin,
    inputs: BTreeMap<String, String>,
    beside: BTreeMap<String, String>,
    rules: BTreeMap<String, String>,
    step: Option<changes::Bump>,
}

/// Releases.
pub fn run(arguments: &Release, terminal: Terminal) -> Outcome {
    // First thing: the workers start up while the pack is read.
    let mut pool = Pool::per_core();
    let folder = match PackFolder::to_change(arguments.pack.pack.as_deref()) {
        Ok(folder) => folder,
        Err(diagnostic) => return refused(*diagnostic, terminal, Outcome::Usage),
    };
    if arguments.patch_because.as_ref().is_some_and(|because| because.trim().is_empty()) {
        return refused(no_reason(), terminal, Outcome::Usage);
    }
    let mut sources = Sources::default();
    let altered = folder.altered(&mut sources);
    if altered.has(Severity::Error) {
        return shown(&(altered, sources), terminal);
    }
    let chosen = match chosen(arguments, &folder) {
        Ok(chosen) => chosen,
        Err(findings) => return shown(&findings, terminal),
    };
    if chosen.is_empty() {
        terminal.out("there is no draft to release\n");
        return Outcome::Fine;
    }
    for (kind, pin) in &chosen {
        match release(&folder, *kind, pin, arguments, &mut pool, terminal) {
            Ok(told) => terminal.out(&told),
            Err(outcome) => return outcome,
        }
    }
    terminal.out("now put the pack into git: the history there is what shows that nothing released was changed\n");
    Outcome::Fine
}

/// The drafts to release.
fn chosen(arguments: &Release, folder: &PackFolder) -> Result<Vec<(Kind, Pin)>, Box<Findings>> {
    let (pack, mut sources, mut report) = (folder.pack(), Sources::default(), Report::default());
    let Some(ledger) = pack.ledger(&mut sources).take(&mut report) else { return Err(Box::new((report, sources))) };
    let drafts = |kind: Kind, name: &str| -> Vec<Pin> {
        let pins = pack.versions(kind, name).into_iter().map(|version| Pin::new(name, version));
        pins.filter(|pin| is_draft(&ledger, kind, pin)).collect()
    };
    let Some(text) = &arguments.name else {
        let kinds = [Kind::Clause, Kind::Look, Kind::Template];
        let listed = kinds.into_iter().flat_map(|kind| {
            let listed = pack.listed(kind).into_iter();
            listed.flat_map(move |listed| vec![(kind, listed.name)])
        });
        let all = listed.flat_map(|(kind, name)| drafts(kind, &name).into_iter().map(move |pin| (kind, pin)));
        return Ok(all.collect());
    };
    let mut named = Named::find(&pack, text, arguments.kind).map_err(alone)?;
    if arguments.kind.is_none() && named.version.is_none() && drafts(named.kind, &named.name).is_empty() {
        // A name that several share means the one that has a draft.
        let other = Kind::ALL.into_iter().find(|kind| !drafts(*kind, &named.name).is_empty());
        named.kind = other.unwrap_or(named.kind);
    }
    let pin = match (&named.version, drafts(named.kind, &named.name).pop()) {
        (None, Some(draft)) => draft,
        _ => named.pin(&pack).map_err(alone)?,
    };
    Ok(vec![(named.kind, pin)])
}

fn is_draft(ledger: &Ledger, kind: Kind, pin: &Pin) -> bool {
    ledger.version(kind, pin).is_none_or(|record| record.state == State::Draft)
}

/// Releases one version; gives what there is to say, or how the command ends.
fn release(
    folder: &PackFolder,
    kind: Kind,
    pin: &Pin,
    arguments: &Release,
    pool: &mut Pool,
    terminal: Terminal,
) -> Result<String, Outcome> {
    let pack = folder.pack();
    let failed = |findings: Box<Findings>| shown(&findings, terminal);
    let today = papers::today().parse().unwrap_or_default();
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let Some(ledger) = pack.ledger(&mut sources).take(&mut report) else {
        return Err(shown(&(report, sources), terminal));
    };
    if !is_draft(&ledger, kind, pin) {
        if pack.amended(&mut sources).contains(&(kind, pin.clone())) {
            test::passes(folder, pin, pool, terminal)?;
        }
        return amend(folder, &pack, kind, pin).map_err(failed);
    }
    let candidate = Candidate::read(&pack, &ledger, kind, pin, arguments.patch_because.is_some()).map_err(failed)?;
    let cases = match kind {
        Kind::Template => test::passes(folder, pin, pool, terminal)?,
        Kind::Clause | Kind::Look => 0,
    };
    if kind == Kind::Template && cases == 0 {
        return Err(failed(alone(no_sample(pin))));
    }
    let patch = candidate.step == Some(changes::Bump::Patch);
    let mut void = false;
    folder
        .change_ledger(|now, text| {
            if !is_draft(now, kind, pin) {
                return Err(Box::new(is_released(kind, pin)));
            }
            if pack.own_inputs(kind, pin) != candidate.inputs || pack.beside(kind, pin) != candidate.beside {
                return Err(Box::new(changed_meanwhile(kind, pin)));
            }
            let reviewed = now.version(kind, pin).filter(|record| record.reviewed.is_some());
            void = reviewed.is_some_and(|record| !record.inputs.is_empty() && record.inputs != candidate.inputs);
            text.release(
                kind,
                pin,
                &ledger::Release {
                    on: today,
                    bump: candidate.step.map(changes::Bump::word),
                    patch_because: arguments.patch_because.clone().filter(|_| patch),
                    inputs: candidate.inputs.clone(),
                    beside: candidate.beside.clone(),
                    rules: candidate.rules.clone(),
                    review_is_void: void,
                },
            );
            Ok(())
        })
        .map_err(failed)?;
    Ok(candidate.told(cases, void))
}

/// Of a version that is released already, records the files beside its inputs as they are now.
fn amend(folder: &PackFolder, pack: &Pack<'_>, kind: Kind, pin: &Pin) -> Result<String, Box<Findings>> {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    pack.altered_version(&mut sources, kind, pin).take(&mut report);
    if report.has(Severity::Error) {
        return Err(Box::new((report, sources)));
    }
    let (today, beside) = (papers::today().parse().unwrap_or_default(), pack.beside(kind, pin));
    let mut amended = false;
    folder.change_ledger(|now, text| {
        amended = now.version(kind, pin).is_some_and(|record| record.beside != beside);
        if amended {
            text.amend(kind, pin, &beside, today);
        }
        Ok(())
    })?;
    if !amended {
        return Err(alone(is_released(kind, pin)));
    }
    let word = kind.word();
    Ok(format!("{word} {pin} is released already; its cases and golden text are recorded as amended\n"))
}

impl Candidate {
    /// Reads the version and what it uses, and checks what can be checked without drafting.
    fn read(pack: &Pack<'_>, ledger: &Ledger, kind: Kind, pin: &Pin, reason: bool) -> Result<Self, Box<Findings>> {
        let (mut sources, mut report) = (Sources::default(), Report::default());
        if !pin.version.pre.is_empty() || !pin.version.build.is_empty() {
            return Err(alone(unfinished_number(kind, pin)));
        }
        let today = papers::today().parse().unwrap_or_default();
        let applied: Vec<Applied> = match kind {
            Kind::Template => {
                let template = pack.template(&mut sources, pin).take(&mut report);
                template.map_or_else(Vec::new, |template| {
                    uses(pack, ledger, &template, &mut sources, &mut report);
                    pack.rules_of(&mut sources, &template, today).take(&mut report)
                })
            }
            Kind::Clause => {
                let clause = pack.clause(&mut sources, pin).take(&mut report);
                clause.map_or_else(Vec::new, |clause| {
                    pack.rules_of_clause(&mut sources, &clause, today).take(&mut report)
                })
            }
            Kind::Look => {
                pack.look(&mut sources, pin).take(&mut report);
                Vec::new()
            }
        };
        let older = older(pack, kind, pin);
        if let Some(draft) = older.iter().find(|older| is_draft(ledger, kind, older)) {
            return Err(alone(older_draft(kind, pin, draft)));
        }
        let before = older.last();
        let step = match before {
            Some(before) if !report.has(Severity::Error) => {
                step::check(pack, &mut sources, kind, (before, pin), reason, &mut report)
            }
            _ => None,
        };
        if report.has(Severity::Error) {
            return Err(Box::new((report, sources)));
        }
        let rules = applied.iter().map(|applied| (applied.rule.id.clone(), applied.lock_line())).collect();
        let (inputs, beside) = (pack.own_inputs(kind, pin), pack.beside(kind, pin));
        Ok(Self { kind, pin: pin.clone(), inputs, beside, rules, step })
    }

    fn told(&self, cases: usize, void: bool) -> String {
        let step = self.step.map_or_else(String::new, |step| format!(", a {} step", step.word()));
        let cases = if cases == 0 { String::new() } else { format!(", {} as expected", words::count(cases, "case")) };
        let void = if void { "  its review was of other words and is taken out of the ledger\n" } else { "" };
        format!("{} {} released{step}{cases}\n{void}", self.kind.word(), self.pin)
    }
}

/// The versions before this one, oldest first.
fn older(pack: &Pack<'_>, kind: Kind, pin: &Pin) -> Vec<Pin> {
    let older = pack.versions(kind, &pin.name).into_iter().filter(|version| *version < pin.version);
    older.map(|version| Pin::new(pin.name.clone(), version)).collect()
}

/// Says which of the clauses, and whether the look, that a template uses is still a draft or not what was released.
fn uses(
    pack: &Pack<'_>,
    ledger: &Ledger,
    template: &crate::template::Template,
    sources: &mut Sources,
    report: &mut Report,
) {
    let clauses = template.front.clauses.iter().map(|pin| (Kind::Clause, pin));
    for (kind, used) in clauses.chain([(Kind::Look, &template.front.look)]) {
        if kind == Kind::Look && pack.look(sources, used).take(report).is_none() {
            continue;
        }
        if is_draft(ledger, kind, used) {
            report.push(uses_a_draft(kind, used));
        } else {
            pack.altered_version(sources, kind, used).take(report);
        }
    }
}

fn uses_a_draft(kind: Kind, used: &Pin) -> Diagnostic {
    let word = kind.word();
    Diagnostic::new(Code::NotReleasable, format!("the {word} `{used}` is itself still a draft"))
        .at_some(used.span, "used here")
        .hint(format!("release it first: `affiant template release {used}{}`", kind.option()))
        .hint("or all drafts together: `affiant template release --all`")
}

fn older_draft(kind: Kind, pin: &Pin, older: &Pin) -> Diagnostic {
    let (word, option, folder) = (kind.word(), kind.option(), kind.folder());
    Diagnostic::new(Code::NotReleasable, format!("the {word} `{pin}` comes after `{older}`, which is still a draft"))
        .hint(format!("release that first: `affiant template release {older}{option}`"))
        .hint(format!("or, if nobody wants it, delete its folder: `rm -r {folder}/{}/{}`", older.name, older.version))
}

fn is_released(kind: Kind, pin: &Pin) -> Diagnostic {
    let (word, name, option) = (kind.word(), &pin.name, kind.option());
    Diagnostic::new(Code::NotReleasable, format!("the {word} `{pin}` is released already"))
        .hint(format!("to change it, copy it to a new version: `affiant template bump {name} minor{option}`"))
}

fn changed_meanwhile(kind: Kind, pin: &Pin) -> Diagnostic {
    let word = kind.word();
    Diagnostic::new(
        Code::ChangedOnDisk,
        format!("the {word} `{pin}` was changed while it was tried, so it was not released"),
    )
    .hint(format!("run it again: `affiant template release {pin}{}`", kind.option()))
}

fn unfinished_number(kind: Kind, pin: &Pin) -> Diagnostic {
    let (word, version) = (kind.word(), &pin.version);
    let plain = Version::new(version.major, version.minor, version.patch);
    let (folder, name) = (kind.folder(), &pin.name);
    Diagnostic::new(Code::NotReleasable, format!("the {word} `{pin}` is numbered as something that is not finished"))
        .hint(format!("a released version has three numbers: rename its folder to `{folder}/{name}/{plain}`"))
}

fn no_sample(pin: &Pin) -> Diagnostic {
    Diagnostic::new(Code::NotReleasable, format!("the template `{pin}` has no sample and no case, so nobody has seen its paper"))
        .hint(format!("write `templates/{}/{}/sample.toml`, as in `affiant template show support-letter --builtin --source sample.toml`", pin.name, pin.version))
}

fn no_reason() -> Diagnostic {
    Diagnostic::new(Code::BadUsage, "`--patch-because` gives no reason")
        .hint("say why nobody need read the new version: `--patch-because \"a comma\"`")
}
