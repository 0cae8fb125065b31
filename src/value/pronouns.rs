//! How a person is spoken of, and which form of the verb goes with it.

/// The five forms of a pronoun, and whether verbs take the plural form with it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pronouns {
    /// she, he, they
    pub subject: String,
    /// her, him, them
    pub object: String,
    /// her, his, their
    pub possessive: String,
    /// hers, his, theirs
    pub independent: String,
    /// herself, himself, themself
    pub reflexive: String,
    /// "they have", not "they has".
    pub plural: bool,
}

impl Pronouns {
    /// The set that a short name stands for: `she`, `he` or `they`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let forms = match name {
            "she" => ["she", "her", "her", "hers", "herself"],
            "he" => ["he", "him", "his", "his", "himself"],
            "they" => ["they", "them", "their", "theirs", "themself"],
            _ => return None,
        };
        let [subject, object, possessive, independent, reflexive] = forms.map(str::to_owned);
        Some(Self { subject, object, possessive, independent, reflexive, plural: name == "they" })
    }

    /// One of the forms by its name; the subject for any other.
    #[must_use]
    pub fn form(&self, form: &str) -> &str {
        match form {
            "object" => &self.object,
            "possessive" => &self.possessive,
            "independent" => &self.independent,
            "reflexive" => &self.reflexive,
            _ => &self.subject,
        }
    }
}
