//! `templates/pack.toml`: what a pack says of itself.

use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::facts;
use crate::facts::keys::Keys;
use crate::source::Sources;

use super::Pack;

const PATH: &str = "templates/pack.toml";

/// What a pack says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What is in it, in one line.
    pub summary: String,
    /// Under what terms it may be used.
    pub licence: String,
    /// Who keeps it.
    pub maintainers: Vec<String>,
    /// How to reach them.
    pub contact: String,
    /// The language of its papers, as an IETF tag.
    pub language: String,
    /// Whose law its papers follow.
    pub jurisdictions: Vec<String>,
}

impl Pack<'_> {
    /// Reads what the pack says of itself; nothing when it says nothing.
    pub fn about(&self, sources: &mut Sources) -> Pass<Option<About>> {
        let mut report = Report::default();
        let bytes = match self.shelf.read(PATH) {
            Ok(bytes) => bytes,
            Err(problem) => {
                report.push(self.shelf.unreadable(PATH, &problem, None));
                return Pass::new(None, report);
            }
        };
        let root = facts::read(sources, &self.shelf.name(PATH), &bytes).take(&mut report);
        let known = ["name", "version", "summary", "licence", "maintainers", "contact", "language", "jurisdictions"];
        let Some(keys) = root.as_ref().and_then(|root| Keys::open(root, "a pack", &known, &mut report)) else {
            return Pass::new(None, report);
        };
        for key in ["name", "version", "licence", "maintainers", "contact"] {
            keys.require(key, "a pack", &format!("add `{key}` to `{PATH}`"), &mut report);
        }
        let mut text = |key: &str| keys.text(key, &mut report).map(|(text, _)| text.to_owned()).unwrap_or_default();
        let mut about = About {
            name: text("name"),
            version: text("version"),
            summary: text("summary"),
            licence: text("licence"),
            contact: text("contact"),
            language: text("language"),
            ..About::default()
        };
        if let Some((version, span)) = keys.text("version", &mut report)
            && semver::Version::parse(version).is_err()
        {
            report.push(
                Diagnostic::new(Code::BadPack, "the version of a pack has three numbers")
                    .at(span, "a version such as `1.0.0` is wanted"),
            );
        }
        let mut texts = |key: &str| keys.texts(key, &mut report).into_iter().map(|(text, _)| text.to_owned()).collect();
        about.maintainers = texts("maintainers");
        about.jurisdictions = texts("jurisdictions");
        Pass::new(Some(about), report)
    }
}
