//! Answers that came back, against what the answers file says: what is new, what differs, what is the same, what is
//! wrong.
//!
//! Every answer is read by its question's kind and checked as every paper is, in the order in which the form asked:
//! what decides about other questions comes before them. Nothing is merged here but what somebody chose.

use super::history::{self, Saying};
use super::parcel::{Answer, Said};
use super::path::Path;
use super::reply::{self, Reader, Reply, Trouble};
use super::save::{self, sheet};
use super::{Form, Kind, Question, Sheet, State, file};
use crate::facts::{characters, limits};

/// How often answers whose question is not asked yet are tried again: a question depends on others only so deep.
const PASSES: usize = 8;

/// One answer that came back.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Where it belongs.
    pub path: Path,
    /// Its question, with what the answers say when all that came is taken; none for what the paper does not ask.
    pub question: Option<Question>,
    /// What it is to the file.
    pub news: News,
    /// Whether the file or the facts of the case say something there already.
    pub stands: bool,
    /// How it goes into the file; none for what cannot.
    reply: Option<Entering>,
}

impl Incoming {
    /// Whether it can go into the file.
    #[must_use]
    pub fn can_enter(&self) -> bool {
        self.reply.is_some()
    }
}

/// What an answer is to the answers file.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// Nothing stands there.
    New(State),
    /// Something else stands there.
    Differs {
        /// What stands there.
        stands: State,
        /// What came.
        came: State,
    },
    /// The file, or the facts of the case, say the same.
    Same,
    /// It was left for later, and nothing stands there; or a list is whole.
    Left,
    /// It cannot be read as an answer: what was written, and the key of [`super::Interface::wrong`] that says why. It
    /// is kept as it was written, so that the checks say the same of it everywhere, unless no file can hold it.
    Wrong(String, &'static str),
    /// The paper does not ask this.
    NotAsked(Option<String>),
}

/// How an answer goes into the file.
#[derive(Clone, Debug)]
enum Entering {
    Reply(Reply),
    Passed,
}

/// Compares what came with the text of the answers file, in the order of what came.
#[must_use]
pub fn compare(form: &Form<'_>, reader: Reader<'_>, text: &str, answers: &[Answer]) -> Vec<Incoming> {
    let Some(sheet) = sheet(form, text) else { return answers.iter().map(not_asked).collect() };
    let mut comparing =
        Comparing { form, reader, answers, work: text.to_owned(), sheet, found: vec![None; answers.len()] };
    for _ in 0..PASSES {
        if !comparing.pass() {
            break;
        }
    }
    comparing.pass_over();
    answers.iter().zip(comparing.found).map(|(answer, found)| found.unwrap_or_else(|| not_asked(answer))).collect()
}

fn not_asked(answer: &Answer) -> Incoming {
    let text = if let Said::Text(text) = &answer.said { Some(text.clone()) } else { None };
    Incoming { path: answer.path.clone(), question: None, news: News::NotAsked(text), stands: false, reply: None }
}

/// Puts an answer that came into the text of the answers file: what it replaces is kept, and who said it noted. None
/// when it does not fit there.
#[must_use]
pub fn take(text: &str, incoming: &Incoming, saying: &Saying) -> Option<String> {
    match &incoming.reply {
        Some(Entering::Reply(reply)) => history::put(text, &incoming.path, reply, saying),
        Some(Entering::Passed) => file::set_passed(text, &incoming.path, true),
        None => Some(text.to_owned()),
    }
}

struct Comparing<'a> {
    form: &'a Form<'a>,
    reader: Reader<'a>,
    answers: &'a [Answer],
    /// What the file would say with all that came so far, and its sheet.
    work: String,
    sheet: Sheet,
    /// What each answer turned out to be, as far as one can tell by now.
    found: Vec<Option<Incoming>>,
}

/// An answer that was put into the text, to see whether it can stand.
struct Tried {
    at: usize,
    /// What was said there before.
    state: State,
    question: Question,
    reply: Reply,
}

