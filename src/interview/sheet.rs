//! The sheet: every question that applies now, in order.

use super::path::{PROPOSED, Path};
use super::wording::filled;
use super::{Form, ItemOf, Kind, Question, Sheet, State, state};
use crate::diag::Report;
use crate::facts::{Entry, Node, NodeKind, Table};
use crate::fields::{self, CheckedFacts, Choice, Field, FieldType, Given, Party, schema};
use crate::value::{Checked, Value};

/// What a form does not ask of the person who fills it: what decides about other people's privacy is the lawyer's.
const NOT_ASKED: [&str; 4] = ["safe_address", "share", "minor", "died_on"];

/// How a person is reached.
const REACHES: [&str; 3] = ["address", "phone", "email"];

impl Form<'_> {
    /// Every question that applies, given the answers so far.
    #[must_use]
    pub fn sheet(&self, answers: &Node) -> Sheet {
        let mut facts = self.facts.clone();
        if let Some(proposed) = answers.at(PROPOSED) {
            overlay(&mut facts, proposed);
        }
        let given = Given {
            facts: &facts,
            answers,
            answers_file: Some(self.answers_file.to_owned()),
            with: self.with.to_vec(),
        };
        let checked = fields::check::check(&self.asked, &given);
        let builder = Builder {
            form: self,
            answers,
            exhibits: exhibits(&checked.output),
            checked: checked.output,
            report: checked.report,
            questions: Vec::new(),
        };
        builder.build()
    }
}

/// What a form asks besides the template's own fields.
impl Form<'_> {
    /// The party who signs, and where the facts tell of them.
    #[must_use]
    pub fn author(&self) -> Option<(Party, String)> {
        let name = self.asked.author.or_else(|| self.asked.parties.first().map(|party| party.name.as_str()))?;
        let party = self.asked.parties.iter().find(|party| party.name == name)?;
        let (_, path, _) = self.with.iter().find(|(known, ..)| known == name)?;
        Some((party.clone(), path.clone()))
    }

    /// What the person who signs can tell of themselves and the paper needs, with the path of each in the facts: first
    /// who they are and how to reach them, and last of all what only some writers have, such as a license.
    pub(super) fn own_fields(&self, first: bool) -> Vec<(Field, String)> {
        let Some((party, path)) = self.author() else { return Vec::new() };
        let asked = party.needs.iter().filter(|need| !NOT_ASKED.contains(&need.field.as_str()));
        let here = asked.filter(|need| first != (need.optional && !REACHES.contains(&need.field.as_str())));
        let fields = here.filter_map(|need| {
            let field = schema::person().iter().find(|field| field.name == need.field)?;
            let ask = self.interface.person(&need.field)?;
            let safe = need.field == "address" && self.facts.at(&format!("{path}.safe_address")).is_some();
            let field = Field { ask: Some(ask.to_owned()), required: !need.optional, ..field.clone() };
            (!safe).then(|| (field, format!("{path}.{}", need.field)))
        });
        fields.collect()
    }

    /// The parts of an address, each a field of its own; the words of the whole are not among theirs.
    pub(super) fn address_parts(&self, field: &Field) -> Vec<Field> {
        let optional = |part: &str| matches!(part, "care_of" | "unit" | "state" | "zip");
        let part = |part: &Field| Field {
            ask: Some(self.interface.address(&part.name).unwrap_or(&part.name).to_owned()),
            help: field.help.clone(),
            required: field.required && !optional(&part.name),
            sensitive: field.sensitive,
            ..part.clone()
        };
        schema::address().iter().map(part).collect()
    }

    /// What the case's own facts say, as far as the person who signs may read it.
    pub(super) fn known(&self, fact: &str, kind: &Kind) -> Option<String> {
        let text = |node: &Node| Some(state::shown(node, kind, self.interface)).filter(|text| !text.is_empty());
        if let Some(node) = self.facts.at(fact) {
            return match self.facts.at(fact).and_then(Node::table) {
                Some(table) if fact.rsplit_once('.').is_some_and(|(_, field)| field == "name") => name(table),
                _ => text(node),
            };
        }
        // A part that the address does not have: there is none to ask for.
        let (whole, _) = fact.rsplit_once('.')?;
        (whole.ends_with(".address") && self.facts.at(whole).is_some()).then(String::new)
    }
}

struct Builder<'a> {
    form: &'a Form<'a>,
    answers: &'a Node,
    checked: CheckedFacts,
    report: Report,
    exhibits: Vec<Choice>,
    questions: Vec<Question>,
}

/// What a question has from the field around it.
struct Around<'a> {
    section: Option<&'a str>,
    item: Option<ItemOf>,
}

