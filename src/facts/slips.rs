//! What the TOML reader says of a slip, in the words of somebody who writes facts and not programs.

use std::ops::Range;

use super::report;
use crate::diag::{Code, Diagnostic};
use crate::span::Span;

const QUOTES: &str = "write text as `\"…\"`, and text of several lines between `\"\"\"` and `\"\"\"`";
const INNER: &str = "a `\"` inside of a text is written `\\\"`; or put the text between `\"\"\"` and `\"\"\"`";

/// Messages of the TOML reader by their beginnings: what it says, and our message, label and hint.
const SLIPS: &[(&str, &str, &str, &str)] = &[
    ("invalid basic string", "the text has no closing `\"`", "the line ends before the text does", QUOTES),
    ("invalid literal string", "the text has no closing `'`", "the line ends before the text does", QUOTES),
    ("unclosed array table", "the name of a list of tables has no closing `]]`", "`]]` is missing", ""),
    ("unclosed table", "the name of a table has no closing `]`", "`]` is missing", ""),
    ("unclosed inline table", "the table has no closing `}`", "`}` is missing", ""),
    ("unclosed array", "the list has no closing `]`", "`]` is missing", ""),
    (
        "missing comma between array elements",
        "the list goes on without a comma",
        "`,` or `]` is missing before this",
        "",
    ),
    (
        "missing comma between key-value pairs",
        "the table goes on without a comma",
        "`,` or `}` is missing before this",
        "",
    ),
    ("missing escaped value", "a `\\` stands in the text", "means a special character", BACKSLASH),
    ("too few unicode value digits", "a `\\` stands in the text", "means a special character", BACKSLASH),
    (
        "unexpected leading zero",
        "a number begins with 0",
        "put it in quotes",
        "a number that only names something, such as a telephone or receipt number, is text: `\"…\"`",
    ),
    ("extra assignment", "a second `=` stands in the table", "`,` or `}` is missing before this", ""),
    ("missing assignment", "a key of the table has no `=`", "`=` or `}` is missing before this", ""),
    (
        "extra comma in array",
        "two commas stand side by side in the list",
        "nothing stands before this comma",
        "remove it",
    ),
    (
        "extra comma in inline table",
        "two commas stand side by side in the table",
        "nothing stands before this comma",
        "remove it",
    ),
    (
        "unexpected `=` in array",
        "a list has values and no keys",
        "follows a key",
        "keys stand in a table of their own: `[{ key = … }]`",
    ),
    ("`_` may only go between digits", "the value begins as a number and is none", "not a number", NUMBER),
    ("redundant numeric sign", "the value begins as a number and is none", "not a number", NUMBER),
    ("integers with a radix cannot be signed", "the value begins as a number and is none", "not a number", NUMBER),
    ("radix must be lowercase", "the value begins as a number and is none", "not a number", NUMBER),
    ("invalid comment character", "a control character stands in a remark", "remove it", ""),
    (
        "carriage return must be followed by newline",
        "the line ends with a carriage return alone",
        "remove it",
        "save the file with the line ends of Unix or of Windows",
    ),
    (
        "keys cannot be multi-line",
        "three quotes stand around a key",
        "one is wanted here",
        "write the key without quotes",
    ),
    (
        "missing value",
        "a key of the table has no value",
        "a value is missing",
        "write the value, or `{ unknown = true }` while it is not known",
    ),
    ("missing table open", "`]` stands without its `[`", "nothing opens this", OPENING),
    ("missing array opening", "`]` stands without its `[`", "nothing opens this", OPENING),
    ("missing inline table opening", "`}` stands without its `{`", "nothing opens this", OPENING),
    ("unquoted keys cannot be empty", "nothing stands before the `=`", "a key is missing", ""),
];

const NUMBER: &str =
    "write a number as `12`, `-12` or `0.5`; what only names something, such as a receipt number, is text: `\"…\"`";
const OPENING: &str = "remove it, or write the opening bracket before it";
const BACKSLASH: &str = "write `\\\\` for one `\\`, or put the text between `'` and `'`";

