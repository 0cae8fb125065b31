//! The texts that spans point into, by name.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diag::Report;
use crate::span::{SourceId, Span};

/// One text that a person wrote, under the name that messages call it by.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Source {
    /// A path relative to the matter (`facts.toml`), or `builtin:support-letter@1.0.0/template.md`.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
    /// The bytes whose values are about people: no message repeats them but on the person's own terminal.
    #[serde(default)]
    pub private: Vec<Range<usize>>,
    /// Whether what is private opens something, such as a private key: not even the person's own terminal shows it.
    #[serde(default)]
    pub secret: bool,
}

/// All sources of one run, in the order they were read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Sources {
    list: Vec<Source>,
}

/// A place as people count: line and column from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
}

impl Sources {
    /// Adds a text and returns the id that spans use for it. A name keeps its id: reading a file again replaces
    /// its text, so that a watch does not grow, and spans of the earlier text no longer count.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        let (name, text) = (name.into(), text.into());
        let at = if let Some(at) = self.list.iter().position(|source| source.name == name) {
            self.list[at].text = text;
            self.list[at].private.clear();
            self.list[at].secret = false;
            at
        } else {
            self.list.push(Source { name, text, private: Vec::new(), secret: false });
            self.list.len() - 1
        };
        SourceId(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// Whether the text with this name is this one.
    #[must_use]
    pub fn has(&self, name: &str, text: &[u8]) -> bool {
        self.list.iter().any(|source| source.name == name && source.text.as_bytes() == text)
    }

    /// Marks what a span covers as said about people: messages name its place and keys, and repeat its
    /// values nowhere but on the person's own terminal.
    pub fn keep_private(&mut self, span: Span) {
        if let Some(source) = self.list.get_mut(span.source.0 as usize) {
            source.private.push(span.range());
        }
    }

    /// Marks what a span covers as a secret: no message repeats it anywhere.
    pub fn keep_secret(&mut self, span: Span) {
        self.keep_private(span);
        if let Some(source) = self.list.get_mut(span.source.0 as usize) {
            source.secret = true;
        }
    }

    /// The same sources under the same ids, with the texts of those that `report` points into and of no others.
    #[must_use]
    pub fn referred_to_by(&self, report: &Report) -> Self {
        let empty: Arc<str> = Arc::from("");
        let list = self.list.iter().enumerate().map(|(at, source)| Source {
            name: source.name.clone(),
            text: if is_referred_to(at, report) { source.text.clone() } else { empty.clone() },
            private: source.private.clone(),
            secret: source.secret,
        });
        Self { list: list.collect() }
    }

    /// Leaves out the texts that `known` has under their names.
    pub fn leave_out(&mut self, known: impl Fn(&str) -> Option<&'static str>) {
        for source in &mut self.list {
            if known(&source.name).is_some_and(|text| *text == *source.text) {
                source.text = Arc::from("");
            }
        }
    }

    /// Puts in again what [`Sources::leave_out`] left out of the texts that `report` points into.
    pub fn put_in(&mut self, report: &Report, known: impl Fn(&str) -> Option<&'static str>) {
        for (at, source) in self.list.iter_mut().enumerate() {
            if source.text.is_empty() && is_referred_to(at, report) {
                source.text = Arc::from(known(&source.name).unwrap_or_default());
            }
        }
    }

    /// All of the source with this name, if there is one.
    #[must_use]
    pub fn whole(&self, name: &str) -> Option<Span> {
        let at = self.list.iter().position(|source| source.name == name)?;
        Some(Span::new(SourceId(u32::try_from(at).ok()?), 0, self.list[at].text.len()))
    }

    /// The source with this id, if it is one of ours.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.list.get(id.0 as usize)
    }

    /// The name of the source a span lies in.
    #[must_use]
    pub fn name(&self, span: Span) -> &str {
        self.get(span.source).map_or("", |source| source.name.as_str())
    }

    /// The text that a span covers; empty when the span does not fit its source.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).and_then(|source| source.text.get(span.range())).unwrap_or("")
    }

    /// Where a span begins, as people count.
    #[must_use]
    pub fn line_column(&self, span: Span) -> LineColumn {
        let text = self.get(span.source).map_or("", |source| &source.text);
        let mut at = (span.start as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let newlines: usize = before.bytes().map(|byte| usize::from(byte == b'\n')).sum();
        LineColumn { line: newlines + 1, column: before[line_start..].chars().count() + 1 }
    }

    /// `facts.toml:12:1`, as messages and slots name a place.
    #[must_use]
    pub fn place(&self, span: Span) -> String {
        let LineColumn { line, column } = self.line_column(span);
        format!("{}:{line}:{column}", self.name(span))
    }

    /// All sources in order.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.list.iter()
    }
}

/// Whether a finding points into the source at this place of the list.
fn is_referred_to(at: usize, report: &Report) -> bool {
    let mut labels = report.diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels);
    labels.any(|label| label.span.source.0 as usize == at)
}
