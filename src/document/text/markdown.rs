//! Markdown with values escaped, so that nothing in them is markup.

use super::{Form, aligned};
use crate::diff::Revision;
use crate::document::Align;

/// Markdown that reads back as the same paper.
pub(super) struct Markdown;

impl Form for Markdown {
    fn words(&self, text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        let mut before = None;
        for c in text.chars() {
            match c {
                '\n' => escaped.push(' '),
                // What opens emphasis, code, links, HTML, entities, cells and typographic quotes, or ends a heading.
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '"' | '\'' | '#' => {
                    escaped.push('\\');
                    escaped.push(c);
                }
                // `--` and `...` would become a dash and an ellipsis, also together with what stands before this run.
                '-' | '.' if before.is_none_or(|before| before == c) => {
                    escaped.push('\\');
                    escaped.push(c);
                }
                _ => escaped.push(c),
            }
            before = Some(c);
        }
        escaped
    }

    fn line_start(&self, line: String) -> String {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &line[digits..];
        if digits > 0 && rest.starts_with(['.', ')']) {
            format!("{}\\{rest}", &line[..digits])
        } else if line.starts_with(['+', '-', '=', ':']) {
            format!("\\{line}")
        } else {
            line
        }
    }

    fn code(&self, text: &str) -> String {
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        if text.starts_with('`') || text.ends_with('`') {
            format!("{fence} {text} {fence}")
        } else {
            format!("{fence}{text}{fence}")
        }
    }

    fn heading_number(&self, _: &str) -> String {
        String::new()
    }

    fn line_break(&self) -> &'static str {
        "\\"
    }

    fn list_end(&self) -> Vec<String> {
        vec!["---".into(), String::new()]
    }

    fn table(&self, align: &[Align], rows: &[Vec<String>]) -> Vec<String> {
        aligned(align, rows)
    }

    fn revised(&self, revision: Revision, inside: String) -> String {
        match revision {
            Revision::Deleted => format!("<del>{inside}</del>"),
            Revision::Inserted => format!("<ins>{inside}</ins>"),
        }
    }

    fn page_break(&self) -> &'static str {
        "---"
    }
}
