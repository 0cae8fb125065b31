//! Why a file could not be written, and what to do about it.

use std::io::{self, ErrorKind};
use std::path::Path;

use crate::diag::{Code, Diagnostic};
use crate::files::FileProblem;

/// A file that could not be written; whatever stood there before still does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteProblem {
    /// The file, as messages name it.
    pub name: String,
    /// Why.
    pub cause: Cause,
}

/// Why a file could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// There is one already, and it is never replaced.
    Exists,
    /// Its content is no longer what was read before.
    Changed,
    /// Another affiant process is writing, and did not finish in time.
    Busy,
    /// The disk or the quota is full.
    Full,
    /// The disk can only be read.
    ReadOnly,
    /// The permissions forbid it.
    Denied,
    /// A file stands where a folder is wanted.
    NotAFolder,
    /// A folder stands where the file is wanted.
    IsAFolder,
    /// There is no such folder.
    NoFolder,
    /// A link stands there, and there is nothing where it leads.
    DeadLink,
    /// What the system said otherwise.
    Other(String),
}

impl WriteProblem {
    /// A problem with a file under the name that messages use.
    #[must_use]
    pub fn new(name: impl Into<String>, cause: Cause) -> Self {
        Self { name: name.into(), cause }
    }

    /// What an error of the system means for a writer.
    #[must_use]
    pub fn of(path: &Path, error: &io::Error) -> Self {
        let mut path = path;
        let cause = match error.kind() {
            ErrorKind::NotFound if path.is_symlink() => Cause::DeadLink,
            ErrorKind::AlreadyExists => Cause::Exists,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Cause::Full,
            ErrorKind::ReadOnlyFilesystem => Cause::ReadOnly,
            ErrorKind::PermissionDenied => Cause::Denied,
            ErrorKind::NotADirectory => {
                path = path.ancestors().find(|on_the_way| on_the_way.is_file()).unwrap_or(path);
                Cause::NotAFolder
            }
            ErrorKind::IsADirectory | ErrorKind::DirectoryNotEmpty => Cause::IsAFolder,
            ErrorKind::NotFound => Cause::NoFolder,
            _ => Cause::Other(reason(error)),
        };
        Self::new(path.display().to_string(), cause)
    }

    /// A file that must be read before it may be replaced, and cannot be.
    #[must_use]
    pub fn unread(name: impl Into<String>, problem: &FileProblem) -> Self {
        let cause = match problem {
            FileProblem::Denied => Cause::Denied,
            problem => Cause::Other(format!("what is there cannot be read: {problem}")),
        };
        Self::new(name, cause)
    }

    /// The same problem under another name.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// The finding to show.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let name = &self.name;
        let (code, message, hint) = match &self.cause {
            Cause::Changed => (
                Code::ChangedOnDisk,
                format!("`{name}` was changed by something else since it was read, so it was left alone"),
                String::from("run the command again: it starts from what the file says now"),
            ),
            Cause::Busy => (
                Code::MatterBusy,
                format!("another affiant process is writing `{name}` and has not finished"),
                String::from("wait for the other one or end it, then run the command again"),
            ),
            cause => {
                let (why, hint) = cause.words(name);
                (Code::UnwritableOutput, format!("cannot write `{name}`: {why}"), hint)
            }
        };
        Diagnostic::new(code, message).in_file(name.clone()).hint(hint)
    }
}

impl From<WriteProblem> for Box<Diagnostic> {
    fn from(problem: WriteProblem) -> Self {
        Self::new(problem.diagnostic())
    }
}

/// What the system said, in its words: `input/output error`.
#[must_use]
pub fn reason(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or_default();
    let mut chars = words.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// The finding to show when the system refuses to write to `path`.
#[must_use]
pub fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    WriteProblem::of(path, error).diagnostic()
}

impl Cause {
    /// Why `name` cannot be written, and what to do.
    fn words(&self, name: &str) -> (String, String) {
        let folder = match name.strip_suffix('/') {
            Some(folder) => folder.to_owned(),
            None => Path::new(name).parent().map(|folder| folder.display().to_string()).unwrap_or_default(),
        };
        let folder = if folder.is_empty() { String::from(".") } else { folder };
        let (why, hint) = match self {
            Self::Exists => ("there is a file of this name, which is never replaced", format!("move `{name}` away")),
            Self::Full => {
                ("the disk is full, or its quota", String::from("free some space; what was there before is whole"))
            }
            Self::ReadOnly => ("the disk can only be read", String::from("give another place with `-o FILE`")),
            Self::Denied => ("its permissions forbid it", format!("`ls -ld {folder}` shows who may write there")),
            Self::NotAFolder => (
                "a file stands where a folder should be",
                format!("move `{name}` away if it is not wanted, or give another place with `-o FILE`"),
            ),
            Self::IsAFolder => {
                ("a folder has this name", format!("move `{name}` away, or give another place with `-o FILE`"))
            }
            Self::DeadLink => ("it is a link that leads to nothing", format!("remove the link: `rm {name}`")),
            Self::NoFolder => ("its folder does not exist", format!("`mkdir -p {folder}` makes it")),
            Self::Other(reason) => {
                (reason.as_str(), format!("look at `{folder}`, or give another place with `-o FILE`"))
            }
            Self::Changed | Self::Busy => ("it is in use", String::from("run the command again")),
        };
        (why.to_owned(), hint)
    }
}
