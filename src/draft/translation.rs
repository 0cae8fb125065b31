//! A paper that is not in English: its English translation, with the translator's certificate, is wanted beside it.

use crate::diag::{Code, Diagnostic, Report};
use crate::fields::CheckedFacts;
use crate::span::Span;
use crate::template::Template;
use crate::value::{Checked, Origin, Value};
use crate::words::{self, language};

use super::brief::Brief;

/// The language that offices read.
const READ: &str = "en";

/// Looks whether a paper in another language names the exhibit that is its translation. The language is that of the
/// template, unless the matter says in which one the writer has answered.
pub fn check(brief: &Brief, template: &Template, facts: &CheckedFacts) -> Report {
    let mut report = answers(brief, template, facts);
    let Some(draft) = &brief.draft else { return report };
    let known: Vec<&str> = facts.exhibits.iter().map(|exhibit| exhibit.id.as_str()).collect();
    if let Some((exhibit, span)) = &brief.translation {
        if !known.contains(&exhibit.as_str()) {
            report.push(unknown_exhibit(exhibit, *span, &known));
        }
        return report;
    }
    let (language, at) = match &brief.language {
        Some((language, span)) => (language.as_str(), Some(*span)),
        None => (template.front.language.as_str(), brief.pin.span),
    };
    if !is_read(language) {
        report.push(untranslated(draft, language, at));
    }
    report
}

/// Answers in another language than the paper's, which is English, where no translation is named.
fn answers(brief: &Brief, template: &Template, facts: &CheckedFacts) -> Report {
    let mut report = Report::default();
    let told = brief.language.as_ref().is_some_and(|(language, _)| !is_read(language));
    if brief.translation.is_none() && !told && is_read(&template.front.language) {
        for (_, checked) in &facts.fields {
            look(checked, brief.draft.as_deref(), &mut report);
        }
    }
    report
}

fn look(checked: &Checked, draft: Option<&str>, report: &mut Report) {
    match &checked.value {
        Value::Text(text) | Value::Prose(text) | Value::Markdown(text)
            if checked.origin.path.starts_with("answers.") =>
        {
            if let Some(found) = language::all(text).into_iter().find(|found| *found != READ) {
                report.push_some(in_another_language(&checked.origin, found, draft));
            }
        }
        Value::List(items) => items.iter().for_each(|item| look(&item.checked, draft, report)),
        Value::Group(members) => members.iter().for_each(|(_, member)| look(member, draft, report)),
        _ => {}
    }
}

fn in_another_language(origin: &Origin, found: &str, draft: Option<&str>) -> Diagnostic {
    let path = origin.path.strip_prefix("answers.").unwrap_or(&origin.path);
    let name = language::name(found).unwrap_or(found);
    let hint = match draft {
        Some(draft) => format!(
            "translate it with whoever wrote it; or file a certified translation of the paper, and name its exhibit in the \
             `[[draft]]` of `{draft}`: `translation = \"EXHIBIT\"`"
        ),
        None => "translate it with whoever wrote it".to_owned(),
    };
    Diagnostic::new(Code::MissingTranslation, format!("`{path}` is in {name}, and the paper is in English"))
        .at_some(origin.span, format!("written in {name}"))
        .hint(hint)
}

/// Whether it is English, by its code, `en-US`, or its name.
fn is_read(language: &str) -> bool {
    let language = language.trim().to_lowercase();
    language == "english" || language.split('-').next() == Some(READ)
}

fn untranslated(draft: &str, language: &str, at: Option<Span>) -> Diagnostic {
    let message = format!("`{draft}` is in `{language}`, and no certified translation into English is named for it");
    Diagnostic::new(Code::MissingTranslation, message)
        .at_some(at, "not in English")
        .hint(format!("add the translation with the translator's certificate to the exhibits, and name it in the `[[draft]]` of `{draft}`: `translation = \"EXHIBIT\"`"))
}

fn unknown_exhibit(id: &str, span: Span, known: &[&str]) -> Diagnostic {
    let message = words::unknown("exhibit", id, known.iter().copied());
    Diagnostic::new(Code::UnknownExhibit, message)
        .at(span, "named as the translation")
        .hint(format!("add it to the facts: `[[exhibits]]` with `id = \"{id}\"` and a title"))
}
