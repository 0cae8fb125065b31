//! What the kit says besides the questions: what helps, what to leave out and why, who reads it, and the words of its page.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};

use crate::fields::Audience;
use crate::interview::interface;

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/interview/kit/words");

/// What the kit says in one language. A new language is a new file beside the others.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    words: BTreeMap<String, String>,
    letter: Advice,
    filed: Advice,
    /// What is said to somebody in a role of theirs, by the value of the choice `role`.
    role: BTreeMap<String, Vec<String>>,
}

/// What is said before anything is written.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// Who reads what is written.
    pub reads: Vec<String>,
    /// What helps.
    pub helps: Vec<String>,
    /// What to leave out, and why.
    pub avoid: Vec<(String, String)>,
}

impl Guide {
    /// What is said in a language, by its tag; in the default one where there is no file for it.
    #[must_use]
    pub fn of(language: &str) -> &'static Self {
        static READ: OnceLock<BTreeMap<String, Guide>> = OnceLock::new();
        static NONE: OnceLock<Guide> = OnceLock::new();
        let read = READ.get_or_init(|| {
            let files = FILES.files().filter_map(|file| {
                let name = file.path().file_stem()?.to_str()?.to_owned();
                // A file that does not fit is found by a test before it can be missed here.
                Some((name, toml::from_str(file.contents_utf8()?).ok()?))
            });
            files.collect()
        });
        let found = read.get(language).or_else(|| read.get(interface::DEFAULT));
        found.unwrap_or_else(|| NONE.get_or_init(Self::default))
    }

    /// Whether there is a file for a language.
    #[must_use]
    pub fn has(language: &str) -> bool {
        FILES.get_file(format!("{language}.toml")).is_some() && !Self::of(language).words.is_empty()
    }

    /// The words of the page, by key.
    #[must_use]
    pub fn words(&self) -> &BTreeMap<String, String> {
        &self.words
    }

    /// What the page says for a key; the key itself where there is nothing.
    #[must_use]
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// What is said before anything is written, of a paper for these readers.
    #[must_use]
    pub fn advice(&self, audience: Audience) -> &Advice {
        match audience {
            Audience::Outsider => &self.letter,
            Audience::Filed => &self.filed,
        }
    }

    /// What is said to somebody in a role, by the role.
    #[must_use]
    pub fn roles(&self) -> &BTreeMap<String, Vec<String>> {
        &self.role
    }

    /// The shape of everything that is said, for the test that no language lacks a part of it.
    #[must_use]
    pub fn shape(&self) -> Vec<String> {
        let advice = |name: &str, it: &Advice| {
            format!("{name}: {} reads, {} helps, {} avoid", it.reads.len(), it.helps.len(), it.avoid.len())
        };
        let words = self.words.keys().cloned();
        let roles = self.role.iter().map(|(role, lines)| format!("role {role}: {}", lines.len()));
        words.chain(roles).chain([advice("letter", &self.letter), advice("filed", &self.filed)]).collect()
    }
}
