//! Reads what operators stand between: texts, numbers, lists, paths and calls, with their arguments.

use super::super::ast::{Argument, Expr, ExprKind, Word};
use super::super::lex::TokenKind;
use super::{Parser, Read};

impl Parser {
    pub(super) fn arguments(&mut self, positional: bool) -> Read<Vec<Argument>> {
        self.expect_symbol("(")?;
        let mut arguments: Vec<Argument> = Vec::new();
        while !self.take_symbol(")") {
            if !arguments.is_empty() {
                self.expect_symbol(",")?;
                if self.take_symbol(")") {
                    break;
                }
            }
            let named = matches!(self.tokens.get(self.next + 1).map(|token| &token.kind), Some(TokenKind::Symbol("=")));
            let name = if named {
                let name = self.word("the name of an argument")?;
                self.next += 1;
                Some(name)
            } else if positional && arguments.is_empty() {
                None
            } else {
                return self.expected("an argument with its name, as in `name=value`");
            };
            let value = self.expression()?;
            arguments.push(Argument { name, value });
        }
        Ok(arguments)
    }

    pub(super) fn primary(&mut self) -> Read<Expr> {
        let at = self.at();
        let Some(kind) = self.peek().cloned() else { return self.expected("an expression") };
        self.next += 1;
        let kind = match kind {
            TokenKind::Bad => ExprKind::Bad,
            TokenKind::Text(text) => ExprKind::Text(text),
            TokenKind::Number(number) => ExprKind::Number(number),
            TokenKind::Symbol("-") => match self.peek() {
                Some(TokenKind::Number(number)) => {
                    let number = -*number;
                    self.next += 1;
                    ExprKind::Number(number)
                }
                _ => return self.expected("a number"),
            },
            TokenKind::Symbol("(") => {
                let inner = self.expression()?;
                self.expect_symbol(")")?;
                return Ok(Expr { at: self.since(at.start), ..inner });
            }
            TokenKind::Symbol("[") => self.list()?,
            TokenKind::Symbol("{") => return self.fail("maps cannot be written in a template", at),
            TokenKind::Name(name) => match name.as_str() {
                "true" | "True" => ExprKind::YesNo(true),
                "false" | "False" => ExprKind::YesNo(false),
                "none" | "None" | "null" => {
                    return self.fail(format!("`{name}` is not written: ask whether a value `is known`"), at);
                }
                _ => self.path(Word { text: name, at: at.clone() })?,
            },
            _ => {
                self.next -= 1;
                return self.expected("an expression");
            }
        };
        Ok(Expr { kind, at: self.since(at.start) })
    }

    fn list(&mut self) -> Read<ExprKind> {
        let mut items = Vec::new();
        while !self.take_symbol("]") {
            if !items.is_empty() {
                self.expect_symbol(",")?;
                if self.take_symbol("]") {
                    break;
                }
            }
            let item = self.expression()?;
            if items.is_empty() && self.take_name("for") {
                return self.each(item);
            }
            items.push(item);
        }
        Ok(ExprKind::List(items))
    }

    fn each(&mut self, item: Expr) -> Read<ExprKind> {
        let variable = self.word("a name for the item")?;
        if !self.take_name("in") {
            return self.expected("`in`");
        }
        let list = self.or()?;
        let only = if self.take_name("if") { Some(Box::new(self.or()?)) } else { None };
        self.expect_symbol("]")?;
        Ok(ExprKind::Each { item: Box::new(item), variable, list: Box::new(list), only })
    }

    fn path(&mut self, first: Word) -> Read<ExprKind> {
        if self.is_symbol("(") {
            let arguments = self.arguments(false)?;
            let member = if self.take_symbol("[") {
                let member = self.expression()?;
                self.expect_symbol("]")?;
                Some(Box::new(member))
            } else {
                None
            };
            if self.is_symbol(".") || self.is_symbol("?.") {
                let at = self.at();
                return self.fail("a call cannot be followed by a dot", at);
            }
            return Ok(ExprKind::Call { name: first, arguments, member });
        }
        let mut words = vec![first];
        loop {
            if self.is_symbol("[") || self.is_symbol("?[") {
                let at = self.at();
                return self
                    .fail("only `rule(…)` is followed by brackets; of a list take `| first`, `| last` or a `for`", at);
            }
            if !self.take_symbol(".") && !self.take_symbol("?.") {
                return Ok(ExprKind::Path(words));
            }
            words.push(self.word("a name")?);
        }
    }
}
