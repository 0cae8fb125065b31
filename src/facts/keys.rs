//! Reading a table whose keys are fixed, and saying what does not fit.

use jiff::civil::Date;

use super::{Entry, Node, NodeKind, Table};
use crate::diag::{Code, Diagnostic, Report};
use crate::span::Span;
use crate::value::PaperDate;
use crate::words;

/// A table of which every key is known.
#[derive(Clone, Copy, Debug)]
pub struct Keys<'a> {
    table: &'a Table,
    at: Span,
}

impl<'a> Keys<'a> {
    /// Opens a node that must be a table, and warns of every key that is not in `known`.
    pub fn open(node: &'a Node, what: &str, known: &[&str], report: &mut Report) -> Option<Self> {
        let Some(table) = node.table() else {
            report.push(wrong_type(what, node, "a table"));
            return None;
        };
        for entry in table.entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            report.push(unknown_key(what, entry, known));
        }
        Some(Self { table, at: node.span })
    }

    /// Where the table is written.
    #[must_use]
    pub fn span(&self) -> Span {
        self.at
    }

    /// The line that opens the table, or the point where it begins when its place is all of it.
    fn head(&self) -> Span {
        let holds = |entry: &Entry| self.at.start <= entry.key_span.start && entry.value.span.end <= self.at.end;
        if self.table.entries.last().is_none_or(holds) { self.at.within(0, 0) } else { self.at }
    }

    /// The value of a key, whatever it is.
    #[must_use]
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        self.table.get(key)
    }

    /// Says that a key is missing, unless it is there.
    pub fn require(&self, key: &str, what: &str, hint: &str, report: &mut Report) {
        if self.table.get(key).is_none() {
            let found = missing_key(key, what, self.head());
            report.push(if hint.is_empty() { found } else { found.hint(hint) });
        }
    }

    /// Text.
    pub fn text(&self, key: &str, report: &mut Report) -> Option<(&'a str, Span)> {
        let node = self.table.get(key)?;
        wanted(key, node, node.text(), "text", report).map(|text| (text, node.span))
    }

    /// A whole number.
    pub fn integer(&self, key: &str, report: &mut Report) -> Option<(i64, Span)> {
        let node = self.table.get(key)?;
        let number = match node.kind {
            NodeKind::Integer(number) => Some(number),
            _ => None,
        };
        wanted(key, node, number, "a whole number", report).map(|number| (number, node.span))
    }

    /// True or false.
    pub fn yes_no(&self, key: &str, report: &mut Report) -> Option<bool> {
        let node = self.table.get(key)?;
        let answer = match node.kind {
            NodeKind::Bool(answer) => Some(answer),
            _ => None,
        };
        wanted(key, node, answer, "`true` or `false`", report)
    }

    /// A date known to the day.
    pub fn date(&self, key: &str, report: &mut Report) -> Option<(Date, Span)> {
        let node = self.table.get(key)?;
        let day = match &node.kind {
            NodeKind::Date(text) | NodeKind::Text(text) => PaperDate::one_day(text),
            _ => None,
        };
        wanted(key, node, day, "a day such as `2026-11-20`", report).map(|day| (day, node.span))
    }

    /// A list of texts; what is no text is said and left out.
    pub fn texts(&self, key: &str, report: &mut Report) -> Vec<(&'a str, Span)> {
        let Some(node) = self.table.get(key) else { return Vec::new() };
        let NodeKind::List(items) = &node.kind else {
            report.push(wrong_type(&format!("`{key}`"), node, "a list of texts"));
            return Vec::new();
        };
        let texts = items
            .iter()
            .map(|item| wanted(key, item, item.text(), "a list of texts", report).map(|text| (text, item.span)));
        texts.flatten().collect()
    }

    /// A list of tables, such as `[[draft]]` makes; the items may still be anything.
    pub fn tables(&self, key: &str, report: &mut Report) -> &'a [Node] {
        let Some(node) = self.table.get(key) else { return &[] };
        if let NodeKind::List(items) = &node.kind {
            return items;
        }
        report.push(wrong_type(&format!("`{key}`"), node, &format!("a list of tables, each opened by `[[{key}]]`")));
        &[]
    }

    /// The entries of a table under a key, in the order of the file.
    pub fn entries(&self, key: &str, report: &mut Report) -> &'a [Entry] {
        let Some(node) = self.table.get(key) else { return &[] };
        wanted(key, node, node.table(), "a table", report).map_or(&[], |table| &table.entries)
    }
}

fn wanted<T>(key: &str, node: &Node, value: Option<T>, wanted: &str, report: &mut Report) -> Option<T> {
    if value.is_none() {
        report.push(wrong_type(&format!("`{key}`"), node, wanted));
    }
    value
}

/// A value of another kind than the one that is wanted.
fn wrong_type(what: &str, node: &Node, wanted: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongType, format!("{what} is {}, but {wanted} is wanted", node.kind.noun()))
        .at(node.span, format!("{wanted} is wanted here"))
}

/// A key that nothing reads.
fn unknown_key(what: &str, entry: &Entry, known: &[&str]) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownKey, format!("{what} has no key `{}`", entry.key))
        .at(entry.key_span, "nothing reads this");
    match words::nearest(&entry.key, known.iter().copied()) {
        Some(near) => found.hint(format!("did you mean `{near}`?")),
        None => found.hint(format!("it may have {}", words::list(&words::quoted(known), "and"))),
    }
}

/// A key that cannot be left out.
fn missing_key(key: &str, what: &str, at: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, format!("{what} needs `{key}`")).at(at, format!("has no `{key}`"))
}
