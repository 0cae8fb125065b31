//! What one paper is made of while it is drafted: the values behind the handles, and what has been printed so far.

use std::collections::BTreeMap;

use super::super::numbers;
use super::super::slots::{Filled, HANDLE_END, HANDLE_START, NodeSlot, Rendered, Slot, SlotContent};
use super::super::tokens::weave::Place;
use super::super::{RuleWords, Surroundings, faults};
use crate::diag::{Diagnostic, Report};
use crate::fields::CheckedFacts;
use crate::span::Span;
use crate::value::{self, Locale, Origin, PaperDate, Value};

/// The most Markdown that a paper may come to; pulldown-cmark's footnotes take quadratic time.
pub const MAX_MARKDOWN: usize = 4 << 20;

/// What a handle stands for, and where it came from.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is.
    pub held: Held,
    /// Where it came from.
    pub origin: Origin,
}

/// What a handle stands for.
#[derive(Clone, Debug)]
pub enum Held {
    /// A fact, not written out yet.
    Value(Value),
    /// Words made of a fact.
    Words(String),
    /// Lines made of a fact.
    Lines(Vec<String>),
    /// Something that is not text.
    Node(NodeSlot),
    /// Something required that is not known.
    Gap {
        /// What is needed.
        label: String,
        /// Whether conditions would compare the value if it were known.
        native: bool,
    },
    /// A part of a built-in fact that nobody has written: as good as null to a condition, a gap where it is printed.
    Missing,
    /// Values with words between them.
    Joined(Vec<Part>),
}

/// A part of joined values.
#[derive(Clone, Debug)]
pub enum Part {
    /// Words of ours or of the template.
    Words(String),
    /// A value by the number of its handle.
    Value(usize),
}

/// The table of one paper.
pub struct Table {
    places: Vec<Place>,
    entries: Vec<Entry>,
    /// Handles by their numbers, as Tera takes them: the same in every paper.
    handles: Vec<tera::Value>,
    rendered: Rendered,
    report: Report,
    exhibits: Vec<String>,
    exhibit_spans: Vec<Span>,
    new_exhibits: Vec<String>,
    rules: BTreeMap<String, RuleWords>,
    /// Where what is printed next is printed.
    pub place: usize,
    /// The date of the paper.
    pub date: PaperDate,
    /// The language that values are written out in.
    pub locale: Locale,
}

impl Table {
    /// An empty table for a template whose tags have these places.
    #[must_use]
    pub fn new(places: Vec<Place>) -> Self {
        Self {
            places,
            entries: Vec::new(),
            handles: Vec::new(),
            rendered: Rendered::default(),
            report: Report::default(),
            exhibits: Vec::new(),
            exhibit_spans: Vec::new(),
            new_exhibits: Vec::new(),
            rules: BTreeMap::new(),
            place: usize::MAX,
            date: PaperDate::day(jiff::civil::Date::default()),
            locale: Locale::En,
        }
    }

    /// Begins a paper.
    pub fn open(&mut self, facts: &CheckedFacts, surroundings: &Surroundings) {
        self.entries.clear();
        self.rendered = Rendered::default();
        self.report = Report::default();
        self.exhibits = facts.exhibits.iter().map(|exhibit| exhibit.id.clone()).collect();
        self.exhibit_spans = facts.exhibits.iter().map(|exhibit| exhibit.span).collect();
        let new = facts.exhibits.iter().filter(|exhibit| exhibit.in_record.value == Value::YesNo(false));
        self.new_exhibits = new.map(|exhibit| exhibit.id.clone()).collect();
        self.rules.clone_from(&surroundings.rules);
        self.date = surroundings.date;
        self.locale = surroundings.locale;
    }

    /// Whether the facts say that an exhibit was not part of the record.
    #[must_use]
    pub fn is_new(&self, exhibit: &str) -> bool {
        self.new_exhibits.iter().any(|new| new == exhibit)
    }

    /// Ends a paper: what was printed, and what went wrong.
    pub fn close(&mut self) -> (Rendered, Report) {
        self.entries.clear();
        (std::mem::take(&mut self.rendered), std::mem::take(&mut self.report))
    }

    /// Keeps a value and gives its handle.
    pub fn keep(&mut self, held: Held, origin: Origin) -> tera::Value {
        let number = self.entries.len();
        self.entries.push(Entry { held, origin });
        self.handle(number)
    }

    /// The handle with this number.
    pub fn handle(&mut self, number: usize) -> tera::Value {
        while self.handles.len() <= number {
            let next = format!("{HANDLE_START}{}{HANDLE_END}", self.handles.len());
            self.handles.push(next.into());
        }
        self.handles[number].clone()
    }

