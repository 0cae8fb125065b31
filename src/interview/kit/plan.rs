//! The plan: every question that a paper may come to ask, with the conditions under which it does.
//!
//! A sheet lists the questions that apply to certain answers. Where the answers are given far away, without this
//! program, all questions go along, and the kit's script finds out which apply, as [`Form::sheet`] does here: a test
//! lets both answer at random and compares them.

use serde::Serialize;

use super::words::{Part, Speaker, Words};
use crate::facts::{Node, Table};
use crate::fields::{self, Asked, CheckedFacts, Choice, Condition, Field, FieldType, Given};
use crate::interview::sheet;
use crate::interview::{Form, Kind, Path};
use crate::value::Checked;

/// What a person is known by that a file which travels does not repeat, even to that person.
const WITHHELD: [&str; 8] = [
    "address",
    "birthdate",
    "birthplace",
    "citizenship",
    "residence",
    "a_number",
    "uscis_account",
    "immigration_status",
];

/// Every question of a paper, in order, and its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The questions, and the groups and lists of questions.
    pub nodes: Vec<Planned>,
    /// The words, by their number.
    pub texts: Vec<Vec<Part>>,
    /// Questions that the person is not asked in a kit, as they would show the case's papers: the names of their
    /// fields.
    pub left_out: Vec<String>,
}

/// The number of a text of the plan.
pub type Text = usize;

/// A question, a group or a list of questions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Planned {
    /// Where the answer stands: from the top of the answers, or from the group or item that it is in.
    pub path: String,
    /// The name that conditions of its neighbors know it by.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The conditions: a neighbor, and the values of which it must have one.
    #[serde(rename = "if", skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<(String, Vec<String>)>,
    /// The question, the question of each item, or the members of a group.
    #[serde(flatten)]
    pub what: What,
}

/// What stands at a place of the plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum What {
    /// A question.
    One(Box<Asking>),
    /// Questions that belong together.
    Group {
        /// The questions.
        group: Vec<Planned>,
    },
    /// The same questions for each item of a list.
    List {
        /// The questions for one item.
        list: Vec<Planned>,
        /// The question for another item.
        another: Box<Asking>,
        /// Whether there must be an item.
        #[serde(skip_serializing_if = "is_false")]
        wanted: bool,
        /// The most items that there may be.
        #[serde(skip_serializing_if = "Option::is_none")]
        most: Option<i64>,
    },
}

impl Default for What {
    fn default() -> Self {
        Self::Group { group: Vec::new() }
    }
}

/// The words and the kind of one question.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Asking {
    /// The kind of answer, by its name.
    pub kind: &'static str,
    /// Of what kind each line is, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<&'static str>,
    /// What there is to choose from: the value, and its words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<(String, Text)>,
    /// The question.
    pub ask: Text,
    /// The question for the whole that this is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Text>,
    /// The heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<Text>,
    /// What helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
    /// An example.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Text>,
    /// Why it is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
    /// Whether the paper shows a gap until it is answered.
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    /// Whether it may hurt to answer.
    #[serde(skip_serializing_if = "is_false")]
    pub sensitive: bool,
    /// The most words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_words: Option<usize>,
    /// The least number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The greatest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// What holds for conditions while nothing is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// What the case's own facts say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<Known>,
    /// The sentence that the paper prints the answer in: what comes before it, and what comes after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<(Text, Text)>,
    /// What a browser may fill in of its user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto: Option<&'static str>,
}

/// What the case's own facts say to a question about the person who writes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Known {
    /// This.
    Says(String),
    /// Something that is not repeated in a file that travels.
    Withheld(bool),
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// Lays out what a form may come to ask.
#[must_use]
pub fn plan(form: &Form<'_>) -> Plan {
    let checked = facts_alone(form);
    let author = form.author();
    let speaker = Speaker::of(form, author.as_ref(), &checked);
    let planner = Planner {
        form,
        exhibits: sheet::exhibits(&checked),
        values: &checked.fields,
        author: author.map(|(_, path)| path),
        words: Words::new(speaker),
        left_out: Vec::new(),
    };
    planner.plan()
}

