//! What declarations and facts can have wrong with them, once they are read.

use crate::diag::{Code, Diagnostic};
use crate::span::Span;
use crate::words;

/// A declaration in a front matter that affiant does not understand.
pub(super) fn declaration(message: impl Into<String>, span: Span, label: &str) -> Diagnostic {
    Diagnostic::new(Code::BadDeclaration, message).at(span, label)
}

pub(super) fn unknown_declaration_key(what: &str, key: &str, known: &[&str], span: Span) -> Diagnostic {
    let message = words::unknown(what, key, known.iter().copied());
    declaration(message, span, "not known").hint(format!("known are {}", backticked(known, "and")))
}

pub(super) fn declared_kind(key: &str, expected: &str, found: &str, span: Span) -> Diagnostic {
    declaration(format!("`{key}` is {found}, but {expected} is expected"), span, &format!("expected {expected}"))
}

/// `` `a`, `b`, and `c` ``
pub(super) fn backticked<S: AsRef<str>>(names: &[S], word: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    words::list(&names, word)
}
