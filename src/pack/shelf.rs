//! Where a pack's files stand: embedded in the binary, or in a folder.

use std::borrow::Cow;
use std::fmt;
use std::path::MAIN_SEPARATOR;
use std::sync::Arc;

use include_dir::{Dir, DirEntry, include_dir};

use crate::diag::{Code, Diagnostic, Report};
use crate::files::{FilePath, FileProblem, Files};
use crate::span::Span;

use super::added::Added;

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static SNIPPETS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/snippets");

/// How deep the folders of a pack are looked through.
pub(super) const DEPTH: usize = 8;

/// The place of a pack.
#[derive(Clone)]
pub(super) enum Shelf<'f> {
    /// In the binary.
    Builtin,
    /// In the folder given by `--pack`.
    Folder(&'f dyn Files),
    /// A pack that the user added.
    Added(&'f dyn Files, Arc<Added>),
}

/// The embedded files: path and bytes, sorted by path.
#[must_use]
pub fn embedded() -> Vec<(String, &'static [u8])> {
    let mut files = Vec::new();
    for (root, dir) in [("templates", &TEMPLATES), ("snippets", &SNIPPETS)] {
        collect(root, dir, &mut files);
    }
    files.sort_unstable();
    files
}

/// The text of an embedded file by the name that messages have for it.
#[must_use]
pub fn embedded_text(name: &str) -> Option<&'static str> {
    let path = name.strip_prefix("builtin:")?.replacen('@', "/", 1);
    let bytes = [&TEMPLATES, &SNIPPETS].into_iter().find_map(|dir| contents(dir, &path))?;
    let text = std::str::from_utf8(bytes).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn collect(root: &str, dir: &Dir<'static>, files: &mut Vec<(String, &'static [u8])>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(root, inner, files),
            DirEntry::File(file) => files.push((format!("{root}/{}", slashed(file.path())), file.contents())),
        }
    }
}

fn slashed(path: &std::path::Path) -> Cow<'_, str> {
    let path = path.to_string_lossy();
    if MAIN_SEPARATOR == '/' { path } else { path.replace(MAIN_SEPARATOR, "/").into() }
}

