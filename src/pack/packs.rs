//! The packs that one command or paper may use: its own, and those that the user added.

use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::digest;
use crate::files::{FilePath, FileProblem, Files};
use crate::lock::LockEntry;
use crate::source::Sources;
use crate::span::Span;
use crate::template::Pin;
use crate::words;

use super::added::{Added, Fetched};
use super::registry::{self, Place, Registry};
use super::{Memory, Pack, manifest};

/// The packs that pins can name.
#[derive(Clone)]
pub struct Packs<'f> {
    files: &'f dyn Files,
    base: Pack<'f>,
}

impl<'f> Packs<'f> {
    /// Around the pack that a pin without a prefix means: the built-in one, or the one that `--pack` names.
    #[must_use]
    pub fn around(base: Pack<'f>, files: &'f dyn Files) -> Self {
        Self { files, base: base.with_settings_of(files) }
    }

    /// With a memory that outlives them, so that what did not change is not parsed again.
    #[must_use]
    pub fn remembering(mut self, memory: &Memory) -> Self {
        self.base = self.base.remembering(memory);
        self
    }

    /// The pack that a pin without a prefix means.
    #[must_use]
    pub fn base(&self) -> &Pack<'f> {
        &self.base
    }

    /// The list of the added packs; an empty one where none was ever added, and none when it is malformed.
    pub fn registry(&self, sources: &mut Sources) -> Pass<Option<Registry>> {
        let mut report = Report::default();
        let path = FilePath::user(registry::PATH);
        let registry = match self.files.read(&path) {
            Ok(bytes) => registry::read(sources, &path.to_string(), &bytes).take(&mut report),
            Err(FileProblem::Missing) => Some(Registry::default()),
            Err(problem) => {
                report.push(registry::unreadable(&path, &problem));
                None
            }
        };
        Pass::new(registry, report)
    }

    /// The pack that a pin names: a fetched one at the commit that the lock has for this very pin, else at the one that
    /// new papers use.
    pub fn of(&self, sources: &mut Sources, pin: &Pin, locked: Option<&LockEntry>) -> Pass<Option<Pack<'f>>> {
        let Some(name) = &pin.pack else { return Pass::new(Some(self.base.clone()), Report::default()) };
        let locked = locked.filter(|entry| entry.template == pin.to_string()).and_then(|entry| entry.pack.as_ref());
        self.find(sources, name, locked, pin.span)
    }

    /// The pack that new papers use under a name; `wanted` is where it is named.
    pub fn named(&self, sources: &mut Sources, name: &str, wanted: Option<Span>) -> Pass<Option<Pack<'f>>> {
        self.find(sources, name, None, wanted)
    }

    /// Every added pack that can be read, by name.
    pub fn all(&self, sources: &mut Sources) -> Pass<Vec<(String, Pack<'f>)>> {
        let mut report = Report::default();
        let registry = self.registry(sources).take(&mut report).unwrap_or_default();
        let mut packs = Vec::new();
        for (name, registered) in registry.packs() {
            let pack = self.open(registered.added(name), registered.span, &mut report);
            packs.extend(pack.map(|pack| (name.to_owned(), pack)));
        }
        Pass::new(packs, report)
    }

    fn find(
        &self,
        sources: &mut Sources,
        name: &str,
        locked: Option<&Fetched>,
        wanted: Option<Span>,
    ) -> Pass<Option<Pack<'f>>> {
        let mut report = Report::default();
        let Some(registry) = self.registry(sources).take(&mut report) else { return Pass::new(None, report) };
        let added = match (registry.get(name), locked) {
            // A folder is somebody's own copy to work on: the lock still compares what comes of it.
            (Some(registered), _) if matches!(registered.place, Place::Folder(_)) => registered.added(name),
            (_, Some(locked)) => Added { name: name.to_owned(), fetched: Some(locked.clone()) },
            (Some(registered), None) => registered.added(name),
            (None, None) => {
                report.push(unknown_pack(name, wanted, &registry, &self.base));
                return Pass::new(None, report);
            }
        };
        Pass::new(self.open(added, wanted, &mut report), report)
    }

    /// An added pack, if what was fetched of it is still there and the same.
    fn open(&self, added: Added, wanted: Option<Span>, report: &mut Report) -> Option<Pack<'f>> {
        if let Some(fetched) = &added.fetched {
            match self.files.read(&added.file(manifest::PATH)) {
                Ok(bytes) if digest::hex(&bytes) == fetched.sha256 => {}
                Ok(_) => {
                    let problem = "its list of files is not the one that was fetched";
                    report.push(tampered(&added, problem, wanted));
                    return None;
                }
                Err(FileProblem::Missing) => {
                    report.push(not_fetched(&added.name, fetched, wanted));
                    return None;
                }
                Err(problem) => {
                    report.push(tampered(&added, &problem.to_string(), wanted));
                    return None;
                }
            }
        }
        Some(Pack::added(self.files, added).remembering(&self.base.memory))
    }
}

fn unknown_pack(name: &str, wanted: Option<Span>, registry: &Registry, base: &Pack<'_>) -> Diagnostic {
    let known: Vec<&str> = registry.packs().map(|(name, _)| name).collect();
    let message = match words::nearest(name, known.iter().copied()) {
        Some(near) => format!("there is no pack `{name}` here; did you mean `{near}`?"),
        None => format!("there is no pack `{name}` here"),
    };
    let found = Diagnostic::new(Code::UnknownPack, message).at_some(wanted, "names a pack that was not added");
    let own = base.about(&mut Sources::default()).output.is_some_and(|about| about.name == name);
    if own || matches!(name, "builtin" | "pack") {
        return found.hint("name a template of the built-in pack without a prefix, as in `support-letter@1.0.0`");
    }
    found.hint(format!("`affiant pack add {name} --git URL` adds it, with the URL of its repository"))
}

fn not_fetched(name: &str, fetched: &Fetched, wanted: Option<Span>) -> Diagnostic {
    let commit = fetched.commit.get(..12).unwrap_or_default();
    Diagnostic::new(Code::PackNotFetched, format!("commit {commit} of the pack `{name}` is not on this machine"))
        .at_some(wanted, "made with that commit")
        .hint(format!("run `{}`", fetched.command(name)))
}

fn tampered(added: &Added, problem: &str, wanted: Option<Span>) -> Diagnostic {
    Diagnostic::new(Code::TamperedPack, format!("the pack `{}` is not what was fetched: {problem}", added.name))
        .at_some(wanted, "wanted here")
        .hint(added.restore())
}
