//! `templates/pack.toml`: what a pack says of itself.

use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::facts;
use crate::facts::NodeKind;
use crate::facts::keys::Keys;
use crate::source::Sources;
use crate::template::plain;

use super::Pack;

const PATH: &str = "templates/pack.toml";

/// What a pack must say, each with an example.
const NEEDED: [(&str, &str); 7] = [
    ("name", "\"hope\""),
    ("version", "\"1.0.0\""),
    ("licence", "\"CC-BY-4.0\""),
    ("maintainers", "[\"Example Legal Aid\"]"),
    ("contact", "\"templates@example.org\""),
    ("language", "\"en\""),
    ("jurisdictions", "[\"us\"]"),
];

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
        for (key, example) in NEEDED {
            keys.require(key, "a pack", &format!("add `{key} = {example}`"), &mut report);
        }
        let text = |key: &str, report: &mut Report| {
            let (text, span) = keys.text(key, report)?;
            if let Some(why) = problem(key, text) {
                let message = format!("`{key}` of the pack cannot be used: {why}");
                report.push(Diagnostic::new(Code::BadPack, message).at(span, "not usable").hint(example(key)));
            }
            Some(text.to_owned())
        };
        let texts = |key: &str, report: &mut Report| {
            let texts = keys.texts(key, report);
            for (text, span) in &texts {
                if let Some(why) = problem(key, text) {
                    let message = format!("`{key}` of the pack cannot be used: {why}");
                    report.push(Diagnostic::new(Code::BadPack, message).at(*span, "not usable").hint(example(key)));
                }
            }
            if let Some(node) =
                keys.node(key).filter(|node| matches!(&node.kind, NodeKind::List(items) if items.is_empty()))
            {
                let message = format!("`{key}` of the pack is empty");
                report.push(Diagnostic::new(Code::BadPack, message).at(node.span, "names nobody").hint(example(key)));
            }
            texts.into_iter().map(|(text, _)| text.to_owned()).collect()
        };
        let mut one = |key: &str| text(key, &mut report).unwrap_or_default();
        let about = About {
            name: one("name"),
            version: one("version"),
            summary: one("summary"),
            licence: one("licence"),
            contact: one("contact"),
            language: one("language"),
            maintainers: texts("maintainers", &mut report),
            jurisdictions: texts("jurisdictions", &mut report),
        };
        Pass::new(Some(about), report)
    }
}

/// Why a value cannot be used; none when it can.
fn problem(key: &str, text: &str) -> Option<&'static str> {
    let tag = |text: &str| {
        let mut parts = text.split('-');
        let language = parts.next().is_some_and(|part| {
            (2..=3).contains(&part.len()) && part.bytes().all(|letter| letter.is_ascii_lowercase())
        });
        let plain =
            |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|letter| letter.is_ascii_alphanumeric());
        language && parts.all(plain)
    };
    match key {
        "summary" => None,
        _ if text.trim().is_empty() => Some("it is empty"),
        "name" | "jurisdictions" if !plain(text) => Some("only small letters, digits and `-` may stand in it"),
        "version" if semver::Version::parse(text).is_err() => Some("the version of a pack has three numbers"),
        "language" if !tag(text) => Some("it is no language tag"),
        _ => None,
    }
}

/// How a key is written.
fn example(key: &str) -> String {
    let (_, example) = NEEDED.iter().find(|(needed, _)| *needed == key).unwrap_or(&("", "\"…\""));
    format!("write it as `{key} = {example}`")
}
