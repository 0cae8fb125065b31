//! Drawing up the ledger from what a pack has.

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item, Table, value};

use crate::pack::{Kind, Pack};
use crate::source::Sources;
use crate::template::Pin;

const HEAD: &str = "\
# The ledger of this pack: the state of every version, who has reviewed it, and the SHA-256 of its files.
# `inputs` decide how a paper comes out and never change once a version is released; what is under `beside` (sample,
# cases, golden text, questions) may be amended. An edition's hash covers what papers take from it.
";

/// The text of the ledger for what the pack has now: states, reviews and checks are kept, what is new is released, and
/// every hash is taken anew. None when the ledger that is there is no TOML.
#[must_use]
pub fn record(pack: &Pack<'_>, ledger: &str) -> Option<String> {
    let old: DocumentMut = ledger.parse().ok()?;
    let mut new = DocumentMut::new();
    new.decor_mut().set_prefix(HEAD);
    new.insert("version", value(1));
    for kind in Kind::ALL {
        for listed in pack.listed(kind) {
            for version in listed.versions {
                let pin = Pin::new(listed.name.clone(), version);
                let name = pin.to_string();
                let kept = old.get(kind.word()).and_then(|kind| kind.get(&name)).and_then(Item::as_table);
                section(&mut new, kind.word())?
                    .insert(name.as_str(), Item::Table(version_table(pack, kind, &pin, kept)));
            }
        }
    }
    let mut sources = Sources::default();
    for id in pack.rules() {
        let Some(rule) = pack.rule(&mut sources, &id, None).output else { continue };
        let mut editions = Table::new();
        editions.set_implicit(true);
        for edition in &rule.editions {
            let from = edition.from.to_string();
            let kept = old.get("rule").and_then(|rules| rules.get(&id)?.get(&from)?.as_table());
            let mut table = kept.cloned().unwrap_or_default();
            table.insert("sha256", value(edition.hash(&rule.citation)));
            editions.insert(&from, Item::Table(placeless(table)));
        }
        section(&mut new, "rule")?.insert(&id, Item::Table(editions));
    }
    Some(new.to_string())
}

fn section<'d>(document: &'d mut DocumentMut, name: &str) -> Option<&'d mut Table> {
    let section = document.entry(name).or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    section.as_table_mut()
}

fn version_table(pack: &Pack<'_>, kind: Kind, pin: &Pin, kept: Option<&Table>) -> Table {
    let mut table = placeless(kept.cloned().unwrap_or_default());
    if !table.contains_key("status") {
        table.insert("status", value("released"));
    }
    table.insert("inputs", hashes(&pack.own_inputs(kind, pin)));
    let beside = pack.beside(kind, pin);
    if beside.is_empty() {
        table.remove("beside");
    } else {
        table.insert("beside", hashes(&beside));
    }
    table
}

/// The table without the places that its parts had in the old file.
fn placeless(mut table: Table) -> Table {
    table.set_position(None);
    table
}

fn hashes(hashes: &BTreeMap<String, String>) -> Item {
    let mut table = Table::new();
    for (name, hash) in hashes {
        table.insert(name, value(hash.as_str()));
    }
    Item::Table(table)
}
