//! `matter.toml`: which papers a case has, from which facts, and who is who.

mod checks;
pub mod key;

use jiff::civil::Date;

use crate::diag::{Pass, Report};
use crate::facts::keys::Keys;
use crate::facts::{self, Node};
use crate::pack::Pack;
use crate::source::Sources;
use crate::span::Span;
use crate::template::Pin;

/// A matter as its `matter.toml` says it.
#[derive(Clone, Debug)]
pub struct Matter {
    /// What the case is called.
    pub title: String,
    /// The facts files, as paths in the matter's folder.
    pub facts: Vec<Place>,
    /// Who is who, for every paper.
    pub parties: Vec<Role>,
    /// The papers, in the order of the file.
    pub drafts: Vec<DraftSpec>,
    /// Facts that settle what two files say differently.
    pub overrides: Option<Node>,
    /// Font files, as paths in the matter's folder.
    pub fonts: Vec<Place>,
    /// The date of every paper that has none of its own.
    pub date: Option<(Date, Span)>,
}

/// A file of the matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The path in the matter's folder, with `/` between names.
    pub path: String,
    /// Where it is written.
    pub span: Span,
}

/// A party of a paper, and the person in the facts who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The party's name in the template: `writer`.
    pub party: String,
    /// The path in the facts: `people.ada`.
    pub path: String,
    /// Where the path is written.
    pub span: Span,
}

/// One `[[draft]]`.
#[derive(Clone, Debug)]
pub struct DraftSpec {
    /// The id: names `answers/<id>.toml` and `out/<id>.pdf`.
    pub id: String,
    /// Where the id is written.
    pub span: Span,
    /// The template version.
    pub template: Pin,
    /// Who is who in this paper only.
    pub with: Vec<Role>,
    /// The paper's date.
    pub date: Option<(Date, Span)>,
    /// The language that its writer has answered in, where that is not the template's.
    pub language: Option<(String, Span)>,
    /// The exhibit that is its certified translation into English.
    pub translation: Option<(String, Span)>,
}

impl Matter {
    /// The draft with this id.
    #[must_use]
    pub fn draft(&self, id: &str) -> Option<&DraftSpec> {
        self.drafts.iter().find(|draft| draft.id == id)
    }

    /// The text of `matter.toml` with other template versions for some drafts, by id; all else stays byte for byte.
    /// `text` is what this was read from.
    #[must_use]
    pub fn repinned(&self, text: &str, pins: &[(String, Pin)]) -> String {
        let wanted = |id: &str| pins.iter().find(|(draft, _)| draft == id).map(|(_, pin)| pin);
        let mut edits: Vec<(Span, String)> = self
            .drafts
            .iter()
            .filter_map(|draft| Some((draft.template.span?, format!("\"{}\"", wanted(&draft.id)?))))
            .collect();
        edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
        let mut text = text.to_owned();
        for (span, pin) in edits {
            text.replace_range(span.range(), &pin);
        }
        text
    }

    /// Who is who in one paper: its own `with`, then the matter's parties that it does not name.
    #[must_use]
    pub fn roles(&self, draft: &DraftSpec) -> Vec<(String, String, Option<Span>)> {
        let own = |role: &&Role| !draft.with.iter().any(|with| with.party == role.party);
        let roles = draft.with.iter().chain(self.parties.iter().filter(own));
        roles.map(|role| (role.party.clone(), role.path.clone(), Some(role.span))).collect()
    }

    /// The date of one paper, where the matter sets it.
    #[must_use]
    pub fn date_of(&self, draft: &DraftSpec) -> Option<(Date, Span)> {
        draft.date.or(self.date)
    }
}

/// Reads `matter.toml`; the pack only lends the names and versions that hints suggest.
pub fn read(sources: &mut Sources, name: &str, bytes: &[u8], pack: &Pack<'_>) -> Pass<Option<Matter>> {
    let mut report = Report::default();
    let root = facts::read(sources, name, bytes).take(&mut report);
    keep_overrides_private(sources, name, root.as_ref());
    let matter = root.and_then(|root| matter(&root, pack, &mut report));
    Pass::new(matter, report)
}

