//! Keys of the shared facts that no paper of the matter reads: most often a slip of the pen.

use super::brief::Brief;
use crate::diag::{Code, Report};
use crate::fields::{check, schema};
use crate::pack::Pack;
use crate::source::Sources;
use crate::template::Template;

/// A warning for each key that neither the built-in types know nor a template of the matter reads by `fact = …`.
pub fn keys(brief: &Brief, template: &Template, pack: &Pack<'_>, sources: &mut Sources) -> Report {
    let mut read: Vec<String> = Vec::new();
    let add = |template: &Template, read: &mut Vec<String>| {
        let paths = template.front.fields.iter().filter_map(|field| field.fact.as_deref());
        read.extend(paths.filter_map(|path| path.split('.').next()).map(str::to_owned));
    };
    add(template, &mut read);
    let known = |key: &str, read: &[String]| schema::TOP.contains(&key) || read.iter().any(|known| known == key);
    let own = brief.facts.table().is_some_and(|facts| facts.entries.iter().any(|entry| !known(&entry.key, &read)));
    if own {
        // Tables of the matter's own: another paper may read them. What is wrong with its template, it says itself.
        for pin in brief.pins.iter().filter(|pin| pin.to_string() != template.pin.to_string()) {
            if let Some(other) = pack.template(sources, pin).output {
                add(&other, &mut read);
            }
        }
    }
    let read: Vec<&str> = read.iter().map(String::as_str).collect();
    let mut report = check::fact_keys(&brief.facts, &read);
    // Values are checked where a paper prints them.
    report.diagnostics.retain(|found| found.code == Code::UnknownKey);
    report
}
