//! Makes a tree of a body's tokens, and refuses what is not in the subset.

mod expressions;
mod operands;
mod statements;

use std::ops::Range;

use super::ast::{Node, Word};
use super::lex::{LexError, Token, TokenKind, lex};

/// The tree of a body, and what is wrong in it.
#[must_use]
pub fn parse(text: &str) -> (Vec<Node>, Vec<LexError>) {
    let (tokens, errors) = lex(text);
    let mut parser = Parser { tokens, next: 0, errors, depth: 0, nesting: 0, loops: 0 };
    let mut nodes = Vec::new();
    while parser.next < parser.tokens.len() {
        let (more, end) = parser.nodes();
        nodes.extend(more);
        if let Some(end) = end {
            parser.error(format!("`{}` has no tag that it ends", end.text), end.at);
            parser.skip_tag();
        }
    }
    parser.errors.sort_by_key(|error| error.at.start);
    (nodes, parser.errors)
}

/// A body's tokens while they are read.
struct Parser {
    tokens: Vec<Token>,
    next: usize,
    errors: Vec<LexError>,
    /// How deep in expressions.
    depth: usize,
    /// How deep in statements.
    nesting: usize,
    /// How deep in bodies of a `for`.
    loops: usize,
}

/// An error has been reported: the rest of the tag is skipped.
struct Reported;

type Read<T> = Result<T, Reported>;

impl Parser {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.next).map(|token| &token.kind)
    }

    fn at(&self) -> Range<usize> {
        match self.tokens.get(self.next).or(self.tokens.last()) {
            Some(token) => token.at.clone(),
            None => 0..0,
        }
    }

    /// The bytes from `start` to the end of the last token that was taken.
    fn since(&self, start: usize) -> Range<usize> {
        let end = self.next.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(start, |token| token.at.end);
        start..end.max(start)
    }

    fn error(&mut self, message: impl Into<String>, at: Range<usize>) {
        self.errors.push(LexError { message: message.into(), at });
    }

    fn fail<T>(&mut self, message: impl Into<String>, at: Range<usize>) -> Read<T> {
        self.error(message, at);
        Err(Reported)
    }

    fn is_symbol(&self, symbol: &str) -> bool {
        matches!(self.peek(), Some(TokenKind::Symbol(found)) if *found == symbol)
    }

    fn is_name(&self, name: &str) -> bool {
        matches!(self.peek(), Some(TokenKind::Name(found)) if found == name)
    }

    fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = self.is_symbol(symbol);
        self.next += usize::from(found);
        found
    }

    fn take_name(&mut self, name: &str) -> bool {
        let found = self.is_name(name);
        self.next += usize::from(found);
        found
    }

    fn expect_symbol(&mut self, symbol: &str) -> Read<()> {
        if self.take_symbol(symbol) { Ok(()) } else { self.expected(&format!("`{symbol}`")) }
    }

    fn expected<T>(&mut self, what: &str) -> Read<T> {
        let found = match self.peek() {
            None | Some(TokenKind::Literal | TokenKind::OpenPrint | TokenKind::OpenStatement) => "the end".to_owned(),
            Some(TokenKind::Close) => "the end of the tag".to_owned(),
            Some(TokenKind::Name(name)) => format!("`{name}`"),
            Some(TokenKind::Text(_)) => "a text".to_owned(),
            Some(TokenKind::Number(_)) => "a number".to_owned(),
            Some(TokenKind::Symbol(symbol)) => format!("`{symbol}`"),
            Some(TokenKind::Bad) => return Err(Reported),
        };
        let at = self.at();
        self.fail(format!("expected {what}, found {found}"), at)
    }

    fn word(&mut self, what: &str) -> Read<Word> {
        let at = self.at();
        match self.peek() {
            Some(TokenKind::Name(name)) => {
                let text = name.clone();
                self.next += 1;
                Ok(Word { text, at })
            }
            _ => self.expected(what),
        }
    }

    fn close(&mut self) -> Read<()> {
        match self.peek() {
            Some(TokenKind::Close) => {
                self.next += 1;
                Ok(())
            }
            _ => self.expected("the end of the tag"),
        }
    }

    /// Goes past the end of the tag that is being read.
    fn skip_tag(&mut self) {
        while let Some(kind) = self.peek() {
            match kind {
                TokenKind::Close => {
                    self.next += 1;
                    return;
                }
                TokenKind::Literal | TokenKind::OpenPrint | TokenKind::OpenStatement => return,
                _ => self.next += 1,
            }
        }
    }
}