impl Shelf<'_> {
    /// The bytes of a file.
    pub(super) fn read(&self, path: &str) -> Result<Arc<[u8]>, FileProblem> {
        match self {
            Self::Builtin => {
                root(path).and_then(|(dir, rest)| contents(dir, rest)).map(Arc::from).ok_or(FileProblem::Missing)
            }
            Self::Folder(files) => files.read(&FilePath::pack(path)),
            Self::Added(files, added) => files.read(&added.file(path)),
        }
    }

    /// Whether a file still has these bytes, which were read from it; what is embedded has.
    pub(super) fn has_still(&self, path: &str, bytes: &[u8]) -> bool {
        matches!(self, Self::Builtin) || self.read(path).is_ok_and(|now| *now == *bytes)
    }

    /// What lies directly in a folder, sorted, folders ending in `/`; nothing when there is no such folder.
    fn list(&self, folder: &str) -> Vec<String> {
        match self {
            Self::Builtin => {
                let Some(dir) =
                    root(folder).and_then(|(dir, rest)| if rest.is_empty() { Some(dir) } else { dir.get_dir(rest) })
                else {
                    return Vec::new();
                };
                let name = |entry: &DirEntry<'_>| {
                    let name = entry.path().file_name().map(|name| name.to_string_lossy().into_owned())?;
                    Some(if matches!(entry, DirEntry::Dir(_)) { format!("{name}/") } else { name })
                };
                let mut names: Vec<String> = dir.entries().iter().filter_map(name).collect();
                names.sort();
                names
            }
            Self::Folder(files) => files.list(&FilePath::pack(folder)).unwrap_or_default(),
            Self::Added(files, added) => files.list(&added.file(folder)).unwrap_or_default(),
        }
    }

    /// The names of the folders in a folder; those that begin with a dot are nobody's.
    pub(super) fn folders(&self, folder: &str) -> Vec<String> {
        let names = self.list(folder).into_iter().filter_map(|name| Some(name.strip_suffix('/')?.to_owned()));
        names.filter(|name| !name.starts_with('.')).collect()
    }

    /// The first folder in a folder that is there and cannot be listed, with what stands in the way.
    pub(super) fn unlisted(&self, folder: &str, depth: usize) -> Option<(String, FileProblem)> {
        let listed = match self {
            Self::Builtin => return None,
            Self::Folder(files) => files.list(&FilePath::pack(folder)),
            Self::Added(files, added) => files.list(&added.file(folder)),
        };
        match listed {
            Ok(names) if depth > 0 => {
                let inner =
                    names.iter().filter_map(|name| name.strip_suffix('/')).filter(|name| !name.starts_with('.'));
                inner.into_iter().find_map(|name| self.unlisted(&format!("{folder}/{name}"), depth - 1))
            }
            // A link that leads out of the pack is passed over, as its files are.
            Ok(_) | Err(FileProblem::Missing | FileProblem::Outside) => None,
            Err(problem) => Some((folder.to_owned(), problem)),
        }
    }

    /// Whether a folder has a file.
    pub(super) fn has(&self, folder: &str, file: &str) -> bool {
        match self {
            Self::Builtin => root(folder).is_some_and(|(dir, rest)| contents(dir, &format!("{rest}/{file}")).is_some()),
            Self::Folder(_) | Self::Added(..) => {
                // One that is there and cannot be read, or was tampered with, is told when it is read.
                let read = self.read(&format!("{folder}/{file}"));
                !matches!(read, Err(FileProblem::Missing | FileProblem::NotAFile | FileProblem::Outside))
            }
        }
    }

    /// The paths of all files under a folder, sorted.
    pub(super) fn files_under(&self, folder: &str) -> Vec<String> {
        let mut files = Vec::new();
        self.gather(folder, DEPTH, &mut files);
        files.sort();
        files
    }

    fn gather(&self, folder: &str, depth: usize, files: &mut Vec<String>) {
        for name in self.list(folder) {
            if is_by_the_way(&name) {
                continue;
            }
            match name.strip_suffix('/') {
                Some(inner) if depth > 0 => self.gather(&format!("{folder}/{inner}"), depth - 1, files),
                Some(_) => {}
                None => files.push(format!("{folder}/{name}")),
            }
        }
    }

    /// The name under which messages speak of a file: `builtin:support-letter@1.0.0/template.md`, with the name of an
    /// added pack in place of `builtin`, or its path.
    pub(super) fn name(&self, path: &str) -> String {
        match self {
            Self::Builtin => format!("builtin:{}", short(path)),
            Self::Folder(_) => FilePath::pack(path).to_string(),
            Self::Added(_, added) => format!("{}:{}", added.name, short(path)),
        }
    }

    /// The name under which a lock records a file: `builtin:letter@1.0.0/look.typ`, `pack:letter@1.0.0/look.typ`.
    pub(super) fn input(&self, path: &str) -> String {
        match self {
            Self::Builtin | Self::Added(..) => self.name(path),
            Self::Folder(_) => format!("pack:{}", short(path)),
        }
    }

    /// What the pack's memory knows a version by: two packs may have the same names.
    pub(super) fn key(&self, version: &str) -> String {
        match self {
            Self::Builtin => format!("builtin:{version}"),
            Self::Folder(_) => format!("pack:{version}"),
            Self::Added(_, added) => match &added.fetched {
                Some(fetched) => format!("{}/{}:{version}", added.name, fetched.commit),
                None => format!("{}:{version}", added.name),
            },
        }
    }

    /// The bytes and the text of a file; says why when there are none. `wanted` is where it was asked for.
    pub(super) fn text(&self, path: &str, wanted: Option<Span>, report: &mut Report) -> Option<(Arc<[u8]>, Arc<str>)> {
        let bytes = match self.read(path) {
            Ok(bytes) => bytes,
            Err(problem) => {
                report.push(self.unreadable(path, &problem, wanted));
                return None;
            }
        };
        let Ok(text) = std::str::from_utf8(&bytes) else {
            report.push(self.not_utf8(path, wanted));
            return None;
        };
        let text = Arc::from(text.strip_prefix('\u{feff}').unwrap_or(text));
        Some((bytes, text))
    }

    fn not_utf8(&self, path: &str, wanted: Option<Span>) -> Diagnostic {
        Diagnostic::new(Code::NotUtf8, format!("`{}` is not UTF-8 text", self.name(path)))
            .in_file(self.name(path))
            .at_some(wanted, "wanted here")
            .hint("save it as UTF-8 in your editor")
    }

    /// A file of the pack that cannot be read.
    pub(super) fn unreadable(&self, path: &str, problem: &FileProblem, wanted: Option<Span>) -> Diagnostic {
        Diagnostic::new(problem.code(), format!("`{}` cannot be read: {problem}", self.name(path)))
            .in_file(self.name(path))
            .at_some(wanted, "wanted here")
            .hint(match self {
                Self::Added(_, added) if added.fetched.is_some() => added.restore(),
                _ => "restore the file in the pack, or name another version".to_owned(),
            })
    }
}

impl fmt::Debug for Shelf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Builtin => "Builtin",
            Self::Folder(_) => "Folder",
            Self::Added(..) => "Added",
        })
    }
}

/// The bytes of a file in an embedded folder.
///
/// Paths are compared as they are written: taken apart for each comparison, as the crate does, they take fifty times as
/// long.
fn contents(dir: &Dir<'static>, path: &str) -> Option<&'static [u8]> {
    dir.entries().iter().find_map(|entry| match entry {
        DirEntry::File(file) => (slashed(file.path()) == path).then(|| file.contents()),
        DirEntry::Dir(inner) => {
            let beneath = path.strip_prefix(&*slashed(inner.path()))?.starts_with('/');
            beneath.then(|| contents(inner, path)).flatten()
        }
    })
}

/// The embedded folder that a path begins with, and the rest of the path.
fn root(path: &str) -> Option<(&'static Dir<'static>, &str)> {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    match first {
        "templates" => Some((&TEMPLATES, rest)),
        "snippets" => Some((&SNIPPETS, rest)),
        _ => None,
    }
}

/// `templates/letter/1.0.0/template.md` as `letter@1.0.0/template.md`; a rule as `rules/us/28-usc-1746.toml`.
fn short(path: &str) -> String {
    let rest = path.split_once('/').map_or(path, |(_, rest)| rest);
    let mut parts = rest.splitn(3, '/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(name), Some(version), Some(file)) if name != "rules" => format!("{name}@{version}/{file}"),
        _ => rest.to_owned(),
    }
}

/// Whether a file is hidden, or one that editors leave beside what they edit: no part of a version.
fn is_by_the_way(name: &str) -> bool {
    name.starts_with(['.', '#']) || name.ends_with('~') || name == "4913"
}
