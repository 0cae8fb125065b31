//! The schema files of a matter, and how its own files point to them.

use super::{Use, answers, facts};

/// The folder in a matter that holds its schemas. Nothing but editors reads it.
pub const FOLDER: &str = ".schema";

/// The file of the facts' schema, in its folder.
pub const FACTS: &str = "facts.json";

/// The files of a matter with these papers, by their names in the folder.
#[must_use]
pub fn of_matter(papers: &[Use<'_>]) -> Vec<(String, String)> {
    let mut files = vec![(FACTS.to_owned(), text(&facts(papers)))];
    files.extend(papers.iter().map(|paper| (of_answers(paper.draft), text(&answers(paper.template)))));
    files
}

/// The file of the schema of a draft's answers, in its folder.
#[must_use]
pub fn of_answers(draft: &str) -> String {
    format!("answers-{draft}.json")
}

/// A schema as its file has it.
#[must_use]
pub fn text(schema: &serde_json::Value) -> String {
    format!("{schema:#}\n")
}

/// The line by which a TOML file of the matter points to its schema, as taplo and Even Better TOML read it.
#[must_use]
pub fn pointer(file: &str, schema: &str) -> String {
    let up = match file.matches('/').count() {
        0 => "./".to_owned(),
        folders => "../".repeat(folders),
    };
    format!("#:schema {up}{FOLDER}/{schema}\n")
}