    /// What a handle stands for.
    #[must_use]
    pub fn entry(&self, handle: usize) -> Option<&Entry> {
        self.entries.get(handle)
    }

    /// Where a tag stands.
    #[must_use]
    pub fn span(&self, place: usize) -> Span {
        self.places.get(place).map_or(crate::fields::parse::nowhere(), |place| place.span)
    }

    /// What stands in a tag.
    #[must_use]
    pub fn text(&self, place: usize) -> &str {
        self.places.get(place).map_or("", |place| &place.text)
    }

    /// Reports what went wrong.
    pub fn report(&mut self, found: Diagnostic) {
        self.report.push(found);
    }

    /// The rules of the paper.
    #[must_use]
    pub fn rules(&self) -> &BTreeMap<String, RuleWords> {
        &self.rules
    }

    /// An exhibit's place in the facts.
    #[must_use]
    pub fn exhibit_span(&self, id: &str) -> Option<Span> {
        let at = self.exhibits.iter().position(|exhibit| exhibit == id)?;
        self.exhibit_spans.get(at).copied()
    }

    /// Reports an exhibit that the facts do not have.
    pub fn unknown_exhibit(&mut self, id: &str, place: usize, origin: &Origin) {
        let known: Vec<&str> = self.exhibits.iter().map(String::as_str).collect();
        let found = faults::unknown_exhibit(id, self.span(place), &known).at_some(origin.span, "named here");
        self.report(found);
    }

    /// Notes how a decision of the template came out.
    pub fn decided(&mut self, place: usize, holds: bool) {
        let decided = (self.span(place), holds);
        if !self.rendered.decided.contains(&decided) {
            self.rendered.decided.push(decided);
        }
    }

    /// Whether the paper has grown past its limit; says so once.
    pub fn is_full(&mut self, place: usize) -> bool {
        let full = self.rendered.markdown.len() > MAX_MARKDOWN;
        if full {
            let found = faults::too_long(MAX_MARKDOWN, self.span(place));
            self.report(found);
        }
        full
    }

    /// Prints the literal text of a place.
    pub fn literal(&mut self, place: usize) {
        let Some(Place { span, text }) = self.places.get(place) else { return };
        let start = self.rendered.markdown.len();
        self.rendered.markdown.push_str(text);
        self.rendered.pieces.push((start..self.rendered.markdown.len(), *span));
    }

    /// Prints words of the template's own that an expression gave: as themselves, not as Markdown.
    pub fn words(&mut self, words: &str, place: usize) {
        let start = self.rendered.markdown.len();
        for character in words.chars() {
            match character {
                '\n' | '\r' | '\t' => self.rendered.markdown.push(' '),
                '\'' | '"' | ',' | ';' => self.rendered.markdown.push(character),
                _ if character.is_ascii_punctuation() => self.rendered.markdown.extend(['\\', character]),
                _ => self.rendered.markdown.push(character),
            }
        }
        let span = self.span(place);
        self.rendered.pieces.push((start..self.rendered.markdown.len(), span));
    }

    /// Prints something as a slot.
    pub fn slot(&mut self, content: SlotContent, origin: Origin, place: usize) {
        let span = self.span(place);
        let start = self.rendered.markdown.len();
        let handle = self.handle(self.rendered.slots.len());
        self.rendered.markdown.push_str(handle.as_str().unwrap_or_default());
        self.rendered.slots.push(Slot { content, origin, place: Some(span) });
        self.rendered.pieces.push((start..self.rendered.markdown.len(), span));
    }

    /// Prints what a handle stands for.
    pub fn print(&mut self, handle: usize, place: usize) {
        let Some(Entry { held, origin }) = self.entries.get(handle).cloned() else { return };
        let content = match held {
            Held::Joined(parts) => {
                for part in parts {
                    match part {
                        Part::Words(words) => self.words(&words, place),
                        Part::Value(handle) => self.print(handle, place),
                    }
                }
                return;
            }
            Held::Words(words) => SlotContent::Words(words),
            Held::Lines(lines) => SlotContent::Prose(lines.join("\n")),
            Held::Node(node) => SlotContent::Node(node),
            Held::Gap { label, .. } => SlotContent::Gap(label),
            Held::Missing => {
                let found = faults::missing_part(&origin, self.span(place));
                self.report(found);
                SlotContent::Gap(last_word(&origin))
            }
            Held::Value(Value::Text(text)) => SlotContent::Said(text),
            Held::Value(Value::Prose(text)) => SlotContent::Prose(text),
            Held::Value(Value::Markdown(text)) => SlotContent::Markdown(text),
            Held::Value(Value::Exhibit(reference)) => match self.exhibit_words(&reference) {
                Some(words) => SlotContent::Node(NodeSlot::Exhibit { id: reference.id, page: reference.page, words }),
                None => return self.unknown_exhibit(&reference.id, place, &origin),
            },
            Held::Value(value) => {
                let Some(words) = self.usual(&value) else {
                    let found = faults::wrong_use("this value has no form that can be printed", self.span(place));
                    return self.report(found);
                };
                SlotContent::Words(words)
            }
        };
        self.slot(content, origin, place);
    }

