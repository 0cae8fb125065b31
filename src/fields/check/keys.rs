//! The shared facts as a whole: keys that nothing reads, and values that are not of their types.

use super::{Checker, Wanted, names};
use crate::diag::Report;
use crate::facts::Node;
use crate::fields::{report, schema};
use crate::value::Origin;

/// What is wrong with the shared facts whatever paper is made of them: keys that nothing reads, with a did-you-mean,
/// and values that are not of the built-in types. `extra` are top-level keys that are read elsewhere.
#[must_use]
pub fn fact_keys(facts: &Node, extra: &[&str]) -> Report {
    let mut checker = Checker::new(facts);
    let Some(table) = facts.table() else {
        checker.say(report::wrong_type("facts", facts, "a table"));
        return checker.report;
    };
    let _ = checker.exhibits(facts);
    let known: Vec<&str> = schema::TOP.iter().chain(extra).copied().collect();
    checker.unknown_keys("", table, &known);
    for entry in &table.entries {
        match entry.key.as_str() {
            "people" => match entry.value.table() {
                Some(people) => {
                    for person in &people.entries {
                        checker.whole_person(&format!("people.{}", person.key), &person.value);
                    }
                }
                None => checker.say(report::wrong_type("people", &entry.value, "a table")),
            },
            top if schema::TOP.contains(&top) => {
                if let Some(kind) = schema::fact(top) {
                    let origin = Origin { path: top.into(), span: Some(entry.value.span) };
                    let _ = checker.given(
                        &kind,
                        &entry.value,
                        &origin,
                        Wanted { label: &top, span: None, required: false },
                    );
                }
            }
            _ => {}
        }
    }
    // What is unknown on purpose is a gap of the paper that needs it, not of the facts.
    checker.report.diagnostics.retain(|found| found.code != crate::diag::Code::MissingFact);
    checker.report
}

impl Checker<'_> {
    fn whole_person(&mut self, path: &str, node: &Node) {
        let Some(table) = node.table() else {
            self.say(report::wrong_type(path, node, "a table about a person"));
            return;
        };
        self.unknown_keys(path, table, &names(schema::person()));
        for field in schema::person() {
            let Some(node) = table.get(&field.name) else { continue };
            let origin = Origin { path: format!("{path}.{}", field.name).into(), span: Some(node.span) };
            let wanted = Wanted { label: &field.label, span: None, required: false };
            let _ = self.given(&field.kind, node, &origin, wanted);
        }
        let _ = self.share(path, table);
    }
}
