//! The answers that one template asks for.

use serde_json::{Map, Value, json};

use super::types::Defs;
use super::whole;
use crate::template::Template;

/// The schema of an answers file of this template version.
#[must_use]
pub fn answers(template: &Template) -> Value {
    let defs = Defs::default();
    let asked = template.front.fields.iter().filter(|field| field.fact.is_none());
    let mut properties: Map<String, Value> =
        asked.map(|field| (field.name.clone(), Value::Object(defs.field(field)))).collect();
    properties.insert(
        "meta".to_owned(),
        json!({ "type": "object", "description": "Who answered, through which face, and when. No paper prints it." }),
    );
    let title = format!("Answers of {}", template.pin);
    let description = format!(
        "What only this paper says: {}. \"I don't know\" is `{{ unknown = true }}`, \"I'd rather not say\" is \
         `{{ declined = true }}`.",
        template.front.title
    );
    whole(&title, &description, properties, &defs)
}
