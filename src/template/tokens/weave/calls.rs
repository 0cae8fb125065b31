//! Filters, tests, functions and clauses: whether they exist, and whether their arguments fit.

use super::super::ast::{Argument, Expr, ExprKind, Word};
use super::super::kind::Kind;
use super::super::names::{FILTERS, FUNCTIONS, Gives, Signature, TESTS, Takes, find};
use super::{Value, Weaver, component, variable};
use crate::fields::Party;
use crate::template::{Clause, faults};
use crate::words;

impl Weaver<'_> {
    pub(super) fn filter(&mut self, expr: &Expr, of: &Expr, name: &Word, arguments: &[Argument]) -> Value {
        let value = self.expression(of);
        let Some(signature) = self.signature("filter", FILTERS, name) else {
            return Value { code: value.code, kind: Kind::Any };
        };
        self.applied(signature, "filter", &value.kind, of);
        let arguments = self.arguments(signature, name, arguments);
        let place = self.place(&expr.at);
        let kind = match (signature.gives, value.kind) {
            (Gives::Item, Kind::List(item)) => *item,
            (Gives::Item, _) => Kind::Any,
            (gives, _) => gives.kind(),
        };
        Value { code: format!("({}|f_{}(at={place}{arguments}))", value.code, signature.name), kind }
    }

    pub(super) fn test(&mut self, expr: &Expr, of: &Expr, test: (&Word, &[Argument]), negated: bool) -> Value {
        let (name, arguments) = test;
        let value = self.expression(of);
        let Some(signature) = self.signature("test", TESTS, name) else {
            return Value { code: "false".to_owned(), kind: Kind::Condition };
        };
        self.applied(signature, "test", &value.kind, of);
        let arguments = self.arguments(signature, name, arguments);
        let place = self.place(&expr.at);
        let not = if negated { "not " } else { "" };
        Value {
            code: format!("({not}({}|t_{}(at={place}{arguments})))", value.code, signature.name),
            kind: Kind::Condition,
        }
    }

    pub(super) fn call(&mut self, expr: &Expr, name: &Word, arguments: &[Argument], member: Option<&Expr>) -> Value {
        let bad = Value { code: "false".to_owned(), kind: Kind::Any };
        let Some(signature) = self.signature("function", FUNCTIONS, name) else { return bad };
        let given = self.arguments(signature, name, arguments);
        let literal = |name: &str| {
            let given =
                arguments.iter().find(|argument| argument.name.as_ref().is_some_and(|word| word.text == name))?;
            match &given.value.kind {
                ExprKind::Text(text) => Some((text.as_str(), &given.value)),
                _ => None,
            }
        };
        let wording = match (signature.name, member) {
            ("rule", Some(member)) => {
                let value = self.expression(member);
                if !matches!(value.kind, Kind::Literal | Kind::Choice(_) | Kind::Any) {
                    let message = format!("a wording is named by a text, but this is {}", value.kind.noun());
                    self.report(faults::wrong_use(message, self.span(&member.at)));
                }
                format!(", wording={}", Self::native(&value))
            }
            ("rule", None) => {
                let found = faults::wrong_argument("`rule` is followed by the name of a wording", self.span(&expr.at));
                self.report(found.hint("write `rule(id=\"…\")[\"wording\"]`"));
                return bad;
            }
            (_, Some(member)) => {
                let message = format!("`{}` is not followed by brackets", signature.name);
                self.report(faults::bad_template(message, self.span(&member.at)));
                return bad;
            }
            (_, None) => String::new(),
        };
        if matches!(signature.name, "rule" | "cite" | "label" | "paragraph" | "choice_label") {
            let parameter = if signature.name == "choice_label" { "field" } else { "id" };
            let Some((text, at)) = literal(parameter) else {
                if !arguments.is_empty() {
                    let message = format!("`{}` of `{}` is written out in quotes", parameter, signature.name);
                    self.report(faults::wrong_argument(message, self.span(&expr.at)));
                }
                return bad;
            };
            match signature.name {
                "rule" | "cite" => self.rule_is_named(text, at),
                "choice_label" => return self.choice_label(expr, text, at),
                _ => {}
            }
        }
        let lacking = match signature.name {
            "needed" if !self.absent.is_empty() => format!(", lacking=[{}]", self.absent.join(", ")),
            _ => String::new(),
        };
        let place = self.place(&expr.at);
        let code = format!("{}(at={place}{given}{wording}{lacking})", signature.name);
        Value { code, kind: signature.gives.kind() }
    }

    fn rule_is_named(&mut self, id: &str, at: &Expr) {
        let rules = self.sheet.rules;
        if !rules.iter().any(|(rule, _)| rule == id) {
            let message = words::unknown("rule", id, rules.iter().map(|(rule, _)| rule.as_str()));
            let found = faults::unknown_rule(message, self.span(&at.at));
            self.report(found.hint(format!("name it under `rules` in the front matter: `\"{id}\"`")));
        }
    }

    /// `choice_label(field="role")` is `role | choice_label`.
    fn choice_label(&mut self, expr: &Expr, field: &str, at: &Expr) -> Value {
        match self.look_up(field) {
            Some(Kind::Choice(_) | Kind::Any) => {
                let place = self.place(&expr.at);
                Value { code: format!("({}|f_choice_label(at={place}))", variable(field)), kind: Kind::Text }
            }
            Some(other) => {
                let message = format!("`{field}` is {}, not a choice", other.noun());
                self.report(faults::wrong_argument(message, self.span(&at.at)));
                Value { code: "false".to_owned(), kind: Kind::Text }
            }
            None => {
                let known: Vec<&str> = self.sheet.declared.iter().map(|(name, _)| name.as_str()).collect();
                self.report(faults::unknown_name(field, self.span(&at.at), &known));
                Value { code: "false".to_owned(), kind: Kind::Text }
            }
        }
    }

    fn signature(&mut self, what: &str, table: &'static [Signature], name: &Word) -> Option<&'static Signature> {
        let found = find(table, &name.text);
        if found.is_none() {
            let known: Vec<&str> = table.iter().map(|signature| signature.name).collect();
            self.report(faults::unknown_call(what, &name.text, self.span(&name.at), &known));
        }
        found
    }

    fn applied(&mut self, signature: &Signature, what: &str, kind: &Kind, of: &Expr) {
        if !signature.takes.fits(kind) {
            let takes = signature.takes.noun();
            let message = format!("the {what} `{}` takes {takes}, but this is {}", signature.name, kind.noun());
            self.report(faults::wrong_use(message, self.span(&of.at)));
        }
    }

    /// The code of the arguments, each after a comma.
    fn arguments(&mut self, signature: &Signature, of: &Word, arguments: &[Argument]) -> String {
        let mut code = String::new();
        let mut seen: Vec<&str> = Vec::new();
        for argument in arguments {
            let value = self.expression(&argument.value);
            let named = argument.name.as_ref().map(|name| name.text.as_str());
            let name = named.or(signature.parameters.first().map(|parameter| parameter.name)).unwrap_or("value");
            let at = argument.name.as_ref().map_or(&argument.value.at, |name| &name.at);
            let Some(parameter) = signature.parameters.iter().find(|parameter| parameter.name == name) else {
                let known: Vec<&str> = signature.parameters.iter().map(|parameter| parameter.name).collect();
                let message = match (words::nearest(name, known.iter().copied()), known.is_empty()) {
                    (_, true) => format!("`{}` takes no arguments", signature.name),
                    (Some(near), _) => format!("`{}` takes no `{name}`; did you mean `{near}`?", signature.name),
                    (None, _) => {
                        let known = words::list(&words::quoted(&known), "and");
                        format!("`{}` takes no `{name}`, but {known}", signature.name)
                    }
                };
                self.report(faults::wrong_argument(message, self.span(at)));
                continue;
            };
            if seen.contains(&parameter.name) {
                self.report(faults::wrong_argument(format!("`{name}` is given twice"), self.span(at)));
                continue;
            }
            seen.push(parameter.name);
            let texts = if let Takes::OneOf(texts) = parameter.takes { texts } else { &[] };
            let wrong_text = matches!(&argument.value.kind, ExprKind::Text(text) if !texts.is_empty() && !texts.contains(&text.as_str()));
            if wrong_text || !parameter.takes.fits(&value.kind) {
                let message = format!("`{name}` of `{}` takes {}", signature.name, parameter.takes.noun());
                let message =
                    if wrong_text { message } else { format!("{message}, but this is {}", value.kind.noun()) };
                self.report(faults::wrong_argument(message, self.span(&argument.value.at)));
            }
            let native = matches!(parameter.takes, Takes::YesNo | Takes::Number);
            let value = if native { Self::native(&value) } else { value.code };
            code.extend([", ", name, "=", &value]);
        }
        for parameter in signature.parameters.iter().filter(|parameter| parameter.required) {
            if !seen.contains(&parameter.name) {
                let message = format!("`{}` needs `{}`", signature.name, parameter.name);
                self.report(faults::wrong_argument(message, self.span(&of.at)));
            }
        }
        code
    }

    pub(super) fn clause(&mut self, name: &Word, arguments: &[(Word, Expr)]) {
        let clauses = self.sheet.clauses;
        let Some(clause) = clauses.iter().find(|clause| clause.pin.name.replace('-', "_") == name.text) else {
            let known: Vec<String> = clauses.iter().map(|clause| clause.pin.name.replace('-', "_")).collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            self.report(faults::unknown_clause(&name.text, self.span(&name.at), &known));
            for (_, value) in arguments {
                self.expression(value);
            }
            return;
        };
        let mut code = format!("{{{{ <{}", component(&clause.pin.name));
        let mut seen: Vec<&str> = Vec::new();
        for (parameter, expr) in arguments {
            let value = self.expression(expr);
            let party = clause.parties.iter().find(|party| party.name == parameter.text);
            let field = clause.parameters.iter().find(|field| field.name == parameter.text);
            if seen.contains(&parameter.text.as_str()) {
                let message = format!("`{}` is given twice", parameter.text);
                self.report(faults::wrong_argument(message, self.span(&parameter.at)));
                continue;
            }
            seen.push(&parameter.text);
            match (party, field) {
                (Some(party), _) => self.takes_party(clause, party, &value.kind, expr),
                (None, Some(field)) => {
                    let wanted = Kind::of(&field.kind);
                    if let Kind::Choice(values) = &wanted {
                        self.chosen(values, &Expr { kind: ExprKind::Bad, at: parameter.at.clone() }, expr);
                    }
                    if !assignable(&wanted, &value.kind) {
                        let message = format!(
                            "`{}` of the clause `{}` takes {}, but this is {}",
                            field.name,
                            name.text,
                            wanted.noun(),
                            value.kind.noun()
                        );
                        self.report(
                            faults::wrong_argument(message, self.span(&expr.at)).at(field.span, "declared here"),
                        );
                    }
                }
                (None, None) => {
                    let known = clause.parties.iter().map(|party| party.name.as_str());
                    let known = known.chain(clause.parameters.iter().map(|field| field.name.as_str()));
                    let message = format!("the clause `{}` takes no `{}`", name.text, parameter.text);
                    let message = match words::nearest(&parameter.text, known) {
                        Some(near) => format!("{message}; did you mean `{near}`?"),
                        None => message,
                    };
                    self.report(faults::wrong_argument(message, self.span(&parameter.at)));
                    continue;
                }
            }
            let required = party.is_some_and(|party| !party.optional) || field.is_some_and(|field| field.required);
            if required && let Some(text) = self.lacking(expr) {
                let found = faults::may_be_null_in(&text, &parameter.text, &name.text, self.span(&expr.at));
                self.report(found);
            }
            code.extend([" ", &variable(&parameter.text), "={", &value.code, "}"]);
        }
        let needed = clause.parties.iter().filter(|party| !party.optional).map(|party| (&party.name, party.span));
        let needed = needed
            .chain(clause.parameters.iter().filter(|field| field.required).map(|field| (&field.name, field.span)));
        for (parameter, span) in needed {
            if !seen.contains(&parameter.as_str()) {
                let message = format!("the clause `{}` needs `{parameter}`", name.text);
                self.report(faults::wrong_argument(message, self.span(&name.at)).at(span, "declared here"));
            }
        }
        code.push_str(" /> }}");
        self.write(&name.at, &code);
    }

    /// Whether a person given to a clause is asked for what the clause needs to know.
    fn takes_party(&mut self, clause: &Clause, party: &Party, kind: &Kind, expr: &Expr) {
        let Kind::Person(members) = kind else {
            if *kind != Kind::Any {
                let message = format!(
                    "`{}` of the clause `{}` is a person, but this is {}",
                    party.name,
                    clause.pin.name,
                    kind.noun()
                );
                self.report(faults::wrong_argument(message, self.span(&expr.at)).at(party.span, "declared here"));
            }
            return;
        };
        for need in &party.needs {
            if !members.iter().any(|(name, _)| *name == need.field) {
                let text = self.sheet.body.get(expr.at.clone()).unwrap_or_default();
                let optional = if need.optional { "?" } else { "" };
                let message = format!("the clause `{}` reads `{}` of `{text}`", clause.pin.name, need.field);
                let found = faults::wrong_argument(message, self.span(&expr.at)).at(need.span, "needed here");
                self.report(found.hint(format!("add `\"{}{optional}\"` to the `needs` of `{text}`", need.field)));
            }
        }
    }
}

