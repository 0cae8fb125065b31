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
    let plain = text.replace('’', "'").to_lowercase();
    let plain = plain.trim_matches(|letter: char| !letter.is_alphanumeric());
    let mut letters = plain.chars();
    let Some(first) = letters.next() else { return !text.trim().is_empty() };
    let one_letter = letters.clone().all(|letter| letter == first) && (first == 'x' || letters.count() > 1);
    if first.is_alphabetic() && one_letter {
        return true;
    }
    // Nearly all answers are longer than the longest phrase.
    let words: Vec<&str> = plain.split_whitespace().take(LONGEST + 1).collect();
    let said = words.join(" ");
    words.len() <= LONGEST && phrases().any(|phrase| phrase == said)
}
