//! What a form proposes to say in the shared facts, for the lawyer to see.

use super::Checker;
use crate::facts::{Entry, Node};
use crate::fields::{Given, report};

impl Checker<'_> {
    /// Tells of every proposal that the facts do not say.
    pub(super) fn proposed(&mut self, given: &Given<'_>) {
        let Some(node) = given.answers.table().and_then(|table| table.get("proposed")) else { return };
        match node.table() {
            Some(_) => self.proposals(node, "", given.facts),
            None => self.say(report::wrong_type("proposed", node, "a table")),
        }
    }

    fn proposals(&mut self, node: &Node, path: &str, facts: &Node) {
        let Some(table) = node.table() else { return };
        for Entry { key, key_span, value } in &table.entries {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let known = facts.at(&path);
            // An answer such as `{ declined = true }` proposes nothing.
            if super::withheld(value).is_some() || known.is_some_and(|known| known.says_the_same(value)) {
                continue;
            }
            match value.table() {
                Some(_) => self.proposals(value, &path, facts),
                None => self.say(report::proposed(&path, *key_span, known.map(|known| known.span))),
            }
        }
    }
}