/// Whether a value can be given to a parameter.
fn assignable(wanted: &Kind, given: &Kind) -> bool {
    match (wanted, given) {
        (Kind::Any, _)
        | (_, Kind::Any)
        | (Kind::Text, Kind::Literal | Kind::Joined | Kind::Text)
        | (Kind::Prose, Kind::Prose | Kind::Text | Kind::Literal | Kind::Joined)
        | (Kind::YesNo, Kind::Condition)
        | (Kind::Choice(_), Kind::Literal)
        | (Kind::List(_), Kind::Nothing)
        | (Kind::Person(_), Kind::Person(_)) => true,
        (Kind::Choice(wanted), Kind::Choice(given)) => given.iter().all(|value| wanted.contains(value)),
        (Kind::List(wanted), Kind::List(given)) => assignable(wanted, given),
        (Kind::Group(wanted), Kind::Group(given)) => wanted
            .iter()
            .all(|(name, kind)| given.iter().any(|(other, given)| other == name && assignable(kind, given))),
        (wanted, given) => wanted == given,
    }
}

impl Gives {
    fn kind(self) -> Kind {
        match self {
            Self::Text => Kind::Text,
            Self::Prose => Kind::Prose,
            Self::Number => Kind::Number,
            Self::Date => Kind::Date,
            Self::Joined => Kind::Joined,
            Self::Exhibit => Kind::Exhibit,
            Self::Node => Kind::Node,
            Self::Literal => Kind::Literal,
            Self::Item => Kind::Any,
            Self::Numbers => Kind::List(Box::new(Kind::Number)),
            Self::Condition => Kind::Condition,
        }
    }
}
