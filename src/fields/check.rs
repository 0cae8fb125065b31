//! The facts of one draft, checked against what its template asks for.
//!
//! 1. The exhibits of the matter are indexed, so that citations of them can be looked up.
//! 2. Each party is found in the facts, and of the person only what the party's `needs` names is taken, as far as it
//!    may be told in the paper.
//! 3. Each field is read from the answers, or from the shared facts where it says so, unless `show_if` hides it.
//! 4. Answers that no field reads are told.

mod keys;
mod labels;
mod people;
mod places;
mod proposed;
mod texts;
mod values;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::{Asked, Audience, CheckedFacts, Condition, ExhibitFact, Field, FieldType, Given, plain, report, schema};
use crate::diag::{Diagnostic, Pass, Report};
use crate::facts::{Entry, Node, NodeKind};
use crate::span::Span;
use crate::value::{Checked, Gap, Origin, Value};
use crate::words::{broken, filler};

pub use keys::fact_keys;
pub use places::{countries_by_code as countries, languages_by_code as languages};

/// The tables of an answers file that no field reads: what a form notes for itself, and what it proposes to say in the
/// shared facts.
pub(super) const OWN_TABLES: &[&str] = &["meta", "proposed"];
/// The parts of a name.
pub const NAME_PARTS: &[&str] = &["full", "first", "middle", "last", "suffix", "familiar", "initials"];

/// Checks facts and answers against a template's parties and fields: types, conditions, what is unknown or declined,
/// what may be told to whom. Whatever is required and not known is a gap, in the facts and in the report.
#[must_use]
pub fn check(asked: &Asked<'_>, given: &Given<'_>) -> Pass<CheckedFacts> {
    let mut checker = Checker::new(given.facts);
    checker.outsiders = asked.audience == Audience::Outsider;
    checker.author = author(asked, given);
    let exhibits = checker.exhibits(given.facts);
    let parties = checker.parties(asked, given);
    let mut fields = checker.fields(asked, given);
    labels::fill(&mut fields, &parties);
    let fictional = checker.fictional;
    Pass::new(CheckedFacts { parties, fields, exhibits, fictional }, checker.report)
}

/// What checking needs to know about the whole matter, and what it has to say.
struct Checker<'a> {
    facts: &'a Node,
    fictional: bool,
    /// The exhibits by id: how many pages, and where they are declared.
    exhibits: HashMap<String, (Option<i64>, Span)>,
    /// Whether the paper is for outsiders, who are told of a person only what `share` names.
    outsiders: bool,
    /// The path of the person who signs, whose own facts are theirs to tell.
    author: Option<String>,
    report: Report,
}

/// Where a value is wanted, for what is said when it is not there.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    /// What the gap is called in the paper, should there be one: `address of the writer`.
    label: &'a dyn fmt::Display,
    /// The declaration that wants it.
    span: Option<Span>,
    /// Whether the paper cannot stand without it.
    required: bool,
}

impl<'a> Checker<'a> {
    fn new(facts: &'a Node) -> Self {
        let mut checker = Self {
            facts,
            fictional: false,
            exhibits: HashMap::new(),
            outsiders: false,
            author: None,
            report: Report::default(),
        };
        if let Some(node) = facts.at("fictional") {
            match values::yes_no(node) {
                Some(fictional) => checker.fictional = fictional,
                None => checker.say(report::wrong_type("fictional", node, "`true` or `false`")),
            }
        }
        checker
    }

    fn say(&mut self, found: Diagnostic) {
        self.report.push_some(found);
    }

