//! What affiant's own words mean: those of its files and reports that no dictionary explains.

/// The pages: a line with the word and other words for it, then what it means; an empty line between two.
const PAGES: &str = include_str!("concepts.txt");

/// A word with its page.
#[derive(Clone, Copy, Debug)]
pub struct Concept {
    names: &'static str,
    /// What it means and what to do with it.
    pub page: &'static str,
}

impl Concept {
    /// The word, as the files write it, with hyphens.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.names().next().unwrap_or_default()
    }

    /// The word and the other words for it.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.names.split(", ")
    }
}

/// All of them, by the alphabet.
pub fn all() -> impl Iterator<Item = Concept> {
    PAGES.split("\n\n").filter_map(|entry| entry.split_once('\n')).map(|(names, page)| Concept { names, page })
}

/// The concept of this name, however it is written: `safe_address`, `Safe address`, `§ 1367`.
#[must_use]
pub fn find(name: &str) -> Option<Concept> {
    let name = plain(name);
    all().find(|concept| concept.names().any(|known| known == name))
}

/// A name as the list has it: small letters, hyphens, and no signs.
#[must_use]
pub fn plain(name: &str) -> String {
    let words = name.to_lowercase().replace(['_', '-'], " ").replace(['§', '"', '`'], "").replace("u.s.c.", "usc");
    words.split_whitespace().collect::<Vec<_>>().join("-")
}
