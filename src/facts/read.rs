//! Bytes of a facts file to a tree in which every value knows its place.

use super::{Node, NodeKind, json, limits, report, toml};
use crate::diag::{Pass, Report};
use crate::source::Sources;
use crate::span::{SourceId, Span};

/// Reads TOML, or JSON when `name` ends in `.json`, and finds everything that is wrong with it in one pass.
///
/// There is no tree when the file cannot be understood or is over a limit. Characters that no text may hold are
/// errors, and are not in the tree.
pub fn read(sources: &mut Sources, name: &str, bytes: &[u8]) -> Pass<Option<Node>> {
    let mut report = Report::default();
    if bytes.len() > limits::FILE.value {
        report.push(report::file_too_large(name, bytes.len()));
        return Pass::new(None, report);
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let source = sources.add(name, String::from_utf8_lossy(bytes));
            let start = error.valid_up_to();
            let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
            report.push(report::not_utf8(Span::new(source, start, start + '\u{fffd}'.len_utf8()), wide));
            return Pass::new(None, report);
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = sources.add(name, text);
    let json = name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("json"));
    let mut pass = if json { json::read(source, text) } else { toml::read(source, text, 0) };
    // By this key editors find what a file can say; it says nothing itself.
    if let Some(Node { kind: NodeKind::Table(table), .. }) = &mut pass.output {
        table.entries.retain(|entry| entry.key != "$schema" || entry.value.text().is_none());
    }
    pass
}

/// Reads a piece of a source as TOML, such as a template's front matter; `offset` is where it begins in the source.
#[must_use]
pub fn read_toml(source: SourceId, text: &str, offset: usize) -> Pass<Option<Node>> {
    toml::read(source, text, offset)
}
