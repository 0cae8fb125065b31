//! Whether what a template prints can be left out where it prints it: each optional value wants an `if` around it.
//!
//! A condition teaches what holds inside it: `{% if writer.phone %}` that the telephone is there, `{% if role ==
//! "physician" %}` that a field shown for physicians is. What is left out is found before the paper is drafted, not
//! when a matter happens to lack it.

use super::super::ast::{Expr, ExprKind};
use super::Weaver;
use crate::fields::{Condition, Field, FieldType, Party, parse::nowhere};
use crate::template::faults;

/// A declared value that may be left out. In its path `[]` stands for the items of a list.
#[derive(Clone, Debug)]
pub struct Optional {
    path: String,
    /// Whether it is there whenever its conditions hold.
    required: bool,
    /// The paths of what decides whether it is shown, with the values.
    show_if: Vec<(String, Vec<String>)>,
}

/// What a condition teaches.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Guard {
    /// The value at the path is there.
    Known(String),
    /// The value at the path is one of these.
    Is(String, Vec<String>),
}

/// What may be left out of what is declared.
#[must_use]
pub fn optional(parties: &[Party], fields: &[Field]) -> Vec<Optional> {
    let mut found = Vec::new();
    for party in parties {
        if party.optional {
            found.push(Optional { path: party.name.clone(), required: false, show_if: Vec::new() });
        }
        let needs = party.needs.iter().filter(|need| need.optional);
        found.extend(needs.map(|need| Optional {
            path: format!("{}.{}", party.name, need.field),
            required: false,
            show_if: Vec::new(),
        }));
    }
    members(fields, "", &mut found);
    found
}

fn members(fields: &[Field], within: &str, found: &mut Vec<Optional>) {
    // Of the parts of a built-in type nothing is declared: printing one that is absent is a gap.
    for field in fields.iter().filter(|field| field.span != nowhere()) {
        let path = format!("{within}{}", field.name);
        let condition = |condition: &Condition| (format!("{within}{}", condition.field), condition.values.clone());
        if !field.required || !field.show_if.is_empty() {
            let show_if = field.show_if.iter().map(condition).collect();
            found.push(Optional { path: path.clone(), required: field.required, show_if });
        }
        match &field.kind {
            FieldType::Group(inner) => members(inner, &format!("{path}."), found),
            FieldType::List(item) => {
                if let FieldType::Group(inner) = item.as_ref() {
                    members(inner, &format!("{path}[]."), found);
                }
            }
            _ => {}
        }
    }
}

