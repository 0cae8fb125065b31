//! Changes of what is asked: parties with their needs, fields with their types, choices and questions.

use super::{Bump, Change, ChangeKind};
use crate::fields::{Choice, Condition, Field, FieldType, Need, Party};

/// Parties, in the order of the older version, then those that came in.
pub(super) fn parties(old: &[Party], new: &[Party], list: &mut Vec<Change>) {
    for party in old {
        let Some(now) = new.iter().find(|other| other.name == party.name) else {
            list.push(
                Change::new(ChangeKind::PartyRemoved, party.name.clone(), Bump::Major).at(Some(party.span), None),
            );
            continue;
        };
        let change = |kind, bump| Change::new(kind, party.name.clone(), bump).at(Some(party.span), Some(now.span));
        match (party.optional, now.optional) {
            (true, false) => list.push(change(ChangeKind::PartyRequired, Bump::Major)),
            (false, true) => list.push(change(ChangeKind::PartyOptional, Bump::Minor)),
            _ => {}
        }
        if party.ask != now.ask {
            let reworded = change(ChangeKind::QuestionReworded, Bump::Minor);
            list.push(reworded.said(party.ask.clone(), now.ask.clone()));
        }
        needs(&party.name, &party.needs, &now.needs, list);
    }
    for party in new.iter().filter(|party| !old.iter().any(|other| other.name == party.name)) {
        let (bump, word) = weight(!party.optional);
        let change = Change::new(ChangeKind::PartyAdded, party.name.clone(), bump).said(None, Some(word));
        list.push(change.at(None, Some(party.span)));
    }
}

fn needs(party: &str, old: &[Need], new: &[Need], list: &mut Vec<Change>) {
    let name = |need: &Need| format!("{party}.{}", need.field);
    for need in old {
        let Some(now) = new.iter().find(|other| other.field == need.field) else {
            list.push(Change::new(ChangeKind::NeedRemoved, name(need), Bump::Minor).at(Some(need.span), None));
            continue;
        };
        let change = |kind, bump| Change::new(kind, name(need), bump).at(Some(need.span), Some(now.span));
        match (need.optional, now.optional) {
            (true, false) => list.push(change(ChangeKind::NeedRequired, Bump::Major)),
            (false, true) => list.push(change(ChangeKind::NeedOptional, Bump::Minor)),
            _ => {}
        }
    }
    for need in new.iter().filter(|need| !old.iter().any(|other| other.field == need.field)) {
        let (bump, word) = weight(!need.optional);
        let change = Change::new(ChangeKind::NeedAdded, name(need), bump).said(None, Some(word));
        list.push(change.at(None, Some(need.span)));
    }
}

/// Fields, in the order of the older version, then those that came in.
pub(super) fn fields(old: &[Field], new: &[Field], list: &mut Vec<Change>) {
    members("", old, new, list);
}

/// Fields of a template, or members of a group or of a list's items, whose names then begin with `path`.
fn members(path: &str, old: &[Field], new: &[Field], list: &mut Vec<Change>) {
    for field in old {
        let name = format!("{path}{}", field.name);
        match new.iter().find(|other| other.name == field.name) {
            Some(now) => self::field(&name, field, now, list),
            None => list.push(Change::new(ChangeKind::FieldRemoved, name, Bump::Major).at(Some(field.span), None)),
        }
    }
    for field in new.iter().filter(|field| !old.iter().any(|other| other.name == field.name)) {
        let (bump, word) = weight(field.required && field.default.is_none());
        let change = Change::new(ChangeKind::FieldAdded, format!("{path}{}", field.name), bump);
        list.push(change.said(None, Some(word)).at(None, Some(field.span)));
    }
}

/// How much something that came in weighs, and the word for it.
fn weight(required: bool) -> (Bump, String) {
    if required { (Bump::Major, "required".to_owned()) } else { (Bump::Minor, "optional".to_owned()) }
}

