//! Checks the tags in questions: the names of the paper's people, in the words that a form asks with.

use super::super::tokens::ast::{self, ExprKind, Word};
use super::super::tokens::kind::Kind;
use super::super::tokens::parse::parse;
use super::super::tokens::weave::{Sheet, Woven, weave};
use crate::diag::{Code, Diagnostic, Report};
use crate::facts::{Node, NodeKind, Table};
use crate::span::Span;
use crate::template::FrontMatter;

/// Checks every `ask`, `help`, `section` and choice label of a front matter against what it declares.
///
/// A form fills in plain names alone, `{{ applicant.name.familiar }}`: it has no paper yet that could decide or repeat.
pub(super) fn check(root: &Node, front: &FrontMatter, file: &str, report: &mut Report) {
    let parties = front.parties.iter().map(|party| (party.name.clone(), Kind::party(party)));
    let fields = front.fields.iter().map(|field| (field.name.clone(), Kind::of(&field.kind)));
    let mut checker = Checker { front, file, declared: parties.chain(fields).collect(), own: "", report };
    let tables = |key: &str| root.table().and_then(|table| table.get(key)).and_then(Node::table);
    for entry in tables("parties").into_iter().flat_map(|table| &table.entries) {
        if let Some(party) = entry.value.table() {
            checker.texts(party);
        }
    }
    for entry in tables("fields").into_iter().flat_map(|table| &table.entries) {
        checker.own = &entry.key;
        checker.field(&entry.value);
    }
}

struct Checker<'a> {
    front: &'a FrontMatter,
    file: &'a str,
    declared: Vec<(String, Kind)>,
    /// The field whose question is being checked.
    own: &'a str,
    report: &'a mut Report,
}

impl Checker<'_> {
    fn field(&mut self, field: &Node) {
        let Some(table) = field.table() else { return };
        self.texts(table);
        match table.get("choices").map(|choices| &choices.kind) {
            Some(NodeKind::Table(labels)) => labels.entries.iter().for_each(|label| self.words(&label.value)),
            Some(NodeKind::List(items)) => items.iter().for_each(|item| self.words(item)),
            _ => {}
        }
        // What an item is: one type, or a table of fields.
        match table.get("item").and_then(|item| Some((item, item.table()?))) {
            Some((item, members)) if members.get("type").is_some_and(|kind| kind.table().is_none()) => self.field(item),
            Some((_, members)) => members.entries.iter().for_each(|member| self.field(&member.value)),
            None => {}
        }
    }

    fn texts(&mut self, table: &Table) {
        ["ask", "help", "section"].into_iter().filter_map(|key| table.get(key)).for_each(|node| self.words(node));
    }

    fn words(&mut self, node: &Node) {
        let Some(text) = node.text().filter(|text| text.contains("{{") || text.contains("{%") || text.contains("{#"))
        else {
            return;
        };
        let mut found = Report::default();
        // Without escapes, the words stand in the file as they are.
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        let at = self.file.get(start..end).and_then(|written| written.find(text)).map(|before| start + before);
        let sheet = Sheet {
            source: node.span.source,
            body: text,
            start: at.unwrap_or(start),
            parties: &self.front.parties,
            declared: self.declared.clone(),
            optional: Vec::new(),
            rules: &[],
            clauses: &[],
        };
        match self.more_than_names(text) {
            Some((message, range)) => {
                let span = Span::new(sheet.source, sheet.start + range.start, sheet.start + range.end);
                found.push(not_plain(message, span));
            }
            None => weave(&sheet, &mut Woven::default(), &mut found),
        }
        for mut diagnostic in found.diagnostics {
            if let Some(label) = diagnostic.labels.first_mut().filter(|_| at.is_none()) {
                label.span = node.span;
            }
            self.report.push(diagnostic);
        }
    }

    /// The first tag that is not a plain name. What cannot be read at all is told where it is read.
    fn more_than_names(&self, text: &str) -> Option<(&'static str, std::ops::Range<usize>)> {
        for (mark, what) in [("{#", "a question has no remarks"), ("{{-", TRIMS), ("-}}", TRIMS)] {
            if let Some(start) = text.find(mark) {
                return Some((what, start..start + mark.len()));
            }
        }
        let (nodes, errors) = parse(text);
        if !errors.is_empty() {
            return None;
        }
        nodes.iter().find_map(|node| match node {
            ast::Node::Literal(_) => None,
            ast::Node::Print(expr) => match &expr.kind {
                ExprKind::Path(path) => self.unfit(path).map(|message| (message, expr.at.clone())),
                ExprKind::Bad => None,
                _ => Some(("a question can hold only plain names", expr.at.clone())),
            },
            ast::Node::If { branches, .. } => {
                Some((DECIDES, branches.first().map_or(0..0, |(condition, _)| condition.at.clone())))
            }
            ast::Node::For { list, .. } => Some((DECIDES, list.at.clone())),
            ast::Node::Set { name, .. } | ast::Node::Clause { name, .. } => Some((DECIDES, name.at.clone())),
            ast::Node::Break | ast::Node::Continue => Some((DECIDES, 0..text.len())),
        })
    }

    /// Why a declared name cannot stand in a question.
    fn unfit(&self, path: &[Word]) -> Option<&'static str> {
        let (first, rest) = path.split_first()?;
        if first.text == self.own && !self.own.is_empty() {
            return Some("a question cannot hold its own answer");
        }
        let mut kind = self.declared.iter().find(|(name, _)| *name == first.text).map(|(_, kind)| kind.clone())?;
        for word in rest {
            kind = kind.member(&word.text).ok()?;
        }
        matches!(kind, Kind::List(_)).then_some("a list cannot stand in a question")
    }
}

/// Why no hyphen may stand at the brackets.
const TRIMS: &str = "a tag in a question has no hyphens at its brackets";
/// Why no statement may stand in a question.
const DECIDES: &str = "a question can hold only plain names: nothing in it decides, repeats or calls";

/// More than a plain name in a question.
fn not_plain(message: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadTemplate, message)
        .at(span, "cannot be filled in")
        .hint("write one name in each tag, such as `{{ applicant.name.familiar }}`, or ask without it")
}
