//! One value given on the command line: `--set people.ada.name.first=Ada`.

use super::{Entry, Node, NodeKind, Table};
use crate::diag::{Code, Diagnostic};
use crate::span::Span;

/// Sets the value at a dotted path, making the tables on the way; the text is TOML where it is a table, a list, true,
/// false, a number or quoted, and words otherwise.
pub fn set(root: &mut Node, path: &str, text: &str, span: Span) -> Result<(), Diagnostic> {
    let mut node = root;
    for key in path.split('.') {
        let NodeKind::Table(table) = &mut node.kind else {
            return Err(Diagnostic::new(Code::WrongType, format!("`{path}` goes through a value that is no table"))
                .at(span, "here"));
        };
        let at = table.entries.iter().position(|entry| entry.key == key).unwrap_or_else(|| {
            let value = Node { span, kind: NodeKind::Table(Table::default()) };
            table.entries.push(Entry { key: key.to_owned(), key_span: span, value });
            table.entries.len() - 1
        });
        node = &mut table.entries[at].value;
    }
    *node = Node { span, kind: NodeKind::Text(text.to_owned()) };
    Ok(())
}
