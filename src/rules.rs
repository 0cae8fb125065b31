//! Legal data with dated editions: wordings, periods, fees, and how far each can be relied on.

pub mod applied;
mod check;
mod read;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;

use crate::digest;
use crate::facts::{Node, NodeKind};
use crate::span::Span;

pub use applied::{Applied, Dates};
pub use check::Check;
pub(crate) use read::bad_rule;
pub use read::read;

/// One legal datum.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The id: `us.28-usc-1746`.
    pub id: String,
    /// How it is cited: `28 U.S.C. § 1746`.
    pub citation: String,
    /// Whose law it is.
    pub jurisdiction: String,
    /// The date that picks the edition.
    pub date_by: DateBy,
    /// The editions, oldest first; at least one.
    pub editions: Vec<Edition>,
}

/// Which date picks the edition of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateBy {
    /// The day on which the paper is signed.
    Execution,
    /// The day on which a decision or notice was served.
    Service,
    /// The date of the paper.
    Paper,
}

/// What a rule says from one day on.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The first day.
    pub from: Date,
    /// Whether it is law.
    pub status: Status,
    /// Whether it was read in the primary text.
    pub verified: bool,
    /// Where it was read.
    pub source: String,
    /// What else a reader of the rule should know.
    pub note: Option<String>,
    /// Wordings by name: `inside_us`.
    pub texts: BTreeMap<String, String>,
    /// A period, fee or other figure; its form is the business of who reads it.
    pub value: Option<Node>,
    /// Of a disputed edition, what each side says; the protective one first.
    pub positions: Vec<Position>,
    /// Where it is written.
    pub span: Span,
}

/// Whether an edition is law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is.
    InForce,
    /// It is disputed which of several positions is.
    Disputed,
    /// A court has set it aside.
    Vacated,
    /// It is only proposed.
    Proposed,
    /// Its maker has taken it back.
    Rescinded,
}

/// One side of a dispute about a rule.
#[derive(Clone, Debug)]
pub struct Position {
    /// Who holds it, or what follows from it, in a few words.
    pub name: String,
    /// The figure under it.
    pub value: Option<Node>,
    /// Wordings under it.
    pub texts: BTreeMap<String, String>,
    /// Where it was read.
    pub source: String,
    /// Whether that is the primary text.
    pub verified: bool,
}

impl Status {
    /// The statuses by the word that files use.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("in-force", Self::InForce),
        ("disputed", Self::Disputed),
        ("vacated", Self::Vacated),
        ("proposed", Self::Proposed),
        ("rescinded", Self::Rescinded),
    ];

    /// The word that files use.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.into_iter().find(|(_, status)| *status == self).map_or("", |(word, _)| word)
    }
}

impl Rule {
    /// The edition of a day; none when the day lies before the first.
    #[must_use]
    pub fn edition(&self, on: Date) -> Option<&Edition> {
        self.editions.iter().rev().find(|edition| edition.from <= on)
    }
}

impl Edition {
    /// Whether all of it was read in the primary text: the edition, the positions, and what its value says of its
    /// parts.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.verified
            && self.positions.iter().all(|position| position.verified)
            && self.value.as_ref().is_none_or(|value| !doubts(value))
    }

    /// The SHA-256 of what a paper takes from the edition: the rule's citation, its wordings, value and positions.
    /// Status, source and checks may be amended without it.
    #[must_use]
    pub fn hash(&self, citation: &str) -> String {
        let mut text = format!("citation {citation:?}\nfrom {}\n", self.from);
        said(&mut text, &self.texts, self.value.as_ref());
        for position in &self.positions {
            let _ = writeln!(text, "position {:?}", position.name);
            said(&mut text, &position.texts, position.value.as_ref());
        }
        digest::hex(text.as_bytes())
    }
}

/// Whether a part of a value says that nobody has verified it.
fn doubts(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Table(table) => table.entries.iter().any(|entry| {
            (entry.key == "verified" && entry.value.kind == NodeKind::Bool(false)) || doubts(&entry.value)
        }),
        NodeKind::List(items) => items.iter().any(doubts),
        _ => false,
    }
}

fn said(text: &mut String, texts: &BTreeMap<String, String>, value: Option<&Node>) {
    for (name, wording) in texts {
        let _ = writeln!(text, "text {name:?} {wording:?}");
    }
    if let Some(value) = value {
        text.push_str("value ");
        canonical(text, value);
        text.push('\n');
    }
}

/// A value in one spelling, whatever order and spacing the file has.
fn canonical(text: &mut String, node: &Node) {
    let _ = match &node.kind {
        NodeKind::Text(words) => write!(text, "{words:?}"),
        NodeKind::Integer(number) => write!(text, "{number}"),
        NodeKind::Float(number) => write!(text, "{number:?}"),
        NodeKind::Bool(answer) => write!(text, "{answer}"),
        NodeKind::Date(date) => write!(text, "{date}"),
        NodeKind::List(items) => {
            text.push('[');
            for item in items {
                canonical(text, item);
                text.push(',');
            }
            write!(text, "]")
        }
        NodeKind::Table(table) => {
            let mut entries: Vec<_> = table.entries.iter().collect();
            entries.sort_by(|one, other| one.key.cmp(&other.key));
            text.push('{');
            for entry in entries {
                let _ = write!(text, "{:?}:", entry.key);
                canonical(text, &entry.value);
                text.push(',');
            }
            write!(text, "}}")
        }
    };
}
