//! What the answers file keeps beside its answers, as a form shows it: each can be put back where it was said.

use super::history::{self, Was};
use super::{Form, Interface, Kind, Path, Question, Sheet, markup, place, posted, sheet};
use crate::facts::Node;
use crate::fields::Field;

/// So much is shown of what one answer said before.
const SHOWN: usize = 5;

/// What is kept beside the answers.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// What questions said before what they say now, the latest first.
    pub before: Vec<(Path, Vec<Before>)>,
    /// Items that were taken out of their lists.
    pub items: Vec<TakenOut>,
    /// What was said where nobody asks any more.
    pub apart: Vec<String>,
}

/// What an answer said before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// In words, as people read it.
    pub words: String,
    /// Its mark, by which it is asked for again.
    pub mark: String,
}

/// An item that was taken out of its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOut {
    /// The path that it had.
    pub item: Path,
    /// What was said in it.
    pub words: Vec<String>,
}

impl Kept {
    /// What a question said before.
    #[must_use]
    pub fn of(&self, path: &Path) -> &[Before] {
        self.before.iter().find(|(of, _)| of == path).map_or(&[], |(_, before)| before)
    }
}

/// The mark of an earlier answer.
#[must_use]
pub fn mark(text: &str) -> String {
    posted::mark_of("earlier", text)
}

/// Sorts what an answers file keeps by where it can be put back.
#[must_use]
pub fn of(form: &Form<'_>, answers: &Node, questions: &Sheet) -> Kept {
    let mut kept = Kept::default();
    for (path, earlier) in history::all_earlier(answers) {
        let Was::Text(text) = earlier.was else { continue };
        match (gone(form.asked.fields, answers, &path), questions.question(&path)) {
            (Some(item), _) => {
                let words = in_words(form, &path, &text);
                match kept.items.iter_mut().find(|known| known.item == item) {
                    Some(known) if !known.words.contains(&words) => known.words.insert(0, words),
                    Some(_) => {}
                    None => kept.items.push(TakenOut { item, words: vec![words] }),
                }
            }
            (None, Some(question)) if !stands(question, &text) => {
                let one = Before { words: said(&question.kind, &text, form.interface), mark: mark(&text) };
                match kept.before.iter_mut().find(|(of, _)| *of == path) {
                    Some((_, before)) if before.len() < SHOWN => before.push(one),
                    Some(_) => {}
                    None => kept.before.push((path, vec![one])),
                }
            }
            (None, Some(_)) => {}
            // Another answer hides the question; what it said comes back with it.
            (None, None) if place::of(form.asked.fields, &path).is_some() => {}
            (None, None) => kept.apart.push(text),
        }
    }
    kept.apart.reverse();
    kept
}

/// The item that a path leads through and its list does not have.
fn gone(fields: &[Field], answers: &Node, path: &Path) -> Option<Path> {
    let place = place::of(fields, path)?;
    place.items.into_iter().find(|item| sheet::find(answers, item.steps()).is_none())
}

/// Whether an answer says this now.
fn stands(question: &Question, text: &str) -> bool {
    let now = question.written.as_deref().or_else(|| question.state.text()).map(str::trim);
    let yes = matches!((now, text), (Some("yes"), "true") | (Some("no"), "false"));
    yes || now == Some(text.trim())
}

/// What was said at a path that no question has now.
fn in_words(form: &Form<'_>, path: &Path, text: &str) -> String {
    let kind = place::of(form.asked.fields, path).map(|place| sheet::kind(place.kind, &[], &str::to_owned));
    kind.map_or_else(|| text.to_owned(), |kind| said(&kind, text, form.interface))
}

/// An answer as people read it: the words of a choice, a date in words.
#[must_use]
pub fn said(kind: &Kind, text: &str, interface: &Interface) -> String {
    match kind {
        Kind::Choice(choices) | Kind::Exhibit(choices) => {
            choices.iter().find(|choice| choice.value == text).map_or_else(|| text.to_owned(), |it| it.label.clone())
        }
        Kind::YesNo => match interface.yes_no(text) {
            Some(yes) => interface.say(if yes { "say_yes" } else { "say_no" }, &[]),
            None => text.to_owned(),
        },
        Kind::Date | Kind::Number => markup::spoken(kind, text, interface),
        Kind::Lines(item) => text.lines().map(|line| said(item, line, interface)).collect::<Vec<_>>().join("\n"),
        _ => text.to_owned(),
    }
}
