//! What one draft is made from: its facts, answers, people, date and pins, gathered from wherever they stand.

use std::sync::Arc;

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::facts::{self, Node, NodeKind};
use crate::fields::{Field, schema};
use crate::files::{FilePath, FileProblem, Files};
use crate::lock::{self, Lock, LockEntry};
use crate::matter::{self, Matter};
use crate::pack::Packs;
use crate::source::Sources;
use crate::span::Span;
use crate::template::Pin;
use crate::value::PaperDate;

use super::kept::Kept;
use super::{Held, Request, Subject};

/// What one draft is made from.
#[derive(Clone, Debug)]
pub struct Brief {
    /// The draft's id in the lock and in messages; none for a paper outside of a matter.
    pub draft: Option<String>,
    /// The template version.
    pub pin: Pin,
    /// All papers of the matter, which share its facts: their ids and template versions.
    pub papers: Vec<(String, Pin)>,
    /// The shared facts, merged.
    pub facts: Arc<Node>,
    /// This paper's answers.
    pub answers: Arc<Node>,
    /// Where the answers stand, for hints; a paper of no matter may have none.
    pub answers_file: Option<String>,
    /// Who is who.
    pub with: Vec<(String, String, Option<Span>)>,
    /// The paper's date, where a file or the command line says it.
    pub date: Option<(Date, Span)>,
    /// The language that the writer has answered in, where the matter says it.
    pub language: Option<(String, Span)>,
    /// The exhibit that the matter names as the paper's translation.
    pub translation: Option<(String, Span)>,
    /// Fonts that the matter names.
    pub fonts: Vec<Arc<[u8]>>,
    /// What the matter's lock says.
    pub lock: Lock,
    /// Values of the command line that are facts or answers: the template knows.
    undecided: Vec<SetValue>,
}

/// A value that the command line puts in place of a fact or an answer.
#[derive(Clone, Debug)]
struct SetValue {
    path: String,
    text: String,
    span: Span,
}

impl SetValue {
    fn put(&self, root: &mut Arc<Node>, path: &str) -> Report {
        facts::set(Arc::make_mut(root), path, &self.text, self.span).err().map_or_else(Report::default, Report::from)
    }
}

impl Brief {
    /// Puts the values of the command line that name no table of the facts where the template reads them: `known_since`
    /// is an answer if the template asks for it.
    pub fn place_set_values(&mut self, fields: &[Field]) -> Report {
        let mut report = Report::default();
        for value in std::mem::take(&mut self.undecided) {
            let first = value.path.split('.').next().unwrap_or_default().trim();
            let is_asked = fields.iter().any(|field| field.name == first && field.fact.is_none());
            let root = if is_asked { &mut self.answers } else { &mut self.facts };
            report.extend(value.put(root, &value.path));
        }
        report
    }

    /// What the lock records of the draft, if it knows it.
    #[must_use]
    pub fn locked(&self) -> Option<&LockEntry> {
        self.draft.as_deref().and_then(|draft| self.lock.entry(draft))
    }
}

impl Brief {
    /// The same draft from another version: as the lock has it, or from one that is named, without the lock.
    fn held(mut self, held: &Held, sources: &mut Sources, report: &mut Report) -> Option<Self> {
        match held {
            Held::ToTheLock => {
                let locked = self.locked().and_then(|entry| Pin::parse(&entry.template, self.pin.span));
                self.pin = locked.unwrap_or(self.pin);
            }
            Held::To(template) => {
                let written = self.pin.span;
                self.pin = Pin { span: written, ..pin(template, sources, report)? };
                self.lock = Lock::default();
            }
        }
        Some(self)
    }
}

/// Where files are read, with what was read before.
struct Desk<'a> {
    files: &'a dyn Files,
    sources: &'a mut Sources,
    kept: &'a mut Kept,
}

