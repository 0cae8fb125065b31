//! The sentence that a template prints around a text: what a form shows beside the box, so that a writer sees it whole.

use super::ast::{Expr, ExprKind, Node};
use super::parse::parse;
use crate::fields::{Field, FieldType, Frame};

/// So many letters of the sentence after the text are enough to see how it goes on.
const ENOUGH: usize = 60;
/// What stands for a value that a form cannot fill in.
const SOMETHING: &str = "…";

/// The fields, each text that the body prints within a sentence with that sentence; the first one where there are
/// several.
#[must_use]
pub fn framed(fields: &[Field], body: &str) -> Vec<Field> {
    let (nodes, _) = parse(body);
    let mut finder = Finder { body, found: Vec::new() };
    finder.walk(&nodes, &[], &mut String::new(), &[]);
    let frame = |path: &str| finder.found.iter().find(|(known, _)| known == path).map(|(_, frame)| frame.clone());
    let mut fields = fields.to_vec();
    for field in &mut fields {
        field.frame = frame(&field.name).filter(|_| field.kind == FieldType::Text);
        if let FieldType::List(item) = &mut field.kind
            && let FieldType::Group(members) = item.as_mut()
        {
            for member in members.iter_mut().filter(|member| member.kind == FieldType::Text) {
                member.frame = frame(&format!("{}.{}", field.name, member.name));
            }
        }
    }
    fields
}

struct Finder<'b> {
    body: &'b str,
    found: Vec<(String, Frame)>,
}

impl Finder<'_> {
    /// Goes through pieces of a body. `before` is the sentence so far, `rest` what comes after these pieces, and
    /// `names` the items of the loops around, each with its list.
    fn walk(&mut self, nodes: &[Node], names: &[(&str, &str)], before: &mut String, rest: &[&[Node]]) {
        for (at, node) in nodes.iter().enumerate() {
            let after = || -> Vec<&[Node]> { std::iter::once(&nodes[at + 1..]).chain(rest.iter().copied()).collect() };
            match node {
                Node::Literal(range) => self.literal(range.clone(), before),
                Node::Print(expr) => {
                    if let Some(path) = path_of(expr, names) {
                        let (opening, rest) = (sentence(before), self.after(&after()));
                        if !opening.is_empty() && !opening.ends_with(':') {
                            self.found.push((path, Frame { before: opening, after: rest }));
                        }
                    }
                    before.push_str(&shown(expr));
                }
                Node::If { branches, otherwise } => {
                    let start = before.clone();
                    for (at, (_, inside)) in branches.iter().enumerate() {
                        let mut own = start.clone();
                        self.walk(inside, names, &mut own, &after());
                        if at == 0 && !otherwise.is_empty() {
                            *before = own;
                        }
                    }
                    self.walk(otherwise, names, &mut start.clone(), &after());
                }
                Node::For { variable, list, body, .. } => {
                    let ExprKind::Path(words) = &list.kind else { continue };
                    let list = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(".");
                    let mut inner = names.to_vec();
                    inner.push((&variable.text, &list));
                    self.walk(body, &inner, &mut before.clone(), &[]);
                }
                Node::Clause { .. } => before.push_str(SOMETHING),
                Node::Set { .. } | Node::Break | Node::Continue => {}
            }
        }
    }

    fn literal(&self, range: std::ops::Range<usize>, before: &mut String) {
        before.push_str(self.body.get(range).unwrap_or_default());
    }

    /// How the sentence goes on.
    fn after(&self, rest: &[&[Node]]) -> String {
        let mut out = String::new();
        for node in rest.iter().copied().flatten() {
            match node {
                Node::Literal(range) => out.push_str(self.body.get(range.clone()).unwrap_or_default()),
                Node::Print(expr) => out.push_str(&shown(expr)),
                // What only some papers say is passed over; of two ways nobody knows which one is taken.
                Node::If { otherwise, .. } if otherwise.is_empty() => {}
                Node::Set { .. } => {}
                _ => break,
            }
            if let Some(end) = end_of_sentence(&out) {
                return plain(&out[..end]);
            }
            if out.len() > ENOUGH {
                break;
            }
        }
        if out.trim().is_empty() { String::new() } else { format!("{} {SOMETHING}", plain(&out)) }
    }
}

/// The path of a field that an expression prints as it is.
fn path_of(expr: &Expr, names: &[(&str, &str)]) -> Option<String> {
    let ExprKind::Path(words) = &expr.kind else { return None };
    match words.as_slice() {
        [field] => Some(field.text.clone()),
        [item, member] => {
            let (_, list) = names.iter().rev().find(|(name, _)| *name == item.text)?;
            Some(format!("{list}.{}", member.text))
        }
        _ => None,
    }
}

/// An expression as the words of a form fill it in.
fn shown(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Path(words) if words.len() == 1 || words.iter().any(|word| word.text == "name") => {
            let path: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            // A form speaks of people as those who know them do.
            format!("{{{{ {} }}}}", path.join(".").replace(".name.full", ".name.familiar"))
        }
        ExprKind::Filter { of, name, .. } if name.text == "possessive" => format!("{}’s", shown(of)),
        _ => SOMETHING.to_owned(),
    }
}

/// The sentence that a text ends in, as plain words.
fn sentence(before: &str) -> String {
    let paragraph = before.rsplit("\n\n").next().unwrap_or_default();
    let mut start = 0;
    while let Some(end) = end_of_sentence(&paragraph[start..]) {
        start += end;
    }
    plain(&paragraph[start..])
}

/// Where the first sentence of a text ends.
fn end_of_sentence(text: &str) -> Option<usize> {
    if let Some(end) = text.find("\n\n").filter(|end| !text[..*end].contains(['.', '?', '!'])) {
        return Some(end + 2);
    }
    text.char_indices().find_map(|(at, letter)| {
        let next = text[at + letter.len_utf8()..].chars().next();
        let ends = matches!(letter, '.' | '?' | '!') && next.is_none_or(|next| next.is_whitespace() || next == '*');
        ends.then_some(at + 1)
    })
}

/// Words without what only Markdown reads.
fn plain(text: &str) -> String {
    let text = text.replace("**", "").replace('\\', "");
    let words: Vec<&str> = text.split_whitespace().collect();
    let marks = words.iter().take_while(|word| {
        matches!(**word, "-" | "#" | "##" | "###" | "*")
            || word.strip_suffix('.').is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let start = marks.count();
    let lead = if text.starts_with(char::is_whitespace) && start == 0 { " " } else { "" };
    let tail = if text.ends_with(char::is_whitespace) { " " } else { "" };
    format!("{lead}{}{tail}", words[start..].join(" "))
}
