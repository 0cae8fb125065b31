//! What a case says that its paper must be, under `[expect]`: words, pages, findings.

use crate::diag::{Code, Diagnostic, Report};
use crate::facts::keys::Keys;
use crate::facts::{Node, NodeKind};
use crate::span::Span;

/// What a paper must be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// Words that must stand in it.
    pub has: Vec<(String, Span)>,
    /// Words that must not.
    pub lacks: Vec<(String, Span)>,
    /// How many pages it must have.
    pub pages: Option<Pages>,
    /// Exactly which findings there must be.
    pub diagnostics: Option<Findings>,
}

/// How many pages a paper must have, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pages {
    /// At least.
    pub min: usize,
    /// At most.
    pub max: usize,
    /// Where it is written.
    pub span: Span,
}

/// Exactly which findings a case must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// Their codes.
    pub codes: Vec<(Code, Span)>,
    /// Where the list is written.
    pub span: Span,
}

pub(super) fn read(node: &Node, report: &mut Report) -> Option<Expect> {
    let keys = Keys::open(node, "`[expect]`", &["has", "lacks", "pages", "diagnostics"], report)?;
    let mut words =
        |key: &str| keys.texts(key, report).into_iter().map(|(text, span)| (text.to_owned(), span)).collect::<Vec<_>>();
    let (has, lacks) = (words("has"), words("lacks"));
    let pages = keys.node("pages").and_then(|node| pages(node, report));
    let diagnostics = keys.node("diagnostics").map(|node| {
        let mut codes = Vec::new();
        for (name, span) in keys.texts("diagnostics", report) {
            match name.parse() {
                Ok(code) => codes.push((code, span)),
                Err(message) => report.push(unknown_code(message, span)),
            }
        }
        Findings { codes, span: node.span }
    });
    Some(Expect { has, lacks, pages, diagnostics })
}

/// `pages = 2`, or `pages = { min = 2, max = 3 }`.
fn pages(node: &Node, report: &mut Report) -> Option<Pages> {
    let number = |node: &Node, report: &mut Report| {
        let number = match node.kind {
            NodeKind::Integer(number) => usize::try_from(number).ok(),
            _ => None,
        };
        if number.is_none() {
            report.push(no_pages(node));
        }
        number
    };
    if node.table().is_none() {
        let exactly = number(node, report)?;
        return Some(Pages { min: exactly, max: exactly, span: node.span });
    }
    let keys = Keys::open(node, "`pages`", &["min", "max"], report)?;
    let min = keys.node("min").map_or(Some(0), |node| number(node, report))?;
    let max = keys.node("max").map_or(Some(usize::MAX), |node| number(node, report))?;
    Some(Pages { min, max, span: node.span })
}

fn no_pages(node: &Node) -> Diagnostic {
    Diagnostic::new(Code::WrongType, format!("`pages` is {}, but a number of pages is wanted", node.kind.noun()))
        .at(node.span, "a number of pages is wanted here")
        .hint("write `pages = 2`, or `pages = { min = 2, max = 3 }`")
}

fn unknown_code(message: String, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnmetExpectation, message)
        .at(span, "no finding has this code")
        .hint("`affiant explain` lists all codes")
}
