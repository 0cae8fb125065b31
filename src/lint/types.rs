//! Facts that two templates of a pack read as different types: one matter could never please both.

use crate::diag::{Code, Diagnostic, Report};
use crate::fields::{Field, FieldType};
use crate::template::Template;

/// A warning for each fact that a template reads as another type than one of `others` does.
#[must_use]
pub fn conflicts<'t>(template: &Template, others: &(impl Iterator<Item = &'t Template> + Clone)) -> Report {
    let mut report = Report::default();
    for field in &template.front.fields {
        let Some(path) = field.fact.as_deref() else { continue };
        let other = others.clone().filter(|other| other.pin.name != template.pin.name).find_map(|other| {
            let same_fact = |other: &&Field| other.fact.as_deref() == Some(path);
            let found = other.front.fields.iter().find(same_fact)?;
            (!alike(&field.kind, &found.kind)).then_some((other, found))
        });
        if let Some((other, found)) = other {
            report.push(conflict(path, field, other, found));
        }
    }
    report
}

/// Whether two types take the same values, wherever they are declared.
fn alike(one: &FieldType, other: &FieldType) -> bool {
    match (one, other) {
        (FieldType::Choice(one), FieldType::Choice(other)) => {
            one.len() == other.len() && one.iter().all(|choice| other.iter().any(|known| known.value == choice.value))
        }
        (FieldType::List(one), FieldType::List(other)) => alike(one, other),
        (FieldType::Group(one), FieldType::Group(other)) => one.iter().all(|member| {
            let same = other.iter().find(|other| other.name == member.name);
            same.is_none_or(|other| alike(&member.kind, &other.kind))
        }),
        (one, other) => one == other,
    }
}

fn conflict(path: &str, field: &Field, other: &Template, found: &Field) -> Diagnostic {
    let message = format!("`{path}` is read here as another type than in `{}`", other.pin);
    Diagnostic::new(Code::ConflictingTypes, message)
        .at(field.span, "read here")
        .at(found.span, "and there")
        .hint("give both the same `type`, or take it out of both and let the fact have its built-in one")
}
