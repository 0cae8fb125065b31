//! The answers file of one paper while somebody fills it: every answer is on disk before the next question.

use std::path::{Path, PathBuf};

use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::disk::problem::Cause;
use crate::disk::{Beside, Disk, Refused, Shared, WriteProblem, shared, write};
use crate::draft::brief;
use crate::facts::{self, Node};
use crate::files::{FilePath, FileProblem};
use crate::interview::file;
use crate::interview::history::{self, Saying};
use crate::source::Sources;
use crate::span::Span;

/// The folder of the answers, in the matter.
const FOLDER: &str = "answers";

/// The answers file of one paper, as it was last read.
#[derive(Debug)]
pub struct Session {
    /// The name of the file in the matter, `answers/letter.toml`.
    pub name: String,
    path: PathBuf,
    text: String,
    face: &'static str,
    today: String,
}

impl Session {
    /// The day that is noted with answers.
    pub fn today(&self) -> &str {
        &self.today
    }

    /// Opens the answers of a draft; they need not be there yet. `today` is noted in the file.
    ///
    /// # Errors
    /// Says why the file cannot be read.
    pub fn open(
        disk: &Disk,
        root: &Path,
        draft: &str,
        face: &'static str,
        today: &str,
    ) -> Result<Self, Box<Diagnostic>> {
        let name = format!("{FOLDER}/{draft}.toml");
        let path = root.join(FOLDER).join(format!("{draft}.toml"));
        let mut session = Self { name, path, text: String::new(), face, today: today.to_owned() };
        session.may_be_read(disk)?;
        // An editor that saves may have emptied the file just now: nothing is to be asked or compared with that.
        let text = session.shared()?.read().map_err(|refused| session.refused(refused))?;
        session.text = text.unwrap_or_default();
        Ok(session)
    }

    /// Opens the answers of a draft, after everything is brought back that another program has written over.
    ///
    /// # Errors
    /// Says why the file cannot be read.
    pub fn resume(
        disk: &Disk,
        root: &Path,
        draft: &str,
        face: &'static str,
        today: &str,
    ) -> Result<Self, Box<Diagnostic>> {
        let mut session = Self::open(disk, root, draft, face, today)?;
        if kept(&session.path).is_dir() {
            // What cannot be brought back now is brought back before the next answer is written, which tells why not.
            session.text = session.shared()?.restore(history::bring_back).unwrap_or(session.text);
        }
        Ok(session)
    }

    /// Whether the file is one that the matter may have, or none.
    fn may_be_read(&self, disk: &Disk) -> Result<(), Box<Diagnostic>> {
        match disk.may_read(&FilePath::matter(&*self.name)) {
            Ok(()) | Err(FileProblem::Missing) => Ok(()),
            Err(problem) => Err(Box::new(brief::unreadable(&self.name, &problem))),
        }
    }

    fn shared(&self) -> Result<Shared<Beside>, Box<Diagnostic>> {
        let (place, name) = Beside::of(&self.path).map_err(|problem| self.problem(problem.cause))?;
        Ok(Shared::new(place, name))
    }

    /// The answers as a tree; no message repeats what they say.
    pub fn answers(&self, sources: &mut Sources) -> Pass<Option<Node>> {
        let mut report = Report::default();
        if self.text.is_empty() {
            let id = sources.add(&*self.name, "");
            return Pass::new(Some(Node::empty(Span::new(id, 0, 0))), report);
        }
        let node = facts::read(sources, &self.name, self.text.as_bytes()).take(&mut report);
        if let Some(whole) = sources.whole(&self.name) {
            sources.keep_private(whole);
        }
        Pass::new(node, report)
    }

    /// The file's text as it was last read or written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Changes the file's text and writes it, synced. When somebody else saved in between, the change is made to what
    /// they saved: neither's answers are lost.
    ///
    /// # Errors
    /// Says why the file was not written, or that the change does not fit what stands there.
    pub fn change<T>(
        &mut self,
        disk: &Disk,
        change: impl Fn(&str) -> Option<(String, T)>,
    ) -> Result<T, Box<Diagnostic>> {
        // A file that may not be read is not to be replaced.
        self.may_be_read(disk)?;
        if let Some(folder) = self.path.parent() {
            write::make_folder(folder)?;
        }
        let stamped = |before: &str| {
            let (text, value) = change(before)?;
            if text == before {
                return Some((text, value));
            }
            let text = file::stamp(&text, self.face, &self.today).unwrap_or(text);
            Some((text, value))
        };
        let changed = self.shared()?.change(history::bring_back, stamped);
        let (text, value) = changed.map_err(|refused| self.refused(refused))?;
        self.text = text;
        Ok(value)
    }

    fn refused(&self, refused: Refused) -> Box<Diagnostic> {
        match refused {
            Refused::NotUtf8 => Box::new(not_utf8(&self.name)),
            Refused::DoesNotFit => Box::new(does_not_fit(&self.name)),
            Refused::Restless => Box::new(busy(&self.name)),
            Refused::Disk(cause) => self.problem(cause).into(),
        }
    }

    fn problem(&self, cause: Cause) -> WriteProblem {
        WriteProblem::new(self.path.display().to_string(), cause)
    }

    /// What is noted of an answer that somebody gives now, through this face.
    #[must_use]
    pub fn saying(&self, who: String) -> Saying {
        Saying { who, face: self.face.to_owned(), on: self.today.clone() }
    }

    /// The folder of the answers, for what an editor works on.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.path.parent().map(PathBuf::from).unwrap_or_default()
    }
}

/// Brings back what somebody wrote into the answers of these drafts after affiant had put a new file in the old one's
/// place.
pub fn bring_back_late<'a>(root: &Path, drafts: impl Iterator<Item = &'a str>) {
    for draft in drafts {
        let path = root.join(FOLDER).join(format!("{draft}.toml"));
        if !kept(&path).is_dir() {
            continue;
        }
        if let Ok((place, name)) = Beside::of(&path) {
            let shared = Shared::new(place, name);
            if shared.has_late() {
                // What cannot be brought back now is still there the next time.
                let _ = shared.restore(history::bring_back);
            }
        }
    }
}

/// The hidden folder of what is kept beside an answers file, which may be a link.
fn kept(path: &Path) -> PathBuf {
    let linked = if path.is_symlink() { path.canonicalize().ok() } else { None };
    linked.as_deref().unwrap_or(path).with_file_name(shared::FOLDER)
}

fn not_utf8(name: &str) -> Diagnostic {
    Diagnostic::new(Code::NotUtf8, format!("`{name}` is not UTF-8 text"))
        .in_file(name)
        .hint("save it as UTF-8 in your editor")
}

fn does_not_fit(name: &str) -> Diagnostic {
    let message = format!("the answer does not fit into `{name}` as it stands");
    Diagnostic::new(Code::BadSyntax, message).in_file(name).hint("`affiant check` says what is wrong with the file")
}

fn busy(name: &str) -> Diagnostic {
    Diagnostic::new(Code::ChangedOnDisk, format!("`{name}` is written by somebody else again and again"))
        .in_file(name)
        .hint("close the other program, then go on")
}
