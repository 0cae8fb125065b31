//! Where a TOML file says a key for the first time, for the error about the second.

use std::collections::HashMap;
use std::ops::Range;

use toml_parser::parser::{Event, EventKind, RecursionGuard, parse_document};

use super::limits;

/// Where keys are counted from: the table that a header or a brace opens, or an array.
enum Level {
    Table(String),
    Array(String, usize),
}

/// For each key that begins at one of the places `again`: where the key of the same path before it stands.
pub(super) fn firsts(text: &str, again: &[usize]) -> HashMap<usize, Range<usize>> {
    let mut found = HashMap::new();
    let source = toml_parser::Source::new(text);
    let tokens = source.lex().into_vec();
    let mut events: Vec<Event> = Vec::with_capacity(tokens.len());
    let most = u32::try_from(2 * limits::NESTING.value).unwrap_or(u32::MAX);
    parse_document(&tokens, &mut RecursionGuard::new(&mut events, most), &mut ());

    // What each path was called by: a key that gives it a value or opens its table, or one on the way to another.
    let mut whole: HashMap<String, Range<usize>> = HashMap::new();
    let mut passed: HashMap<String, Range<usize>> = HashMap::new();
    let mut opened: HashMap<String, usize> = HashMap::new();
    let mut levels = vec![Level::Table(String::new())];
    let (mut path, mut last, mut header) = (String::new(), 0..0, false);
    for event in events {
        let span = event.span().start()..event.span().end();
        match event.kind() {
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                levels = vec![Level::Table(String::new())];
                (path, header) = (String::new(), true);
            }
            EventKind::SimpleKey => {
                if path.is_empty() {
                    path = match levels.last() {
                        Some(Level::Table(base)) => base.clone(),
                        Some(Level::Array(base, at)) => format!("{base}\u{0}{at}"),
                        None => String::new(),
                    };
                }
                // The items of an array of tables are told apart by how many there are so far.
                if let Some(items) = opened.get(&path) {
                    path = format!("{path}\u{0}{items}");
                }
                let key = text.get(span.clone()).unwrap_or("").trim_matches(['"', '\'']);
                path = format!("{path}\u{1}{key}");
                if found.len() == again.len() {
                    return found;
                }
                if again.contains(&span.start) {
                    found.extend(
                        whole.get(&path).or_else(|| passed.get(&path)).map(|first| (span.start, first.clone())),
                    );
                }
                passed.entry(path.clone()).or_insert_with(|| span.clone());
                last = span;
            }
            EventKind::StdTableClose => {
                whole.entry(path.clone()).or_insert_with(|| last.clone());
                levels = vec![Level::Table(std::mem::take(&mut path))];
                header = false;
            }
            EventKind::ArrayTableClose => {
                whole.entry(path.clone()).or_insert_with(|| last.clone());
                let items = opened.entry(path.clone()).or_default();
                *items += 1;
                levels = vec![Level::Table(format!("{path}\u{0}{items}"))];
                (path, header) = (String::new(), false);
            }
            EventKind::KeyValSep => {
                whole.entry(path.clone()).or_insert_with(|| last.clone());
            }
            EventKind::InlineTableOpen | EventKind::ArrayOpen => {
                let base = match levels.last() {
                    _ if !path.is_empty() => std::mem::take(&mut path),
                    Some(Level::Array(base, at)) => format!("{base}\u{0}{at}"),
                    Some(Level::Table(base)) => base.clone(),
                    None => String::new(),
                };
                levels.push(if event.kind() == EventKind::ArrayOpen {
                    Level::Array(base, 0)
                } else {
                    Level::Table(base)
                });
            }
            EventKind::InlineTableClose | EventKind::ArrayClose => {
                if levels.len() > 1 {
                    levels.pop();
                }
                path.clear();
            }
            EventKind::ValueSep => {
                if let Some(Level::Array(_, at)) = levels.last_mut() {
                    *at += 1;
                }
                path.clear();
            }
            EventKind::Newline if !header && levels.len() == 1 => path.clear(),
            EventKind::Scalar => path.clear(),
            _ => {}
        }
    }
    found
}
