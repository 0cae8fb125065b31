//! What a page sent back, put into the text of the answers file: the later save wins, and nothing that was said is lost.

use super::file;
use super::history::{self, Saying, Was};
use super::path::Path;
use super::posted::{self, Deed, Posted, PostedAnswer, Said};
use super::reply::{Reply, Trouble};
use super::{Form, Kind, Question, Sheet, State};
use crate::diag::{Code, Severity};
use crate::facts;
use crate::source::Sources;

/// The answers file after a page was put into it.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The text of the file.
    pub text: String,
    /// What became of each answer that the person had changed.
    pub saved: Vec<Saved>,
    /// The item that was added to a list.
    pub added: Option<Path>,
}

/// What became of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The question.
    pub path: Path,
    /// What became of it.
    pub fate: Fate,
    /// What was kept of what it replaces: what somebody else had said since the page was made, what was typed beside "I
    /// don't know", or what stood there before an earlier answer was put back.
    pub earlier: Option<String>,
}

/// What became of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is in the file, right or wrong.
    Kept,
    /// It was taken out.
    Cleared,
    /// It cannot stand in the file: what was typed, and the key of [`super::Interface::wrong`] that says why.
    Refused(String, &'static str),
}

/// What the person did to one answer.
enum Change {
    None,
    Clear,
    Say(Said),
    Answer(String),
}

/// Puts what a page sent back into the text of the answers file; `face` and `today` are noted with each answer. `None` when
/// that text cannot be read as it stands.
#[must_use]
pub fn apply(form: &Form<'_>, text: &str, posted: &Posted, face: &str, today: &str) -> Option<Applied> {
    let sheet = sheet(form, text)?;
    let who = form.author().map(|(_, path)| path).unwrap_or_default();
    let saying = Saying { who, face: face.to_owned(), on: today.to_owned() };
    let applied = Applied { text: text.to_owned(), saved: Vec::new(), added: None };
    let mut saving = Saving { form, saying, applied };
    for answer in &posted.answers {
        // Not the sheet of what has just been put in: an answer before may have hidden this question.
        match sheet.question(&answer.path) {
            Some(question) => saving.put(question, answer)?,
            None => saving.put_hidden(answer)?,
        }
    }
    match &posted.deed {
        Deed::Remove(item) if sheet.questions.iter().any(|question| is_in_item(question, item)) => {
            saving.remove(&sheet, item, posted)?;
        }
        Deed::Restore(path) => saving.restore(path)?,
        _ => {}
    }
    Some(saving.applied)
}

/// The questions, given the text of the answers file. `None` when it cannot be read.
#[must_use]
pub fn sheet(form: &Form<'_>, text: &str) -> Option<Sheet> {
    let mut sources = Sources::default();
    let pass = facts::read(&mut sources, form.answers_file, text.as_bytes());
    if pass.report.has(Severity::Error) {
        return None;
    }
    Some(form.sheet(&pass.output?))
}

/// Whether a question is about this item of a list.
fn is_in_item(question: &Question, item: &Path) -> bool {
    let steps = question.path.steps();
    question.item.is_some()
        && !item.is_another()
        && steps.len() == item.steps().len() + 1
        && steps.starts_with(item.steps())
}

struct Saving<'a> {
    form: &'a Form<'a>,
    saying: Saying,
    applied: Applied,
}

