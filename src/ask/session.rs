//! The answers file of one paper while somebody fills it: every answer is on disk before the next question.

use std::path::PathBuf;

use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::digest::{self, Hash};
use crate::disk::problem::Cause;
use crate::disk::{Disk, WriteProblem, write};
use crate::draft::brief;
use crate::facts::{self, Node};
use crate::files::{FilePath, FileProblem, Files};
use crate::interview::file;
use crate::interview::history::Saying;
use crate::source::Sources;
use crate::span::Span;

/// How often a change is put again onto what somebody else has saved in between.
const TRIES: usize = 5;

/// The answers file of one paper, as it was last read.
#[derive(Debug)]
pub struct Session {
    /// The name of the file in the matter, `answers/letter.toml`.
    pub name: String,
    path: PathBuf,
    text: String,
    /// The hash of what stands on the disk; none when there is no file yet.
    hash: Option<Hash>,
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
        root: &std::path::Path,
        draft: &str,
        face: &'static str,
        today: &str,
    ) -> Result<Self, Box<Diagnostic>> {
        let name = format!("answers/{draft}.toml");
        let path = root.join("answers").join(format!("{draft}.toml"));
        let mut session = Self { name, path, text: String::new(), hash: None, face, today: today.to_owned() };
        session.read(disk)?;
        Ok(session)
    }

    /// Reads the file again.
    fn read(&mut self, disk: &Disk) -> Result<(), Box<Diagnostic>> {
        match disk.read(&FilePath::matter(&*self.name)) {
            Ok(bytes) => {
                self.hash = Some(digest::of(&bytes));
                let text = std::str::from_utf8(&bytes).map_err(|_| Box::new(not_utf8(&self.name)))?;
                text.trim_start_matches('\u{feff}').clone_into(&mut self.text);
                Ok(())
            }
            Err(FileProblem::Missing) => {
                self.hash = None;
                self.text = String::new();
                Ok(())
            }
            Err(problem) => Err(Box::new(brief::unreadable(&self.name, &problem))),
        }
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
        for _ in 0..TRIES {
            let (text, value) = change(&self.text).ok_or_else(|| Box::new(does_not_fit(&self.name)))?;
            let text = file::stamp(&text, self.face, &self.today).unwrap_or(text);
            if text == self.text {
                return Ok(value);
            }
            match self.write(&text) {
                Ok(()) => {
                    self.hash = Some(digest::of(text.as_bytes()));
                    self.text = text;
                    return Ok(value);
                }
                Err(problem) if problem.cause == Cause::Changed => self.read(disk)?,
                Err(problem) => return Err(Box::new(problem.diagnostic())),
            }
        }
        Err(Box::new(busy(&self.name)))
    }

    fn write(&self, text: &str) -> Result<(), WriteProblem> {
        if let Some(folder) = self.path.parent() {
            write::make_folder(folder)?;
        }
        write::write_user_file(&self.path, text.as_bytes(), self.hash)
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
