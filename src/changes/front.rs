//! Changes of what a front matter says besides parties and fields: clauses, look, rules, deadlines, and so on.

use super::{Bump, Change, ChangeKind};
use crate::fields::Audience;
use crate::span::Span;
use crate::template::{DeadlineSpec, FrontMatter, Numbering};
use crate::typeset::Look;

/// All of them.
pub(super) fn front(old: &FrontMatter, new: &FrontMatter, list: &mut Vec<Change>) {
    let texts = [
        (ChangeKind::TitleChanged, Bump::Minor, Some(&old.title), Some(&new.title)),
        (ChangeKind::SummaryChanged, Bump::Patch, Some(&old.summary), Some(&new.summary)),
        (ChangeKind::LanguageChanged, Bump::Minor, Some(&old.language), Some(&new.language)),
        (ChangeKind::AuthorChanged, Bump::Minor, old.author.as_ref(), new.author.as_ref()),
    ];
    for (kind, bump, old, new) in texts {
        if old != new {
            list.push(Change::new(kind, "", bump).said(old.cloned(), new.cloned()));
        }
    }
    if old.audience != new.audience {
        let word = |audience| match audience {
            Audience::Outsider => "outsider",
            Audience::Filed => "filed",
        };
        let change = Change::new(ChangeKind::AudienceChanged, "", Bump::Major);
        list.push(change.said(Some(word(old.audience).to_owned()), Some(word(new.audience).to_owned())));
    }
    if old.numbering != new.numbering {
        let word = |numbering| match numbering {
            Numbering::None => "none",
            Numbering::Paragraphs => "paragraphs",
            Numbering::Headings => "headings",
        };
        let change = Change::new(ChangeKind::NumberingChanged, "", Bump::Minor);
        list.push(change.said(Some(word(old.numbering).to_owned()), Some(word(new.numbering).to_owned())));
    }
    if (&old.look.name, &old.look.version) != (&new.look.name, &new.look.version) {
        let change = Change::new(ChangeKind::LookChanged, "", Bump::Minor);
        list.push(change.said(Some(old.look.to_string()), Some(new.look.to_string())).at(old.look.span, new.look.span));
    }
    clauses(old, new, list);
    rules(&old.rules, &new.rules, list);
    deadlines(&old.deadlines, &new.deadlines, list);
}

fn clauses(old: &FrontMatter, new: &FrontMatter, list: &mut Vec<Change>) {
    for clause in &old.clauses {
        match new.clauses.iter().find(|other| other.name == clause.name) {
            None => {
                let change = Change::new(ChangeKind::ClauseRemoved, clause.name.clone(), Bump::Minor);
                list.push(change.said(Some(clause.version.to_string()), None).at(clause.span, None));
            }
            Some(other) if other.version != clause.version => {
                let change = Change::new(ChangeKind::ClauseChanged, clause.name.clone(), Bump::Minor);
                let change = change.said(Some(clause.version.to_string()), Some(other.version.to_string()));
                list.push(change.at(clause.span, other.span));
            }
            Some(_) => {}
        }
    }
    for clause in new.clauses.iter().filter(|clause| !old.clauses.iter().any(|other| other.name == clause.name)) {
        let change = Change::new(ChangeKind::ClauseAdded, clause.name.clone(), Bump::Minor);
        list.push(change.said(None, Some(clause.version.to_string())).at(None, clause.span));
    }
}

/// Rules by id.
pub(super) fn rules(old: &[(String, Span)], new: &[(String, Span)], list: &mut Vec<Change>) {
    let missing = |id: &str, from: &[(String, Span)]| !from.iter().any(|(other, _)| other == id);
    for (id, span) in old.iter().filter(|(id, _)| missing(id, new)) {
        list.push(Change::new(ChangeKind::RuleRemoved, id.clone(), Bump::Minor).at(Some(*span), None));
    }
    for (id, span) in new.iter().filter(|(id, _)| missing(id, old)) {
        list.push(Change::new(ChangeKind::RuleAdded, id.clone(), Bump::Minor).at(None, Some(*span)));
    }
}

fn deadlines(old: &[DeadlineSpec], new: &[DeadlineSpec], list: &mut Vec<Change>) {
    let counted = |spec: &DeadlineSpec| {
        let service = spec.served_by.as_ref().map(|field| format!(", served by `{field}`")).unwrap_or_default();
        format!("`{}` from `{}`{service}", spec.rule, spec.from)
    };
    for spec in old {
        let now = new.iter().find(|other| other.what == spec.what);
        if now.is_none_or(|now| counted(now) != counted(spec)) {
            let change = Change::new(ChangeKind::DeadlineChanged, spec.what.clone(), Bump::Minor);
            list.push(change.said(Some(counted(spec)), now.map(counted)).at(Some(spec.span), now.map(|now| now.span)));
        }
    }
    for spec in new.iter().filter(|spec| !old.iter().any(|other| other.what == spec.what)) {
        let change = Change::new(ChangeKind::DeadlineChanged, spec.what.clone(), Bump::Minor);
        list.push(change.said(None, Some(counted(spec))).at(None, Some(spec.span)));
    }
}

/// The files beside a look.
pub(super) fn assets(old: &Look, new: &Look, list: &mut Vec<Change>) {
    let asset =
        |look: &Look, name: &str| look.assets.iter().find(|(other, _)| other == name).map(|(_, bytes)| bytes.clone());
    let change = |name: &str, from: bool, to: bool| {
        let said = |there: bool| there.then(|| name.to_owned());
        Change::new(ChangeKind::AssetChanged, name, Bump::Minor).said(said(from), said(to))
    };
    for (name, bytes) in &old.assets {
        match asset(new, name) {
            Some(now) if now == *bytes => {}
            now => list.push(change(name, true, now.is_some())),
        }
    }
    for (name, _) in new.assets.iter().filter(|(name, _)| asset(old, name).is_none()) {
        list.push(change(name, false, true));
    }
    if old.fonts != new.fonts {
        list.push(change("fonts", !old.fonts.is_empty(), !new.fonts.is_empty()));
    }
}
