//! What an output may be written over: what affiant itself wrote and nobody has touched since, and nothing else.
//!
//! Affiant knows its own files by what they say, so that nothing has to be remembered about them: a form and a schema
//! by the mark that they carry, a PDF by its creator and by having neither a signature nor a later change in it. A text
//! bears no mark, so it takes `--force` to write over one. A file of a matter, of a pack or of the user's settings is
//! never written over, by whichever name: it is the file that counts, not its path, so links, `..` and another spelling
//! of its name lead to the same answer.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::folder::{self, Look, TEXT_LIMIT};
use super::place::LOCK;
use super::problem::WriteProblem;
use super::record::NAME as RECORD;
use super::{shared, user, write};
use crate::diag::{Code, Diagnostic};
use crate::facts::limits;
use crate::interview::kit;
use crate::schema;

/// The most files of a matter or pack that an output is compared with.
const FILES: usize = limits::PACK_FILES.value;
/// The folders of a matter that people keep their own files in.
const KEPT: [&str; 4] = ["answers", "exhibits", "out/final", shared::FOLDER];
/// The folders of a pack.
const PACK: [&str; 2] = ["templates", "snippets"];

/// What may be written over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Only what affiant wrote.
    Own,
    /// Any file but those of a matter or a pack.
    Any,
}

impl Over {
    /// What `--force` says.
    #[must_use]
    pub fn forced(force: bool) -> Self {
        if force { Self::Any } else { Self::Own }
    }
}

/// Where outputs go that a person has named.
#[derive(Clone, Debug)]
pub struct Gate<'a> {
    /// What may be written over.
    pub over: Over,
    /// The folders of the matter and the pack that the command works on; those around an output are found by
    /// themselves.
    pub homes: Vec<&'a Path>,
}

impl Gate<'_> {
    /// Writes an output where it may be written.
    ///
    /// # Errors
    /// Says whose file is in the way, or why it cannot be written; what was there is whole.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
        self.check(path, bytes)?;
        Ok(write::write_output(path, bytes)?)
    }

    /// Whether an output of these bytes may be written to a path.
    ///
    /// # Errors
    /// Says whose file is in the way, or why that cannot be told.
    pub fn check(&self, path: &Path, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
        let failed = |error: io::Error| Box::new(WriteProblem::of(path, &error).diagnostic());
        let Ok(target) = path.canonicalize() else { return self.check_new(path) };
        let metadata = fs::metadata(&target).map_err(failed)?;
        // Writing says what is wrong with a folder; a pipe is there to be written to.
        if !metadata.is_file() {
            return Ok(());
        }
        let of_home =
            self.homes(&target).into_iter().find_map(|home| home.claims(path, (&target, &metadata)).transpose());
        if let Some(claimed) = of_home {
            return Err(claimed.unwrap_or_else(failed));
        }
        if self.over == Over::Any || metadata.len() == 0 {
            return Ok(());
        }
        match folder::read_at(&target) {
            Ok(standing) if standing == bytes || is_ours(&standing) => Ok(()),
            _ => Err(Box::new(not_ours(path))),
        }
    }

    /// A file that is not there yet may lie anywhere but where people keep their own.
    fn check_new(&self, path: &Path) -> Result<(), Box<Diagnostic>> {
        // Writing says what is wrong with the folder.
        let Some(target) = place(path) else { return Ok(()) };
        match self.homes(&target).into_iter().find(|home| home.keeps(&target)) {
            Some(home) => Err(Box::new(among_files(path, home.word()))),
            None => Ok(()),
        }
    }

    /// The matters and packs that the command works on, or that are around a file.
    fn homes(&self, target: &Path) -> Vec<Home> {
        let named = self.homes.iter().filter_map(|home| home.canonicalize().ok());
        let around = target.ancestors().skip(1).map(Path::to_owned);
        let homes = named.chain(around).flat_map(|folder| [Home::matter(&folder), Home::pack(&folder)]).flatten();
        let settings = user::config_folder().and_then(|folder| folder.canonicalize().ok()).map(Home::Settings);
        homes.chain(settings).collect()
    }
}

