//! A pack: templates, clauses, looks and rules by name and version, embedded, from a folder, or added by the user.

mod about;
pub mod added;
pub mod address;
mod altered;
pub mod case;
pub mod checks;
pub mod expect;
pub mod ledger;
pub mod manifest;
mod memory;
pub mod news;
mod packs;
pub mod registry;
pub mod reliance;
mod rulebook;
mod shelf;
mod standing;
mod unknown;
mod used;
mod version;

use std::sync::Arc;

use semver::Version;

use crate::diag::{Diagnostic, Report};
use crate::files::Files;
use crate::template;

pub use about::About;
pub use added::{Added, Fetched};
pub use case::Case;
pub use memory::Memory;
pub use packs::Packs;
pub use rulebook::Rulebook;
pub use shelf::{embedded, embedded_text};

use checks::Own;
use shelf::Shelf;

/// The templates and snippets that papers are made from.
#[derive(Clone, Debug)]
pub struct Pack<'f> {
    shelf: Shelf<'f>,
    memory: Memory,
    own: Own<'f>,
}

/// What a version is a version of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A kind of paper.
    Template,
    /// A piece of text that templates share.
    Clause,
    /// How a paper is typeset.
    Look,
}

/// A name with the versions that there are of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The name.
    pub name: String,
    /// The versions, oldest first.
    pub versions: Vec<Version>,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Template, Self::Clause, Self::Look];

    /// The kind by its word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::Clause => "clause",
            Self::Look => "look",
        }
    }

    /// The file that a version of this kind consists of.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            Self::Template => "template.md",
            Self::Clause => "clause.md",
            Self::Look => "look.typ",
        }
    }

    /// What commands take to mean this kind where a name could be another's: nothing for a template.
    #[must_use]
    pub fn option(self) -> &'static str {
        match self {
            Self::Template => "",
            Self::Clause => " --kind clause",
            Self::Look => " --kind look",
        }
    }

    /// The folder of a pack that this kind is in.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Template => "templates",
            Self::Clause | Self::Look => "snippets",
        }
    }
}

impl Pack<'static> {
    /// The pack that is embedded in the binary.
    #[must_use]
    pub fn builtin() -> Self {
        Self { shelf: Shelf::Builtin, memory: Memory::default(), own: Own::default() }
    }
}

impl<'f> Pack<'f> {
    /// The pack in the folder that `files` calls the pack's.
    #[must_use]
    pub fn from_files(files: &'f dyn Files) -> Self {
        Self { shelf: Shelf::Folder(files), memory: Memory::default(), own: Own::default() }
    }

    /// A pack that the user added; [`Packs`] sees to it that what was fetched is whole.
    #[must_use]
    pub fn added(files: &'f dyn Files, added: Added) -> Self {
        Self { shelf: Shelf::Added(files, Arc::new(added)), memory: Memory::default(), own: Own::default() }
            .with_settings_of(files)
    }

    /// The name that pins know an added pack by.
    #[must_use]
    pub fn prefix(&self) -> Option<&str> {
        if let Shelf::Added(_, added) = &self.shelf { Some(&added.name) } else { None }
    }

    /// What was fetched, if this is a fetched pack: the lock records it.
    #[must_use]
    pub fn fetched(&self) -> Option<&Fetched> {
        if let Shelf::Added(_, added) = &self.shelf { added.fetched.as_ref() } else { None }
    }

    /// The same pack with a memory that outlives it, so that what did not change is not parsed again.
    #[must_use]
    pub fn remembering(mut self, memory: &Memory) -> Self {
        self.memory = memory.clone();
        self
    }

    /// Whether this is the embedded pack.
    #[must_use]
    pub fn is_builtin(&self) -> bool {
        matches!(self.shelf, Shelf::Builtin)
    }

    /// The templates, by name.
    #[must_use]
    pub fn templates(&self) -> Vec<Listed> {
        self.listed(Kind::Template)
    }

    /// The newest version of each template, as papers name it: `support-letter@1.1.0`.
    #[must_use]
    pub fn newest_templates(&self) -> Vec<String> {
        let newest = |listed: Listed| Some(format!("{}@{}", listed.name, listed.versions.last()?));
        self.templates().into_iter().filter_map(newest).collect()
    }

    /// The first folder of the pack that is there and cannot be listed: whatever is in it would count as not there.
    #[must_use]
    pub fn unlisted(&self) -> Option<Diagnostic> {
        let (folder, problem) =
            ["templates", "snippets"].into_iter().find_map(|folder| self.shelf.unlisted(folder, shelf::DEPTH))?;
        let name = self.shelf.name(&folder);
        let found = Diagnostic::new(problem.code(), format!("the folder `{name}` cannot be listed: {problem}"));
        Some(
            found
                .in_file(name)
                .hint("let its owner read and enter it, as with `chmod u+rx`; `ls -ld` shows who that is"),
        )
    }

    /// The first folder of a template whose name looks just like one that a template can have.
    #[must_use]
    pub fn misnamed(&self) -> Option<Diagnostic> {
        let mut odd = self.listed(Kind::Template).into_iter().filter(|listed| !listed.name.is_ascii());
        odd.find_map(|Listed { name, .. }| {
            let folder = self.shelf.name(&format!("templates/{name}"));
            template::odd_name(&name).map(|found| found.in_file(folder))
        })
    }

    /// Everything of one kind, by name.
    #[must_use]
    pub fn listed(&self, kind: Kind) -> Vec<Listed> {
        let names = self.shelf.folders(kind.folder());
        let listed = names.into_iter().map(|name| Listed { versions: self.versions(kind, &name), name });
        listed.filter(|listed| !listed.versions.is_empty()).collect()
    }

    /// The newest version of a template, if the pack has it.
    #[must_use]
    pub fn newest(&self, template: &str) -> Option<Version> {
        self.versions(Kind::Template, template).pop()
    }

    /// The versions of a name, oldest first.
    #[must_use]
    pub fn versions(&self, kind: Kind, name: &str) -> Vec<Version> {
        let folder = format!("{}/{name}", kind.folder());
        let parsed = self.shelf.folders(&folder).into_iter().filter_map(|version| Version::parse(&version).ok());
        let mut versions: Vec<Version> =
            parsed.filter(|version| self.shelf.has(&format!("{folder}/{version}"), kind.file())).collect();
        versions.sort();
        versions
    }

    /// The ids of all rules, sorted.
    #[must_use]
    pub fn rules(&self) -> Vec<String> {
        let paths = self.shelf.files_under("snippets/rules");
        let ids = paths.iter().filter_map(|path| path.strip_prefix("snippets/rules/")?.strip_suffix(".toml"));
        let mut ids: Vec<String> = ids.map(|id| id.replace('/', ".")).collect();
        ids.sort();
        ids
    }

    /// Every file of the pack as a path in its folder, sorted.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        let mut files = self.shelf.files_under("templates");
        files.extend(self.shelf.files_under("snippets"));
        files.sort();
        files
    }

    /// Every file that cannot be read, or is not what was fetched: for whoever wants to know before a paper does.
    #[must_use]
    pub fn unreadable_files(&self) -> Report {
        let mut report = Report::default();
        for path in self.files() {
            if let Err(problem) = self.shelf.read(&path) {
                report.push(self.shelf.unreadable(&path, &problem, None));
            }
        }
        report
    }

    /// The bytes of a file of the pack, by its path in the pack's folder.
    #[must_use]
    pub fn bytes(&self, path: &str) -> Option<Arc<[u8]>> {
        self.shelf.read(path).ok()
    }
}
