//! Keys of the shared facts, and people of a paper, that no template of the matter reads: most often a slip of the pen.

use super::brief::Brief;
use super::kept::Kept;
use crate::diag::{Code, Diagnostic, Report};
use crate::fields::{check, schema};
use crate::pack::Packs;
use crate::source::Sources;
use crate::span::Span;
use crate::template::Template;
use crate::words;

/// What the templates of a matter read.
#[derive(Default)]
struct Read {
    parties: Vec<String>,
    /// The first keys of `fact = …`.
    tables: Vec<String>,
}

/// A warning for each key that neither the built-in types know nor a template of the matter reads by `fact = …`, and
/// for each of its parties that no template has.
pub fn keys(brief: &Brief, template: &Template, packs: &Packs<'_>, sources: &mut Sources, kept: &mut Kept) -> Report {
    let mut read = Read::default();
    read.add(template);
    let knows_all = read.knows_all(brief);
    if knows_all && kept.is_read(&brief.facts, &read.tables) {
        return Report::default();
    }
    if !knows_all {
        // Another paper may read them. What is wrong with its template, it says itself.
        for (draft, pin) in brief.papers.iter().filter(|(_, pin)| pin.to_string() != template.pin.to_string()) {
            let pack = packs.of(sources, pin, brief.lock.entry(draft)).output;
            if let Some(other) = pack.and_then(|pack| pack.template(sources, pin).output) {
                read.add(&other);
            }
        }
    }
    let tables: Vec<&str> = read.tables.iter().map(String::as_str).collect();
    let mut report = check::fact_keys(&brief.facts, &tables);
    // Values are checked where a paper prints them.
    report.diagnostics.retain(|found| found.code == Code::UnknownKey);
    for (party, _, span) in brief.with.iter().filter(|(party, ..)| !read.parties.contains(party)) {
        let known: Vec<&str> = template.front.parties.iter().map(|party| party.name.as_str()).collect();
        report.push(unknown_party(party, *span, &known));
    }
    if knows_all && report.is_empty() {
        kept.keep_read(&brief.facts, read.tables);
    }
    report
}

impl Read {
    fn add(&mut self, template: &Template) {
        let paths = template.front.fields.iter().filter_map(|field| field.fact.as_deref());
        self.tables.extend(paths.filter_map(|path| path.split('.').next()).map(str::to_owned));
        self.parties.extend(template.front.parties.iter().map(|party| party.name.clone()));
    }

    fn knows_all(&self, brief: &Brief) -> bool {
        let table = |key: &str| schema::TOP.contains(&key) || self.tables.iter().any(|known| known == key);
        let tables = brief.facts.table().is_none_or(|facts| facts.entries.iter().all(|entry| table(&entry.key)));
        tables && brief.with.iter().all(|(party, ..)| self.parties.contains(party))
    }
}

fn unknown_party(party: &str, span: Option<Span>, known: &[&str]) -> Diagnostic {
    let found =
        Diagnostic::new(Code::UnknownKey, format!("no template asks for a `{party}`")).at_some(span, "not asked for");
    match words::nearest(party, known.iter().copied()) {
        Some(near) => found.hint(format!("did you mean `{near}`?")),
        None => found.hint(format!("the paper asks for {}", words::list(&words::quoted(known), "and"))),
    }
}
