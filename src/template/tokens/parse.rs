//! Makes a tree of a body's tokens, and refuses what is not in the subset.

use std::ops::Range;

use super::ast::{Argument, Expr, ExprKind, Node, Word};
use super::lex::{LexError, Token, TokenKind, lex};

/// How deep expressions may nest; Tera's own limit is reached a little later, without a place.
const MAX_DEPTH: usize = 10;
/// How deep statements may nest.
const MAX_NESTING: usize = 24;

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

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    errors: Vec<LexError>,
    depth: usize,
    nesting: usize,
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

    /// Nodes up to a statement that ends or divides an outer one, whose keyword is given and has been taken.
    fn nodes(&mut self) -> (Vec<Node>, Option<Word>) {
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

    /// An expression and the end of its tag; what cannot be read becomes [`ExprKind::Bad`], so that the statement's body is read.
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

    fn expression(&mut self) -> Read<Expr> {
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

    fn or(&mut self) -> Read<Expr> {
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

    fn arguments(&mut self, positional: bool) -> Read<Vec<Argument>> {
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

    fn primary(&mut self) -> Read<Expr> {
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