/// Gathers what a request is about. `None` when there is nothing to go on with.
pub fn gather(
    request: &Request,
    files: &dyn Files,
    packs: &Packs<'_>,
    sources: &mut Sources,
    kept: &mut Kept,
) -> Pass<Option<Brief>> {
    let mut report = Report::default();
    let mut desk = Desk { files, sources, kept };
    let brief = match &request.subject {
        Subject::Matter { draft } => from_matter(draft, packs, &mut desk, &mut report),
        Subject::OneOff { template, facts, answers } => {
            from_files(template, facts, answers.as_deref(), &mut desk, &mut report)
        }
        Subject::Case { template, case, .. } => from_case(template, case, packs, sources, &mut report),
        Subject::Version { draft, held } => {
            let brief = from_matter(draft, packs, &mut desk, &mut report);
            brief.and_then(|brief| brief.held(held, sources, &mut report))
        }
        Subject::Samples { template, of } => from_samples(template, of, packs, sources, &mut report),
        // A comparison is drafted as its two papers.
        Subject::Compared { .. } => None,
    };
    let Some(mut brief) = brief else { return Pass::new(None, report) };
    for (party, person) in &request.with {
        let span = command_line(sources, "--with", &format!("{party}={person}"));
        brief.with.retain(|(name, ..)| name != party);
        brief.with.push((party.clone(), person.clone(), Some(span)));
    }
    if let Some(date) = &request.date {
        let span = command_line(sources, "--date", date);
        match PaperDate::one_day(date) {
            Some(date) => brief.date = Some((date, span)),
            None => report.push(bad_date(span)),
        }
    }
    for (path, value) in &request.set {
        let span = command_line(sources, "--set", &format!("{path}={value}"));
        sources.keep_private(span.within(path.len() + 1, path.len() + 1 + value.len()));
        let value = SetValue { path: path.clone(), text: value.clone(), span };
        let first = path.split('.').next().unwrap_or_default().trim();
        match path.strip_prefix("answers.") {
            Some(rest) => report.extend(value.put(&mut brief.answers, rest)),
            None if schema::TOP.contains(&first) || brief.facts.at(first).is_some() => {
                report.extend(value.put(&mut brief.facts, path));
            }
            None => brief.undecided.push(value),
        }
    }
    Pass::new(Some(brief), report)
}

/// A span over something that was said on the command line, so that messages can show it like a file.
fn command_line(sources: &mut Sources, option: &str, text: &str) -> Span {
    let name = match text.split_once('=') {
        Some((name, _)) => format!("{option} {name}"),
        None => option.to_owned(),
    };
    let id = sources.add(name, text);
    Span::new(id, 0, text.len())
}

fn from_matter(draft: &str, packs: &Packs<'_>, desk: &mut Desk<'_>, report: &mut Report) -> Option<Brief> {
    let matter = desk.matter("matter.toml", packs, report)?;
    let Some(entry) = matter.draft(draft) else {
        report.push(unknown_draft(draft, matter.drafts.iter().map(|entry| entry.id.as_str())));
        return None;
    };
    let names: Vec<String> = matter.facts.iter().map(|place| place.path.clone()).collect();
    let facts = merged(&names, matter.overrides.as_ref(), desk, report)?;
    let answers_file = format!("answers/{draft}.toml");
    let answers = desk.optional(&answers_file, report)?;
    let fonts = matter.fonts.iter().filter_map(|font| read(desk.files, &font.path, report)).collect();
    let lock = match desk.files.read(&FilePath::matter("affiant.lock")) {
        Ok(bytes) => lock::read(desk.sources, "affiant.lock", &bytes).take(report)?,
        Err(FileProblem::Missing) => Lock::default(),
        Err(problem) => {
            report.push(unreadable("affiant.lock", &problem));
            return None;
        }
    };
    Some(Brief {
        draft: Some(draft.to_owned()),
        pin: entry.template.clone(),
        papers: matter.drafts.iter().map(|entry| (entry.id.clone(), entry.template.clone())).collect(),
        facts,
        answers,
        answers_file: Some(answers_file),
        with: matter.roles(entry),
        date: matter.date_of(entry),
        language: entry.language.clone(),
        translation: entry.translation.clone(),
        fonts,
        lock,
        undecided: Vec::new(),
    })
}

