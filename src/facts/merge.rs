//! Several facts files as one.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Entry, Node, NodeKind, Table, report};
use crate::diag::{Pass, Report};
use crate::span::{SourceId, Span};

/// Puts facts files together: tables merge, lists of tables with ids merge by id, equal values are fine, and different
/// ones are an error with both places, unless `[overrides]` in matter.toml says which holds.
///
/// `fictional` holds for the whole when one file says it, so that sample people never pass for real ones.
#[must_use]
pub fn merge(files: &[Arc<Node>], overrides: Option<&Node>) -> Pass<Arc<Node>> {
    let mut merger = Merger { report: Report::default() };
    let mut files = files.iter();
    let mut whole = files.next().map_or_else(|| Arc::new(Node::empty(Span::new(SourceId(u32::MAX), 0, 0))), Arc::clone);
    for file in files {
        merger.add(Arc::make_mut(&mut whole), file, "", overrides);
    }
    if let Some(overrides) = overrides {
        settle(Arc::make_mut(&mut whole), overrides);
    }
    Pass::new(whole, merger.report)
}

struct Merger {
    report: Report,
}

impl Merger {
    /// Adds what another file says about the same path; `settled` is what `[overrides]` says about it.
    fn add(&mut self, base: &mut Node, other: &Node, path: &str, settled: Option<&Node>) {
        if base.table().is_none() && base.says_the_same(other) {
            return;
        }
        let (first, lists) = (base.span, base.list().is_some() && other.list().is_some());
        match (&mut base.kind, &other.kind) {
            (NodeKind::Table(base), NodeKind::Table(other)) => {
                let known: HashMap<String, usize> =
                    base.entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
                for entry in &other.entries {
                    match known.get(&entry.key).and_then(|at| base.entries.get_mut(*at)) {
                        Some(found) if path.is_empty() && entry.key == "fictional" => {
                            if entry.value.kind == NodeKind::Bool(true) {
                                found.value = entry.value.clone();
                            }
                        }
                        Some(found) => {
                            let settled = settled.and_then(|settled| child(settled, &entry.key));
                            self.add(&mut found.value, &entry.value, &join(path, &entry.key), settled);
                        }
                        None => base.entries.push(entry.clone()),
                    }
                }
            }
            (NodeKind::List(base), NodeKind::List(other)) if all_have_ids(base) && all_have_ids(other) => {
                let ids = base.iter().enumerate().filter_map(|(at, item)| Some((id(item)?.to_owned(), at)));
                let known: HashMap<String, usize> = ids.collect();
                for item in other {
                    let id = id(item).unwrap_or("");
                    match known.get(id).and_then(|at| base.get_mut(*at)) {
                        Some(found) => {
                            let settled = settled.and_then(|settled| child(settled, id));
                            self.add(found, item, &join(path, id), settled);
                        }
                        None => base.push(item.clone()),
                    }
                }
            }
            // A table of overrides settles only what it names; anything else replaces the value whole.
            _ if settled.is_some_and(|settled| settled.table().is_none()) => {}
            _ => self.report.push_some(report::conflict(path, first, other.span, lists)),
        }
    }
}

/// Puts the overrides in: tables and lists of tables with ids are entered, anything else replaces what is there.
fn settle(base: &mut Node, overrides: &Node) {
    if let (NodeKind::List(items), NodeKind::List(settled)) = (&mut base.kind, &overrides.kind)
        && all_have_ids(items)
        && all_have_ids(settled)
    {
        for item in settled {
            match items.iter_mut().find(|found| id(found) == id(item)) {
                Some(found) => settle(found, item),
                None => items.push(item.clone()),
            }
        }
        return;
    }
    let NodeKind::Table(settled) = &overrides.kind else {
        *base = overrides.clone();
        return;
    };
    match &mut base.kind {
        NodeKind::Table(table) => {
            for entry in &settled.entries {
                enter(table, entry);
            }
        }
        // `[overrides.events.hospice]` names an item of a list by its id.
        NodeKind::List(items) if all_have_ids(items) => {
            for entry in &settled.entries {
                if let Some(found) = items.iter_mut().find(|item| id(item) == Some(&entry.key)) {
                    settle(found, &entry.value);
                }
            }
        }
        _ => *base = overrides.clone(),
    }
}

fn enter(table: &mut Table, entry: &Entry) {
    match table.entries.iter_mut().find(|found| found.key == entry.key) {
        Some(found) => settle(&mut found.value, &entry.value),
        None => table.entries.push(entry.clone()),
    }
}

fn all_have_ids(items: &[Node]) -> bool {
    items.iter().all(|item| id(item).is_some())
}

/// The id of an item that has one.
pub(super) fn id(item: &Node) -> Option<&str> {
    item.table()?.get("id")?.text()
}

/// The member of a table by its key, or of a list by its id.
fn child<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.kind {
        NodeKind::Table(table) => table.get(key),
        NodeKind::List(items) => items.iter().find(|item| id(item) == Some(key)),
        _ => None,
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
