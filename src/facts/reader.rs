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

    /// A text that is at `range`, quotes and all.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) -> NodeKind {
        if text.len() > limits::TEXT.value {
            let span = self.span(range.clone());
            self.fail(report::over_limit("the text", limits::TEXT, span));
        }
        NodeKind::Text(self.clean(text, range))
    }

    /// A text or key without what no reader sees, and without what no text may hold, which is told.
    pub(super) fn clean(&mut self, text: &str, range: Range<usize>) -> String {
        if characters::is_clean(text) {
            return text.to_owned();
        }
        let raw = self.text.get(range.clone()).unwrap_or("");
        let cleaned = characters::clean(text);
        let refused = |character: char| characters::refusal(character).is_some();
        if cleaned.gone.is_empty() && !cleaned.text.contains(refused) {
            return cleaned.text.into_owned();
        }
        for found in characters::told(raw, &cleaned, self.span(range)).diagnostics {
            self.report.push_some(found);
        }
        cleaned.text.replace(refused, "")
    }
}
