//! What came, as the lawyer reads it before deciding: the questions, both texts where they differ, and what is wrong.

use serde_json::json;

use crate::diff::{self, Revision};
use crate::facts::characters;
use crate::interview::merge::{Incoming, News};
use crate::interview::{Interface, State};
use crate::term::{Terminal, revision};
use crate::words;

/// How what came is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Showing {
    /// Columns, and whether they are coloured.
    pub terminal: Terminal,
    /// The words for what is said instead of an answer.
    pub interface: &'static Interface,
}

impl Showing {
    /// Everything that came, sorted by what is to be decided.
    #[must_use]
    pub fn all(&self, incoming: &[Incoming]) -> String {
        let mut text = String::new();
        for title in ["new", "differs from what stands", "cannot be read", "not asked by the paper"] {
            let of_group: Vec<&Incoming> = incoming.iter().filter(|one| heading(&one.news) == Some(title)).collect();
            if !of_group.is_empty() {
                text.extend(["\n", title, "\n"]);
            }
            text.extend(of_group.into_iter().map(|one| self.one(one)));
        }
        text
    }

    /// How many there are of each.
    #[must_use]
    pub fn counts(incoming: &[Incoming]) -> String {
        let count = |belongs: fn(&News) -> bool| incoming.iter().filter(|one| belongs(&one.news)).count();
        let counts = [
            (count(|news| matches!(news, News::New(_))), "new"),
            (count(|news| matches!(news, News::Differs { .. })), "different"),
            (count(|news| matches!(news, News::Same)), "the same"),
            (count(|news| matches!(news, News::Left)), "left for later"),
            (count(|news| matches!(news, News::Wrong(..))), "wrong"),
            (count(|news| matches!(news, News::NotAsked(_))), "not asked"),
        ];
        let told: Vec<String> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        if told.is_empty() { String::from("no answers") } else { told.join(", ") }
    }

    /// One answer: its question, and what is said.
    #[must_use]
    pub fn one(&self, one: &Incoming) -> String {
        let mut text = self.set_in(&Self::asked(one), "  ");
        if let Some(fact) = one.path.fact() {
            text.push_str(&self.set_in(&format!("(proposed for the facts: {fact})"), "    "));
        }
        match &one.news {
            News::New(came) => text.push_str(&self.set_in(&self.said(came), "    ")),
            News::Differs { stands, came } => text.push_str(&self.both(stands, came)),
            News::Wrong(came, key) => {
                text.push_str(&self.set_in(came, "    "));
                text.push_str(&self.set_in(&format!("wrong: {}", self.interface.wrong_with(key, came)), "    "));
            }
            News::NotAsked(came) => text.push_str(&self.set_in(came.as_deref().unwrap_or_default(), "    ")),
            News::Same | News::Left => {}
        }
        text
    }

    /// The question of an answer, in one line.
    #[must_use]
    pub fn asked(one: &Incoming) -> String {
        let Some(question) = &one.question else { return one.path.to_string() };
        match &question.item {
            Some(item) => format!("{} ({})", question.ask, item.number),
            None => question.ask.clone(),
        }
    }

    /// What stands and what came: word by word where they have words in common, else one after the other.
    fn both(&self, stands: &State, came: &State) -> String {
        let whose = if matches!(stands, State::Known(_)) { "the facts say:" } else { "stands:" };
        let (stands, came) = (self.said(stands), self.said(came));
        let runs = diff::words(&stands, &came);
        let words = |of: Option<Revision>| {
            let of_kind = runs.iter().filter(|run| run.revision == of);
            of_kind.flat_map(|run| diff::pieces(&run.text)).filter(|piece| !diff::is_weak(piece)).count()
        };
        // Two texts with little in common are read better whole than in shreds.
        if words(None) >= words(Some(Revision::Deleted)).min(words(Some(Revision::Inserted))) && words(None) > 0 {
            let cleaned: Vec<diff::Run> =
                runs.iter().map(|run| diff::Run { revision: run.revision, text: clean(&run.text) }).collect();
            return self.set_in_lines(&revision::words(&cleaned, self.terminal.color), "    ");
        }
        let part = |whose: &str, text: &str| self.set_in(whose, "    ") + &self.set_in(text, "      ");
        part(whose, &stands) + &part("came:", &came)
    }

    fn said(&self, state: &State) -> String {
        match state {
            State::Answered(text) | State::Known(text) | State::Wrong(text, _) => text.clone(),
            State::Unknown => format!("[{}]", self.interface.say("review_unknown", &[])),
            State::Declined => format!("[{}]", self.interface.say("review_decline", &[])),
            State::Open | State::Skipped => String::new(),
        }
    }

    /// A text of somebody else, set in and without what a terminal would obey.
    fn set_in(&self, text: &str, indent: &str) -> String {
        text.lines().map(|line| self.set_in_lines(&clean(line), indent)).collect()
    }

    fn set_in_lines(&self, line: &str, indent: &str) -> String {
        let wrapped = words::wrap(line, self.terminal.width.saturating_sub(indent.len()));
        wrapped.lines().map(|line| format!("{}\n", format!("{indent}{line}").trim_end())).collect()
    }

    /// One answer as an object for machines.
    #[must_use]
    pub fn json(&self, file: &str, draft: &str, one: &Incoming, taken: bool) -> String {
        let (news, stands, came) = match &one.news {
            News::New(came) => ("new", None, Some(self.said(came))),
            News::Differs { stands, came } => ("differs", Some(self.said(stands)), Some(self.said(came))),
            News::Same => ("same", None, None),
            News::Left => ("left", None, None),
            News::Wrong(came, _) => ("wrong", None, Some(came.clone())),
            News::NotAsked(came) => ("not-asked", None, came.clone()),
        };
        let path = one.path.to_string();
        let ask = Self::asked(one);
        json!({ "file": file, "draft": draft, "path": path, "ask": ask, "news": news, "stands": stands, "came": came, "taken": taken })
            .to_string()
    }
}

/// The heading that an answer is shown under; none for what needs no decision.
fn heading(news: &News) -> Option<&'static str> {
    match news {
        News::New(_) => Some("new"),
        News::Differs { .. } => Some("differs from what stands"),
        News::Wrong(..) => Some("cannot be read"),
        News::NotAsked(_) => Some("not asked by the paper"),
        News::Same | News::Left => None,
    }
}

/// A line without the characters that hide or turn text, or that a terminal obeys.
fn clean(line: &str) -> String {
    let shown = |character: char| {
        let refused = characters::refusal(character).is_some() && !matches!(character, '\n' | '\t');
        if refused { '\u{fffd}' } else { character }
    };
    line.chars().map(shown).collect()
}
