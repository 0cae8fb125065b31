//! What the JSON reader says of a slip, in the words of somebody who writes facts and not programs.

use jsonc_parser::ParseStringErrorKind;
use jsonc_parser::errors::ParseErrorKind;

use crate::diag::{Code, Diagnostic};
use crate::facts::report;
use crate::span::Span;

const QUOTES: &str = "write text as `\"…\"`";
const INNER: &str = "a `\"` inside of a text is written `\\\"`";
const NO_VALUE: &str = "write the value, or `{ \"unknown\": true }` while it is not known";
const NUMBER: &str =
    "write a number as `12`, `-12` or `0.5`; what only names something, such as a receipt number, is text: `\"…\"`";

/// The finding for a slip that the JSON reader tells as `kind` at `span` of a text whose place is `whole`.
pub(super) fn told(kind: &ParseErrorKind, text: &str, span: Span, whole: Span) -> Diagnostic {
    use ParseErrorKind as Kind;
    let (start, end) = ((span.start - whole.start) as usize, (span.end - whole.start) as usize);
    let before = text.get(..start).unwrap_or("").trim_end();
    let rest = text.get(start..).unwrap_or("");
    let no_value = || slip("no value stands behind the `:`", span, "a value is missing").hint(NO_VALUE);
    let no_closing = |open: &str, close: &str| {
        slip(format!("`{open}` has no closing `{close}`"), whole.within(start, start + 1), "opened here")
            .hint(format!("write `{close}` where it ends"))
    };
    match kind {
        Kind::TrailingCommasNotAllowed => {
            slip("a comma stands before a closing bracket", span, "nothing follows this comma").hint("remove it")
        }
        Kind::ExpectedComma => without_comma(text, start, span, whole),
        Kind::CommentsNotAllowed | Kind::UnterminatedCommentBlock => slip("JSON has no comments", span, "a comment")
            .hint("remove it, or write the facts as TOML, which has them: `# …`"),
        Kind::SingleQuotedStringsNotAllowed => {
            slip("single quotes stand around a text", span, "`\"` is wanted here").hint(QUOTES)
        }
        Kind::ExpectedStringObjectProperty => {
            slip("a key stands without quotes", span, "put it in quotes").hint("write it as `\"key\": …`")
        }
        Kind::ExpectedColonAfterObjectKey => slip("a key has no `:`", span, "`:` is missing before this")
            .hint("write a key and its value as `\"key\": …`"),
        Kind::ExpectedObjectValue => no_value(),
        Kind::UnexpectedCloseBrace | Kind::UnexpectedCloseBracket | Kind::UnexpectedComma if before.ends_with(':') => {
            no_value()
        }
        Kind::UnexpectedCloseBrace | Kind::UnexpectedCloseBracket if before.is_empty() => {
            slip("the file begins with a closing bracket", span, "`{` is wanted here")
        }
        Kind::UnexpectedCloseBrace => slip("a list ends with `}`", span, "`]` is wanted before this"),
        Kind::UnexpectedTokenInObject if rest.starts_with(']') => {
            slip("a table ends with `]`", span, "`}` is wanted before this")
        }
        Kind::UnexpectedTokenInObject if rest.starts_with(':') => {
            slip("no key stands before the `:`", span, "a key is missing").hint("write it as `\"key\": …`")
        }
        Kind::UnexpectedTokenInObject if !rest.starts_with(',') => {
            slip("a value stands without a key", span, "a key is missing before this").hint("write it as `\"key\": …`")
        }
        Kind::UnexpectedComma | Kind::UnexpectedTokenInObject => {
            slip("a comma stands without a value before it", span, "nothing precedes this comma").hint("remove it")
        }
        Kind::UnexpectedColon => slip("a list has values and no keys", span, "follows a key")
            .hint("keys stand in a table of their own: `[{ \"key\": … }]`"),
        Kind::UnexpectedWord => unquoted(text.get(start..end).unwrap_or(""), span),
        Kind::UnexpectedToken => unexpected(text, start, span, whole),
        Kind::MultipleRootJsonValues => slip("the file goes on after its end", span, "belongs to nothing")
            .hint("keep one `{ … }` around everything; look for a bracket too many before this"),
        Kind::UnterminatedObject => no_closing("{", "}"),
        Kind::UnterminatedArray => no_closing("[", "]"),
        Kind::String(ParseStringErrorKind::UnterminatedStringLiteral) => {
            slip("the text has no closing `\"`", span, "begins here and does not end").hint(QUOTES)
        }
        // The library's own words about an escape repeat a part of the text.
        Kind::String(_) => slip("the text holds an escape that JSON does not have", span, "not an escape")
            .hint("write `\\\\` for one `\\`, and a letter as itself"),
        Kind::BareDecimalPointNumbersNotAllowed
        | Kind::ExpectedDigit
        | Kind::ExpectedDigitFollowingNegativeSign
        | Kind::ExpectedPlusMinusOrDigitInNumberLiteral
        | Kind::HexadecimalNumbersNotAllowed
        | Kind::UnaryPlusNumbersNotAllowed => {
            slip("the value begins as a number and is none", span, "not a number").hint(NUMBER)
        }
        other => report::bad_syntax(&other.to_string(), span),
    }
}

