//! Which versions there are of the templates of a matter, and which one each paper is compared with.

use std::sync::Arc;

use semver::Version;

use crate::changes::{self, Changes};
use crate::cli::Upgrade;
use crate::cmd::papers::{self, Findings};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::digest::{self, Hash};
use crate::disk::Disk;
use crate::draft::{Drafted, Emit, Held, Request, Subject, brief};
use crate::files::{FilePath, FileProblem, Files};
use crate::lock::{self, Lock};
use crate::matter::{DraftSpec, Matter};
use crate::pack::ledger::{Ledger, State};
use crate::pack::{Kind, Pack, Packs};
use crate::source::Sources;
use crate::template::Pin;

/// The papers of a matter, and the two files that an upgrade changes as they were read.
pub struct Plan {
    /// What the command is about, in the order of the matter.
    pub papers: Vec<Paper>,
    /// The matter.
    pub matter: Matter,
    /// The bytes of `matter.toml`.
    pub matter_bytes: Arc<[u8]>,
    /// The lock.
    pub lock: Lock,
    /// The hash of `affiant.lock`; none when there is no such file.
    pub lock_hash: Option<Hash>,
    /// What the packs' files say, for places.
    pub sources: Sources,
}

/// A paper, with the versions that there are of its template.
pub struct Paper {
    /// The draft's id.
    pub id: String,
    /// The version that it is made from: the locked one, else the one that matter.toml pins.
    pub from: Pin,
    /// The version that matter.toml pins.
    pub pinned: Pin,
    /// The state of `from`.
    pub state: State,
    /// The later versions, oldest first.
    pub newer: Vec<(Version, State)>,
    /// The version that it is compared with; the same where only rules can differ.
    pub to: Pin,
    /// What changed in the template between the two.
    pub changes: Changes,
    /// What to have drafted; none when there is nothing to compare.
    pub request: Option<Request>,
    /// What came of it.
    pub drafted: Option<Drafted>,
}

/// Reads the matter, its lock and the packs. The error side says why there is nothing to go on with.
pub fn plan(arguments: &Upgrade, disk: &Disk) -> Result<Plan, Box<Findings>> {
    let (matter, mut findings) = papers::matter(disk, &arguments.matter);
    let Some(matter) = matter else { return Err(Box::new(findings)) };
    let known = || matter.drafts.iter().map(|draft| draft.id.as_str());
    if !findings.0.has(Severity::Error) {
        for unknown in arguments.drafts.iter().filter(|id| !known().any(|known| known == id.as_str())) {
            findings.0.push(brief::unknown_draft(unknown, known()));
        }
    }
    let (mut report, mut sources) = findings;
    let read = |name: &str| disk.read(&FilePath::matter(name));
    let matter_bytes = read("matter.toml").unwrap_or_else(|_| Arc::from([]));
    let (lock, lock_hash) = match read("affiant.lock") {
        Ok(bytes) => (lock::read(&mut sources, "affiant.lock", &bytes).take(&mut report), Some(digest::of(&bytes))),
        Err(FileProblem::Missing) => (Some(Lock::default()), None),
        Err(problem) => {
            report.push(brief::unreadable("affiant.lock", &problem));
            (None, None)
        }
    };
    let Some(lock) = lock.filter(|_| !report.has(Severity::Error)) else { return Err(Box::new((report, sources))) };

    let base = if disk.has_pack() { Pack::from_files(disk) } else { Pack::builtin() };
    let packs = Packs::around(base, disk);
    let mut shelves = Shelves { packs: &packs, sources: &mut sources, report: &mut report };
    let chosen = |draft: &&DraftSpec| arguments.drafts.is_empty() || arguments.drafts.contains(&draft.id);
    let mut papers = Vec::new();
    for draft in matter.drafts.iter().filter(chosen) {
        papers.extend(shelves.paper(draft, &lock, arguments));
    }
    if let Some(to) = &arguments.to
        && !report.has(Severity::Error)
        && papers.iter().all(|paper| paper.to == paper.from)
    {
        report.push(nothing_to(to, &papers));
    }
    if report.has(Severity::Error) {
        return Err(Box::new((report, sources)));
    }
    Ok(Plan { papers, matter, matter_bytes, lock, lock_hash, sources })
}

/// The packs, and what there is to say about them.
struct Shelves<'a, 'f> {
    packs: &'a Packs<'f>,
    sources: &'a mut Sources,
    report: &'a mut Report,
}

