//! One paper, from its files to PDF: the whole pipeline on one screen.
//!
//! 1. [`brief::gather`] reads the matter (or a case, or a one-off's files) into facts, answers and pins.
//! 2. The pack gives the template with its clauses, its look, and the rule editions of the paper's dates.
//! 3. [`fields::check`] types the facts: what is missing becomes a gap, and a key that nothing reads is told.
//! 4. The template's engine prints Markdown in which each value is a handle.
//! 5. [`document::read`] makes the tree and puts the values in; numbers and references follow.
//! 6. [`check`] looks at the finished tree; [`gate`] decides whether it may be final.
//! 7. The tree is written as Typst source and typeset, unless it comes to what the last build came to; the page check
//!    looks at what is on the pages.
//!
//! Each step gives a value and a report, and the next goes on with as much as it got.

pub mod brief;
pub mod gate;
pub mod kept;
mod request;
mod surroundings;
mod translation;
mod unread;
pub mod ways;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

pub use request::{Drafted, Editions, Emit, Finish, Held, Output, Redline, Request, Subject, Uses};
pub use ways::{Taken, Way};

use crate::check;
use crate::diag::{Diagnostic, Report, Severity};
use crate::digest;
use crate::document::{self, Document};
use crate::fields::{self, Asked, CheckedFacts, Given};
use crate::files::{Files, Stage};
use crate::lock::LockEntry;
use crate::pack::{Kind, Memory, Pack, Packs};
use crate::source::Sources;
use crate::template::{self, Template};
use crate::typeset::engine::{FontSets, PageEnd};
use crate::typeset::{self, Look, Mark, Paper};
use crate::value::{Checked, Value};

/// Drafts papers, one after the other, and keeps what makes the next one quick: parsed templates and typeset pages.
pub struct Drafter {
    sources: Sources,
    /// What the packs have been read for so far.
    memory: Memory,
    /// What the matter has been read for.
    kept: kept::Kept,
    engines: Engines,
    fonts: FontSets,
    typesetter: Typesetter,
    papers: Vec<String>,
}

/// Templates, whether their ways are traced, and their engines.
type Engines = Vec<(Arc<Template>, bool, template::engine::Engine)>;

/// How the typesetter comes about when the first paper is ready for it.
pub type Start = Box<dyn FnOnce() -> Result<typeset::Engine, Box<Diagnostic>>>;

/// The typesetter, as soon as a paper has needed it.
enum Typesetter {
    Absent(Option<Start>),
    Here(Box<typeset::Engine>),
}

/// A paper that is ready to be typeset.
struct Composed {
    document: Document,
    paper: Paper,
    look: Look,
    uses: Uses,
    lock: LockEntry,
    /// Whether the lock is to keep it: not what is drafted from a template version that is itself still a draft.
    stands: bool,
    taken: Vec<Taken>,
}

impl Default for Drafter {
    fn default() -> Self {
        Self::new()
    }
}

impl Drafter {
    /// A drafter that has drafted nothing yet.
    #[must_use]
    pub fn new() -> Self {
        let fonts = FontSets::default();
        Self::with(fonts.clone(), Box::new(|| typeset::Engine::new(fonts)))
    }

    /// A drafter whose typesetter somebody else starts, with the same fonts.
    #[must_use]
    pub fn with(fonts: FontSets, start: Start) -> Self {
        Self {
            sources: Sources::default(),
            memory: Memory::default(),
            kept: kept::Kept::default(),
            engines: Vec::new(),
            fonts,
            typesetter: Typesetter::Absent(Some(start)),
            papers: Vec::new(),
        }
    }

    /// Forgets what the last rounds of drafts no longer use; called once after each round, after errors too.
    pub fn end_round(&mut self) {
        if let Typesetter::Here(typesetter) = &self.typesetter {
            typesetter.end_round();
        }
    }

    /// Drafts one paper, or compares two.
    pub fn draft(&mut self, request: &Request, files: &dyn Files) -> Drafted {
        let mut report = Report::default();
        let mut redline = None;
        let composed = match &request.subject {
            Subject::Compared { old, new } => {
                let of = |subject: &Subject| Request { subject: subject.clone(), ..request.clone() };
                let compared = self.compare((&of(old), &of(new)), files, &mut report);
                compared.map(|(composed, came)| {
                    redline = Some(came);
                    composed
                })
            }
            _ => self.compose(request, files, &mut report),
        };
        let (output, digest) = match &composed {
            Some(composed) => self.finish(request, composed, &mut report),
            None => (Output::None, String::new()),
        };
        let refused = request.finish == Finish::Final && report.has(Severity::Error);
        let mut drafted = Drafted {
            sources: self.sources.referred_to_by(&report),
            report,
            output: if refused { Output::None } else { output },
            digest: if refused { String::new() } else { digest },
            redline,
            ..Drafted::default()
        };
        if let Some(composed) = composed {
            drafted.title = composed.paper.title;
            drafted.date = composed.paper.date.to_string();
            drafted.uses = composed.uses;
            drafted.lock = composed.stands.then_some(composed.lock);
            drafted.taken = composed.taken;
        }
        drafted
    }

