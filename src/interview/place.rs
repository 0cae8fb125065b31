//! Where a path of an answers file leads among the fields of a template.

use super::Path;
use crate::fields::{Field, FieldType, schema};

/// The place of one answer.
#[derive(Clone, Debug)]
pub(super) struct Place<'f> {
    /// The type of the answer there.
    pub(super) kind: &'f FieldType,
    /// The items of lists that it is in, from the outermost on.
    pub(super) items: Vec<Path>,
}

/// Follows a path; none when no field is there, or none that takes an answer of its own.
pub(super) fn of<'f>(fields: &'f [Field], path: &Path) -> Option<Place<'f>> {
    let mut here = path.steps().iter().enumerate();
    let (_, name) = here.next()?;
    let field = fields.iter().find(|field| field.name == *name && field.fact.is_none())?;
    let (mut kind, mut items) = (&field.kind, Vec::new());
    loop {
        let members: &[Field] = match kind {
            FieldType::Group(members) => members,
            FieldType::Address => schema::address(),
            FieldType::List(item) => match item.as_ref() {
                FieldType::Group(members) => {
                    let (at, _) = here.next()?;
                    items.push(Path::of(&path.steps()[..=at]));
                    members
                }
                _ => break,
            },
            _ => break,
        };
        let (_, name) = here.next()?;
        kind = &members.iter().find(|member| member.name == *name)?.kind;
    }
    here.next().is_none().then_some(Place { kind, items })
}
