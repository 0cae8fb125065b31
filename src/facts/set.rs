//! One value given on the command line: `--set people.ada.name.first=Ada`.

use super::{Entry, Node, NodeKind, Table, characters, limits, merge, report, toml};
use crate::diag::{Code, Diagnostic};
use crate::span::Span;

/// Sets the value at a dotted path, making the tables on the way; items of a list go by their ids.
///
/// The text is words, which the field reads by its type, unless it is a TOML table, list or quoted string.
#[expect(clippy::result_large_err, reason = "said once in a run, for a person to read")]
pub fn set(root: &mut Node, path: &str, text: &str, span: Span) -> Result<(), Diagnostic> {
    let value = value(text, span)?;
    if path.split('.').any(|key| key.trim().is_empty()) || path.split('.').count() > limits::NESTING.value {
        return Err(report::bad_path(path, span));
    }
    if let Some(found) = unknown_person(root, path, span) {
        return Err(found);
    }
    let mut node = root;
    for key in path.split('.').map(str::trim) {
        node = match &mut node.kind {
            NodeKind::Table(table) => entry(table, key, span),
            NodeKind::List(items) => match items.iter_mut().find(|item| merge::id(item) == Some(key)) {
                Some(item) => item,
                None => return Err(report::no_such_item(path, key, span)),
            },
            other => return Err(report::not_to_enter(path, key, other.noun(), span)),
        };
    }
    *node = value;
    Ok(())
}

/// Somebody whom the facts do not have, while they have others: a slip, which would set what no paper reads.
fn unknown_person(root: &Node, path: &str, span: Span) -> Option<Diagnostic> {
    let (id, _) = path.strip_prefix("people.")?.split_once('.')?;
    let people = &root.at("people")?.table()?.entries;
    let known = || people.iter().map(|person| person.key.as_str());
    (!people.is_empty() && !known().any(|known| known == id.trim())).then(|| report::no_such_person(id, known(), span))
}

/// The value of a key, made an empty table where there is none.
fn entry<'t>(table: &'t mut Table, key: &str, span: Span) -> &'t mut Node {
    let at = table.entries.iter().position(|entry| entry.key == key).unwrap_or_else(|| {
        table.entries.push(Entry { key: key.to_owned(), key_span: span, value: Node::empty(span) });
        table.entries.len() - 1
    });
    &mut table.entries[at].value
}

#[expect(clippy::result_large_err, reason = "said once in a run, for a person to read")]
fn value(text: &str, span: Span) -> Result<Node, Diagnostic> {
    if text.len() > limits::TEXT.value {
        return Err(report::over_limit("the text", limits::TEXT, span));
    }
    let cleaned = characters::clean(text).text;
    let text = &*cleaned;
    if let Some((character, why)) = text.chars().find_map(|it| Some((it, characters::refusal(it)?))) {
        return Err(report::bad_character(character, why, span));
    }
    if text.trim_start().starts_with(['{', '[', '"', '\'']) {
        let pass = toml::read(span.source, &format!("value = {text}"), 0);
        // Words may begin with a quote or a bracket; what was meant as TOML and is wrong in another way is not words.
        if let Some(found) = pass.report.diagnostics.into_iter().find(|found| found.code != Code::BadSyntax) {
            return Err(Diagnostic { labels: Vec::new(), ..found }.at(span, "here"));
        }
        if let Some(mut node) = pass.output.and_then(|root| root.at("value").cloned()) {
            place(&mut node, span);
            return Ok(node);
        }
    }
    Ok(Node { span, kind: NodeKind::Text(text.to_owned()) })
}

/// Gives a tree the place of the option that it came from.
fn place(node: &mut Node, span: Span) {
    node.span = span;
    match &mut node.kind {
        NodeKind::List(items) => items.iter_mut().for_each(|item| place(item, span)),
        NodeKind::Table(table) => {
            for entry in &mut table.entries {
                entry.key_span = span;
                place(&mut entry.value, span);
            }
        }
        _ => {}
    }
}
