//! The sample and the cases of a template version, and the text that each must give.

use std::sync::Arc;

use jiff::civil::Date;

use crate::diag::{Pass, Report};
use crate::facts::keys::Keys;
use crate::facts::{self, Node};
use crate::files::FileProblem;
use crate::source::Sources;
use crate::span::Span;
use crate::template::Pin;

use super::expect::{self, Expect};
use super::{Kind, Pack};

/// Facts, answers and people that fill a template version.
#[derive(Clone, Debug)]
pub struct Case {
    /// The name of the file, for messages.
    pub name: String,
    /// The whole file.
    pub span: Span,
    /// The date of the paper.
    pub date: Option<(Date, Span)>,
    /// Who is who: party, path in the facts, and where that is written.
    pub with: Vec<(String, String, Option<Span>)>,
    /// What stands under `[facts]`, as a facts file says it.
    pub facts: Node,
    /// What stands under `[answers]`, as an answers file says it.
    pub answers: Node,
    /// What stands under `[expect]`: what the paper must be besides its golden text.
    pub expect: Option<Expect>,
}

impl Pack<'_> {
    /// The names of a version's cases, `sample` first where there is one.
    #[must_use]
    pub fn cases(&self, pin: &Pin) -> Vec<String> {
        let folder = folder(pin);
        let mut names = Vec::new();
        if self.shelf.has(&folder, "sample.toml") {
            names.push("sample".to_owned());
        }
        let cases = self.shelf.files_under(&format!("{folder}/cases"));
        let name = |path: &String| Some(path.rsplit('/').next()?.strip_suffix(".toml")?.to_owned());
        names.extend(cases.iter().filter_map(name));
        names
    }

    /// A case of a version by its name.
    pub fn case(&self, sources: &mut Sources, pin: &Pin, case: &str) -> Pass<Option<Case>> {
        let mut report = Report::default();
        let path = match case {
            "sample" => format!("{}/sample.toml", folder(pin)),
            _ => format!("{}/cases/{case}.toml", folder(pin)),
        };
        let name = self.shelf.name(&path);
        // The folder is not listed for each of its cases: there may be thousands.
        let found = if case.contains(['/', '\\']) { Err(FileProblem::Missing) } else { self.shelf.read(&path) };
        let bytes = match found {
            Ok(bytes) => bytes,
            Err(FileProblem::Missing | FileProblem::Outside) => {
                report.push(if self.shelf.has(&folder(pin), Kind::Template.file()) {
                    self.unknown_case(pin, case)
                } else {
                    self.unknown_version(Kind::Template, pin)
                });
                return Pass::new(None, report);
            }
            Err(problem) => {
                report.push(self.shelf.unreadable(&path, &problem, None));
                return Pass::new(None, report);
            }
        };
        let root = facts::read(sources, &name, &bytes).take(&mut report);
        let case = root.and_then(|root| read(&root, &name, &mut report));
        Pass::new(case, report)
    }

    /// A version's questions in another language, or the words that its own lack; none when there is no such file.
    pub fn questions(&self, sources: &mut Sources, pin: &Pin, language: &str) -> Pass<Option<Node>> {
        let path = format!("{}/questions.{language}.toml", folder(pin));
        let mut report = Report::default();
        let Ok(bytes) = self.shelf.read(&path) else { return Pass::new(None, report) };
        let node = facts::read(sources, &self.shelf.name(&path), &bytes).take(&mut report);
        Pass::new(node, report)
    }

    /// The golden text of a case, where there is one.
    #[must_use]
    pub fn expected(&self, pin: &Pin, case: &str) -> Option<String> {
        let bytes = self.shelf.read(&expected_path(pin, case)).ok()?;
        String::from_utf8(bytes.to_vec()).ok()
    }

    /// The names of the golden texts of a version, whether there is a case for them or not.
    #[must_use]
    pub fn expected_names(&self, pin: &Pin) -> Vec<String> {
        let files = self.shelf.files_under(&format!("{}/expected", folder(pin)));
        files.iter().filter_map(|path| Some(path.rsplit('/').next()?.strip_suffix(".md")?.to_owned())).collect()
    }

    /// A file beside a version's own, such as `questions.es.toml`: what messages call it, and its bytes.
    #[must_use]
    pub fn file_beside(&self, kind: Kind, pin: &Pin, file: &str) -> Option<(String, Arc<[u8]>)> {
        let path = format!("{}/{}/{}/{file}", kind.folder(), pin.name, pin.version);
        Some((self.shelf.name(&path), self.shelf.read(&path).ok()?))
    }

    /// The names of the files of a version that hold its questions in other languages: `questions.es.toml`.
    #[must_use]
    pub fn question_files(&self, pin: &Pin) -> Vec<String> {
        let folder = format!("{}/", folder(pin));
        let files = self.shelf.files_under(folder.trim_end_matches('/')).into_iter();
        let names = files.filter_map(|path| Some(path.strip_prefix(&folder)?.to_owned()));
        names
            .filter(|name| name.strip_prefix("questions.").is_some_and(|rest| rest.strip_suffix(".toml").is_some()))
            .collect()
    }

    /// What messages call the file of a case's golden text.
    #[must_use]
    pub fn expected_name(&self, pin: &Pin, case: &str) -> String {
        self.shelf.name(&expected_path(pin, case))
    }
}

/// Where the golden text of a case stands in a pack.
#[must_use]
pub fn expected_path(pin: &Pin, case: &str) -> String {
    format!("{}/expected/{case}.md", folder(pin))
}

fn folder(pin: &Pin) -> String {
    format!("templates/{}/{}", pin.name, pin.version)
}

fn read(root: &Node, name: &str, report: &mut Report) -> Option<Case> {
    let keys = Keys::open(root, "a case", &["date", "with", "facts", "answers", "expect"], report)?;
    let date = keys.date("date", report);
    let roles = keys.entries("with", report).iter();
    let with =
        roles.filter_map(|entry| Some((entry.key.clone(), entry.value.text()?.to_owned(), Some(entry.value.span))));
    let with = with.collect();
    let expect = keys.node("expect").and_then(|node| expect::read(node, report));
    let mut table = |key: &str| {
        keys.entries(key, report);
        keys.node(key)
            .filter(|node| node.table().is_some())
            .cloned()
            .unwrap_or_else(|| Node::empty(root.span.within(0, 0)))
    };
    let (facts, answers) = (table("facts"), table("answers"));
    Some(Case { name: name.to_owned(), span: root.span, date, with, facts, answers, expect })
}
