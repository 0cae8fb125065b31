//! The tree as JSON, with the origin of every filled word.

use serde_json::{Value, json};

use crate::document::{Align, Block, BlockKind, Document, Inline};
use crate::source::Sources;
use crate::span::Span;
use crate::template::Filled;

/// The paper as JSON: `blocks` and `footnotes`, each node with its `kind`.
///
/// A filled word says its `origin`: the fact's path, and `file:line:column` where a file says it; `template` is the
/// place that printed it.
#[must_use]
pub fn tree(document: &Document, sources: &Sources) -> Value {
    let tree = Tree { sources };
    let footnotes: Vec<Value> = document.footnotes.iter().map(|note| tree.blocks(note)).collect();
    json!({ "blocks": tree.blocks(&document.blocks), "footnotes": footnotes })
}

/// Turns nodes into JSON.
struct Tree<'s> {
    sources: &'s Sources,
}

impl Tree<'_> {
    fn blocks(&self, blocks: &[Block]) -> Value {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> Value {
        let mut node = match &block.kind {
            BlockKind::Heading(level, line) => json!({ "kind": "heading", "level": level, "line": self.line(line) }),
            BlockKind::Paragraph(line) => json!({ "kind": "paragraph", "line": self.line(line) }),
            BlockKind::Numbered(inside) => json!({ "kind": "numbered", "blocks": self.blocks(inside) }),
            BlockKind::List { start, items } => {
                let items: Vec<Value> = items.iter().map(|item| self.blocks(item)).collect();
                json!({ "kind": "list", "start": start, "items": items })
            }
            BlockKind::Quote(inside) => json!({ "kind": "quote", "blocks": self.blocks(inside) }),
            BlockKind::Table { align, head, rows } => {
                let align: Vec<&str> = align.iter().map(|align| word(*align)).collect();
                let rows: Vec<Value> = rows.iter().map(|row| self.cells(row)).collect();
                json!({ "kind": "table", "align": align, "head": self.cells(head), "rows": rows })
            }
            BlockKind::Definitions(definitions) => {
                let definitions = definitions.iter().map(|definition| {
                    let meanings: Vec<Value> = definition.meanings.iter().map(|meaning| self.blocks(meaning)).collect();
                    json!({ "term": self.line(&definition.term), "meanings": meanings })
                });
                json!({ "kind": "definitions", "definitions": definitions.collect::<Vec<_>>() })
            }
            BlockKind::Rule => json!({ "kind": "rule" }),
            BlockKind::PageBreak => json!({ "kind": "page-break" }),
            BlockKind::Letterhead(head) => {
                json!({ "kind": "letterhead", "name": self.filled(&head.name, None), "lines": self.each(&head.lines) })
            }
            BlockKind::Caption(caption) => json!({
                "kind": "caption",
                "head": self.each(&caption.head),
                "left": self.each(&caption.left),
                "right": self.each(&caption.right),
                "title": self.each(&caption.title),
            }),
            BlockKind::Signature(signature) => json!({
                "kind": "signature",
                "name": self.filled(&signature.name, None),
                "lines": self.each(&signature.lines),
                "date": signature.date.as_ref().map(|date| self.filled(date, None)),
            }),
        };
        Self::add(&mut node, "revision", block.revision.map(|revision| json!(revision)));
        Self::add(&mut node, "number", block.number.as_deref().map(Value::from));
        Self::add(&mut node, "label", block.label.as_deref().map(Value::from));
        Self::add(&mut node, "place", block.place.map(|place| self.place(place)));
        node
    }

    fn cells(&self, cells: &[Vec<Inline>]) -> Value {
        cells.iter().map(|cell| self.line(cell)).collect()
    }

    fn line(&self, line: &[Inline]) -> Value {
        line.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> Value {
        match inline {
            Inline::Text(text) => json!({ "kind": "text", "text": text }),
            Inline::Filled(filled, place) => self.filled(filled, *place),
            Inline::Emph(inside) => json!({ "kind": "emphasis", "line": self.line(inside) }),
            Inline::Strong(inside) => json!({ "kind": "strong", "line": self.line(inside) }),
            Inline::Strike(inside) => json!({ "kind": "struck", "line": self.line(inside) }),
            Inline::Code(text) => json!({ "kind": "code", "text": text }),
            Inline::Link(address, inside) => json!({ "kind": "link", "address": address, "line": self.line(inside) }),
            Inline::Footnote(index) => json!({ "kind": "footnote", "footnote": index }),
            Inline::Reference { label, number, place } => {
                let mut node = json!({ "kind": "reference", "label": label, "number": number });
                Self::add(&mut node, "template", place.map(|place| self.place(place)));
                node
            }
            Inline::Exhibit { id, page, words } => {
                json!({ "kind": "exhibit", "id": id, "page": page, "words": self.filled(words, None) })
            }
            Inline::Break => json!({ "kind": "break" }),
            Inline::Revised(revision, inside) => json!({ "kind": revision, "line": self.line(inside) }),
        }
    }

    fn each(&self, values: &[Filled]) -> Value {
        values.iter().map(|value| self.filled(value, None)).collect()
    }

    fn filled(&self, filled: &Filled, template: Option<Span>) -> Value {
        let kind = if filled.gap { "gap" } else { "filled" };
        let mut origin = json!({ "path": filled.origin.path });
        Self::add(&mut origin, "place", filled.origin.span.map(|place| self.place(place)));
        let mut node = json!({ "kind": kind, "text": filled.text, "origin": origin });
        Self::add(&mut node, "template", template.map(|place| self.place(place)));
        Self::add(&mut node, "revised", (!filled.revised.is_empty()).then(|| json!(filled.revised)));
        node
    }

    /// `facts.toml:12:8`.
    fn place(&self, place: Span) -> Value {
        self.sources.place(place).into()
    }

    /// Adds a member where there is one.
    fn add(node: &mut Value, key: &str, value: Option<Value>) {
        if let (Value::Object(members), Some(value)) = (node, value) {
            members.insert(key.to_owned(), value);
        }
    }
}

/// The alignment as a word.
fn word(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
    }
}
