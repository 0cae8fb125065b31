//! Countries and languages by their ISO codes and names: the only file that knows the two ISO crates.

mod spanish;

use std::collections::HashMap;
use std::sync::OnceLock;

use isolang::Language;
use unicode_normalization::UnicodeNormalization;

use crate::value::Named;
use crate::words;

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

/// The country that a code or name stands for; the name is as written where a name was written.
pub(super) fn country(text: &str) -> Option<Named> {
    let upper = text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let by_code = match text.len() {
        2 if upper => rust_iso3166::from_alpha2(text),
        3 if upper => rust_iso3166::from_alpha3(text),
        _ => None,
    };
    let spanish = spanish::countries();
    let named = |code: &str, name| Named { code: Some(code.to_owned()), name, spanish: spanish.of(code, text) };
    if let Some(found) = by_code {
        return Some(named(found.alpha2, everyday(found.alpha2, found.name)));
    }
    let name = folded(text);
    let listed = |name: &str| countries().get(name);
    if let Some(code) = listed(&name).or_else(|| listed(name.strip_prefix("the ")?)) {
        return Some(named(code, text.to_owned()));
    }
    let found = rust_iso3166::from_alpha2(spanish.find(text)?.0)?;
    Some(named(found.alpha2, everyday(found.alpha2, found.name)))
}

/// Every country by its code, with the name that papers print.
#[must_use]
pub fn countries_by_code() -> Vec<(String, String)> {
    let all = rust_iso3166::ALL.iter().map(|listed| (listed.alpha2.to_owned(), everyday(listed.alpha2, listed.name)));
    all.collect()
}

/// Every language that has a code of two letters, with its English name.
#[must_use]
pub fn languages_by_code() -> Vec<(String, String)> {
    let all = Language::match_names(|_| true);
    let mut all: Vec<(String, String)> = all
        .filter_map(|language| Some((language.to_639_1()?.to_owned(), short(language.to_name()).to_owned())))
        .collect();
    all.sort();
    all
}

/// Codes by every name that is known, folded.
fn countries() -> &'static HashMap<String, &'static str> {
    static NAMES: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let listed = rust_iso3166::ALL
            .iter()
            .flat_map(|listed| [(listed.alpha2, listed.name), (listed.alpha2, short(listed.name))]);
        // Everyday names come last: where two countries share a short name, they say which is meant.
        let all = listed.chain(EVERYDAY.iter().copied()).chain(ALSO.iter().copied());
        all.map(|(code, name)| (folded(name), code)).collect()
    })
}

/// A country as an address prints it: a code is spelled out, and any other name is good.
pub(super) fn spelled(text: &str) -> Named {
    country(text).unwrap_or_else(|| Named::unlisted(text))
}

/// The listed name most like one that is not listed.
pub(super) fn near_country(text: &str) -> Option<String> {
    let names: Vec<&str> = rust_iso3166::ALL
        .iter()
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
        2 => Language::from_639_1(text),
        3 => Language::from_639_3(text),
        _ => None,
    };
    let is_code = base.bytes().all(|byte| byte.is_ascii_lowercase());
    if let Some(found) = Some(base).filter(|_| is_code).and_then(code) {
        return Some(named_language(found, english(found), text));
    }
    if let Some(found) = Language::from_name(text).or_else(|| languages().get(folded(text).as_str()).copied()) {
        return Some(named_language(found, text, text));
    }
    let found = code(spanish::languages().find(text)?.0)?;
    Some(named_language(found, english(found), text))
}

/// Languages by their English names, folded; a whole name goes before one that is short for another.
fn languages() -> &'static HashMap<String, Language> {
    static NAMES: OnceLock<HashMap<String, Language>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let all: Vec<Language> = Language::match_names(|_| true).collect();
        let mut names: HashMap<String, Language> = HashMap::new();
        for name in [Language::to_name, |language: &Language| short(language.to_name())] {
            for language in &all {
                names.entry(folded(name(language))).or_insert(*language);
            }
        }
        names
    })
}

/// The listed language most like one that is not listed.
pub(super) fn near_language(text: &str) -> Option<String> {
    let english = Language::match_names(|_| true).map(|language| language.to_name());
    let names: Vec<&str> = english.chain(spanish::languages().all()).collect();
    words::nearest(text, names).map(str::to_owned)
}

fn named_language(language: Language, name: &str, text: &str) -> Named {
    let code = language.to_639_1().unwrap_or_else(|| language.to_639_3());
    Named { code: Some(code.to_owned()), name: name.to_owned(), spanish: spanish::languages().of(code, text) }
}

/// A language as a paper prints it that gives its code.
fn english(language: Language) -> &'static str {
    language.to_name().split([';', '(']).next().unwrap_or_default().trim()
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
