//! What facts and answers can say, as JSON Schema 2020-12, so that editors complete and check them.
//!
//! A schema takes what a build takes without a word. It refuses what a build calls an error, and also what a build only
//! warns of as never read: a misspelt key is seen while it is typed. Nothing is `required`: a gap is no mistake, and a
//! new matter is full of them; the descriptions say what a paper needs.

mod about;
mod answers;
mod facts;
pub mod files;
mod forms;
mod types;

use serde_json::{Map, Value, json};

use crate::fields::{FieldType, Party};
use crate::template::Template;

pub use answers::answers;
pub use facts::facts;

/// The dialect that the schemas are written in.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// By this comment a schema is known as one that affiant wrote and may write again.
pub const MARK: &str = "Written by affiant for editors; `affiant schema` writes it again.";

/// What the forms in a schema leave to a build.
const LOOSE: &str =
    "Dates, numbers, amounts and telephone numbers are only looked at roughly here; `affiant check` reads them.";

/// A paper as the facts of its matter see it: its id, its template, and who is who.
#[derive(Clone, Copy, Debug)]
pub struct Use<'a> {
    /// The draft's id.
    pub draft: &'a str,
    /// The template.
    pub template: &'a Template,
    /// Party, and path in the facts.
    pub with: &'a [(String, String)],
}

impl<'a> Use<'a> {
    /// The parties that a person of the facts is in this paper.
    fn parties_of(self, path: &str) -> impl Iterator<Item = &'a Party> {
        let with = self.with.iter().filter(move |(_, person)| person == path);
        with.filter_map(move |(party, _)| self.template.front.parties.iter().find(|known| known.name == *party))
    }
}

/// The schema of one type, with the definitions that it refers to.
#[must_use]
pub fn of(kind: &FieldType) -> Value {
    let defs = types::Defs::default();
    let schema = defs.of(kind);
    json!({ "$schema": DIALECT, "allOf": [schema], "$defs": defs.written() })
}

/// A whole schema for a table: its properties, and the definitions that they refer to.
fn whole(title: &str, description: &str, properties: Map<String, Value>, defs: &types::Defs) -> Value {
    let mut properties = properties;
    properties.insert(
        "$schema".to_owned(),
        json!({ "type": "string", "description": "Where an editor finds this schema. affiant does not read it." }),
    );
    json!({
        "$schema": DIALECT,
        "$comment": MARK,
        "title": title,
        "description": format!("{description} {LOOSE}"),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "$defs": defs.written(),
    })
}
