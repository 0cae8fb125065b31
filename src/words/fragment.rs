//! A person's words in the middle of a sentence that a template begins and ends.
//!
//! Asked to finish "I am …", people write whole sentences: "I am a nurse at Elm Hospital.". What they repeat of the
//! template's words goes, with a capital that only began their sentence and the full stop that ended it. Where it is
//! not sure that a capital is no name's, it stays.

pub mod lists;

use lists::{has, of};

/// The words as they go on from `before` to `after`: the sentence so far, and what the template says next. What they
/// come to is never empty, and no word but those that repeat what the template says is left out.
#[must_use]
pub fn fitted(text: &str, before: &str, after: &str) -> String {
    let before = sentence(before);
    let mut words = text.trim();
    if !before.is_empty() {
        words = without_lead(words, &before);
    }
    let words = without_end(words, after);
    if before.is_empty() { words.to_owned() } else { with_small_letter(words, &before) }
}

/// Whether the words, fitted in, do not finish the sentence all the same: they tell what somebody is to the writer, name
/// again whom it names, begin a sentence of their own, or end in a mark that ends one.
#[must_use]
pub fn is_unfit(text: &str, before: &str, after: &str) -> bool {
    let fits = fitted(text, before, after);
    let before = sentence(before);
    let words: Vec<String> = fits.split_whitespace().map(plain).collect();
    let last = before.split_whitespace().next_back().map(plain).unwrap_or_default();
    let (Some(first), false) = (words.first(), before.is_empty()) else { return false };
    let possessive = is_possessive(&before);
    let named = || before.split_whitespace().skip(1).filter(|word| is_capitalized(word)).map(plain_name);
    let again = || named().any(|name| name.chars().count() > 2 && words.iter().any(|word| plain_name(word) == name));
    let says = |phrase: &&&str| phrase.split(' ').eq(words.iter().map(String::as_str).take(phrase.split(' ').count()));
    let clause = || (possessive || has("repeated", &last) && last != "que") && of("clauses").iter().any(|it| says(&it));
    possessive && (has("mine", first) || again()) || clause() || fits.ends_with(['?', '!', '…']) && goes_on(after)
}

fn is_possessive(before: &str) -> bool {
    before.ends_with("’s") || before.ends_with("'s") || before.ends_with(['’', '\''])
}

/// A name in small letters, without the ending that says whose something is.
fn plain_name(word: &str) -> String {
    let word = plain(word);
    word.strip_suffix("'s").map(str::to_owned).unwrap_or(word)
}

/// What has been said of the sentence that a text ends in; empty where a new one begins.
fn sentence(before: &str) -> String {
    let before = before.trim_end();
    let mut start = 0;
    let mut letters = before.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let ends = next.is_none_or(char::is_whitespace);
        let stop = letter == '.' && !is_abbreviation(&before[start..=at]);
        if ends && (stop || matches!(letter, '!' | '?' | ':' | '…')) {
            start = at + letter.len_utf8();
        }
    }
    before[start..].trim().to_owned()
}

/// Without the words that the template has said already.
fn without_lead<'t>(words: &'t str, before: &str) -> &'t str {
    let said: Vec<String> = before.split_whitespace().map(plain).collect();
    let spoken = said.join(" ");
    let mut rest = after_repeated(words, &said);
    if of("copulas").iter().any(|copula| has_words(&spoken, copula)) {
        rest = after_any(rest, "leads");
    }
    // Of "Marisela’s her older brother" one of the two says whose.
    if is_possessive(before) {
        rest = after_any(rest, "whose");
    }
    if rest.chars().any(char::is_alphanumeric) { rest } else { words }
}

/// Without the first words where the sentence so far ends in the same ones; a single word must be one of those that
/// nobody says twice.
fn after_repeated<'t>(words: &'t str, said: &[String]) -> &'t str {
    let own: Vec<&str> = words.split_whitespace().collect();
    let longest = own.len().saturating_sub(1).min(said.len()).min(6);
    let repeats = |count: &usize| {
        let same = own[..*count].iter().map(|word| plain(word)).eq(said[said.len() - count..].iter().cloned());
        same && !own[*count - 1].ends_with(is_mark) && (*count > 1 || has("repeated", &plain(own[0])))
    };
    let Some(count) = (1..=longest).rev().find(repeats) else { return words };
    own[..count].iter().fold(words, |rest, word| rest.trim_start()[word.len()..].trim_start())
}

