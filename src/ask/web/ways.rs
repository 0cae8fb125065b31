//! Where a saved section leads, and where somebody who comes back goes on.

use super::desk::{Desk, Opened};
use super::page;
use crate::interview::posted::{self, Deed, Posted, SECTION_QUERY};
use crate::interview::save::{Applied, Fate};
use crate::interview::sections::{self, Section, Standing};
use crate::interview::{Path, Question, State, markup};

/// In the address of a part: something was kept beside the answers.
pub(super) const KEPT_QUERY: &str = "kept";
/// In the address of all answers: some must be mended, which is said once more.
pub(super) const LOOK_QUERY: &str = "look";

/// What could not be kept: the question, what was typed, and the key of what is said of it.
pub(super) fn refused(applied: &Applied) -> Vec<(Path, String, &'static str)> {
    let refused = applied.saved.iter().filter_map(|saved| match &saved.fate {
        Fate::Refused(typed, why) => Some((saved.path.clone(), typed.clone(), *why)),
        Fate::Kept | Fate::Cleared | Fate::Aside(_) => None,
    });
    refused.collect()
}

/// The first section, from 1, in which something is open or to be mended; the first of all when nothing is.
pub(super) fn open(sections: &[Section<'_>]) -> usize {
    let open = |section: &Section<'_>| section.standing() != Standing::Done;
    sections.iter().position(open).map_or(1, |at| at + 1)
}

/// The section, from 1, that a page showed: sections before it may have come or gone with its answers.
pub(super) fn here(sections: &[Section<'_>], posted: &Posted) -> usize {
    let shown = posted.answers.iter().find_map(|answer| sections::place(sections, &answer.path));
    shown.map_or(posted.section, |at| at + 1).clamp(1, sections.len().max(1))
}

/// Where a saved section leads: on, unless something in it wants to be looked at first.
pub(super) fn next(
    home: &str,
    desk: &Desk,
    (before, opened): (&Opened, &Opened),
    posted: &Posted,
    applied: &Applied,
) -> String {
    let way = format!("{home}{}", desk.id);
    let sections = page::sections(&opened.sheet);
    let here = here(&sections, posted);
    let at = |section: usize| format!("{way}/?{SECTION_QUERY}={section}");
    let question = |path: &Path| {
        let section = sections::place(&sections, path).map_or(here, |at| at + 1);
        format!("{}#{}", at(section), markup::id("", path))
    };
    let on = || if here >= sections.len() { format!("{way}/review") } else { at(here + 1) };
    // An answer that must be mended holds nobody who has seen that it must.
    let on_page = sections.get(here - 1).map_or(&[][..], |section| section.questions);
    let wrong = |questions: &[Question]| {
        let is_wrong = |question: &&Question| matches!(question.state, State::Wrong(..));
        let first = questions.iter().find(is_wrong).map(|question| question.path.clone());
        first.filter(|_| posted::looked(questions) != posted.looked)
    };
    let wrong_here = wrong(on_page);
    let look = applied.saved.iter().find(|saved| saved.earlier.is_some()).map(|it| &it.path).or(wrong_here.as_ref());
    let is_aside = applied.saved.iter().any(|saved| matches!(saved.fate, Fate::Aside(_)));
    // What an answer brought into a part that would be left behind was seen by nobody yet, nor was a list's new item.
    let added = list(applied, opened, &State::Open).is_some();
    let sent = |path: &Path| posted.answers.iter().any(|answer| answer.path == *path);
    let unseen = |question: &&Question| {
        let at = sections::place(&sections, &question.path).filter(|_| question.state == State::Open);
        let is_new = before.sheet.question(&question.path).is_none();
        // Whether a list has another item is asked by buttons: once seen, it may be left unanswered.
        let unsent = !sent(&question.path) && (is_new || !question.path.is_another());
        at.is_some_and(|at| at < here && is_new || at + 1 == here && unsent || is_new && added)
    };
    let brought = opened.sheet.questions.iter().find(unseen).map(|it| &it.path);
    match (&posted.deed, look.or(brought)) {
        (Deed::Next | Deed::Stay, _) if is_aside => format!("{}&{KEPT_QUERY}=1", at(here)),
        (Deed::Next | Deed::Stay, Some(path)) | (Deed::Look(path), _) => question(path),
        (Deed::Restore(path, _), _) => {
            let of_item = |question: &&Question| question.item.as_ref().is_some_and(|item| item.path == *path);
            question(opened.sheet.questions.iter().find(of_item).map_or(path, |first| &first.path))
        }
        (Deed::Done, _) if wrong(&opened.sheet.questions).is_some() => format!("{way}/review?{LOOK_QUERY}=1"),
        (Deed::Next, None) => on(),
        // The button that says that a list is whole.
        (Deed::Stay, None) if list(applied, opened, &State::Skipped).is_some() => on(),
        (Deed::Back, _) if here > 1 => at(here - 1),
        (Deed::Go(section), _) => at(*section),
        (Deed::Review, _) => format!("{way}/review"),
        (Deed::Done, _) => format!("{way}/done"),
        (Deed::Stop, _) => format!("{way}/stop"),
        (Deed::Resume, _) => format!("{way}/"),
        // The pages that are no section have all answers behind them.
        (Deed::Language(_), _) if posted.section == 0 => format!("{way}/review"),
        _ => at(here),
    }
}

/// The list that was asked whether it has another item, when the answer has brought it to this state.
fn list<'a>(applied: &'a Applied, opened: &Opened, state: &State) -> Option<&'a Path> {
    let is = |path: &&Path| {
        path.is_another() && opened.sheet.question(path).is_some_and(|question| question.state == *state)
    };
    applied.saved.iter().map(|saved| &saved.path).find(is)
}
