//! Declarations of fields and parties in a front matter.

mod conditions;
mod kinds;
mod parties;

use super::{Field, FieldType, Party, plain, report};
use crate::diag::{Diagnostic, Pass, Report};
use crate::facts::{Entry, NodeKind, Table};
use crate::span::Span;

/// The keys that a field may have.
const FIELD_KEYS: &[&str] = &[
    "type",
    "ask",
    "help",
    "example",
    "why",
    "required",
    "default",
    "choices",
    "show_if",
    "sensitive",
    "section",
    "max_words",
    "min",
    "max",
    "item",
    "format",
    "fact",
];

/// Reads `[fields.*]`, or `[parameters.*]` of a clause: a table of field tables.
#[must_use]
pub fn fields(table: &Table) -> Pass<Vec<Field>> {
    let mut reader = Reader::default();
    let fields = reader.fields(table);
    Pass::new(fields, reader.report)
}

/// Reads `[parties.*]`.
#[must_use]
pub fn parties(table: &Table) -> Pass<Vec<Party>> {
    let mut reader = Reader::default();
    let parties = table.entries.iter().filter_map(|entry| reader.party(entry)).collect();
    Pass::new(parties, reader.report)
}

#[derive(Default)]
struct Reader {
    report: Report,
}

impl Reader {
    fn fields(&mut self, table: &Table) -> Vec<Field> {
        let fields: Vec<Field> = table.entries.iter().filter_map(|entry| self.field(entry)).collect();
        for (at, field) in fields.iter().enumerate() {
            for condition in &field.show_if {
                self.condition(condition, &fields[..at], &fields[at..]);
            }
        }
        fields
    }

    fn field(&mut self, entry: &Entry) -> Option<Field> {
        self.name("field", entry);
        let table = self.table(entry)?;
        self.known_keys("key of a field", table, FIELD_KEYS);
        let kind = self.kind(entry, table);
        let fact = self.text(table, "fact");
        let field = Field {
            name: entry.key.clone(),
            label: plain(&entry.key).into(),
            path: fact.clone().unwrap_or_else(|| format!("answers.{}", entry.key)).into(),
            span: entry.key_span,
            ask: self.text(table, "ask"),
            help: self.text(table, "help"),
            example: self.text(table, "example"),
            why: self.text(table, "why"),
            required: self.yes_no(table, "required").unwrap_or(true),
            default: table.get("default").cloned(),
            show_if: self.conditions(table),
            sensitive: self.yes_no(table, "sensitive").unwrap_or(false),
            section: self.text(table, "section"),
            max_words: self.number(table, "max_words").and_then(|most| usize::try_from(most).ok()),
            min: self.number(table, "min"),
            max: self.number(table, "max"),
            fact,
            frame: None,
            kind: kind?,
        };
        self.fits(&field, table);
        Some(field)
    }

    /// What the type of the field allows besides.
    fn fits(&mut self, field: &Field, table: &Table) {
        let mut only = |key: &str, allowed: bool, types: &str| {
            if let Some(entry) = table.entry(key).filter(|_| !allowed) {
                let message = format!("`{key}` is for {types} only");
                self.report.push(report::declaration(message, entry.key_span, "not of this type"));
            }
        };
        let list = matches!(field.kind, FieldType::List(_));
        let words = matches!(field.kind, FieldType::Text | FieldType::Prose | FieldType::Markdown);
        only("choices", matches!(field.kind, FieldType::Choice(_)), "a `choice`");
        only("item", list || matches!(field.kind, FieldType::Group(_)), "a `list` or a `group`");
        only("format", matches!(field.kind, FieldType::Prose | FieldType::Markdown), "`prose`");
        only("max_words", words, "`text` and `prose`");
        only("min", list || field.kind == FieldType::Number, "a `list` or a `number`");
        only("max", list || field.kind == FieldType::Number, "a `list` or a `number`");
        only("default", matches!(field.kind, FieldType::Choice(_) | FieldType::YesNo), "a `choice` or a `yes-no`");
        if let (Some(least), Some(most), Some(entry)) = (field.min, field.max, table.entry("max"))
            && least > most
        {
            self.report.push(report::declaration("`max` is less than `min`", entry.value.span, "less than `min`"));
        }
        if let Some(default) = &field.default {
            match (&field.kind, &default.kind) {
                (FieldType::Choice(choices), NodeKind::Text(value))
                    if !choices.iter().any(|choice| choice.value == *value) =>
                {
                    let message =
                        crate::words::unknown("choice", value, choices.iter().map(|choice| choice.value.as_str()));
                    self.report.push(report::declaration(message, default.span, "not one of `choices`"));
                }
                (FieldType::Choice(_), NodeKind::Text(_)) | (FieldType::YesNo, NodeKind::Bool(_)) => {}
                (FieldType::Choice(_), found) => {
                    self.push(report::declared_kind("default", "text", found.noun(), default.span));
                }
                (FieldType::YesNo, found) => {
                    self.push(report::declared_kind("default", "true or false", found.noun(), default.span));
                }
                _ => {}
            }
        }
    }

    /// Names are read by templates, whose language knows letters, digits and underscores.
    fn name(&mut self, what: &str, entry: &Entry) {
        let mut letters = entry.key.chars();
        let starts = letters.next().is_some_and(|first| first.is_ascii_lowercase());
        if !starts || !letters.all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_') {
            let message = format!("`{}` cannot be the name of a {what}", entry.key);
            let hint = "use small letters a to z, digits and underscores, and begin with a letter";
            self.push(report::declaration(message, entry.key_span, "not a name").hint(hint));
        }
    }

    fn known_keys(&mut self, what: &str, table: &Table, known: &[&str]) {
        for entry in table.entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            self.push(report::unknown_declaration_key(what, &entry.key, known, entry.key_span));
        }
    }

    fn table<'t>(&mut self, entry: &'t Entry) -> Option<&'t Table> {
        let table = entry.value.table();
        if table.is_none() {
            self.push(report::declared_kind(&entry.key, "a table", entry.value.kind.noun(), entry.value.span));
        }
        table
    }

    fn text(&mut self, table: &Table, key: &str) -> Option<String> {
        let node = table.get(key)?;
        if node.text().is_none() {
            self.push(report::declared_kind(key, "text", node.kind.noun(), node.span));
        }
        node.text().map(str::to_owned)
    }

    fn yes_no(&mut self, table: &Table, key: &str) -> Option<bool> {
        let node = table.get(key)?;
        if let NodeKind::Bool(yes) = node.kind {
            return Some(yes);
        }
        self.push(report::declared_kind(key, "true or false", node.kind.noun(), node.span));
        None
    }

    fn number(&mut self, table: &Table, key: &str) -> Option<i64> {
        let node = table.get(key)?;
        match node.kind {
            NodeKind::Integer(number) if number < 0 && key == "max_words" => {
                self.push(report::declaration("`max_words` is less than 0", node.span, "less than 0"));
                None
            }
            NodeKind::Integer(number) => Some(number),
            _ => {
                self.push(report::declared_kind(key, "a whole number", node.kind.noun(), node.span));
                None
            }
        }
    }

    fn push(&mut self, found: Diagnostic) {
        self.report.push(found);
    }
}

/// The place of built-in declarations, which lie in no file.
#[must_use]
pub fn nowhere() -> Span {
    Span::new(crate::span::SourceId(u32::MAX), 0, 0)
}
