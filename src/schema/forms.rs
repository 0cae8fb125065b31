//! The forms of dates, numbers and addresses as patterns, the same that the facts are read by.

use serde_json::{Value, json};

use crate::value::Season;
use crate::value::date::{ABOUT, month_words};

/// Nothing but white space, which a build takes as not answered.
const BLANK: &str = r"^\s*$";

/// An e-mail address.
pub(super) const EMAIL: &str = r#"^\s*$|^\s*[^\s<>,;:"@()]+@[^\s<>,;:"@().]+(\.[^\s<>,;:"@().]+)+\s*$"#;
/// Seven to fifteen digits and what stands between them, and an extension.
pub(super) const PHONE: &str =
    r"^\s*$|^[\s(]*\+?([-(). /\u00a0]*\d){7,15}[-(). /\u00a0]*(([xX]|[eE][xX][tT])[A-Za-z., ]*\d[A-Za-z0-9., ]*)?\s*$";
/// The letter and 8 or 9 digits.
pub(super) const A_NUMBER: &str = r"^\s*$|^\s*[- \u00a0]*[Aa]?([- \u00a0]*\d){8,9}[- \u00a0]*\s*$";
/// Three letters and ten digits.
pub(super) const RECEIPT_NUMBER: &str = r"^\s*$|^\s*([- \u00a0]*[A-Za-z]){3}([- \u00a0]*\d){10}[- \u00a0]*\s*$";
/// An amount, with its currency before or after it.
pub(super) const MONEY: &str = r"^\s*$|^\s*(\$\s*|[A-Z]{3}\s*)?(\d{1,3}(,\d{3})+|\d+)(\.\d{0,2})?(\s*[A-Z]{3})?\s*$";
/// An exhibit's id, and a page from 1.
pub(super) const EXHIBIT: &str = r"^\s*$|^[^:]+$|^.+:\s*0*[1-9]\d*\s*$";
/// The path of a person in the facts.
pub(super) const PERSON: &str = r"^\s*$|^\s*people\.[^.]+\s*$";

const YEAR: &str = r"\d{4}";
const MONTH: &str = "(0[1-9]|1[0-2])";
const DAY: &str = r"(0[1-9]|[12]\d|3[01])";
/// What may stand between words of a date.
const GAP: &str = r"[\s,]+((of|de|del|the|OF|DE|DEL|THE)[\s,]+)*";

/// The forms of a date, one for each precision. Values that are no text fit all of them.
pub(super) fn dates() -> Value {
    let about = format!(r"(({})\s+)?", words(ABOUT));
    let months = month_words();
    let month = format!(r"({})\.?", words(months.iter().map(String::as_str)));
    let day = r"([1-9]|0[1-9]|[12]\d|3[01])(st|nd|rd|th|º|\.º|°)?";
    let form =
        |title: &str, pattern: String| json!({ "title": title, "pattern": format!("^\\s*{about}{pattern}\\s*$") });
    json!([
        form("a day: 2026-11-12", format!("{YEAR}-{MONTH}-{DAY}")),
        form("a month: 2026-11", format!("{YEAR}-{MONTH}")),
        form("a year: 2014", YEAR.to_owned()),
        form("a season: spring 2014", format!("({}){GAP}{YEAR}", words(Season::WORDS.map(|(word, _)| word)))),
        form("a month in words: March 2014", format!("{month}{GAP}{YEAR}")),
        form("a day in words: November 12, 2026", format!("{month}{GAP}({day}){GAP}{YEAR}")),
        form("a day in words: 12 November 2026", format!("({day}|[Pp]rimero|PRIMERO){GAP}{month}{GAP}{YEAR}")),
        json!({ "title": "not said yet", "pattern": BLANK }),
    ])
}

/// Any of these words, as they are, with a capital, or in capitals: patterns cannot say that capitals do not matter.
fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let ways = |word: &str| {
        let escaped = |text: &str| text.replace('.', r"\.").replace(' ', r"\s+");
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        format!("[{}{first}]{}|{}", first.to_uppercase(), escaped(rest), escaped(&word.to_uppercase()))
    };
    words.into_iter().map(ways).collect::<Vec<_>>().join("|")
}
