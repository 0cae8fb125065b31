//! Reads a `template.md` or `clause.md`: the front matter between two lines `+++`, and the body after them.

mod asked;
mod keys;

use std::ops::Range;
use std::sync::Arc;

use super::tokens::names::{FUNCTIONS, find};
use super::{Clause, DeadlineSpec, FrontMatter, Numbering, Pin, Template};
use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::facts::{self, Node, NodeKind};
use crate::fields::{Audience, Field, FieldType, Party, parse};
use crate::source::Sources;
use crate::span::{SourceId, Span};
use crate::words;
use keys::Front;

/// The keys of a template's front matter.
const TEMPLATE_KEYS: &[&str] = &[
    "title",
    "summary",
    "audience",
    "language",
    "look",
    "clauses",
    "rules",
    "numbering",
    "author",
    "parties",
    "fields",
    "deadline",
];
/// The keys of a clause's front matter.
const CLAUSE_KEYS: &[&str] = &["summary", "parties", "parameters", "rules"];

/// The line that opens and closes a front matter.
const FENCE: &str = "+++";

/// Reads a `template.md`. Its clauses are left empty: the pack fills them in. There is no template when a part is
/// missing that it cannot stand without.
pub fn template(sources: &mut Sources, name: &str, text: &str, pin: Pin) -> Pass<Option<Template>> {
    let source = sources.add(name, text);
    let mut report = Report::default();
    let Some((node, body)) = split(source, text, &mut report) else { return Pass::new(None, report) };
    let Some(mut front) = Front::open(&node, "a template", TEMPLATE_KEYS, &mut report) else {
        return Pass::new(None, report);
    };
    let title = front.required_text("title", "title = \"Support letter\"");
    let look = front.required_text("look", "look = \"letter@1.0.0\"").and_then(|(text, span)| front.pin(text, span));
    let read = FrontMatter {
        title: title.map_or_else(String::new, |(text, _)| text.to_owned()),
        summary: front.text("summary").map_or_else(String::new, |(text, _)| text.to_owned()),
        audience: front.one_of("audience", &[("outsider", Audience::Outsider), ("filed", Audience::Filed)]),
        language: front.text("language").map_or_else(|| "en".to_owned(), |(text, _)| text.to_owned()),
        look: look.clone().unwrap_or_else(|| pin.clone()),
        clauses: front.texts("clauses").into_iter().filter_map(|(text, span)| front.pin(text, span)).collect(),
        rules: rules(&mut front),
        numbering: front.one_of(
            "numbering",
            &[("none", Numbering::None), ("paragraphs", Numbering::Paragraphs), ("headings", Numbering::Headings)],
        ),
        author: front.text("author").map(|(text, _)| text.to_owned()),
        parties: front.table("parties").map_or_else(Vec::new, |table| parse::parties(table).take(front.report())),
        fields: front.table("fields").map_or_else(Vec::new, |table| parse::fields(table).take(front.report())),
        deadlines: deadlines(&mut front),
    };
    let author = front.text("author").map(|(_, span)| span);
    let whole = title.is_some() && look.is_some();
    names(&read.parties, &read.fields, "field", &mut report);
    cross(&read, author, &mut report);
    asked::check(&node, &read, text, &mut report);
    private_use(source, text, &body, &mut report);
    let template = Template {
        pin,
        source,
        front: read,
        body: Arc::from(&text[body.clone()]),
        body_start: body.start,
        clauses: Vec::new(),
    };
    Pass::new(whole.then_some(template), report)
}

/// Checks the tags of a questions file, in another language or the template's own, against what the template declares.
#[must_use]
pub fn questions(root: &Node, front: &FrontMatter, text: &str) -> Report {
    let mut report = Report::default();
    asked::check(root, front, text, &mut report);
    report
}

/// Reads a `clause.md`.
pub fn clause(sources: &mut Sources, name: &str, text: &str, pin: Pin) -> Pass<Option<Clause>> {
    let source = sources.add(name, text);
    let mut report = Report::default();
    let Some((node, body)) = split(source, text, &mut report) else { return Pass::new(None, report) };
    let Some(mut front) = Front::open(&node, "a clause", CLAUSE_KEYS, &mut report) else {
        return Pass::new(None, report);
    };
    let _summary = front.text("summary");
    let parties = front.table("parties").map_or_else(Vec::new, |table| parse::parties(table).take(front.report()));
    let parameters = front.table("parameters").map_or_else(Vec::new, |table| parse::fields(table).take(front.report()));
    let rules = rules(&mut front);
    names(&parties, &parameters, "parameter", &mut report);
    for parameter in &parameters {
        if parameter.fact.is_some() {
            let message =
                format!("parameter `{}` reads a fact, but a clause sees only what it is given", parameter.name);
            report.push(bad(message, parameter.span, "has `fact`"));
        }
    }
    private_use(source, text, &body, &mut report);
    let clause = Clause {
        pin,
        source,
        parameters,
        parties,
        rules,
        body: Arc::from(&text[body.clone()]),
        body_start: body.start,
    };
    Pass::new(Some(clause), report)
}

/// The front matter of a file that was read before, as it is written; none when it is malformed.
#[must_use]
pub fn tree(sources: &Sources, source: SourceId) -> Option<Node> {
    split(source, &sources.get(source)?.text, &mut Report::default()).map(|(node, _)| node)
}

