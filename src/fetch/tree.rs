//! What a commit has under `templates/` and `snippets/`, and what of it no pack may have.

use std::collections::BTreeMap;

use super::git::{Ended, Git};
use super::{Problem, report};
use crate::disk::folder;
use crate::facts::limits;
use crate::pack::address;

/// The most files of a fetched pack.
const MOST_FILES: usize = limits::PACK_FILES.value;
/// The most bytes of all its files.
const MOST_BYTES: u64 = limits::PACK_BYTES.value as u64;
/// The most bytes of a path in it: with the cache's own folder before it, it still is one on Windows.
const MOST_PATH: usize = 150;
/// How much git may list: a tree may lead to itself under a thousand names.
const MOST_LISTED: u64 = 16 << 20;

/// One file of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct File {
    /// Its path.
    pub path: String,
    /// The name of its bytes.
    pub object: String,
    /// Its size in bytes.
    pub size: u64,
}

/// The files of the pack in a commit, all checked.
pub(super) fn list(git: &Git, url: &str, commit: &str) -> Result<Vec<File>, Problem> {
    let listed =
        git.run(&["ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", "templates", "snippets"], MOST_LISTED);
    let listed = match listed {
        Ok(listed) => listed,
        Err(Ended::TooMuch) => return Err(report::too_many_files(MOST_FILES).into()),
        Err(ended) => return Err(report::ended(url, &ended).into()),
    };
    let entries: Vec<&[u8]> = listed.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()).collect();
    if entries.len() > MOST_FILES {
        return Err(report::too_many_files(MOST_FILES).into());
    }
    let mut files = Vec::with_capacity(entries.len());
    for entry in entries {
        files.push(file(entry)?);
    }
    same_elsewhere(&files)?;
    let total: u64 = files.iter().map(|file| file.size).sum();
    if total > MOST_BYTES {
        return Err(report::too_large(MOST_BYTES).into());
    }
    if !files.iter().any(|file| file.path == "templates/pack.toml") {
        return Err(report::no_pack(url, commit).into());
    }
    Ok(files)
}

/// `100644 blob 1f7a…    120\ttemplates/pack.toml`
fn file(entry: &[u8]) -> Result<File, Problem> {
    let tab = entry.iter().position(|byte| *byte == b'\t').unwrap_or(entry.len());
    let (head, path) = (String::from_utf8_lossy(&entry[..tab]), &entry[(tab + 1).min(entry.len())..]);
    let shown = report::shown(path);
    let Ok(path) = std::str::from_utf8(path) else {
        return Err(report::bad_path(&shown, "its name is not UTF-8").into());
    };
    let mut head = head.split_ascii_whitespace();
    let (mode, _, object, size) = (head.next(), head.next(), head.next(), head.next());
    match mode {
        Some("100644" | "100755" | "100664") => {}
        Some("120000") => return Err(report::bad_path(&shown, "it is a symbolic link").into()),
        Some("160000") => return Err(report::bad_path(&shown, "it is another repository (a submodule)").into()),
        _ => return Err(report::bad_path(&shown, "it is not a plain file").into()),
    }
    if let Some(why) = path_problem(path) {
        return Err(report::bad_path(&shown, why).into());
    }
    let size = size.and_then(|size| size.parse().ok()).unwrap_or(u64::MAX);
    let limit = folder::limit(path);
    if size > limit {
        return Err(report::large_file(&shown, limit).into());
    }
    Ok(File { path: path.to_owned(), object: object.unwrap_or_default().to_owned(), size })
}

/// Why a path cannot be one of a pack's, on every system; none when it can.
fn path_problem(path: &str) -> Option<&'static str> {
    if path.starts_with('/') {
        return Some("its path begins at the root of the disk");
    }
    if !path.starts_with("templates/") && !path.starts_with("snippets/") {
        return Some("a folder is wanted of this name");
    }
    if path.len() > MOST_PATH {
        return Some("its path is longer than 150 bytes");
    }
    path.split('/').find_map(name_problem)
}

fn name_problem(name: &str) -> Option<&'static str> {
    let hidden = |letter: char| matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    if name == ".." {
        Some("it leads out of its folder with `..`")
    } else if matches!(name, "" | ".") {
        Some("one of its names is empty or `.`")
    } else if name.contains('\\') {
        Some("it has a backslash, which Windows takes for a folder")
    } else if name.chars().any(|letter| letter.is_control() || hidden(letter)) {
        Some("it has a control character or one that cannot be seen")
    } else if name.contains(['<', '>', ':', '"', '|', '?', '*']) {
        Some("it has a character that Windows allows in no name")
    } else if name.ends_with(['.', ' ']) {
        Some("one of its names ends with a full stop or a space, which Windows takes away")
    } else if name.to_lowercase() == ".git" {
        Some("git keeps the name `.git` for itself")
    } else if address::is_device(name) {
        Some("Windows keeps one of its names for a device")
    } else {
        None
    }
}

/// Two names that are one on macOS or Windows, for files and for folders on the way.
fn same_elsewhere(files: &[File]) -> Result<(), Problem> {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    let mut whole = std::collections::BTreeSet::new();
    for file in files {
        let ends = file.path.match_indices('/').map(|(at, _)| at).chain([file.path.len()]);
        for end in ends {
            let path = &file.path[..end];
            match known.insert(folded(path), path) {
                Some(other) if other != path => return Err(report::same_name(other, path).into()),
                _ => {}
            }
        }
        if !whole.insert(file.path.as_str()) {
            return Err(report::bad_path(&file.path, "the repository has it twice").into());
        }
    }
    // A file that is also a folder on the way to another one.
    let above = |path: &str| path.match_indices('/').map(|(at, _)| path[..at].to_owned()).collect::<Vec<_>>();
    match files.iter().find_map(|file| above(&file.path).into_iter().find(|path| whole.contains(path.as_str()))) {
        Some(path) => Err(report::bad_path(&path, "it is a file and a folder").into()),
        None => Ok(()),
    }
}

fn folded(path: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    path.nfc().collect::<String>().to_lowercase()
}
