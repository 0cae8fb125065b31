//! The way back from written Typst source to the files that people wrote.

use std::ops::Range;

use crate::span::Span;

/// Which bytes of the written source stand for which place in a template, a clause or a facts file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceMap {
    entries: Vec<(Range<usize>, Span)>,
}

impl SourceMap {
    /// Says that the bytes `range` were written for `place`. Inner ranges are added before or after the ones around
    /// them.
    pub fn add(&mut self, range: Range<usize>, place: Span) {
        self.entries.push((range, place));
    }

    /// The narrowest known place around the bytes `at`; failing that, the last place that begins before them.
    #[must_use]
    pub fn place(&self, at: &Range<usize>) -> Option<Span> {
        let around = self.entries.iter().filter(|(range, _)| range.start <= at.start && at.end <= range.end);
        let narrowest = around.min_by_key(|(range, _)| range.len());
        let before =
            || self.entries.iter().filter(|(range, _)| range.start <= at.start).max_by_key(|(range, _)| range.start);
        narrowest.or_else(before).map(|(_, place)| *place)
    }
}
