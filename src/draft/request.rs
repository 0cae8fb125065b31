//! What can be asked of a draft, and what comes back.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::ways::Taken;
use crate::diag::Report;
use crate::diff::Run;
use crate::lock::LockEntry;
use crate::source::Sources;

/// Which paper to draft, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Where the paper's facts, answers and pins stand.
    pub subject: Subject,
    /// `--with writer=people.ada`.
    pub with: Vec<(String, String)>,
    /// `--set people.marisela.name.first=…`.
    pub set: Vec<(String, String)>,
    /// `--date`, as written.
    pub date: Option<String>,
    /// Today, or `SOURCE_DATE_EPOCH`'s day: `2026-11-22`. Read once, in the outer layer.
    pub today: String,
    /// What the environment calls its time zone, where nobody knows such a zone: then today is UTC's day.
    pub unknown_zone: Option<String>,
    /// Whether `--pack DIR` stands in for the built-in pack.
    pub pack: bool,
    /// Whether a draft that the lock does not know is an error (`--locked`).
    pub locked: bool,
    /// Whether this is a draft or the final paper.
    pub finish: Finish,
    /// What to hand back.
    pub emit: Emit,
    /// The digest of the last build: when this one comes to the same, nothing is typeset.
    pub previous: Option<String>,
}

impl Request {
    /// An order for a draft in which no option changes what the files say.
    #[must_use]
    pub fn of(subject: Subject, today: String, emit: Emit) -> Self {
        Self {
            subject,
            with: Vec::new(),
            set: Vec::new(),
            date: None,
            today,
            unknown_zone: None,
            pack: false,
            locked: false,
            finish: Finish::Draft,
            emit,
            previous: None,
        }
    }
}

/// Where a paper's facts, answers and pins stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// A draft of the matter, by id.
    Matter {
        /// The draft's id.
        draft: String,
    },
    /// A paper outside of a matter.
    OneOff {
        /// `support-letter@1.0.0`.
        template: String,
        /// Facts files.
        facts: Vec<String>,
        /// Answers file.
        answers: Option<String>,
    },
    /// A template's own sample or case: `sample`, or the name of a file in `cases/` without its ending.
    Case {
        /// `support-letter@1.0.0`.
        template: String,
        /// The case.
        case: String,
        /// Which editions of its rules it is drafted with.
        editions: Editions,
    },
    /// A draft of the matter as another template version would make it, or as the lock has it.
    Version {
        /// The draft's id.
        draft: String,
        /// The version.
        held: Held,
    },
    /// A template version filled with the samples of versions of the same template: what the first of them does not
    /// say, the next one does.
    Samples {
        /// The version that is drafted.
        template: String,
        /// The versions whose samples fill it.
        of: Vec<String>,
    },
    /// A redline: the second paper, with what the first had in other words or had more.
    Compared {
        /// The older paper.
        old: Box<Subject>,
        /// The newer paper.
        new: Box<Subject>,
    },
}

/// From which version a draft of a matter is drafted for a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Held {
    /// The one that the lock records, with its rule editions; of a draft that it does not know, the one that
    /// matter.toml pins.
    ToTheLock,
    /// This one, with the rule editions of the paper's dates, whatever the lock says.
    To(String),
}

/// What came of a comparison of two papers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Redline {
    /// The paper as readable text, in runs of what stayed, came in and went away.
    pub runs: Vec<Run>,
    /// What the older paper was made of.
    pub older: LockEntry,
    /// What the newer paper is made of.
    pub newer: LockEntry,
}

/// Which editions of its rules a case of a template is drafted with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Editions {
    /// Those of the paper's date.
    #[default]
    OfItsDate,
    /// Those that the ledger records with the version's release; of a draft, those of the paper's date.
    Released,
    /// Those of this day, `2026-11-22`.
    OfDay(String),
}

/// Whether DRAFT stands on the paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finish {
    /// A draft: gaps are shown.
    #[default]
    Draft,
    /// The final paper: no gap and no error.
    Final,
}

/// What a draft is wanted as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Emit {
    /// The typeset paper.
    #[default]
    Pdf,
    /// The typeset paper, each page as a picture.
    Pages,
    /// The numbered document as readable text.
    Text,
    /// The Markdown with its values in place, for reading.
    Markdown,
    /// The tree, as JSON with the provenance of every filled word.
    Tree,
    /// The Typst source.
    Typst,
    /// Only the report, without that of the page check: nothing is typeset.
    Check,
    /// Only the report, with that of the page check.
    PageCheck,
    /// The report, and which ways the paper took through its template ([`Drafted::taken`]).
    Ways,
}

/// The paths of the facts that a paper prints or decides by, each with a hash of its value; none of what is absent.
/// One build of affiant hashes alike in every process: told from one draft to the next, they say which fact changed.
pub type Uses = BTreeMap<Arc<str>, u64>;

/// What came of a request.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Drafted {
    /// All findings.
    pub report: Report,
    /// The sources that the findings point into.
    pub sources: Sources,
    /// The paper.
    pub output: Output,
    /// The paper's title.
    pub title: String,
    /// The paper's date, `2026-11-22`.
    pub date: String,
    /// A digest of everything that decides the PDF; empty when the paper could not be composed. When typesetting found
    /// something, it is the digest of no paper, so that the next draft finds it again.
    pub digest: String,
    /// What the paper prints or decides by.
    pub uses: Uses,
    /// Of a comparison, what came of it; none when one of the papers could not be composed.
    pub redline: Option<Redline>,
    /// What the lock records of this draft; none when the paper could not be composed.
    pub lock: Option<LockEntry>,
    /// Which ways the paper took through its template; only for [`Emit::Ways`].
    pub taken: Vec<Taken>,
}

/// The paper, in the form that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Output {
    /// Errors stand in the way.
    #[default]
    None,
    /// The same as the last build.
    Unchanged,
    /// Readable text, Markdown, tree or Typst source.
    Text(String),
    /// A PDF; its bytes travel beside this message.
    Pdf {
        /// How many pages it has.
        pages: usize,
        /// The file.
        #[serde(skip)]
        bytes: Vec<u8>,
    },
    /// The pages as pictures (SVG); their bytes travel beside this message.
    Pages {
        /// How many bytes each has.
        lengths: Vec<usize>,
        /// The pictures, one for each page.
        #[serde(skip)]
        svg: Vec<Vec<u8>>,
    },
}

impl Output {
    /// Puts the bytes in that travelled beside the message.
    pub(crate) fn take_in(&mut self, body: Vec<u8>) {
        match self {
            Self::Pdf { bytes, .. } => *bytes = body,
            Self::Pages { lengths, svg } => {
                let mut rest = &body[..];
                for length in lengths.iter() {
                    let (page, after) = rest.split_at((*length).min(rest.len()));
                    svg.push(page.to_vec());
                    rest = after;
                }
            }
            Self::None | Self::Unchanged | Self::Text(_) => {}
        }
    }
}
