//! From the document tree to pages: Typst source with a way back, then PDF.

pub mod engine;
pub mod errors;
pub mod images;
pub mod literals;
pub mod map;
pub mod write;

use std::sync::Arc;

use jiff::civil::Date;

use crate::facts::limits;
use crate::span::SourceId;
use crate::template::Numbering;

pub use engine::Engine;
pub use map::SourceMap;
pub use write::{Written, write};

/// The most pages that a paper may have.
pub const MAX_PAGES: usize = limits::PAGES.value;

/// What the PDF says about the paper, and how it is finished.
#[derive(Clone, Debug)]
pub struct Paper {
    /// The document title.
    pub title: String,
    /// The IETF tag of the paper's language.
    pub language: String,
    /// The author, where the party who signs is known.
    pub author: Option<String>,
    /// The date of the paper: pins the PDF's dates.
    pub date: Date,
    /// How the paper is numbered.
    pub numbering: Numbering,
    /// What stands on each page across or above the text.
    pub mark: Mark,
}

/// What stands on each page across or above the text, whatever the look says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing: the paper is final.
    None,
    /// DRAFT, large and pale across the page.
    #[default]
    Draft,
    /// At the head of the page, that this is a redline, and of what: `support-letter@1.0.0 → support-letter@1.1.0`.
    Redline(String),
}

/// A look with the files it may read.
#[derive(Clone, Debug)]
pub struct Look {
    /// Its `look.typ`.
    pub source: SourceId,
    /// The name and version: `letter@1.0.0`.
    pub name: String,
    /// The text of `look.typ`.
    pub text: Arc<str>,
    /// Images and other files beside it, by name.
    pub assets: Vec<(String, Arc<[u8]>)>,
    /// Fonts beside it or named by the matter, in order of preference.
    pub fonts: Vec<Arc<[u8]>>,
}

/// A finished PDF.
#[derive(Clone, Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}
