//! What affiant wrote into a folder, so that it knows its own files from those that somebody changed.
//!
//! One `[[written]]` table for each PDF is added at the end of the record before the PDF is put in its place, which
//! costs less than writing the record anew. When a process is killed in between, the file that still stands there is in
//! the record too, and a table that was cut off is passed over.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::folder::Folder;
use super::problem::WriteProblem;
use super::write::Temporary;

/// The record's name.
pub(super) const NAME: &str = ".affiant.toml";
/// The words that the record opens with.
const HEADING: &str = "# What affiant wrote here, newest last. A PDF that is not as it was written was signed or changed\n\
                       # by someone, and is never replaced.\n";
/// The line that every table opens with.
const TABLE: &str = "\n[[written]]\n";
/// A record of this length, in bytes, is written anew with what is still of use.
const LONG: usize = 16 << 10;

/// The record of one folder.
#[derive(Debug)]
pub(super) struct Record {
    path: PathBuf,
    written: Vec<Written>,
    length: usize,
    torn: bool,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Written {
    name: String,
    sha256: String,
}

#[derive(Default, Serialize, Deserialize)]
struct Tables {
    #[serde(default)]
    written: Vec<Written>,
}

impl Record {
    /// Reads a folder's record. One that is no such file counts as none: then everything is somebody's, and nothing is
    /// lost.
    ///
    /// # Errors
    /// Says why the disk does not give it: then it is not known whose the PDFs are.
    pub(super) fn read(folder: &Path) -> Result<Self, WriteProblem> {
        let path = folder.join(NAME);
        let bytes = match Folder::new(folder).read(NAME) {
            Ok((bytes, _)) => bytes,
            Err(problem) if problem.is_of_the_disk() => {
                return Err(WriteProblem::unread(format!("out/{NAME}"), &problem));
            }
            Err(_) => Vec::new(),
        };
        let text = String::from_utf8_lossy(&bytes);
        let (whole, before_last) = (tables(&text), || tables(&text[..text.rfind(TABLE)?]));
        let torn = whole.is_none();
        Ok(Self { path, written: whole.or_else(before_last).unwrap_or_default(), length: bytes.len(), torn })
    }

    /// Whether affiant wrote these bytes under this name, as the last or the one before.
    pub(super) fn knows(&self, name: &str, sha256: &str) -> bool {
        self.of(name).take(2).any(|written| written.sha256 == sha256)
    }

    /// Records what is about to be put in the place of what stands there and is known.
    pub(super) fn add(&mut self, name: &str, standing: Option<&str>, new: &str) -> io::Result<()> {
        let last = self.of(name).next().map(|written| written.sha256.as_str());
        let before = standing.filter(|standing| last != Some(*standing));
        let added: Vec<Written> = before
            .into_iter()
            .chain([new])
            .map(|sha256| Written { name: name.to_owned(), sha256: sha256.to_owned() })
            .collect();
        self.written.extend(added.iter().cloned());
        if self.torn || self.length == 0 || self.length > LONG {
            return self.write_anew();
        }
        let text = added.iter().map(table).collect::<io::Result<String>>()?;
        let plain = fs::symlink_metadata(&self.path).is_ok_and(|metadata| metadata.is_file());
        if !plain {
            return self.write_anew();
        }
        fs::OpenOptions::new().append(true).open(&self.path)?.write_all(text.as_bytes())
    }

    /// What was written under a name, newest first.
    fn of(&self, name: &str) -> impl Iterator<Item = &Written> {
        self.written.iter().rev().filter(move |written| written.name == name)
    }

    /// Writes the record with the last two of each name.
    fn write_anew(&self) -> io::Result<()> {
        let mut kept: Vec<&Written> = Vec::new();
        for written in self.written.iter().rev() {
            if kept.iter().filter(|kept| kept.name == written.name).count() < 2 {
                kept.push(written);
            }
        }
        let text = kept.into_iter().rev().map(table).collect::<io::Result<String>>()?;
        Temporary::write(&self.path, format!("{HEADING}{text}").as_bytes())?.rename(&self.path)
    }
}

/// One table as it is written. It opens with an empty line, so that one cut off before it ends with a line of its own.
fn table(written: &Written) -> io::Result<String> {
    toml::to_string(written).map(|text| format!("{TABLE}{text}")).map_err(io::Error::other)
}

fn tables(text: &str) -> Option<Vec<Written>> {
    toml::from_str::<Tables>(text).ok().map(|tables| tables.written)
}
