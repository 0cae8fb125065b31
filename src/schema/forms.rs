//! The forms of dates, numbers and addresses as patterns, the same that the facts are read by.

use serde_json::{Value, json};

use crate::value::reading::words;

/// Nothing but white space, which a build takes as not answered.
const BLANK: &str = r"^\s*$";

/// An e-mail address.
pub(super) const EMAIL: &str = r#"^\s*$|^\s*[^\s<>,;:"@()]+@[^\s<>,;:"@().]+(\.[^\s<>,;:"@().]+)+\s*$"#;
/// The letter and 8 or 9 digits.
pub(super) const A_NUMBER: &str = r"^\s*$|^\s*[- \u00a0]*[Aa]?([- \u00a0]*[0-9]){8,9}[- \u00a0]*\s*$";
/// Three letters and ten digits.
pub(super) const RECEIPT_NUMBER: &str = r"^\s*$|^\s*([- \u00a0]*[A-Za-z]){3}([- \u00a0]*[0-9]){10}[- \u00a0]*\s*$";
/// An exhibit's id, and a page from 1.
pub(super) const EXHIBIT: &str = r"^\s*$|^[^:]+$|^.+:\s*0*[1-9][0-9]*\s*$";
/// The path of a person in the facts.
pub(super) const PERSON: &str = r"^\s*$|^\s*people\.[^.]+\s*$";

const YEAR: &str = r"[0-9]{4}";
const MONTH: &str = "(0[1-9]|1[0-2])";
const DAY: &str = r"(0[1-9]|[12][0-9]|3[01])";
/// What may stand between words of a date.
const GAP: &str = r"[-\s,.]+(([oO][fF]|[dD][eE][lL]?|[tT][hH][eE]|[iI][nN]|[lL][aA]|[eE][lL]|[lL][oO][sS])[\s,]+)*";
/// A figure whose point cannot be taken for another mark.
const FIGURE: &str = concat!(
    r"([0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,6})?|[0-9]{1,3}(\.[0-9]{3})+,[0-9]{1,6}|[0-9]{1,3}(\.[0-9]{3}){2,}|[0-9]{1,3}(['\u2019\s][0-9]{3})+([.,][0-9]{1,6})?",
    r"|[0-9]+(,[0-9]{1,2}|\.[0-9]{1,2}|\.[0-9]{4,6})?|[0-9]{4,}[.,][0-9]{3}|0[0-9]*[.,][0-9]{3})"
);

