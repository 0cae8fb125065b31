//! What the files say, as a tree in which every value knows its place.

pub mod characters;
mod duplicates;
mod json;
pub mod keys;
pub mod limits;
mod merge;
mod read;
mod reader;
mod report;
mod set;
mod slips;
mod spell;
mod toml;

use std::collections::HashMap;

use crate::span::Span;

pub use merge::merge;
pub use read::{read, read_toml};
pub use set::set;

/// A value as a file says it, before any field has asked for a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The place of the value.
    pub span: Span,
    /// The value.
    pub kind: NodeKind,
}

/// The kinds of value that TOML and JSON can say.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A string.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// True or false.
    Bool(bool),
    /// A TOML date or time, as it was written.
    Date(String),
    /// An array.
    List(Vec<Node>),
    /// A table; also JSON's object.
    Table(Table),
}

impl NodeKind {
    /// The kind in words, for "expected a date, found …".
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number with a fraction",
            Self::Bool(_) => "true or false",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// A table, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The entries; no two have the same key.
    pub entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The place of the key.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Table {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

impl Node {
    /// An empty table at a place.
    #[must_use]
    pub fn empty(span: Span) -> Self {
        Self { span, kind: NodeKind::Table(Table::default()) }
    }

    /// The table, if this is one.
    #[must_use]
    pub fn table(&self) -> Option<&Table> {
        match &self.kind {
            NodeKind::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The text, if this is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if this is a list.
    #[must_use]
    pub fn list(&self) -> Option<&[Node]> {
        match &self.kind {
            NodeKind::List(items) => Some(items),
            _ => None,
        }
    }

    /// Whether two nodes say the same, wherever they say it.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (NodeKind::List(a), NodeKind::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.says_the_same(b))
            }
            (NodeKind::Table(a), NodeKind::Table(b)) => {
                let other: HashMap<&str, &Node> =
                    b.entries.iter().map(|entry| (entry.key.as_str(), &entry.value)).collect();
                let same =
                    |entry: &Entry| other.get(entry.key.as_str()).is_some_and(|other| entry.value.says_the_same(other));
                a.entries.len() == b.entries.len() && a.entries.iter().all(same)
            }
            (NodeKind::Text(a) | NodeKind::Date(a), NodeKind::Text(b) | NodeKind::Date(b)) => a == b,
            (a, b) => a == b,
        }
    }

    /// The value at a dotted path of keys, such as `people.ada.name`.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Node> {
        path.split('.').try_fold(self, |node, key| node.table()?.get(key))
    }

    /// The deepest entry on the way to a dotted path that the file has: where to say that the rest is missing.
    #[must_use]
    pub fn nearest(&self, path: &str) -> Option<&Entry> {
        let mut node = self;
        let mut found = None;
        for key in path.split('.') {
            let Some(entry) = node.table().and_then(|table| table.entry(key)) else { break };
            found = Some(entry);
            node = &entry.value;
        }
        found
    }
}
