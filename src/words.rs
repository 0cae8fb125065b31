//! Small helpers that make messages right: counts, lists, and did-you-mean.

pub mod broken;
pub mod filler;
pub mod fragment;
pub mod language;

use std::fmt::Display;

/// `1 gap`, `2 gaps`: a count with its noun, whose plural takes an `s`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// `a, b, and c`, joined by `word` (`and`, `or`).
#[must_use]
pub fn list<S: AsRef<str>>(items: &[S], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [one, two] => format!("{} {word} {}", one.as_ref(), two.as_ref()),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{}, {word} {}", first.join(", "), last.as_ref())
        }
    }
}

/// Names as messages show them: each in backticks.
pub fn quoted<T: Display>(names: impl IntoIterator<Item = T>) -> Vec<String> {
    names.into_iter().map(|name| format!("`{name}`")).collect()
}

/// The candidate most like `name`, if one is near enough to be a slip of the pen.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = name.chars().count();
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(letters) <= 1 + letters / 4)
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| {
            let letters = candidate.chars().count().min(name.chars().count());
            *distance <= 1 + letters / 4 && *distance < letters
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// ``unknown field `nmae`; did you mean `name`?``
pub fn unknown<'a>(what: &str, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(name, candidates) {
        Some(near) => format!("unknown {what} `{name}`; did you mean `{near}`?"),
        None => format!("unknown {what} `{name}`"),
    }
}

/// A word of a command line as a shell takes it: in quotes where it needs them.
#[must_use]
pub fn argument(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_./:@=+,%~".contains(letter);
    if !word.is_empty() && !word.starts_with('~') && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// Breaks text into lines of at most `width` columns, between words; a longer word stands alone.
#[must_use]
pub fn wrap(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let fits = lines
            .last()
            .is_some_and(|line| line.is_empty() || line.chars().count() + 1 + word.chars().count() <= width);
        if !fits {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}

/// A question as one line, with `the applicant` where a form would say the name.
#[must_use]
pub fn plainly(words: &str) -> String {
    let mut plain = String::new();
    let mut rest = words;
    while let Some((before, value, after)) = rest
        .split_once("{{")
        .and_then(|(before, rest)| rest.split_once("}}").map(|(value, after)| (before, value, after)))
    {
        let party = value.trim().split(['.', ' ', '|']).next().unwrap_or_default();
        plain.push_str(before);
        let start = plain.trim_end().is_empty() || plain.trim_end().ends_with(['.', '?', '!']);
        plain.push_str(if start { "The " } else { "the " });
        plain.push_str(&party.replace(['_', '-'], " "));
        rest = after;
    }
    plain.push_str(rest);
    plain.replace(['\n', '\r'], " ").trim().to_owned()
}