fn from_files(
    template: &str,
    facts: &[String],
    answers: Option<&str>,
    desk: &mut Desk<'_>,
    report: &mut Report,
) -> Option<Brief> {
    let pin = pin(template, desk.sources, report)?;
    let facts = merged(facts, None, desk, report)?;
    let (answers, answers_file) = if let Some(name) = answers {
        let bytes = read(desk.files, name, report)?;
        (desk.about_people(name, &bytes, report)?, Some(name.to_owned()))
    } else {
        let id = desk.sources.add("answers", "");
        (Arc::new(Node::empty(Span::new(id, 0, 0))), None)
    };
    Some(Brief {
        draft: None,
        pin,
        papers: Vec::new(),
        facts,
        answers,
        answers_file,
        with: Vec::new(),
        date: None,
        language: None,
        translation: None,
        fonts: Vec::new(),
        lock: Lock::default(),
        undecided: Vec::new(),
    })
}

fn from_case(
    template: &str,
    case: &str,
    packs: &Packs<'_>,
    sources: &mut Sources,
    report: &mut Report,
) -> Option<Brief> {
    let pin = pin(template, sources, report)?;
    let pack = packs.of(sources, &pin, None).take(report)?;
    let case = pack.case(sources, &pin, case).take(report)?;
    Some(Brief {
        draft: None,
        pin,
        papers: Vec::new(),
        facts: Arc::new(case.facts),
        answers: Arc::new(case.answers),
        answers_file: Some(case.name),
        with: case.with,
        date: case.date,
        language: None,
        translation: None,
        fonts: Vec::new(),
        lock: Lock::default(),
        undecided: Vec::new(),
    })
}

/// A version filled with the samples of others.
fn from_samples(
    template: &str,
    of: &[String],
    packs: &Packs<'_>,
    sources: &mut Sources,
    report: &mut Report,
) -> Option<Brief> {
    let mut brief: Option<Brief> = None;
    for sample in of {
        let pin = pin(sample, sources, report)?;
        let pack = packs.of(sources, &pin, None).take(report)?;
        if !pack.cases(&pin).iter().any(|case| case == "sample") {
            continue;
        }
        let next = from_case(sample, "sample", packs, sources, report)?;
        match &mut brief {
            None => brief = Some(next),
            Some(brief) => {
                add(Arc::make_mut(&mut brief.facts), Arc::unwrap_or_clone(next.facts));
                add(Arc::make_mut(&mut brief.answers), Arc::unwrap_or_clone(next.answers));
                let known: Vec<String> = brief.with.iter().map(|(party, ..)| party.clone()).collect();
                brief.with.extend(next.with.into_iter().filter(|(party, ..)| !known.contains(party)));
                brief.date = brief.date.or(next.date);
            }
        }
    }
    let pin = pin(template, sources, report)?;
    if brief.is_none() {
        report.push(no_sample(&pin));
    }
    brief.map(|brief| Brief { pin, ..brief })
}

/// Adds what a table does not say and another one does.
fn add(to: &mut Node, from: Node) {
    let (NodeKind::Table(to), NodeKind::Table(from)) = (&mut to.kind, from.kind) else { return };
    for entry in from.entries {
        match to.entries.iter_mut().find(|known| known.key == entry.key) {
            Some(known) => add(&mut known.value, entry.value),
            None => to.entries.push(entry),
        }
    }
}

/// Versions that are to be compared, but have no facts to be compared with.
fn no_sample(pin: &Pin) -> Diagnostic {
    Diagnostic::new(Code::UnknownCase, format!("`{}` has no sample to show its paper with", pin.name))
        .at_some(pin.span, "has no `sample.toml`")
        .hint("name a draft to show it with: `--matter DIR --draft ID`")
}

/// `support-letter@1.0.0` from the command line.
fn pin(text: &str, sources: &mut Sources, report: &mut Report) -> Option<Pin> {
    let span = command_line(sources, "--template", text);
    let pin = Pin::parse(text, Some(span));
    if pin.is_none() {
        report.push(bad_pin(span));
    }
    pin
}

fn merged(names: &[String], overrides: Option<&Node>, desk: &mut Desk<'_>, report: &mut Report) -> Option<Arc<Node>> {
    let mut all = Vec::new();
    let mut whole = true;
    for name in names {
        match read(desk.files, name, report).and_then(|bytes| desk.about_people(name, &bytes, report)) {
            Some(node) => all.push(node),
            None => whole = false,
        }
    }
    whole.then(|| facts::merge(&all, overrides).take(report))
}

