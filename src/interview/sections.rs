//! The parts that a form on a page is shown in: one at a time, each short enough to be looked at as a whole.

use super::{ItemOf, Path, Question, State};

/// So many questions are still one part. An address counts as one question, and what the case knows as none.
const WHOLE: usize = 7;
/// About so many questions are in each part of what would be too long.
const PIECE: usize = 5;

/// One part of the form.
#[derive(Clone, Copy, Debug)]
pub struct Section<'a> {
    /// The heading that its questions belong under.
    pub heading: Option<&'a str>,
    /// Which of the parts under the same heading this is, from 1, and how many there are: a list's items are not
    /// counted.
    pub part: (usize, usize),
    /// The item of a list that it is about.
    pub item: Option<&'a ItemOf>,
    /// The questions, in order.
    pub questions: &'a [Question],
}

/// How far a part has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was said yet.
    New,
    /// Something is still open.
    Begun,
    /// Something must be mended.
    Wrong,
    /// All is settled.
    Done,
}

/// The parts of a sheet's questions: by their headings, an item of a list for itself.
#[must_use]
pub fn sections(questions: &[Question]) -> Vec<Section<'_>> {
    let mut sections = Vec::new();
    for run in questions.chunk_by(together) {
        let heading = run.first().and_then(|first| first.section.as_deref());
        let item = run.first().and_then(|first| first.item.as_ref());
        let pieces = if item.is_some() { vec![run] } else { pieces(run) };
        let all = pieces.len();
        let parts = pieces.into_iter().enumerate();
        sections.extend(parts.map(|(at, questions)| Section { heading, part: (at + 1, all), item, questions }));
    }
    sections
}

/// The place of the part that holds a question, from 0.
#[must_use]
pub fn place(sections: &[Section<'_>], path: &Path) -> Option<usize> {
    sections.iter().position(|section| section.questions.iter().any(|question| question.path == *path))
}

impl Section<'_> {
    /// The item of a list that it is about: its path, to take it out.
    #[must_use]
    pub fn item_path(&self) -> Option<Path> {
        self.item.map(|item| item.path.clone())
    }

    /// How far it has come.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let is = |state: fn(&State) -> bool| self.questions.iter().any(|question| state(&question.state));
        let open = |question: &&Question| question.state == State::Open && question.required;
        if is(|state| matches!(state, State::Wrong(..))) {
            Standing::Wrong
        } else if self.questions.iter().any(|question| open(&question)) {
            let told = |state: &State| matches!(state, State::Answered(_) | State::Unknown | State::Declined);
            if is(told) { Standing::Begun } else { Standing::New }
        } else if self.questions.iter().all(|question| question.state == State::Open) {
            Standing::New
        } else {
            Standing::Done
        }
    }
}

/// Whether two questions that follow one another stay in one part.
fn together(one: &Question, other: &Question) -> bool {
    if one.section != other.section {
        return false;
    }
    match (item_of(one), item_of(other)) {
        (None, None) => true,
        (Some(item), Some(next)) => item == next,
        // Whether there is another item is asked where the last one was told.
        (Some(item), None) => other.path.is_another() && item.starts_with(other.path.steps()),
        (None, Some(_)) => false,
    }
}

/// The path of the item that a question is about, or of the group in it.
fn item_of(question: &Question) -> Option<&[String]> {
    question.item.as_ref()?;
    question.path.steps().split_last().map(|(_, item)| item)
}

/// Cuts a run that is too long into parts of about the same length; what belongs together stays so.
fn pieces(run: &[Question]) -> Vec<&[Question]> {
    let units: Vec<&[Question]> = run.chunk_by(is_one).collect();
    let asked = |unit: &&[Question]| unit.iter().any(|question| !matches!(question.state, State::Known(_)));
    let count = units.iter().filter(|unit| asked(unit)).count();
    if count <= WHOLE {
        return vec![run];
    }
    let parts = count.div_ceil(PIECE);
    let (mut pieces, mut from, mut to, mut counted) = (Vec::new(), 0, 0, 0);
    for unit in units {
        let full = counted * parts >= (pieces.len() + 1) * count;
        if full && asked(&unit) {
            pieces.push(&run[from..to]);
            from = to;
        }
        counted += usize::from(asked(&unit));
        to += unit.len();
    }
    pieces.push(&run[from..]);
    pieces
}

/// Whether two questions are parts of one whole, as an address is.
fn is_one(one: &Question, other: &Question) -> bool {
    let whole = |question: &Question| question.path.steps().split_last().map(|(_, whole)| whole.to_vec());
    one.within.is_some() && one.within == other.within && whole(one) == whole(other)
}
