//! `[parties.*]`: the people of a paper, and what it needs to know of each.

use super::Reader;
use crate::facts::{Entry, Node, NodeKind};
use crate::fields::{Need, Party, report, schema};

/// The keys that a party may have.
const PARTY_KEYS: &[&str] = &["ask", "help", "needs", "required"];

impl Reader {
    pub(super) fn party(&mut self, entry: &Entry) -> Option<Party> {
        self.name("party", entry);
        let table = self.table(entry)?;
        self.known_keys("key of a party", table, PARTY_KEYS);
        let mut needs: Vec<Need> = Vec::new();
        match table.get("needs").map(|node| (&node.kind, node.span)) {
            Some((NodeKind::List(items), _)) => {
                for need in items.iter().filter_map(|item| self.need(item)) {
                    // What is named twice is needed once, as it is named first.
                    if !needs.iter().any(|known| known.field == need.field) {
                        needs.push(need);
                    }
                }
            }
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
}