/// What the facts say of a paper that nobody has answered anything for.
pub(super) fn facts_alone(form: &Form<'_>) -> CheckedFacts {
    let empty = Node::empty(fields::parse::nowhere());
    let given = Given {
        facts: form.facts,
        answers: &empty,
        answers_file: Some(form.answers_file.to_owned()),
        with: form.with.to_vec(),
    };
    // What the facts say to a field is wanted also where another answer may hide it.
    let open: Vec<Field> =
        form.asked.fields.iter().map(|field| Field { show_if: Vec::new(), ..field.clone() }).collect();
    fields::check::check(&Asked { fields: &open, ..form.asked }, &given).output
}

struct Planner<'a> {
    form: &'a Form<'a>,
    exhibits: Vec<Choice>,
    /// What the facts say to each field.
    values: &'a [(String, Checked)],
    /// The path of the person who writes.
    author: Option<String>,
    words: Words<'a>,
    left_out: Vec<String>,
}

/// What a question has from the field around it.
#[derive(Clone, Copy)]
struct Around {
    section: Option<Text>,
}

impl Planner<'_> {
    fn plan(mut self) -> Plan {
        let mut nodes = self.own(true);
        let fields = self.form.asked.fields;
        for field in fields {
            let Some(conditions) = self.conditions(&field.show_if, fields) else { continue };
            let path = match &field.fact {
                Some(fact) if self.is_asked(field) => Self::proposed(fact),
                Some(_) => continue,
                None => field.name.clone(),
            };
            if let Some(what) = self.what(field, &path, Around { section: None }) {
                nodes.push(Planned { path, name: field.name.clone(), conditions, what });
            }
        }
        nodes.append(&mut self.own(false));
        Plan { nodes, texts: self.words.texts, left_out: self.left_out }
    }

    /// A shared fact is the lawyer's, unless the template has a question for it.
    fn is_asked(&self, field: &Field) -> bool {
        field.fact.as_ref().is_none_or(|fact| field.ask.is_some() && self.form.facts.at(fact).is_none())
    }

    /// What the person who signs can tell of themselves.
    fn own(&mut self, first: bool) -> Vec<Planned> {
        let fields = self.form.own_fields(first);
        let section = self.words.plain(&self.form.interface.say("about_you", &[]));
        let nodes = fields.iter().filter_map(|(field, path)| {
            let path = Self::proposed(path);
            let what = self.what(field, &path, Around { section: Some(section) })?;
            Some(Planned { path, what, ..Planned::default() })
        });
        nodes.collect()
    }

    /// Where a proposal for a fact stands.
    fn proposed(fact: &str) -> String {
        Path::proposed(fact).to_string()
    }

    /// The conditions, without those that the facts have settled; none when they say that it is never asked.
    fn conditions(&self, conditions: &[Condition], fields: &[Field]) -> Option<Vec<(String, Vec<String>)>> {
        let mut left = Vec::new();
        for condition in conditions {
            let field = fields.iter().find(|field| field.name == condition.field);
            match field.filter(|field| !self.is_asked(field)) {
                None => left.push((condition.field.clone(), condition.values.clone())),
                Some(field) => {
                    if !fields::check::holds(std::slice::from_ref(condition), self.values) {
                        return None;
                    }
                    left.append(&mut self.conditions(&field.show_if, fields)?);
                }
            }
        }
        Some(left)
    }

    fn what(&mut self, field: &Field, path: &str, around: Around) -> Option<What> {
        let section = field.section.as_deref().map(|section| self.words.filled(section));
        let around = Around { section: section.or(around.section) };
        match &field.kind {
            FieldType::Group(members) => Some(What::Group { group: self.members(members, around) }),
            FieldType::Address => Some(What::Group { group: self.address(field, path, around) }),
            FieldType::List(item) => match item.as_ref() {
                FieldType::Group(members) => {
                    let kind = Kind::Another { items: 0 };
                    Some(What::List {
                        list: self.members(members, around),
                        another: Box::new(self.asking(field, &kind, path, around)?),
                        wanted: field.required || field.min.is_some_and(|least| least > 0),
                        most: field.max,
                    })
                }
                item => self.one(field, &Kind::Lines(Box::new(self.kind(item))), path, around),
            },
            kind => self.one(field, &self.kind(kind), path, around),
        }
    }

    fn one(&mut self, field: &Field, kind: &Kind, path: &str, around: Around) -> Option<What> {
        self.asking(field, kind, path, around).map(|asking| What::One(Box::new(asking)))
    }

    fn members(&mut self, members: &[Field], around: Around) -> Vec<Planned> {
        let mut nodes = Vec::new();
        for member in members.iter().filter(|member| member.name != "id") {
            let conditions = member.show_if.iter().map(|one| (one.field.clone(), one.values.clone())).collect();
            if let Some(what) = self.what(member, "", around) {
                nodes.push(Planned { path: member.name.clone(), name: member.name.clone(), conditions, what });
            }
        }
        nodes
    }

    fn address(&mut self, field: &Field, path: &str, around: Around) -> Vec<Planned> {
        let whole = field.ask.as_deref().map(|ask| self.words.filled(ask));
        let mut nodes = Vec::new();
        for part in self.form.address_parts(field) {
            if let Some(mut asking) = self.asking(&part, &Kind::Line, &format!("{path}.{}", part.name), around) {
                asking.within = whole;
                let what = What::One(Box::new(asking));
                nodes.push(Planned { path: part.name.clone(), what, ..Planned::default() });
            }
        }
        nodes
    }

    /// One question; none where it would show the case's papers: a file travels, whoever it is for.
    fn asking(&mut self, field: &Field, kind: &Kind, path: &str, around: Around) -> Option<Asking> {
        let (of, listed) = match kind {
            Kind::Lines(item) => (Some(name(item)), item.as_ref()),
            kind => (None, kind),
        };
        let choices = match listed {
            Kind::Exhibit(_) => {
                if !self.left_out.contains(&field.name) {
                    self.left_out.push(field.name.clone());
                }
                return None;
            }
            Kind::Choice(choices) => {
                choices.iter().map(|it| (it.value.clone(), self.words.filled(&it.label))).collect()
            }
            _ => Vec::new(),
        };
        let ask = field.ask.clone().unwrap_or_else(|| field.name.replace('_', " "));
        let default = field.default.as_ref().map(|node| match &node.kind {
            crate::facts::NodeKind::Bool(yes) => yes.to_string(),
            _ => node.text().unwrap_or_default().to_owned(),
        });
        Some(Asking {
            kind: name(kind),
            of,
            choices,
            ask: self.words.filled(&ask),
            within: None,
            section: around.section,
            help: field.help.as_deref().map(|help| self.words.filled(help)),
            example: field.example.as_deref().map(|example| self.words.plain(example)),
            why: field.why.as_deref().map(|why| self.words.plain(why)),
            required: field.required,
            sensitive: field.sensitive,
            max_words: field.max_words,
            sentence: field.frame.as_ref().map(|it| (self.words.filled(&it.before), self.words.filled(&it.after))),
            min: field.min.filter(|_| *kind == Kind::Number),
            max: field.max.filter(|_| matches!(kind, Kind::Number | Kind::Lines(_))),
            default,
            known: self.known(path, kind),
            auto: None,
        })
    }

    /// What the facts say of the person who writes.
    fn known(&self, path: &str, kind: &Kind) -> Option<Known> {
        let fact = Path::parse(path)?.fact()?;
        let own = fact.strip_prefix(self.author.as_ref()?.as_str())?.strip_prefix('.')?;
        let says = self.form.known(&fact, kind)?;
        let field = own.split('.').next().unwrap_or(own);
        let withheld = WITHHELD.contains(&field) && !says.is_empty();
        Some(if withheld { Known::Withheld(true) } else { Known::Says(says) })
    }

    /// The kind of answer, with the words of choices as the template has them: the plan fills them.
    fn kind(&self, kind: &FieldType) -> Kind {
        sheet::kind(kind, &self.exhibits, &str::to_owned)
    }
}

/// The name of a kind, as the form's pages have it.
fn name(kind: &Kind) -> &'static str {
    crate::interview::markup::kind(kind)
}

/// The table of a fact, for its `share`.
pub(super) fn table<'n>(form: &Form<'n>, path: &str) -> Option<&'n Table> {
    form.facts.at(path).and_then(Node::table)
}
