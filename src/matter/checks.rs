//! What can be wrong with the ids, paths, pins and people of a `matter.toml`.

use crate::diag::{Code, Diagnostic, Report};
use crate::facts::Node;
use crate::pack::Pack;
use crate::span::Span;
use crate::template::{self, Pin};

use super::DraftSpec;

/// The most characters of a draft's id: with `-2026-11-22.pdf` it stays a file name everywhere.
const ID_CHARACTERS: usize = 100;

/// Names that Windows keeps for devices, with any ending.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Whether an id can name files on every system; says what is wrong when not.
pub(super) fn id(id: &str, span: Span, report: &mut Report) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    let wrong = if id.is_empty() {
        "it is empty"
    } else if !id.chars().all(plain) {
        "only unaccented letters, digits, `-` and `_` may stand in it"
    } else if id.starts_with('-') {
        "it begins with `-`, which a command line takes for an option"
    } else if id.len() > ID_CHARACTERS {
        "it is longer than 100 characters"
    } else if RESERVED.contains(&id.to_ascii_lowercase().as_str()) {
        "Windows keeps this name for a device"
    } else {
        return true;
    };
    report.push(
        Diagnostic::new(Code::BadDraftId, format!("the id cannot name a file: {wrong}"))
            .at(span, "names `answers/<id>.toml` and `out/<id>.pdf`")
            .hint("take an id such as `letter-hospice`"),
    );
    false
}

/// Whether a path stays in the matter's folder on every system; says what is wrong when not.
pub(super) fn path(path: &str, span: Span, report: &mut Report) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':');
    let wrong = if path.is_empty() {
        "it is empty"
    } else if path.contains('\\') {
        "it has a backslash"
    } else if path.starts_with('/') || path.starts_with('~') || drive {
        "it does not begin in the matter's folder"
    } else if path.split('/').any(|name| name == "..") {
        "it leads out of its folder with `..`"
    } else if path.split('/').any(|name| name.is_empty() || name == ".") {
        "one of its names is empty or `.`"
    } else {
        return true;
    };
    report.push(
        Diagnostic::new(Code::BadPath, format!("the path cannot be used: {wrong}"))
            .at(span, "a path within the matter's folder, with `/` between names, is wanted")
            .hint("move the file into the matter's folder and name it as in `facts.toml` or `facts/people.toml`"),
    );
    false
}

/// The path of a party's person; says what is wrong when it is none.
pub(super) fn person(party: &str, node: &Node, report: &mut Report) -> Option<String> {
    let path = node.text().and_then(|text| text.strip_prefix("people."));
    if let Some(id) = path.filter(|id| !id.is_empty() && !id.contains('.')) {
        return Some(format!("people.{id}"));
    }
    report.push(
        Diagnostic::new(Code::BadParty, format!("`{party}` is no person of the facts"))
            .at(node.span, "a path such as `people.ada` is wanted")
            .hint(format!("write `{party} = \"people.ada\"` for the person under `[people.ada]` in the facts")),
    );
    None
}

/// The exact version that a text such as `support-letter@1.0.0` pins; says what is wrong when it pins none.
pub(super) fn pin(text: &str, span: Span, pack: &Pack<'_>, report: &mut Report) -> Option<Pin> {
    if let Some(pin) = Pin::parse(text, Some(span)) {
        return Some(pin);
    }
    let name = text.split('@').next().unwrap_or(text).trim();
    if let Some(found) = template::odd_name(name.rsplit(':').next().unwrap_or(name)) {
        report.push(found.at(span, "no template can have this name"));
        return None;
    }
    let found = Diagnostic::new(Code::BadPin, "the template is not pinned to one version")
        .at(span, "a name and one exact version, as in `support-letter@1.0.0`, are wanted");
    report.push(match pack.newest(name) {
        Some(version) => found.hint(format!("write `template = \"{name}@{version}\"`, the newest version")),
        None => found.hint(template_hint(pack)),
    });
    None
}

/// Two drafts that would write the same file.
pub(super) fn duplicate_draft(first: &DraftSpec, second: &DraftSpec) -> Diagnostic {
    let found = Diagnostic::new(Code::DuplicateDraft, format!("two drafts have the id `{}`", second.id))
        .at(second.span, "the second one")
        .at(first.span, "the first one");
    if first.id == second.id {
        found.hint("give each draft an id of its own: it names the paper's files")
    } else {
        found.hint("ids that differ only in capital letters name the same file on macOS and Windows")
    }
}

/// A matter without a paper.
pub(super) fn no_drafts(root: Span, pack: &Pack<'_>) -> Diagnostic {
    Diagnostic::new(Code::NoDrafts, "the matter has no drafts, so there is nothing to build")
        .at(root.within(0, 0), "no `[[draft]]` in this file")
        .hint(format!("add `[[draft]]` with `id = \"…\"`, and {}", template_hint(pack)))
}

/// What to write after `template =`.
pub(super) fn template_hint(pack: &Pack<'_>) -> String {
    let names = crate::words::quoted(pack.newest_templates());
    if names.is_empty() {
        "set `template` to a name and version of your pack".to_owned()
    } else {
        format!("set `template` to {}", crate::words::list(&names, "or"))
    }
}
