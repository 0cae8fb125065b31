//! The events that pulldown-cmark finds in a passage, and the references in it that lead nowhere.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag};

use super::{Passage, Words, errors};
use crate::diag::Diagnostic;

/// A passage's events in order, with the bytes that each covers.
pub(super) struct Events<'a> {
    list: std::iter::Peekable<std::vec::IntoIter<(Event<'a>, Range<usize>)>>,
    /// `[words][name]` without a line `[name]: …`.
    broken: Vec<(String, Range<usize>)>,
    /// Lines `[name]: …` that nothing refers to.
    unused: Vec<(String, Range<usize>)>,
}

/// Parses a passage. Quotes and dashes become typographic in a template's words, never in a fact's.
pub(super) fn parse<'a>(passage: &Passage<'a>) -> Events<'a> {
    let mut options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_DEFINITION_LIST;
    if passage.text.contains("[^") {
        options |= Options::ENABLE_FOOTNOTES;
    }
    if matches!(passage.words, Words::Template(_)) {
        options |= Options::ENABLE_SMART_PUNCTUATION;
    }
    let mut broken = Vec::new();
    let note = |link: BrokenLink<'a>| -> Option<(CowStr<'a>, CowStr<'a>)> {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            broken.push((link.reference.to_string(), link.span));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(passage.text, options, Some(note));
    let mut unused: Vec<(String, Range<usize>)> = parser
        .reference_definitions()
        .iter()
        .map(|(name, definition)| (name.to_owned(), definition.span.clone()))
        .collect();
    let list: Vec<_> = parser.into_offset_iter().collect();
    if !unused.is_empty() {
        let used: Vec<String> = list.iter().filter_map(|(event, _)| reference(event)).map(folded).collect();
        unused.retain(|(name, _)| !used.contains(&folded(name)));
        unused.sort_by_key(|(_, range)| range.start);
    }
    Events { list: list.into_iter().peekable(), broken, unused }
}

/// The name that a link or image refers by.
fn reference<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) if !id.is_empty() => Some(id),
        _ => None,
    }
}

/// Names of references are compared without case and with single spaces.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl<'a> Events<'a> {
    /// The next event, left in its place.
    pub(super) fn peek(&mut self) -> Option<&(Event<'a>, Range<usize>)> {
        self.list.peek()
    }

    /// Takes the next event.
    pub(super) fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        self.list.next()
    }

    /// Takes the start of the next part of a container; none at the container's end.
    pub(super) fn next_start(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        loop {
            match self.list.peek()? {
                (Event::Start(_), _) => return self.list.next(),
                (Event::End(_), _) => return None,
                _ => {
                    self.list.next();
                }
            }
        }
    }

    /// Passes over what stands in a container whose start was taken, and over its end.
    pub(super) fn skip(&mut self) {
        let mut open = 1_usize;
        while open > 0 {
            match self.list.next() {
                Some((Event::Start(_), _)) => open += 1,
                Some((Event::End(_), _)) => open -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }

    /// Passes over the end of a container, and over whatever its reader has left in it.
    pub(super) fn close(&mut self) {
        self.skip();
    }

    /// What the passage refers to and does not have, and what it has and does not refer to.
    pub(super) fn problems(&self, passage: &Passage<'_>) -> Vec<Diagnostic> {
        let broken = self.broken.iter().map(|(name, range)| errors::undefined_link(name, passage.place(range)));
        let unused = self.unused.iter().map(|(name, range)| errors::unused_link(name, passage.place(range)));
        broken.chain(unused).collect()
    }
}
