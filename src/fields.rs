//! What a template asks for: fields and parties, and the facts once they have been checked against them.

pub mod check;
pub mod parse;
mod report;
pub mod schema;

use std::sync::Arc;

use crate::facts::Node;
use crate::span::Span;
use crate::value::Checked;

/// One thing that a template asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name that the template's body uses.
    pub name: String,
    /// The name in plain words: `decision_date` is `decision date`.
    pub label: Arc<str>,
    /// Where a template's own field is read: `answers.how_met`, or its path in the shared facts.
    pub path: Arc<str>,
    /// Where the template declares it.
    pub span: Span,
    /// The type of its value.
    pub kind: FieldType,
    /// The question that a form asks.
    pub ask: Option<String>,
    /// What helps to answer it.
    pub help: Option<String>,
    /// An answer of the detail that is wanted, clearly about somebody else.
    pub example: Option<String>,
    /// Why it is asked, for whoever finds it hard to answer.
    pub why: Option<String>,
    /// Whether a paper needs it: a required field without a value is a gap.
    pub required: bool,
    /// How to present when nothing is said; never what is true.
    pub default: Option<Node>,
    /// The field is asked for and used only when all of these hold.
    pub show_if: Vec<Condition>,
    /// The answer may hurt to give: a form says why it is asked and lets it be skipped.
    pub sensitive: bool,
    /// The heading of the form under which it is asked.
    pub section: Option<String>,
    /// The most words that the answer should have; more is a warning.
    pub max_words: Option<usize>,
    /// The least items of a list, or the least number.
    pub min: Option<i64>,
    /// The most items of a list, or the greatest number.
    pub max: Option<i64>,
    /// The path in the shared facts that it is read from, instead of the answers.
    pub fact: Option<String>,
    /// The sentence that the template prints it in, for a form to show.
    pub frame: Option<Frame>,
}

/// A sentence around a text, in the language of questions: `I am {{ applicant.name.familiar }}’s `, and `, and I …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What comes before the text.
    pub before: String,
    /// What comes after it.
    pub after: String,
}

/// `show_if = { role = ["physician"] }`: the field has one of the values.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// A choice or yes-no field of the same template.
    pub field: String,
    /// The values under which the condition holds; `true` and `false` for yes-no.
    pub values: Vec<String>,
    /// Where it is written.
    pub span: Span,
}

/// The type of a field's value.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldType {
    /// Words within a line.
    Text,
    /// A writer's own paragraphs.
    Prose,
    /// A lawyer's Markdown (`type = "prose"` with `format = "markdown"`).
    Markdown,
    /// A date with its precision.
    Date,
    /// A whole number.
    Number,
    /// An amount of money.
    Money,
    /// Yes or no.
    YesNo,
    /// One of a few.
    Choice(Vec<Choice>),
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A postal address.
    Address,
    /// A person's name.
    Name,
    /// How a person is spoken of.
    Pronouns,
    /// A person of the matter, by path (`people.ada`) or in place.
    Person,
    /// A country.
    Country,
    /// A language.
    Language,
    /// An A-number.
    ANumber,
    /// A receipt number.
    ReceiptNumber,
    /// An exhibit of the matter, with a page: `hospice-letter:2`.
    Exhibit,
    /// Items of one kind; a table kind is a `Group`.
    List(Box<FieldType>),
    /// Members that belong together.
    Group(Vec<Field>),
}

impl FieldType {
    /// The members of a group, or of the items of a list of groups; none for any other type.
    #[must_use]
    pub fn members(&self) -> &[Field] {
        match self {
            Self::Group(members) => members,
            Self::List(item) => item.members(),
            _ => &[],
        }
    }
}

/// A stable value and the words that people choose it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value that files hold and templates compare.
    pub value: String,
    /// The words.
    pub label: String,
}

/// A person whom a template speaks of, and what it needs to know about them.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// The name that the template's body uses: `writer`.
    pub name: String,
    /// Where the template declares it.
    pub span: Span,
    /// The question that a form asks.
    pub ask: Option<String>,
    /// What must be known about the person.
    pub needs: Vec<Need>,
    /// Whether the paper can do without the person.
    pub optional: bool,
}

/// One thing that must, or may, be known about a party.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// The field of the built-in person schema: `address`, `name`.
    pub field: String,
    /// `phone?`: used when known, no gap when not.
    pub optional: bool,
    /// Where it is written.
    pub span: Span,
}

/// Who may read the paper, and so what may be printed about people in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// A writer or reader outside the case: of other people only what they `share`.
    #[default]
    Outsider,
    /// The agency or court.
    Filed,
}

/// What a template asks for, as its front matter says it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Who may read the paper.
    pub audience: Audience,
    /// The party who signs; the first one where none is named.
    pub author: Option<&'a str>,
    /// The people.
    pub parties: &'a [Party],
    /// The fields.
    pub fields: &'a [Field],
}

/// Where the facts of one draft stand.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// The shared facts, merged.
    pub facts: &'a Node,
    /// The answers of this draft; an empty table when there are none yet.
    pub answers: &'a Node,
    /// The name of the answers file, for hints; a paper of no matter may have none.
    pub answers_file: Option<String>,
    /// Who is who: party, path in the facts (`people.ada`), and where that is written.
    pub with: Vec<(String, String, Option<Span>)>,
}

/// The facts that one template sees, checked and typed.
#[derive(Clone, Debug, Default)]
pub struct CheckedFacts {
    /// The parties, each a [`Value::Person`](crate::value::Value::Person) or a gap, in the template's order.
    pub parties: Vec<(String, Checked)>,
    /// The fields, in the template's order; one that `show_if` hides is absent.
    pub fields: Vec<(String, Checked)>,
    /// All exhibits of the matter, in the order of the facts; their position gives their letter.
    pub exhibits: Vec<ExhibitFact>,
    /// Whether the facts are a sample's: nothing built from them can be final.
    pub fictional: bool,
}

/// An exhibit of the matter.
#[derive(Clone, Debug, PartialEq)]
pub struct ExhibitFact {
    /// The id that papers cite it by.
    pub id: String,
    /// What it is called in an index.
    pub title: Checked,
    /// Its date.
    pub date: Checked,
    /// Whether it was part of the record when the decision was made; absent where nobody has said.
    pub in_record: Checked,
    /// Where it is declared.
    pub span: Span,
}

/// A name in plain words: `decision_date` is `decision date`.
fn plain(name: &str) -> String {
    name.replace(['_', '-'], " ")
}