impl Weaver<'_> {
    /// Reports an expression that is printed where it may be left out.
    pub(super) fn printed(&mut self, expr: &Expr) {
        if let Some(text) = self.lacking(expr) {
            let found = faults::may_be_null(&text, self.span(&expr.at));
            self.report(found);
        }
    }

    /// The path in an expression that may be left out here, as the template writes it.
    pub(super) fn lacking(&mut self, expr: &Expr) -> Option<String> {
        match &expr.kind {
            ExprKind::Path(_) => {
                let path = self.canonical(expr)?;
                let text = self.sheet.body.get(expr.at.clone()).unwrap_or_default();
                self.is_lacking(&path).then(|| text.to_owned())
            }
            ExprKind::Filter { of, name, .. } if name.text != "length" => self.lacking(of),
            ExprKind::Call { name, arguments, .. } if matches!(name.text.as_str(), "letterhead" | "signature") => {
                let of = arguments.iter().find(|argument| argument.name.as_ref().is_some_and(|name| name.text == "of"));
                of.and_then(|of| self.lacking(&of.value))
            }
            ExprKind::Choose { then, condition, otherwise } => {
                let one = self.under(condition, true, |weaver| weaver.lacking(then));
                one.or_else(|| self.under(condition, false, |weaver| weaver.lacking(otherwise)))
            }
            _ => None,
        }
    }

    fn is_lacking(&self, path: &str) -> bool {
        self.sheet.optional.iter().any(|optional| {
            let rest = path.strip_prefix(optional.path.as_str());
            let within = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            within && !self.is_known(&optional.path) && !(optional.required && self.is_shown(optional))
        })
    }

    fn is_known(&self, path: &str) -> bool {
        self.guards.iter().any(|guard| match guard {
            Guard::Known(known) | Guard::Is(known, _) => {
                known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            }
        })
    }

    fn is_shown(&self, optional: &Optional) -> bool {
        optional.show_if.iter().all(|(path, values)| {
            self.guards.iter().any(|guard| match guard {
                Guard::Is(known, found) => known == path && found.iter().all(|value| values.contains(value)),
                Guard::Known(_) => false,
            })
        })
    }

    /// Does something under what a condition teaches when it holds, or when it does not.
    pub(super) fn under<T>(&mut self, condition: &Expr, holds: bool, act: impl FnOnce(&mut Self) -> T) -> T {
        let (before, absent) = (self.guards.len(), self.absent.len());
        let mut guards = self.teaches(condition, holds, &[]);
        self.guards.append(&mut guards);
        self.lacks(condition, holds);
        let done = act(self);
        self.guards.truncate(before);
        self.absent.truncate(absent);
        done
    }

    /// Notes what is not known when a condition holds, or does not: what the facts lack there is told already, and
    /// `needed()` need not tell it again.
    pub(super) fn lacks(&mut self, condition: &Expr, holds: bool) {
        let lacking = match &condition.kind {
            ExprKind::Not(inner) => return self.lacks(inner, !holds),
            ExprKind::Binary { operator, left, right }
                if matches!((*operator, holds), ("and", true) | ("or", false)) =>
            {
                self.lacks(left, holds);
                return self.lacks(right, holds);
            }
            ExprKind::Path(_) if !holds => condition,
            ExprKind::Test { of, name, negated, .. } if name.text == "known" && *negated == holds => of,
            _ => return,
        };
        if matches!(lacking.kind, ExprKind::Path(_)) {
            // What is wrong with the path was reported where the condition was read.
            let reported = self.report.diagnostics.len();
            let code = self.expression(lacking).code;
            self.report.diagnostics.truncate(reported);
            self.absent.push(code);
        }
    }

    /// What a condition teaches besides what is known already, and besides `also`.
    pub(super) fn teaches(&self, condition: &Expr, holds: bool, also: &[Guard]) -> Vec<Guard> {
        let known = |expr: &Expr| self.canonical(expr).map(Guard::Known).into_iter().collect::<Vec<_>>();
        match &condition.kind {
            ExprKind::Path(_) if holds => {
                let mut guards = known(condition);
                guards.extend(self.canonical(condition).map(|path| Guard::Is(path, vec!["true".to_owned()])));
                guards
            }
            ExprKind::Not(inner) => self.teaches(inner, !holds, also),
            ExprKind::Test { of, negated, .. } if *negated != holds => known(of),
            ExprKind::Filter { of, name, .. } if holds && matches!(name.text.as_str(), "first" | "last" | "length") => {
                known(of)
            }
            ExprKind::Binary { operator, left, right } => match (*operator, holds) {
                ("and", true) | ("or", false) => {
                    let mut guards = self.teaches(left, holds, also);
                    let more = self.teaches(right, holds, &[also, &guards].concat());
                    guards.extend(more);
                    guards
                }
                ("or", true) | ("and", false) => {
                    either(&self.teaches(left, holds, also), &self.teaches(right, holds, also))
                }
                ("==" | "in" | "!=" | "not in", holds) => {
                    let values = match &right.kind {
                        ExprKind::List(items) => items.iter().filter_map(constant).collect(),
                        _ => constant(right).into_iter().collect::<Vec<_>>(),
                    };
                    let Some(path) = self.canonical(left).filter(|_| !values.is_empty()) else { return Vec::new() };
                    if matches!(*operator, "==" | "in") == holds {
                        return vec![Guard::Is(path, values)];
                    }
                    // It is another value: which, is known only where it is known to be one of a few.
                    let known = self.guards.iter().chain(also).rev().find_map(|guard| match guard {
                        Guard::Is(known, few) if *known == path => Some(few.clone()),
                        _ => None,
                    });
                    let mut left = known.unwrap_or_default();
                    left.retain(|value| !values.contains(value));
                    if left.is_empty() { Vec::new() } else { vec![Guard::Is(path, left)] }
                }
                ("<" | ">" | "<=" | ">=", true) => [known(left), known(right)].concat(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The path of an expression from what is declared: a loop's item is `list[]`.
    pub(super) fn canonical(&self, expr: &Expr) -> Option<String> {
        match &expr.kind {
            ExprKind::Path(words) => {
                let (first, rest) = words.split_first()?;
                let alias = self.aliases.iter().rev().find(|(name, _)| *name == first.text);
                let mut path = match alias {
                    Some((_, path)) => path.clone()?,
                    None => first.text.clone(),
                };
                for word in rest {
                    path = format!("{path}.{}", word.text);
                }
                Some(path)
            }
            ExprKind::Filter { of, name, .. } if matches!(name.text.as_str(), "first" | "last") => self.item(of),
            _ => None,
        }
    }

    /// The path of the items of a list.
    pub(super) fn item(&self, list: &Expr) -> Option<String> {
        match &list.kind {
            ExprKind::Each { item, variable, list, .. } => match &item.kind {
                ExprKind::Path(words) if matches!(&words[..], [word] if word.text == variable.text) => self.item(list),
                _ => None,
            },
            _ => self.canonical(list).map(|path| format!("{path}[]")),
        }
    }
}

/// What holds when one of two conditions does.
fn either(one: &[Guard], other: &[Guard]) -> Vec<Guard> {
    let mut both = Vec::new();
    for guard in one {
        for another in other {
            match (guard, another) {
                (Guard::Is(path, values), Guard::Is(same, more)) if path == same => {
                    both.push(Guard::Is(path.clone(), [values.clone(), more.clone()].concat()));
                }
                (Guard::Known(path) | Guard::Is(path, _), Guard::Known(same) | Guard::Is(same, _)) if path == same => {
                    both.push(Guard::Known(path.clone()));
                }
                _ => {}
            }
        }
    }
    both
}

fn constant(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Text(text) => Some(text.clone()),
        ExprKind::YesNo(yes) => Some(yes.to_string()),
        ExprKind::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
