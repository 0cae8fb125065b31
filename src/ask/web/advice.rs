//! What may be said about answers, after they were given and beside them.

use super::desk::{Desk, Opened};
use super::{Shared, page};
use crate::ask::questionnaire;
use crate::diag::Report;
use crate::fields::Audience;
use crate::interview::coach::{self, Around, Remark};
use crate::interview::posted::Posted;
use crate::interview::reply::{self, Reader};
use crate::interview::{Kind, Path, Question, State};
use crate::source::Sources;

/// What may be said about the answers to these questions.
pub(super) fn of<'q>(
    shared: &Shared,
    desk: &Desk,
    opened: &Opened,
    questions: impl IntoIterator<Item = &'q Question>,
) -> Vec<(Path, Vec<Remark>)> {
    let is_answer = |question: &&Question| matches!(question.state, State::Answered(_));
    let answered: Vec<&Question> = questions.into_iter().filter(is_answer).collect();
    let long = |question: &&Question| question.kind == Kind::Prose;
    // Other letters are read only to be compared with paragraphs.
    let others = || match questionnaire::other_papers(&shared.site.disk, &desk.id) {
        Ok(others) => others,
        Err(found) => {
            shared.broken(Box::new((Report::from(*found), Sources::default())));
            Vec::new()
        }
    };
    let others = if answered.iter().any(long) { others() } else { Vec::new() };
    let pages = shared.printer.last(&desk.id).map_or(0, |pages| pages.svgs.len());
    let is_letter = opened.questionnaire.front.audience == Audience::Outsider;
    let long_by = (is_letter && pages > page::MOST_PAGES).then_some(pages);
    let of = |question: &&Question| (question.path.clone(), one(opened, question, &others, long_by));
    answered.iter().map(of).filter(|(_, advice)| !advice.is_empty()).collect()
}

/// Adds what is said of an answer that was taken in another form than it was typed in, before everything else.
pub(super) fn add_remarks(advice: &mut Vec<(Path, Vec<Remark>)>, posted: &Posted, opened: &Opened, today: &str) {
    for answer in &posted.answers {
        let question = opened.sheet.question(&answer.path).filter(|it| matches!(it.state, State::Answered(_)));
        let Some((question, typed)) = question.zip(answer.text.as_deref()) else { continue };
        let reader = Reader::on(opened.questionnaire.interface, today);
        let Some(remark) = reply::remark(&question.kind, typed, reader).map(Remark::of) else { continue };
        match advice.iter_mut().find(|(path, _)| *path == answer.path) {
            Some((_, said)) => said.insert(0, remark),
            None => advice.push((answer.path.clone(), vec![remark])),
        }
    }
}

fn one(opened: &Opened, question: &Question, others: &[String], long_by: Option<usize>) -> Vec<Remark> {
    let interface = opened.questionnaire.interface;
    let Some(text) = question.state.text() else { return Vec::new() };
    let form = opened.questionnaire.form();
    let mut said: Vec<Remark> = Vec::new();
    let words = text.split_whitespace().count();
    if let Some(most) = question.max_words.filter(|most| words > *most) {
        let (words, most) = (words.to_string(), most.to_string());
        said.push(Remark::of(interface.say("too_many_words", &[("words", &words), ("most", &most)])));
    }
    let questionnaire = &opened.questionnaire;
    let (letters, language) = (&questionnaire.letters, &*questionnaire.front.language);
    let around = Around { facts: form.facts, others, letters, language };
    said.extend(coach::remarks(question, &opened.sheet, text, around, interface));
    if let Some(pages) = long_by.filter(|_| question.kind == Kind::Prose) {
        said.push(Remark::of(interface.say("coach_pages", &[("pages", &pages.to_string())])));
    }
    said
}
