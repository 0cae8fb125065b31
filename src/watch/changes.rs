//! Why a paper changed, in the words of the person who changed it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::draft::Uses;
use crate::watch::{Content, Input, Kind};

/// The fact paths whose values differ, or that came or went.
#[must_use]
pub fn facts(old: &Uses, new: &Uses) -> Vec<String> {
    let paths: BTreeSet<&Arc<str>> = old.keys().chain(new.keys()).collect();
    let changed: Vec<&Arc<str>> = paths.into_iter().filter(|path| old.get(*path) != new.get(*path)).collect();
    // When `people.ada.address.city` says it, `people.ada.address` need not.
    let is_inside = |path: &str| {
        changed.iter().any(|other| other.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', '['])))
    };
    changed.iter().filter(|path| !is_inside(path)).map(ToString::to_string).collect()
}

/// The files of a build that came, went or differ from what was last read of them.
#[must_use]
pub fn files<'a>(seen: &BTreeMap<PathBuf, Content>, read: &'a [Input]) -> Vec<&'a Input> {
    let before = |input: &Input| seen.get(&input.path).unwrap_or(&Content::Missing) != &input.content;
    read.iter().filter(|input| before(input)).collect()
}

/// What to tell: files that are told by their own name, then the facts; a facts file only when no fact explains it.
#[must_use]
pub fn why(files: &[&Input], facts: Vec<String>) -> Vec<String> {
    let (by_facts, by_name): (Vec<&Input>, Vec<&Input>) = files.iter().partition(|input| input.kind == Kind::Facts);
    let mut why: Vec<String> = by_name.iter().map(|input| input.name.clone()).collect();
    if facts.is_empty() {
        why.extend(by_facts.iter().map(|input| input.name.clone()));
    }
    why.extend(facts);
    why
}
