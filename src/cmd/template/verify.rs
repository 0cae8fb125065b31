//! `affiant template verify`: everything about templates that is right by the letter and may still go wrong.
//!
//! 1. Each version is read and its tags are checked: what the build would report as an error is reported here too.
//! 2. The workers draft every case and note which ways each paper takes through its template.
//! 3. The lints look at each version, and at all of them together.

use std::sync::Arc;

use crate::cli::Format;
use crate::cli::template::Verify;
use crate::cmd::build::is_fault;
use crate::cmd::pack_folder::PackFolder;
use crate::cmd::template::chosen;
use crate::cmd::{Outcome, papers};
use crate::diag::{Diagnostic, Report, Severity};
use crate::draft::{Editions, Emit, Request, Subject, Taken};
use crate::facts;
use crate::lint::{self, accepted};
use crate::pack::{Kind, Pack};
use crate::source::Sources;
use crate::span::Span;
use crate::template::{Pin, Template, engine};
use crate::term::Terminal;
use crate::words;
use crate::worker::Pool;

/// Looks the templates through.
pub fn run(arguments: &Verify, terminal: Terminal) -> Outcome {
    // First thing: the workers start up while the pack is read.
    let mut pool = Pool::per_core();
    let format = arguments.format;
    let refuse = |diagnostic: Box<Diagnostic>, outcome: Outcome| {
        let report = Report::from(*diagnostic);
        papers::print_report(&report, &Sources::default(), format, terminal);
        outcome
    };
    let folder = match PackFolder::to_read(arguments.pack.pack.as_deref()) {
        Ok(folder) => folder,
        Err(diagnostic) => return refuse(diagnostic, Outcome::Usage),
    };
    let pack = folder.pack();
    let pins = match chosen::current(&pack, arguments.template.as_deref()) {
        Ok(pins) => pins,
        Err(diagnostic) => return refuse(diagnostic, Outcome::Documents),
    };
    let requests: Vec<Request> = pins.iter().flat_map(|pin| requests(&pack, pin)).collect();
    let (mut taken, mut deaths): (Vec<Taken>, Report) = (Vec::new(), Report::default());
    let (mut on_paper, mut fault) = (Vec::new(), false);
    pool.draft_all(&requests, folder.disk(), |at, answer| match answer {
        Ok(drafted) => {
            if !drafted.digest.is_empty() {
                on_paper.push(template_of(&requests[at]).to_owned());
            }
            for way in drafted.taken {
                if !taken.contains(&way) {
                    taken.push(way);
                }
            }
        }
        Err(death) => {
            fault |= is_fault(&death);
            deaths.push(death.diagnostic());
        }
    });

    let (sources, report) = (Sources::default(), deaths);
    let mut look = Look { pack: &pack, taken: &taken, on_paper: &on_paper, sources, report };
    let templates: Vec<Arc<Template>> =
        pins.iter().filter_map(|pin| pack.template(&mut look.sources, pin).take(&mut look.report)).collect();
    for template in &templates {
        look.template(template);
    }
    look.clauses(&templates, arguments.template.is_none());
    look.report.extend(folder.altered(&mut look.sources));
    let Look { sources, mut report, .. } = look;
    report.diagnostics.sort_by_key(|found| std::cmp::Reverse(found.severity));
    papers::print_report(&report, &sources, format, terminal);
    if format == Format::Human {
        terminal.out(&summary(&pins, &report));
    }
    let refused = report.has(Severity::Error) || (arguments.deny_warnings && report.has(Severity::Warning));
    Outcome::after(fault, refused)
}

/// The template that a request is about.
fn template_of(request: &Request) -> &str {
    match &request.subject {
        Subject::Case { template, .. } => template,
        _ => "",
    }
}

/// What is asked of the workers: which ways each case takes.
fn requests(pack: &Pack<'_>, pin: &Pin) -> Vec<Request> {
    let request = |case: String| Request {
        pack: !pack.is_builtin(),
        ..Request::of(
            Subject::Case { template: pin.to_string(), case, editions: Editions::Released },
            papers::today(),
            Emit::Ways,
        )
    };
    pack.cases(pin).into_iter().map(request).collect()
}