impl Comparing<'_> {
    /// Puts in every answer that is asked for by now; whether there was any.
    fn pass(&mut self) -> bool {
        let (tried, mut work) = self.tries();
        if tried.is_empty() {
            return false;
        }
        let after = sheet(self.form, &work).unwrap_or_else(|| self.sheet.clone());
        let mut refused = false;
        for Tried { at, state, question, reply } in tried {
            let path = &self.answers[at].path;
            let of_path = after.question(path).cloned();
            let came = of_path.as_ref().map(|question| question.state.clone());
            let stands = stands(&state);
            let (news, reply) = match came {
                Some(State::Wrong(came, _)) if state.text() == Some(&came) => (News::Same, None),
                Some(State::Wrong(_, found)) => {
                    (self.wrong(at, reply::trouble(&question.kind, &found)), Some(Entering::Reply(reply)))
                }
                Some(came) if says_the_same(&state, &came) => (News::Same, None),
                Some(came) => {
                    let news = match state {
                        State::Open | State::Skipped => News::New(came),
                        State::Known(text) if text.is_empty() => News::New(came),
                        stands => News::Differs { stands, came },
                    };
                    (news, Some(Entering::Reply(reply)))
                }
                // Another answer that came takes the question away.
                None => (not_asked(&self.answers[at]).news, None),
            };
            refused |= matches!(news, News::Wrong(..) | News::NotAsked(_));
            let question = Some(of_path.unwrap_or(question));
            self.found[at] = Some(Incoming { path: path.clone(), question, news, stands, reply });
        }
        if refused {
            // Without those that cannot stand.
            work = self.with_found(self.work.clone());
        }
        if let Some(sheet) = sheet(self.form, &work) {
            self.sheet = sheet;
            self.work = work;
        }
        true
    }

    /// The answers whose question is asked by now, and the text with all of them.
    fn tries(&mut self) -> (Vec<Tried>, String) {
        let probe = self.probe();
        let (mut tried, mut work) = (Vec::new(), self.work.clone());
        for at in 0..self.answers.len() {
            let Answer { path, said } = &self.answers[at];
            if self.found[at].is_some() || !self.may_be_asked(path) || is_passed(said) {
                continue;
            }
            let standing = self.sheet.question(path);
            let Some(question) = standing.or_else(|| probe.as_ref()?.question(path)).cloned() else { continue };
            let state = standing.map_or(State::Open, |question| question.state.clone());
            let reply = match (said, &question.kind) {
                // Of a list that has items there is nothing more to say.
                (Said::Unknown | Said::Declined, Kind::Another { items: 1.. }) => continue,
                (Said::Declined, _) => Ok(Reply::Declined),
                (Said::Text(text), kind) => self.read(kind, text),
                (Said::Unknown | Said::Skipped, _) => Ok(Reply::Unknown),
            };
            match reply {
                Ok(reply) => {
                    if let Some(put) = file::put(&work, path, &reply) {
                        work = put;
                        tried.push(Tried { at, state, question, reply });
                    }
                }
                Err(key) => {
                    let typed = if let Said::Text(text) = said { text.as_str() } else { "" };
                    let kept = save::as_typed(&question.kind, typed);
                    let same = state.text().is_some_and(|text| save::as_typed(&question.kind, text) == kept);
                    let news = if same { News::Same } else { self.wrong(at, key) };
                    // Of these no file can hold what was typed, and whether there is another item is nothing to keep.
                    let cannot = matches!(key, "character" | "too_long") || path.is_another() || same;
                    let reply = (!cannot).then_some(Entering::Reply(kept));
                    let stands = stands(&state);
                    self.found[at] =
                        Some(Incoming { path: path.clone(), question: Some(question), news, stands, reply });
                }
            }
        }
        (tried, work)
    }

    /// The sheet with the items that answers speak of: an item of a list comes to be with its first answer.
    fn probe(&self) -> Option<Sheet> {
        let mut text = self.work.clone();
        let in_items = |path: &Path| path.fact().is_none() && path.steps().len() > 2;
        for (Answer { path, .. }, found) in self.answers.iter().zip(&self.found) {
            let waits = found.is_none() && in_items(path) && self.may_be_asked(path);
            if waits && self.sheet.question(path).is_none() {
                text = file::put(&text, path, &Reply::Unknown).unwrap_or(text);
            }
        }
        if text == self.work { None } else { sheet(self.form, &text) }
    }

    /// What was left for later, and the lists that are whole, once everything else is in.
    fn pass_over(&mut self) {
        for at in 0..self.answers.len() {
            let Answer { path, said } = &self.answers[at];
            let whole = path.is_another() && matches!(said, Said::Unknown | Said::Declined);
            if self.found[at].is_some() || !(is_passed(said) || whole) || !self.may_be_asked(path) {
                continue;
            }
            let passed = file::set_passed(&self.work, path, true).and_then(|text| sheet(self.form, &text));
            let Some(question) = passed.as_ref().and_then(|sheet| sheet.question(path)).cloned() else { continue };
            let state = self.sheet.question(path).map_or(State::Open, |question| question.state.clone());
            let open = matches!(state, State::Open);
            let (news, reply) = if open { (News::Left, Some(Entering::Passed)) } else { (News::Same, None) };
            let stands = !open;
            self.found[at] = Some(Incoming { path: path.clone(), question: Some(question), news, stands, reply });
        }
    }

    /// Reads what was typed; else a key of the form's words.
    fn read(&self, kind: &Kind, text: &str) -> Result<Reply, &'static str> {
        let text = &characters::clean(text).text;
        if text.chars().any(|character| characters::refusal(character).is_some()) {
            return Err("character");
        }
        if text.len() > limits::TEXT.value / 2 {
            return Err("too_long");
        }
        reply::read(kind, text, self.reader).map_err(|trouble| match trouble {
            Trouble::Wrong(key) => key,
            Trouble::Which(_) => reply::unclear(kind),
        })
    }

    fn wrong(&self, at: usize, key: &'static str) -> News {
        let text = if let Said::Text(text) = &self.answers[at].said { text.clone() } else { String::new() };
        News::Wrong(text, key)
    }

    /// A text with every answer that can stand.
    fn with_found(&self, mut text: String) -> String {
        let can_stand = |found: &&Incoming| !matches!(found.news, News::Wrong(..));
        for found in self.found.iter().flatten().filter(can_stand) {
            if let Some(Entering::Reply(reply)) = &found.reply {
                text = file::put(&text, &found.path, reply).unwrap_or(text);
            }
        }
        text
    }

    /// Whether a path begins as one of a question: no answer goes into the file's own tables, or beside the fields.
    fn may_be_asked(&self, path: &Path) -> bool {
        let first = path.steps().first();
        path.fact().is_some() || self.form.asked.fields.iter().any(|field| Some(&field.name) == first)
    }
}

/// Whether something is said there already.
fn stands(state: &State) -> bool {
    match state {
        State::Open | State::Skipped => false,
        State::Known(text) => !text.is_empty(),
        _ => true,
    }
}

fn is_passed(said: &Said) -> bool {
    *said == Said::Skipped || matches!(said, Said::Text(text) if text.trim().is_empty())
}

/// Whether two states of one question say the same, wherever they say it.
fn says_the_same(one: &State, other: &State) -> bool {
    match (one.text(), other.text()) {
        (Some(one), Some(other)) => one.trim() == other.trim(),
        _ => one == other,
    }
}
