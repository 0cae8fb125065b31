//! `affiant template bump`: copies the newest version to the next one, and has templates use a newer clause or look.

use std::fmt::Write as _;

use semver::Version;

use super::named::{self, Named};
use super::{alone, refused, shown};
use crate::changes::Bump as Step;
use crate::cli::template::Bump;
use crate::cmd::Outcome;
use crate::cmd::pack_folder::PackFolder;
use crate::cmd::papers::Findings;
use crate::diag::{Code, Diagnostic, Report};
use crate::digest;
use crate::disk::tree::write_new_folder;
use crate::disk::write_user_file;
use crate::pack::ledger::State;
use crate::pack::{Kind, Pack};
use crate::source::Sources;
use crate::template::Pin;
use crate::term::Terminal;
use crate::words;

/// What the command line asks for.
enum Asked {
    /// The next version of one thing.
    Next(Named, Step),
    /// Every template that uses older versions of these.
    Using(Vec<(Kind, Pin)>, Option<Step>),
}

/// What came of one template or snippet.
struct Made {
    kind: Kind,
    from: Pin,
    /// The new version; none where the draft was changed in place.
    to: Option<Pin>,
    /// Which pins were changed: from, to.
    pins: Vec<(Pin, Pin)>,
}

/// Makes the copies.
pub fn run(arguments: &Bump, terminal: Terminal) -> Outcome {
    let folder = match PackFolder::to_change(arguments.pack.pack.as_deref()) {
        Ok(folder) => folder,
        Err(diagnostic) => return refused(*diagnostic, terminal, Outcome::Usage),
    };
    let pack = folder.pack();
    let asked = match asked(arguments, &pack) {
        Ok(asked) => asked,
        Err(diagnostic) => {
            let outcome = if diagnostic.code == Code::BadUsage { Outcome::Usage } else { Outcome::Documents };
            return refused(*diagnostic, terminal, outcome);
        }
    };
    let mut made = Vec::new();
    let result = match &asked {
        Asked::Next(named, step) => next(&folder, &pack, named, *step, &mut made),
        Asked::Using(newer, step) => using(&folder, &pack, newer, *step, &mut made),
    };
    terminal.out(&made.iter().map(Made::told).collect::<String>());
    match result {
        Ok(()) => {
            if made.is_empty() {
                terminal.out("no template uses an older version\n");
            }
            Outcome::Fine
        }
        Err(findings) => shown(&findings, terminal),
    }
}

fn asked(arguments: &Bump, pack: &Pack<'_>) -> Result<Asked, Box<Diagnostic>> {
    let step = |word: &str| {
        let found = Step::WORDS.into_iter().find(|(known, _)| *known == word);
        found.map(|(_, step)| step).ok_or_else(|| Box::new(bad_step(word)))
    };
    let clauses = arguments.clauses.iter().map(|text| (Kind::Clause, text));
    let newer = clauses.chain(arguments.looks.iter().map(|text| (Kind::Look, text)));
    let newer: Result<Vec<(Kind, Pin)>, Box<Diagnostic>> = newer
        .map(|(kind, text)| {
            let pin = named::exact(text)?;
            if pack.versions(kind, &pin.name).contains(&pin.version) {
                Ok((kind, pin))
            } else {
                Err(Box::new(pack.unknown_version(kind, &pin)))
            }
        })
        .collect();
    let newer = newer?;
    match (arguments.words.as_slice(), newer.is_empty()) {
        ([name, word], true) => Ok(Asked::Next(Named::find(pack, name, arguments.kind)?, step(word)?)),
        ([], false) => Ok(Asked::Using(newer, None)),
        ([word], false) => Ok(Asked::Using(newer, Some(step(word)?))),
        _ => Err(Box::new(bad_usage())),
    }
}

/// Copies the newest version of one thing.
fn next(
    folder: &PackFolder,
    pack: &Pack<'_>,
    named: &Named,
    step: Step,
    made: &mut Vec<Made>,
) -> Result<(), Box<Findings>> {
    let newest = named.pin(pack).and_then(|newest| match &named.version {
        Some(version) => Err(Box::new(only_a_name(&named.name, version))),
        None => Ok(newest),
    });
    let newest = newest.map_err(alone)?;
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let state = pack.state(&mut sources, named.kind, &newest).take(&mut report);
    if report.has(crate::diag::Severity::Error) {
        return Err(Box::new((report, sources)));
    }
    if state == State::Draft {
        return Err(alone(Box::new(still_a_draft(named.kind, &newest))));
    }
    let to = Pin::new(newest.name.clone(), step.after(&newest.version));
    copy(folder, pack, named.kind, &newest, &to, &[])?;
    made.push(Made { kind: named.kind, from: newest, to: Some(to), pins: Vec::new() });
    Ok(())
}