impl Saving<'_> {
    fn put(&mut self, question: &Question, answer: &PostedAnswer) -> Option<()> {
        let interface = self.form.interface;
        let kind = &question.kind;
        let (change, typed) = change(self.form, kind, answer);
        let now = posted::mark(question, interface);
        let new = match &change {
            Change::None => return Some(()),
            Change::Say(Said::Later) if answer.path.is_another() => posted::mark_of_text(kind, "no", interface),
            Change::Clear | Change::Say(Said::Later) => posted::mark_of_text(kind, "", interface),
            Change::Say(said) => posted::mark_of_said(*said),
            Change::Answer(text) => posted::mark_of_text(kind, text, interface),
        };
        let said = matches!(question.state, State::Answered(_) | State::Wrong(..) | State::Unknown | State::Declined);
        let by_another = said && answer.seen.as_ref().is_some_and(|seen| *seen != now) && now != new;
        if by_another {
            self.keep(&answer.path)?;
        }
        if let Some(typed) = typed.as_ref().filter(|_| !answer.path.is_another())
            && self.answer(question, typed)? == Fate::Kept
        {
            self.keep(&answer.path)?;
        }
        let fate = match change {
            Change::None => return Some(()),
            Change::Clear => {
                self.applied.text = file::clear(&self.applied.text, &answer.path)?;
                Fate::Cleared
            }
            Change::Say(said) => self.say(question, said)?,
            Change::Answer(text) => self.answer(question, &text)?,
        };
        let earlier = if by_another { question.state.text().map(str::to_owned) } else { typed };
        self.applied.saved.push(Saved { path: answer.path.clone(), fate, earlier });
        Some(())
    }

    /// Keeps what stands at a path, for whoever wants it back.
    fn keep(&mut self, path: &Path) -> Option<()> {
        self.applied.text = history::keep(&self.applied.text, path)?;
        Some(())
    }

    fn say(&mut self, question: &Question, said: Said) -> Option<Fate> {
        let path = &question.path;
        // "I don't know of another one" leaves those that are there.
        let is_whole = matches!(question.kind, Kind::Another { items } if items > 0);
        let reply = match said {
            Said::Unknown if !is_whole => Reply::Unknown,
            Said::Declined if !is_whole => Reply::Declined,
            _ => {
                self.applied.text = file::set_passed(&self.applied.text, path, true)?;
                return Some(Fate::Kept);
            }
        };
        self.write(path, &reply, "")
    }

    fn answer(&mut self, question: &Question, text: &str) -> Option<Fate> {
        let path = &question.path;
        let reply = match (&question.kind, posted::read(&question.kind, text, self.form.interface)) {
            (Kind::Another { .. }, Ok(Reply::YesNo(true))) => {
                let (text, item) = file::add_item(&self.applied.text, path)?;
                (self.applied.text, self.applied.added) = (text, Some(item));
                return Some(Fate::Kept);
            }
            (Kind::Another { .. }, Ok(Reply::YesNo(false))) => {
                self.applied.text = file::set_passed(&self.applied.text, path, true)?;
                return Some(Fate::Kept);
            }
            (Kind::Another { .. }, Ok(_)) => return Some(Fate::Refused(text.to_owned(), "yes-no")),
            (Kind::Another { .. }, Err(Trouble::Wrong(key))) => return Some(Fate::Refused(text.to_owned(), key)),
            (_, Ok(reply)) => reply,
            // It is kept as it was typed; the checks say what is wrong with it, here and everywhere.
            (kind, Err(_)) => as_typed(kind, text),
        };
        self.write(path, &reply, text)
    }

    /// Writes a reply, with who said it, unless the file would no longer be one that can be read.
    fn write(&mut self, path: &Path, reply: &Reply, typed: &str) -> Option<Fate> {
        let with = history::settled(&file::put(&self.applied.text, path, reply)?, path)?;
        let with = history::say(&with, path, &self.saying)?;
        let pass = facts::read(&mut Sources::default(), self.form.answers_file, with.as_bytes());
        if let Some(found) = pass.report.diagnostics.iter().find(|found| found.severity == Severity::Error) {
            let why = if found.code == Code::BadCharacter { "character" } else { "too_long" };
            return Some(Fate::Refused(typed.to_owned(), why));
        }
        self.applied.text = with;
        Some(Fate::Kept)
    }

    /// An answer to a question that is not asked any more, because somebody changed another answer meanwhile: it is kept
    /// all the same. What no field of the paper is called is nobody's answer.
    fn put_hidden(&mut self, answer: &PostedAnswer) -> Option<()> {
        let fields = self.form.asked.fields;
        let field = answer.path.steps().first().and_then(|name| fields.iter().find(|field| field.name == *name));
        if field.is_none_or(|field| field.fact.is_some()) || answer.path.is_another() {
            return Some(());
        }
        if let (Change::Answer(text), _) = change(self.form, &Kind::Prose, answer) {
            // Whether the page has seen what stands there cannot be told of a question that is not asked.
            self.keep(&answer.path)?;
            let fate = self.write(&answer.path, &as_typed(&Kind::Line, &text), &text)?;
            self.applied.saved.push(Saved { path: answer.path.clone(), fate, earlier: None });
        }
        Some(())
    }

    /// Takes an item out of its list. What somebody else has said in it since the page was made is kept.
    fn remove(&mut self, sheet: &Sheet, item: &Path, posted: &Posted) -> Option<()> {
        let seen = |question: &Question| {
            let answer = posted.answers.iter().find(|answer| answer.path == question.path);
            answer.and_then(|answer| answer.seen.clone()) == Some(posted::mark(question, self.form.interface))
        };
        let mut own = sheet.questions.iter().filter(|question| is_in_item(question, item));
        if !own.all(seen) {
            self.keep(item)?;
        }
        self.applied.text = file::clear(&self.applied.text, item)?;
        Some(())
    }

    /// Puts back what an answer said before, and keeps what it says now.
    fn restore(&mut self, path: &Path) -> Option<()> {
        let pass = facts::read(&mut Sources::default(), self.form.answers_file, self.applied.text.as_bytes());
        let Some(earlier) = history::earlier(&pass.output?, path).into_iter().next() else { return Some(()) };
        let sheet = sheet(self.form, &self.applied.text)?;
        let Some(question) = sheet.question(path) else { return Some(()) };
        self.keep(path)?;
        let fate = match earlier.was {
            Was::Text(text) => self.answer(question, &text)?,
            Was::Unknown => self.say(question, Said::Unknown)?,
            Was::Declined => self.say(question, Said::Declined)?,
        };
        let earlier = question.state.text().map(str::to_owned);
        self.applied.saved.push(Saved { path: path.clone(), fate, earlier });
        Some(())
    }
}

