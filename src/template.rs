//! One kind of paper: front matter, body, and the clauses it is built with.

pub mod engine;
mod faults;
pub mod filters;
pub mod front;
pub mod numbers;
pub mod slots;
pub mod tokens;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::diag::{Code, Diagnostic};
use crate::fields::{Asked, Audience, Field, Party};
use crate::span::{SourceId, Span};
use crate::value::{Locale, PaperDate};

pub use slots::{Caption, Filled, Letterhead, NodeSlot, Rendered, Signature, Slot, SlotContent};

/// A template's front matter.
#[derive(Clone, Debug)]
pub struct FrontMatter {
    /// What the paper is called; the title of the PDF.
    pub title: String,
    /// What it is for, in one line.
    pub summary: String,
    /// Who may read the paper.
    pub audience: Audience,
    /// The language of the template's own words, as an IETF tag.
    pub language: String,
    /// The look, `letter@1.0.0`.
    pub look: Pin,
    /// The clauses.
    pub clauses: Vec<Pin>,
    /// The rules by id.
    pub rules: Vec<(String, Span)>,
    /// How the paper is numbered.
    pub numbering: Numbering,
    /// The party who signs or files, for the PDF's author; the first party where none is named.
    pub author: Option<String>,
    /// The people the paper speaks of.
    pub parties: Vec<Party>,
    /// What it asks for.
    pub fields: Vec<Field>,
    /// The deadlines that the build computes and reports.
    pub deadlines: Vec<DeadlineSpec>,
}

impl FrontMatter {
    /// What the facts are checked against.
    #[must_use]
    pub fn asked(&self) -> Asked<'_> {
        Asked { audience: self.audience, author: self.author.as_deref(), parties: &self.parties, fields: &self.fields }
    }
}

/// `[[deadline]]`: a period that starts with a fact of this paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineSpec {
    /// What is due, in plain words: `motion on Form I-290B`.
    pub what: String,
    /// The rule that gives the period.
    pub rule: String,
    /// The date field that the period runs from.
    pub from: String,
    /// The choice field that says how the notice was served: `mail` adds the rule's mail days.
    pub served_by: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// A name and an exact version, as `letter@1.0.0` or `hope:letter@1.0.0`, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// The added pack that has it; none for the built-in pack, the one that `--pack` names, or the one that names it.
    pub pack: Option<String>,
    /// The name.
    pub name: String,
    /// The version.
    pub version: semver::Version,
    /// Where it is written, if a file says it.
    pub span: Option<Span>,
}

impl Pin {
    /// A version that no file names.
    #[must_use]
    pub fn new(name: impl Into<String>, version: semver::Version) -> Self {
        Self { pack: None, name: name.into(), version, span: None }
    }

    /// Reads `letter@1.0.0` or `hope:letter@1.0.0`: names of small letters, digits and `-`, and one exact version.
    #[must_use]
    pub fn parse(text: &str, span: Option<Span>) -> Option<Self> {
        let (name, version) = text.split_once('@')?;
        let (pack, name) = match name.split_once(':') {
            Some((pack, name)) => (Some(pack), name),
            None => (None, name),
        };
        let version = semver::Version::parse(version).ok()?;
        let named = plain(name) && pack.is_none_or(plain);
        named.then(|| Self { pack: pack.map(str::to_owned), name: name.to_owned(), version, span })
    }

    /// The name and version as the pack itself knows them: `letter@1.0.0`.
    #[must_use]
    pub fn bare(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }
}

/// Whether a text can name a template, a snippet or a pack.
#[must_use]
pub fn plain(name: &str) -> bool {
    !name.is_empty() && odd_letter(name).is_none()
}

fn odd_letter(name: &str) -> Option<char> {
    name.chars().find(|letter| !letter.is_ascii_lowercase() && !letter.is_ascii_digit() && *letter != '-')
}

/// The finding about a name with a letter that none can have, which may look just like one that it can have.
#[must_use]
pub fn odd_name(name: &str) -> Option<Diagnostic> {
    let letter = odd_letter(name)?;
    let message = format!("`{name}` cannot be a name: `{letter}` (U+{:04X}) cannot be in one", u32::from(letter));
    let found = Diagnostic::new(Code::BadName, message);
    Some(found.hint("a name has small letters, digits and `-`, as in `support-letter`"))
}

impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(pack) = &self.pack {
            write!(f, "{pack}:")?;
        }
        write!(f, "{}@{}", self.name, self.version)
    }
}

/// How a paper is numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbering {
    /// Not at all.
    #[default]
    None,
    /// Paragraphs, from 1 on through headings.
    Paragraphs,
    /// Headings: I., A., 1.
    Headings,
}

/// A template version, read.
#[derive(Clone, Debug)]
pub struct Template {
    /// The name and version.
    pub pin: Pin,
    /// Its `template.md`.
    pub source: SourceId,
    /// The front matter.
    pub front: FrontMatter,
    /// The body.
    pub body: Arc<str>,
    /// Where the body begins in the source, in bytes.
    pub body_start: usize,
    /// The clauses it names, read.
    pub clauses: Vec<Clause>,
}

/// A clause version, read: a typed component.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The name and version.
    pub pin: Pin,
    /// Its `clause.md`.
    pub source: SourceId,
    /// What it takes, by our field types.
    pub parameters: Vec<Field>,
    /// People it takes, and what it needs to know about them.
    pub parties: Vec<Party>,
    /// The rules it reads.
    pub rules: Vec<(String, Span)>,
    /// The body.
    pub body: Arc<str>,
    /// Where the body begins in the source, in bytes.
    pub body_start: usize,
}

/// One edition of a rule, as a paper reads it.
#[derive(Clone, Debug)]
pub struct RuleWords {
    /// How it is cited: `28 U.S.C. § 1746`.
    pub citation: String,
    /// The wordings by name: `inside_us`.
    pub texts: BTreeMap<String, String>,
    /// Where the edition is written.
    pub span: Span,
}

/// What a body may read besides the facts; time and rules come in as arguments.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The date of the paper.
    pub date: PaperDate,
    /// The language that values are written out in.
    pub locale: Locale,
    /// The rules that the template and its clauses name, each in the edition of its date.
    pub rules: BTreeMap<String, RuleWords>,
}
