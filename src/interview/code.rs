//! The code: an answer file as numbered lines of letters and figures, for a writer who can send no file.
//!
//! ```text
//! AFFIANT-CODE 1 0f3c5a7e9b1d2f4061728394a5b6c7d8 105 3QJ7Z0A =9W0X
//! 1 7K3QJ9W0 XA2M4PD8 RTYB5NVC E1GH6S3J Q7Z0ABCD 4Q2KQ3AB 9J2KQ3AB 7K3QJ9W0 =7K3Q
//! ```
//!
//! - The first line: the version, the kit's id, how many lines follow, the CRC-32 of all bytes, and a check of the
//!   line.
//! - Each other line: its number, up to 40 bytes in groups of eight letters, and its check. Letters hold five bits
//!   each: Crockford's alphabet, in which `O` is read as 0, and `I` and `L` as 1, in either case.
//! - A check is the first 20 bits of the CRC-32 over the first line's text, or over the CRC-32 of all bytes, the number
//!   of the line in two bytes and the line's own bytes. So a line of another code fits in nowhere.
//! - The bytes: 1, the key's id, and what is sealed, `enc` before `ciphertext`; or 0 and the contents as they are.
//!
//! A message may have broken lines anew, quoted them, or put words around them: only the order within a line counts.

use super::kits;

/// How the first line begins.
pub const HEAD: &str = "AFFIANT-CODE";
/// The most lines of a code: more than the form ever makes.
const LINES: usize = 4000;
/// The most words of a line: its number and its groups.
const WORDS: usize = 12;
const DIGITS: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What a code holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The kit that it came from.
    pub kit: String,
    /// The bytes of all lines.
    pub bytes: Vec<u8>,
}

/// Why a code cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// Its first line is damaged.
    Head,
    /// It is of a version that this program does not know.
    Newer,
    /// These lines are damaged or missing, by their numbers.
    Lines(Vec<usize>),
    /// Each line is as it was, but not all together.
    Whole,
}

/// Whether a text holds a code, or what is left of one.
#[must_use]
pub fn is_in(text: &str) -> bool {
    text.split_whitespace().any(is_head)
}

/// Reads the code in a text: the first that is whole.
///
/// # Errors
/// Says what is wrong with the last one, where none is whole.
pub fn read(text: &str) -> Result<Code, Damage> {
    let words: Vec<&str> = text.split_whitespace().map(unquoted).filter(|word| !word.is_empty()).collect();
    let mut damage = Damage::Head;
    for at in (0..words.len()).filter(|at| is_head(words[*at])) {
        match read_from(&words[at + 1..]) {
            Ok(code) => return Ok(code),
            Err(found) => damage = found,
        }
    }
    Err(damage)
}

/// A word without the marks of a quoted message in front of it.
fn unquoted(word: &str) -> &str {
    word.trim_start_matches(['>', '|', '\u{feff}'])
}

fn is_head(word: &str) -> bool {
    unquoted(word).eq_ignore_ascii_case(HEAD)
}

/// The code whose first line goes on with these words.
fn read_from(words: &[&str]) -> Result<Code, Damage> {
    let [version, kit, count, whole, check, rest @ ..] = words else { return Err(Damage::Head) };
    let kit = kit.to_ascii_lowercase();
    let typed: String = whole.bytes().filter_map(digit).map(|digit| char::from(DIGITS[usize::from(digit)])).collect();
    let line = format!("{HEAD} {version} {kit} {count} {typed}");
    if !is_check(check, line.as_bytes()) {
        return Err(Damage::Head);
    }
    if *version != "1" {
        return Err(Damage::Newer);
    }
    let count = count.parse().ok().filter(|count| *count <= LINES);
    let (Some(count), Some(whole), true) = (count, decoded(whole), kits::is_id(&kit)) else {
        return Err(Damage::Head);
    };
    let mut lines: Vec<Option<Vec<u8>>> = vec![None; count];
    let mut start = 0;
    for (at, check) in rest.iter().enumerate().filter(|(_, word)| word.starts_with('=')) {
        if let Some((number, bytes)) = line_of(&rest[start..at], check, &whole, count) {
            lines[number - 1].get_or_insert(bytes);
        }
        start = at + 1;
    }
    let damaged: Vec<usize> = (1..=count).filter(|number| lines[number - 1].is_none()).collect();
    if !damaged.is_empty() {
        return Err(Damage::Lines(damaged));
    }
    let bytes: Vec<u8> = lines.into_iter().flatten().flatten().collect();
    if crc(&bytes).to_be_bytes()[..] == whole { Ok(Code { kit, bytes }) } else { Err(Damage::Whole) }
}

/// The line that ends with this check, by its number; words of the message may stand in front of it.
fn line_of(words: &[&str], check: &str, whole: &[u8], count: usize) -> Option<(usize, Vec<u8>)> {
    (words.len().saturating_sub(WORDS)..words.len()).find_map(|at| {
        let number = words[at].parse::<usize>().ok().filter(|number| (1..=count).contains(number))?;
        let bytes = decoded(&words[at + 1..].concat())?;
        let checked = [whole, &u16::try_from(number).ok()?.to_be_bytes(), &bytes].concat();
        is_check(check, &checked).then_some((number, bytes))
    })
}

fn is_check(check: &str, bytes: &[u8]) -> bool {
    let typed: Option<u32> = check
        .strip_prefix('=')
        .filter(|digits| digits.len() == 4)
        .and_then(|digits| digits.bytes().try_fold(0, |held, letter| Some(held << 5 | u32::from(digit(letter)?))));
    typed == Some(crc(bytes) >> 12)
}

/// The bytes of a line's letters; none where a letter is none of the alphabet, or something hangs over.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut held, mut bits) = (Vec::with_capacity(text.len() * 5 / 8), 0_u32, 0);
    for letter in text.bytes() {
        held = held << 5 | u32::from(digit(letter)?);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    (held == 0 && bits < 5).then_some(bytes)
}

fn digit(letter: u8) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        letter => letter,
    };
    DIGITS.iter().position(|digit| *digit == letter).and_then(|at| u8::try_from(at).ok())
}

/// CRC-32 as in Ethernet, ZIP and PNG.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
    };
    !bytes.iter().fold(u32::MAX, step)
}
