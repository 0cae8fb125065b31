//! The filters, tests and functions that templates can use: what each takes and gives.

use super::kind::Kind;

/// What a filter, or an argument, takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Anything.
    Anything,
    /// What stands as words.
    Words,
    /// A date.
    Date,
    /// A whole number.
    Number,
    /// A number or an amount of money.
    Amount,
    /// An address.
    Address,
    /// A choice.
    Choice,
    /// A person.
    Person,
    /// A person or pronouns.
    Pronouns,
    /// A list.
    List,
    /// A list of what stands as words.
    WordsList,
    /// A list of exhibits, or one.
    Exhibits,
    /// An exhibit, or its id.
    Exhibit,
    /// The id of an item.
    Id,
    /// A text of the template's own.
    Literal,
    /// One of these texts of the template's own.
    OneOf(&'static [&'static str]),
    /// Yes or no.
    YesNo,
}

/// What a filter or function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// Words.
    Text,
    /// Lines.
    Prose,
    /// A number.
    Number,
    /// A date.
    Date,
    /// Values joined with words between them.
    Joined,
    /// An exhibit.
    Exhibit,
    /// A piece of the page.
    Node,
    /// A text of the template's own.
    Literal,
    /// An item of the list.
    Item,
    /// A list of numbers.
    Numbers,
    /// A condition.
    Condition,
}

/// An argument by name.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// The name.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it must be given.
    pub required: bool,
}

/// A filter, test or function.
#[derive(Clone, Copy, Debug)]
pub struct Signature {
    /// The name.
    pub name: &'static str,
    /// What it is applied to; nothing matters for a function.
    pub takes: Takes,
    /// Its arguments.
    pub parameters: &'static [Parameter],
    /// What it gives.
    pub gives: Gives,
}

const fn must(name: &'static str, takes: Takes) -> Parameter {
    Parameter { name, takes, required: true }
}

const fn may(name: &'static str, takes: Takes) -> Parameter {
    Parameter { name, takes, required: false }
}

const fn sign(name: &'static str, takes: Takes, parameters: &'static [Parameter], gives: Gives) -> Signature {
    Signature { name, takes, parameters, gives }
}

/// The filters: `{{ value | name(argument=…) }}`.
pub const FILTERS: &[Signature] = &[
    sign("date", Takes::Date, &[may("format", Takes::OneOf(&["long", "numeric"]))], Gives::Text),
    sign("date_words", Takes::Date, &[], Gives::Text),
    sign("age", Takes::Date, &[must("on", Takes::Date)], Gives::Number),
    sign("words", Takes::Amount, &[], Gives::Text),
    sign("ordinal", Takes::Number, &[], Gives::Text),
    sign("ordinal_words", Takes::Number, &[], Gives::Text),
    sign("money", Takes::Amount, &[], Gives::Text),
    sign("list", Takes::WordsList, &[may("word", Takes::Literal)], Gives::Joined),
    sign("block", Takes::Address, &[], Gives::Prose),
    sign("one_line", Takes::Address, &[], Gives::Text),
    sign("capitalize", Takes::Words, &[], Gives::Text),
    sign("upper", Takes::Words, &[], Gives::Text),
    sign("possessive", Takes::Words, &[], Gives::Text),
    sign("prefixed", Takes::Words, &[must("with", Takes::Literal)], Gives::Joined),
    sign("verb", Takes::Pronouns, &[must("one", Takes::Literal), must("many", Takes::Literal)], Gives::Literal),
    sign("cites", Takes::Exhibits, &[], Gives::Joined),
    sign("choice_label", Takes::Choice, &[], Gives::Text),
    sign("length", Takes::List, &[], Gives::Number),
    sign("first", Takes::List, &[], Gives::Item),
    sign("last", Takes::List, &[], Gives::Item),
];

/// The tests: `{% if value is name(argument) %}`.
pub const TESTS: &[Signature] = &[
    sign("before", Takes::Date, &[must("date", Takes::Date)], Gives::Condition),
    sign("after", Takes::Date, &[must("date", Takes::Date)], Gives::Condition),
    sign("known", Takes::Anything, &[], Gives::Condition),
    sign("new", Takes::Exhibits, &[], Gives::Condition),
    sign("same", Takes::Id, &[must("text", Takes::Id)], Gives::Condition),
];

