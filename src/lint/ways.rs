//! Branches that no case takes: what nobody has seen on paper, nobody has read.

use super::{Declared, declared};
use crate::diag::{Code, Diagnostic, Report};
use crate::draft::{Taken, Way};
use crate::fields::{Field, FieldType};
use crate::source::Sources;
use crate::span::Span;
use crate::template::tokens::weave::{Decision, Fork};

/// A warning for each way through a body that none of the papers took. What lies behind such a way is not told as well.
#[must_use]
pub fn of_body(decisions: &[Decision], taken: &[Taken], sources: &Sources) -> Report {
    let mut report = Report::default();
    for decision in decisions {
        let took = |way: &Way| is_taken(decision.span, way, taken, sources);
        let (yes, no) = (took(&Way::Yes), took(&Way::No));
        if yes == no {
            continue;
        }
        let found = match (decision.kind, yes) {
            (Fork::If | Fork::LastIf | Fork::Choose, false) => {
                untested("no case goes where this condition holds", decision.span, "never holds")
            }
            (Fork::If | Fork::LastIf | Fork::Choose, true) => {
                untested("no case goes where this condition does not hold", decision.span, "holds in every case")
            }
            (Fork::For | Fork::ForElse, false) => {
                untested("no case goes through this `for`", decision.span, "is always empty")
            }
            (Fork::ForElse, true) => {
                untested("no case goes to the `else` of this `for`", decision.span, "is never empty")
            }
            // An empty list prints nothing, and there is nothing to read.
            (Fork::For, true) => continue,
        };
        report.push(found);
    }
    report
}

/// A warning for each field that is never asked or always asked although `show_if` decides, and for each choice that is
/// never made.
#[must_use]
pub fn of_fields(fields: &[Field], taken: &[Taken], sources: &Sources) -> Report {
    let mut report = Report::default();
    for Declared { field, path, .. } in declared(fields, "fields") {
        let took = |way: &Way| is_taken(field.span, way, taken, sources);
        if !field.show_if.is_empty() {
            if !took(&Way::Shown) {
                report.push(untested(
                    &format!("no case shows `{path}`"),
                    field.span,
                    "`show_if` hides it in every case",
                ));
            } else if !took(&Way::Hidden) {
                report.push(untested(
                    &format!("no case hides `{path}`"),
                    field.span,
                    "`show_if` shows it in every case",
                ));
            }
        }
        if let FieldType::Choice(choices) = &field.kind
            && field.fact.is_none()
        {
            for choice in choices.iter().filter(|choice| !took(&Way::Chosen(choice.value.clone()))) {
                let message = format!("no case chooses `{}` for `{path}`", choice.value);
                report.push(untested(&message, field.span, "declared here"));
            }
        }
    }
    report
}

/// A template whose cases give no paper at all.
#[must_use]
pub fn no_paper(whole: Span) -> Diagnostic {
    Diagnostic::new(Code::UntestedBranch, "no case of this template gives a paper")
        .at(whole.within(0, 0), "")
        .hint("fill the template in its `sample.toml`; `affiant template test` says what is in the way")
}

fn is_taken(span: Span, way: &Way, taken: &[Taken], sources: &Sources) -> bool {
    let file = sources.name(span);
    taken.iter().any(|taken| taken.at == (span.start, span.end) && taken.way == *way && taken.file == file)
}

fn untested(message: &str, span: Span, label: &str) -> Diagnostic {
    Diagnostic::new(Code::UntestedBranch, message)
        .at(span, label)
        .hint("add a case that does, as a file in the version's `cases/`, and keep its paper: `affiant template test --accept`")
}
