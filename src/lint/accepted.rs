//! `verify.toml`: findings that the maintainers of a version have looked at and decided to leave, each with the reason.

use crate::diag::{Code, Diagnostic, Pass, Report, Severity};
use crate::facts::keys::Keys;
use crate::facts::{self, Node};
use crate::source::Sources;
use crate::span::Span;

/// The file beside a `template.md` or `clause.md`.
pub const FILE: &str = "verify.toml";

/// A finding that is left as it is.
#[derive(Clone, Debug)]
pub struct Accepted {
    code: Code,
    /// Words at the marked place; any place where none are given.
    text: Option<String>,
    span: Span,
}

/// Reads a `verify.toml`.
pub fn read(sources: &mut Sources, name: &str, bytes: &[u8]) -> Pass<Vec<Accepted>> {
    let mut report = Report::default();
    let root = facts::read(sources, name, bytes).take(&mut report);
    let keys = root.as_ref().and_then(|root| Keys::open(root, "`verify.toml`", &["accept"], &mut report));
    let items = keys.map_or(&[][..], |keys| keys.tables("accept", &mut report));
    let accepted = items.iter().filter_map(|item| one(item, &mut report)).collect();
    Pass::new(accepted, report)
}

fn one(node: &Node, report: &mut Report) -> Option<Accepted> {
    let keys = Keys::open(node, "an `[[accept]]`", &["code", "text", "because"], report)?;
    keys.require("code", "an `[[accept]]`", "name the finding, as `legal-wording`", report);
    keys.require("because", "an `[[accept]]`", "say why the finding is left as it is", report);
    let (name, span) = keys.text("code", report)?;
    let text = keys.text("text", report).map(|(text, _)| text.to_owned());
    keys.text("because", report).filter(|(because, _)| !because.trim().is_empty())?;
    match name.parse::<Code>() {
        Ok(code) if code.severity() == Severity::Warning => Some(Accepted { code, text, span }),
        Ok(code) => {
            report.push(no_warning(code, span));
            None
        }
        Err(message) => {
            report.push(Diagnostic::new(Code::UnusedAcceptance, message).at(span, "no finding has this code"));
            None
        }
    }
}

/// The findings without those that are accepted, and a warning for each acceptance that nothing needs any more.
#[must_use]
pub fn apply(accepted: &[Accepted], found: Report, sources: &Sources) -> Report {
    let mut used = vec![false; accepted.len()];
    let mut report = Report::default();
    for diagnostic in found.diagnostics {
        let marked = diagnostic.labels.first().map_or("", |label| sources.slice(label.span));
        let at = accepted.iter().position(|accepted| {
            accepted.code == diagnostic.code && accepted.text.as_ref().is_none_or(|text| marked.contains(text.as_str()))
        });
        match at {
            Some(at) if diagnostic.severity == Severity::Warning => used[at] = true,
            _ => report.push(diagnostic),
        }
    }
    for (accepted, _) in accepted.iter().zip(used).filter(|(_, used)| !used) {
        report.push(unused(accepted));
    }
    report
}

fn no_warning(code: Code, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnusedAcceptance, format!("`{code}` is {}, which nobody can accept", a(code.severity())))
        .at(span, "not a warning")
        .hint("mend what it says")
}

fn a(severity: Severity) -> String {
    let article = if severity == Severity::Error { "an" } else { "a" };
    format!("{article} {}", severity.word())
}

fn unused(accepted: &Accepted) -> Diagnostic {
    Diagnostic::new(Code::UnusedAcceptance, format!("there is no `{}` here that would be accepted", accepted.code))
        .at(accepted.span, "accepts nothing")
        .hint("take this `[[accept]]` out, or correct its `text`")
}
