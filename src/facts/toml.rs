//! TOML to our tree: the only file that knows the `toml` crates.

use std::collections::HashMap;
use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};
use toml_parser::ParseError;
use toml_parser::lexer::{Token, TokenKind};
use toml_parser::parser::parse_document;

use super::characters::table;
use super::reader::Reader;
use super::{Entry, Node, NodeKind, Table, limits, report, slips};
use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::span::{SourceId, Span};
use crate::value::PaperDate;

/// The largest text, in bytes, that cannot hold so many slips that telling them all would take much memory.
const SMALL: usize = 64 << 10;
/// What the `toml` crate says of a second key.
const DUPLICATE: &str = "duplicate key";

/// Reads TOML that begins at `offset` of its source.
pub(super) fn read(source: SourceId, text: &str, offset: usize) -> Pass<Option<Node>> {
    let whole = Span::new(source, offset, offset + text.len());
    let tokens = toml_parser::Source::new(text).lex().into_vec();
    if let Some(start) = too_deep(&tokens) {
        let report = Report::from(report::too_deep(whole.within(start, start + 1)));
        return Pass::new(None, report);
    }
    if text.len() > SMALL
        && let Some(report) = hopeless(&tokens, whole)
    {
        return Pass::new(None, report);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader::new(text, whole);
    // One for each line: what follows on the same line is most often the same slip.
    let first = errors.iter().take(100 * Report::MOST);
    let mut places: Vec<_> =
        first.map(|error| (error.span().unwrap_or(text.len()..text.len()), error.message())).collect();
    places.sort_by_key(|(range, _)| range.start);
    // Lines are told by their ends, looked for once: a line can be as long as the file.
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    places.dedup_by_key(|(range, _)| ends.partition_point(|end| *end < range.start));
    places.truncate(Report::MOST);
    let again = places.iter().filter(|(_, message)| *message == DUPLICATE).map(|(range, _)| range.start);
    let again: Vec<usize> = again.collect();
    let firsts = if again.is_empty() { HashMap::new() } else { super::duplicates::firsts(text, &again) };
    for (range, message) in places {
        reader.syntax(message, range, &firsts);
    }
    let failed = !errors.is_empty();
    let root = reader.table(table.into_inner(), whole.within(0, 0), 1);
    Pass::new((!failed && !reader.failed).then_some(root), reader.report)
}

/// What is wrong with a text that has more slips than are told, and so is hardly TOML at all: the reader that finds all
/// that is wrong takes memory for each, and a large file can have millions.
fn hopeless(tokens: &[Token], whole: Span) -> Option<Report> {
    let mut report = Report::default();
    let mut count = 0_usize;
    let mut sink = |error: ParseError| {
        count += 1;
        if count <= Report::MOST {
            let span = error.unexpected().map_or(whole.within(0, 0), |span| whole.within(span.start(), span.end()));
            report.push_some(report::bad_syntax(error.description(), span));
        }
    };
    parse_document(tokens, &mut (), &mut sink);
    // Each slip can be told in several ways: only far more than are told is hopeless.
    (count > 100 * Report::MOST).then_some(report)
}

/// Where tables and lists go deeper than the limit: told from the tokens, before anything recurses over them.
fn too_deep(tokens: &[Token]) -> Option<usize> {
    // Dots of the table header, and for each open bracket the dots of the key before it.
    let (mut header, mut line_start, mut in_header) = (0, true, false);
    let mut open: Vec<usize> = Vec::new();
    let (mut dots, mut depth) = (0, 0);
    for token in tokens {
        match token.kind() {
            TokenKind::LeftSquareBracket if open.is_empty() && (line_start || in_header) => {
                (in_header, header, depth) = (true, 0, 0);
            }
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                open.push(dots);
                depth += dots + 1;
                dots = 0;
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                if let Some(before) = open.pop() {
                    depth = depth.saturating_sub(before + 1);
                }
                dots = 0;
            }
            TokenKind::Dot if in_header => header += 1,
            TokenKind::Dot => dots += 1,
            TokenKind::Comma => dots = 0,
            TokenKind::Newline => {
                dots = 0;
                // A bracket that a bad line leaves open must not make a table header after it look like a list.
                in_header = false;
                line_start = true;
                continue;
            }
            TokenKind::Whitespace => continue,
            _ => {}
        }
        line_start = false;
        if header + depth + dots + 1 > limits::NESTING.value {
            return Some(token.span().start());
        }
    }
    None
}

