//! The words of a plan, with the places where an answer or the writer's own name is filled in later.

use serde::Serialize;

use super::plan::{self, Text};
use crate::fields::{Audience, CheckedFacts, Party};
use crate::interview::Form;
use crate::interview::wording;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Part {
    /// These words.
    Words(String),
    /// What is answered to a field of the template, in a form.
    Answer {
        /// The name of the field.
        answer: String,
        /// The form of a name or pronoun.
        form: String,
    },
    /// What the person who writes says of themselves.
    You {
        /// The field of the built-in schema.
        you: String,
        /// The form of a name or pronoun.
        form: String,
        /// The words as long as they say nothing.
        or: String,
    },
}

/// What words are filled with.
pub(super) struct Speaker<'a> {
    form: &'a Form<'a>,
    /// Parties that are the person who writes, and what these say of themselves.
    own: Vec<(String, Vec<String>)>,
    checked: &'a CheckedFacts,
}

impl<'a> Speaker<'a> {
    pub(super) fn of(form: &'a Form<'a>, author: Option<&(Party, String)>, checked: &'a CheckedFacts) -> Self {
        let mut own = Vec::new();
        if let Some((_, path)) = author {
            let said: Vec<String> =
                [true, false].iter().flat_map(|first| form.own_fields(*first)).map(|(field, _)| field.name).collect();
            let table = plan::table(form, path);
            let limited =
                form.asked.audience == Audience::Outsider && table.is_some_and(|it| it.get("share").is_some());
            let minor = table.is_some_and(|table| table.get("minor").is_some());
            if !limited && !minor {
                let same = form.with.iter().filter(|(_, other, _)| other == path);
                own = same.map(|(party, ..)| (party.clone(), said.clone())).collect();
            }
        }
        Self { form, own, checked }
    }

    /// Whether a party is the one who writes and is asked for this, which the party's paper uses.
    fn says(&self, party: &str, field: &str) -> bool {
        let asked = self.own.iter().any(|(own, said)| own == party && said.iter().any(|said| said == field));
        let parties = self.form.asked.parties;
        asked && parties.iter().any(|it| it.name == party && it.needs.iter().any(|need| need.field == field))
    }

    /// Whether a field is one that the person answers.
    fn is_answered(&self, name: &str) -> bool {
        let field = self.form.asked.fields.iter().find(|field| field.name == name);
        field.is_some_and(|field| match &field.fact {
            Some(fact) => field.ask.is_some() && self.form.facts.at(fact).is_none(),
            None => true,
        })
    }

    fn part(&self, path: &str) -> Part {
        let mut keys = path.split('.');
        let party = keys.next().unwrap_or_default();
        let field = keys.next().unwrap_or("name");
        let form = keys.next().unwrap_or_default().to_owned();
        let now = || wording::filled(&format!("{{{{ {path} }}}}"), self.checked, self.form.interface);
        if self.is_answered(party) {
            return Part::Answer { answer: party.to_owned(), form };
        }
        let told = self.checked.fields.iter().all(|(name, _)| name != party);
        if told && self.says(party, field) && speakable(field) {
            return Part::You { you: field.to_owned(), form, or: now() };
        }
        Part::Words(now())
    }
}

/// Whether what is said to a field of a person can stand in a question.
fn speakable(field: &str) -> bool {
    !matches!(field, "address" | "citizenship" | "residence" | "languages" | "reads_english" | "a_number")
}

/// The texts of a plan, as they are gathered.
pub(super) struct Words<'a> {
    speaker: Speaker<'a>,
    pub(super) texts: Vec<Vec<Part>>,
}

impl<'a> Words<'a> {
    pub(super) fn new(speaker: Speaker<'a>) -> Self {
        Self { speaker, texts: Vec::new() }
    }

    /// Words that stand as they are.
    pub(super) fn plain(&mut self, text: &str) -> Text {
        self.add(vec![Part::Words(text.to_owned())])
    }

    /// Words with `{{ applicant.name.familiar }}` filled in, now or by the answers.
    pub(super) fn filled(&mut self, text: &str) -> Text {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            let Some(end) = rest[start..].find("}}").map(|at| start + at) else { break };
            parts.push(Part::Words(rest[..start].to_owned()));
            let path = rest[start + 2..end].split('|').next().unwrap_or_default().trim();
            parts.push(self.speaker.part(path));
            rest = &rest[end + 2..];
        }
        parts.push(Part::Words(rest.to_owned()));
        self.add(joined(parts))
    }

    fn add(&mut self, parts: Vec<Part>) -> Text {
        self.texts.push(parts);
        self.texts.len() - 1
    }
}

/// Neighboring words as one.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut whole: Vec<Part> = Vec::new();
    for part in parts {
        match (whole.last_mut(), part) {
            (Some(Part::Words(before)), Part::Words(words)) => before.push_str(&words),
            (_, part) => whole.push(part),
        }
    }
    whole
}
