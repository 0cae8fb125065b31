//! The coach's patterns in the words of a browser's script, whose expressions know less.

/// The letters and figures of a word, inside brackets.
const WORD: &str = "0-9A-Za-z_\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f";
/// Capital letters, inside brackets.
const CAPITAL: &str = "A-Z\\u00c0-\\u00d6\\u00d8-\\u00de";

/// A pattern and its flags for a script's `RegExp`, from one for the `regex` crate. What the lists of phrases use is
/// known: `(?i)` in front, `(?i:…)` around words, `\b`, and `\w` and `\p{Lu}` inside brackets.
#[must_use]
pub fn script(pattern: &str) -> (String, &'static str) {
    let (pattern, flags) = pattern.strip_prefix("(?i)").map_or((pattern, ""), |rest| (rest, "i"));
    let mut written = String::new();
    let mut rest = pattern;
    // How deep the group lies in which capital and small letters are the same.
    let (mut depth, mut same, mut inside) = (0_usize, None, false);
    while let Some(letter) = rest.chars().next() {
        let mut taken = letter.len_utf8();
        match letter {
            '\\' if rest.starts_with("\\b") => {
                taken = 2;
                let opens = written.is_empty() || written.ends_with(['(', '|', ':']);
                let [before, behind] = if opens { ["(?:^|[^", "])"] } else { ["(?![", "])"] };
                written.extend([before, WORD, behind]);
            }
            '\\' if rest.starts_with("\\p{Lu}") => {
                taken = "\\p{Lu}".len();
                written.extend(class(CAPITAL, inside));
            }
            '\\' if rest.starts_with("\\w") => {
                taken = 2;
                written.extend(class(WORD, inside));
            }
            '\\' => {
                taken += rest[1..].chars().next().map_or(0, char::len_utf8);
                written += &rest[..taken];
            }
            '(' if !inside => {
                depth += 1;
                if rest.starts_with("(?i:") {
                    taken = "(?i:".len();
                    same.get_or_insert(depth);
                    written += "(?:";
                } else {
                    written.push('(');
                }
            }
            ')' if !inside => {
                if same == Some(depth) {
                    same = None;
                }
                depth = depth.saturating_sub(1);
                written.push(')');
            }
            letter if same.is_some() && !inside && letter.is_alphabetic() => {
                written.push('[');
                written.extend(letter.to_lowercase().chain(letter.to_uppercase()));
                written.push(']');
            }
            letter => {
                inside = letter == '[' || inside && letter != ']';
                written.push(letter);
            }
        }
        rest = &rest[taken..];
    }
    (written, flags)
}

/// Letters as a class of their own, or as more of the one around them.
fn class(letters: &'static str, inside: bool) -> [&'static str; 3] {
    if inside { ["", letters, ""] } else { ["[", letters, "]"] }
}