/// The finding for a slip that the TOML reader tells as `message` at `range` of a text whose place is `whole`.
pub(super) fn told(message: &str, text: &str, range: &Range<usize>, whole: Span) -> Diagnostic {
    let span = whole.within(range.start, range.end);
    let raw = text.get(range.clone()).unwrap_or("");
    let line = text.get(..range.start).and_then(|before| before.rsplit('\n').next()).unwrap_or("");
    let rest = text.get(range.start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let slip = |message: &str, label: &str, hint: &str| {
        let found = Diagnostic::new(Code::BadSyntax, message).at(span, label);
        if hint.is_empty() { found } else { found.hint(hint) }
    };
    if message.starts_with("invalid multi-line") {
        // The opening is far away: the place that helps is there.
        let mark = if message.contains("literal") { "'''" } else { "\"\"\"" };
        let opening = text.get(..range.start).and_then(|before| before.rfind(mark));
        let found = Diagnostic::new(Code::BadSyntax, format!("the text has no closing `{mark}`"));
        return match opening {
            Some(at) => found.at(whole.within(at, at + mark.len()), "opened here"),
            None => found.at(span, "here"),
        }
        .hint(format!("write `{mark}` where the text ends"));
    }
    if line.is_empty() && ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| rest.starts_with(mark)) {
        return slip("git left a conflict in the file", "one of its marks", "keep one side, and take the marks away");
    }
    if raw.starts_with(CURLY) {
        return slip("typographic quotes stand around a value", "straight quotes are wanted here", QUOTES);
    }
    if message.starts_with("string values must be quoted") {
        let blank = rest.trim().is_empty() || rest.trim_start().starts_with('#');
        return if blank { report::no_value(span) } else { unquoted(raw, span) };
    }
    // A word that begins like `true`, `nan` or `inf`.
    let word = raw.starts_with(char::is_alphabetic) && message.contains("expected `");
    // A telephone number begins like a date.
    if message.starts_with("invalid") && (word || message.contains("date") || message.contains("time")) {
        return unquoted(raw, span);
    }
    if message.starts_with("unexpected key or value") {
        return match rest.chars().next() {
            Some(',' | ';') => slip("the line goes on after its value", "remove this", ""),
            _ if line.contains("\"\"\"") => slip(
                "the line goes on after its text",
                "the text ended before this",
                "close the text above with `\"\"\"`",
            ),
            _ if line.contains('"') => slip("the line goes on after its text", "the text ended before this", INNER),
            _ if line.contains('\'') => slip("the line goes on after its text", "the text ended before this", QUOTES),
            _ => slip("the line goes on after its value", "one line holds one key and its value", QUOTES),
        };
    }
    if message.starts_with("key with no value") {
        return if rest.contains('=') {
            slip("the key has a space in it", "the key ended before this", "write `_` for the space")
        } else {
            slip("a line without `=`", "`=` is missing", &format!("write a key, `=` and a value; {QUOTES}"))
        };
    }
    if message.starts_with("invalid unquoted key") {
        return if rest.starts_with(':') {
            slip("`:` stands where `=` is wanted", "write `=` here", "")
        } else {
            slip("a key holds only the letters a to z, numbers, `-` and `_`", "not in a key", "")
        };
    }
    if message.starts_with("invalid literal string") && !line.contains('\'') && !rest.starts_with('\'') {
        return if line.trim_end().ends_with('=') {
            report::no_value(span)
        } else {
            slip("a key of the table has no `=`", "`=` is missing before this", "")
        };
    }
    if message.starts_with("unquoted keys cannot be empty") && (line.ends_with('.') || rest.starts_with('.')) {
        return slip("a part of a key is missing", "nothing stands at this full stop", "");
    }
    match SLIPS.iter().find(|(theirs, ..)| message.starts_with(theirs)) {
        Some((_, ours, label, hint)) => slip(ours, label, hint),
        None => report::bad_syntax(message, span),
    }
}

/// Quotes that word processors write.
const CURLY: &[char] = &['“', '”', '„', '«', '»', '‘', '’', '‚'];

/// Text without quotes: what was most likely meant.
fn unquoted(raw: &str, span: Span) -> Diagnostic {
    if let Some(found) = report::slip_of_truth(raw, span) {
        return found;
    }
    let found = Diagnostic::new(Code::BadSyntax, "text stands without quotes").at(span, "put it in quotes");
    let digits = raw.chars().all(|letter| letter.is_ascii_digit() || "/.".contains(letter));
    match raw.to_ascii_lowercase().as_str() {
        "yes" | "true" => found.hint("write `true` for yes, and text as `\"…\"`"),
        "no" | "false" => found.hint("write `false` for no, and text as `\"…\"`"),
        _ if digits => found.hint("write a date as year-month-day: `2026-01-31`, and text as `\"…\"`"),
        _ => found.hint(QUOTES),
    }
}
