//! What the kit says besides the questions: what helps, what to leave out and why, who reads it, and the words of its
//! page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fields::Audience;

/// What the kit says in one language: the part `kit` of the language's file of the form's words.
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
