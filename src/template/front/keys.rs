//! Reads the keys of a front matter and says what does not fit.

use super::bad;
use crate::diag::Report;
use crate::facts::{Node, NodeKind, Table};
use crate::span::Span;
use crate::template::Pin;
use crate::words;

/// A table of a front matter, whose every key is known.
pub(super) struct Front<'a, 'r> {
    table: &'a Table,
    what: &'static str,
    start: Span,
    report: &'r mut Report,
}

impl<'a, 'r> Front<'a, 'r> {
    /// Opens a table; keys that are not in `known` are errors with a did-you-mean.
    pub(super) fn open(node: &'a Node, what: &'static str, known: &[&str], report: &'r mut Report) -> Option<Self> {
        let Some(table) = node.table() else {
            report.push(bad(format!("{what} is a table, not {}", node.kind.noun()), node.span, "expected a table"));
            return None;
        };
        for entry in table.entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let message = words::unknown("key", &entry.key, known.iter().copied());
            report.push(bad(message, entry.key_span, format!("not a key of {what}")));
        }
        Some(Self { table, what, start: node.span.within(0, 0), report })
    }

    pub(super) fn report(&mut self) -> &mut Report {
        self.report
    }

    pub(super) fn node(&self, key: &str) -> Option<&'a Node> {
        self.table.get(key)
    }

    fn expected<T>(&mut self, key: &str, node: &Node, found: Option<T>, expected: &str) -> Option<T> {
        if found.is_none() {
            let message = format!("`{key}` is {}, but {expected} is expected", node.kind.noun());
            self.report.push(bad(message, node.span, format!("expected {expected}")));
        }
        found
    }

    pub(super) fn text(&mut self, key: &str) -> Option<(&'a str, Span)> {
        let node = self.table.get(key)?;
        self.expected(key, node, node.text(), "text").map(|text| (text, node.span))
    }

    /// A text that cannot be left out.
    pub(super) fn required_text(&mut self, key: &str, example: &str) -> Option<(&'a str, Span)> {
        if self.table.get(key).is_none() {
            let found = bad(format!("{} needs `{key}`", self.what), self.start, format!("has no `{key}`"));
            self.report.push(found.hint(format!("add `{example}`")));
        }
        self.text(key).filter(|(text, _)| !text.is_empty())
    }

    pub(super) fn texts(&mut self, key: &str) -> Vec<(&'a str, Span)> {
        let Some(node) = self.table.get(key) else { return Vec::new() };
        let items = match &node.kind {
            NodeKind::List(items) => Some(items),
            _ => None,
        };
        let items = self.expected(key, node, items, "a list of texts").map_or(&[][..], Vec::as_slice);
        let mut texts = Vec::new();
        for item in items {
            texts.extend(self.expected(key, item, item.text(), "a list of texts").map(|text| (text, item.span)));
        }
        texts
    }

    pub(super) fn table(&mut self, key: &str) -> Option<&'a Table> {
        let node = self.table.get(key)?;
        self.expected(key, node, node.table(), "a table")
    }

    /// One of a few words; the default where the key is absent.
    pub(super) fn one_of<T: Copy + Default>(&mut self, key: &str, values: &[(&str, T)]) -> T {
        let Some((text, span)) = self.text(key) else { return T::default() };
        if let Some((_, value)) = values.iter().find(|(name, _)| *name == text) {
            return *value;
        }
        let known = words::quoted(values.iter().map(|(name, _)| name));
        let message = words::unknown(key, text, values.iter().map(|(name, _)| *name));
        self.report.push(bad(message, span, format!("expected {}", words::list(&known, "or"))));
        T::default()
    }

    /// A name with its exact version.
    pub(super) fn pin(&mut self, text: &str, span: Span) -> Option<Pin> {
        match Pin::parse(text, Some(span)) {
            Some(pin) if pin.pack.is_none() => Some(pin),
            Some(pin) => {
                let found = bad("a template takes nothing from another pack", span, "names another pack");
                let hint = format!("copy `{}` into this pack and write `{0}`: a pack is whole in itself", pin.bare());
                self.report.push(found.hint(hint));
                None
            }
            None => {
                let found = bad("expected a name and one exact version", span, "not a pin");
                self.report.push(found.hint("write it as `letter@1.0.0`"));
                None
            }
        }
    }
}
