//! What can be wrong with a template's tags, found before or while a paper is drafted.

use crate::diag::{Code, Diagnostic};
use crate::span::Span;
use crate::value::Origin;
use crate::words;

/// A tag that cannot be read, or uses what templates may not.
pub(super) fn bad_template(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadTemplate, message).at(span, "here")
}

/// A name that nothing declares.
pub(super) fn unknown_name(name: &str, span: Span, known: &[&str]) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownPath, words::unknown("name", name, known.iter().copied()));
    let found = found.at(span, "not declared in the front matter");
    if words::nearest(name, known.iter().copied()).is_some() || known.is_empty() {
        return found;
    }
    found.hint(format!("declared are {}", words::list(&words::quoted(known), "and")))
}

/// A member that a value does not have.
pub(super) fn unknown_member(path: &str, noun: &str, member: &str, span: Span, known: &[&str]) -> Diagnostic {
    let message = if known.is_empty() {
        format!("`{path}` is {noun} and has no parts")
    } else {
        match words::nearest(member, known.iter().copied()) {
            Some(near) => format!("`{path}` has no `{member}`; did you mean `{near}`?"),
            None => format!("`{path}` has no `{member}`"),
        }
    };
    let found = Diagnostic::new(Code::UnknownPath, message).at(span, "not declared");
    if known.is_empty() {
        found
    } else {
        found.hint(format!("`{path}` has {}", words::list(&words::quoted(known), "and")))
    }
}

/// A field of a person that the party's `needs` do not list.
pub(super) fn not_needed(party: &str, member: &str, span: Span, declared: Option<Span>) -> Diagnostic {
    Diagnostic::new(Code::UnknownPath, format!("`{member}` is not among the `needs` of `{party}`"))
        .at(span, "read here")
        .at_some(declared, "declared here")
        .hint(format!("add `\"{member}\"` to its `needs`, or `\"{member}?\"` if the paper can do without"))
}

/// Something that a template finds missing when it is filled: `{{ needed(what="…") }}`.
pub(super) fn needed(what: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingFact, format!("needed: {what}")).at(span, "wanted here")
}

/// A filter, test or function that there is none of.
pub(super) fn unknown_call(what: &str, name: &str, span: Span, known: &[&str]) -> Diagnostic {
    if name == "safe" {
        let message = "there is no filter `safe`: a value never becomes markup";
        return Diagnostic::new(Code::UnknownFilter, message).at(span, "remove it");
    }
    let found = Diagnostic::new(Code::UnknownFilter, words::unknown(what, name, known.iter().copied()));
    let found = found.at(span, format!("no such {what}"));
    match words::nearest(name, known.iter().copied()) {
        Some(_) => found,
        None => found.hint(format!("there are {}", words::list(&words::quoted(known), "and"))),
    }
}

/// A clause that the template does not name under `clauses`.
pub(super) fn unknown_clause(name: &str, span: Span, known: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::UnknownClause, words::unknown("clause", name, known.iter().copied()))
        .at(span, "not in `clauses`")
        .hint(format!("name it with its version under `clauses`, as in `\"{}@1.0.0\"`", name.replace('_', "-")))
}

/// An argument that is not taken, is missing, or does not fit.
pub(super) fn wrong_argument(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongArgument, message).at(span, "here")
}

/// A value used as its type does not allow.
pub(super) fn wrong_use(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongUse, message).at(span, "here")
}

/// A comparison of facts that are not known exactly enough to say how it comes out.
pub(super) fn undecided(origins: &[Origin], span: Span) -> Diagnostic {
    let paths: Vec<&str> = origins.iter().map(|origin| &*origin.path).collect();
    let message = match paths[..] {
        [] => "a comparison cannot be decided".to_owned(),
        _ => format!(
            "{} cannot be compared as the template wants",
            words::list(&words::quoted(paths.iter().copied()), "and")
        ),
    };
    let found = Diagnostic::new(Code::NotExactEnough, message);
    let found = origins
        .iter()
        .filter_map(|origin| origin.span)
        .fold(found, |found, span| found.at(span, "not known exactly enough"));
    found
        .at(span, "decides here what the paper says")
        .hint("write it more exactly, if anybody knows it; `affiant explain not-exact-enough` tells more")
}

/// A sum in which a number is not one whole number.
pub(super) fn no_sum(origin: &Origin, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::NotExactEnough,
        format!("`{}` is no whole number, and the template reckons with it", origin.path),
    )
    .at_some(origin.span, "not one whole number")
    .at(span, "reckoned with here")
    .hint("write it as one whole number, if that is right; `affiant explain not-exact-enough` tells more")
}

/// A rule that the front matter does not name, or that has no such wording.
pub(super) fn unknown_rule(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownRule, message).at(span, "read here")
}

/// A value that is left out, where the template prints it.
pub(super) fn null_printed(expression: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NullPrinted, format!("`{expression}` is left out here, but is printed"))
        .at(span, "nothing to print")
        .hint(format!("put the sentence inside `{{% if {expression} %}}` … `{{% endif %}}`"))
}

/// A part of a built-in fact, such as a decision's receipt number, that nobody has written and a template prints.
pub(super) fn missing_part(origin: &Origin, span: Span) -> Diagnostic {
    let key = origin.path.rsplit('.').next().unwrap_or_default();
    let found = Diagnostic::new(Code::MissingFact, format!("`{}` is needed", origin.path));
    let found = found.at_some(origin.span, format!("has no `{key}`")).at(span, "printed here");
    found.lacks(&*origin.path, origin.span).hint(format!("add `{key} = …` to the facts"))
}

/// A value that may be left out, where the template prints it all the same.
pub(super) fn may_be_null(expression: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NullPrinted, format!("`{expression}` may be left out, but is printed"))
        .at(span, "nothing guards this")
        .hint(format!("put the sentence inside `{{% if {expression} %}}` … `{{% endif %}}`"))
}

/// A value that may be left out, where a clause cannot do without.
pub(super) fn may_be_null_in(expression: &str, parameter: &str, clause: &str, span: Span) -> Diagnostic {
    let message = format!("`{expression}` may be left out, but the clause `{clause}` needs its `{parameter}`");
    Diagnostic::new(Code::NullPrinted, message)
        .at(span, "nothing guards this")
        .hint(format!("call the clause inside `{{% if {expression} %}}` … `{{% endif %}}`"))
}

/// An exhibit that the facts do not have.
pub(super) fn unknown_exhibit(id: &str, span: Span, known: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::UnknownExhibit, words::unknown("exhibit", id, known.iter().copied()))
        .at(span, "cited here")
        .hint("add it under `[[exhibits]]` in the facts")
}

/// More text than a paper can hold.
pub(super) fn too_long(limit: usize, span: Span) -> Diagnostic {
    Diagnostic::new(Code::PaperTooLong, format!("the paper grows past {} MiB of text", limit >> 20))
        .at(span, "it was here when it did")
}
