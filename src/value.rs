//! What a fact can be once it has been checked: a typed value and where it came from.

pub mod address;
pub mod date;
pub mod email;
pub mod figure;
pub mod money;
pub mod name;
pub mod phone;
pub mod pronouns;
pub mod quantity;
pub mod reading;

pub use address::Address;
pub use date::{Locale, PaperDate, Season, When};
pub use money::Money;
pub use name::Name;
pub use pronouns::Pronouns;
pub use quantity::Quantity;

use std::sync::Arc;

use crate::span::Span;

/// Where a value came from: the fact's path and the place in the file, if a file says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The path as a person would name it: `people.ada.name`, `answers.episodes.e1.what`, `rule.us.28-usc-1746`.
    pub path: Arc<str>,
    /// The place of the value, or of the nearest table around a value that is missing.
    pub span: Option<Span>,
}

impl Origin {
    /// The origin of a member of what this is the origin of; its place is this one until a nearer one is known.
    #[must_use]
    pub fn member(&self, key: &str) -> Self {
        Self { path: format!("{}.{key}", self.path).into(), span: self.span }
    }
}

/// A checked value with its origin.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Checked {
    /// The value.
    pub value: Value,
    /// Where it came from.
    pub origin: Origin,
}

/// A value of one of the field types.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Value {
    /// Words within a line.
    Text(String),
    /// A writer's own words: paragraphs at blank lines, line breaks kept, nothing else means anything.
    Prose(String),
    /// A lawyer's Markdown: paragraphs, emphasis, lists, quotes.
    Markdown(String),
    /// A date with its precision.
    Date(PaperDate),
    /// A whole number.
    Number(i64),
    /// A number that is not one whole number: "37.5", "about 40".
    Quantity(Quantity),
    /// An amount of money.
    Money(Money),
    /// Yes or no.
    YesNo(bool),
    /// One of the field's choices.
    Choice {
        /// The stable value that templates compare.
        value: String,
        /// The words that people choose by.
        label: String,
    },
    /// An e-mail address.
    Email(String),
    /// A telephone number as it was written.
    Phone(String),
    /// A postal address; already the safe one where there is one.
    Address(Address),
    /// The name of a person, already reduced to initials for a minor.
    Name(Name),
    /// How a person is spoken of.
    Pronouns(Pronouns),
    /// A person: the fields that the built-in schema knows.
    Person(Person),
    /// A country.
    Country(Named),
    /// A language.
    Language(Named),
    /// An A-number: eight or nine digits, no letter.
    ANumber(String),
    /// A receipt number: three capital letters and ten digits.
    ReceiptNumber(String),
    /// An exhibit, and a page in it.
    Exhibit(ExhibitRef),
    /// A list; each item has a stable id.
    List(Vec<Item>),
    /// Named members in the order of their fields.
    Group(Vec<(String, Checked)>),
    /// Not known yet: a gap where it is required.
    Unknown(Gap),
    /// "I'd rather not say": left out, or a gap if the paper cannot stand without it.
    Declined,
    /// Not given and not required.
    Absent,
}

/// Something required that is not known yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Gap {
    /// What `[NEEDED: …]` names: plain words, never a value.
    pub label: String,
}

/// A country or language: its ISO code where ISO knows it, and its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Named {
    /// ISO 3166-1 alpha-2 or ISO 639 code; `None` for a name that ISO does not list.
    pub code: Option<String>,
    /// The English name, or the name as written.
    pub name: String,
    /// The Spanish name, where one is known.
    pub spanish: Option<String>,
}

impl Named {
    /// A name that ISO does not list: it stands as written in every language.
    #[must_use]
    pub fn unlisted(name: impl Into<String>) -> Self {
        Self { code: None, name: name.into(), spanish: None }
    }

    /// The name in the language of the paper; the English one where that is not known.
    #[must_use]
    pub fn within(&self, locale: Locale) -> &str {
        match (locale, &self.spanish) {
            (Locale::Es, Some(spanish)) => spanish,
            _ => &self.name,
        }
    }
}

/// A reference to an exhibit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExhibitRef {
    /// The exhibit's id in the facts.
    pub id: String,
    /// A page of it, from 1.
    pub page: Option<u32>,
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Item {
    /// The stable id: as written, or made from the position (`1`, `2`, …) where none was given.
    pub id: String,
    /// The item.
    pub checked: Checked,
}

/// A person of the matter.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Person {
    /// The key under `people`: `ada`.
    pub id: String,
    /// Whether the person is a child: names print as initials outside forms that demand them.
    pub minor: bool,
    /// What a paper for outsiders may say about this person: top-level field names.
    pub share: Vec<String>,
    /// The fields of the built-in person schema that are asked for; `Absent` or `Unknown` where not given.
    pub fields: Vec<(String, Checked)>,
}

impl Person {
    /// A field of the person by its name in the built-in schema.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Checked> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, checked)| checked)
    }
}

impl Value {
    /// Whether there is nothing to print or compare.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent | Self::Declined)
    }

    /// A member of a group or person by its name.
    #[must_use]
    pub fn member(&self, key: &str) -> Option<&Checked> {
        match self {
            Self::Group(members) => members.iter().find(|(name, _)| name == key).map(|(_, checked)| checked),
            Self::Person(person) => person.field(key),
            _ => None,
        }
    }
}

/// An A-number as papers print it: `A000-111-222`, `A12-345-678`.
#[must_use]
pub fn a_number(digits: &str) -> String {
    let (tail_start, middle_start) = (digits.len().saturating_sub(3), digits.len().saturating_sub(6));
    match (digits.get(..middle_start), digits.get(middle_start..tail_start), digits.get(tail_start..)) {
        (Some(head), Some(middle), Some(tail)) => format!("A{head}-{middle}-{tail}"),
        _ => format!("A{digits}"),
    }
}