/// The front matter as a tree, and the bytes of the body.
fn split(source: SourceId, text: &str, report: &mut Report) -> Option<(Node, Range<usize>)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != FENCE {
        let message = "the file does not begin with its front matter";
        let found = bad(message, Span::new(source, 0, first.trim_end().len()), "expected `+++`");
        report.push(found.hint("put the front matter between two lines `+++` at the beginning"));
        return None;
    }
    let start = first.len();
    let mut end = start;
    for line in lines {
        if line.trim_end() == FENCE {
            let node = facts::read_toml(source, &text[start..end], start).take(report)?;
            return Some((node, end + line.len()..text.len()));
        }
        end += line.len();
    }
    report.push(
        bad("the front matter is not closed", Span::new(source, 0, FENCE.len()), "opened here")
            .hint("put a line `+++` between the front matter and the body"),
    );
    None
}

fn rules(front: &mut Front<'_, '_>) -> Vec<(String, Span)> {
    front.texts("rules").into_iter().map(|(text, span)| (text.to_owned(), span)).collect()
}

fn deadlines(front: &mut Front<'_, '_>) -> Vec<DeadlineSpec> {
    let Some(node) = front.node("deadline") else { return Vec::new() };
    let NodeKind::List(items) = &node.kind else {
        front.report().push(bad("`deadline` is written as `[[deadline]]`", node.span, "not a list of tables"));
        return Vec::new();
    };
    let mut read = Vec::new();
    for item in items {
        let Some(mut table) = Front::open(item, "a deadline", &["what", "rule", "from", "served_by"], front.report())
        else {
            continue;
        };
        let what = table.required_text("what", "what = \"motion on Form I-290B\"");
        let rule = table.required_text("rule", "rule = \"us.8-cfr-103-5\"");
        let from = table.required_text("from", "from = \"decision_date\"");
        let served_by = table.text("served_by").map(|(text, _)| text.to_owned());
        if let (Some((what, _)), Some((rule, _)), Some((from, _))) = (what, rule, from) {
            let (what, rule, from) = (what.to_owned(), rule.to_owned(), from.to_owned());
            read.push(DeadlineSpec { what, rule, from, served_by, span: item.span });
        }
    }
    read
}

/// Names of parties and fields share the body's one name space, with the functions and the words of the language.
fn names(parties: &[Party], fields: &[Field], what: &str, report: &mut Report) {
    let words =
        ["and", "or", "not", "is", "in", "if", "else", "for", "true", "false", "none", "null", "loop", "self", "body"];
    let declared = parties
        .iter()
        .map(|party| ("party", &party.name, party.span))
        .chain(fields.iter().map(|field| (what, &field.name, field.span)));
    for (what, name, span) in declared {
        if words.contains(&name.as_str()) {
            report.push(bad(
                format!("`{name}` is a word of the template language"),
                span,
                format!("not a name for a {what}"),
            ));
        } else if find(FUNCTIONS, name).is_some() {
            report.push(bad(format!("a {what} and a function are both called `{name}`"), span, "choose another name"));
        }
    }
    for field in fields {
        if let Some(party) = parties.iter().find(|party| party.name == field.name) {
            let message = format!("a {what} and a party are both called `{}`", field.name);
            report.push(bad(message, field.span, "choose another name").at(party.span, "the party"));
        }
    }
}

/// What one part of the front matter says of another.
fn cross(front: &FrontMatter, author: Option<Span>, report: &mut Report) {
    if let Some(author_name) = &front.author
        && let Some(span) = author
        && !front.parties.iter().any(|party| party.name == *author_name)
    {
        let parties = front.parties.iter().map(|party| party.name.as_str());
        report.push(bad(words::unknown("party", author_name, parties), span, "not under `[parties]`"));
    }
    let field = |name: &str| front.fields.iter().find(|field| field.name == name);
    let known = || front.fields.iter().map(|field| field.name.as_str());
    for deadline in &front.deadlines {
        match field(&deadline.from) {
            None => {
                report.push(bad(
                    words::unknown("field", &deadline.from, known()),
                    deadline.span,
                    "`from` is read here",
                ));
            }
            Some(field) if field.kind != FieldType::Date => {
                let message = format!("a deadline runs from a date, but `{}` is none", field.name);
                report.push(bad(message, deadline.span, "`from` is read here").at(field.span, "declared here"));
            }
            Some(_) => {}
        }
        match deadline.served_by.as_deref().map(|name| (name, field(name))) {
            Some((name, None)) => {
                report.push(bad(words::unknown("field", name, known()), deadline.span, "`served_by` is read here"));
            }
            Some((name, Some(field))) if !matches!(field.kind, FieldType::Choice(_)) => {
                let message = format!("how a notice was served is a choice, but `{name}` is none");
                report.push(bad(message, deadline.span, "`served_by` is read here").at(field.span, "declared here"));
            }
            _ => {}
        }
    }
    let mut seen: Vec<&Pin> = Vec::new();
    for clause in &front.clauses {
        if let Some(first) = seen.iter().find(|seen| seen.name == clause.name) {
            let message = format!("the clause `{}` is named twice", clause.name);
            report.push(
                Diagnostic::new(Code::BadFrontMatter, message)
                    .at_some(clause.span, "again")
                    .at_some(first.span, "first here"),
            );
        }
        seen.push(clause);
    }
}

/// A body may hold no private-use character: handles are made of them.
fn private_use(source: SourceId, text: &str, body: &Range<usize>, report: &mut Report) {
    let found = text[body.clone()].char_indices().find(|(_, c)| {
        matches!(*c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..) || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    });
    if let Some((at, character)) = found {
        let start = body.start + at;
        let span = Span::new(source, start, start + character.len_utf8());
        let message = "the body holds a private-use or control character";
        report.push(Diagnostic::new(Code::BadCharacter, message).at(span, "remove this character"));
    }
}

/// A front matter that does not say what it must.
fn bad(message: impl Into<String>, span: Span, label: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::BadFrontMatter, message).at(span, label)
}
