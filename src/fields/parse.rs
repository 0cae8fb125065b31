//! Declarations of fields and parties in a front matter.

use super::{Choice, Condition, Field, FieldType, Need, Party, report, schema};
use crate::diag::{Diagnostic, Pass, Report};
use crate::facts::{Entry, Node, NodeKind, Table};
use crate::span::Span;

/// The keys that a field may have.
const FIELD_KEYS: &[&str] = &[
    "type",
    "ask",
    "help",
    "example",
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

/// The keys that a party may have.
const PARTY_KEYS: &[&str] = &["ask", "help", "needs", "required"];

/// The names of the types, as `type = "…"` says them.
const TYPES: &[&str] = &[
    "text",
    "prose",
    "date",
    "number",
    "money",
    "yes-no",
    "choice",
    "email",
    "phone",
    "address",
    "person",
    "name",
    "pronouns",
    "country",
    "language",
    "a-number",
    "receipt-number",
    "exhibit",
    "list",
    "group",
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
        let field = Field {
            name: entry.key.clone(),
            span: entry.key_span,
            ask: self.text(table, "ask"),
            help: self.text(table, "help"),
            example: self.text(table, "example"),
            required: self.yes_no(table, "required").unwrap_or(true),
            default: table.get("default").cloned(),
            show_if: self.conditions(table),
            sensitive: self.yes_no(table, "sensitive").unwrap_or(false),
            section: self.text(table, "section"),
            max_words: self.number(table, "max_words").and_then(|most| usize::try_from(most).ok()),
            min: self.number(table, "min"),
            max: self.number(table, "max"),
            fact: self.text(table, "fact"),
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
        only(
            "default",
            matches!(field.kind, FieldType::Choice(_) | FieldType::YesNo),
            "a `choice` or a `yes-no`, which say how to present; what is true has no default, so it is",
        );
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

    fn kind(&mut self, entry: &Entry, table: &Table) -> Option<FieldType> {
        let said = table.get("type");
        let fact = table.get("fact").and_then(Node::text);
        let Some(said) = said else {
            let Some(path) = fact else {
                let message = format!("field `{}` has no `type`", entry.key);
                let hint = format!("add `type = \"…\"`: {}", report::backticked(TYPES, "or"));
                self.report.push(report::declaration(message, entry.key_span, "no `type`").hint(hint));
                return None;
            };
            let kind = schema::fact(path);
            if kind.is_none() {
                let span = table.get("fact").map_or(entry.key_span, |node| node.span);
                let message = schema::unknown_path(path);
                let hint = "name a fact of the built-in schema, or say its `type`";
                self.report.push(report::declaration(message, span, "not in the built-in schema").hint(hint));
            }
            return kind;
        };
        let Some(name) = said.text() else {
            self.push(report::declared_kind("type", "text", said.kind.noun(), said.span));
            return None;
        };
        match name {
            "list" => Some(FieldType::List(Box::new(self.item(entry, table)?))),
            "group" => {
                let item = self.item(entry, table)?;
                if !matches!(item, FieldType::Group(_)) {
                    let message = "the `item` of a group is a table of fields";
                    self.push(report::declaration(message, entry.key_span, "one type"));
                    return None;
                }
                Some(item)
            }
            "choice" => self.choices(entry, table).map(FieldType::Choice),
            "prose" => match table.get("format").map(|format| (format.text(), format.span)) {
                None | Some((Some("plain"), _)) => Some(FieldType::Prose),
                Some((Some("markdown"), _)) => Some(FieldType::Markdown),
                Some((_, span)) => {
                    self.push(report::declaration("`format` is `\"plain\"` or `\"markdown\"`", span, "not a format"));
                    None
                }
            },
            simple => {
                let kind = simple_type(simple);
                if kind.is_none() {
                    self.push(report::unknown_declaration_key("type", simple, TYPES, said.span));
                }
                kind
            }
        }
    }

    /// What the items of a list are, or the members of a group.
    fn item(&mut self, entry: &Entry, table: &Table) -> Option<FieldType> {
        let Some(item) = table.entry("item") else {
            let message = format!("field `{}` has no `item`", entry.key);
            let hint = format!("add `item = {{ type = \"text\" }}`, or tables `[fields.{}.item.…]`", entry.key);
            self.push(report::declaration(message, entry.key_span, "no `item`").hint(hint));
            return None;
        };
        let members = self.table(item)?;
        // `item.type` is the type of each item when it is text, and a member of that name when it is a table.
        if members.get("type").is_some_and(|kind| kind.table().is_none()) {
            self.known_keys("key of an item", members, FIELD_KEYS);
            self.kind(item, members)
        } else {
            let fields = self.fields(members);
            for field in fields.iter().filter(|field| field.name == "id") {
                let message = "each item has an `id` already";
                self.report.push(report::declaration(message, field.span, "taken"));
            }
            Some(FieldType::Group(fields))
        }
    }

    fn choices(&mut self, entry: &Entry, table: &Table) -> Option<Vec<Choice>> {
        let Some(node) = table.get("choices") else {
            let hint = "add `choices = { stable_value = \"Words to choose it by\" }`";
            let message = format!("field `{}` has no `choices`", entry.key);
            self.push(report::declaration(message, entry.key_span, "no `choices`").hint(hint));
            return None;
        };
        let mut choices = Vec::new();
        match &node.kind {
            NodeKind::Table(table) => {
                for entry in &table.entries {
                    match entry.value.text() {
                        Some(label) => choices.push(Choice { value: entry.key.clone(), label: label.to_owned() }),
                        None => self.push(report::declared_kind(
                            &entry.key,
                            "text",
                            entry.value.kind.noun(),
                            entry.value.span,
                        )),
                    }
                }
            }
            NodeKind::List(items) => {
                for item in items {
                    match item.text() {
                        Some(value) => choices.push(Choice { value: value.to_owned(), label: value.to_owned() }),
                        None => {
                            self.push(report::declared_kind("choices", "a list of text", item.kind.noun(), item.span));
                        }
                    }
                }
            }
            other => self.push(report::declared_kind("choices", "a table", other.noun(), node.span)),
        }
        if choices.is_empty() {
            self.push(report::declaration("there is nothing to choose", node.span, "empty"));
            return None;
        }
        Some(choices)
    }

    fn conditions(&mut self, table: &Table) -> Vec<Condition> {
        let Some(node) = table.get("show_if") else { return Vec::new() };
        let Some(conditions) = node.table() else {
            self.push(report::declared_kind(
                "show_if",
                "a table such as `{ role = [\"physician\"] }`",
                node.kind.noun(),
                node.span,
            ));
            return Vec::new();
        };
        let mut read = Vec::new();
        for entry in &conditions.entries {
            let one = std::slice::from_ref(&entry.value);
            let mut values = Vec::new();
            for value in entry.value.list().unwrap_or(one) {
                match &value.kind {
                    NodeKind::Text(text) => values.push(text.clone()),
                    NodeKind::Bool(yes) => values.push(yes.to_string()),
                    other => self.push(report::declared_kind(
                        &entry.key,
                        "a choice, true or false",
                        other.noun(),
                        value.span,
                    )),
                }
            }
            read.push(Condition { field: entry.key.clone(), values, span: entry.key_span });
        }
        read
    }

    /// Whether a condition names a choice or yes-no field that stands before the field it is on.
    fn condition(&mut self, condition: &Condition, before: &[Field], after: &[Field]) {
        let Some(field) = before.iter().find(|field| field.name == condition.field) else {
            let message = if after.iter().any(|field| field.name == condition.field) {
                format!("`show_if` reads `{}`, which is asked later", condition.field)
            } else {
                crate::words::unknown("field", &condition.field, before.iter().map(|field| field.name.as_str()))
            };
            let hint = "declare the field before the one that it shows or hides";
            self.push(report::declaration(message, condition.span, "not asked before").hint(hint));
            return;
        };
        let known: Vec<&str> = match &field.kind {
            FieldType::Choice(choices) => choices.iter().map(|choice| choice.value.as_str()).collect(),
            FieldType::YesNo => vec!["true", "false"],
            _ => {
                let message = format!("`show_if` reads `{}`, which is neither a `choice` nor a `yes-no`", field.name);
                self.push(
                    report::declaration(message, condition.span, "cannot decide").at(field.span, "declared here"),
                );
                return;
            }
        };
        for value in condition.values.iter().filter(|value| !known.contains(&value.as_str())) {
            let what = format!("choice of `{}`", field.name);
            let found = report::unknown_declaration_key(&what, value, &known, condition.span);
            self.push(found.at(field.span, "declared here"));
        }
    }

    fn party(&mut self, entry: &Entry) -> Option<Party> {
        self.name("party", entry);
        let table = self.table(entry)?;
        self.known_keys("key of a party", table, PARTY_KEYS);
        let mut needs: Vec<Need> = Vec::new();
        match table.get("needs").map(|node| (&node.kind, node.span)) {
            Some((NodeKind::List(items), _)) => needs.extend(items.iter().filter_map(|item| self.need(item))),
            Some((other, span)) => self.push(report::declared_kind("needs", "a list of text", other.noun(), span)),
            None => {}
        }
        Some(Party {
            name: entry.key.clone(),
            span: entry.key_span,
            ask: self.text(table, "ask"),
            needs,
            optional: !self.yes_no(table, "required").unwrap_or(true),
        })
    }

    fn need(&mut self, item: &Node) -> Option<Need> {
        let Some(text) = item.text() else {
            self.push(report::declared_kind("needs", "a list of text", item.kind.noun(), item.span));
            return None;
        };
        let (name, optional) = text.strip_suffix('?').map_or((text, false), |name| (name, true));
        let known: Vec<&str> = schema::person().iter().map(|field| field.name.as_str()).collect();
        if !known.contains(&name) {
            self.push(report::unknown_declaration_key("field of a person", name, &known, item.span));
            return None;
        }
        Some(Need { field: name.to_owned(), optional, span: item.span })
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
            NodeKind::Integer(number) if number >= 0 || key != "max_words" => Some(number),
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

/// A type that needs no more than its name.
fn simple_type(name: &str) -> Option<FieldType> {
    Some(match name {
        "text" => FieldType::Text,
        "date" => FieldType::Date,
        "number" => FieldType::Number,
        "money" => FieldType::Money,
        "yes-no" => FieldType::YesNo,
        "email" => FieldType::Email,
        "phone" => FieldType::Phone,
        "address" => FieldType::Address,
        "person" => FieldType::Person,
        "name" => FieldType::Name,
        "pronouns" => FieldType::Pronouns,
        "country" => FieldType::Country,
        "language" => FieldType::Language,
        "a-number" => FieldType::ANumber,
        "receipt-number" => FieldType::ReceiptNumber,
        "exhibit" => FieldType::Exhibit,
        _ => return None,
    })
}

/// The place of built-in declarations, which lie in no file.
#[must_use]
pub fn nowhere() -> Span {
    Span::new(crate::span::SourceId(u32::MAX), 0, 0)
}