/// The functions: `{{ name(argument=…) }}`. `rule` is followed by `["wording"]`.
pub const FUNCTIONS: &[Signature] = &[
    sign("exhibit", Takes::Anything, &[must("id", Takes::Exhibit), may("page", Takes::Number)], Gives::Exhibit),
    sign("paragraph", Takes::Anything, &[must("id", Takes::Literal)], Gives::Node),
    sign("label", Takes::Anything, &[must("id", Takes::Literal)], Gives::Node),
    sign("rule", Takes::Anything, &[must("id", Takes::Literal)], Gives::Text),
    sign("cite", Takes::Anything, &[must("id", Takes::Literal)], Gives::Text),
    sign("choice_label", Takes::Anything, &[must("field", Takes::Literal)], Gives::Text),
    sign("paper_date", Takes::Anything, &[], Gives::Date),
    sign("letterhead", Takes::Anything, &[must("of", Takes::Person)], Gives::Node),
    sign(
        "signature",
        Takes::Anything,
        &[
            must("of", Takes::Person),
            may("date", Takes::Date),
            may("blank_date", Takes::YesNo),
            may("contact", Takes::YesNo),
        ],
        Gives::Node,
    ),
    sign(
        "caption",
        Takes::Anything,
        &[
            may("head", Takes::WordsList),
            may("left", Takes::WordsList),
            may("right", Takes::WordsList),
            may("title", Takes::WordsList),
        ],
        Gives::Node,
    ),
    sign("page_break", Takes::Anything, &[], Gives::Node),
    sign("needed", Takes::Anything, &[must("what", Takes::Literal)], Gives::Text),
    sign("range", Takes::Anything, &[may("start", Takes::Number), must("end", Takes::Number)], Gives::Numbers),
];

/// The signature with this name.
#[must_use]
pub fn find(table: &'static [Signature], name: &str) -> Option<&'static Signature> {
    table.iter().find(|signature| signature.name == name)
}

impl Takes {
    /// Whether a value of this kind fits.
    #[must_use]
    pub fn fits(self, kind: &Kind) -> bool {
        if *kind == Kind::Any {
            return true;
        }
        match self {
            Self::Anything => true,
            Self::Words => kind.is_printable() && *kind != Kind::Node,
            Self::Date => *kind == Kind::Date,
            Self::Number => *kind == Kind::Number,
            Self::Amount => matches!(kind, Kind::Number | Kind::Money),
            Self::Address => *kind == Kind::Address,
            Self::Choice => matches!(kind, Kind::Choice(_)),
            Self::Person => matches!(kind, Kind::Person(_)),
            Self::Pronouns => *kind == Kind::Pronouns || matches!(kind.member("pronouns"), Ok(Kind::Pronouns)),
            Self::List => matches!(kind, Kind::List(_) | Kind::Nothing),
            Self::WordsList => match kind {
                Kind::List(item) => Self::Words.fits(item),
                Kind::Nothing => true,
                _ => false,
            },
            Self::Exhibits => match kind {
                Kind::List(item) => **item == Kind::Exhibit || **item == Kind::Any,
                Kind::Exhibit | Kind::Nothing => true,
                _ => false,
            },
            Self::Exhibit => matches!(kind, Kind::Exhibit | Kind::Literal | Kind::Id),
            Self::Id => *kind == Kind::Id,
            Self::Literal | Self::OneOf(_) => *kind == Kind::Literal,
            Self::YesNo => matches!(kind, Kind::YesNo | Kind::Condition),
        }
    }

    /// What it takes, in messages.
    #[must_use]
    pub fn noun(self) -> String {
        match self {
            Self::Anything => "a value".to_owned(),
            Self::Words => "what stands as words".to_owned(),
            Self::Date => "a date".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Amount => "a number or an amount of money".to_owned(),
            Self::Address => "an address".to_owned(),
            Self::Choice => "a choice".to_owned(),
            Self::Person => "a person".to_owned(),
            Self::Pronouns => "pronouns, or a person whose `needs` list them".to_owned(),
            Self::List => "a list".to_owned(),
            Self::WordsList => "a list of what stands as words".to_owned(),
            Self::Exhibits => "exhibits".to_owned(),
            Self::Exhibit => "an exhibit or its id".to_owned(),
            Self::Id => "the `id` of an item".to_owned(),
            Self::Literal => "a text in quotes".to_owned(),
            Self::OneOf(texts) => {
                let quoted: Vec<String> = texts.iter().map(|text| format!("`\"{text}\"`")).collect();
                crate::words::list(&quoted, "or")
            }
            Self::YesNo => "yes or no".to_owned(),
        }
    }
}