    /// The usual form of a value that stands as words.
    #[must_use]
    pub fn usual(&self, value: &Value) -> Option<String> {
        Some(match value {
            Value::Text(text)
            | Value::Prose(text)
            | Value::Markdown(text)
            | Value::Email(text)
            | Value::Phone(text)
            | Value::ReceiptNumber(text) => text.clone(),
            Value::Date(date) => date.long(self.locale),
            Value::Number(number) => number.to_string(),
            Value::Quantity(quantity) => quantity.long(self.locale),
            Value::Money(money) => money.display(),
            Value::YesNo(yes) => numbers::yes_no(*yes, self.locale).to_owned(),
            Value::Choice { value, .. } => value.clone(),
            Value::Address(address) => address.one_line(self.locale),
            Value::Name(name) => name.full.clone(),
            Value::Person(person) => match person.field("name").map(|name| &name.value) {
                Some(Value::Name(name)) => name.full.clone(),
                _ => return None,
            },
            Value::Country(named) | Value::Language(named) => named.within(self.locale).to_owned(),
            Value::ANumber(digits) => value::a_number(digits),
            Value::Exhibit(reference) => self.exhibit_words(reference)?,
            Value::Pronouns(pronouns) => pronouns.subject.clone(),
            Value::List(_) | Value::Group(_) | Value::Unknown(_) | Value::Declined | Value::Absent => return None,
        })
    }

    /// `Exhibit B, at 2`: the letter is the exhibit's position in the facts.
    #[must_use]
    pub fn exhibit_words(&self, reference: &value::ExhibitRef) -> Option<String> {
        let at = self.exhibits.iter().position(|exhibit| *exhibit == reference.id)?;
        let letter = numbers::letter(at);
        Some(match (self.locale, reference.page) {
            (Locale::En, None) => format!("Exhibit {letter}"),
            (Locale::En, Some(page)) => format!("Exhibit {letter}, at {page}"),
            (Locale::Es, None) => format!("Anexo {letter}"),
            (Locale::Es, Some(page)) => format!("Anexo {letter}, p. {page}"),
        })
    }

    /// What a handle stands for, as plain words; a gap's are what is needed.
    #[must_use]
    pub fn plain(&self, handle: usize) -> Option<String> {
        match &self.entry(handle)?.held {
            Held::Value(value) => self.usual(value),
            Held::Words(words) | Held::Node(NodeSlot::Exhibit { words, .. }) => Some(words.clone()),
            Held::Lines(lines) => Some(lines.join(", ")),
            Held::Gap { label, .. } => Some(label.clone()),
            Held::Node(_) | Held::Missing => None,
            Held::Joined(parts) => Some(
                parts
                    .iter()
                    .filter_map(|part| match part {
                        Part::Words(words) => Some(words.clone()),
                        Part::Value(handle) => self.plain(*handle),
                    })
                    .collect(),
            ),
        }
    }

    /// What a handle stands for, as lines of a block with their origin.
    #[must_use]
    pub fn filled(&self, handle: usize) -> Vec<Filled> {
        let Some(Entry { held, origin }) = self.entry(handle) else { return Vec::new() };
        let gap = matches!(held, Held::Gap { .. });
        let lines = match held {
            Held::Lines(lines) => lines.clone(),
            Held::Value(Value::Prose(text) | Value::Text(text)) => text.lines().map(str::to_owned).collect(),
            _ => self.plain(handle).into_iter().collect(),
        };
        lines.into_iter().map(|text| Filled { text, gap, origin: origin.clone(), revised: Vec::new() }).collect()
    }
}

/// What the last part of a fact's path is called: `receipt`, `served by`.
fn last_word(origin: &Origin) -> String {
    origin.path.rsplit('.').next().unwrap_or_default().replace('_', " ")
}