impl Reader<'_> {
    fn syntax(&mut self, message: &str, range: Range<usize>, firsts: &HashMap<usize, Range<usize>>) {
        let span = self.whole.within(range.start, range.end);
        let at_bad_character = |span: Span| {
            let bad = |label: &crate::diag::Label| label.span.start <= span.end && span.start <= label.span.end;
            self.report.diagnostics.iter().any(|found| found.code == Code::BadCharacter && found.labels.iter().any(bad))
        };
        if at_bad_character(span) {
            return;
        }
        let raw = self.text.get(range.clone()).unwrap_or("");
        // What nobody sees is harmless in a text, and a riddle anywhere else.
        let unseen = |(_, character): &(usize, char)| table::fate(*character).is_some();
        let unseen = raw.char_indices().chain(self.text[range.start..].char_indices().take(1)).find(unseen);
        if let Some((at, character)) = unseen.filter(|_| message != DUPLICATE && !raw.starts_with(['"', '\''])) {
            let span = self.whole.within(range.start + at, range.start + at + character.len_utf8());
            self.report.push_some(report::stray_character(character, span));
        } else if message == DUPLICATE {
            let first = firsts.get(&range.start).map(|first| self.whole.within(first.start, first.end));
            self.report.push_some(report::duplicate_key(raw.trim_matches(['"', '\'']), span, first));
        } else if is_date_like(raw) {
            self.report.push_some(report::no_such_date(span, &PaperDate::parse(raw)));
        } else {
            self.report.push_some(slips::told(message, self.text, &range, self.whole));
        }
    }

    fn table(&mut self, table: DeTable<'_>, span: Span, depth: usize) -> Node {
        let mut entries = Vec::new();
        if self.fits(table.len(), span, depth) {
            for (key, value) in table {
                let key_span = self.span(key.span());
                let key = self.clean(key.get_ref(), key.span());
                let value = self.toml(value, depth);
                entries.push(Entry { key, key_span, value });
            }
        }
        Node { span, kind: NodeKind::Table(Table { entries }) }
    }

    fn toml(&mut self, value: Spanned<DeValue<'_>>, depth: usize) -> Node {
        let range = value.span();
        let span = self.span(range.clone());
        let kind = match value.into_inner() {
            DeValue::Table(table) => return self.table(table, span, depth + 1),
            DeValue::Array(items) => {
                let fits = self.fits(items.len(), span, depth + 1);
                let items = items.into_iter().take(if fits { usize::MAX } else { 0 });
                NodeKind::List(items.map(|item| self.toml(item, depth + 1)).collect())
            }
            DeValue::String(text) => self.text(&text, range),
            DeValue::Integer(number) => {
                let read = i64::from_str_radix(number.as_str(), number.radix());
                NodeKind::Integer(read.unwrap_or_else(|_| {
                    self.failed = true;
                    self.say_unless_syntax(report::number_too_large(span), span);
                    0
                }))
            }
            DeValue::Float(number) => match number.as_str().parse::<f64>() {
                Ok(number) if number.is_finite() => NodeKind::Float(number),
                _ => {
                    self.failed = true;
                    self.say_unless_syntax(report::not_finite(span), span);
                    NodeKind::Float(0.0)
                }
            },
            DeValue::Boolean(value) => NodeKind::Bool(value),
            DeValue::Datetime(date) => {
                NodeKind::Date(self.text.get(range).map_or_else(|| date.to_string(), str::to_owned))
            }
        };
        Node { span, kind }
    }

    /// What a value is, unless its own syntax is what is wrong with it.
    fn say_unless_syntax(&mut self, found: Diagnostic, span: Span) {
        let told = |other: &Diagnostic| {
            matches!(other.code, Code::BadSyntax | Code::BadDate)
                && other.labels.iter().any(|label| label.span.start < span.end && span.start <= label.span.end)
        };
        if !self.report.diagnostics.iter().any(told) {
            self.report.push_some(found);
        }
    }
}

/// Whether a piece of TOML that is no value was meant as a date.
fn is_date_like(raw: &str) -> bool {
    let mut parts = raw.splitn(3, '-');
    let digits = |part: Option<&str>| {
        part.is_some_and(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    // A year first: `773-555-0182` is a telephone number.
    let year = parts.next().filter(|year| year.len() == 4 || year.len() <= 2);
    digits(year)
        && digits(parts.next())
        && parts.next().is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}
