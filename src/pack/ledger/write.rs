//! Changing the text of a ledger in one place at a time: comments, order and all else in it stay as they are.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use toml_edit::{ArrayOfTables, Datetime, DocumentMut, InlineTable, Item, Table, Value, value};

use crate::pack::Kind;
use crate::template::Pin;

use super::{Check, Review};

/// What opens a new ledger.
const HEAD: &str = "\
# The ledger of this pack: the state of every version, who has reviewed it, and the SHA-256 of its files.
# `inputs` decide how a paper comes out and never change once a version is released; what is under `beside` (sample,
# cases, golden text, questions) may be amended. `rules` are the editions that a version was released with. An edition's
# hash covers what papers take from it. `affiant template` writes this file; keep it in git with the pack.
";

/// The text of a ledger that is being changed.
#[derive(Clone, Debug)]
pub struct LedgerText {
    document: DocumentMut,
}

/// What a ledger keeps of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The day.
    pub on: Date,
    /// How big the step from the version before is; none for the first.
    pub bump: Option<&'static str>,
    /// Why it is only a patch.
    pub patch_because: Option<String>,
    /// The SHA-256 of the rendering inputs, by file name.
    pub inputs: BTreeMap<String, String>,
    /// The SHA-256 of the files that may be amended.
    pub beside: BTreeMap<String, String>,
    /// The editions of the rules that it reads: their first day and hash, by rule.
    pub rules: BTreeMap<String, String>,
    /// Whether the review that was recorded of the draft was of other bytes, and so is none of this.
    pub review_is_void: bool,
}

impl LedgerText {
    /// The text of a ledger that lists nothing yet.
    #[must_use]
    pub fn empty() -> String {
        Self::parse("").map_or_else(String::new, |text| text.to_string())
    }

