//! What is said when a pack does not have what a paper names.

use crate::diag::{Code, Diagnostic};
use crate::span::Span;
use crate::template::Pin;
use crate::words;

use super::{Kind, Pack};

/// The most names that a hint lists.
const LISTED: usize = 12;

impl Pack<'_> {
    /// A name, or a version of it, that the pack does not have.
    #[must_use]
    pub fn unknown_version(&self, kind: Kind, pin: &Pin) -> Diagnostic {
        let versions = self.versions(kind, &pin.name);
        let word = kind.word();
        // In a matter an added pack's templates go by its name; within the pack nothing does.
        let prefix =
            self.prefix().filter(|_| kind == Kind::Template).map(|pack| format!("{pack}:")).unwrap_or_default();
        if versions.is_empty() {
            let listed = self.listed(kind);
            let names: Vec<&str> = listed.iter().map(|listed| listed.name.as_str()).collect();
            let code = match kind {
                Kind::Template => Code::UnknownTemplate,
                Kind::Clause => Code::UnknownClause,
                Kind::Look => Code::UnknownLook,
            };
            let found = Diagnostic::new(code, words::unknown(word, &pin.name, names.iter().copied()))
                .at_some(pin.span, format!("the pack has no such {word}"));
            let newest: Vec<String> = listed
                .iter()
                .filter_map(|listed| Some(format!("`{prefix}{}@{}`", listed.name, listed.versions.last()?)))
                .take(LISTED)
                .collect();
            return found.hint(there_are(&newest));
        }
        let code = match kind {
            Kind::Template => Code::UnknownVersion,
            Kind::Clause => Code::UnknownClause,
            Kind::Look => Code::UnknownLook,
        };
        let known: Vec<String> =
            versions.iter().rev().map(|version| format!("`{prefix}{}@{version}`", pin.name)).take(LISTED).collect();
        Diagnostic::new(code, format!("the {word} `{}` has no version {}", pin.name, pin.version))
            .at_some(pin.span, format!("the pack has the {word} in other versions"))
            .hint(there_are(&known))
    }

    /// A rule that the pack does not have.
    pub(super) fn unknown_rule(&self, id: &str, wanted: Option<Span>) -> Diagnostic {
        let ids = self.rules();
        let found = Diagnostic::new(Code::UnknownRule, words::unknown("rule", id, ids.iter().map(String::as_str)))
            .at_some(wanted, "the pack has no such rule");
        let quoted = words::quoted(ids.iter().take(LISTED));
        found.hint(there_are(&quoted))
    }

    /// A case that a template version does not have.
    pub(super) fn unknown_case(&self, pin: &Pin, case: &str) -> Diagnostic {
        let cases = self.cases(pin);
        let quoted = words::quoted(cases.iter().take(LISTED));
        Diagnostic::new(Code::UnknownCase, words::unknown("case", case, cases.iter().map(String::as_str)))
            .in_file(pin.to_string())
            .hint(there_are(&quoted))
    }
}

fn there_are(names: &[String]) -> String {
    match names {
        [] => "the pack has none; `--pack` names the folder that holds `templates/` and `snippets/`".to_owned(),
        [one] => format!("there is {one}"),
        several => format!("there are {}", words::list(several, "and")),
    }
}
