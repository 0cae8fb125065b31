//! Reads the literal text and the tags of a body: what is printed, clauses and statements.

use super::super::ast::{Expr, ExprKind, Node, Word};
use super::super::lex::TokenKind;
use super::{Parser, Read, Reported};

/// How deep statements may nest.
const MAX_NESTING: usize = 24;

impl Parser {
    /// Nodes up to a statement that ends or divides an outer one, whose keyword is given and has been taken.
    pub(super) fn nodes(&mut self) -> (Vec<Node>, Option<Word>) {
        let mut nodes = Vec::new();
        while let Some(kind) = self.peek() {
            let at = self.at();
            let kind = kind.clone();
            self.next += 1;
            match kind {
                TokenKind::Literal => nodes.push(Node::Literal(at)),
                TokenKind::OpenPrint => match self.print() {
                    Ok(node) => nodes.push(node),
                    Err(Reported) => self.skip_tag(),
                },
                TokenKind::OpenStatement => match self.word("a keyword") {
                    Ok(word) if matches!(word.text.as_str(), "endif" | "endfor" | "else" | "elif") => {
                        return (nodes, Some(word));
                    }
                    Ok(word) => match self.statement(&word) {
                        Ok(node) => nodes.push(node),
                        Err(Reported) => self.skip_tag(),
                    },
                    Err(Reported) => self.skip_tag(),
                },
                // What is left of a tag after an error.
                _ => {}
            }
        }
        (nodes, None)
    }

    fn print(&mut self) -> Read<Node> {
        let node = if self.is_symbol("<") { self.clause()? } else { Node::Print(self.expression()?) };
        self.close()?;
        Ok(node)
    }

    fn clause(&mut self) -> Read<Node> {
        self.next += 1;
        let name = self.word("the name of a clause")?;
        if self.is_symbol("-") {
            let at = self.at();
            return self.fail("a clause's name is written with underscores here", at);
        }
        let mut arguments = Vec::new();
        while !self.is_symbol("/") {
            let parameter = self.word("a parameter or `/>`")?;
            let value = if self.take_symbol("=") {
                let at = self.at();
                if let Some(TokenKind::Text(text)) = self.peek() {
                    let kind = ExprKind::Text(text.clone());
                    self.next += 1;
                    Expr { kind, at }
                } else if self.take_symbol("{") {
                    let value = self.expression()?;
                    self.expect_symbol("}")?;
                    value
                } else {
                    return self.expected("a text or `{`");
                }
            } else {
                Expr { kind: ExprKind::Path(vec![parameter.clone()]), at: parameter.at.clone() }
            };
            arguments.push((parameter, value));
        }
        self.expect_symbol("/")?;
        self.expect_symbol(">")?;
        Ok(Node::Clause { name, arguments })
    }

    fn statement(&mut self, word: &Word) -> Read<Node> {
        if self.nesting >= MAX_NESTING {
            return self.fail(format!("statements nest deeper than {MAX_NESTING}"), word.at.clone());
        }
        self.nesting += 1;
        let node = match word.text.as_str() {
            "if" => self.if_statement(word),
            "for" => self.for_statement(word),
            "set" => self.set_statement(),
            "break" | "continue" if self.loops == 0 => {
                self.fail(format!("`{}` stands in no `for`", word.text), word.at.clone())
            }
            "break" => self.close().map(|()| Node::Break),
            "continue" => self.close().map(|()| Node::Continue),
            "include" | "extends" | "block" | "component" | "filter" | "raw" | "set_global" | "macro" | "import" => {
                let what = "templates are put together from clauses";
                self.fail(format!("`{}` is not a statement of templates: {what}", word.text), word.at.clone())
            }
            other => {
                let known = ["if", "elif", "else", "endif", "for", "endfor", "set", "break", "continue"];
                self.fail(crate::words::unknown("statement", other, known), word.at.clone())
            }
        };
        self.nesting -= 1;
        node
    }

    /// An expression and the end of its tag; what cannot be read becomes [`ExprKind::Bad`], so that the statement's
    /// body is read.
    fn head(&mut self) -> Expr {
        let at = self.at();
        let read = self.expression().and_then(|value| self.close().map(|()| value));
        read.unwrap_or_else(|Reported| {
            self.skip_tag();
            Expr { kind: ExprKind::Bad, at }
        })
    }

    fn bare_end(&mut self) {
        if self.close().is_err() {
            self.skip_tag();
        }
    }

    fn if_statement(&mut self, word: &Word) -> Read<Node> {
        let mut branches = Vec::new();
        let mut otherwise = Vec::new();
        let mut condition = Some(self.head());
        loop {
            let (nodes, end) = self.nodes();
            match condition.take() {
                Some(condition) => branches.push((condition, nodes)),
                None => otherwise = nodes,
            }
            match end {
                Some(end) if end.text == "elif" => condition = Some(self.head()),
                Some(end) if end.text == "else" => self.bare_end(),
                Some(end) if end.text == "endif" => {
                    self.bare_end();
                    return Ok(Node::If { branches, otherwise });
                }
                Some(end) => return self.fail(format!("`{}` stands where an `endif` is due", end.text), end.at),
                None => return self.fail("this `if` has no `endif`", word.at.clone()),
            }
        }
    }

    fn for_statement(&mut self, word: &Word) -> Read<Node> {
        let (variable, list) = self.for_head();
        let mut halves: [Vec<Node>; 2] = [Vec::new(), Vec::new()];
        self.loops += 1;
        for half in 0..2 {
            let (nodes, end) = self.nodes();
            halves[half] = nodes;
            match end {
                Some(end) if end.text == "else" && half == 0 => {
                    self.loops -= 1;
                    self.bare_end();
                }
                Some(end) if end.text == "endfor" => {
                    self.loops -= usize::from(half == 0);
                    self.bare_end();
                    let [body, otherwise] = halves;
                    return Ok(Node::For { variable, list, body, otherwise });
                }
                other => {
                    self.loops -= usize::from(half == 0);
                    return match other {
                        Some(end) => self.fail(format!("`{}` stands where an `endfor` is due", end.text), end.at),
                        None => self.fail("this `for` has no `endfor`", word.at.clone()),
                    };
                }
            }
        }
        self.fail("this `for` has no `endfor`", word.at.clone())
    }

    fn for_head(&mut self) -> (Word, Expr) {
        let at = self.at();
        let variable = self.word("a name for the item").and_then(|variable| {
            if self.is_symbol(",") {
                let at = self.at();
                return self.fail("a `for` takes one name: the item", at);
            }
            if self.take_name("in") { Ok(variable) } else { self.expected("`in`") }
        });
        if let Ok(variable) = variable {
            let list = self.head();
            return (variable, list);
        }
        self.skip_tag();
        (Word { text: String::new(), at: at.clone() }, Expr { kind: ExprKind::Bad, at })
    }

    fn set_statement(&mut self) -> Read<Node> {
        let name = self.word("a name")?;
        if !self.is_symbol("=") {
            return self.expected("`=`: text between tags cannot be captured");
        }
        self.next += 1;
        let value = self.expression()?;
        self.close()?;
        Ok(Node::Set { name, value })
    }
}
