//! A redline as readable text, in runs of what stayed, what came in and what went away.

use super::lines::Writer;
use super::{Form, Readable};
use crate::diff::{Revision, Run};
use crate::document::{Align, Document};

/// Stand around what went away and what came in; no text of a paper may hold private-use characters.
const DELETED: char = '\u{E010}';
const INSERTED: char = '\u{E011}';
const END: char = '\u{E012}';

/// The paper as [readable text](super::text()), in runs.
#[must_use]
pub fn revised(document: &Document) -> Vec<Run> {
    let text = Writer::new(&Marked).document(document);
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Vec<Revision> = Vec::new();
    for piece in text.split_inclusive([DELETED, INSERTED, END]) {
        let words = piece.trim_end_matches([DELETED, INSERTED, END]);
        let revision = open.last().copied();
        match runs.last_mut() {
            _ if words.is_empty() => {}
            Some(last) if last.revision == revision => last.text.push_str(words),
            _ => runs.push(Run { revision, text: words.to_owned() }),
        }
        match piece.chars().next_back() {
            Some(DELETED) => open.push(Revision::Deleted),
            Some(INSERTED) => open.push(Revision::Inserted),
            Some(END) => drop(open.pop()),
            _ => {}
        }
    }
    runs
}

/// Readable text with marks around what came in and what went away.
struct Marked;

impl Form for Marked {
    fn words(&self, text: &str) -> String {
        Readable.words(text)
    }

    fn line_start(&self, line: String) -> String {
        line
    }

    fn code(&self, text: &str) -> String {
        Readable.code(text)
    }

    fn heading_number(&self, number: &str) -> String {
        Readable.heading_number(number)
    }

    fn line_break(&self) -> &'static str {
        Readable.line_break()
    }

    fn list_end(&self) -> Vec<String> {
        Readable.list_end()
    }

    fn table(&self, align: &[Align], rows: &[Vec<String>]) -> Vec<String> {
        Readable.table(align, rows)
    }

    fn page_break(&self) -> &'static str {
        Readable.page_break()
    }

    fn revised(&self, revision: Revision, inside: String) -> String {
        let open = match revision {
            Revision::Deleted => DELETED,
            Revision::Inserted => INSERTED,
        };
        format!("{open}{inside}{END}")
    }
}