/// Where a file will lie that is not there yet. Folders that are still to be made are taken as they are named.
fn place(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let standing = path.ancestors().skip(1).find(|folder| folder.exists())?;
    Some(standing.canonicalize().ok()?.join(path.strip_prefix(standing).ok()?))
}

/// A folder that holds what people wrote.
enum Home {
    Matter(PathBuf),
    Pack(PathBuf),
    /// The folder of the user's settings, with their private keys.
    Settings(PathBuf),
}

impl Home {
    fn matter(folder: &Path) -> Option<Self> {
        folder.join("matter.toml").is_file().then(|| Self::Matter(folder.to_owned()))
    }

    fn pack(folder: &Path) -> Option<Self> {
        PACK.iter().all(|name| folder.join(name).is_dir()).then(|| Self::Pack(folder.to_owned()))
    }

    fn root(&self) -> &Path {
        let (Self::Matter(root) | Self::Pack(root) | Self::Settings(root)) = self;
        root
    }

    /// The folders that hold nothing but its own files.
    fn folders(&self) -> &'static [&'static str] {
        match self {
            Self::Matter(_) => &KEPT,
            Self::Pack(_) => &PACK,
            Self::Settings(_) => &[""],
        }
    }

    /// Whether a path lies in one of those folders, or has one of the names that a matter's own files have.
    fn keeps(&self, target: &Path) -> bool {
        let name = target.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
        let is_at_root = target.parent() == Some(self.root());
        let is_record = matches!(&*name, "matter.toml" | "affiant.lock" | "kits.toml" | "key.toml") && is_at_root
            || matches!(&*name, RECORD | LOCK);
        is_record || self.folders().iter().any(|folder| lies_in(target, &self.root().join(folder)))
    }

    /// The finding about a file that is its own; none for any other.
    fn claims(&self, path: &Path, (target, metadata): (&Path, &Metadata)) -> io::Result<Option<Box<Diagnostic>>> {
        let is_own = self.keeps(target) || self.has(target, metadata)?;
        Ok(is_own.then(|| Box::new(of_home(path, self.word()))))
    }

    /// Whether it is one of the files that people wrote, under whatever name.
    fn has(&self, target: &Path, metadata: &Metadata) -> io::Result<bool> {
        let look = Look::of(metadata);
        let is_target =
            |path: &Path, found: &Metadata| path == target || cfg!(unix) && Look::of(found).is_same_file(&look);
        let (mut is_own, mut texts) = (self.contains(target), Vec::new());
        self.each_file(|path, found| {
            is_own |= is_target(path, found);
            if folder::limit(&path.to_string_lossy()) == TEXT_LIMIT && found.len() <= TEXT_LIMIT {
                texts.push(path.to_owned());
            }
        })?;
        // Texts are read only for a file of the folder: that takes longer than all the rest.
        if !is_own || matches!(self, Self::Pack(_)) {
            return Ok(is_own);
        }
        // What affiant wrote into a matter's folder is an output, unless the matter takes it for one of its files.
        let named = |text: &PathBuf| {
            papers(text).any(|name| {
                let path = self.root().join(name);
                path == target || is_same(metadata, &path)
            })
        };
        Ok(texts.iter().any(named) || !folder::read_at(target).is_ok_and(|bytes| is_ours(&bytes)))
    }

    /// Every file that people may have written.
    fn each_file(&self, mut each: impl FnMut(&Path, &Metadata)) -> io::Result<()> {
        let mut folders = match self {
            Self::Matter(root) => vec![root.clone()],
            Self::Pack(root) => PACK.iter().map(|name| root.join(name)).collect(),
            Self::Settings(_) => return Ok(()),
        };
        let mut seen = 0;
        while let Some(at) = folders.pop() {
            let entries = match at.read_dir() {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            for entry in entries {
                let path = entry?.path();
                let Ok(found) = fs::metadata(&path) else { continue };
                seen += 1;
                if found.is_dir() && seen <= FILES && !self.passes_over(&path) {
                    folders.push(path);
                } else if found.is_file() {
                    each(&path, &found);
                }
            }
        }
        Ok(())
    }

    /// Whether a file lies in the folder, and in none that is passed over.
    fn contains(&self, target: &Path) -> bool {
        let mut folders = target.ancestors().skip(1).take_while(|folder| *folder != self.root());
        matches!(self, Self::Matter(root) if target.starts_with(root))
            && !folders.any(|folder| self.passes_over(folder))
    }

    /// Outputs are nobody's files, hidden folders are some other program's, and a link may lead round in a circle.
    fn passes_over(&self, folder: &Path) -> bool {
        let is_hidden = folder.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let is_output = matches!(self, Self::Matter(root) if folder == root.join("out"));
        is_hidden || is_output || folder.is_symlink() && !KEPT.iter().any(|kept| folder.ends_with(kept))
    }

    /// What the folder is.
    fn word(&self) -> &'static str {
        match self {
            Self::Matter(_) => "a matter",
            Self::Pack(_) => "a pack",
            Self::Settings(_) => "your settings",
        }
    }
}