/// The forms of a date, one for each precision. Values that are no text fit all of them.
pub(super) fn dates() -> Value {
    let of = |groups: &[&'static str]| any(groups.iter().flat_map(|group| words(group)));
    let lead = r"((the|in|on|at|since|el|la|en|desde|The|In|On|At|Since|El|La|En|Desde)\s+)*";
    let hedge = format!("(({}){GAP})?", of(&["about", "before", "after"]));
    let part = format!("(([aA]\\s+)?({}){GAP})?", of(&["early", "mid", "late"]));
    let month = format!(r"({})\.?", of(&["months"]));
    let endings = words("endings").join("|");
    let day = format!(r"([1-9]|0[1-9]|[12][0-9]|3[01])({endings}|º|\.º|°)?");
    let weekday = format!(r"(({})\.?{GAP})?", of(&["weekdays"]));
    let primero = "[Pp]rimero|PRIMERO|[Ff]irst|FIRST";
    let season = format!("({}){GAP}{YEAR}", of(&["seasons"]));
    let decade = format!(r"((the|The)\s+)?[0-9]{{3}}0['\u2019]?s|((la|La)\s+)?({}){GAP}[0-9]{{3}}0", of(&["decade"]));
    let in_words = format!("{weekday}{month}{GAP}({day}){GAP}{YEAR}|{weekday}({day}|{primero}){GAP}{month}{GAP}{YEAR}");
    let form = |title: &str, pattern: String| json!({ "title": title, "pattern": format!("^\\s*{lead}{hedge}{lead}{part}({pattern})\\s*$") });
    let one = format!(
        "{part}({in_words}|({month}|{}){GAP}{YEAR}|{decade}|{YEAR}|{})",
        of(&["seasons"]),
        of(&["months", "seasons"])
    );
    let joint = format!(r"(\s+({})\s+|\s*[-\u2013]\s*)((the|el|la|los)\s+)?", of(&["or", "and", "through", "a"]));
    let between = format!(r"(({}|from|de|del)\s+((the|el|la|los)\s+)?)?", of(&["between"]));
    json!([
        form("a day: 2026-11-12", format!("{YEAR}-{MONTH}-{DAY}")),
        form("a month: 2026-11", format!("{YEAR}-{MONTH}")),
        form("a year: 2014", YEAR.to_owned()),
        form("a season: spring 2014", season),
        form("a holiday: Easter 2015", format!("({}){GAP}{YEAR}", of(&["holidays"]))),
        form("a decade: the 1990s", decade),
        form("a month in words: March 2014", format!("{month}{GAP}{YEAR}")),
        form("a day in words: November 12, 2026", in_words),
        json!({ "title": "one of two, or between two: 2012 or 2013", "pattern": format!("^\\s*{between}{one}{joint}{one}\\s*$") }),
        json!({ "title": "a day in figures that can be one alone: 25/12/2026", "pattern": figures() }),
        json!({ "title": "not said yet", "pattern": BLANK }),
    ])
}

/// Days in figures of which the day and the month can be told apart, and months.
fn figures() -> String {
    let (small, large) = ("(0?[1-9]|1[0-2])", r"(1[3-9]|2[0-9]|3[01])");
    let same = (1..=12).map(|both| format!("0?{both}S0?{both}")).collect::<Vec<_>>().join("|");
    let with = |sign: &str| {
        let days = format!("{small}S{large}|{large}S{small}|{same}|{small}");
        let year_first = format!(r"{YEAR}S{small}(S(0?[1-9]|[12][0-9]|3[01]))?");
        format!(r"(({days})S{YEAR}|{year_first})").replace('S', sign)
    };
    format!("^\\s*({}|{}|{})\\s*$", with("/"), with(r"\."), with("-"))
}

/// A number that is not one whole number.
pub(super) fn number() -> String {
    let about = any(words("quantity.about"));
    let joint = any(words("quantity.through").into_iter().chain(words("quantity.or")).chain(words("quantity.and")));
    let between = any(words("quantity.between"));
    format!(
        r"{BLANK}|^\s*(({about})\.?\s+|[~\u2248]\s*)?(({between})\s+)?{FIGURE}((\s*[-\u2010-\u2015]\s*|\s+({joint})\s+){FIGURE})?(\s+({about}))?\s*$|^\s*[-+]?[0-9]+\s*$"
    )
}

/// An amount, with its currency before or after it.
pub(super) fn money() -> String {
    let currency = any(words("currencies"));
    format!(r"{BLANK}|^\s*(({currency}|[A-Z]{{3}})\s*)?({FIGURE}|[0-9]+\.)(\s*({currency}|[A-Z]{{3}}))?\.?\s*$")
}

/// Seven to fifteen digits and what stands between them, and an extension.
pub(super) fn phone() -> String {
    let (before, between) = (
        any(words("phone.prefixes")),
        r"[-(). /\u00a0\u2007\u202f\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*",
    );
    let extension = any(words("phone.extensions"));
    format!(
        r"{BLANK}|^\s*(({before})[.:\s]*)?[\s(]*{between}\+?({between}[0-9\uff10-\uff19]){{7,15}}{between}(;ext=|({extension})[.:\s]*)?[A-Za-z0-9.,: ]*{between}\s*$"
    )
}

/// Any of these words in any letters: patterns cannot say that capitals and accents do not matter.
fn any<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let letter = |letter: char| match letter {
        'a' | 'á' => "[aáAÁ]".to_owned(),
        'e' | 'é' => "[eéEÉ]".to_owned(),
        'i' | 'í' => "[iíIÍ]".to_owned(),
        'n' | 'ñ' => "[nñNÑ]".to_owned(),
        'o' | 'ó' => "[oóOÓ]".to_owned(),
        'u' | 'ú' => "[uúUÚ]".to_owned(),
        '.' | '$' | '^' | '(' | ')' => format!(r"\{letter}"),
        ' ' => r"\s+".to_owned(),
        '’' | '\'' => "['’]?".to_owned(),
        letter if letter.is_alphabetic() => format!("[{letter}{}]", letter.to_uppercase()),
        letter => letter.to_string(),
    };
    let mut all: Vec<String> = words.into_iter().map(str::to_lowercase).collect();
    // A pattern takes the first that fits: longer ones first.
    all.sort_by_key(|word| std::cmp::Reverse(word.len()));
    all.dedup();
    all.iter().map(|word| word.chars().map(letter).collect::<String>()).collect::<Vec<_>>().join("|")
}
