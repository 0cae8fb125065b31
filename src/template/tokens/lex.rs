//! Cuts a body into literal text and the tokens of its tags.

use std::ops::Range;

/// A token with its bytes in the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes in the body.
    pub at: Range<usize>,
}

/// The kinds of token.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    /// Literal text between tags, already trimmed where a tag's hyphen says so.
    Literal,
    /// `{{`
    OpenPrint,
    /// `{%`
    OpenStatement,
    /// `}}` or `%}`
    Close,
    /// Stands for what a tag with an error holds after its keyword, so that nothing more is said of it.
    Bad,
    /// A name or a keyword.
    Name(String),
    /// A quoted text, unescaped.
    Text(String),
    /// A whole number.
    Number(i64),
    /// An operator or a bracket.
    Symbol(&'static str),
}

/// What is wrong in a tag, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LexError {
    /// The message.
    pub message: String,
    /// The bytes in the body.
    pub at: Range<usize>,
}

/// Operators and brackets, the longer before the shorter.
const SYMBOLS: [&str; 29] = [
    "...", "==", "!=", "<=", ">=", "//", "**", "?.", "?[", "+", "-", "*", "/", "%", "!", ".", ",", ":", "~", "|", "=",
    "<", ">", "(", ")", "[", "]", "{", "}",
];

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    errors: Vec<LexError>,
    /// A tag that closed with a hyphen: the next literal loses its leading white space.
    trim_next: bool,
}

/// All tokens of a body, and what is wrong in its tags.
#[must_use]
pub fn lex(text: &str) -> (Vec<Token>, Vec<LexError>) {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), errors: Vec::new(), trim_next: false };
    while lexer.at < text.len() {
        lexer.literal();
        lexer.tag();
    }
    (lexer.tokens, lexer.errors)
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        self.tokens.push(Token { kind, at: self.at..self.at + length });
        self.at += length;
    }

    fn error(&mut self, message: impl Into<String>, at: Range<usize>) {
        self.errors.push(LexError { message: message.into(), at });
    }

    fn literal(&mut self) {
        let rest = self.rest();
        let opens = |(at, _): &(usize, &str)| matches!(rest.as_bytes().get(at + 1), Some(b'{' | b'%' | b'#'));
        let length = rest.match_indices('{').find(opens).map_or(rest.len(), |(at, _)| at);
        let (mut start, mut end) = (self.at, self.at + length);
        let trim_end = rest.as_bytes().get(length + 2) == Some(&b'-');
        if std::mem::take(&mut self.trim_next) {
            start = end - self.text[start..end].trim_start().len();
        }
        if trim_end {
            end = start + self.text[start..end].trim_end().len();
        }
        if start < end {
            self.tokens.push(Token { kind: TokenKind::Literal, at: start..end });
        }
        self.at += length;
    }

    fn tag(&mut self) {
        let start = self.at;
        let rest = self.rest();
        if rest.is_empty() {
            return;
        }
        let hyphen = usize::from(rest.as_bytes().get(2) == Some(&b'-'));
        if rest.starts_with("{#") {
            if let Some(end) = rest.find("#}") {
                self.trim_next = end > 2 && rest.as_bytes()[end - 1] == b'-';
                self.at += end + 2;
            } else {
                self.error("this remark is not closed with `#}`", start..start + 2);
                self.at = self.text.len();
            }
            return;
        }
        let (open, close) =
            if rest.starts_with("{{") { (TokenKind::OpenPrint, "}}") } else { (TokenKind::OpenStatement, "%}") };
        let (tokens, errors) = (self.tokens.len(), self.errors.len());
        let keyword = usize::from(open == TokenKind::OpenStatement);
        self.push(open, 2 + hyphen);
        self.inside(close, start);
        if self.errors.len() > errors {
            self.tokens.truncate(tokens + 1 + keyword);
            self.tokens.push(Token { kind: TokenKind::Bad, at: self.at..self.at });
            self.tokens.push(Token { kind: TokenKind::Close, at: self.at..self.at });
        }
    }

    /// The tokens of one tag, up to its end.
    fn inside(&mut self, close: &str, start: usize) {
        let errors = self.errors.len();
        loop {
            self.at += self.rest().len() - self.rest().trim_start().len();
            let rest = self.rest();
            let Some(first) = rest.chars().next() else {
                if self.errors.len() == errors {
                    self.error(format!("this tag is not closed with `{close}`"), start..start + 2);
                }
                return;
            };
            if rest.starts_with(close) {
                return self.push(TokenKind::Close, close.len());
            }
            if rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(close)) {
                self.trim_next = true;
                return self.push(TokenKind::Close, close.len() + 1);
            }
            match first {
                '"' | '\'' | '`' => self.quoted(first),
                '0'..='9' => self.number(),
                'a'..='z' | 'A'..='Z' | '_' => {
                    let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
                    self.push(TokenKind::Name(rest[..length].to_owned()), length);
                }
                _ => {
                    if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
                        self.push(TokenKind::Symbol(symbol), symbol.len());
                        continue;
                    }
                    let end = self.at + first.len_utf8();
                    self.error("this character has no meaning in a tag", self.at..end);
                    self.at = end;
                }
            }
        }
    }

    fn quoted(&mut self, quote: char) {
        let start = self.at;
        let mut text = String::new();
        let mut escaped = false;
        for (offset, character) in self.rest().char_indices().skip(1) {
            match (escaped, character) {
                (true, 'n') => text.push('\n'),
                (true, '\\' | '"' | '\'' | '/' | '`') => text.push(character),
                (true, _) => {
                    self.error("only quotes, `\\\\` and `\\n` are escaped", start + offset - 1..start + offset);
                }
                (false, '\\') => {}
                (false, _) if character == quote => return self.push(TokenKind::Text(text), offset + 1),
                (false, _) => text.push(character),
            }
            escaped = !escaped && character == '\\';
        }
        self.error("this text is not closed by a quote", start..start + 1);
        self.at = self.text.len();
    }

    fn number(&mut self) {
        let rest = self.rest();
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let fraction =
            rest[length..].strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let number = rest[..length].parse().ok().filter(|_| !fraction);
        if number.is_none() {
            self.error("only whole numbers up to nineteen digits can be written", self.at..self.at + length);
        }
        self.push(TokenKind::Number(number.unwrap_or_default()), length);
    }
}
