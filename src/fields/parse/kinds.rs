//! The type of a field, with what its type asks for: choices, items, a format.

use super::{FIELD_KEYS, Reader};
use crate::facts::{Entry, Node, NodeKind, Table};
use crate::fields::{Choice, FieldType, report, schema};

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

impl Reader {
    pub(super) fn kind(&mut self, entry: &Entry, table: &Table) -> Option<FieldType> {
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
