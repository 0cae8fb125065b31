//! A value as JSON, and as TOML says it in a line.

use serde_json::{Map, Value};

use super::{Node, NodeKind};

impl Node {
    /// The value as JSON; a date is its text.
    #[must_use]
    pub fn json(&self) -> Value {
        match &self.kind {
            NodeKind::Text(text) | NodeKind::Date(text) => Value::from(text.as_str()),
            NodeKind::Integer(number) => Value::from(*number),
            NodeKind::Float(number) => Value::from(*number),
            NodeKind::Bool(yes) => Value::from(*yes),
            NodeKind::List(items) => Value::from(items.iter().map(Node::json).collect::<Vec<_>>()),
            NodeKind::Table(table) => Value::Object(
                table.entries.iter().map(|entry| (entry.key.clone(), entry.value.json())).collect::<Map<_, _>>(),
            ),
        }
    }

    /// The value as TOML says it in a line.
    #[must_use]
    pub fn inline(&self) -> String {
        let joined = |parts: Vec<String>| parts.join(", ");
        match &self.kind {
            NodeKind::Text(text) => format!("{text:?}"),
            NodeKind::Date(text) => text.clone(),
            NodeKind::Integer(number) => number.to_string(),
            NodeKind::Float(number) => number.to_string(),
            NodeKind::Bool(yes) => yes.to_string(),
            NodeKind::List(items) => format!("[{}]", joined(items.iter().map(Node::inline).collect())),
            NodeKind::Table(table) => {
                let entries = table.entries.iter().map(|entry| format!("{} = {}", entry.key, entry.value.inline()));
                format!("{{ {} }}", joined(entries.collect()))
            }
        }
    }
}
