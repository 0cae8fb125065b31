//! The lists of words by which it is known how a text fits into a sentence.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const FILE: &str = include_str!("words.txt");

/// All lists, by their names.
pub fn all() -> &'static BTreeMap<&'static str, Vec<&'static str>> {
    static READ: OnceLock<BTreeMap<&str, Vec<&str>>> = OnceLock::new();
    READ.get_or_init(|| {
        let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in FILE.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, phrases)) = line.split_once(" = ") {
                lists.entry(name).or_default().extend(phrases.split(", "));
            }
        }
        for list in lists.values_mut() {
            list.sort_unstable();
            list.dedup();
        }
        lists
    })
}

/// The phrases of one list.
pub(super) fn of(name: &str) -> &'static [&'static str] {
    all().get(name).map_or(&[], Vec::as_slice)
}

/// Whether a list has a word.
pub(super) fn has(name: &str, word: &str) -> bool {
    of(name).binary_search(&word).is_ok()
}