    /// What a paper comes to on its pages: the lines of each, and how each but the last ends.
    pub fn page_breaks(&mut self, request: &Request, files: &dyn Files) -> Option<(Vec<Vec<String>>, Vec<PageEnd>)> {
        let mut report = Report::default();
        let Composed { document, paper, look, .. } = self.compose(request, files, &mut report)?;
        let written = typeset::write::write(&document, &paper, &look, &self.fonts);
        let typesetter = self.typesetter.get(&self.fonts, &mut report)?;
        Some((typesetter.lines(&written, &look)?, typesetter.ends(&written, &look)?))
    }

    /// Lays a paper out and looks over its pages so many times, for its time to be taken.
    pub fn check_often(&mut self, request: &Request, files: &dyn Files, times: usize) -> Option<usize> {
        let mut report = Report::default();
        let Composed { document, paper, look, .. } = self.compose(request, files, &mut report)?;
        let written = typeset::write::write(&document, &paper, &look, &self.fonts);
        self.typesetter.get(&self.fonts, &mut report)?.check_often(&written, &look, times)
    }

    /// Composes an older and a newer paper, and makes one of both. What the newer one has to say is told where the
    /// older one had not said it already.
    fn compare(
        &mut self,
        (older, newer): (&Request, &Request),
        files: &dyn Files,
        report: &mut Report,
    ) -> Option<(Composed, Redline)> {
        let mut before = Report::default();
        let old = self.compose(older, files, &mut before);
        let new = self.compose(newer, files, report);
        report.diagnostics.retain(|found| !before.diagnostics.iter().any(|known| alike(known, found)));
        for found in before.diagnostics.into_iter().filter(|found| found.severity == Severity::Error) {
            report.push(found);
        }
        let (old, new) = (old?, new?);
        let pins = (&old.lock.template, &new.lock.template);
        let what = if pins.0 == pins.1 {
            format!("{} with newer rule editions", pins.1)
        } else {
            format!("{} → {}", pins.0, pins.1)
        };
        let document = document::redline::redline(&old.document, &new.document);
        let letters = self.fonts.letters(&new.look);
        // Words that went away may have been set in fonts that the newer look does not have.
        let document = check::glyphs(document, |letter| letters.print(letter)).output;
        let runs = document::text::revised(&document);
        let redline = Redline { runs, older: old.lock, newer: new.lock.clone() };
        let paper = Paper { mark: Mark::Redline(what), ..new.paper.clone() };
        Some((Composed { document, paper, ..new }, redline))
    }