    /// The text as it is, or the beginning of a new ledger where there is none; nothing for what is no TOML.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut document: DocumentMut = text.parse().ok()?;
        if document.is_empty() {
            document.decor_mut().set_prefix(HEAD);
            document.insert("version", value(1));
        }
        Some(Self { document })
    }

    /// Records a release. The editions that the pack's rules have get their own entries if they have none yet.
    pub fn release(&mut self, kind: Kind, pin: &Pin, release: &Release) {
        let Some(table) = self.version(kind, pin) else { return };
        set(table, "status", "released");
        set(table, "released", date(release.on));
        if let Some(bump) = release.bump {
            set(table, "bump", bump);
        }
        if let Some(because) = &release.patch_because {
            set(table, "patch_because", because.as_str());
        }
        if release.review_is_void {
            table.remove("reviewed");
        }
        put_hashes(table, "inputs", &release.inputs);
        put_hashes(table, "beside", &release.beside);
        put_hashes(table, "rules", &release.rules);
        for (rule, line) in &release.rules {
            if let Some((from, hash)) = line.split_once(' ') {
                self.edition(rule, from, hash);
            }
        }
    }

    /// Records a review. Of a draft, `inputs` says of which bytes; a released version has them already.
    pub fn review(&mut self, kind: Kind, pin: &Pin, review: &Review, inputs: Option<&BTreeMap<String, String>>) {
        let Some(table) = self.version(kind, pin) else { return };
        set(table, "reviewed", reviewed(review));
        if let Some(inputs) = inputs {
            put_hashes(table, "inputs", inputs);
        }
    }

    /// Records that a version was taken back.
    pub fn withdraw(&mut self, kind: Kind, pin: &Pin, because: &str, instead: Option<&str>, on: Date) {
        let Some(table) = self.version(kind, pin) else { return };
        set(table, "status", "withdrawn");
        set(table, "because", because);
        match instead {
            Some(instead) => set(table, "instead", instead),
            None => drop(table.remove("instead")),
        }
        set(table, "withdrawn", date(on));
    }

    /// Records that the files beside the inputs of a released version were amended.
    pub fn amend(&mut self, kind: Kind, pin: &Pin, beside: &BTreeMap<String, String>, on: Date) {
        let Some(table) = self.version(kind, pin) else { return };
        set(table, "amended", date(on));
        self.beside(kind, pin, beside);
    }

    /// Records the files beside the inputs of a version.
    pub(super) fn beside(&mut self, kind: Kind, pin: &Pin, beside: &BTreeMap<String, String>) {
        if let Some(table) = self.version(kind, pin) {
            put_hashes(table, "beside", beside);
        }
    }

    /// Keeps why they were amended.
    pub fn amended_because(&mut self, kind: Kind, pin: &Pin, because: &str) {
        if let Some(table) = self.version(kind, pin) {
            set(table, "amended_because", because);
        }
    }

    /// Lists an edition of a rule with its hash; one that is listed keeps what it has.
    pub fn edition(&mut self, rule: &str, from: &str, hash: &str) {
        if let Some(edition) = self.edition_table(rule, from) {
            edition.entry("sha256").or_insert_with(|| value(hash));
        }
    }

    /// Adds a check of an edition.
    pub fn check(&mut self, rule: &str, from: Date, check: &Check) {
        let Some(edition) = self.edition_table(rule, &from.to_string()) else { return };
        let hash = check.hash.as_deref().map(|hash| ("sha256", Value::from(hash)));
        let entries =
            [("on", date(check.on)), ("by", Value::from(&*check.by)), ("source", Value::from(&*check.source))];
        let entries = entries.into_iter().chain(hash);
        match edition.entry("check").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new())) {
            Item::ArrayOfTables(checks) => {
                checks.push(entries.map(|(key, value)| (key, Item::Value(value))).collect());
            }
            Item::Value(Value::Array(checks)) => checks.push(entries.collect::<InlineTable>()),
            _ => {}
        }
    }

    /// The table of a version; a new one stands in the order of the names.
    fn version(&mut self, kind: Kind, pin: &Pin) -> Option<&mut Table> {
        let section = section(self.document.as_table_mut(), kind.word())?;
        let name = pin.bare();
        if !section.contains_key(&name) {
            let mut table = Table::new();
            table.insert("status", value("draft"));
            section.insert(&name, Item::Table(table));
            section.sort_values();
        }
        section.get_mut(&name)?.as_table_mut()
    }

    fn edition_table(&mut self, rule: &str, from: &str) -> Option<&mut Table> {
        let rules = section(self.document.as_table_mut(), "rule")?;
        let new = !rules.contains_key(rule);
        section(rules, rule)?;
        if new {
            rules.sort_values();
        }
        let editions = section(rules, rule)?;
        if !editions.contains_key(from) {
            editions.insert(from, Item::Table(Table::new()));
            editions.sort_values();
        }
        editions.get_mut(from)?.as_table_mut()
    }
}

impl fmt::Display for LedgerText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.document.fmt(f)
    }
}

/// A table that only holds others, and has no header of its own.
fn section<'d>(parent: &'d mut Table, name: &str) -> Option<&'d mut Table> {
    let section = parent.entry(name).or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    section.as_table_mut()
}

/// Sets a value; what is written behind the one that it replaces stays.
fn set(table: &mut Table, key: &str, new: impl Into<Value>) {
    let mut new = new.into();
    if let Some(old) = table.get(key).and_then(Item::as_value) {
        *new.decor_mut() = old.decor().clone();
    }
    table.insert(key, Item::Value(new));
}

/// Puts hashes under a key, in place of those that are there; none take the key away.
fn put_hashes(table: &mut Table, key: &str, hashes: &BTreeMap<String, String>) {
    if hashes.is_empty() {
        table.remove(key);
        return;
    }
    let mut inner = Table::new();
    if let Some(old) = table.get(key).and_then(Item::as_table) {
        inner.set_position(old.position());
        *inner.decor_mut() = old.decor().clone();
    }
    for (name, hash) in hashes {
        inner.insert(name, value(hash.as_str()));
    }
    table.insert(key, Item::Table(inner));
}

fn reviewed(review: &Review) -> InlineTable {
    let mut table = InlineTable::new();
    table.insert("by", review.by.as_str().into());
    table.insert("on", date(review.on));
    if let Some(next) = review.next {
        table.insert("next", date(next));
    }
    table
}

/// A date as TOML has it.
fn date(on: Date) -> Value {
    on.to_string().parse::<Datetime>().map_or_else(|_| Value::from(on.to_string()), Value::from)
}