/// One field that both versions have.
fn field(name: &str, old: &Field, new: &Field, list: &mut Vec<Change>) {
    let change = |kind, bump| Change::new(kind, name, bump).at(Some(old.span), Some(new.span));
    if same_type(&old.kind, &new.kind) {
        kinds(name, (old, &old.kind), (new, &new.kind), list);
    } else {
        let retyped = change(ChangeKind::FieldRetyped, Bump::Major);
        list.push(retyped.said(Some(type_word(&old.kind)), Some(type_word(&new.kind))));
    }
    match (old.required, new.required) {
        (false, true) => list.push(change(ChangeKind::FieldRequired, Bump::Major)),
        (true, false) => list.push(change(ChangeKind::FieldOptional, Bump::Minor)),
        _ => {}
    }
    if old.fact != new.fact {
        let from = |fact: &Option<String>| Some(fact.clone().unwrap_or_else(|| "answers".to_owned()));
        list.push(change(ChangeKind::FieldMoved, Bump::Major).said(from(&old.fact), from(&new.fact)));
    }
    let (before, after) = (conditions(&old.show_if), conditions(&new.show_if));
    if before != after {
        let (kind, bump) = match narrower(&old.show_if, &new.show_if) {
            true => (ChangeKind::ShownLess, Bump::Minor),
            false if new.required => (ChangeKind::ShownMore, Bump::Major),
            false => (ChangeKind::ShownMore, Bump::Minor),
        };
        list.push(change(kind, bump).said(Some(before), Some(after)));
    }
    if (old.min, old.max) != (new.min, new.max) {
        let tighter = new.min > old.min || new.max.is_some_and(|new| old.max.is_none_or(|old| new < old));
        let (kind, bump) =
            if tighter { (ChangeKind::BoundsTighter, Bump::Major) } else { (ChangeKind::BoundsWider, Bump::Minor) };
        list.push(change(kind, bump).said(Some(bounds(old)), Some(bounds(new))));
    }
    let same_default = match (&old.default, &new.default) {
        (Some(old), Some(new)) => old.says_the_same(new),
        (old, new) => old.is_none() && new.is_none(),
    };
    if !same_default {
        list.push(change(ChangeKind::DefaultChanged, Bump::Minor));
    }
    if old.ask != new.ask {
        let reworded = change(ChangeKind::QuestionReworded, Bump::Minor);
        list.push(reworded.said(old.ask.clone(), new.ask.clone()));
    }
    let beside = |field: &Field| [field.help.clone(), field.example.clone(), field.section.clone()];
    if beside(old) != beside(new) || (old.sensitive, old.max_words) != (new.sensitive, new.max_words) {
        list.push(change(ChangeKind::HelpReworded, Bump::Patch));
    }
}

/// Whether two types are one, apart from their choices and members.
fn same_type(old: &FieldType, new: &FieldType) -> bool {
    match (old, new) {
        (FieldType::Choice(_), FieldType::Choice(_)) | (FieldType::Group(_), FieldType::Group(_)) => true,
        (FieldType::List(old), FieldType::List(new)) => same_type(old, new),
        (old, new) => std::mem::discriminant(old) == std::mem::discriminant(new),
    }
}

/// The choices, and the members.
fn kinds(name: &str, old: (&Field, &FieldType), new: (&Field, &FieldType), list: &mut Vec<Change>) {
    match (old.1, new.1) {
        (FieldType::Choice(before), FieldType::Choice(after)) => choices(name, (old.0, before), (new.0, after), list),
        (FieldType::Group(before), FieldType::Group(after)) => members(&format!("{name}."), before, after, list),
        (FieldType::List(before), FieldType::List(after)) => kinds(name, (old.0, before), (new.0, after), list),
        _ => {}
    }
}

fn choices(name: &str, old: (&Field, &[Choice]), new: (&Field, &[Choice]), list: &mut Vec<Change>) {
    let change = |kind, bump| Change::new(kind, name, bump).at(Some(old.0.span), Some(new.0.span));
    for choice in old.1 {
        match new.1.iter().find(|other| other.value == choice.value) {
            None => {
                list.push(change(ChangeKind::ChoiceRemoved, Bump::Major).said(Some(choice.value.clone()), None));
            }
            Some(now) if now.label != choice.label => {
                let reworded = change(ChangeKind::ChoiceReworded, Bump::Minor);
                list.push(reworded.said(Some(choice.label.clone()), Some(now.label.clone())));
            }
            Some(_) => {}
        }
    }
    for choice in new.1.iter().filter(|choice| !old.1.iter().any(|other| other.value == choice.value)) {
        list.push(change(ChangeKind::ChoiceAdded, Bump::Minor).said(None, Some(choice.value.clone())));
    }
}

/// Whether a field is asked for only where it was before: each condition of before still stands, with no value more.
fn narrower(old: &[Condition], new: &[Condition]) -> bool {
    old.iter().all(|old| {
        let now = new.iter().filter(|new| new.field == old.field);
        now.into_iter().any(|now| now.values.iter().all(|value| old.values.contains(value)))
    })
}

fn conditions(conditions: &[Condition]) -> String {
    if conditions.is_empty() {
        return "always".to_owned();
    }
    let each = conditions.iter().map(|condition| format!("{} = {}", condition.field, condition.values.join(" or ")));
    format!("if {}", each.collect::<Vec<_>>().join(" and "))
}

fn bounds(field: &Field) -> String {
    match (field.min, field.max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("{min} or more"),
        (None, Some(max)) => format!("{max} or less"),
        (None, None) => "any number".to_owned(),
    }
}

/// The word by which a template declares a type.
#[must_use]
pub fn type_word(kind: &FieldType) -> String {
    let word = match kind {
        FieldType::Text => "text",
        FieldType::Prose => "prose",
        FieldType::Markdown => "prose in Markdown",
        FieldType::Date => "date",
        FieldType::Number => "number",
        FieldType::Money => "money",
        FieldType::YesNo => "yes-no",
        FieldType::Choice(_) => "choice",
        FieldType::Email => "email",
        FieldType::Phone => "phone",
        FieldType::Address => "address",
        FieldType::Name => "name",
        FieldType::Pronouns => "pronouns",
        FieldType::Person => "person",
        FieldType::Country => "country",
        FieldType::Language => "language",
        FieldType::ANumber => "a-number",
        FieldType::ReceiptNumber => "receipt-number",
        FieldType::Exhibit => "exhibit",
        FieldType::List(item) => return format!("list of {}", type_word(item)),
        FieldType::Group(_) => "group",
    };
    word.to_owned()
}