impl Shelves<'_, '_> {
    /// One paper; none when its pack cannot be read.
    fn paper(&mut self, draft: &DraftSpec, lock: &Lock, arguments: &Upgrade) -> Option<Paper> {
        let pinned = draft.template.clone();
        let entry = lock.entry(&draft.id);
        let locked = entry.and_then(|entry| Pin::parse(&entry.template, pinned.span));
        let from = locked.unwrap_or_else(|| pinned.clone());
        let pack = match &from.pack {
            Some(name) => self.packs.named(self.sources, name, pinned.span).take(self.report)?,
            None => self.packs.base().clone(),
        };
        if let Some(found) = pack.unlisted() {
            // A version that is not seen would count as none.
            if !self.report.diagnostics.contains(&found) {
                self.report.push(found);
            }
            return None;
        }
        let ledger = pack.ledger(self.sources).take(self.report)?;
        let newer: Vec<(Version, State)> = pack
            .versions(Kind::Template, &from.name)
            .into_iter()
            .filter(|version| *version > from.version)
            .map(|version| (version.clone(), state(&ledger, &Pin::new(from.name.clone(), version))))
            .collect();
        let own = state(&ledger, &Pin::new(from.name.clone(), from.version.clone()));
        let to = match &arguments.to {
            Some(to) => self.named(to, &from, &own, &pack)?,
            // Somebody wrote another version by hand, or an upgrade was interrupted.
            None if (&pinned.name, &pinned.version) != (&from.name, &from.version) => pinned.clone(),
            None => {
                let newest = newer.iter().rev().find(|(_, state)| *state == State::Released);
                Pin { version: newest.map_or(&from.version, |(version, _)| version).clone(), ..from.clone() }
            }
        };
        let mut paper = Paper {
            id: draft.id.clone(),
            pinned,
            state: own,
            newer,
            changes: Changes::default(),
            request: None,
            drafted: None,
            to,
            from,
        };
        let moved = (&paper.to.pack, &paper.to.name, &paper.to.version)
            != (&paper.from.pack, &paper.from.name, &paper.from.version);
        if moved {
            let old_pack = self.packs.of(self.sources, &paper.from, entry).take(self.report)?;
            let new_pack = self.packs.of(self.sources, &paper.to, None).take(self.report)?;
            let old = old_pack.template(self.sources, &paper.from).take(self.report);
            let new = new_pack.template(self.sources, &paper.to).take(self.report);
            paper.changes = changes::templates(&*old?, &*new?);
        }
        if moved || entry.is_some() {
            paper.request = Some(request(&paper, arguments));
        }
        Some(paper)
    }

    /// The version that `--to` means for a paper: of its own template, unless what replaces a withdrawn one is named. A
    /// paper whose template does not have the version stays as it is, as long as another one has it.
    fn named(&mut self, to: &str, from: &Pin, own: &State, pack: &Pack<'_>) -> Option<Pin> {
        if let Ok(version) = Version::parse(to) {
            let known = pack.versions(Kind::Template, &from.name).contains(&version);
            return Some(Pin { version: if known { version } else { from.version.clone() }, ..from.clone() });
        }
        let Some(pin) = Pin::parse(to, from.span) else {
            self.report.push(bad_version(to));
            return None;
        };
        let replaces = matches!(own, State::Withdrawn { instead: Some(instead), .. } if *instead == pin.bare());
        let pin = Pin { pack: pin.pack.or_else(|| from.pack.clone()), ..pin };
        if pin.name == from.name || replaces { Some(pin) } else { Some(from.clone()) }
    }
}

/// Where a version is in its life; all that there is of a pack without a ledger counts as released.
fn state(ledger: &Ledger, pin: &Pin) -> State {
    match ledger.version(Kind::Template, pin) {
        Some(record) => record.state.clone(),
        None if ledger.versions().next().is_none() => State::Released,
        None => State::Draft,
    }
}

/// The paper as it is held to the lock, against the paper as it would be.
fn request(paper: &Paper, arguments: &Upgrade) -> Request {
    let version = |held| Box::new(Subject::Version { draft: paper.id.clone(), held });
    let subject = Subject::Compared { old: version(Held::ToTheLock), new: version(Held::To(paper.to.to_string())) };
    Request {
        pack: arguments.pack.is_some(),
        ..Request::of(
            subject,
            papers::today(),
            if arguments.pdf.is_some() || arguments.output.is_some() { Emit::Pdf } else { Emit::Check },
        )
    }
}

fn bad_version(to: &str) -> Diagnostic {
    Diagnostic::new(Code::BadPin, format!("expected a version as in `1.1.0`, found `{to}`"))
        .hint("`affiant upgrade` without `--to` lists the newer versions")
}

/// No paper can be compared with the version that was named.
fn nothing_to(to: &str, papers: &[Paper]) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownVersion, format!("no paper here can be upgraded to `{to}`"));
    let mut known: Vec<String> = Vec::new();
    for paper in papers {
        let newer = paper.newer.iter().map(|(version, _)| format!("`{}@{version}`", paper.from.name));
        known.extend(newer.filter(|name| !known.contains(name)).collect::<Vec<_>>());
    }
    if known.is_empty() {
        return found.hint("there is no newer version of any of its templates");
    }
    found.hint(format!("newer than the papers' own: {}", crate::words::list(&known, "and")))
}
