//! Countries and languages by their ISO codes and names: the only file that reads the two ISO lists.

mod spanish;

use std::collections::HashMap;
use std::sync::OnceLock;

use memchr::memmem;
use unicode_normalization::UnicodeNormalization;

use crate::value::Named;
use crate::words;

/// The countries of ISO 3166 as the build script writes them.
const COUNTRIES: &str = include_str!(concat!(env!("OUT_DIR"), "/countries.txt"));
/// The languages of ISO 639.
const LANGUAGES: &str = include_str!(concat!(env!("OUT_DIR"), "/languages.txt"));
/// Those that have a code of two letters, looked through first.
const COMMON: &str = include_str!(concat!(env!("OUT_DIR"), "/common-languages.txt"));

/// A country or language as it is listed.
#[derive(Clone, Copy)]
struct Listed {
    /// The code that papers and tags use.
    code: &'static str,
    /// The code of three letters.
    long: &'static str,
    /// The name.
    name: &'static str,
}

/// What a list holds, in its order.
fn listed(list: &'static str) -> impl Iterator<Item = Listed> {
    list.lines().filter_map(entry)
}

/// What a list holds under a code.
fn coded(list: &'static str, code: &str) -> Option<Listed> {
    entry(line_of(list, code)?)
}

/// The line that begins with a code, found without taking apart what stands before it.
fn line_of(list: &'static str, code: &str) -> Option<&'static str> {
    let begins = format!("\n{code}\t");
    let start = if list.starts_with(&begins[1..]) { 0 } else { memmem::find(list.as_bytes(), begins.as_bytes())? + 1 };
    list[start..].lines().next()
}

/// What a line of a list says.
fn entry(line: &'static str) -> Option<Listed> {
    let (code, rest) = line.split_once('\t')?;
    let (long, name) = rest.split_once('\t')?;
    Some(Listed { code, long, name })
}

/// The names that papers print where ISO's own is an inverted or official one, and other names in everyday use.
const EVERYDAY: &[(&str, &str)] = &[
    ("BO", "Bolivia"),
    ("BN", "Brunei"),
    ("CD", "Democratic Republic of the Congo"),
    ("CG", "Republic of the Congo"),
    ("CI", "Ivory Coast"),
    ("CV", "Cape Verde"),
    ("CZ", "Czech Republic"),
    ("DO", "Dominican Republic"),
    ("FM", "Micronesia"),
    ("GB", "United Kingdom"),
    ("GM", "The Gambia"),
    ("IR", "Iran"),
    ("KP", "North Korea"),
    ("KR", "South Korea"),
    ("LA", "Laos"),
    ("MD", "Moldova"),
    ("MM", "Burma"),
    ("MO", "Macau"),
    ("NL", "Netherlands"),
    ("PH", "Philippines"),
    ("PS", "Palestine"),
    ("RU", "Russia"),
    ("SD", "Sudan"),
    ("SY", "Syria"),
    ("SZ", "Swaziland"),
    ("TR", "Turkey"),
    ("TW", "Taiwan"),
    ("TZ", "Tanzania"),
    ("US", "United States"),
    ("VA", "Vatican City"),
    ("VE", "Venezuela"),
    ("VN", "Vietnam"),
];

/// Other ways to write a country, besides its codes and names.
const ALSO: &[(&str, &str)] = &[
    ("US", "United States of America"),
    ("US", "U.S."),
    ("US", "U.S.A."),
    ("GB", "UK"),
    ("GB", "U.K."),
    ("GB", "Great Britain"),
    ("CI", "Côte d'Ivoire"),
    ("GM", "Gambia"),
    ("MM", "Myanmar"),
    ("SZ", "Eswatini"),
    ("CZ", "Czechia"),
    ("TR", "Türkiye"),
];

/// The states of the United States and its capital's district, by their postal codes: people name them where a country
/// is asked for.
const STATES: &[(&str, &str)] = &[
    ("AL", "Alabama"),
    ("AK", "Alaska"),
    ("AZ", "Arizona"),
    ("AR", "Arkansas"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DE", "Delaware"),
    ("DC", "District of Columbia"),
    ("FL", "Florida"),
    ("GA", "Georgia"),
    ("HI", "Hawaii"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("IA", "Iowa"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("ME", "Maine"),
    ("MD", "Maryland"),
    ("MA", "Massachusetts"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MS", "Mississippi"),
    ("MO", "Missouri"),
    ("MT", "Montana"),
    ("NE", "Nebraska"),
    ("NV", "Nevada"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NY", "New York"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VT", "Vermont"),
    ("VA", "Virginia"),
    ("WA", "Washington"),
    ("WV", "West Virginia"),
    ("WI", "Wisconsin"),
    ("WY", "Wyoming"),
];

/// The country that a code or name stands for; the name is as written where a name was written.
pub(super) fn country(text: &str) -> Option<Named> {
    let upper = text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let by_code = match text.len() {
        2 if upper => coded(COUNTRIES, text),
        3 if upper => listed(COUNTRIES).find(|country| country.long == text),
        _ => None,
    };
    let named = |code: &str, name| Named { code: Some(code.to_owned()), name, spanish: spanish::name_of(code, text) };
    if let Some(found) = by_code {
        return Some(named(found.code, everyday(found.code, found.name)));
    }
    let name = folded(text);
    let known = |name: &str| countries().get(name);
    if let Some(code) = known(&name).or_else(|| known(name.strip_prefix("the ")?)) {
        return Some(named(code, text.to_owned()));
    }
    let (code, _) = spanish::countries().find(text)?;
    let found = coded(COUNTRIES, code)?;
    Some(named(found.code, everyday(found.code, found.name)))
}

/// Every country by its code, with the name that papers print.
#[must_use]
pub fn countries_by_code() -> Vec<(String, String)> {
    listed(COUNTRIES).map(|listed| (listed.code.to_owned(), everyday(listed.code, listed.name))).collect()
}

/// Every language that has a code of two letters, with its English name.
#[must_use]
pub fn languages_by_code() -> Vec<(String, String)> {
    let all = listed(COMMON).map(|language| (language.code.to_owned(), short(language.name).to_owned()));
    let mut all: Vec<(String, String)> = all.collect();
    all.sort();
    all
}

/// Codes by every name that is known, folded.
fn countries() -> &'static HashMap<String, &'static str> {
    static NAMES: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let listed =
            listed(COUNTRIES).flat_map(|listed| [(listed.code, listed.name), (listed.code, short(listed.name))]);
        // Everyday names come last: where two countries share a short name, they say which is meant.
        let all = listed.chain(EVERYDAY.iter().copied()).chain(ALSO.iter().copied());
        all.map(|(code, name)| (folded(name), code)).collect()
    })
}

/// A country as an address prints it: a code is spelled out, and any other name is good.
pub(super) fn spelled(text: &str) -> Named {
    country(text).unwrap_or_else(|| Named::unlisted(text))
}

/// The country of a place that is named with more than its country, or by a state of the United States: `Toluca,
/// Mexico`, `Elmville, Illinois`, `Ohio`.
pub(super) fn country_of_place(text: &str) -> Option<&'static str> {
    let (town, last) = text.rsplit_once(',').map_or(("", text.trim()), |(town, last)| (town.trim(), last.trim()));
    let last = last.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | ' '));
    let is_state = |(code, name): &&(&str, &str)| *name == last || folded(name) == folded(last) || *code == last;
    // `Georgia` alone is the country, and `Elmville, GA` is in the state.
    if STATES.iter().any(|state| is_state(&state)) {
        return Some("US");
    }
    let named = country(last).filter(|_| !town.is_empty())?;
    listed(COUNTRIES).map(|listed| listed.code).find(|code| named.code.as_deref() == Some(code))
}

