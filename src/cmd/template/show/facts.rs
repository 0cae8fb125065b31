//! What a version says of itself: its purpose, the people and facts that it asks for, and what it is made of.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::changes::type_word;
use crate::cmd::papers;
use crate::cmd::template::list;
use crate::diag::Report;
use crate::fields::{Audience, Field, FieldType, Party};
use crate::pack::ledger::Ledger;
use crate::pack::{Kind, Pack};
use crate::rules::applied::Applied;
use crate::source::Sources;
use crate::template::{Clause, Pin, Template};

/// Writes it for people.
pub fn human(
    text: &mut String,
    pack: &Pack<'_>,
    ledger: &Ledger,
    kind: Kind,
    pin: &Pin,
    sources: &mut Sources,
    report: &mut Report,
) {
    let record = ledger.version(kind, pin);
    let _ = writeln!(text, "{} {pin}: {}, {}", kind.word(), list::state(record), list::review(record));
    match kind {
        Kind::Template => {
            if let Some(template) = pack.template(sources, pin).take(report) {
                of_template(text, &template, ledger);
                let today = papers::today().parse().unwrap_or_default();
                let rules = pack.rules_of(sources, &template, today).take(report);
                rules_of(text, pack, &rules, sources, report);
                people(text, &template.front.parties);
                fields(text, "facts", &template.front.fields);
            }
        }
        Kind::Clause => {
            if let Some(clause) = pack.clause(sources, pin).take(report) {
                let today = papers::today().parse().unwrap_or_default();
                let rules = pack.rules_of_clause(sources, &clause, today).take(report);
                rules_of(text, pack, &rules, sources, report);
                people(text, &clause.parties);
                fields(text, "parameters", &clause.parameters);
                let _ = writeln!(text, "\nwords\n  {}", clause.body.trim().replace('\n', "\n  "));
            }
        }
        Kind::Look => drop(pack.look(sources, pin).take(report)),
    }
}

fn of_template(text: &mut String, template: &Template, ledger: &Ledger) {
    let front = &template.front;
    let _ = writeln!(text, "{}: {}", front.title, front.summary);
    let readers = match front.audience {
        Audience::Outsider => "outsiders: of other people it tells only what they share",
        Audience::Filed => "the agency or court",
    };
    let _ = writeln!(text, "for {readers}; language {}", front.language);
    let clauses = front.clauses.iter().map(|clause| (Kind::Clause, clause));
    for (kind, used) in [(Kind::Look, &front.look)].into_iter().chain(clauses) {
        let _ = writeln!(text, "{} {used}: {}", kind.word(), list::state(ledger.version(kind, used)));
    }
}

fn rules_of(text: &mut String, pack: &Pack<'_>, rules: &[Applied], sources: &mut Sources, report: &mut Report) {
    if !rules.is_empty() {
        let _ = writeln!(text, "\nrules, as of today");
    }
    for applied in rules {
        let Some(edition) = applied.edition() else { continue };
        let checks = pack.checks(sources, &applied.rule, edition).take(report);
        let checked = match checks.last() {
            Some(check) => format!("checked {} by {}", check.on, check.by),
            None if edition.verified => "read in the primary text".to_owned(),
            None => "not read in the primary text".to_owned(),
        };
        let (id, citation) = (&applied.rule.id, &applied.rule.citation);
        let _ = writeln!(
            text,
            "  {id}  {citation}, edition from {}, {}, {checked}",
            edition.from,
            edition.status.word().replace('-', " ")
        );
    }
}

fn people(text: &mut String, parties: &[Party]) {
    if !parties.is_empty() {
        let _ = writeln!(text, "\npeople");
    }
    for party in parties {
        let optional = if party.optional { ", if there is one" } else { "" };
        let ask = party.ask.as_ref().map_or_else(String::new, |ask| format!(": {ask}"));
        let _ = writeln!(text, "  {}{optional}{ask}", party.name);
        let needs: Vec<String> = party.needs.iter().map(need).collect();
        if !needs.is_empty() {
            let _ = writeln!(text, "    {}", needs.join(", "));
        }
    }
}

fn need(need: &crate::fields::Need) -> String {
    if need.optional { format!("{} if known", need.field) } else { need.field.clone() }
}

