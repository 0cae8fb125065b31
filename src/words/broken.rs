//! Paragraphs that a mail or a narrow window has broken into lines.

/// A paragraph that was broken at a width is at least so wide, in letters; verses, lists and addresses are narrower.
const NARROWEST: usize = 30;
/// Nothing that people write in is wider.
const WIDEST: usize = 100;
/// The text with its lines joined, where a mail or a narrow window has broken its paragraphs; none for any other text.
#[must_use]
pub fn joined(text: &str) -> Option<String> {
    text.matches('\n').nth(1)?;
    let mut found = false;
    let mut out: Vec<String> = Vec::new();
    let lines: Vec<&str> = text.split('\n').collect();
    for run in lines.chunk_by(|one, other| one.trim().is_empty() == other.trim().is_empty()) {
        if is_broken(run) {
            found = true;
            out.push(run.iter().fold(String::new(), |mut whole, line| {
                // A hyphen at the end of a line stands within a word.
                if !whole.is_empty() && !whole.ends_with('-') {
                    whole.push(' ');
                }
                whole.push_str(line.trim());
                whole
            }));
        } else {
            out.extend(run.iter().map(|line| (*line).to_owned()));
        }
    }
    found.then(|| out.join("\n"))
}

/// Whether lines are one paragraph that was broken where the next word no longer fitted.
fn is_broken(lines: &[&str]) -> bool {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    let length = |line: &str| line.chars().count();
    let width = lines.iter().map(|line| length(line)).max().unwrap_or(0);
    let full = |pair: &[&str]| {
        let next = pair[1].split_whitespace().next().map_or(0, length);
        length(pair[0]) + 1 + next > width
    };
    let goes_on = |pair: &&[&str]| {
        let small = pair[1].chars().next().is_some_and(|first| !first.is_uppercase() && first.is_alphanumeric());
        small && !pair[0].ends_with(['.', '!', '?', ':', ';'])
    };
    let is_item = |line: &&str| {
        let numbered = line
            .split(['.', ')'])
            .next()
            .is_some_and(|first| !first.is_empty() && first.len() < 4 && first.bytes().all(|b| b.is_ascii_digit()));
        line.starts_with(['-', '•', '*', '–', '—', '·']) || numbered && line.contains(['.', ')'])
    };
    let pairs = || lines.windows(2);
    lines.len() > 2
        && (NARROWEST..=WIDEST).contains(&width)
        && !lines.iter().any(is_item)
        && pairs().all(full)
        && pairs().filter(goes_on).count() * 2 >= lines.len() - 1
}
