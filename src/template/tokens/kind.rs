//! What kind of value an expression has, as far as the declarations tell.

use crate::fields::{Field, FieldType, Need, Party, schema};

/// The kind of an expression's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Words within a line: text, e-mail, telephone, country, language, numbers of a file.
    Text,
    /// The id of an item: it can be compared with another.
    Id,
    /// A writer's paragraphs.
    Prose,
    /// A date.
    Date,
    /// A whole number.
    Number,
    /// An amount of money.
    Money,
    /// Yes or no.
    YesNo,
    /// A choice among these values.
    Choice(Vec<String>),
    /// An address.
    Address,
    /// A reference to an exhibit.
    Exhibit,
    /// The forms of a name.
    Name,
    /// The forms of a pronoun.
    Pronouns,
    /// A person, with the fields that are asked for.
    Person(Vec<(String, Kind)>),
    /// Members that belong together.
    Group(Vec<(String, Kind)>),
    /// A list of one kind.
    List(Box<Kind>),
    /// A text of the template's own.
    Literal,
    /// Values joined with words between them.
    Joined,
    /// Something that is not text: a letterhead, a label.
    Node,
    /// A condition: what comparisons and tests give.
    Condition,
    /// An empty list.
    Nothing,
    /// Not known, because of an error that has been reported.
    Any,
}

/// The forms of a name.
pub const NAME_FORMS: [&str; 6] = ["full", "short", "familiar", "first", "last", "initials"];
/// The forms of a pronoun.
pub const PRONOUN_FORMS: [&str; 5] = ["subject", "object", "possessive", "independent", "reflexive"];

impl Kind {
    /// The kind of a declared type.
    #[must_use]
    pub fn of(field: &FieldType) -> Self {
        match field {
            FieldType::Text
            | FieldType::Email
            | FieldType::Phone
            | FieldType::Country
            | FieldType::Language
            | FieldType::ANumber
            | FieldType::ReceiptNumber => Self::Text,
            FieldType::Prose | FieldType::Markdown => Self::Prose,
            FieldType::Date => Self::Date,
            FieldType::Number => Self::Number,
            FieldType::Money => Self::Money,
            FieldType::YesNo => Self::YesNo,
            FieldType::Choice(choices) => Self::Choice(choices.iter().map(|choice| choice.value.clone()).collect()),
            FieldType::Address => Self::Address,
            FieldType::Exhibit => Self::Exhibit,
            FieldType::Name => Self::Name,
            FieldType::Pronouns => Self::Pronouns,
            FieldType::Person => {
                Self::Person(schema::person().iter().map(|field| (field.name.clone(), Self::of(&field.kind))).collect())
            }
            FieldType::List(item) => Self::List(Box::new(Self::item(item))),
            FieldType::Group(fields) => Self::Group(members(fields)),
        }
    }

    /// The kind of a list's items: a group's items have an `id` too.
    #[must_use]
    pub fn item(field: &FieldType) -> Self {
        match Self::of(field) {
            Self::Group(mut members) => {
                if !members.iter().any(|(name, _)| name == "id") {
                    members.push(("id".to_owned(), Self::Id));
                }
                Self::Group(members)
            }
            other => other,
        }
    }

    /// The kind of a party: what it needs, and whether it is a minor.
    #[must_use]
    pub fn party(party: &Party) -> Self {
        let known = |need: &Need| schema::person().iter().find(|field| field.name == need.field);
        let mut fields: Vec<(String, Self)> =
            party.needs.iter().filter_map(|need| Some((need.field.clone(), Self::of(&known(need)?.kind)))).collect();
        if !fields.iter().any(|(name, _)| name == "minor") {
            fields.push(("minor".to_owned(), Self::YesNo));
        }
        Self::Person(fields)
    }

    /// The kind of a member, or the names that there are.
    ///
    /// # Errors
    /// The names of the members that the kind has.
    pub fn member(&self, name: &str) -> Result<Self, Vec<&str>> {
        match self {
            Self::Any => Ok(Self::Any),
            Self::Name if NAME_FORMS.contains(&name) => Ok(Self::Text),
            Self::Name => Err(NAME_FORMS.to_vec()),
            Self::Pronouns if PRONOUN_FORMS.contains(&name) => Ok(Self::Text),
            Self::Pronouns => Err(PRONOUN_FORMS.to_vec()),
            Self::Person(members) | Self::Group(members) => match members.iter().find(|(key, _)| key == name) {
                Some((_, kind)) => Ok(kind.clone()),
                None => Err(members.iter().map(|(key, _)| key.as_str()).collect()),
            },
            _ => Err(Vec::new()),
        }
    }

    /// Whether conditions compare its value, so that it is taken out of its handle for them.
    #[must_use]
    pub fn is_native(&self) -> bool {
        matches!(self, Self::Number | Self::YesNo | Self::Choice(_) | Self::Condition | Self::Any)
    }

    /// Whether it stands as words in a line or paragraph.
    #[must_use]
    pub fn is_printable(&self) -> bool {
        !matches!(
            self,
            Self::Name
                | Self::Pronouns
                | Self::Person(_)
                | Self::Group(_)
                | Self::List(_)
                | Self::Nothing
                | Self::Condition
        )
    }

    /// What it is called in messages.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Id => "an id",
            Self::Prose => "prose",
            Self::Date => "a date",
            Self::Number => "a number",
            Self::Money => "an amount of money",
            Self::YesNo => "yes or no",
            Self::Choice(_) => "a choice",
            Self::Address => "an address",
            Self::Exhibit => "an exhibit",
            Self::Name => "a name in all its forms",
            Self::Pronouns => "pronouns in all their forms",
            Self::Person(_) => "a person",
            Self::Group(_) => "a group",
            Self::List(_) => "a list",
            Self::Literal => "a text of the template",
            Self::Joined => "joined values",
            Self::Node => "a piece of the page",
            Self::Condition => "a condition",
            Self::Nothing => "an empty list",
            Self::Any => "a value",
        }
    }

    /// The kind of "this or that": the same kind, or words when both can be printed.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (one, another) if one == another => one,
            (Self::Nothing, kind) | (kind, Self::Nothing) => kind,
            (Self::Any, _) | (_, Self::Any) => Self::Any,
            (one, another) if one.is_printable() && another.is_printable() => Self::Joined,
            _ => Self::Any,
        }
    }
}

fn members(fields: &[Field]) -> Vec<(String, Kind)> {
    let kind = |field: &Field| match (field.name.as_str(), &field.kind) {
        ("id", FieldType::Text) => Kind::Id,
        (_, kind) => Kind::of(kind),
    };
    fields.iter().map(|field| (field.name.clone(), kind(field))).collect()
}
