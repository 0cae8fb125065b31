//! Excerpts of facts without their values: keys and punctuation stay, so that the place is known again.
//!
//! A report is copied into mails, tickets and logs, where what the facts say of people has no business. This reads
//! facts that may be no TOML or JSON at all, so it only tells keys from everything else, and hides when in doubt.

use std::ops::Range;

use super::Values;
use crate::facts::limits::NESTING;
use crate::source::Source;

/// What stands for each letter and figure of a value.
const HIDDEN: char = '•';

/// Lines of a source as a message may show them.
pub(super) struct Veiled<'a> {
    lines: &'a str,
    /// Whether the byte at which a character begins is hidden; none are if this is empty.
    hidden: Vec<bool>,
}

impl<'a> Veiled<'a> {
    /// The bytes `range` of a source.
    pub(super) fn new(source: &'a Source, range: Range<usize>, values: Values) -> Self {
        let lines = &source.text[range.clone()];
        let is_private = source.private.iter().any(|private| private.start <= range.end && range.start <= private.end);
        if !is_private || (values == Values::Clear && !source.secret) {
            return Self { lines, hidden: Vec::new() };
        }
        let json = source.name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("json"));
        let mut reader =
            Reader { text: &source.text[..range.end], json, open: Vec::new(), value: false, hidden: vec![] };
        reader.read();
        let mut hidden = vec![false; lines.len()];
        for at in reader.hidden.into_iter().flatten().filter(|at| range.contains(at)) {
            hidden[at - range.start] = source.private.iter().any(|private| private.contains(&at));
        }
        Self { lines, hidden }
    }

    /// The lines, each hidden character replaced by one that is as wide.
    pub(super) fn text(&self) -> String {
        self.lines.char_indices().map(|(at, letter)| self.shown(at, letter)).collect()
    }

    /// Where the byte `at` of the lines stands in [`text`](Self::text).
    pub(super) fn place(&self, at: usize) -> usize {
        self.lines[..at].char_indices().map(|(at, letter)| self.shown(at, letter).len_utf8()).sum()
    }

    fn shown(&self, at: usize, letter: char) -> char {
        let hidden = self.hidden.get(at).is_some_and(|hidden| *hidden);
        match letter {
            letter if hidden && is_letter(letter) => HIDDEN,
            // The renderer replaces the other control characters, and these move the cursor of some terminals too.
            '\u{80}'..='\u{9f}' => char::REPLACEMENT_CHARACTER,
            letter => letter,
        }
    }
}

/// What an open bracket holds.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Table,
    List,
}

/// Goes over facts and finds what is not a key.
struct Reader<'a> {
    text: &'a str,
    json: bool,
    open: Vec<Open>,
    /// Whether a value is wanted here, not a key.
    value: bool,
    hidden: Vec<Range<usize>>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut at = 0;
        while at < self.text.len() {
            if !self.json && (at == 0 || self.text.as_bytes()[at - 1] == b'\n') {
                at = self.line(at);
            }
            if let Some(letter) = self.text[at..].chars().next() {
                at = self.piece(at, letter);
            }
        }
    }

    /// The beginning of a line of TOML: past it, if it is a table's header. A line that is no part of what stands
    /// before it closes what was left open there.
    fn line(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let brackets = rest.trim_start_matches([' ', '\t']);
        let words = brackets.trim_start_matches('[');
        let is_header = words.len() < brackets.len() && words.starts_with(char::is_alphabetic);
        if self.open.is_empty() || is_header || self.key_ahead(at) {
            self.open.clear();
            self.value = false;
        }
        if !is_header {
            return at;
        }
        let name = words.find(|letter| !is_bare(letter) && letter != '.').unwrap_or(words.len());
        at + rest.len() - words.len() + name
    }

    /// One word, string or sign; gives where the next begins.
    fn piece(&mut self, at: usize, letter: char) -> usize {
        let rest = &self.text[at..];
        let next = at + letter.len_utf8();
        match letter {
            '#' if !self.json => return self.hide(at, rest.find('\n').unwrap_or(rest.len())),
            '"' | '\'' => return self.hide_unless_key(at, string(rest, letter, self.json)),
            letter if is_bare(letter) => {
                if self.says_that_nothing_is_said(at) {
                    return at + "true".len();
                }
                return self.hide_unless_key(at, rest.find(|letter| !is_bare(letter)).unwrap_or(rest.len()));
            }
            '{' => self.open(Open::Table),
            '[' => self.open(Open::List),
            '}' | ']' => {
                self.open.pop();
                self.value = true;
            }
            ',' => self.value = self.open.last() != Some(&Open::Table),
            '=' | ':' => self.value = true,
            _ => {}
        }
        next
    }

    /// Whether this is the `true` of `{ unknown = true }` or `{ declined = true }`.
    fn says_that_nothing_is_said(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end_matches([' ', '"']);
        let key = before.strip_suffix(['=', ':']).unwrap_or("").trim_end_matches([' ', '"']);
        self.text[at..].starts_with("true") && (key.ends_with("unknown") || key.ends_with("declined"))
    }

    fn open(&mut self, open: Open) {
        self.open.push(open);
        self.value = open == Open::List;
    }

    fn hide(&mut self, at: usize, length: usize) -> usize {
        self.hidden.push(at..at + length);
        at + length
    }

    fn hide_unless_key(&mut self, at: usize, length: usize) -> usize {
        if !self.value && self.key_ahead(at) { at + length } else { self.hide(at, length) }
    }

    /// Whether a key begins here: in JSON a string before a colon, in TOML words or strings with full stops between
    /// them before an equals sign.
    fn key_ahead(&self, at: usize) -> bool {
        let mut rest = self.text[at..].trim_start_matches([' ', '\t']);
        for _ in 0..NESTING.value {
            let length = match rest.chars().next() {
                Some(quote @ ('"' | '\'')) => string(rest, quote, self.json),
                _ => rest.find(|letter| !is_bare(letter)).unwrap_or(rest.len()),
            };
            if length == 0 {
                return false;
            }
            rest = &rest[length..];
            // TOML would allow spaces around the full stop, but then two sentences look like a key.
            match rest.strip_prefix('.') {
                Some(after) if !self.json => rest = after,
                _ => return rest.trim_start_matches([' ', '\t']).starts_with(if self.json { ':' } else { '=' }),
            }
        }
        false
    }
}

/// How long the string is that `rest` begins with; one that is not closed ends with its line, or with the text.
fn string(rest: &str, quote: char, json: bool) -> usize {
    let triple = if quote == '"' { "\"\"\"" } else { "\'\'\'" };
    let close = if !json && rest.starts_with(triple) { triple } else { &triple[..1] };
    let mut at = close.len();
    while let Some(letter) = rest[at..].chars().next() {
        if rest[at..].starts_with(close) {
            return at + close.len();
        }
        if letter == '\n' && close.len() == 1 {
            return at;
        }
        at += letter.len_utf8();
        if letter == '\\' && quote == '"' {
            at += rest[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    at
}

/// Whether a letter can stand in a word without quotes.
fn is_bare(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-')
}

/// Whether a letter tells something: signs and spaces stay, so that a slip between them is seen.
fn is_letter(letter: char) -> bool {
    !letter.is_ascii() || letter.is_ascii_alphanumeric()
}
