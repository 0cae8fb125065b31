//! The manifest of a fetched pack: every file with its size and SHA-256. Its own SHA-256 is what locks record.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::digest;

/// Its path in a fetched pack, where no file of the pack itself can stand.
pub const PATH: &str = "manifest";
/// The first line; another form gets another one.
const HEAD: &str = "affiant pack manifest 1";

/// What was fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    files: BTreeMap<String, Listed>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
}

impl Manifest {
    /// Adds a file.
    pub fn add(&mut self, path: impl Into<String>, bytes: &[u8]) {
        self.files.insert(path.into(), Listed { sha256: digest::hex(bytes), size: bytes.len() as u64 });
    }

    /// The file at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Listed> {
        self.files.get(path)
    }

    /// All files by path, sorted.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Listed)> {
        self.files.iter().map(|(path, listed)| (path.as_str(), listed))
    }

    /// What lies directly in a folder, sorted, folders ending in `/`; none when there is no such folder.
    #[must_use]
    pub fn names(&self, folder: &str) -> Option<Vec<String>> {
        let folder = format!("{}/", folder.trim_end_matches('/'));
        let beneath = self.files.range(folder.clone()..).map(|(path, _)| path);
        let inside = beneath.map_while(|path| path.strip_prefix(&folder));
        let mut names: Vec<String> =
            inside.filter_map(|rest| rest.split_inclusive('/').next()).map(str::to_owned).collect();
        names.sort();
        names.dedup();
        (!names.is_empty()).then_some(names)
    }

    /// The text that is kept beside the files.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for (path, Listed { sha256, size }) in &self.files {
            let _ = writeln!(text, "{sha256} {size} {path}");
        }
        text
    }

    /// Reads it; none when it is not one.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Self> {
        let mut lines = std::str::from_utf8(text).ok()?.lines();
        (lines.next()? == HEAD).then_some(())?;
        let mut files = BTreeMap::new();
        for line in lines {
            let mut parts = line.splitn(3, ' ');
            let (sha256, size, path) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
            files.insert(path.to_owned(), Listed { sha256: sha256.to_owned(), size });
        }
        Some(Self { files })
    }
}
