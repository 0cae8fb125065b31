//! Legal wording in a body: citations, fees, counts of days and oaths change with the law, and belong into rules with a
//! date.

use std::ops::Range;

use super::Sheet;
use super::patterns::{Pattern, wordings};
use crate::diag::{Code, Diagnostic, Report};
use crate::span::Span;
use crate::template::tokens::ast::{Argument, Expr, ExprKind, Node};
use crate::template::tokens::parse::parse;

/// What a body says in its own words that a rule should say.
#[must_use]
pub fn legal(sheet: &Sheet<'_>) -> Report {
    let mut own = Vec::new();
    nodes(&parse(sheet.body).0, &mut own);
    let mut report = Report::default();
    for at in own {
        let Some(text) = sheet.body.get(at.clone()) else { continue };
        for pattern in wordings() {
            for found in pattern.all(text) {
                let place = at.start + found.start..at.start + found.end;
                report.push_some(legal_wording(pattern, sheet.span(&place)));
            }
        }
    }
    report
}

/// The places of the template's own words: literal text, and texts in tags that have more than one word.
fn nodes(nodes: &[Node], own: &mut Vec<Range<usize>>) {
    for node in nodes {
        match node {
            Node::Literal(at) => own.push(at.clone()),
            Node::Print(value) | Node::Set { value, .. } => expr(value, own),
            Node::Clause { arguments, .. } => arguments.iter().for_each(|(_, value)| expr(value, own)),
            Node::If { branches, otherwise } => {
                for (_, body) in branches {
                    self::nodes(body, own);
                }
                self::nodes(otherwise, own);
            }
            Node::For { body, otherwise, .. } => {
                self::nodes(body, own);
                self::nodes(otherwise, own);
            }
            Node::Break | Node::Continue => {}
        }
    }
}

fn expr(value: &Expr, own: &mut Vec<Range<usize>>) {
    let given = |arguments: &[Argument], own: &mut Vec<Range<usize>>| {
        for argument in arguments {
            expr(&argument.value, own);
        }
    };
    match &value.kind {
        ExprKind::Text(text) if text.contains(' ') => own.push(value.at.clone()),
        ExprKind::List(items) => items.iter().for_each(|item| expr(item, own)),
        ExprKind::Call { arguments, .. } => given(arguments, own),
        ExprKind::Filter { of, arguments, .. } => {
            expr(of, own);
            given(arguments, own);
        }
        ExprKind::Choose { then, otherwise, .. } => {
            expr(then, own);
            expr(otherwise, own);
        }
        _ => {}
    }
}

fn legal_wording(pattern: &Pattern, span: Span) -> Diagnostic {
    Diagnostic::new(Code::LegalWording, format!("the body says {} in its own words", pattern.what))
        .at(span, "of the law, not of the template")
        .hint(pattern.instead.clone())
}
