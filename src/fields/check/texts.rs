//! Texts of a form: e-mail addresses and file numbers.

/// What an e-mail address is, and how to write one.
/// What an A-number is, and how to write one.
pub(super) const A_NUMBER: (&str, &str) =
    ("an A-number", "write `A` and 8 or 9 digits, as on the notice: `\"A000-111-222\"`");
/// What a receipt number is, and how to write one.
pub(super) const RECEIPT_NUMBER: (&str, &str) =
    ("a receipt number", "write 3 letters and 10 digits, as on the notice: `\"IOE0000000000\"`");

/// Words within a line: white space of any kind and length, ends of lines too, is one space.
pub(super) fn one_line(text: &str) -> String {
    spaced(text.trim())
}

/// Paragraphs without the line ends before the first and after the last; within a line, white space of any kind and
/// length is one space.
pub(super) fn paragraphs(text: &str) -> String {
    let text = text.trim_start_matches('\n').trim_end();
    if is_spaced(text) {
        return text.to_owned();
    }
    let lines: Vec<String> = text.split('\n').map(spaced).collect();
    lines.join("\n")
}

/// A text with one space for each run of white space. One that no line is broken at stays so.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run: Option<char> = None;
    for letter in text.chars() {
        if letter.is_whitespace() {
            let kept = if matches!(letter, '\u{a0}' | '\u{202f}') { letter } else { ' ' };
            run = Some(if run.is_none_or(|run| run == kept) { kept } else { ' ' });
        } else {
            out.extend(run.take());
            out.push(letter);
        }
    }
    out.extend(run);
    out
}

/// Whether all white space of a text is single spaces and ends of lines.
fn is_spaced(text: &str) -> bool {
    let odd = |letter: char| letter.is_whitespace() && !matches!(letter, ' ' | '\n' | '\u{a0}' | '\u{202f}');
    !text.contains("  ") && !text.contains("\u{a0}\u{a0}") && !text.contains(odd)
}

/// The 8 or 9 digits of an A-number, without the letter.
pub(super) fn a_number(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|letter| !matches!(letter, ' ' | '-' | '\u{a0}')).collect();
    let digits = kept.strip_prefix(['A', 'a']).unwrap_or(&kept);
    let formed = digits.bytes().all(|byte| byte.is_ascii_digit()) && matches!(digits.len(), 8 | 9);
    formed.then(|| digits.to_owned())
}

/// Three capital letters and ten digits.
pub(super) fn receipt_number(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|letter| !matches!(letter, ' ' | '-' | '\u{a0}')).collect();
    let kept = kept.to_uppercase();
    let (letters, digits) = kept.split_at_checked(3)?;
    let formed = letters.bytes().all(|byte| byte.is_ascii_uppercase())
        && digits.len() == 10
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    formed.then_some(kept)
}