fn fields(text: &mut String, title: &str, fields: &[Field]) {
    if !fields.is_empty() {
        let _ = writeln!(text, "\n{title}");
    }
    for field in fields {
        let _ = writeln!(text, "  {}  {}", field.name, about(field));
        if let Some(ask) = &field.ask {
            let _ = writeln!(text, "    {ask}");
        }
        if let FieldType::List(item) = &field.kind
            && let FieldType::Group(members) = item.as_ref()
        {
            for member in members {
                let _ = writeln!(text, "    {}  {}", member.name, about(member));
            }
        }
    }
}

/// `choice of physician, teacher; required if role is physician`
fn about(field: &Field) -> String {
    let mut about = type_word(&field.kind);
    if let FieldType::Choice(choices) = &field.kind {
        let values: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
        let _ = write!(about, " of {}", values.join(", "));
    }
    about.push_str(if field.required { "; required" } else { "; optional" });
    let conditions: Vec<String> = field
        .show_if
        .iter()
        .map(|condition| format!("{} is {}", condition.field, condition.values.join(" or ")))
        .collect();
    if !conditions.is_empty() {
        let _ = write!(about, ", asked if {}", conditions.join(" and "));
    }
    if let Some(fact) = &field.fact {
        let _ = write!(about, ", from the facts' `{fact}`");
    }
    about
}

/// Gives it for programs.
pub fn json(
    pack: &Pack<'_>,
    ledger: &Ledger,
    kind: Kind,
    pin: &Pin,
    sources: &mut Sources,
    report: &mut Report,
) -> Value {
    let today = papers::today().parse().unwrap_or_default();
    match kind {
        Kind::Template => pack.template(sources, pin).take(report).map_or_else(
            || json!({}),
            |template| {
                let rules = pack.rules_of(sources, &template, today).take(report);
                template_json(&template, ledger, &rules)
            },
        ),
        Kind::Clause => pack.clause(sources, pin).take(report).map_or_else(
            || json!({}),
            |clause| {
                let rules = pack.rules_of_clause(sources, &clause, today).take(report);
                clause_json(&clause, &rules)
            },
        ),
        Kind::Look => {
            pack.look(sources, pin).take(report);
            json!({})
        }
    }
}

fn template_json(template: &Template, ledger: &Ledger, rules: &[Applied]) -> Value {
    let front = &template.front;
    let used =
        |kind: Kind, pin: &Pin| json!({ "pin": pin.to_string(), "state": list::state(ledger.version(kind, pin)) });
    let clauses: Vec<Value> = front.clauses.iter().map(|clause| used(Kind::Clause, clause)).collect();
    json!({
        "title": front.title,
        "summary": front.summary,
        "audience": match front.audience { Audience::Outsider => "outsider", Audience::Filed => "filed" },
        "language": front.language,
        "look": used(Kind::Look, &front.look),
        "clauses": clauses,
        "rules": rules.iter().map(rule_json).collect::<Vec<_>>(),
        "parties": front.parties.iter().map(party_json).collect::<Vec<_>>(),
        "fields": front.fields.iter().map(field_json).collect::<Vec<_>>(),
    })
}

fn clause_json(clause: &Clause, rules: &[Applied]) -> Value {
    json!({
        "rules": rules.iter().map(rule_json).collect::<Vec<_>>(),
        "parties": clause.parties.iter().map(party_json).collect::<Vec<_>>(),
        "parameters": clause.parameters.iter().map(field_json).collect::<Vec<_>>(),
        "words": clause.body.trim(),
    })
}

fn rule_json(applied: &Applied) -> Value {
    let edition = applied.edition();
    json!({
        "id": applied.rule.id,
        "citation": applied.rule.citation,
        "from": edition.map(|edition| edition.from.to_string()),
        "status": edition.map(|edition| edition.status.word()),
        "verified": edition.map(|edition| edition.verified),
    })
}

fn party_json(party: &Party) -> Value {
    let needs: Vec<Value> =
        party.needs.iter().map(|need| json!({ "name": need.field, "required": !need.optional })).collect();
    json!({ "name": party.name, "ask": party.ask, "required": !party.optional, "needs": needs })
}

fn field_json(field: &Field) -> Value {
    json!({
        "name": field.name,
        "type": type_word(&field.kind),
        "required": field.required,
        "ask": field.ask,
        "fact": field.fact,
    })
}