/// Two values side by side: a comma is missing, or what was meant as one text ended too soon.
fn without_comma(text: &str, at: usize, span: Span, whole: Span) -> Diagnostic {
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let closed = before.strip_suffix('"');
    if let Some(opening) = closed.and_then(|inside| inside.rfind('"'))
        && let Some(line) = before[opening..].find('\n')
    {
        // The text took in the next line, up to the quote that opens the next key.
        let opened = whole.within(opening, opening + before[opening..opening + line].trim_end().len());
        return slip("the text has no closing `\"`", opened, "the line ends before the text does").hint(QUOTES);
    }
    if rest.starts_with(|next: char| !next.is_whitespace()) {
        if closed.is_some() {
            return slip("the line goes on after its text", span, "the text ended before this").hint(INNER);
        }
        let is_end = |letter: char| letter.is_whitespace() || ",:[]{}\"".contains(letter);
        let start = before.rfind(is_end).map_or(0, |end| end + 1);
        let end = at + rest.find(is_end).unwrap_or(rest.len());
        return unquoted(text.get(start..end).unwrap_or(""), whole.within(start, end));
    }
    slip("no comma stands between two values", span, "`,` is missing here")
}

/// A character that begins nothing, or stands within a word.
fn unexpected(text: &str, at: usize, span: Span, whole: Span) -> Diagnostic {
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let first = whole.within(at, at + rest.chars().next().map_or(0, char::len_utf8));
    let begins_line = before.is_empty() || before.ends_with('\n');
    if begins_line && ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| rest.starts_with(mark)) {
        return slip("git left a conflict in the file", first, "one of its marks")
            .hint("keep one side, and take the marks away");
    }
    if rest.starts_with(['“', '”', '„', '«', '»', '‘', '’', '‚']) {
        return slip("typographic quotes stand around a text", first, "straight quotes are wanted here").hint(QUOTES);
    }
    if rest.starts_with('=') {
        return slip("`=` stands where `:` is wanted", first, "write `:` here");
    }
    if rest.starts_with(';') {
        return slip("`;` stands where `,` is wanted", first, "write `,` here");
    }
    if rest.starts_with(char::is_alphanumeric) {
        if before.ends_with('"') {
            return without_comma(text, at, first, whole);
        }
        let end = (span.end - whole.start) as usize;
        return unquoted(text.get(at..end).unwrap_or(""), span);
    }
    slip("a character stands where JSON has none", first, "not expected here").hint(QUOTES)
}

/// Text without quotes: what was most likely meant.
fn unquoted(raw: &str, span: Span) -> Diagnostic {
    if let Some(found) = report::slip_of_truth(raw, span) {
        return found;
    }
    let found = slip("text stands without quotes", span, "put it in quotes");
    match raw.to_ascii_lowercase().as_str() {
        "yes" | "true" => found.hint("write `true` for yes, and text as `\"…\"`"),
        "no" | "false" => found.hint("write `false` for no, and text as `\"…\"`"),
        "none" | "nil" | "undefined" | "nan" | "null" => found.hint(NO_VALUE),
        _ => found.hint(QUOTES),
    }
}

fn slip(message: impl Into<String>, span: Span, label: &str) -> Diagnostic {
    Diagnostic::new(Code::BadSyntax, message).at(span, label)
}
