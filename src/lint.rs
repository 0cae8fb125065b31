//! Lint of templates: what is right by the letter and still goes wrong for whoever answers, signs or reads.
//!
//! Each file here is one question about a template version; all are pure functions over what was parsed:
//!
//! 1. [`ways`]: is there a branch that no case takes?
//! 2. [`unused`]: is anything declared or asked for that nothing reads?
//! 3. [`questions`]: is there a field without a question, or a question that offers its answer?
//! 4. [`wording`]: does a body say what the law says, which should come from a rule?
//! 5. [`privacy`]: does a paper for outsiders ask for what they must not read?
//! 6. [`reliance`]: is it built on a clause, look or rule that no longer stands?
//! 7. [`types`]: do two templates read one fact as two types?
//!
//! What the patterns are that [`questions`] and [`wording`] look for, `patterns.toml` says; what a maintainer has
//! decided to leave as it is, the version's `verify.toml` says, with the reason ([`accepted`]).

pub mod accepted;
mod patterns;
pub mod privacy;
pub mod questions;
mod reads;
pub mod reliance;
pub mod types;
pub mod unused;
pub mod ways;
pub mod wording;

use crate::diag::Report;
use crate::facts::Node;
use crate::fields::{Field, FieldType, Party, parse};
use crate::source::Sources;
use crate::span::{SourceId, Span};
use crate::template::{Clause, Template, front};

/// A template or a clause as the lints see it.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    /// `template` or `clause`.
    pub what: &'static str,
    /// Its file.
    pub source: SourceId,
    /// The people.
    pub parties: &'a [Party],
    /// The fields, or a clause's parameters.
    pub fields: &'a [Field],
    /// The rules that it names.
    pub rules: &'a [(String, Span)],
    /// The body.
    pub body: &'a str,
    /// Where the body begins in the file.
    pub start: usize,
    /// The front matter as it is written.
    pub front: Option<Node>,
}

impl<'a> Sheet<'a> {
    /// A template.
    #[must_use]
    pub fn of_template(template: &'a Template, sources: &Sources) -> Self {
        Self {
            what: "template",
            source: template.source,
            parties: &template.front.parties,
            fields: &template.front.fields,
            rules: &template.front.rules,
            body: &template.body,
            start: template.body_start,
            front: front::tree(sources, template.source),
        }
    }

    /// A clause.
    #[must_use]
    pub fn of_clause(clause: &'a Clause, sources: &Sources) -> Self {
        Self {
            what: "clause",
            source: clause.source,
            parties: &clause.parties,
            fields: &clause.parameters,
            rules: &clause.rules,
            body: &clause.body,
            start: clause.body_start,
            front: front::tree(sources, clause.source),
        }
    }

    /// A text of the front matter with its place, by the path of its key.
    fn text(&self, path: &str) -> Option<(&str, Span)> {
        let node = self.front.as_ref()?.at(path)?;
        Some((node.text()?, node.span))
    }

    /// A place in the body.
    fn span(&self, at: &std::ops::Range<usize>) -> Span {
        Span::new(self.source, self.start + at.start, self.start + at.end)
    }
}

/// A field with its path as people say it, and as the front matter writes it.
struct Declared<'a> {
    field: &'a Field,
    /// `episodes.date`
    path: String,
    /// `fields.episodes.item.date`
    key: String,
}

/// All fields that a file declares, members after what they are members of.
fn declared<'a>(fields: &'a [Field], table: &str) -> Vec<Declared<'a>> {
    fn walk<'a>(fields: &'a [Field], path: &str, key: &str, all: &mut Vec<Declared<'a>>) {
        for field in fields.iter().filter(|field| field.span != parse::nowhere()) {
            let (path, key) = (format!("{path}{}", field.name), format!("{key}.{}", field.name));
            all.push(Declared { field, path: path.clone(), key: key.clone() });
            if let Some(members) = members(&field.kind) {
                walk(members, &format!("{path}."), &format!("{key}.item"), all);
            }
        }
    }
    let mut all = Vec::new();
    walk(fields, "", table, &mut all);
    all
}

/// The members of a group, or of the groups of a list.
fn members(kind: &FieldType) -> Option<&[Field]> {
    match kind {
        FieldType::Group(members) => Some(members),
        FieldType::List(item) => match item.as_ref() {
            FieldType::Group(members) => Some(members),
            _ => None,
        },
        _ => None,
    }
}

/// What the lints that need nothing but the version's own files have to say of a template; `questions` are its files of
/// questions.
#[must_use]
pub fn template(template: &Template, questions: &[Node], sources: &Sources) -> Report {
    let sheet = Sheet::of_template(template, sources);
    let mut report = Report::default();
    report.extend(unused::in_template(template, &sheet));
    report.extend(questions::without(&sheet));
    report.extend(questions::leading(&sheet));
    for file in questions {
        report.extend(questions::leading_in_file(file));
        let text = sources.get(file.span.source).map_or("", |source| &*source.text);
        report.extend(front::questions(file, &template.front, text));
    }
    report.extend(wording::legal(&sheet));
    report.extend(privacy::outsiders(template, &sheet, questions));
    report
}

/// What they have to say of a clause.
#[must_use]
pub fn clause(clause: &Clause, sources: &Sources) -> Report {
    let sheet = Sheet::of_clause(clause, sources);
    let mut report = Report::default();
    report.extend(unused::in_clause(clause, &sheet));
    report.extend(wording::legal(&sheet));
    report
}