/// Whether a path leads through a folder, however that is spelt.
fn lies_in(target: &Path, folder: &Path) -> bool {
    let same = |at: &Path| fs::metadata(at).is_ok_and(|metadata| is_same(&metadata, folder));
    target.starts_with(folder) || target.ancestors().skip(1).any(same)
}

/// Whether a file or folder is the one that a path leads to; never where the platform tells them apart by name alone.
fn is_same(metadata: &Metadata, path: &Path) -> bool {
    let other = fs::metadata(path);
    cfg!(unix) && other.is_ok_and(|other| Look::of(&other).is_same_file(&Look::of(metadata)))
}

/// The PDFs that a text of the matter names, such as those of exhibits; it takes no other output of affiant for its
/// own.
fn papers(text: &Path) -> impl Iterator<Item = String> {
    let text = folder::read_at(text).unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    let quoted = text.split(['"', '\'']).map(str::to_owned).collect::<Vec<_>>();
    quoted.into_iter().filter(|name| name.to_ascii_lowercase().ends_with(".pdf"))
}

/// Whether affiant wrote these bytes, and nobody has changed them since.
fn is_ours(bytes: &[u8]) -> bool {
    is_our_pdf(bytes) || bytes.starts_with(kit::MARK.as_bytes()) || is_our_schema(bytes)
}

/// A PDF as affiant writes it: whoever signs one or adds to it appends to the file, and whoever writes it anew gives it
/// another head or names the program.
fn is_our_pdf(bytes: &[u8]) -> bool {
    let has = |what: &[u8]| memchr::memmem::find(bytes, what).is_some();
    let head = bytes.get(8..).is_some_and(|rest| rest.starts_with(b"\n%\x80\x80\x80\x80\n"));
    let once = memchr::memmem::find_iter(bytes, b"startxref").count() == 1;
    bytes.starts_with(b"%PDF-")
        && head
        && once
        && has(b"/Creator(affiant ")
        && !has(b"/Producer")
        && !has(b"/ByteRange")
        && bytes.trim_ascii_end().ends_with(b"%%EOF")
}

fn is_our_schema(bytes: &[u8]) -> bool {
    let read: Option<serde_json::Value> =
        if bytes.starts_with(b"{") { serde_json::from_slice(bytes).ok() } else { None };
    read.is_some_and(|schema| schema.get("$comment").is_some_and(|mark| mark == schema::MARK))
}

fn not_ours(path: &Path) -> Diagnostic {
    let name = path.display().to_string();
    Diagnostic::new(Code::WouldOverwrite, format!("`{name}` is there already, and affiant did not write it as it is"))
        .in_file(name)
        .hint("choose another name with `-o`, or write over it with `--force`")
}

fn of_home(path: &Path, home: &str) -> Diagnostic {
    let name = path.display().to_string();
    Diagnostic::new(Code::WouldOverwrite, format!("`{name}` is a file of {home}, which no output is written over"))
        .in_file(name)
        .hint("choose another name with `-o`")
}

fn among_files(path: &Path, home: &str) -> Diagnostic {
    let name = path.display().to_string();
    let message = format!("`{name}` lies where the files of {home} are, and no output is written there");
    Diagnostic::new(Code::WouldOverwrite, message).in_file(name).hint("choose another name with `-o`")
}
