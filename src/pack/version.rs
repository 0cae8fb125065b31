//! Reading the versions that papers are pinned to: templates with their clauses, looks with their assets, rules.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, Pass, Report, Severity};
use crate::digest;
use crate::files::FileProblem;
use crate::rules::{self, Rule};
use crate::source::Sources;
use crate::span::Span;
use crate::template::{Clause, Pin, Template, front};
use crate::typeset::Look;

use super::memory::Origin;
use super::{Kind, Pack};

/// Endings of the files of a look that are fonts.
const FONTS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];

impl Pack<'_> {
    /// A template version with its clauses.
    pub fn template(&self, sources: &mut Sources, pin: &Pin) -> Pass<Option<Arc<Template>>> {
        let key = self.shelf.key(&pin.bare());
        if let Some(known) = self.memory.templates.get(&key, &self.shelf, sources) {
            return known;
        }
        let mut report = Report::default();
        let mut origins = Vec::new();
        let template = self.read_template(sources, pin, &mut origins, &mut report).map(Arc::new);
        if let Some(template) = &template {
            self.memory.templates.put(&key, origins, template.clone(), report.clone());
        }
        Pass::new(template, report)
    }

    fn read_template(
        &self,
        sources: &mut Sources,
        pin: &Pin,
        origins: &mut Vec<Origin>,
        report: &mut Report,
    ) -> Option<Template> {
        let path = self.path(Kind::Template, pin, report)?;
        let (name, text) = self.source(sources, &path, pin.span, origins, report)?;
        // The place of the pin changes with the matter, and what is parsed is kept for many: it has none.
        let own = Pin { span: None, ..pin.clone() };
        let mut template = front::template(sources, &name, &text, own).take(report)?;
        let mut whole = true;
        for pin in template.front.clauses.clone() {
            match self.read_clause(sources, &pin, origins, report) {
                Some(clause) => template.clauses.push(clause),
                None => whole = false,
            }
        }
        whole.then_some(template)
    }

    /// A clause version.
    pub fn clause(&self, sources: &mut Sources, pin: &Pin) -> Pass<Option<Clause>> {
        let mut report = Report::default();
        let clause = self.read_clause(sources, pin, &mut Vec::new(), &mut report);
        Pass::new(clause, report)
    }

    fn read_clause(
        &self,
        sources: &mut Sources,
        pin: &Pin,
        origins: &mut Vec<Origin>,
        report: &mut Report,
    ) -> Option<Clause> {
        let path = self.path(Kind::Clause, pin, report)?;
        let (name, text) = self.source(sources, &path, pin.span, origins, report)?;
        front::clause(sources, &name, &text, pin.clone()).take(report)
    }

    /// A look with the files beside it.
    pub fn look(&self, sources: &mut Sources, pin: &Pin) -> Pass<Option<Arc<Look>>> {
        let key = self.shelf.key(&pin.bare());
        if let Some(known) = self.memory.looks.get(&key, &self.shelf, sources) {
            return known;
        }
        let mut report = Report::default();
        let mut origins = Vec::new();
        let look = self.read_look(sources, pin, &mut origins, &mut report).map(Arc::new);
        if let Some(look) = &look {
            self.memory.looks.put(&key, origins, look.clone(), report.clone());
        }
        Pass::new(look, report)
    }

    fn read_look(
        &self,
        sources: &mut Sources,
        pin: &Pin,
        origins: &mut Vec<Origin>,
        report: &mut Report,
    ) -> Option<Look> {
        let path = self.path(Kind::Look, pin, report)?;
        let (name, text) = self.source(sources, &path, pin.span, origins, report)?;
        let source = sources.add(name, text.clone());
        let mut look = Look { source, name: pin.to_string(), text, assets: Vec::new(), fonts: Vec::new() };
        let folder = path.trim_end_matches(Kind::Look.file());
        for file in self.shelf.files_under(folder.trim_end_matches('/')) {
            if file == path {
                continue;
            }
            let bytes = match self.shelf.read(&file) {
                Ok(bytes) => bytes,
                Err(problem) => {
                    report.push(self.shelf.unreadable(&file, &problem, pin.span));
                    return None;
                }
            };
            origins.push(Origin::new(&file, bytes.clone(), None));
            let ending = file.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
            if FONTS.contains(&ending.as_str()) {
                look.fonts.push(bytes);
            } else {
                look.assets.push((file.trim_start_matches(folder).to_owned(), bytes));
            }
        }
        Some(look)
    }

    /// A rule with its editions; `wanted` is where a paper names it.
    pub fn rule(&self, sources: &mut Sources, id: &str, wanted: Option<Span>) -> Pass<Option<Arc<Rule>>> {
        if let Some(known) = self.memory.rules.get(id, &self.shelf, sources) {
            return known;
        }
        let mut report = Report::default();
        let path = rule_path(id);
        if !rule_id(id) || matches!(self.shelf.read(&path), Err(FileProblem::Missing | FileProblem::Outside)) {
            report.push(self.unknown_rule(id, wanted));
            return Pass::new(None, report);
        }
        let Some((bytes, text)) = self.shelf.text(&path, wanted, &mut report) else { return Pass::new(None, report) };
        let name = self.shelf.name(&path);
        let rule = rules::read(sources, &name, &bytes, id).take(&mut report).map(Arc::new);
        if let Some(rule) = &rule
            && !report.has(Severity::Error)
        {
            let source = sources.add(name, text.clone());
            let origin = Origin::new(&path, bytes, Some((source, text)));
            self.memory.rules.put(id, vec![origin], rule.clone(), report.clone());
        }
        Pass::new(rule, report)
    }

    /// The name under which messages speak of a rule's file.
    #[must_use]
    pub fn rule_file(&self, id: &str) -> String {
        self.shelf.name(&rule_path(id))
    }

    /// The SHA-256 of every file that decides how the paper looks: the template, its clauses, the look, its assets and
    /// fonts, by the name that the lock records them under.
    #[must_use]
    pub fn inputs(&self, template: &Template, look: &Look) -> BTreeMap<String, String> {
        let mut hashes = self.memory.templates.hashes(&self.shelf.key(&template.pin.bare()));
        hashes.extend(self.memory.looks.hashes(&self.shelf.key(&look.name)));
        hashes.into_iter().map(|(path, hash)| (self.shelf.input(&path), hash)).collect()
    }

    /// The SHA-256 of the rendering inputs of one version alone, by file name: what the ledger records.
    #[must_use]
    pub fn own_inputs(&self, kind: Kind, pin: &Pin) -> BTreeMap<String, String> {
        let folder = format!("{}/{}/{}", kind.folder(), pin.name, pin.version);
        let files = self.shelf.files_under(&folder).into_iter();
        let own = files.filter(|path| kind == Kind::Look || path.ends_with(&format!("/{}", kind.file())));
        let hashed = own.filter_map(|path| {
            let hash = Origin::new(&path, self.shelf.read(&path).ok()?, None).hash;
            Some((path.strip_prefix(&format!("{folder}/"))?.to_owned(), hash))
        });
        hashed.collect()
    }

    /// The paths of all files of a version in its own folder, sorted.
    #[must_use]
    pub fn version_files(&self, kind: Kind, pin: &Pin) -> Vec<String> {
        let folder = format!("{}/{}/{}/", kind.folder(), pin.name, pin.version);
        let files = self.shelf.files_under(folder.trim_end_matches('/')).into_iter();
        files.filter_map(|path| path.strip_prefix(&folder).map(str::to_owned)).collect()
    }

    /// The bytes of a file of a version, by its path in the version's folder.
    ///
    /// # Errors
    /// Says why it cannot be read.
    pub fn version_file(&self, kind: Kind, pin: &Pin, file: &str) -> Result<Arc<[u8]>, Box<Diagnostic>> {
        let path = format!("{}/{}/{}/{file}", kind.folder(), pin.name, pin.version);
        self.shelf.read(&path).map_err(|problem| Box::new(self.shelf.unreadable(&path, &problem, pin.span)))
    }

    /// The SHA-256 of the files of a template version that may be amended once it is released: sample, cases, golden
    /// text, questions.
    #[must_use]
    pub fn beside(&self, kind: Kind, pin: &Pin) -> BTreeMap<String, String> {
        if kind != Kind::Template {
            return BTreeMap::new();
        }
        let folder = format!("{}/{}/{}", kind.folder(), pin.name, pin.version);
        let files = self.shelf.files_under(&folder).into_iter();
        let own = files.filter_map(|path| {
            let file = path.strip_prefix(&format!("{folder}/")).filter(|file| *file != kind.file())?.to_owned();
            Some((file, digest::hex(&self.shelf.read(&path).ok()?)))
        });
        own.collect()
    }

    /// The path of a version's file; says so when the pack does not have it.
    fn path(&self, kind: Kind, pin: &Pin, report: &mut Report) -> Option<String> {
        let folder = format!("{}/{}/{}", kind.folder(), pin.name, pin.version);
        if self.shelf.has(&folder, kind.file()) {
            return Some(format!("{folder}/{}", kind.file()));
        }
        report.push(self.unknown_version(kind, pin));
        None
    }

    /// The name and text of a file that spans will point into.
    fn source(
        &self,
        sources: &mut Sources,
        path: &str,
        wanted: Option<Span>,
        origins: &mut Vec<Origin>,
        report: &mut Report,
    ) -> Option<(String, Arc<str>)> {
        let (bytes, text) = self.shelf.text(path, wanted, report)?;
        let name = self.shelf.name(path);
        let id = sources.add(name.clone(), text.clone());
        origins.push(Origin::new(path, bytes, Some((id, text.clone()))));
        Some((name, text))
    }
}

/// Where a rule stands in its pack.
pub(super) fn rule_path(id: &str) -> String {
    format!("snippets/rules/{}.toml", id.replace('.', "/"))
}

/// Whether a text can be the id of a rule, which names its file: `us.28-usc-1746`.
fn rule_id(id: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    id.split('.').all(|part| !part.is_empty() && part.chars().all(plain))
}