    /// Steps 1–6: everything before typesetting. `None` when an error leaves nothing that could be typeset.
    fn compose(&mut self, request: &Request, files: &dyn Files, report: &mut Report) -> Option<Composed> {
        let base = if request.pack { Pack::from_files(files) } else { Pack::builtin() };
        let packs = Packs::around(base, files).remembering(&self.memory);
        let sources = &mut self.sources;

        let mut brief = brief::gather(request, files, &packs, sources, &mut self.kept).take(report)?;
        let pack = packs.of(sources, &brief.pin, brief.locked()).take(report)?;
        let template = pack.template(sources, &brief.pin).take(report)?;
        report.extend(brief.place_set_values(&template.front.fields));
        let look = pack.look(sources, &template.front.look).take(report)?;
        let given = Given {
            facts: &brief.facts,
            answers: &brief.answers,
            answers_file: brief.answers_file.clone(),
            with: brief.with.clone(),
        };
        let facts = fields::check::check(&asked(&template), &given).take(report);
        report.extend(unread::keys(&brief, &template, &packs, sources, &mut self.kept));
        report.extend(translation::check(&brief, &template, &facts));
        let context = surroundings::of(request, &brief, &template, &facts, &pack, sources).take(report)?;

        let engine = Self::engine(&mut self.engines, &template, request.emit, report)?;
        let file = |source| sources.get(source).map(|source| source.name.clone()).unwrap_or_default();
        files.stage(Stage { what: format!("filling `{}`", template.pin), file: file(template.source) });
        let rendered = engine.render(&facts, &context.surroundings).take(report)?;
        context.rules.review(&rendered.rules(), context.strictness, report);
        let document = document::read::read(&rendered, &self.sources).take(report);
        let document = document::number::number(document, template.front.numbering).take(report);
        let look = Look { fonts: [&brief.fonts[..], &look.fonts[..]].concat(), ..Look::clone(&look) };
        let letters = self.fonts.letters(&look);
        let document = check::glyphs(document, |letter| letters.print(letter)).take(report);
        let lock = LockEntry {
            affiant: env!("CARGO_PKG_VERSION").to_owned(),
            template: template.pin.to_string(),
            pack: pack.fetched().cloned(),
            inputs: pack.inputs(&template, &look),
            rules: context.rules.lock_lines(),
            last_final: None,
        };
        report.extend(gate::locked(request, &brief, &lock));
        report.extend(gate::check(request, &brief, &facts, report));
        if report.has(Severity::Error) {
            return None;
        }

        let author = author(&template, &facts);
        let paper = Paper {
            title: title(&template, author.as_deref()),
            language: template.front.language.clone(),
            author,
            date: context.date,
            numbering: template.front.numbering,
            mark: if request.finish == Finish::Draft { Mark::Draft } else { Mark::None },
        };
        let uses = uses(&facts);
        let taken = match request.emit {
            Emit::Ways => ways::taken(&template, &facts, &rendered.decided, &self.sources),
            _ => Vec::new(),
        };
        let file = self.sources.get(look.source).map(|source| source.name.clone()).unwrap_or_default();
        files.stage(Stage { what: format!("typesetting with `{}`", look.name), file });
        let may_change = pack.may_change(&mut self.sources, Kind::Template, &template.pin).take(report);
        let stands = !may_change || request.finish == Finish::Final;
        Some(Composed { document, paper, look, uses, lock, stands, taken })
    }

    /// Step 7, or the form of the paper that was asked for instead.
    fn finish(&mut self, request: &Request, composed: &Composed, report: &mut Report) -> (Output, String) {
        let Composed { document, paper, look, .. } = composed;
        let written = typeset::write::write(document, paper, look, &self.fonts);
        let mut digest = digest_of(&written.source, paper, look);
        let known = report.diagnostics.len();
        let output = match request.emit {
            _ if request.previous.as_ref() == Some(&digest) => Output::Unchanged,
            Emit::Check | Emit::Ways => Output::None,
            Emit::Text => Output::Text(document::text::text(document)),
            Emit::Markdown => Output::Text(document::text::markdown(document)),
            Emit::Tree => Output::Text(format!("{:#}\n", document::text::tree(document, &self.sources))),
            Emit::Typst => Output::Text(written.source),
            Emit::PageCheck => {
                // What the export refuses, such as an image that nothing describes, is told too.
                let place = self.place(request);
                if let Some(typesetter) = self.typesetter.get(&self.fonts, report) {
                    typesetter.typeset(place, &written, paper, look).take(report);
                }
                Output::None
            }
            Emit::Pages => {
                let place = self.place(request);
                let typesetter = self.typesetter.get(&self.fonts, report);
                match typesetter.and_then(|typesetter| typesetter.pictures(place, &written, paper, look).take(report)) {
                    Some(svg) => Output::Pages { lengths: svg.iter().map(Vec::len).collect(), svg },
                    None => Output::None,
                }
            }
            Emit::Pdf => {
                let place = self.place(request);
                let typesetter = self.typesetter.get(&self.fonts, report);
                match typesetter.and_then(|typesetter| typesetter.typeset(place, &written, paper, look).take(report)) {
                    Some(pdf) => Output::Pdf { pages: pdf.pages, bytes: pdf.bytes },
                    None => Output::None,
                }
            }
        };
        if report.diagnostics.len() > known {
            digest.push('-');
        }
        (output, digest)
    }

