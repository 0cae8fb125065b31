//! What is wrong, where, and what to do about it.

pub mod code;

use serde::{Deserialize, Serialize};

pub use code::Code;

use crate::span::Span;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The paper cannot be built as it is; the last good PDF stays.
    Error,
    /// Something required is not known yet: the draft is built and shows it, `--final` is refused.
    Gap,
    /// Worth a look; nothing is refused.
    Warning,
    /// For information, such as a computed deadline.
    Note,
}

impl Severity {
    /// The word that messages print.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Gap => "gap",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A marked place with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The words; they hold no fact's value.
    pub text: String,
}

/// What a gap waits for, so that a check-list can name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lack {
    /// The path of the fact or answer: `people.ada.address`, `answers.prognosis`.
    pub path: String,
    /// Where it is wanted in a file of the matter: the value that says nothing, or the table that lacks the key.
    pub place: Option<Span>,
}

/// One finding: a code, a message, the main place first, the other side second, a hint that can be run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// What kind of finding it is; `affiant explain CODE` tells more.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// One sentence, lower case, no full stop, names in backticks, no fact's value.
    pub message: String,
    /// Places: the main one first.
    pub labels: Vec<Label>,
    /// A file named in words when no span can be given (a file that cannot be read has none).
    pub file: Option<String>,
    /// Of a gap, the fact or answer that is missing.
    #[serde(default)]
    pub lack: Option<Lack>,
    /// What else belongs to the finding, such as the steps of a count; shown before the hints.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What to do next, runnable where that makes sense.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// A diagnostic with the severity that its code has.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: Vec::new(),
            file: None,
            lack: None,
            notes: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// Adds a place; the first one added is the main place.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds a place if there is one.
    #[must_use]
    pub fn at_some(self, span: Option<Span>, text: impl Into<String>) -> Self {
        match span {
            Some(span) => self.at(span, text),
            None => self,
        }
    }

    /// Names the file when there is no span to mark.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Says which fact or answer is missing, and where it belongs.
    #[must_use]
    pub fn lacks(mut self, path: impl Into<String>, place: Option<Span>) -> Self {
        self.lack = Some(Lack { path: path.into(), place });
        self
    }

    /// Adds a line of explanation.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a next step.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// Everything that a stage has to say, in the order it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Findings of one kind after which [`Report::push_some`] leaves the rest out.
    pub const MOST: usize = 50;

    /// Adds a finding, unless the very same one is there already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Adds a finding unless there are [`Report::MOST`] of its kind: a file can have the same slip a million times.
    pub fn push_some(&mut self, diagnostic: Diagnostic) {
        if self.has_room(diagnostic.code) {
            self.push(diagnostic);
        }
    }

    /// Whether [`Report::push_some`] would take a finding of this kind: look-ups for its hint are worth their time.
    #[must_use]
    pub fn has_room(&self, code: Code) -> bool {
        self.diagnostics.iter().filter(|found| found.code == code).count() < Self::MOST
    }

    /// Adds all findings of another report.
    pub fn extend(&mut self, other: Report) {
        for diagnostic in other.diagnostics {
            self.push(diagnostic);
        }
    }

    /// Whether there is any finding of this severity.
    #[must_use]
    pub fn has(&self, severity: Severity) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == severity)
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

impl From<Diagnostic> for Report {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostics: vec![diagnostic] }
    }
}

/// What a stage gives: its value, and all it has to say.
#[derive(Clone, Debug)]
pub struct Pass<T> {
    /// The value; as whole as the stage could make it.
    pub output: T,
    /// The findings.
    pub report: Report,
}

impl<T> Pass<T> {
    /// A value with its report.
    pub fn new(output: T, report: Report) -> Self {
        Self { output, report }
    }

    /// Moves the findings into `report` and gives the value.
    pub fn take(self, report: &mut Report) -> T {
        report.extend(self.report);
        self.output
    }
}
