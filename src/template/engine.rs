//! One Tera for one template version: fills it with handles and collects what its tags print.
//!
//! Tera decides and repeats; it writes no text. What comes out of it are numbers of places, and what is printed there
//! goes into a [`table::Table`] in the order of the paper: literal text as its number comes, a value as our own filter
//! is called after it. So no value passes through Tera's output, and a fault is found with its exact place instead of
//! an offset in generated code.

mod context;
pub(super) mod table;

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tera::{ErrorKind, Tera};

use super::filters;
use super::tokens::kind::Kind;
use super::tokens::weave::guards::optional;
use super::tokens::weave::{Decision, LITERAL, PRINTED, Sheet, Woven, component, variable, weave};
use super::{Clause, Rendered, Surroundings, Template, faults};
use crate::diag::{Pass, Report, Severity};
use crate::fields::CheckedFacts;
use crate::span::Span;
use context::Declared;
use table::Table;

/// The name of the one template in a [`Tera`].
const PAPER: &str = "paper";

/// A template version, checked and ready to be filled any number of times.
pub struct Engine {
    tera: Tera,
    table: Arc<Mutex<Table>>,
    /// Held while a paper is drafted: the table is one paper's.
    turn: Mutex<()>,
    declared: Declared,
    marks: Vec<(usize, Span)>,
    body: Span,
}

impl Engine {
    /// Checks the body and the clauses of a template, all problems in one pass; there is no engine when any is an
    /// error.
    #[must_use]
    pub fn new(template: &Template) -> Pass<Option<Self>> {
        Self::of(template, Woven::default())
    }

    /// The same, with a note of how each decision of the template comes out ([`Rendered::decided`]).
    #[must_use]
    pub fn tracing(template: &Template) -> Pass<Option<Self>> {
        Self::of(template, Woven::tracing())
    }

    fn of(template: &Template, woven: Woven) -> Pass<Option<Self>> {
        let mut report = Report::default();
        let woven = weave_template(template, woven).take(&mut report);
        if report.has(Severity::Error) {
            return Pass::new(None, report);
        }
        let front = &template.front;
        let body = Span::new(template.source, template.body_start, template.body_start + template.body.len());
        let table = Arc::new(Mutex::new(Table::new(woven.places)));
        let mut tera = Tera::new();
        filters::register(&mut tera, &table);
        tera.autoescape_on([""]);
        tera.set_escape_fn(refuse);
        let engine = match tera.add_raw_template(PAPER, &woven.code) {
            Ok(()) => Some(Self {
                tera,
                table,
                turn: Mutex::new(()),
                declared: Declared::new(front),
                marks: woven.marks,
                body,
            }),
            Err(error) => {
                let span = place_of(&woven.marks, &error).unwrap_or(body);
                report.push(faults::bad_template("this tag is more than the template language can take in", span));
                None
            }
        };
        Pass::new(engine, report)
    }

    /// Fills the template. There is no paper when a tag fails; every tag that does is in the report.
    #[must_use]
    pub fn render(&self, facts: &CheckedFacts, surroundings: &Surroundings) -> Pass<Option<Rendered>> {
        let _turn = lock(&self.turn);
        let context = {
            let mut table = lock(&self.table);
            table.open(facts, surroundings);
            self.declared.context(&mut table, facts)
        };
        let outcome = self.tera.render_to(PAPER, &context, Places { table: &self.table, number: 0 });
        let (rendered, mut report) = lock(&self.table).close();
        if let Err(error) = outcome
            && !report.has(Severity::Error)
        {
            let span = place_of(&self.marks, &error).unwrap_or(self.body);
            report.push(faults::bad_template("this tag fails while the paper is drafted", span));
        }
        Pass::new((!report.has(Severity::Error)).then_some(rendered), report)
    }
}

/// Where a template with its clauses goes one way or another, and everything that is wrong with its tags.
#[must_use]
pub fn decisions(template: &Template) -> Pass<Vec<Decision>> {
    let Pass { output, report } = weave_template(template, Woven::default());
    Pass::new(output.decisions, report)
}

/// Checks the body and the clauses of a template and writes their code.
fn weave_template(template: &Template, mut woven: Woven) -> Pass<Woven> {
    let mut report = Report::default();
    for clause in &template.clauses {
        weave_clause(clause, &mut woven, &mut report);
    }
    let front = &template.front;
    let parties = front.parties.iter().map(|party| (party.name.clone(), Kind::party(party)));
    let fields = front.fields.iter().map(|field| (field.name.clone(), Kind::of(&field.kind)));
    let sheet = Sheet {
        source: template.source,
        body: &template.body,
        start: template.body_start,
        parties: &front.parties,
        declared: parties.chain(fields).collect(),
        optional: optional(&front.parties, &front.fields),
        rules: &front.rules,
        clauses: &template.clauses,
    };
    weave(&sheet, &mut woven, &mut report);
    // In the order of the file: reading a tag and checking it are two steps.
    report.diagnostics.sort_by_key(|found| found.labels.first().map(|label| (label.span.source, label.span.start)));
    Pass::new(woven, report)
}

/// A clause becomes a component whose parameters are its people and values.
fn weave_clause(clause: &Clause, woven: &mut Woven, report: &mut Report) {
    let parties = clause.parties.iter().map(|party| (party.name.clone(), Kind::party(party)));
    let fields = clause.parameters.iter().map(|field| (field.name.clone(), Kind::of(&field.kind)));
    let declared: Vec<(String, Kind)> = parties.chain(fields).collect();
    let parameters: Vec<String> = declared.iter().map(|(name, _)| format!("{} = none", variable(name))).collect();
    let (name, parameters) = (component(&clause.pin.name), parameters.join(", "));
    woven.code.extend(["{% component ", &name, "(", &parameters, ") %}"]);
    let sheet = Sheet {
        source: clause.source,
        body: &clause.body,
        start: clause.body_start,
        parties: &clause.parties,
        declared,
        optional: optional(&clause.parties, &clause.parameters),
        rules: &clause.rules,
        clauses: &[],
    };
    weave(&sheet, woven, report);
    woven.code.push_str("{% endcomponent %}");
}

/// The tag that an error of Tera's lies in.
fn place_of(marks: &[(usize, Span)], error: &tera::Error) -> Option<Span> {
    let (ErrorKind::SyntaxError(found) | ErrorKind::RenderingError(found)) = error.kind() else { return None };
    let after = marks.partition_point(|(start, _)| *start <= found.span().range.start);
    marks.get(after.checked_sub(1)?).map(|(_, span)| *span)
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes what Tera writes: the numbers of places, each with what is to happen there behind it.
struct Places<'a> {
    table: &'a Mutex<Table>,
    number: usize,
}

impl Write for Places<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut table = lock(self.table);
        for byte in bytes {
            let sign = char::from(*byte);
            match (sign, sign.to_digit(10)) {
                (_, Some(digit)) => self.number = self.number.saturating_mul(10).saturating_add(digit as usize),
                (PRINTED, _) => table.place = std::mem::take(&mut self.number),
                (LITERAL, _) => {
                    let place = std::mem::take(&mut self.number);
                    table.literal(place);
                    if table.is_full(place) {
                        return Err(past_the_table());
                    }
                }
                _ => return Err(past_the_table()),
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The escape function of an engine that prints nothing by itself.
fn refuse(text: &str, _: &mut dyn Write) -> io::Result<()> {
    if text.is_empty() { Ok(()) } else { Err(past_the_table()) }
}

fn past_the_table() -> io::Error {
    io::Error::other("output past the table")
}
