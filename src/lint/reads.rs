//! Everything that a body reads: paths of what is declared, clauses, rules.

use std::collections::BTreeSet;

use crate::template::Clause;
use crate::template::tokens::ast::{Argument, Expr, ExprKind, Node, Word};
use crate::template::tokens::parse::parse;

/// What a letterhead or signature takes of a person, as far as the party's `needs` list it.
const OF_A_BLOCK: [&str; 8] = ["name", "organization", "title", "specialty", "license", "address", "phone", "email"];

/// What a body reads. In a path `[]` stands for the items of a list.
#[derive(Debug, Default)]
pub struct Reads {
    /// `writer.name.full`, `episodes[].what`
    pub paths: BTreeSet<String>,
    /// The clauses, with underscores.
    pub clauses: BTreeSet<String>,
    /// The rules by id.
    pub rules: BTreeSet<String>,
    /// What the names that the body itself sets stand for.
    names: Vec<(String, Option<String>)>,
}

impl Reads {
    /// Adds what a body reads; `clauses` are those that it may call.
    pub fn add(&mut self, body: &str, clauses: &[Clause]) {
        self.nodes(&parse(body).0, clauses);
    }

    /// Whether anything of what stands under a path is read.
    pub fn has(&self, path: &str) -> bool {
        self.paths
            .iter()
            .any(|read| read.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '['])))
    }

    fn nodes(&mut self, nodes: &[Node], clauses: &[Clause]) {
        for node in nodes {
            self.node(node, clauses);
        }
    }

    fn node(&mut self, node: &Node, clauses: &[Clause]) {
        match node {
            Node::Literal(_) | Node::Break | Node::Continue => {}
            Node::Print(expr) => self.expr(expr),
            Node::Clause { name, arguments } => {
                self.clauses.insert(name.text.clone());
                let clause = clauses.iter().find(|clause| clause.pin.name.replace('-', "_") == name.text);
                for (parameter, value) in arguments {
                    self.expr(value);
                    let party =
                        clause.and_then(|clause| clause.parties.iter().find(|party| party.name == parameter.text));
                    if let Some(path) = self.path(value) {
                        match party {
                            Some(party) => {
                                self.paths.extend(party.needs.iter().map(|need| format!("{path}.{}", need.field)));
                            }
                            // A group goes into a clause with all its members.
                            None => _ = self.paths.insert(format!("{path}.*")),
                        }
                    }
                }
            }
            Node::If { branches, otherwise } => {
                for (condition, body) in branches {
                    self.expr(condition);
                    self.nodes(body, clauses);
                }
                self.nodes(otherwise, clauses);
            }
            Node::For { variable, list, body, otherwise } => {
                self.expr(list);
                self.within(variable, list, |reads| reads.nodes(body, clauses));
                self.nodes(otherwise, clauses);
            }
            Node::Set { name, value } => {
                self.expr(value);
                let path = self.path(value);
                self.names.push((name.text.clone(), path));
            }
        }
    }

    fn within(&mut self, variable: &Word, list: &Expr, act: impl FnOnce(&mut Self)) {
        let item = self.item(list);
        self.names.push((variable.text.clone(), item));
        let known = self.names.len();
        act(self);
        self.names.truncate(known - 1);
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Text(_) | ExprKind::Number(_) | ExprKind::YesNo(_) | ExprKind::Bad => {}
            ExprKind::Path(_) => self.paths.extend(self.path(expr)),
            ExprKind::List(items) => items.iter().for_each(|item| self.expr(item)),
            ExprKind::Each { item, variable, list, only } => {
                self.expr(list);
                self.within(variable, list, |reads| {
                    reads.expr(item);
                    if let Some(only) = only {
                        reads.expr(only);
                    }
                });
            }
            ExprKind::Call { name, arguments, member } => {
                self.arguments(arguments);
                if let Some(member) = member {
                    self.expr(member);
                }
                self.call(&name.text, arguments);
            }
            ExprKind::Filter { of, arguments, .. } => {
                self.expr(of);
                self.arguments(arguments);
                // A person is bent to a verb by the pronouns.
                if let Some(path) = self.path(of) {
                    self.paths.insert(format!("{path}.pronouns"));
                }
            }
            ExprKind::Test { of, arguments, .. } => {
                self.expr(of);
                self.arguments(arguments);
            }
            ExprKind::Not(inner) => self.expr(inner),
            ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Choose { then, condition, otherwise } => {
                for part in [then, condition, otherwise] {
                    self.expr(part);
                }
            }
        }
    }

    fn arguments(&mut self, arguments: &[Argument]) {
        for argument in arguments {
            self.expr(&argument.value);
        }
    }

    fn call(&mut self, name: &str, arguments: &[Argument]) {
        let given = |name: &str| {
            let given = arguments.iter().find(|given| given.name.as_ref().is_some_and(|word| word.text == name));
            given.map(|given| &given.value)
        };
        let text = |name: &str| match given(name).map(|value| &value.kind) {
            Some(ExprKind::Text(text)) => Some(text.clone()),
            _ => None,
        };
        match name {
            "rule" | "cite" => self.rules.extend(text("id")),
            "choice_label" => self.paths.extend(text("field")),
            "letterhead" | "signature" => {
                let of = given("of").and_then(|of| self.path(of));
                self.paths.extend(of.iter().flat_map(|of| OF_A_BLOCK.map(|part| format!("{of}.{part}"))));
            }
            _ => {}
        }
    }

    /// The declared path that an expression is.
    fn path(&self, expr: &Expr) -> Option<String> {
        match &expr.kind {
            ExprKind::Path(words) => {
                let (first, rest) = words.split_first()?;
                let mut path = match self.names.iter().rev().find(|(name, _)| *name == first.text) {
                    Some((_, path)) => path.clone()?,
                    None => first.text.clone(),
                };
                for word in rest {
                    path.extend([".", &word.text]);
                }
                Some(path)
            }
            ExprKind::Filter { of, name, .. } if matches!(name.text.as_str(), "first" | "last") => self.item(of),
            _ => None,
        }
    }

    /// The path of the items of a list.
    fn item(&self, list: &Expr) -> Option<String> {
        match &list.kind {
            ExprKind::Each { item, variable, list, .. } => match &item.kind {
                ExprKind::Path(words) if matches!(&words[..], [word] if word.text == variable.text) => self.item(list),
                _ => None,
            },
            ExprKind::Filter { of, .. } => self.item(of),
            _ => self.path(list).map(|path| format!("{path}[]")),
        }
    }
}
