//! Telephone numbers as people write them, without the marks that nobody sees.

use unicode_normalization::UnicodeNormalization;

use super::reading::{folded, in_our_figures, table};

/// Why a text is no telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneError {
    /// It is none.
    NotAPhone,
    /// It is two.
    Two,
}

/// Reads seven to fifteen digits (the most that ITU-T E.164 allows), and an extension. It is kept as it is written, but
/// for marks that nobody sees, the kinds of dashes and digits, and words before it ("tel:").
///
/// # Errors
/// Says why it is no telephone number.
pub fn read(text: &str) -> Result<String, PhoneError> {
    let plain = if is_figures(text) { single_spaced(text) } else { plain(text) };
    let number = without_prefix(&plain);
    if is_number(number) && !is_two(number) {
        return Ok(number.to_owned());
    }
    Err(if is_two(number) { PhoneError::Two } else { PhoneError::NotAPhone })
}

/// Digits and dashes of one kind, and nothing that cannot be seen.
fn plain(text: &str) -> String {
    let marks = &table().marks;
    let one = |letter: char| match letter {
        _ if marks.invisible.contains(letter) => None,
        _ if marks.dashes.contains(letter) => Some('-'),
        _ => Some(letter),
    };
    let letters: String = in_our_figures(text).chars().filter_map(one).nfkc().filter_map(one).collect();
    single_spaced(&letters.replace(";ext=", " ext. "))
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether there are no words in it, nor anything else that needs the table, as in most numbers.
fn is_figures(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || b"+-(). ".contains(&byte))
}

/// Without "tel:", "Cell", "teléfono:" before it.
fn without_prefix(text: &str) -> &str {
    let start = text.find(|letter: char| letter.is_ascii_digit() || "+(".contains(letter)).unwrap_or(0);
    let (words, number) = text.split_at(start);
    let known = |word: &str| table().phone.prefixes.iter().any(|prefix| folded(prefix) == folded(word));
    let mut words = words.split([' ', ':', '.']).filter(|word| !word.is_empty());
    if words.all(known) { number } else { text }
}

fn is_number(text: &str) -> bool {
    let (number, extension) = parted(text);
    // "202-555-0100, ext. 12".
    let number = if extension.is_empty() { number } else { number.trim_end_matches([',', ' ']) };
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let formed = number.chars().all(|letter| letter.is_ascii_digit() || "+-(). /".contains(letter));
    let plus = number.matches('+').count() == 0 || number.starts_with(['+', '(']);
    let written = |letter: char| letter.is_ascii_alphanumeric() || ".,:# ".contains(letter);
    let extended = extension.is_empty()
        || (extension.chars().all(written) && (1..=7).contains(&extension.bytes().filter(u8::is_ascii_digit).count()));
    formed && plus && number.matches('+').count() <= 1 && extended && (7..=15).contains(&digits)
}

/// The number, and the extension from its word on.
fn parted(text: &str) -> (&str, &str) {
    if is_figures(text) {
        return (text, "");
    }
    let lower = text.to_ascii_lowercase();
    let cut = table().phone.extensions.iter().filter_map(|word| lower.find(word.as_str())).min();
    cut.map_or((text, ""), |at| text.split_at(at))
}

fn digits_of(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// Whether two numbers stand there: two that a sign or a word parts, two that begin with a plus, or more digits than
/// one has.
fn is_two(text: &str) -> bool {
    let (number, _) = parted(text);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let figures = number.chars().all(|letter| letter.is_ascii_digit() || "+-(). /".contains(letter));
    if figures && (digits > 15 || (number.matches('+').count() > 1 && digits >= 14)) {
        return true;
    }
    if is_figures(text) {
        return false;
    }
    // "Cell 202-555-0100 (home) 202-555-0101".
    let words = format!(" {} ", folded(text).replace([':', '(', ')'], " "));
    let phone = &table().phone;
    let joints = phone.between.iter().chain(&phone.prefixes).map(|word| format!(" {} ", folded(word)));
    let one_sign = joints.fold(words, |text, joint| text.replace(&joint, " ; ")).replace([',', '\n', '|'], ";");
    // "202-555-0100/0101"; before the stroke of "202/555-0100" is no whole number.
    let second = text.split_once('/').is_some_and(|(first, rest)| digits_of(first) >= 7 && digits_of(rest) > 0);
    let one_sign = one_sign.replace('/', ";");
    let numbers = one_sign.split(';').filter(|part| {
        let (number, _) = parted(without_prefix(part.trim()));
        number.bytes().filter(u8::is_ascii_digit).count() >= 7
    });
    second || numbers.count() > 1
}