    /// The exhibits of the matter; an exhibit without an id goes by its position.
    fn exhibits(&mut self, facts: &Node) -> Vec<ExhibitFact> {
        let Some(node) = facts.at("exhibits") else { return Vec::new() };
        let Some(items) = node.list() else {
            self.say(report::wrong_type("exhibits", node, "a list of tables, each opened by `[[exhibits]]`,"));
            return Vec::new();
        };
        let mut exhibits = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let Some(table) = item.table() else {
                self.say(report::wrong_type("exhibits", item, "a table"));
                continue;
            };
            let id = self.item_id("exhibits", item, at);
            let origin = Origin { path: format!("exhibits.{id}").into(), span: Some(item.span) };
            let mut member = |name: &str, kind: &FieldType| {
                let Some(entry) = table.entry(name) else {
                    return Checked { value: Value::Absent, origin: origin.member(name) };
                };
                let wanted =
                    Wanted { label: &format_args!("{} of exhibit {id}", plain(name)), span: None, required: false };
                self.given(kind, &entry.value, &origin.member(name), wanted)
            };
            let mut title = member("title", &FieldType::Text);
            if title.value.is_absent() {
                title.value = Value::Unknown(Gap { label: format!("title of exhibit {id}") });
            }
            let date = member("date", &FieldType::Date);
            let in_record = member("in_record", &FieldType::YesNo);
            let pages = match member("pages", &FieldType::Number).value {
                Value::Number(pages) => Some(pages),
                _ => None,
            };
            if let Some((_, first)) = self.exhibits.insert(id.clone(), (pages, item.span)) {
                self.say(report::duplicate_id("exhibits", item.span, first));
            }
            exhibits.push(ExhibitFact { id, title, date, in_record, span: item.span });
        }
        exhibits
    }

    /// The template's fields in order, and then what is left in the answers.
    fn fields(&mut self, asked: &Asked<'_>, given: &Given<'_>) -> Vec<(String, Checked)> {
        let mut checked: Vec<(String, Checked)> = Vec::with_capacity(asked.fields.len());
        let answers = given.answers.table();
        if answers.is_none() {
            self.say(report::wrong_type("answers", given.answers, "a table"));
        }
        for field in asked.fields {
            let answer = answers.and_then(|table| table.entry(&field.name));
            let shown = holds(&field.show_if, &checked);
            let value = match &field.fact {
                Some(_) if !shown => hidden(field),
                None if !shown => {
                    if let Some(entry) = answer {
                        self.say(report::hidden_answer(field, entry));
                    }
                    hidden(field)
                }
                Some(fact) => {
                    if let Some(entry) = answer {
                        self.say(report::answer_of_fact(field, fact, entry));
                    }
                    self.fact(field, given)
                }
                None => self.answer(field, answer, given),
            };
            checked.push((field.name.clone(), value));
        }
        self.proposed(given);
        if let Some(table) = answers {
            let known: Vec<&str> = asked.fields.iter().map(|field| field.name.as_str()).collect();
            for entry in &table.entries {
                if !OWN_TABLES.contains(&entry.key.as_str()) && !known.contains(&entry.key.as_str()) {
                    self.say(report::unknown_key("answers", entry, &known));
                }
            }
        }
        checked
    }

    fn answer(&mut self, field: &Field, answer: Option<&Entry>, given: &Given<'_>) -> Checked {
        let wanted = Wanted { label: &field.label, span: report::place(field.span), required: field.required };
        let origin = Origin { path: Arc::clone(&field.path), span: answer.map(|entry| entry.value.span) };
        match answer {
            Some(entry) => self.limited(field, &entry.value, &origin, wanted),
            None => self.absent(
                field,
                origin,
                wanted,
                |found| {
                    let file = given.answers_file.as_deref();
                    let found = match (report::place(given.answers.span), file) {
                        (None, Some(file)) => found.in_file(file),
                        _ => found,
                    };
                    let place = file
                        .map_or_else(|| " to the file given by `--answers`".to_owned(), |file| format!(" to `{file}`"));
                    found.hint(report::add(&field.name, &field.kind, &place))
                },
                report::place(given.answers.span).map(|span| (span, "has no such answer")),
            ),
        }
    }

    /// A field that reads the shared facts.
    fn fact(&mut self, field: &Field, given: &Given<'_>) -> Checked {
        let path = &*field.path;
        let wanted = Wanted { label: &field.label, span: report::place(field.span), required: field.required };
        if let Some(checked) = self.fact_of_person(field, path, wanted) {
            return checked;
        }
        if self.outsiders && path.ends_with(".receipt") && given.facts.at(path).is_some() {
            let said = given.facts.at(path).map(|node| node.span);
            let hint = "leave it out of the template, or file the paper: `audience = \"filed\"`".to_owned();
            self.say(report::not_shared((path, path), said, wanted.span, hint));
            return gap(&field.label, Origin { path: Arc::clone(&field.path), span: said });
        }
        let origin = |span| Origin { path: Arc::clone(&field.path), span };
        if let Some(node) = given.facts.at(path) {
            return self.limited(field, node, &origin(Some(node.span)), wanted);
        }
        let (nearest, hint) = missing_place(given.facts, path, &field.kind);
        self.absent(field, origin(nearest.map(|(span, _)| span)), wanted, |found| found.hint(hint), nearest)
    }

    /// What stands for a value that is not given: its default, nothing, or a gap.
    fn absent(
        &mut self,
        field: &Field,
        origin: Origin,
        wanted: Wanted<'_>,
        hint: impl FnOnce(Diagnostic) -> Diagnostic,
        nearest: Option<(Span, &str)>,
    ) -> Checked {
        if let Some(default) = &field.default {
            let origin = Origin { path: origin.path, span: report::place(default.span) };
            return self.given(&field.kind, default, &origin, wanted);
        }
        if !wanted.required {
            return Checked { value: Value::Absent, origin };
        }
        let found = hint(report::missing(&origin.path, nearest, wanted.span));
        self.say(found);
        gap(wanted.label, origin)
    }

    /// A given value with the limits that its field sets.
    fn limited(&mut self, field: &Field, node: &Node, origin: &Origin, wanted: Wanted<'_>) -> Checked {
        let mut checked = self.given(&field.kind, node, origin, wanted);
        let path = &origin.path;
        match &checked.value {
            Value::Number(number) => {
                if let Some(least) = field.min.filter(|least| number < least) {
                    self.say(report::out_of_range(path, node.span, &format!("is less than {least}")));
                }
                if let Some(most) = field.max.filter(|most| number > most) {
                    self.say(report::out_of_range(path, node.span, &format!("is more than {most}")));
                }
            }
            Value::Quantity(quantity) => {
                let (low, high) = quantity.bounds();
                if let Some(least) = field.min.filter(|least| low.cmp_whole(*least).is_lt()) {
                    self.say(report::out_of_range(path, node.span, &format!("is less than {least}")));
                }
                if let Some(most) = field.max.filter(|most| high.cmp_whole(*most).is_gt()) {
                    self.say(report::out_of_range(path, node.span, &format!("is more than {most}")));
                }
            }
            Value::List(items) => {
                let number = i64::try_from(items.len()).unwrap_or(i64::MAX);
                if let Some(most) = field.max.filter(|most| number > *most) {
                    self.say(report::out_of_range(
                        path,
                        node.span,
                        &format!("has {number} items, but at most {most} are wanted"),
                    ));
                }
                if let Some(least) = field.min.filter(|least| wanted.required && number < *least) {
                    let label = format!("has {number} of the {least} that are needed");
                    let found = report::missing(path, Some((node.span, &label)), wanted.span);
                    self.say(found.hint(report::add(&field.name, &field.kind, "")));
                    if items.is_empty() {
                        checked.value = Value::Unknown(Gap { label: wanted.label.to_string() });
                    }
                }
            }
            Value::Text(text) | Value::Prose(text) | Value::Markdown(text) => {
                if path.starts_with("answers.") && filler::is_filler(text) {
                    self.say(report::filler(path, node.span));
                }
                if path.starts_with("answers.") && broken::joined(text).is_some() {
                    self.say(report::broken_lines(path, node.span));
                }
                // Two bytes at least make a word and what parts it from the next: most texts need not be counted.
                if let Some(most) = field.max_words.filter(|most| text.len() / 2 >= *most) {
                    let words = text.split_whitespace().count();
                    if words > most {
                        self.say(report::too_many_words(path, node.span, words, most));
                    }
                }
            }
            _ => {}
        }
        checked
    }

    /// The id of an item: as written, or its position from 1.
    fn item_id(&mut self, path: &str, item: &Node, at: usize) -> String {
        let position = (at + 1).to_string();
        let Some(id) = item.table().and_then(|table| table.get("id")) else { return position };
        if let Some(id) = id.text().map(str::trim).filter(|id| !id.is_empty()) {
            return id.to_owned();
        }
        self.say(report::wrong_type(&format!("{path}.{position}.id"), id, "text"));
        position
    }
}

