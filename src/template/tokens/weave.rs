//! Checks a body's tree against what is declared, and writes it as Tera code in which every call knows its place.

mod calls;
mod expressions;
pub mod guards;

use std::ops::Range;

use super::ast::{Expr, Node, Word};
use super::kind::Kind;
use super::parse::parse;
use crate::diag::{Diagnostic, Report};
use crate::fields::Party;
use crate::span::{SourceId, Span};
use crate::template::{Clause, faults};
use guards::{Guard, Optional};

/// Behind the number of a place: its literal text is printed.
pub const LITERAL: char = '.';
/// Behind the number of a place: what is printed next is printed there.
pub const PRINTED: char = ':';

/// A body, and what its tags may name.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    /// The file.
    pub source: SourceId,
    /// The body.
    pub body: &'a str,
    /// Where the body begins in the file.
    pub start: usize,
    /// The people, for messages.
    pub parties: &'a [Party],
    /// The names that the body may read, with their kinds.
    pub declared: Vec<(String, Kind)>,
    /// What may be left out of them.
    pub optional: Vec<Optional>,
    /// The rules that it names.
    pub rules: &'a [(String, Span)],
    /// The clauses that it may call.
    pub clauses: &'a [Clause],
}

/// A place that the code refers to by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where it is.
    pub span: Span,
    /// What stands there: the literal text, or the expression as it was written.
    pub text: String,
}

/// A place where a body goes one way or another, as what it reads decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The condition, or the list of a `for`.
    pub span: Span,
    /// What is decided.
    pub kind: Fork,
}

/// What is decided at a [`Decision`], and so which ways there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fork {
    /// An `if` or `elif` after which another `elif` follows.
    If,
    /// The last condition of an `if`: when it does not hold, the `else` is taken, or nothing.
    LastIf,
    /// A `for`.
    For,
    /// A `for` with an `else`.
    ForElse,
    /// `a if condition else b`.
    Choose,
}

/// The code of a template with its clauses, and the places that it refers to.
#[derive(Clone, Debug, Default)]
pub struct Woven {
    /// Whether the code notes how each decision comes out.
    tracing: bool,
    /// Where it goes one way or another.
    pub decisions: Vec<Decision>,
    /// The Tera code. All that it prints by itself are numbers of places, each with [`LITERAL`] or [`PRINTED`] behind
    /// it.
    pub code: String,
    /// The places by number.
    pub places: Vec<Place>,
    /// Where in the code each tag begins, with its place.
    pub marks: Vec<(usize, Span)>,
}

impl Woven {
    /// Code that notes how each decision comes out.
    #[must_use]
    pub fn tracing() -> Self {
        Self { tracing: true, ..Self::default() }
    }
}

/// Checks a body and adds its code to `woven`.
pub fn weave(sheet: &Sheet<'_>, woven: &mut Woven, report: &mut Report) {
    let (nodes, errors) = parse(sheet.body);
    let mut weaver = Weaver {
        sheet,
        woven,
        report,
        scopes: vec![Vec::new()],
        aliases: Vec::new(),
        guards: Vec::new(),
        absent: Vec::new(),
        loops: 0,
    };
    for error in errors {
        let span = weaver.span(&error.at);
        weaver.report.push(faults::bad_template(error.message, span));
    }
    weaver.nodes(&nodes);
}

/// A clause's name as a component.
#[must_use]
pub fn component(name: &str) -> String {
    format!("c_{}", name.replace('-', "_"))
}

/// A declared name as a variable of the code; the prefix keeps it apart from Tera's own words.
#[must_use]
pub fn variable(name: &str) -> String {
    format!("v_{name}")
}

/// An expression's code with its kind.
struct Value {
    code: String,
    kind: Kind,
}

struct Weaver<'a> {
    sheet: &'a Sheet<'a>,
    woven: &'a mut Woven,
    report: &'a mut Report,
    /// Names that the body itself has set, innermost loop last.
    scopes: Vec<Vec<(String, Kind)>>,
    /// What these names stand for, as a declared path where they do.
    aliases: Vec<(String, Option<String>)>,
    /// What holds where the body is being read.
    guards: Vec<Guard>,
    /// The code of what is not known where the body is being read.
    absent: Vec<String>,
    loops: usize,
}

