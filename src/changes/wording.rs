//! Changes in the wording of a body, passage by passage, and in each word by word; tags of a template are words too.

use std::ops::Range;
use std::sync::Arc;

use super::Passage;
use crate::diff::pair::{Item, Pair, pairs};
use crate::diff::{self, Revision, Run};
use crate::span::{SourceId, Span};

/// A body, and where it stands.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its file.
    pub source: SourceId,
    /// Where it begins there, in bytes.
    pub start: usize,
    /// What it says.
    pub text: Arc<str>,
}

/// A paragraph of a body.
struct Paragraph {
    span: Span,
    /// What it says: without comments, and with one space for each run of white space that means no more than one.
    said: String,
}

/// The passages in which two bodies differ. Comments, and where the lines of a plain paragraph end, make no difference.
#[must_use]
pub fn passages(old: &Text, new: &Text) -> Vec<Passage> {
    let (before, after) = (paragraphs(old), paragraphs(new));
    let items = |paragraphs: &[Paragraph]| -> Vec<Item> {
        paragraphs.iter().map(|paragraph| Item::new(0, &paragraph.said)).collect()
    };
    let mut passages = Vec::new();
    for pair in pairs(&items(&before), &items(&after)) {
        let whole =
            |paragraph: &Paragraph, revision| vec![Run { revision: Some(revision), text: paragraph.said.clone() }];
        passages.push(match pair {
            Pair::Old(at) => {
                Passage { old: Some(before[at].span), new: None, runs: whole(&before[at], Revision::Deleted) }
            }
            Pair::New(at) => {
                Passage { old: None, new: Some(after[at].span), runs: whole(&after[at], Revision::Inserted) }
            }
            Pair::Both(old, new) if before[old].said == after[new].said => continue,
            Pair::Both(old, new) => Passage {
                old: Some(before[old].span),
                new: Some(after[new].span),
                runs: diff::words(&before[old].said, &after[new].said),
            },
        });
    }
    passages
}

/// The paragraphs of a body; one that holds only a comment is none.
fn paragraphs(body: &Text) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut close = |range: Option<Range<usize>>| {
        let Some(range) = range else { return };
        let said = said(&body.text[range.clone()]);
        if !said.is_empty() {
            let span = Span::new(body.source, body.start + range.start, body.start + range.end);
            paragraphs.push(Paragraph { span, said });
        }
    };
    let mut at = 0;
    for line in body.text.split_inclusive('\n') {
        let end = at + line.trim_end().len();
        if line.trim().is_empty() {
            close(open.take());
        } else {
            open.get_or_insert(at..end).end = end;
        }
        at += line.len();
    }
    close(open);
    paragraphs
}

/// What a paragraph says. In one whose lines mean something, such as a list, they are kept.
fn said(paragraph: &str) -> String {
    let plain = without_comments(paragraph);
    let structured = plain.lines().any(|line| {
        let marks = ['-', '*', '+', '>', '|', '#', ':', '='];
        let ordered = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        line.starts_with([' ', '\t'])
            || line.starts_with(marks)
            || line.ends_with(['\\'])
            || line.ends_with("  ")
            || (ordered.len() < line.trim_start().len() && ordered.starts_with(['.', ')']))
    });
    if structured {
        let lines: Vec<&str> = plain.lines().filter(|line| !line.trim().is_empty()).collect();
        lines.join("\n")
    } else {
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn without_comments(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("{#") {
        let Some((_, after)) = comment.split_once("#}") else { break };
        plain.push_str(before);
        rest = after;
    }
    plain + rest
}