impl Desk<'_> {
    /// The matter's own file.
    fn matter(&mut self, name: &str, packs: &Packs<'_>, report: &mut Report) -> Option<Matter> {
        let bytes = read(self.files, name, report)?;
        if let Some(known) = self.kept.matter(name, &bytes, self.sources) {
            return Some(known);
        }
        let mut own = Report::default();
        let matter = matter::read(self.sources, name, &bytes, packs.base()).take(&mut own);
        // What other packs have can change beneath the same words.
        let own_pack = |matter: &&Matter| {
            packs.base().is_builtin() && matter.drafts.iter().all(|draft| draft.template.pack.is_none())
        };
        if let Some(matter) = matter.as_ref().filter(own_pack) {
            self.kept.keep_matter(name, &bytes, matter, &own);
        }
        report.extend(own);
        matter
    }

    /// Facts or answers: no message repeats what they say.
    fn about_people(&mut self, name: &str, bytes: &Arc<[u8]>, report: &mut Report) -> Option<Arc<Node>> {
        if let Some(known) = self.kept.facts(name, bytes, self.sources) {
            return Some(known);
        }
        let mut own = Report::default();
        let node = facts::read(self.sources, name, bytes).take(&mut own).map(Arc::new);
        if let Some(whole) = self.sources.whole(name) {
            self.sources.keep_private(whole);
        }
        if let Some(node) = &node {
            self.kept.keep_facts(name, bytes, node, &own);
        }
        report.extend(own);
        node
    }

    /// A file that need not be there: an empty table stands for it.
    fn optional(&mut self, name: &str, report: &mut Report) -> Option<Arc<Node>> {
        match self.files.read(&FilePath::matter(name)) {
            Ok(bytes) => self.about_people(name, &bytes, report),
            Err(FileProblem::Missing) => {
                let id = self.sources.add(name, "");
                Some(Arc::new(Node::empty(Span::new(id, 0, 0))))
            }
            Err(problem) => {
                report.push(unreadable(name, &problem));
                None
            }
        }
    }
}

fn read(files: &dyn Files, name: &str, report: &mut Report) -> Option<Arc<[u8]>> {
    match files.read(&FilePath::matter(name)) {
        Ok(bytes) => Some(bytes),
        Err(problem) => {
            report.push(unreadable(name, &problem));
            None
        }
    }
}

/// A file that the matter names cannot be read.
#[must_use]
pub fn unreadable(name: &str, problem: &FileProblem) -> Diagnostic {
    let hint = match problem {
        FileProblem::Missing if name == "matter.toml" => {
            "run this in a matter's folder, or start one with `affiant new DIR`".to_owned()
        }
        FileProblem::Missing => format!("create `{name}`, or take it out of the file that names it"),
        FileProblem::Outside => "copy the file into the folder".to_owned(),
        FileProblem::TooLarge(_) => {
            "keep scans and long documents as files in `exhibits/`; `affiant doctor` lists the limits".to_owned()
        }
        FileProblem::Changing => "run the command again when nothing writes the file any more".to_owned(),
        FileProblem::Denied => {
            format!("`chmod u+r {name}` lets its owner read it; `ls -l {name}` shows who that is")
        }
        _ => format!("look at `{name}`: affiant must be able to read it as a plain file"),
    };
    Diagnostic::new(problem.code(), format!("`{name}` cannot be read: {problem}")).in_file(name).hint(hint)
}

fn bad_pin(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadPin, "expected a template with its version, as in `support-letter@1.0.0`")
        .at(span, "has no name or no exact version")
        .hint("`affiant doctor` lists the templates with their versions")
}

fn bad_date(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadDate, "the date of a paper is one day, as in `2026-01-31`")
        .at(span, "is not one day")
        .hint("give it as `--date 2026-01-31`")
}

/// `--draft` names a draft that the matter does not have.
#[must_use]
pub fn unknown_draft<'a>(draft: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    let message = crate::words::unknown("draft", draft, known.iter().copied());
    let known = crate::words::quoted(known);
    Diagnostic::new(Code::UnknownDraft, message)
        .in_file("matter.toml")
        .hint(format!("this matter has {}", crate::words::list(&known, "and")))
}