/// What is looked at, and what was found so far.
struct Look<'a> {
    pack: &'a Pack<'a>,
    taken: &'a [Taken],
    /// The versions of which some case gives a paper.
    on_paper: &'a [String],
    sources: Sources,
    report: Report,
}

impl Look<'_> {
    /// Looks one template version through.
    fn template(&mut self, template: &Template) {
        let mut found = Report::default();
        let sources = &mut self.sources;
        let decisions = engine::decisions(template).take(&mut found);
        let beside = self.pack.question_files(&template.pin).into_iter();
        let beside = beside.filter_map(|file| self.pack.file_beside(Kind::Template, &template.pin, &file));
        let questions: Vec<_> =
            beside.filter_map(|(name, bytes)| facts::read(sources, &name, &bytes).take(&mut found)).collect();
        found.extend(lint::template(template, &questions, sources));
        if !found.has(Severity::Error) && !self.on_paper.contains(&template.pin.to_string()) {
            found.push(lint::ways::no_paper(Span::new(template.source, 0, 0)));
        }
        let of_body: Vec<_> =
            decisions.into_iter().filter(|decision| decision.span.source == template.source).collect();
        found.extend(lint::ways::of_body(&of_body, self.taken, sources));
        if self.on_paper.contains(&template.pin.to_string()) {
            found.extend(lint::ways::of_fields(&template.front.fields, self.taken, sources));
        }
        self.pack.look(sources, &template.front.look).take(&mut found);
        let ledger = self.pack.ledger(sources).take(&mut found).unwrap_or_default();
        if let Ok(today) = papers::today().parse() {
            found.extend(lint::reliance::standing(template, self.pack, &ledger, today, sources));
        }
        let others = newest(self.pack, sources);
        found.extend(lint::types::conflicts(template, &others.iter().map(AsRef::as_ref)));
        self.accept(Kind::Template, &template.pin, found);
    }

    /// Looks the clauses of these templates through, each once. Its branches are taken by all templates that use it, so
    /// they can be told only when all were drafted.
    fn clauses(&mut self, templates: &[Arc<Template>], all: bool) {
        let mut seen: Vec<Pin> = Vec::new();
        for template in templates {
            for clause in &template.clauses {
                if seen.contains(&clause.pin) {
                    continue;
                }
                seen.push(clause.pin.clone());
                let mut found = lint::clause(clause, &self.sources);
                if all {
                    let decisions = engine::decisions(template).output;
                    let own: Vec<_> =
                        decisions.into_iter().filter(|decision| decision.span.source == clause.source).collect();
                    found.extend(lint::ways::of_body(&own, self.taken, &self.sources));
                }
                self.accept(Kind::Clause, &clause.pin, found);
            }
        }
    }

    /// Adds what was found of a version, without what its maintainers have accepted.
    fn accept(&mut self, kind: Kind, pin: &Pin, found: Report) {
        let beside = self.pack.file_beside(kind, pin, accepted::FILE);
        let accepted = beside.map_or_else(Vec::new, |(name, bytes)| {
            accepted::read(&mut self.sources, &name, &bytes).take(&mut self.report)
        });
        self.report.extend(accepted::apply(&accepted, found, &self.sources));
    }
}

/// The newest version of each template.
fn newest(pack: &Pack<'_>, sources: &mut Sources) -> Vec<Arc<Template>> {
    let pins = pack.listed(Kind::Template).into_iter().filter_map(|mut listed| {
        Some(Pin { pack: None, name: listed.name, version: listed.versions.pop()?, span: None })
    });
    pins.collect::<Vec<_>>().iter().filter_map(|pin| pack.template(sources, pin).output).collect()
}

/// `3 versions: nothing to report`
fn summary(pins: &[Pin], report: &Report) -> String {
    let counts = [Severity::Error, Severity::Warning].map(|kind| (report.count(kind), kind.word()));
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| words::count(*count, word));
    let counts: Vec<String> = counts.collect();
    let found = if counts.is_empty() { "nothing to report".to_owned() } else { counts.join(", ") };
    format!("{}: {found}\n", words::count(pins.len(), "version"))
}
