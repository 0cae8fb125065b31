//! Reads expressions: operators from the loosest to the tightest, tests and filters.

use super::super::ast::{Expr, ExprKind};
use super::super::lex::TokenKind;
use super::{Parser, Read};

/// How deep expressions may nest; Tera's own limit is reached a little later, without a place.
const MAX_DEPTH: usize = 10;

impl Parser {
    pub(super) fn expression(&mut self) -> Read<Expr> {
        if self.depth >= MAX_DEPTH {
            let at = self.at();
            return self.fail(format!("expressions nest deeper than {MAX_DEPTH}"), at);
        }
        self.depth += 1;
        let read = self.choose();
        self.depth -= 1;
        read
    }

    fn choose(&mut self) -> Read<Expr> {
        let then = self.or()?;
        if !self.take_name("if") {
            return Ok(then);
        }
        let condition = self.or()?;
        if !self.take_name("else") {
            return self.expected("`else`");
        }
        let otherwise = self.expression()?;
        let at = then.at.start..otherwise.at.end;
        let [then, condition, otherwise] = [then, condition, otherwise].map(Box::new);
        Ok(Expr { kind: ExprKind::Choose { then, condition, otherwise }, at })
    }

    fn binary(operator: &'static str, left: Expr, right: Expr) -> Expr {
        let at = left.at.start..right.at.end;
        Expr { kind: ExprKind::Binary { operator, left: Box::new(left), right: Box::new(right) }, at }
    }

    pub(super) fn or(&mut self) -> Read<Expr> {
        let mut left = self.and()?;
        while self.take_name("or") {
            left = Self::binary("or", left, self.and()?);
        }
        Ok(left)
    }

    fn and(&mut self) -> Read<Expr> {
        let mut left = self.not()?;
        while self.take_name("and") {
            left = Self::binary("and", left, self.not()?);
        }
        Ok(left)
    }

    fn not(&mut self) -> Read<Expr> {
        let start = self.at().start;
        if !self.take_name("not") {
            return self.comparison();
        }
        let inner = self.comparison()?;
        let at = start..inner.at.end;
        Ok(Expr { kind: ExprKind::Not(Box::new(inner)), at })
    }

    fn comparison(&mut self) -> Read<Expr> {
        let left = self.sum()?;
        let operator = match self.peek() {
            Some(TokenKind::Symbol(symbol @ ("==" | "!=" | "<" | ">" | "<=" | ">="))) => *symbol,
            Some(TokenKind::Name(name)) if name == "in" => "in",
            Some(TokenKind::Name(name)) if name == "not" => {
                self.next += 1;
                if !self.is_name("in") {
                    return self.expected("`in`");
                }
                "not in"
            }
            Some(TokenKind::Name(name)) if name == "is" => return self.test(left),
            _ => return Ok(left),
        };
        self.next += 1;
        Ok(Self::binary(operator, left, self.sum()?))
    }

    fn test(&mut self, of: Expr) -> Read<Expr> {
        self.next += 1;
        let negated = self.take_name("not");
        let name = self.word("a test")?;
        let arguments = if self.is_symbol("(") { self.arguments(true)? } else { Vec::new() };
        let at = self.since(of.at.start);
        Ok(Expr { kind: ExprKind::Test { of: Box::new(of), name, arguments, negated }, at })
    }

    fn sum(&mut self) -> Read<Expr> {
        let mut left = self.product()?;
        loop {
            let operator = match self.peek() {
                Some(TokenKind::Symbol(symbol @ ("+" | "-"))) => *symbol,
                Some(TokenKind::Symbol("~")) => {
                    let at = self.at();
                    return self.fail("texts are not joined with `~`: print them one after the other", at);
                }
                _ => return Ok(left),
            };
            self.next += 1;
            left = Self::binary(operator, left, self.product()?);
        }
    }

    fn product(&mut self) -> Read<Expr> {
        let mut left = self.filtered()?;
        while let Some(TokenKind::Symbol(symbol @ ("*" | "//" | "%"))) = self.peek() {
            let operator = *symbol;
            self.next += 1;
            left = Self::binary(operator, left, self.filtered()?);
        }
        Ok(left)
    }

    fn filtered(&mut self) -> Read<Expr> {
        let mut value = self.primary()?;
        while self.take_symbol("|") {
            let name = self.word("a filter")?;
            let arguments = if self.is_symbol("(") { self.arguments(false)? } else { Vec::new() };
            let at = self.since(value.at.start);
            value = Expr { kind: ExprKind::Filter { of: Box::new(value), name, arguments }, at };
        }
        Ok(value)
    }
}
