//! A paper that is not in English: its English translation, with the translator's certificate, is wanted beside it.

use crate::diag::{Code, Diagnostic, Report};
use crate::fields::CheckedFacts;
use crate::span::Span;
use crate::template::Template;
use crate::words;

use super::brief::Brief;

/// The language that offices read.
const READ: &str = "en";

/// Looks whether a paper in another language names the exhibit that is its translation. The language is that of the template,
/// unless the matter says in which one the writer has answered.
pub fn check(brief: &Brief, template: &Template, facts: &CheckedFacts) -> Report {
    let mut report = Report::default();
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