/// The path of the person who signs: the party that the template names as its author, or the first one.
fn author(asked: &Asked<'_>, given: &Given<'_>) -> Option<String> {
    let party = asked.author.or_else(|| asked.parties.first().map(|party| party.name.as_str()))?;
    given.with.iter().find(|(name, ..)| name == party).map(|(_, path, _)| path.clone())
}

/// Whether all conditions hold; one on a field that is not known or not shown does not.
#[must_use]
pub fn holds(conditions: &[Condition], checked: &[(String, Checked)]) -> bool {
    conditions.iter().all(|condition| {
        let field = checked.iter().find(|(name, _)| *name == condition.field);
        match field.map(|(_, checked)| &checked.value) {
            Some(Value::Choice { value, .. }) => condition.values.contains(value),
            Some(Value::YesNo(yes)) => {
                condition.values.iter().any(|value| value == if *yes { "true" } else { "false" })
            }
            _ => false,
        }
    })
}

fn hidden(field: &Field) -> Checked {
    Checked { value: Value::Absent, origin: Origin { path: Arc::clone(&field.path), span: None } }
}

fn gap(label: &dyn fmt::Display, origin: Origin) -> Checked {
    Checked { value: Value::Unknown(Gap { label: label.to_string() }), origin }
}

/// The nearest place in the facts to a path that they do not have, and what to add there.
fn missing_place<'l>(facts: &Node, path: &str, kind: &FieldType) -> (Option<(Span, &'l str)>, String) {
    let (table, key) = path.rsplit_once('.').unwrap_or(("", path));
    let place = if table.is_empty() { " to the facts".to_owned() } else { format!(" under `[{table}]` in the facts") };
    let hint = match kind {
        // A table has its whole path between the brackets.
        FieldType::Group(_) | FieldType::List(_) => report::add(path, kind, " to the facts"),
        _ => report::add(key, kind, &place),
    };
    let nearest = match facts.nearest(path) {
        Some(entry) if entry.value.table().is_some() => entry.value.span,
        Some(entry) => entry.key_span,
        None => facts.span,
    };
    let label = if table.is_empty() || facts.at(table).is_some() { "has no such key" } else { "has no such table" };
    (report::place(nearest).map(|span| (span, label)), hint)
}

/// `{ unknown = true }` or `{ declined = true }`.
fn withheld(node: &Node) -> Option<(&'static str, &Node)> {
    let table = node.table()?;
    ["unknown", "declined"].into_iter().find_map(|key| Some((key, table.get(key)?)))
}

/// Whether a node says nothing: text of white space only.
fn is_blank(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Text(text) if text.trim().is_empty())
}

/// The fields of a group or built-in type by name.
fn names(fields: &[Field]) -> Vec<&str> {
    fields.iter().map(|field| field.name.as_str()).collect()
}

/// The people of the matter by id.
fn people(facts: &Node) -> Vec<&str> {
    let table = facts.at("people").and_then(Node::table);
    table.map_or_else(Vec::new, |table| table.entries.iter().map(|entry| entry.key.as_str()).collect())
}

/// What the built-in schema knows of a person by name.
fn person_field(name: &str) -> Option<&'static Field> {
    schema::person().iter().find(|field| field.name == name)
}
