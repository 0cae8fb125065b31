//! The one escape rule: text becomes a Typst string literal.

use super::Writer;

/// Words after which a line is not broken: the next word belongs to them.
const HELD: [&str; 14] =
    ["Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "Rev.", "No.", "Nos.", "Exhibit", "Form", "Art.", "Sec.", "Sr.", "Sra."];

impl Writer<'_> {
    /// Appends `text` as a string literal.
    ///
    /// A space that must not end a line becomes a no-break space: after `§`, after an initial (`T. P.`), after `Dr.`.
    pub(super) fn literal(&mut self, text: &str) {
        let out = &mut self.written.source;
        out.push('"');
        let mut done = 0;
        for (at, byte) in text.bytes().enumerate() {
            let replacement = match byte {
                b'"' => "\\\"",
                b'\\' => "\\\\",
                b'\n' => "\\n",
                b'\r' => "",
                b' ' if holds_next(&text[..at]) => "\u{a0}",
                _ => continue,
            };
            out.push_str(&text[done..at]);
            out.push_str(replacement);
            done = at + 1;
        }
        out.push_str(&text[done..]);
        out.push('"');
    }
}

/// Whether the word that `before` ends with holds on to the next one.
fn holds_next(before: &str) -> bool {
    let start = before
        .rfind([' ', '\u{a0}', '\n', '(', '“'])
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let word = &before[start..];
    let mut chars = word.chars();
    let initial = matches!((chars.next(), chars.next(), chars.next()), (Some(c), Some('.'), None) if c.is_uppercase());
    initial || matches!(word, "§" | "§§" | "¶" | "¶¶") || HELD.contains(&word)
}