impl Weaver<'_> {
    fn span(&self, at: &Range<usize>) -> Span {
        Span::new(self.sheet.source, self.sheet.start + at.start, self.sheet.start + at.end)
    }

    /// The number of a place, for the code.
    fn place(&mut self, at: &Range<usize>) -> usize {
        let text = self.sheet.body.get(at.clone()).unwrap_or_default().to_owned();
        self.woven.places.push(Place { span: self.span(at), text });
        self.woven.places.len() - 1
    }

    fn write(&mut self, at: &Range<usize>, code: &str) {
        let span = self.span(at);
        self.woven.marks.push((self.woven.code.len(), span));
        self.woven.code.push_str(code);
    }

    fn report(&mut self, found: Diagnostic) {
        self.report.push(found);
    }

    /// The code of a condition or of a list to go through, which notes how it comes out where that is wanted.
    fn decided(&mut self, at: &Range<usize>, kind: Fork, code: String) -> String {
        let span = self.span(at);
        self.woven.decisions.push(Decision { span, kind });
        if !self.woven.tracing {
            return code;
        }
        let place = self.place(at);
        format!("({code}|decided(at={place}))")
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Literal(at) => {
                let place = self.place(at);
                self.write(at, &format!("{place}{LITERAL}"));
            }
            Node::Print(expr) => self.print(expr),
            Node::Clause { name, arguments } => self.clause(name, arguments),
            Node::If { branches, otherwise } => {
                let (before, absent) = (self.guards.len(), self.absent.len());
                for (number, (condition, body)) in branches.iter().enumerate() {
                    let code = self.condition(condition);
                    let fork = if number + 1 == branches.len() { Fork::LastIf } else { Fork::If };
                    let code = self.decided(&condition.at, fork, code);
                    let keyword = if number == 0 { "if" } else { "elif" };
                    self.write(&condition.at, &format!("{{% {keyword} {code} %}}"));
                    self.under(condition, true, |weaver| weaver.nodes(body));
                    // What stands further down is reached only when this does not hold.
                    let mut guards = self.teaches(condition, false, &[]);
                    self.guards.append(&mut guards);
                    self.lacks(condition, false);
                }
                self.woven.code.push_str("{% else %}");
                self.nodes(otherwise);
                self.woven.code.push_str("{% endif %}");
                self.guards.truncate(before);
                self.absent.truncate(absent);
            }
            Node::For { variable, list, body, otherwise } => self.each(variable, list, body, otherwise),
            Node::Set { name, value } => {
                let woven = self.expression(value);
                self.write(&value.at, &format!("{{% set {} = {} %}}", variable(&name.text), woven.code));
                self.declare(name, woven.kind);
                let alias = self.canonical(value);
                self.aliases.push((name.text.clone(), alias));
            }
            Node::Break => self.woven.code.push_str("{% break %}"),
            Node::Continue => self.woven.code.push_str("{% continue %}"),
        }
    }

    fn each(&mut self, item: &Word, list: &Expr, body: &[Node], otherwise: &[Node]) {
        let (code, kind) = self.list(list);
        let code = self.decided(&list.at, if otherwise.is_empty() { Fork::For } else { Fork::ForElse }, code);
        self.write(&list.at, &format!("{{% for {} in {code} %}}", variable(&item.text)));
        self.scopes.push(Vec::new());
        self.declare(item, kind);
        let (aliases, guards) = (self.aliases.len(), self.guards.len());
        let alias = self.item(list);
        self.aliases.push((item.text.clone(), alias));
        let known = self.canonical(list);
        self.guards.extend(known.map(Guard::Known));
        self.loops += 1;
        self.nodes(body);
        self.loops -= 1;
        self.guards.truncate(guards);
        self.aliases.truncate(aliases);
        self.scopes.pop();
        self.woven.code.push_str("{% else %}");
        self.nodes(otherwise);
        self.woven.code.push_str("{% endfor %}");
    }

    /// Makes a name known from here on; a name of the front matter is never hidden by one of the body.
    fn declare(&mut self, name: &Word, kind: Kind) {
        let span = self.span(&name.at);
        if self.sheet.declared.iter().any(|(declared, _)| *declared == name.text) || name.text == "loop" {
            self.report(faults::bad_template(format!("`{}` has a meaning already", name.text), span));
            return;
        }
        let Some(scope) = self.scopes.last_mut() else { return };
        match scope.iter_mut().find(|(known, _)| *known == name.text) {
            Some((_, known)) => *known = std::mem::replace(known, Kind::Any).or(kind),
            None => scope.push((name.text.clone(), kind)),
        }
    }

    fn print(&mut self, expr: &Expr) {
        let value = self.expression(expr);
        if !value.kind.is_printable() {
            let text = self.sheet.body.get(expr.at.clone()).unwrap_or_default();
            let found =
                faults::wrong_use(format!("{} cannot be printed as it stands", value.kind.noun()), self.span(&expr.at));
            let found = match &value.kind {
                Kind::Name => found.hint(format!("print one of its forms, such as `{text}.full`")),
                Kind::Pronouns => found.hint(format!("print one of the forms, such as `{text}.subject`")),
                Kind::Person(_) | Kind::Group(_) => match value.kind.member("name") {
                    Ok(Kind::Name) => found.hint(format!("print one of its parts, such as `{text}.name.full`")),
                    _ => found.hint("print one of its parts"),
                },
                Kind::List(_) | Kind::Nothing => found.hint(format!("print it as `{text} | list`, or with a `for`")),
                _ => found.hint("use it in an `if`"),
            };
            self.report(found);
        }
        self.printed(expr);
        let place = self.place(&expr.at);
        self.write(&expr.at, &format!("{place}{PRINTED}{{{{ {}|print }}}}", value.code));
    }
}
