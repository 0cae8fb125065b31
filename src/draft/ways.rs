//! Which ways a paper took through its template: what its conditions came to, which questions were asked, what was
//! chosen.

use serde::{Deserialize, Serialize};

use crate::fields::{CheckedFacts, Field, FieldType, check, parse};
use crate::source::Sources;
use crate::span::Span;
use crate::template::Template;
use crate::value::{Checked, Value};

/// A way that a paper took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The file of the template or clause, as messages name it.
    pub file: String,
    /// The first byte of the place there that decides, and the byte after its last.
    pub at: (u32, u32),
    /// How it came out.
    pub way: Way,
}

/// How something came out that could have come out otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// A condition held, or a list had items.
    Yes,
    /// A condition did not hold, or a list had no items.
    No,
    /// `show_if` showed the field.
    Shown,
    /// `show_if` hid the field.
    Hidden,
    /// This value was chosen.
    Chosen(String),
}

/// The ways of one paper: those of the body, and those of the fields.
pub(super) fn taken(
    template: &Template,
    facts: &CheckedFacts,
    decided: &[(Span, bool)],
    sources: &Sources,
) -> Vec<Taken> {
    let mut ways: Vec<(Span, Way)> =
        decided.iter().map(|(span, holds)| (*span, if *holds { Way::Yes } else { Way::No })).collect();
    of_fields(&template.front.fields, &facts.fields, &mut ways);
    let taken = ways.into_iter().map(|(span, way)| Taken {
        file: sources.name(span).to_owned(),
        at: (span.start, span.end),
        way,
    });
    taken.collect()
}

fn of_fields(fields: &[Field], values: &[(String, Checked)], ways: &mut Vec<(Span, Way)>) {
    let mut note = |span: Span, way: Way| {
        if !ways.contains(&(span, way.clone())) {
            ways.push((span, way));
        }
    };
    let mut within = Vec::new();
    for field in fields.iter().filter(|field| field.span != parse::nowhere()) {
        if !field.show_if.is_empty() {
            note(field.span, if check::holds(&field.show_if, values) { Way::Shown } else { Way::Hidden });
        }
        let Some((_, checked)) = values.iter().find(|(name, _)| *name == field.name) else { continue };
        match (&field.kind, &checked.value) {
            (_, Value::Choice { value, .. }) => note(field.span, Way::Chosen(value.clone())),
            (FieldType::Group(members), Value::Group(values)) => within.push((members, values)),
            (FieldType::List(item), Value::List(items)) => {
                let FieldType::Group(members) = item.as_ref() else { continue };
                within.extend(items.iter().filter_map(|item| match &item.checked.value {
                    Value::Group(values) => Some((members, values)),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    for (members, values) in within {
        of_fields(members, values, ways);
    }
}
