//! JSON to our tree: the only file, with its slips, that knows `jsonc-parser`, which tells places.

mod slips;

use std::collections::HashMap;
use std::ops::Range;

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::reader::Reader;
use super::{Entry, Node, NodeKind, Table, limits, report};
use crate::diag::{Pass, Report};
use crate::span::{SourceId, Span};

/// JSON as its standard has it: no comments, no trailing commas, no single quotes.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Reads a whole source as JSON; its root must be an object.
pub(super) fn read(source: SourceId, text: &str) -> Pass<Option<Node>> {
    let whole = Span::new(source, 0, text.len());
    if let Some(start) = too_deep(text) {
        return Pass::new(None, Report::from(report::too_deep(whole.within(start, start + 1))));
    }
    let mut reader = Reader::new(text, whole);
    let root = match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        Ok(parsed) => match parsed.value {
            Some(Value::Object(object)) => Some(reader.object(object, 1)),
            Some(other) => {
                let span = reader.span(bytes(&other));
                let noun = reader.json(other, 1).map_or("nothing", |node| node.kind.noun());
                reader.report.push(report::not_a_table(span, noun));
                None
            }
            None => {
                reader.report.push(report::bad_syntax("the file is empty, but JSON is at least `{}`", whole));
                None
            }
        },
        Err(error) => {
            let range = error.range();
            let span = reader.span(range.start..range.end);
            let bad_character = reader.report.diagnostics.iter().any(|found| {
                found.labels.iter().any(|label| span.start <= label.span.start && label.span.start <= span.end)
            });
            if !bad_character {
                reader.report.push(slips::told(error.kind(), text, span, whole));
            }
            None
        }
    };
    Pass::new(root.filter(|_| !reader.failed), reader.report)
}

/// Where objects and arrays go deeper than the limit, told before anything recurses over them.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limits::NESTING.value {
            return Some(at);
        }
    }
    None
}

impl Reader<'_> {
    fn object(&mut self, object: Object<'_>, depth: usize) -> Node {
        let span = self.span(bytes(&object));
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen: HashMap<String, Span> = HashMap::new();
        if self.fits(object.properties.len(), span, depth) {
            for property in object.properties {
                let range = bytes(&property.name);
                let key_span = self.span(range.clone());
                let key = self.clean(&property.name.into_string(), range);
                if let Some(first) = seen.insert(key.clone(), key_span) {
                    self.failed = true;
                    self.report.push_some(report::duplicate_key(&key, key_span, Some(first)));
                    continue;
                }
                // A key with `null` says nothing, as if it were not there.
                if let Some(value) = self.json(property.value, depth) {
                    entries.push(Entry { key, key_span, value });
                }
            }
        }
        Node { span, kind: NodeKind::Table(Table { entries }) }
    }

    /// The value; none for `null`.
    fn json(&mut self, value: Value<'_>, depth: usize) -> Option<Node> {
        let range = bytes(&value);
        let span = self.span(range.clone());
        let kind = match value {
            Value::Object(object) => return Some(self.object(object, depth + 1)),
            Value::Array(array) => {
                let mut items = Vec::new();
                if self.fits(array.elements.len(), span, depth + 1) {
                    for element in array.elements {
                        let element_span = self.span(bytes(&element));
                        match self.json(element, depth + 1) {
                            Some(item) => items.push(item),
                            None => self.fail(report::null_in_list(element_span)),
                        }
                    }
                }
                NodeKind::List(items)
            }
            Value::StringLit(text) => self.text(&text.value, range),
            Value::NumberLit(number) => self.number(number.value, span),
            Value::BooleanLit(boolean) => NodeKind::Bool(boolean.value),
            Value::NullKeyword(_) => return None,
        };
        Some(Node { span, kind })
    }

    fn number(&mut self, text: &str, span: Span) -> NodeKind {
        if !text.contains(['.', 'e', 'E']) {
            return NodeKind::Integer(text.parse().unwrap_or_else(|_| {
                self.fail(report::number_too_large(span));
                0
            }));
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => NodeKind::Float(number),
            _ => {
                self.fail(report::not_finite(span));
                NodeKind::Float(0.0)
            }
        }
    }
}

/// Where a piece of the file stands.
fn bytes(piece: &impl Ranged) -> Range<usize> {
    let range = piece.range();
    range.start..range.end
}
