//! The tree of a body: literal text, and the expressions and statements of its tags.

use std::ops::Range;

/// A word with its bytes in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Its bytes in the body.
    pub at: Range<usize>,
}

/// An expression with its bytes in the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its bytes in the body.
    pub at: Range<usize>,
}

/// The kinds of expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `"text"`
    Text(String),
    /// `12`
    Number(i64),
    /// `true`
    YesNo(bool),
    /// `writer.name.full`
    Path(Vec<Word>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `[e.date for e in events if e.date]`
    Each {
        /// What each item becomes.
        item: Box<Expr>,
        /// The name of the item.
        variable: Word,
        /// The list.
        list: Box<Expr>,
        /// Which items are taken.
        only: Option<Box<Expr>>,
    },
    /// `exhibit(id="a")`, and `rule(id="b")["wording"]` with the wording as `member`.
    Call {
        /// The function.
        name: Word,
        /// What it is given.
        arguments: Vec<Argument>,
        /// What stands in brackets after it.
        member: Option<Box<Expr>>,
    },
    /// `x | date(format="long")`
    Filter {
        /// What is filtered.
        of: Box<Expr>,
        /// The filter.
        name: Word,
        /// What it is given.
        arguments: Vec<Argument>,
    },
    /// `x is before(y)`
    Test {
        /// What is tested.
        of: Box<Expr>,
        /// The test.
        name: Word,
        /// What it is given.
        arguments: Vec<Argument>,
        /// `is not`.
        negated: bool,
    },
    /// `not x`
    Not(Box<Expr>),
    /// `a and b`, `a == b`, `a + b`
    Binary {
        /// The operator; `not in` in one.
        operator: &'static str,
        /// What stands before it.
        left: Box<Expr>,
        /// What stands after it.
        right: Box<Expr>,
    },
    /// `a if condition else b`
    Choose {
        /// The value when it holds.
        then: Box<Expr>,
        /// The condition.
        condition: Box<Expr>,
        /// The value when it does not.
        otherwise: Box<Expr>,
    },
    /// What could not be read; the error is in the report.
    Bad,
}

/// An argument of a call; only a test's may go without a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// The name.
    pub name: Option<Word>,
    /// The value.
    pub value: Expr,
}

/// One piece of a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Literal text, after trimming at tags with a hyphen.
    Literal(Range<usize>),
    /// `{{ expression }}`
    Print(Expr),
    /// `{{ <clause parameter={value} /> }}`
    Clause {
        /// The clause, with underscores.
        name: Word,
        /// What it is given.
        arguments: Vec<(Word, Expr)>,
    },
    /// `{% if %}`
    If {
        /// The conditions with what they govern, in order.
        branches: Vec<(Expr, Vec<Node>)>,
        /// What stands after `else`.
        otherwise: Vec<Node>,
    },
    /// `{% for %}`
    For {
        /// The name of the item.
        variable: Word,
        /// The list.
        list: Expr,
        /// What is done for each item.
        body: Vec<Node>,
        /// What is done when there is no item.
        otherwise: Vec<Node>,
    },
    /// `{% set name = expression %}`
    Set {
        /// The name.
        name: Word,
        /// The value.
        value: Expr,
    },
    /// `{% break %}`
    Break,
    /// `{% continue %}`
    Continue,
}