    /// The engine of a template version, kept while the template is the one that was read then.
    fn engine<'a>(
        engines: &'a mut Engines,
        template: &Arc<Template>,
        emit: Emit,
        report: &mut Report,
    ) -> Option<&'a template::engine::Engine> {
        let (traces, build): (_, fn(&Template) -> _) = match emit {
            Emit::Ways => (true, template::engine::Engine::tracing),
            _ => (false, template::engine::Engine::new),
        };
        let known = |(known, tracing, _): &(Arc<Template>, bool, _)| *tracing == traces && Arc::ptr_eq(known, template);
        if !engines.iter().any(known) {
            let engine = build(template).take(report)?;
            engines.retain(|(known, tracing, _)| *tracing != traces || known.pin != template.pin);
            engines.push((Arc::clone(template), traces, engine));
        }
        engines.iter().find(|engine| known(engine)).map(|(_, _, engine)| engine)
    }

    /// The typesetter's place for a paper: the same each time, so that only what changed is typeset anew.
    fn place(&mut self, request: &Request) -> usize {
        let name = match &request.subject {
            Subject::Matter { draft } | Subject::Version { draft, .. } => draft.clone(),
            Subject::OneOff { template, .. } | Subject::Case { template, .. } | Subject::Samples { template, .. } => {
                template.clone()
            }
            Subject::Compared { .. } => "redline".to_owned(),
        };
        self.papers.iter().position(|paper| *paper == name).unwrap_or_else(|| {
            self.papers.push(name);
            self.papers.len() - 1
        })
    }
}

/// Whether two findings say the same, wherever in two versions of a template they say it.
fn alike(one: &Diagnostic, other: &Diagnostic) -> bool {
    (one.code, &one.message, &one.hints) == (other.code, &other.message, &other.hints)
}

impl Typesetter {
    /// The typesetter, started if it is not yet.
    fn get(&mut self, fonts: &FontSets, report: &mut Report) -> Option<&mut typeset::Engine> {
        if let Self::Absent(start) = self {
            let started = start.take().map_or_else(|| typeset::Engine::new(fonts.clone()), |start| start());
            *self = Self::Here(Box::new(started.map_err(|diagnostic| report.push(*diagnostic)).ok()?));
        }
        match self {
            Self::Here(engine) => Some(engine),
            Self::Absent(_) => None,
        }
    }
}

/// What the template asks for, in the form that checking wants it.
fn asked(template: &Template) -> Asked<'_> {
    let front = &template.front;
    Asked { audience: front.audience, author: front.author.as_deref(), parties: &front.parties, fields: &front.fields }
}

/// The name of the party who signs, as far as it is known.
fn author(template: &Template, facts: &CheckedFacts) -> Option<String> {
    let party =
        template.front.author.as_deref().or_else(|| template.front.parties.first().map(|party| &*party.name))?;
    let (_, checked) = facts.parties.iter().find(|(name, _)| name == party)?;
    match &checked.value.member("name")?.value {
        Value::Name(name) => Some(name.full.clone()),
        _ => None,
    }
}

/// `Declaration: Marisela Prueba Ejemplo`: what a reader's window shows.
fn title(template: &Template, author: Option<&str>) -> String {
    match author {
        Some(author) => format!("{}: {author}", template.front.title),
        None => template.front.title.clone(),
    }
}

/// Every fact that the template sees and that is there, by path, with a hash of its value.
fn uses(facts: &CheckedFacts) -> Uses {
    fn walk(checked: &Checked, uses: &mut Uses) {
        match &checked.value {
            Value::Person(person) => person.fields.iter().for_each(|(_, field)| walk(field, uses)),
            Value::Group(members) => members.iter().for_each(|(_, member)| walk(member, uses)),
            Value::List(items) => items.iter().for_each(|item| walk(&item.checked, uses)),
            // A value that comes or goes is told by its path; and what one place of a paper may not say, another may.
            Value::Absent => {}
            value => {
                let mut hasher = DefaultHasher::new();
                value.hash(&mut hasher);
                uses.insert(Arc::clone(&checked.origin.path), hasher.finish());
            }
        }
    }
    let mut uses = Uses::new();
    facts.parties.iter().chain(&facts.fields).for_each(|(_, checked)| walk(checked, &mut uses));
    for exhibit in &facts.exhibits {
        walk(&exhibit.title, &mut uses);
        walk(&exhibit.date, &mut uses);
    }
    uses
}

/// A digest of everything that decides the bytes of the PDF, apart from the affiant build itself.
fn digest_of(source: &str, paper: &Paper, look: &Look) -> String {
    let paper = format!("{paper:?}");
    let texts = [source, &paper, &look.text].map(str::as_bytes);
    let files = look.assets.iter().map(|(_, bytes)| bytes).chain(&look.fonts);
    digest::hex_of_parts(texts.into_iter().chain(files.map(|bytes| &**bytes)))
}
