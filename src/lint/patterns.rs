//! The words that lints look for, read from `patterns.toml` once.

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

use crate::diag::Report;
use crate::facts::{self, Node, NodeKind};
use crate::span::SourceId;

/// The patterns as data.
const PATTERNS: &str = include_str!("patterns.toml");

/// Words to look for.
#[derive(Debug)]
pub struct Pattern {
    /// What they do, or what they are, as the message goes on.
    pub what: String,
    /// What to write instead.
    pub instead: String,
    /// The parts of a declaration that they are looked for in.
    parts: Vec<String>,
    words: Vec<Regex>,
}

impl Pattern {
    /// Whether it is looked for in this part of a declaration.
    pub fn is_for(&self, part: &str) -> bool {
        self.parts.iter().any(|known| known == part)
    }

    /// Where the words first stand.
    pub fn found(&self, text: &str) -> Option<Range<usize>> {
        self.words.iter().filter_map(|words| words.find(text)).map(|found| found.range()).min_by_key(|at| at.start)
    }

    /// Everywhere that they stand, without overlaps.
    pub fn all(&self, text: &str) -> Vec<Range<usize>> {
        let mut all: Vec<Range<usize>> =
            self.words.iter().flat_map(|words| words.find_iter(text)).map(|found| found.range()).collect();
        all.sort_by_key(|at| (at.start, std::cmp::Reverse(at.end)));
        let mut until = 0;
        all.retain(|at| {
            let apart = at.start >= until;
            until = until.max(at.end);
            apart
        });
        all
    }
}

/// What a question should not say.
pub fn questions() -> &'static [Pattern] {
    static QUESTIONS: OnceLock<Vec<Pattern>> = OnceLock::new();
    QUESTIONS.get_or_init(|| read("question"))
}

/// What a body should not say by itself.
pub fn wordings() -> &'static [Pattern] {
    static WORDINGS: OnceLock<Vec<Pattern>> = OnceLock::new();
    WORDINGS.get_or_init(|| read("wording"))
}

fn read(kind: &str) -> Vec<Pattern> {
    let root = facts::read_toml(SourceId(u32::MAX), PATTERNS, 0).take(&mut Report::default());
    let items = root.as_ref().and_then(|root| root.at(kind)).and_then(Node::list).unwrap_or_default();
    let text = |node: &Node, key: &str| node.at(key).and_then(Node::text).unwrap_or_default().to_owned();
    let texts = |node: &Node, key: &str| -> Vec<String> {
        match node.at(key).map(|node| &node.kind) {
            Some(NodeKind::List(items)) => items.iter().filter_map(|item| Some(item.text()?.to_owned())).collect(),
            _ => Vec::new(),
        }
    };
    let pattern = |node: &Node| Pattern {
        what: text(node, "what"),
        instead: text(node, "instead"),
        parts: texts(node, "in"),
        words: texts(node, "words").iter().filter_map(|words| compiled(words)).collect(),
    };
    items.iter().map(pattern).collect()
}

/// Every expression of `patterns.toml` compiles: a test says so.
fn compiled(words: &str) -> Option<Regex> {
    RegexBuilder::new(words).case_insensitive(true).build().ok()
}
