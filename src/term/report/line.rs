//! A finding on one line: how grave, which code, what, and where.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr as _;

use super::super::Terminal;
use super::is_whole_file;
use crate::diag::{Diagnostic, Label, Severity};
use crate::source::Sources;

/// `` warning[unlisted-name]: `people.ada.residence` is no country that ISO lists (facts.toml:8:15) ``
///
/// A guess at what was meant follows the message; other hints are for the full form.
#[must_use]
pub fn line(diagnostic: &Diagnostic, sources: &Sources, terminal: Terminal) -> String {
    let head = format!("{}[{}]:", diagnostic.severity.word(), diagnostic.code);
    let head = painted(&head, style(diagnostic.severity), terminal.color);
    let guess = diagnostic.hints.iter().find(|hint| hint.starts_with("did you mean"));
    let guess = guess.map(|guess| format!("; {guess}")).unwrap_or_default();
    let places = places(diagnostic, sources);
    let places = if places.is_empty() { String::new() } else { format!(" ({places})") };
    format!("{head} {}", clean(&format!("{}{guess}{places}", diagnostic.message)))
}

/// The hints of a finding, each as a line, but for the guess that its line says already.
pub fn hints(diagnostic: &Diagnostic) -> impl Iterator<Item = String> {
    let hints = diagnostic.hints.iter().filter(|hint| !hint.starts_with("did you mean"));
    hints.map(|hint| clean(&format!("hint: {hint}")))
}

/// Where a finding is: `facts.toml:8:15, more.toml:3:1`. A pack's own files are named only if nothing else is.
#[must_use]
pub fn places(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let name = |label: &Label| {
        if is_whole_file(label) { sources.name(label.span).to_owned() } else { sources.place(label.span) }
    };
    let main = diagnostic.labels.first();
    if main.is_none_or(|main| is_of_pack(sources.name(main.span))) {
        return match (&diagnostic.file, main) {
            (Some(file), None) => file.clone(),
            (_, Some(main)) if diagnostic.severity == Severity::Error => name(main),
            _ => String::new(),
        };
    }
    let mut places: Vec<String> = Vec::new();
    for label in diagnostic.labels.iter().filter(|label| !is_of_pack(sources.name(label.span))) {
        let place = name(label);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places.join(", ")
}

/// Whether a file came with affiant or was fetched with a pack, as in `builtin:rules/us/8-cfr-1-2.toml`.
#[must_use]
pub fn is_of_pack(name: &str) -> bool {
    name.split_once(':').is_some_and(|(pack, _)| !pack.contains(['/', '\\', '.']))
}

/// Text within the terminal's columns; what does not fit goes on below, `indent` columns in.
#[must_use]
pub fn hang(text: &str, indent: usize, terminal: Terminal) -> String {
    let Some(width) = terminal.wrap else { return text.to_owned() };
    let start = text.len() - text.trim_start().len();
    let (mut lines, mut line, mut column) = (Vec::new(), text[..start].to_owned(), start);
    for word in text.split_whitespace() {
        let columns = anstream::adapter::strip_str(word).to_string().width();
        if line.trim_start().is_empty() {
            // The line's first word stays on it, however long.
        } else if column + 1 + columns > width {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
            column = indent;
        } else {
            line.push(' ');
            column += 1;
        }
        line.push_str(word);
        column += columns;
    }
    lines.push(line);
    lines.join("\n")
}

/// The colour of a severity, as the full form has it.
fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::BrightRed.on_default().bold(),
        Severity::Gap | Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Note => AnsiColor::BrightGreen.on_default().bold(),
    }
}

/// Text in a style, if there is colour at all.
#[must_use]
pub fn painted(text: &str, style: Style, color: bool) -> String {
    if color && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// Names come from files, and what a file says must not move the cursor or turn text round.
fn clean(text: &str) -> String {
    let is_sign =
        |letter: char| letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|letter| if is_sign(letter) { char::REPLACEMENT_CHARACTER } else { letter }).collect()
}