/// What the person did to an answer since the page was made, and what they had typed beside it.
fn change(form: &Form<'_>, kind: &Kind, answer: &PostedAnswer) -> (Change, Option<String>) {
    let seen = |mark: String| answer.seen.as_ref() == Some(&mark);
    let text = answer.text.as_deref().unwrap_or_default();
    let typed = !text.trim().is_empty() && !seen(posted::mark_of_text(kind, text, form.interface));
    let said = |said: Said| matches!(said, Said::Unknown | Said::Declined) && seen(posted::mark_of_said(said));
    match answer.said {
        // The box was ticked before, and still is; then the person wrote an answer.
        Some(was) if said(was) && typed => (Change::Answer(text.to_owned()), None),
        Some(was) if said(was) => (Change::None, None),
        Some(now) => (Change::Say(now), typed.then(|| text.to_owned())),
        None if typed => (Change::Answer(text.to_owned()), None),
        // Neither yes nor no to whether there is another one.
        None if matches!(kind, Kind::Another { .. }) && text.is_empty() => (Change::None, None),
        None if text.trim().is_empty() && answer.seen.is_some() => {
            let untouched = seen(posted::mark_of_text(kind, "", form.interface));
            (if untouched { Change::None } else { Change::Clear }, None)
        }
        None => (Change::None, None),
    }
}

/// What cannot be read as an answer, as it was typed.
fn as_typed(kind: &Kind, text: &str) -> Reply {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    match kind {
        Kind::Lines(_) => Reply::Lines(lines()),
        _ if text.contains('\n') => Reply::Prose(text.trim().to_owned()),
        _ => Reply::Text(text.trim().to_owned()),
    }
}
