//! What the script of a page is told of a save.

use serde_json::{Value, json};

use super::desk::Opened;
use crate::disk::clock;
use crate::interview::coach::{Remark, mending};
use crate::interview::kept::Before;
use crate::interview::posted::{self, Deed, Posted, PostedAnswer};
use crate::interview::save::{Applied, Aside, Fate};
use crate::interview::{Path, State, markup};

/// Of each answer whether it is kept and what is said of it, and which questions have come or gone.
pub(super) fn told(
    sign: &str,
    posted: &Posted,
    applied: &Applied,
    (before, opened): (&Opened, &Opened),
    advice: &[(Path, Vec<Remark>)],
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
        "sign": sign,
        "at": clock::now().strftime("%H:%M").to_string(),
        "answers": answers,
        "progress": { "done": done, "all": all, "said": said },
        "appear": is.iter().filter(|path| !was.contains(path)).collect::<Vec<_>>(),
        "vanish": was.iter().filter(|path| !is.contains(path)).collect::<Vec<_>>(),
    })
}

fn one(answer: &PostedAnswer, applied: &Applied, opened: &Opened, advice: &[(Path, Vec<Remark>)]) -> Value {
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
        Fate::Kept | Fate::Cleared | Fate::Aside(_) => None,
    });
    let aside = saved.and_then(|saved| if let Fate::Aside(why) = saved.fate { Some(why) } else { None });
    let note = match (aside, question) {
        (Some(Aside::NotAsked), _) => Some("aside_not_asked"),
        (Some(Aside::NotChosen), _) => Some("aside_not_chosen"),
        (None, None) if saved.is_some() => Some("hidden_kept"),
        _ => None,
    };
    let note = note.map(|key| interface.say(key, &[]));
    let before: Vec<Value> = opened.kept.of(&answer.path).iter().map(|one| before(&answer.path, one)).collect();
    let without = saved.and_then(|saved| match &saved.fate {
        Fate::Refused(typed, "character") => mending::without_refused(typed),
        _ => None,
    });
    let days = question
        .filter(|_| state == "wrong" && refused.is_none())
        .map_or_else(Vec::new, |question| posted::days(&question.kind, question.state.text(), interface));
    let is_kept = refused.is_none();
    let mend = || Some(markup::why(question?, wrong?, interface));
    let why = refused.or_else(mend);
    let why = if days.is_empty() { why } else { Some(interface.say("choose_date", &[])) };
    let mut advice = advice.iter().find(|(path, _)| *path == answer.path).map_or(Vec::new(), |(_, all)| all.clone());
    if saved.is_some_and(|saved| saved.cleaned.is_some()) {
        advice.insert(0, Remark::of(interface.say("coach_cleaned", &[])));
    }
    json!({
        "path": answer.path.to_string(),
        "saved": is_kept,
        "state": state,
        "wrong": why,
        "days": days,
        "without": without.map(|without| json!([interface.say("take_out_character", &[]), without])),
        "text": saved.and_then(|saved| saved.cleaned.as_deref()),
        "sentence": question.and_then(|question| question.whole_sentence(question.state.text()?)),
        "advice": advice.iter().map(remark).collect::<Vec<_>>(),
        "seen": question.map(|question| posted::mark(question, interface)),
        "before": before,
        "aside": aside.is_some(),
        "note": note,
    })
}

/// What an answer said before, with the value of the button that puts it back.
fn before(path: &Path, before: &Before) -> Value {
    json!({ "words": before.words, "value": Deed::Restore(path.clone(), before.mark.clone()).to_string() })
}

/// A remark with the words on its key and what the answer is then, where there is one.
fn remark(remark: &Remark) -> Value {
    json!({ "text": remark.text, "mend": remark.mend })
}
