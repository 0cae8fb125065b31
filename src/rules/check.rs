//! Somebody's word that an edition of a rule says what its source says.

use jiff::civil::Date;

/// That a person has read a rule at its source on a day, and found the edition right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// When.
    pub on: Date,
    /// Who.
    pub by: String,
    /// Against what.
    pub source: String,
    /// The [hash](super::Edition::hash) of what was checked; none where the record does not say it.
    pub hash: Option<String>,
}

impl Check {
    /// Whether it was made of an edition that says this: a check of other words says nothing about these.
    #[must_use]
    pub fn is_of(&self, hash: &str) -> bool {
        self.hash.as_ref().is_none_or(|checked| checked == hash)
    }
}
