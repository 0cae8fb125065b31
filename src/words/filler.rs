//! What people write where they have no answer: "N/A", "see attached", "no sé".

const PHRASES: &str = include_str!("filler.txt");
/// The most words of a phrase.
const LONGEST: usize = 3;

/// The phrases, in small letters.
pub fn phrases() -> impl Iterator<Item = &'static str> {
    PHRASES.lines()
}

/// Whether a text is no answer but says that there is none, or nothing at all.
#[must_use]
pub fn is_filler(text: &str) -> bool {
    let plain = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    if plain.is_empty() {
        return !text.trim().is_empty();
    }
    // Nearly all answers are longer than the longest phrase.
    if plain.split_whitespace().nth(LONGEST).is_some() {
        return false;
    }
    let plain = plain.replace('’', "'").to_lowercase();
    let mut letters = plain.chars();
    let Some(first) = letters.next() else { return false };
    let one_letter = letters.clone().all(|letter| letter == first) && (first == 'x' || letters.count() > 1);
    if first.is_alphabetic() && one_letter {
        return true;
    }
    let said = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    phrases().any(|phrase| phrase == said)
}