impl Builder<'_> {
    fn build(mut self) -> Sheet {
        self.own_facts(true);
        let fields = self.form.asked.fields;
        for field in fields {
            if !fields::check::holds(&field.show_if, &self.checked.fields) {
                continue;
            }
            match &field.fact {
                // A shared fact is the lawyer's, unless the template has a question for it.
                Some(fact) if field.ask.is_some() && self.form.facts.at(fact).is_none() => {
                    self.field(field, &Path::proposed(fact), None, &Around { section: None, item: None });
                }
                Some(_) => {}
                None => {
                    let known = self.checked.fields.iter().find(|(name, _)| *name == field.name);
                    let known = known.map(|(_, checked)| checked.value.clone());
                    let around = Around { section: None, item: None };
                    self.field(field, &Path::field(&field.name), known.as_ref(), &around);
                }
            }
        }
        self.own_facts(false);
        Sheet { questions: self.questions, report: self.report }
    }

    /// What the person who signs can tell of themselves.
    fn own_facts(&mut self, first: bool) {
        let section = self.form.interface.say("about_you", &[]);
        for (field, path) in self.form.own_fields(first) {
            let around = Around { section: Some(&section), item: None };
            self.field(&field, &Path::proposed(&path), None, &around);
        }
    }

    /// The questions of one field, whatever its type; `checked` is what its answer came to.
    fn field(&mut self, field: &Field, path: &Path, checked: Option<&Value>, around: &Around<'_>) {
        let section = field.section.as_deref().or(around.section);
        let around = Around { section, item: around.item.clone() };
        match &field.kind {
            FieldType::Group(members) => self.members(members, path, checked, &around),
            FieldType::Address => self.address(field, path, &around),
            FieldType::List(item) => match item.as_ref() {
                FieldType::Group(members) => self.items(field, members, path, checked, &around),
                item => {
                    let kind = Kind::Lines(Box::new(self.kind(item)));
                    self.question(field, kind, path, &around);
                }
            },
            kind => {
                let kind = self.kind(kind);
                self.question(field, kind, path, &around);
            }
        }
    }

    fn members(&mut self, members: &[Field], path: &Path, checked: Option<&Value>, around: &Around<'_>) {
        let none: Vec<(String, Checked)> = Vec::new();
        let known = if let Some(Value::Group(known)) = checked { known } else { &none };
        for member in members.iter().filter(|member| member.name != "id") {
            if fields::check::holds(&member.show_if, known) {
                let value = known.iter().find(|(name, _)| *name == member.name).map(|(_, checked)| &checked.value);
                self.field(member, &path.member(&member.name), value, around);
            }
        }
    }

    /// The parts of an address, each a question of its own.
    fn address(&mut self, field: &Field, path: &Path, around: &Around<'_>) {
        let whole = field.ask.as_deref().map(|whole| self.words(whole));
        for part in self.form.address_parts(field) {
            let ask = part.ask.as_deref().unwrap_or_default();
            let ask = whole.as_ref().map_or_else(|| ask.to_owned(), |whole| format!("{whole} {ask}"));
            self.question(&Field { ask: Some(ask), ..part.clone() }, Kind::Line, &path.member(&part.name), around);
            if let Some(question) = self.questions.last_mut() {
                question.within.clone_from(&whole);
            }
        }
    }

    /// The questions for each item of a list, and for another one.
    fn items(&mut self, field: &Field, members: &[Field], path: &Path, checked: Option<&Value>, around: &Around<'_>) {
        let items = self.node(path).and_then(Node::list).map(<[Node]>::to_vec).unwrap_or_default();
        let known = if let Some(Value::List(known)) = checked { known.clone() } else { Vec::new() };
        let ask = self.words(field.ask.as_deref().unwrap_or(&field.name));
        let wanted = field.required || field.min.is_some_and(|least| least > 0);
        let most = field.max.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
        let mut ids: Vec<String> = items.iter().enumerate().map(|(at, item)| id(item, at)).collect();
        let withheld = self.node(path).is_some_and(|node| node.table().is_some());
        // What is wanted at least once begins with its first questions, not with whether there is anything to tell.
        if ids.is_empty() && wanted && !withheld && !self.is_settled(&path.another()) {
            ids.push("e1".to_owned());
        }
        for (at, id) in ids.iter().enumerate() {
            let of = ItemOf { ask: ask.clone(), number: at + 1, path: path.member(id) };
            let item = Around { section: around.section, item: Some(of) };
            let value = known.get(at).map(|item| &item.checked.value);
            self.members(members, &path.member(id), value, &item);
        }
        if !items.is_empty() || !wanted || withheld || self.is_settled(&path.another()) {
            let kind = Kind::Another { items: items.len() };
            let before = self.questions.len();
            self.question(field, kind, &path.another(), around);
            if items.len() >= most {
                self.questions.truncate(before);
            }
        }
    }

    fn question(&mut self, field: &Field, kind: Kind, path: &Path, around: &Around<'_>) {
        let state = self.state(path, &kind);
        let written = self.node(path).filter(|_| !path.is_another()).and_then(|node| state::written(node, &kind));
        let words = |text: &Option<String>| text.as_deref().map(|text| self.words(text));
        let question = Question {
            path: path.clone(),
            section: around.section.map(|section| self.words(section)),
            ask: words(&field.ask).unwrap_or_else(|| field.name.replace('_', " ")),
            within: None,
            help: words(&field.help),
            example: field.example.clone(),
            why: field.why.clone(),
            kind,
            required: field.required,
            sensitive: field.sensitive,
            item: around.item.clone(),
            state,
            written,
            max_words: field.max_words,
            sentence: field.frame.as_ref().map(|frame| (self.words(&frame.before), self.words(&frame.after))),
        };
        self.questions.push(question);
    }

    fn state(&self, path: &Path, kind: &Kind) -> State {
        let form = self.form;
        if let Some(node) = self.node(path).filter(|_| !path.is_another()) {
            return match state::of(node, kind, &self.report, form.interface) {
                State::Open if self.is_settled(path) => State::Skipped,
                state => state,
            };
        }
        if let Some(node) = self.node(path).filter(|node| node.table().is_some()) {
            // The whole list is said to be unknown, or is declined.
            return state::of(node, kind, &Report::default(), form.interface);
        }
        if let Some(known) = path.fact().and_then(|fact| form.known(&fact, kind)) {
            return State::Known(known);
        }
        if self.is_settled(path) { State::Skipped } else { State::Open }
    }

    /// Whether the person has passed over the question, or said that a list is whole.
    fn is_settled(&self, path: &Path) -> bool {
        let passed = self.answers.at("meta.passed").and_then(Node::list).unwrap_or_default();
        let path = path.to_string();
        passed.iter().any(|node| node.text() == Some(&path))
    }

    fn node(&self, path: &Path) -> Option<&Node> {
        find(self.answers, path.steps())
    }

    fn words(&self, text: &str) -> String {
        filled(text, &self.checked, self.form.interface)
    }

    fn kind(&self, field: &FieldType) -> Kind {
        kind(field, &self.exhibits, &|label| self.words(label))
    }
}

