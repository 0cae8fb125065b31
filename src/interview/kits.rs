//! `kits.toml`: which kits were made of a matter's papers, so that their answers are known when they come back.

use crate::diag::{Code, Diagnostic, Pass, Report, Severity};
use crate::facts::{self, keys::Keys};
use crate::source::Sources;
use crate::span::Span;

/// The name of the file in the matter.
pub const FILE: &str = "kits.toml";

/// The digits of a kit's id.
pub const ID: usize = 32;

/// What the file says of itself, for whoever opens it.
const HEAD: &str = "# The kits that `affiant kit` made of this matter's papers. `affiant import` takes answers only from these: a kit whose\n# table is taken out can no longer be imported.\n";

/// The keys of a kit's table.
const KEYS: [&str; 7] = ["id", "draft", "template", "language", "key", "items", "made"];

/// New items of lists are counted from so many for each kit, that no two kits, and no other face, give one id twice.
const ROOM: i64 = 100;

/// Answers that are not encrypted, as `key` says it.
const PLAIN: &str = "plain";

/// One kit, as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kit {
    /// 128 random bits as 32 digits of base 16, small letters.
    pub id: String,
    /// The draft that it asks for.
    pub draft: String,
    /// The template and its version, `support-letter@1.0.0`.
    pub template: String,
    /// The language that it opens in.
    pub language: String,
    /// The id of the key that its answers are encrypted to; none for plain ones.
    pub key: Option<String>,
    /// The first number for the ids of the items that its writer adds to lists: `e101`.
    pub items: i64,
    /// The day on which it was made, `2026-11-20`.
    pub made: String,
}

/// Reads the kits of a matter from the bytes of its file. What is no kit is said, and left out.
pub fn read(sources: &mut Sources, bytes: &[u8]) -> Pass<Vec<Kit>> {
    let mut report = Report::default();
    let node = facts::read(sources, FILE, bytes).take(&mut report);
    let Some(node) = node.filter(|_| !report.has(Severity::Error)) else { return Pass::new(Vec::new(), report) };
    let Some(keys) = Keys::open(&node, "a list of kits", &["kit"], &mut report) else {
        return Pass::new(Vec::new(), report);
    };
    let tables = keys.tables("kit", &mut report);
    let kits = tables.iter().filter_map(|table| one(Keys::open(table, "a kit", &KEYS, &mut report)?, &mut report));
    Pass::new(kits.collect(), report)
}

fn one(keys: Keys<'_>, report: &mut Report) -> Option<Kit> {
    for key in KEYS.into_iter().filter(|key| *key != "items") {
        keys.require(key, "a kit", "", report);
    }
    let (id, at) = keys.text("id", report)?;
    if !is_id(id) {
        report.push(no_id(at));
        return None;
    }
    let mut text = |key: &str| keys.text(key, report).map(|(text, _)| text.to_owned());
    let (draft, template, language, key) = (text("draft")?, text("template")?, text("language")?, text("key")?);
    let items = if keys.node("items").is_some() { keys.integer("items", report)?.0 } else { next_items(&[]) };
    let (made, _) = keys.date("made", report)?;
    let key = Some(key).filter(|key| key != PLAIN);
    Some(Kit { id: id.to_owned(), draft, template, language, key, items, made: made.to_string() })
}

/// Whether a text is the id of a kit.
#[must_use]
pub fn is_id(text: &str) -> bool {
    text.len() == ID && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The first number for the items of the next kit.
#[must_use]
pub fn next_items(kits: &[Kit]) -> i64 {
    kits.iter().map(|kit| kit.items).max().unwrap_or(1).saturating_add(ROOM)
}

/// The file's text with one more kit at its end; what stands there stays as it is.
#[must_use]
pub fn with(text: &str, kit: &Kit) -> String {
    let head = if text.trim().is_empty() { HEAD } else { text.trim_end() };
    let quoted = |text: &str| facts::NodeKind::Text(text.to_owned());
    let line = |key: &str, value: &str| {
        let node = facts::Node { kind: quoted(value), span: Span::new(crate::span::SourceId(u32::MAX), 0, 0) };
        format!("{key:<8} = {}\n", node.inline())
    };
    format!(
        "{}\n\n[[kit]]\n{}{}{}{}{}{:<8} = {}\n{:<8} = {}\n",
        head.trim_end(),
        line("id", &kit.id),
        line("draft", &kit.draft),
        line("template", &kit.template),
        line("language", &kit.language),
        line("key", kit.key.as_deref().unwrap_or(PLAIN)),
        "items",
        kit.items,
        "made",
        kit.made,
    )
}

fn no_id(at: Span) -> Diagnostic {
    Diagnostic::new(Code::BadFormat, "the `id` of a kit has 32 digits of base 16")
        .at(at, "no such id")
        .hint("take the table out, and make the kit again with `affiant kit`")
}
