//! Findings as a person reads them, and as a program does.

pub mod line;
mod veil;

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};
use serde_json::{Map, Value, json};

use super::Terminal;
use crate::diag::{Diagnostic, Label, Report, Severity};
use crate::source::{Source, Sources};
use crate::span::{SourceId, Span};
use veil::Veiled;

/// A marked place longer than this many bytes is marked at its beginning only.
const LONG_MARK: usize = 600;
/// How many characters of such a place are marked.
const BEGINNING: usize = 40;

/// What excerpts show of facts and answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// Keys and punctuation alone: a report is copied into mails, tickets and logs.
    Masked,
    /// Everything but keys that open sealed answers: it is the person's own terminal, and the file is theirs.
    Clear,
}

/// The findings with their excerpts, an empty line after each; without colour, plain text.
#[must_use]
pub fn human(report: &Report, sources: &Sources, terminal: Terminal) -> String {
    let renderer = if terminal.color { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Unicode).term_width(terminal.width.max(40));
    report
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let drawn = renderer.render(&[group(diagnostic, sources, terminal.values)]);
            let lines: String = drawn.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
            lines + "\n"
        })
        .collect()
}

/// The findings one JSON object each, to be printed a line each.
///
/// Lines and columns count from 1, columns in characters; `others` are the places after the main one.
#[must_use]
pub fn json(report: &Report, sources: &Sources) -> Vec<String> {
    report
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let mut object = Map::new();
            object.insert("code".into(), json!(diagnostic.code.name()));
            object.insert("severity".into(), json!(diagnostic.severity.word()));
            object.insert("message".into(), json!(diagnostic.message));
            match diagnostic.labels.first() {
                Some(label) => place(label, sources, &mut object),
                None => {
                    object.insert("file".into(), json!(diagnostic.file));
                }
            }
            let others = diagnostic.labels.iter().skip(1).map(|label| {
                let mut other = Map::new();
                place(label, sources, &mut other);
                Value::Object(other)
            });
            object.insert("others".into(), others.collect());
            object.insert("notes".into(), json!(diagnostic.notes));
            object.insert("hints".into(), json!(diagnostic.hints));
            Value::Object(object).to_string()
        })
        .collect()
}

/// The members that name a place: file, line, column, end, and what is said about it.
fn place(label: &Label, sources: &Sources, object: &mut Map<String, Value>) {
    let (start, end) =
        (sources.line_column(label.span), sources.line_column(Span { start: label.span.end, ..label.span }));
    object.insert("file".into(), json!(sources.name(label.span)));
    object.insert("line".into(), json!(start.line));
    object.insert("column".into(), json!(start.column));
    object.insert("end_line".into(), json!(end.line));
    object.insert("end_column".into(), json!(end.column));
    object.insert("label".into(), json!(label.text));
}

/// One finding as annotate-snippets wants it.
fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources, values: Values) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Gap => Level::WARNING.with_name("gap"),
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code.name()));
    match (diagnostic.labels.first(), &diagnostic.file) {
        (None, Some(file)) => group = group.element(Origin::path(file)),
        (Some(label), _) if is_whole_file(label) => group = group.element(Origin::path(sources.name(label.span))),
        _ => {}
    }
    group = group.elements(excerpts(diagnostic, sources, values));
    let note = |note: &'a String| Level::NOTE.message(normalize_untrusted_str(note));
    let hint = |hint: &'a String| Level::HELP.with_name("hint").message(normalize_untrusted_str(hint));
    group.elements(diagnostic.notes.iter().map(note)).elements(diagnostic.hints.iter().map(hint))
}

/// Whether a place is a file as such, for what no line of it says: its first line would only be in the way.
fn is_whole_file(label: &Label) -> bool {
    (label.span.start, label.span.end) == (0, 0)
}

/// The marked places: one excerpt for each source, the main place's first.
fn excerpts<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
    values: Values,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut order: Vec<SourceId> = Vec::new();
    for label in diagnostic.labels.iter().filter(|label| !is_whole_file(label)) {
        if !order.contains(&label.span.source) {
            order.push(label.span.source);
        }
    }
    let main = diagnostic.labels.first();
    let of_source = |id: SourceId| {
        let source = sources.get(id)?;
        let labels: Vec<&Label> = diagnostic.labels.iter().filter(|label| label.span.source == id).collect();
        let lines = |range| Veiled::new(source, range, values);
        Some(excerpt(source, &labels, main, lines))
    };
    order.into_iter().filter_map(of_source).collect()
}

/// The lines of one source around its marked places.
fn excerpt<'a>(
    source: &'a Source,
    labels: &[&'a Label],
    main: Option<&Label>,
    lines: impl Fn(Range<usize>) -> Veiled<'a>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let text: &str = &source.text;
    let marks: Vec<(usize, usize)> = labels.iter().map(|label| marked(text, label.span)).collect();
    let first = marks.iter().map(|mark| mark.0).min().unwrap_or(0);
    let last = marks.iter().map(|mark| mark.1).max().unwrap_or(first);
    let from = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
    let to = text[last..].find('\n').map_or(text.len(), |newline| last + newline);
    let lines = lines(from..to);
    let annotations = labels.iter().zip(&marks).map(|(label, (start, end))| {
        let kind = if main.is_some_and(|main| std::ptr::eq(main, *label)) {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let words = (!label.text.is_empty()).then(|| normalize_untrusted_str(&label.text));
        kind.span(lines.place(start - from)..lines.place(end - from)).label(words)
    });
    Snippet::source(lines.text())
        .path(&source.name)
        .line_start(text[..from].matches('\n').count() + 1)
        .annotations(annotations)
}

/// The bytes that a span marks, kept inside the text and on character bounds; of a long one, the beginning.
fn marked(text: &str, span: Span) -> (usize, usize) {
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.floor_char_boundary(span.end as usize).max(start);
    if end - start <= LONG_MARK {
        return (start, end);
    }
    let beginning = text[start..end].lines().next().unwrap_or("");
    let length = beginning.char_indices().nth(BEGINNING).map_or(beginning.len(), |(at, _)| at);
    (start, start + length)
}