/// Has every template whose newest version uses an older one use the newer.
fn using(
    folder: &PackFolder,
    pack: &Pack<'_>,
    newer: &[(Kind, Pin)],
    step: Option<Step>,
    made: &mut Vec<Made>,
) -> Result<(), Box<Findings>> {
    for listed in pack.templates() {
        let (mut sources, mut report) = (Sources::default(), Report::default());
        let Some(version) = listed.versions.last() else { continue };
        let from = Pin::new(listed.name.clone(), version.clone());
        let Some(template) = pack.template(&mut sources, &from).take(&mut report) else {
            return Err(Box::new((report, sources)));
        };
        let used = template.front.clauses.iter().map(|pin| (Kind::Clause, pin));
        let used: Vec<(Kind, &Pin)> = used.chain([(Kind::Look, &template.front.look)]).collect();
        let older = |(kind, new): &(Kind, Pin)| {
            let old = used.iter().find(|(other, old)| other == kind && old.name == new.name)?.1;
            (old.version < new.version).then(|| (old.clone(), new.clone()))
        };
        let pins: Vec<(Pin, Pin)> = newer.iter().filter_map(older).collect();
        if pins.is_empty() {
            continue;
        }
        let state = pack.state(&mut sources, Kind::Template, &from).take(&mut report);
        if state == State::Draft {
            change_in_place(folder, pack, &from, &pins)?;
            made.push(Made { kind: Kind::Template, from, to: None, pins });
            continue;
        }
        let steps = pins.iter().filter_map(|(old, new)| Step::between(&old.version, &new.version));
        let step = step.or_else(|| steps.max()).unwrap_or(Step::Minor);
        let to = Pin::new(from.name.clone(), step.after(&from.version));
        copy(folder, pack, Kind::Template, &from, &to, &pins)?;
        made.push(Made { kind: Kind::Template, from, to: Some(to), pins });
    }
    Ok(())
}

/// Copies a version's files to a new version, in which `pins` are changed.
fn copy(
    folder: &PackFolder,
    pack: &Pack<'_>,
    kind: Kind,
    from: &Pin,
    to: &Pin,
    pins: &[(Pin, Pin)],
) -> Result<(), Box<Findings>> {
    let mut files = Vec::new();
    for file in pack.version_files(kind, from) {
        let bytes = pack.version_file(kind, from, &file).map_err(alone)?;
        let bytes = if file == kind.file() { repinned(pack, from, &bytes, pins)? } else { bytes.to_vec() };
        files.push((file, bytes));
    }
    let path = format!("{}/{}/{}", kind.folder(), to.name, to.version);
    let target = folder.place(&path).map_err(alone)?;
    write_new_folder(&target, &files).map_err(|problem| alone(Box::new(problem.diagnostic())))
}

/// Changes pins in the front matter of a draft.
fn change_in_place(
    folder: &PackFolder,
    pack: &Pack<'_>,
    draft: &Pin,
    pins: &[(Pin, Pin)],
) -> Result<(), Box<Findings>> {
    let file = Kind::Template.file();
    let before = pack.version_file(Kind::Template, draft, file).map_err(alone)?;
    let after = repinned(pack, draft, &before, pins)?;
    let path = folder.locate(&format!("{}/{}/{}/{file}", Kind::Template.folder(), draft.name, draft.version));
    write_user_file(&path, &after, Some(digest::of(&before))).map_err(|problem| alone(Box::new(problem.diagnostic())))
}

/// The bytes of a template.md in which pins are others; nothing else changes.
fn repinned(pack: &Pack<'_>, template: &Pin, bytes: &[u8], pins: &[(Pin, Pin)]) -> Result<Vec<u8>, Box<Findings>> {
    if pins.is_empty() {
        return Ok(bytes.to_vec());
    }
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let Some(read) = pack.template(&mut sources, template).take(&mut report) else {
        return Err(Box::new((report, sources)));
    };
    // Spans count from behind a byte-order mark.
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut spans: Vec<(usize, usize, String)> = Vec::new();
    for pin in read.front.clauses.iter().chain([&read.front.look]) {
        let newer = pins.iter().find(|(old, _)| old.name == pin.name && old.version == pin.version);
        if let (Some((old, new)), Some(span)) = (newer, pin.span) {
            let written = sources.slice(span).replace(&old.bare(), &new.bare());
            spans.push((mark + span.start as usize, mark + span.end as usize, written));
        }
    }
    spans.sort();
    let mut changed = bytes.to_vec();
    for (start, end, written) in spans.into_iter().rev() {
        changed.splice(start..end, written.into_bytes());
    }
    Ok(changed)
}

impl Made {
    fn told(&self) -> String {
        let pins: Vec<String> = self.pins.iter().map(|(old, new)| format!("`{old}` is `{new}`")).collect();
        let pins = if pins.is_empty() { String::new() } else { format!(": {}", words::list(&pins, "and")) };
        let mut text = String::new();
        let _ = match &self.to {
            Some(to) => {
                let folder = self.kind.folder();
                writeln!(text, "{} copied to {to}{pins}\n  {folder}/{}/{}/", self.from, to.name, to.version)
            }
            None => writeln!(text, "{} is a draft and was changed{pins}", self.from),
        };
        text
    }
}

fn bad_usage() -> Diagnostic {
    Diagnostic::new(Code::BadUsage, "what to copy, and how big the step is, must both be said")
        .hint("one version: `affiant template bump support-letter minor`")
        .hint("what uses a clause: `affiant template bump --clause perjury@1.1.0`")
}

fn bad_step(word: &str) -> Diagnostic {
    let known = Step::WORDS.iter().map(|(word, _)| *word);
    Diagnostic::new(Code::BadUsage, words::unknown("step", word, known)).hint("a step is `major`, `minor` or `patch`")
}

fn only_a_name(name: &str, version: &Version) -> Diagnostic {
    Diagnostic::new(
        Code::BadUsage,
        format!("the newest version is copied, whichever that is, so `@{version}` says too much"),
    )
    .hint(format!("`affiant template bump {name} minor`"))
}

fn still_a_draft(kind: Kind, pin: &Pin) -> Diagnostic {
    let (word, option) = (kind.word(), kind.option());
    Diagnostic::new(Code::NotReleasable, format!("the {word} `{pin}` is still a draft, which can be edited as it is"))
        .hint(format!(
            "edit `{}/{}/{}/{}`, or release it: `affiant template release {pin}{option}`",
            kind.folder(),
            pin.name,
            pin.version,
            kind.file()
        ))
}
