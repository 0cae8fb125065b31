//! `show_if`: under which answers a field is asked for and used.

use super::Reader;
use crate::facts::{NodeKind, Table};
use crate::fields::{Condition, Field, FieldType, report};

impl Reader {
    pub(super) fn conditions(&mut self, table: &Table) -> Vec<Condition> {
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
    pub(super) fn condition(&mut self, condition: &Condition, before: &[Field], after: &[Field]) {
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
}
