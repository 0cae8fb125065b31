//! Expressions: paths, comparisons, conditions, lists.

use super::super::ast::{Expr, ExprKind, Word};
use super::super::kind::Kind;
use super::{Fork, Value, Weaver, variable};
use crate::fields::schema;
use crate::template::faults;
use crate::words;

/// What a `for` knows of itself.
const LOOP: [&str; 5] = ["index", "index0", "first", "last", "length"];

impl Weaver<'_> {
    pub(super) fn expression(&mut self, expr: &Expr) -> Value {
        match &expr.kind {
            ExprKind::Text(text) => Value { code: quote(text), kind: Kind::Literal },
            ExprKind::Number(number) => Value { code: format!("({number})"), kind: Kind::Number },
            ExprKind::YesNo(yes) => Value { code: yes.to_string(), kind: Kind::YesNo },
            ExprKind::Path(path) => self.path(path),
            ExprKind::List(items) => {
                let items: Vec<Value> = items.iter().map(|item| self.expression(item)).collect();
                let codes: Vec<&str> = items.iter().map(|item| item.code.as_str()).collect();
                let code = format!("[{}]", codes.join(", "));
                let kind = items.into_iter().map(|item| item.kind).reduce(Kind::or);
                Value { code, kind: kind.map_or(Kind::Nothing, |kind| Kind::List(Box::new(kind))) }
            }
            ExprKind::Each { item, variable, list, only } => self.comprehension(item, variable, list, only.as_deref()),
            ExprKind::Call { name, arguments, member } => self.call(expr, name, arguments, member.as_deref()),
            ExprKind::Filter { of, name, arguments } => self.filter(expr, of, name, arguments),
            ExprKind::Test { of, name, arguments, negated } => self.test(expr, of, (name, arguments), *negated),
            ExprKind::Not(inner) => {
                let code = self.condition(inner);
                Value { code: format!("(not {code})"), kind: Kind::Condition }
            }
            ExprKind::Binary { operator, left, right } => self.binary(expr, operator, left, right),
            ExprKind::Choose { then, condition, otherwise } => {
                let then = self.expression(then);
                let code = self.condition(condition);
                let condition = self.decided(&condition.at, Fork::Choose, code);
                let otherwise = self.expression(otherwise);
                let code = format!("({} if {condition} else {})", then.code, otherwise.code);
                Value { code, kind: then.kind.or(otherwise.kind) }
            }
            ExprKind::Bad => Value { code: "false".to_owned(), kind: Kind::Any },
        }
    }

    /// An expression as a condition: its code gives true or false.
    pub(super) fn condition(&mut self, expr: &Expr) -> String {
        let value = self.expression(expr);
        match value.kind {
            Kind::Condition => value.code,
            // Of "0 to 2" nobody can say whether it is none: the finding needs the place.
            Kind::Number => format!("({}|truth(at={}))", value.code, self.place(&expr.at)),
            _ => format!("({}|truth)", value.code),
        }
    }

    /// An expression whose value is taken out of its handle.
    pub(super) fn native(value: &Value) -> String {
        if value.kind.is_native() && value.kind != Kind::Condition {
            format!("({}|native)", value.code)
        } else {
            value.code.clone()
        }
    }

    /// An expression to go through, with the kind of its items.
    pub(super) fn list(&mut self, expr: &Expr) -> (String, Kind) {
        let value = self.expression(expr);
        let kind = match value.kind {
            Kind::List(item) => *item,
            Kind::Nothing | Kind::Any => Kind::Any,
            other => {
                let message = format!("a `for` goes through a list, but this is {}", other.noun());
                self.report(faults::wrong_use(message, self.span(&expr.at)));
                Kind::Any
            }
        };
        (format!("({}|items)", value.code), kind)
    }

    fn comprehension(&mut self, item: &Expr, name: &Word, list: &Expr, only: Option<&Expr>) -> Value {
        let (list, kind) = self.list(list);
        self.scopes.push(Vec::new());
        self.declare(name, kind);
        // Tera's `loop` is the statement's, not this one's: it is not read inside.
        let loops = std::mem::take(&mut self.loops);
        let item = self.expression(item);
        let only = only.map(|only| format!(" if {}", self.condition(only))).unwrap_or_default();
        self.loops = loops;
        self.scopes.pop();
        let code = format!("[{} for {} in {list}{only}]", item.code, variable(&name.text));
        Value { code, kind: Kind::List(Box::new(item.kind)) }
    }

    fn path(&mut self, path: &[Word]) -> Value {
        let Some((first, rest)) = path.split_first() else {
            return Value { code: "false".to_owned(), kind: Kind::Any };
        };
        if first.text == "loop" {
            return self.loop_path(first, rest);
        }
        let Some(mut kind) = self.look_up(&first.text) else {
            let known = self.known_names();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            self.report(faults::unknown_name(&first.text, self.span(&first.at), &known));
            return Value { code: "false".to_owned(), kind: Kind::Any };
        };
        let mut code = variable(&first.text);
        let mut so_far = first.text.clone();
        for word in rest {
            kind = match kind.member(&word.text) {
                Ok(member) => member,
                Err(known) => {
                    let span = self.span(&word.at);
                    let person =
                        matches!(kind, Kind::Person(_)) && schema::person().iter().any(|field| field.name == word.text);
                    let found = if person {
                        let party = self.sheet.parties.iter().find(|party| party.name == first.text);
                        faults::not_needed(&so_far, &word.text, span, party.map(|party| party.span))
                    } else {
                        faults::unknown_member(&so_far, kind.noun(), &word.text, span, &known)
                    };
                    self.report(found);
                    return Value { code: "false".to_owned(), kind: Kind::Any };
                }
            };
            code = format!("{code}?.{}", word.text);
            so_far = format!("{so_far}.{}", word.text);
        }
        Value { code, kind }
    }

    fn loop_path(&mut self, first: &Word, rest: &[Word]) -> Value {
        let kind = match rest {
            _ if self.loops == 0 => {
                self.report(faults::bad_template("`loop` is known only inside a `for`", self.span(&first.at)));
                Kind::Any
            }
            [member] if LOOP.contains(&member.text.as_str()) => {
                let kind = if matches!(member.text.as_str(), "first" | "last") { Kind::YesNo } else { Kind::Number };
                return Value { code: format!("loop.{}", member.text), kind };
            }
            [member, ..] => {
                self.report(faults::unknown_member("loop", "a loop", &member.text, self.span(&member.at), &LOOP));
                Kind::Any
            }
            [] => {
                self.report(
                    faults::wrong_use("`loop` has a value only in its parts", self.span(&first.at))
                        .hint("write `loop.index`"),
                );
                Kind::Any
            }
        };
        Value { code: "false".to_owned(), kind }
    }

    pub(super) fn look_up(&self, name: &str) -> Option<Kind> {
        let set = self.scopes.iter().rev().flatten().find(|(known, _)| known == name);
        set.or_else(|| self.sheet.declared.iter().find(|(known, _)| known == name)).map(|(_, kind)| kind.clone())
    }

    fn known_names(&self) -> Vec<String> {
        self.sheet.declared.iter().chain(self.scopes.iter().flatten()).map(|(name, _)| name.clone()).collect()
    }

    fn binary(&mut self, expr: &Expr, operator: &'static str, left: &Expr, right: &Expr) -> Value {
        if matches!(operator, "and" | "or") {
            let (left, right) = (self.condition(left), self.condition(right));
            return Value { code: format!("({left} {operator} {right})"), kind: Kind::Condition };
        }
        let (one, other) = (self.expression(left), self.expression(right));
        let arithmetic = matches!(operator, "+" | "-" | "*" | "//" | "%");
        if arithmetic {
            for (value, side) in [(&one, left), (&other, right)] {
                if !matches!(value.kind, Kind::Number | Kind::Any) {
                    let message = format!("`{operator}` takes numbers, but this is {}", value.kind.noun());
                    self.report(faults::wrong_use(message, self.span(&side.at)));
                }
            }
            let place = self.place(&expr.at);
            let code = format!("math(op={}, a={}, b={}, at={place})", quote(operator), one.code, other.code);
            return Value { code, kind: Kind::Number };
        }
        self.compared(operator, (left, &one), (right, &other));
        let (a, b) = (Self::native(&one), Self::native(&other));
        // What is not known equals nothing, in Tera too as long as one side is written out; of two facts both may be
        // unknown.
        let written = [left, right].iter().any(|side| is_written(&side.kind));
        // A number that is no exact one has no value that Tera could compare.
        let numbers = [&one.kind, &other.kind].contains(&&Kind::Number);
        let code = match operator {
            "==" | "!=" if written && !numbers => format!("({a} {operator} {b})"),
            _ => format!("compare(op={}, a={a}, b={b}, at={})", quote(operator), self.place(&expr.at)),
        };
        Value { code, kind: Kind::Condition }
    }

    /// Whether two values can be compared at all, and may be equal.
    fn compared(&mut self, operator: &str, left: (&Expr, &Value), right: (&Expr, &Value)) {
        if matches!(operator, "in" | "not in") {
            let (list, kind) = match (&right.0.kind, &right.1.kind) {
                (ExprKind::List(items), _) => (items.as_slice(), None),
                (_, Kind::List(item)) => (&[][..], Some(item.as_ref().clone())),
                (_, Kind::Any) => return,
                (_, other) => {
                    let message = format!("`{operator}` looks into a list, but this is {}", other.noun());
                    return self.report(faults::wrong_use(message, self.span(&right.0.at)));
                }
            };
            for item in list {
                let kind = match item.kind {
                    ExprKind::Text(_) => Kind::Literal,
                    ExprKind::Number(_) => Kind::Number,
                    _ => Kind::Any,
                };
                self.alike("==", left, (item, &kind));
            }
            if let Some(kind) = kind {
                self.alike("==", left, (right.0, &kind));
            }
            return;
        }
        self.alike(operator, left, (right.0, &right.1.kind));
    }

    fn alike(&mut self, operator: &str, left: (&Expr, &Value), right: (&Expr, &Kind)) {
        let ((one, first), (other, second)) = ((left.0, &left.1.kind), right);
        let ordered = matches!(operator, "<" | ">" | "<=" | ">=");
        match (first, second) {
            (Kind::Any, _) | (_, Kind::Any) | (Kind::Number, Kind::Number) => {}
            (Kind::YesNo | Kind::Condition, Kind::YesNo | Kind::Condition) | (Kind::Choice(_), Kind::Choice(_))
                if !ordered => {}
            (Kind::Choice(values), Kind::Literal) if !ordered => self.chosen(values, one, other),
            (Kind::Literal, Kind::Choice(values)) if !ordered => self.chosen(values, other, one),
            (Kind::Date, _) | (_, Kind::Date) => {
                let found = faults::wrong_use("dates are not compared with operators", self.span(&one.at));
                self.report(found.hint("write `is before(…)` or `is after(…)`"));
            }
            (first, second) => {
                let span = self.span(&(one.at.start..other.at.end.max(one.at.end)));
                let message = format!("`{operator}` cannot compare {} with {}", first.noun(), second.noun());
                let text = matches!(first, Kind::Text | Kind::Prose | Kind::Literal);
                let found = faults::wrong_use(message, span);
                self.report(if text {
                    found.hint("texts are not compared: make the field a `choice`, or ask whether it `is known`")
                } else {
                    found
                });
            }
        }
    }

    /// Whether a text is one of the values of a choice.
    pub(super) fn chosen(&mut self, values: &[String], choice: &Expr, literal: &Expr) {
        let ExprKind::Text(text) = &literal.kind else { return };
        if !values.contains(text) {
            let name = self.sheet.body.get(choice.at.clone()).unwrap_or_default();
            let message = match words::nearest(text, values.iter().map(String::as_str)) {
                Some(near) => format!("`{name}` is never `{text}`; did you mean `{near}`?"),
                None => format!("`{name}` is never `{text}`"),
            };
            let known: Vec<&str> = values.iter().map(String::as_str).collect();
            let hint = format!("its values are {}", words::list(&words::quoted(&known), "and"));
            self.report(faults::wrong_use(message, self.span(&literal.at)).hint(hint));
        }
    }
}

/// Whether a value stands in the template itself.
fn is_written(kind: &ExprKind) -> bool {
    matches!(kind, ExprKind::Text(_) | ExprKind::Number(_) | ExprKind::YesNo(_))
}

/// A text as a Tera literal.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
