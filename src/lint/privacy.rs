//! Papers for outsiders: what a doctor, a teacher or a neighbor signs is read by many, and says nothing of numbers and
//! status.

use super::{Declared, Sheet, declared};
use crate::diag::{Code, Diagnostic, Report};
use crate::facts::Node;
use crate::fields::{Audience, Field, FieldType, schema};
use crate::span::Span;
use crate::template::Template;

/// What a template for outsiders asks for and should not. `reasons` are the files of questions, which may say why
/// something is asked.
#[must_use]
pub fn outsiders(template: &Template, sheet: &Sheet<'_>, reasons: &[Node]) -> Report {
    let mut report = Report::default();
    if template.front.audience != Audience::Outsider {
        return report;
    }
    for Declared { field, path, key } in declared(sheet.fields, "fields") {
        if let Some(what) = identifying(&field.kind).or_else(|| of_the_case(field)) {
            report.push(private(&format!("`{path}` is {what}, in a paper for outsiders"), field.span));
        } else if field.sensitive
            && !is_permitted(field, sheet.fields)
            && !reasons.iter().any(|file| file.at(&format!("{key}.why")).is_some())
        {
            report.push(sensitive(&path, &key, &template.front.language, field.span));
        }
    }
    for party in sheet.parties {
        let sensitive = |name: &str| schema::person().iter().any(|field| field.name == name && field.sensitive);
        for need in party.needs.iter().filter(|need| sensitive(&need.field)) {
            let message = format!("`{}.{}` is asked for in a paper for outsiders", party.name, need.field);
            report.push(private(&message, need.span).hint("take it out of `needs`"));
        }
    }
    report
}

/// A number by which an agency knows a person or a case.
fn identifying(kind: &FieldType) -> Option<&'static str> {
    match kind {
        FieldType::ANumber => Some("an A-number"),
        FieldType::ReceiptNumber => Some("a receipt number"),
        FieldType::List(item) => identifying(item),
        _ => None,
    }
}

/// A shared fact about somebody's case with an agency.
fn of_the_case(field: &Field) -> Option<&'static str> {
    let path = field.fact.as_deref()?;
    let last = path.rsplit('.').next().unwrap_or_default();
    if path == "decision" || path.starts_with("decision.") {
        return Some("part of a decision on somebody's case");
    }
    match last {
        "a_number" | "uscis_account" => Some("a number of the agency's"),
        "immigration_status" => Some("somebody's immigration history"),
        _ => None,
    }
}

/// Whether the field is asked for only where somebody has said yes to it.
fn is_permitted(field: &Field, fields: &[Field]) -> bool {
    field.show_if.iter().any(|condition| {
        let yes = condition.values.iter().all(|value| value == "true");
        yes && fields.iter().any(|other| other.name == condition.field && other.kind == FieldType::YesNo)
    })
}

fn sensitive(path: &str, key: &str, language: &str, span: Span) -> Diagnostic {
    let message = format!("`{path}` is sensitive, and a paper for outsiders asks for it without leave or reason");
    private(&message, span)
        .hint("ask for leave first, as a `yes-no`, and show the field only then: `show_if = { may_share = [true] }`")
        .hint(format!("or say why it is asked, in `questions.{language}.toml`: `[{key}]` with `why = \"…\"`"))
}

fn private(message: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::PrivateForOutsiders, message).at(span, "whoever gets the letter would read it")
}
