//! The paper as it grows: what an answer has changed in its text.

use crate::disk::Disk;
use crate::draft::{Emit, Output, Request};
use crate::worker::Pool;

/// The text of the paper as it was last shown.
pub struct Growth {
    pool: Pool,
    request: Request,
    shown: Vec<String>,
    /// How many pages the paper had when they were last counted.
    pages: usize,
}

/// What became of the paper.
pub enum Grown {
    /// These paragraphs are new or changed.
    Changed(Vec<String>),
    /// It says the same as before.
    Same,
    /// It cannot be composed as things stand.
    Not,
}

impl Growth {
    /// The paper that a request asks for as text.
    #[must_use]
    pub fn new(pool: Pool, request: Request) -> Self {
        Self { pool, request, shown: Vec::new(), pages: 0 }
    }

    /// Drafts the paper and tells what is not as it was.
    pub fn look(&mut self, disk: &Disk) -> Grown {
        let Some(paragraphs) = self.draft(disk) else { return Grown::Not };
        let new: Vec<String> = paragraphs.iter().filter(|paragraph| !self.shown.contains(paragraph)).cloned().collect();
        self.shown = paragraphs;
        if new.is_empty() { Grown::Same } else { Grown::Changed(new) }
    }

    /// The whole paper, by paragraphs.
    pub fn whole(&mut self, disk: &Disk) -> Option<&[String]> {
        self.shown = self.draft(disk)?;
        Some(&self.shown)
    }

    /// How many pages the paper has, when it has more than `most` since it was last asked.
    pub fn past(&mut self, most: usize, disk: &Disk) -> Option<usize> {
        let now = self.pages(disk)?;
        let before = std::mem::replace(&mut self.pages, now);
        (now > most && before <= most).then_some(now)
    }

    /// How many pages the paper has.
    pub fn pages(&mut self, disk: &Disk) -> Option<usize> {
        let request = Request { emit: Emit::Pdf, ..self.request.clone() };
        match self.pool.draft(&request, disk).ok()?.output {
            Output::Pdf { pages, .. } => Some(pages),
            _ => None,
        }
    }

    fn draft(&mut self, disk: &Disk) -> Option<Vec<String>> {
        let drafted = self.pool.draft(&self.request, disk).ok()?;
        self.pool.round();
        let Output::Text(text) = drafted.output else { return None };
        let paragraphs = text.split("\n\n").map(str::trim_end).filter(|paragraph| !paragraph.trim().is_empty());
        Some(paragraphs.map(str::to_owned).collect())
    }
}