/// Overrides are facts: messages do not repeat what they say. In a file that cannot be read they may be all that comes
/// after the word.
fn keep_overrides_private(sources: &mut Sources, name: &str, root: Option<&Node>) {
    fn values(node: &Node, sources: &mut Sources) {
        match node.table() {
            Some(table) => table.entries.iter().for_each(|entry| values(&entry.value, sources)),
            None => sources.keep_private(node.span),
        }
    }
    match root {
        Some(root) => {
            if let Some(overrides) = root.table().and_then(|table| table.get("overrides")) {
                values(overrides, sources);
            }
        }
        None => {
            if let Some(whole) = sources.whole(name) {
                let text = sources.slice(whole);
                let start = text.find("overrides").unwrap_or(text.len());
                sources.keep_private(whole.within(start, text.len()));
            }
        }
    }
}

fn matter(root: &Node, pack: &Pack<'_>, report: &mut Report) -> Option<Matter> {
    let known = ["title", "facts", "parties", "draft", "overrides", "fonts", "date"];
    let keys = Keys::open(root, "a matter", &known, report)?;
    keys.require("facts", "a matter", "add `facts = [\"facts.toml\"]`", report);
    let title = keys.text("title", report).map(|(text, _)| text.to_owned()).unwrap_or_default();
    let facts = places(keys, "facts", report);
    let parties = roles(keys, "parties", report);
    let fonts = places(keys, "fonts", report);
    let date = keys.date("date", report);
    let overrides = keys.node("overrides").filter(|_| {
        keys.entries("overrides", report);
        true
    });
    let specs = keys.tables("draft", report);
    if specs.is_empty() {
        report.push(checks::no_drafts(root.span, pack));
    }
    let mut drafts: Vec<DraftSpec> = Vec::new();
    for spec in specs {
        let Some(draft) = draft(spec, pack, report) else { continue };
        match drafts.iter().find(|other| other.id.eq_ignore_ascii_case(&draft.id)) {
            Some(first) => report.push(checks::duplicate_draft(first, &draft)),
            None => drafts.push(draft),
        }
    }
    Some(Matter { title, facts, parties, drafts, overrides: overrides.cloned(), fonts, date })
}

fn draft(node: &Node, pack: &Pack<'_>, report: &mut Report) -> Option<DraftSpec> {
    let keys = Keys::open(node, "a draft", &["id", "template", "with", "date", "language", "translation"], report)?;
    keys.require("id", "a draft", "add `id = \"letter\"`: it names the paper's files", report);
    keys.require("template", "a draft", &checks::template_hint(pack), report);
    let id = keys.text("id", report);
    let template = keys.text("template", report);
    let with = roles(keys, "with", report);
    let date = keys.date("date", report);
    let mut text = |key: &str| keys.text(key, report).map(|(text, span)| (text.to_owned(), span));
    let (language, translation) = (text("language"), text("translation"));
    let id = id.filter(|(id, span)| checks::id(id, *span, report));
    let template = template.and_then(|(pin, span)| checks::pin(pin, span, pack, report));
    let ((id, span), template) = (id?, template?);
    Some(DraftSpec { id: id.to_owned(), span, template, with, date, language, translation })
}

fn places(keys: Keys<'_>, key: &str, report: &mut Report) -> Vec<Place> {
    let texts = keys.texts(key, report);
    texts
        .into_iter()
        .filter(|(path, span)| checks::path(path, *span, report))
        .map(|(path, span)| Place { path: path.to_owned(), span })
        .collect()
}

fn roles(keys: Keys<'_>, key: &str, report: &mut Report) -> Vec<Role> {
    let mut roles = Vec::new();
    for entry in keys.entries(key, report) {
        if let Some(path) = checks::person(&entry.key, &entry.value, report) {
            roles.push(Role { party: entry.key.clone(), path, span: entry.value.span });
        }
    }
    roles
}
