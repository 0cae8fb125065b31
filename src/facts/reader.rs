//! What the readers of all formats have in hand while they make the tree of a file.

use std::ops::Range;

use super::{NodeKind, characters, limits, report};
use crate::diag::{Diagnostic, Report};
use crate::span::Span;

/// A file that is being read.
pub(super) struct Reader<'t> {
    /// The text.
    pub(super) text: &'t str,
    /// Its place in the source.
    pub(super) whole: Span,
    /// What is wrong so far.
    pub(super) report: Report,
    /// Whether the tree is not the file's: a limit was passed, or a value is none.
    pub(super) failed: bool,
}

impl<'t> Reader<'t> {
    /// Begins with the characters that no fact may have.
    pub(super) fn new(text: &'t str, whole: Span) -> Self {
        Self { text, whole, report: characters::literal(text, whole), failed: false }
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.whole.within(range.start, range.end)
    }

    /// Reports what leaves the file without a tree.
    pub(super) fn fail(&mut self, found: Diagnostic) {
        self.failed = true;
        self.report.push_some(found);
    }

    /// Whether a table or list is within the limits.
    pub(super) fn fits(&mut self, items: usize, span: Span, depth: usize) -> bool {
        if items > limits::LIST.value {
            self.fail(report::over_limit("the number of items", limits::LIST, span));
            return false;
        }
        if depth > limits::NESTING.value {
            self.fail(report::too_deep(span));
            return false;
        }
        true
    }

    /// A text that stands at `range`, quotes and all.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) -> NodeKind {
        if text.len() > limits::TEXT.value {
            let span = self.span(range.clone());
            self.fail(report::over_limit("the text", limits::TEXT, span));
        }
        self.escapes(range);
        NodeKind::Text(characters::clean(text))
    }

    /// Looks at what the escapes of a text or key stand for.
    pub(super) fn escapes(&mut self, range: Range<usize>) {
        let raw = self.text.get(range.clone()).unwrap_or("");
        if raw.starts_with('"') && raw.contains('\\') {
            let span = self.span(range);
            for found in characters::escaped(raw, span).diagnostics {
                self.report.push_some(found);
            }
        }
    }
}