/// The listed name most like one that is not listed.
pub(super) fn near_country(text: &str) -> Option<String> {
    let names: Vec<&str> = listed(COUNTRIES)
        .map(|listed| short(listed.name))
        .chain(EVERYDAY.iter().map(|(_, name)| *name))
        .chain(spanish::countries().all())
        .collect();
    words::nearest(text, names).map(str::to_owned)
}

/// The language that an ISO 639 code, an IETF tag or a name stands for.
pub(super) fn language(text: &str) -> Option<Named> {
    let base = text.split('-').next().unwrap_or(text);
    let code = |text: &str| match text.len() {
        2 => coded(COMMON, text),
        3 => language_where(|language| language.long == text),
        _ => None,
    };
    let is_code = base.bytes().all(|byte| byte.is_ascii_lowercase());
    if let Some(found) = Some(base).filter(|_| is_code).and_then(code) {
        return Some(named_language(found, english(found), text));
    }
    let by_name = |language: &Listed| language.name == text;
    if let Some(found) = language_where(by_name).or_else(|| languages().get(folded(text).as_str()).copied()) {
        return Some(named_language(found, text, text));
    }
    let found = code(spanish::languages().find(text)?.0)?;
    Some(named_language(found, english(found), text))
}

/// The language of which this is true, looked for among the common ones first.
fn language_where(is: impl Fn(&Listed) -> bool) -> Option<Listed> {
    listed(COMMON).chain(listed(LANGUAGES)).find(is)
}

/// Languages by their English names, folded; a whole name goes before one that is short for another.
fn languages() -> &'static HashMap<String, Listed> {
    static NAMES: OnceLock<HashMap<String, Listed>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names: HashMap<String, Listed> = HashMap::new();
        for name in [|language: Listed| language.name, |language: Listed| short(language.name)] {
            for language in listed(LANGUAGES) {
                names.entry(folded(name(language))).or_insert(language);
            }
        }
        names
    })
}

/// The listed language most like one that is not listed.
pub(super) fn near_language(text: &str) -> Option<String> {
    let names: Vec<&str> = listed(LANGUAGES).map(|language| language.name).chain(spanish::languages().all()).collect();
    words::nearest(text, names).map(str::to_owned)
}

fn named_language(language: Listed, name: &str, text: &str) -> Named {
    let code = language.code;
    Named { code: Some(code.to_owned()), name: name.to_owned(), spanish: spanish::name_of(code, text) }
}

/// A language as a paper prints it that gives its code.
fn english(language: Listed) -> &'static str {
    language.name.split([';', '(']).next().unwrap_or_default().trim()
}

fn everyday(code: &str, name: &str) -> String {
    EVERYDAY.iter().find(|(known, _)| *known == code).map_or_else(|| short(name), |(_, everyday)| *everyday).to_owned()
}

/// A name without what ISO puts in parentheses behind it.
fn short(name: &str) -> &str {
    name.split(" (").next().unwrap_or(name).trim()
}

/// A name for comparison: without accents, apostrophes and capitals.
fn folded(name: &str) -> String {
    let letters = name.nfd().filter(|letter| !unicode_normalization::char::is_combining_mark(*letter));
    letters.filter(|letter| !matches!(letter, '\'' | '’' | 'ʼ' | '.')).flat_map(char::to_lowercase).collect()
}
