//! Writing `affiant.lock`: sorted, stable, and nothing touched that is there already.

use toml_edit::{DocumentMut, InlineTable, Item, Table, value};

use super::read::FORM;
use super::{Lock, LockEntry};

const HEAD: &str =
    "# What each paper of this matter was built from. affiant writes this file; keep it in git with the facts.\n";

impl Lock {
    /// The text of the lock with a draft that it does not have yet, or with the rules that a draft in it did not have
    /// yet (a deadline's, say, once its date is known); none when there is nothing to add.
    #[must_use]
    pub fn with(&self, draft: &str, entry: &LockEntry) -> Option<String> {
        let mut document: DocumentMut = self.text.parse().ok()?;
        let known = self.entry(draft);
        if known.is_some_and(|known| entry.rules.keys().all(|rule| known.rules.contains_key(rule))) {
            return None;
        }
        if self.text.trim().is_empty() {
            document.decor_mut().set_prefix(HEAD);
            document.insert("version", value(FORM));
        }
        let drafts = document.entry("draft").or_insert_with(|| Item::Table(implicit())).as_table_mut()?;
        match drafts.get_mut(draft).and_then(Item::as_table_mut) {
            Some(table) => {
                let rules = table.entry("rules").or_insert_with(|| Item::Table(Table::new())).as_table_mut()?;
                for (rule, edition) in &entry.rules {
                    rules.entry(rule).or_insert_with(|| value(edition.as_str()));
                }
                rules.sort_values();
            }
            None => {
                drafts.insert(draft, Item::Table(table(entry)));
            }
        }
        Some(in_order(document))
    }

    /// The text of the lock with another entry for a draft that it has, but the date of its last final; without the
    /// draft where there is no entry. None when the lock does not have the draft.
    #[must_use]
    pub fn upgraded(&self, draft: &str, entry: Option<&LockEntry>) -> Option<String> {
        let mut document: DocumentMut = self.text.parse().ok()?;
        let known = self.entry(draft)?;
        let drafts = document.get_mut("draft")?.as_table_mut()?;
        match entry {
            Some(entry) => {
                let entry = LockEntry { last_final: known.last_final.clone(), ..entry.clone() };
                drafts.insert(draft, Item::Table(table(&entry)));
            }
            None => drop(drafts.remove(draft)),
        }
        Some(in_order(document))
    }

    /// The text of the lock with the date of a draft's last final; none when the draft is not in it.
    #[must_use]
    pub fn with_final(&self, draft: &str, date: &str) -> Option<String> {
        let mut document: DocumentMut = self.text.parse().ok()?;
        let table = document.get_mut("draft")?.get_mut(draft)?.as_table_mut()?;
        table.insert("last_final", value(date));
        Some(document.to_string())
    }
}

fn table(entry: &LockEntry) -> Table {
    let mut table = Table::new();
    table.insert("affiant", value(entry.affiant.as_str()));
    table.insert("template", value(entry.template.as_str()));
    if let Some(pack) = &entry.pack {
        let parts = [("git", &pack.git), ("commit", &pack.commit), ("sha256", &pack.sha256)];
        table.insert("pack", value(parts.into_iter().collect::<InlineTable>()));
    }
    if let Some(date) = &entry.last_final {
        table.insert("last_final", value(date.as_str()));
    }
    for (key, hashes) in [("inputs", &entry.inputs), ("rules", &entry.rules)] {
        let mut inner = Table::new();
        for (name, hash) in hashes {
            inner.insert(name, value(hash.as_str()));
        }
        table.insert(key, Item::Table(inner));
    }
    table
}

fn implicit() -> Table {
    let mut table = Table::new();
    table.set_implicit(true);
    table
}

/// The document with its drafts in the order of their ids, whatever order they came in.
fn in_order(mut document: DocumentMut) -> String {
    if let Some(drafts) = document.get_mut("draft").and_then(Item::as_table_mut) {
        drafts.sort_values();
        let mut at = 1;
        for (_, draft) in drafts.iter_mut() {
            let Some(draft) = draft.as_table_mut() else { continue };
            draft.set_position(Some(at));
            at += 1;
            for key in ["inputs", "rules"] {
                if let Some(inner) = draft.get_mut(key).and_then(Item::as_table_mut) {
                    inner.set_position(Some(at));
                    at += 1;
                }
            }
        }
    }
    document.to_string()
}