/// Without the longest phrase of a list that the words begin with.
fn after_any<'t>(words: &'t str, list: &str) -> &'t str {
    let begins = |phrase: &&&str| {
        let mut own = words.split_whitespace().map(plain);
        phrase.split(' ').all(|word| own.next().as_deref() == Some(word)) && own.next().is_some()
    };
    let Some(phrase) = of(list).iter().filter(begins).max_by_key(|phrase| phrase.len()) else { return words };
    let count = phrase.split(' ').count();
    let skipped = words.split_whitespace().take(count);
    if skipped.clone().last().is_some_and(|last| last.ends_with(is_mark)) {
        return words;
    }
    skipped.fold(words, |rest, word| rest.trim_start()[word.len()..].trim_start())
}

/// A comma behind words makes them part of something longer: "I am, since 2010, a teacher".
fn is_mark(letter: char) -> bool {
    letter.is_ascii_punctuation()
}

/// Without the full stop, comma or semicolon at the end, where the template's sentence goes on with `after`.
#[must_use]
pub fn without_end<'t>(words: &'t str, after: &str) -> &'t str {
    if after.trim_start().starts_with('.') {
        return words.trim_end_matches([',', ';', ' ']);
    }
    if !goes_on(after) {
        return words;
    }
    let cut = words.trim_end_matches([',', ';', ' ']);
    match cut.strip_suffix('.') {
        Some(stripped) if !is_abbreviation(cut) && !stripped.ends_with('.') => stripped.trim_end(),
        _ => cut,
    }
}

/// Whether the template's sentence goes on after the words.
fn goes_on(after: &str) -> bool {
    match after.trim_start().chars().next() {
        None | Some('.') => false,
        Some(',' | ';' | ':' | ')' | '(' | '—' | '–') => true,
        Some(letter) => letter.is_lowercase() || letter.is_ascii_digit(),
    }
}

/// Whether a text ends in an abbreviation, an initial or a word with full stops in it, whose stop is its own.
fn is_abbreviation(text: &str) -> bool {
    let last = text.split(|letter: char| letter.is_whitespace() || letter == '(').next_back().unwrap_or_default();
    let Some(word) = last.strip_suffix('.') else { return false };
    let single = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    single || word.contains('.') || has("abbreviations", &word.to_lowercase())
}

/// With small letters for the first words where their capitals are no name's.
fn with_small_letter(words: &str, before: &str) -> String {
    let all: Vec<&str> = words.split(' ').collect();
    let known = |word: &&&str| is_capitalized(word) && is_plain(word);
    let count = all.iter().take_while(known).count();
    let (Some(first), true) = (all.first(), count > 0) else { return words.to_owned() };
    let ends = |word: &str| word.ends_with([',', '.', ';', ':']);
    let next = all.get(count).filter(|_| !all[..count].iter().any(|word| ends(word)));
    let name = next.is_some_and(|next| next.starts_with(|letter: char| letter.is_uppercase()));
    let place = before.split_whitespace().next_back().is_some_and(|last| has("places", &plain(last)));
    let determined = has("determiners", &plain(first));
    let own = has("owners", &plain(first)) && !determined;
    let small = match () {
        // "My English teacher", but not "The Elm School".
        () if own => 1,
        () if name || place && !determined => 0,
        () => count,
    };
    let mut small_words: Vec<String> = all[..small].iter().map(|word| word.to_lowercase()).collect();
    small_words.extend(all[small..].iter().map(|word| (*word).to_owned()));
    small_words.join(" ")
}

/// Whether a word has a capital at its start and nowhere else.
fn is_capitalized(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && !letters.any(char::is_uppercase)
}

/// Whether a word is of a relation or a calling, or goes before one.
fn is_plain(word: &str) -> bool {
    let word = plain(word);
    let word = word.trim_end_matches("-in-law");
    let known = |word: &str| ["plain", "determiners", "owners"].iter().any(|list| has(list, word));
    let calling = ["ologist", "iatrist", "ician", "ólogo", "óloga"].iter().any(|end| word.ends_with(end));
    calling || known(word) || word.contains('-') && word.split('-').all(known)
}

/// A word in small letters, with plain apostrophes and without what stands around it.
fn plain(word: &str) -> String {
    word.trim_matches(|letter: char| !letter.is_alphanumeric()).replace('’', "'").to_lowercase()
}

fn has_words(spoken: &str, phrase: &str) -> bool {
    format!(" {spoken} ").contains(&format!(" {phrase} "))
}
