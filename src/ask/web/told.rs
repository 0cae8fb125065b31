//! What the script of a page is told of a save.

use serde_json::{Value, json};

use super::desk::Opened;
use crate::interview::posted::{self, Posted, PostedAnswer};
use crate::interview::save::{Applied, Fate};
use crate::interview::{Path, State};

/// Of each answer whether it is kept and what is said of it, and which questions have come or gone.
pub(super) fn told(
    posted: &Posted,
    applied: &Applied,
    before: &Opened,
    opened: &Opened,
    advice: &[(Path, Vec<String>)],
) -> Value {
    let paths = |opened: &Opened| -> Vec<String> {
        opened.sheet.questions.iter().map(|question| question.path.to_string()).collect()
    };
    let (was, is) = (paths(before), paths(opened));
    let interface = opened.questionnaire.interface;
    let (done, all) = opened.sheet.progress();
    let said = interface.say("progress", &[("done", &done.to_string()), ("all", &all.to_string())]);
    let answers: Vec<Value> = posted.answers.iter().map(|answer| one(answer, applied, opened, advice)).collect();
    json!({
        "at": jiff::Zoned::now().strftime("%H:%M").to_string(),
        "answers": answers,
        "progress": { "done": done, "all": all, "said": said },
        "appear": is.iter().filter(|path| !was.contains(path)).collect::<Vec<_>>(),
        "vanish": was.iter().filter(|path| !is.contains(path)).collect::<Vec<_>>(),
    })
}

fn one(answer: &PostedAnswer, applied: &Applied, opened: &Opened, advice: &[(Path, Vec<String>)]) -> Value {
    let interface = opened.questionnaire.interface;
    let saved = applied.saved.iter().find(|saved| saved.path == answer.path);
    let question = opened.sheet.question(&answer.path);
    let state = match question.map(|question| &question.state) {
        Some(State::Wrong(..)) => "wrong",
        Some(State::Answered(_)) => "answered",
        Some(State::Known(_)) => "known",
        Some(State::Unknown) => "unknown",
        Some(State::Declined) => "declined",
        Some(State::Skipped) => "skipped",
        Some(State::Open) => "open",
        None => "gone",
    };
    let wrong = question.and_then(|question| posted::wrong(question, interface));
    let refused = saved.and_then(|saved| match &saved.fate {
        Fate::Refused(typed, why) => Some(interface.wrong_with(why, typed)),
        Fate::Kept | Fate::Cleared => None,
    });
    let days = question
        .filter(|_| state == "wrong")
        .map_or_else(Vec::new, |question| posted::days(&question.kind, question.state.text(), interface));
    let is_kept = refused.is_none();
    let why = refused.or_else(|| wrong.map(|key| interface.wrong(key).to_owned()));
    let why = if days.is_empty() { why } else { Some(interface.say("choose_date", &[])) };
    let advice = advice.iter().find(|(path, _)| *path == answer.path).map_or(&[][..], |(_, advice)| advice);
    json!({
        "path": answer.path.to_string(),
        "saved": is_kept,
        "state": state,
        "wrong": why,
        "days": days,
        "advice": advice,
        "seen": question.map(|question| posted::mark(question, interface)),
        "earlier": saved.and_then(|saved| saved.earlier.as_deref()),
    })
}