/// The kind of answer that a type of field wants; the words of its choices are as `words` says them.
pub(super) fn kind(field: &FieldType, exhibits: &[Choice], words: &dyn Fn(&str) -> String) -> Kind {
    match field {
        FieldType::Prose | FieldType::Markdown => Kind::Prose,
        FieldType::Date => Kind::Date,
        FieldType::Number => Kind::Number,
        FieldType::Money => Kind::Money,
        FieldType::YesNo => Kind::YesNo,
        FieldType::Choice(choices) => Kind::Choice(
            choices.iter().map(|choice| Choice { label: words(&choice.label), ..choice.clone() }).collect(),
        ),
        FieldType::Email => Kind::Email,
        FieldType::Phone => Kind::Phone,
        FieldType::Pronouns => Kind::Pronouns,
        FieldType::Person => Kind::Person,
        FieldType::Country => Kind::Country,
        FieldType::Language => Kind::Language,
        FieldType::ANumber => Kind::ANumber,
        FieldType::ReceiptNumber => Kind::ReceiptNumber,
        FieldType::Exhibit => Kind::Exhibit(exhibits.to_vec()),
        FieldType::List(item) => Kind::Lines(Box::new(kind(item, exhibits, words))),
        FieldType::Text | FieldType::Name | FieldType::Address | FieldType::Group(_) => Kind::Line,
    }
}

/// The value at the end of a path; an item of a list goes by its id.
pub(super) fn find<'n>(root: &'n Node, steps: &[String]) -> Option<&'n Node> {
    steps.iter().try_fold(root, |node, step| match &node.kind {
        NodeKind::Table(table) => table.get(step),
        NodeKind::List(items) => items.iter().enumerate().find(|(at, item)| id(item, *at) == *step).map(|(_, it)| it),
        _ => None,
    })
}

/// The id of an item: as written, or its position from 1.
fn id(item: &Node, at: usize) -> String {
    let written = item.table().and_then(|table| table.get("id")).and_then(Node::text);
    written.map_or_else(|| (at + 1).to_string(), str::to_owned)
}

/// The matter's exhibits as choices.
pub(super) fn exhibits(checked: &CheckedFacts) -> Vec<Choice> {
    let choice = |exhibit: &fields::ExhibitFact| {
        let title = if let Value::Text(title) = &exhibit.title.value { title.clone() } else { exhibit.id.clone() };
        Choice { value: exhibit.id.clone(), label: title }
    };
    checked.exhibits.iter().map(choice).collect()
}

/// A name from its parts.
fn name(table: &Table) -> Option<String> {
    let part = |key: &str| table.get(key).and_then(Node::text);
    let parts = crate::value::Name::of_parts(part("first"), part("middle"), part("last"), part("suffix"));
    part("full").map(str::to_owned).or(Some(parts.full)).filter(|name| !name.is_empty())
}

/// Puts what is proposed over the facts, so that it is checked as a fact would be.
fn overlay(facts: &mut Node, proposed: &Node) {
    match (&mut facts.kind, &proposed.kind) {
        (NodeKind::Table(table), NodeKind::Table(over)) => {
            for entry in &over.entries {
                match table.entries.iter_mut().find(|known| known.key == entry.key) {
                    Some(known) => overlay(&mut known.value, &entry.value),
                    None => table.entries.push(Entry::clone(entry)),
                }
            }
        }
        _ => *facts = proposed.clone(),
    }
}
