//! What a page sent back, put into the text of the answers file: the later save wins, and nothing that was said is
//! lost.

use super::file;
use super::history::{self, Saying, Was};
use super::path::Path;
use super::place::{self, Place};
use super::posted::{self, Deed, Posted, PostedAnswer, Said};
use super::reply::{Reader, Reply, Trouble};
use super::{Form, Kind, Question, Sheet, State, kept, sheet};
use crate::diag::{Code, Severity};
use crate::facts::{self, characters};
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
    /// What was kept of what it replaces: what somebody else had said since the page was made, what was emptied or
    /// ticked over, what was typed beside "I don't know", or what stood there before an earlier answer was put back.
    pub earlier: Option<String>,
    /// The text as it is kept, where something that nobody sees was left out of what was sent.
    pub cleaned: Option<String>,
}

/// What became of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is in the file, right or wrong.
    Kept,
    /// It was taken out.
    Cleared,
    /// It is kept beside the answers, because it cannot stand where it was given.
    Aside(Aside),
    /// It cannot stand in the file: what was typed, and the key of [`super::Interface::wrong`] that says why.
    Refused(String, &'static str),
}

/// Why an answer is kept beside the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// Nobody asks this any more: the template has changed, or the item was taken out.
    NotAsked,
    /// It can no longer be chosen.
    NotChosen,
}

/// What the person did to one answer.
enum Change {
    None,
    Clear,
    Say(Said),
    Answer(String),
}

/// Puts what a page sent back into the text of the answers file; `face` and `today` are noted with each answer. `None`
/// when that text cannot be read as it stands.
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
            saving.remove(item)?;
        }
        Deed::Restore(path, mark) => saving.restore(path, mark)?,
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
    question.item.as_ref().is_some_and(|of| of.path == *item)
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
        let emptied = said && matches!(change, Change::Clear | Change::Say(Said::Unknown | Said::Declined));
        if by_another || emptied {
            self.keep(&answer.path)?;
        }
        if let Some(typed) = typed.as_ref().filter(|_| !answer.path.is_another())
            && self.answer(question, typed)? == Fate::Kept
        {
            self.keep(&answer.path)?;
        }
        let cleaned = match &change {
            Change::Answer(text) => Some(characters::clean(text)).filter(|cleaned| !cleaned.gone.is_empty()),
            _ => None,
        };
        let cleaned = cleaned.map(|cleaned| cleaned.text.into_owned());
        let fate = match change {
            Change::None => return Some(()),
            Change::Clear => {
                self.applied.text = file::clear(&self.applied.text, &answer.path)?;
                Fate::Cleared
            }
            Change::Say(said) => self.say(question, said)?,
            // What is none of those that can be chosen would stand where nobody sees it.
            Change::Answer(text) if is_chosen(kind) && posted::read(kind, &text, self.reader()).is_err() => {
                self.set_aside(&answer.path, &Was::Text(text), Aside::NotChosen)?
            }
            Change::Answer(text) => self.answer(question, &text)?,
        };
        let before = question.state.text().filter(|_| by_another || emptied).map(str::to_owned);
        let earlier = before.or(typed);
        self.applied.saved.push(Saved { path: answer.path.clone(), fate, earlier, cleaned });
        Some(())
    }

    /// How what was typed is read.
    fn reader(&self) -> Reader<'_> {
        Reader::on(self.form.interface, &self.saying.on)
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
        let reply = match (&question.kind, posted::read(&question.kind, text, self.reader())) {
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
        Some(self.take(with, typed).unwrap_or(Fate::Kept))
    }

    /// Takes a text as that of the file, unless it can no longer be read: then what was typed is refused.
    fn take(&mut self, with: String, typed: &str) -> Option<Fate> {
        let pass = facts::read(&mut Sources::default(), self.form.answers_file, with.as_bytes());
        if let Some(found) = pass.report.diagnostics.iter().find(|found| found.severity == Severity::Error) {
            let why = if found.code == Code::BadCharacter { "character" } else { "too_long" };
            return Some(Fate::Refused(typed.to_owned(), why));
        }
        self.applied.text = with;
        None
    }

    /// An answer to a question that is not asked, because something was changed while its page was open. Where another
    /// answer hides the question, it goes to its place all the same; else it is kept beside the answers. What no page
    /// can have shown is nobody's answer.
    fn put_hidden(&mut self, answer: &PostedAnswer) -> Option<()> {
        let path = &answer.path;
        let pass = facts::read(&mut Sources::default(), self.form.answers_file, self.applied.text.as_bytes());
        let answers = pass.output?;
        let there = |place: &Place<'_>| place.items.iter().all(|item| sheet::find(&answers, item.steps()).is_some());
        let place = place::of(self.form.asked.fields, path).filter(there);
        let is_ours = answer.seen.as_deref().is_some_and(posted::is_mark);
        let own_table = path.steps().first().is_none_or(|first| first == "meta");
        if path.is_another() || own_table || (place.is_none() && !is_ours) {
            return Some(());
        }
        let (fate, path) = if let Some(place) = place {
            let kind = sheet::kind(place.kind, &[], &str::to_owned);
            let (Change::Answer(text), _) = change(self.form, &kind, answer) else { return Some(()) };
            // Whether the page has seen what stands there cannot be told of a question that is not asked.
            self.keep(path)?;
            let read = posted::read(&kind, &text, self.reader());
            (self.write(path, &read.unwrap_or_else(|_| as_typed(&kind, &text)), &text)?, path.clone())
        } else {
            let was = match change(self.form, &Kind::Prose, answer).0 {
                Change::Answer(text) if !was_shown(self.form, answer, &text) => Was::Text(text),
                Change::Say(Said::Unknown) => Was::Unknown,
                Change::Say(Said::Declined) => Was::Declined,
                _ => return Some(()),
            };
            (self.set_aside(path, &was, Aside::NotAsked)?, path.clone())
        };
        self.applied.saved.push(Saved { path, fate, earlier: None, cleaned: None });
        Some(())
    }

    /// Keeps an answer beside the others.
    fn set_aside(&mut self, path: &Path, was: &Was, why: Aside) -> Option<Fate> {
        let with = history::set_aside(&self.applied.text, path, was, &self.saying)?;
        let typed = if let Was::Text(text) = was { text.as_str() } else { "" };
        Some(self.take(with, typed).unwrap_or(Fate::Aside(why)))
    }

    /// Takes an item out of its list, and keeps what was said in it.
    fn remove(&mut self, item: &Path) -> Option<()> {
        self.keep(item)?;
        self.applied.text = file::clear(&self.applied.text, item)?;
        Some(())
    }

    /// Puts back what an answer said before, and keeps what it says now; or an item that was taken out.
    fn restore(&mut self, path: &Path, mark: &str) -> Option<()> {
        let sheet = sheet(self.form, &self.applied.text)?;
        let Some(question) = sheet.question(path) else { return self.restore_item(path) };
        let pass = facts::read(&mut Sources::default(), self.form.answers_file, self.applied.text.as_bytes());
        let mut earlier = history::earlier(&pass.output?, path).into_iter();
        let wanted = |was: &Was| mark.is_empty() || matches!(was, Was::Text(text) if kept::mark(text) == mark);
        let Some(earlier) = earlier.find(|earlier| wanted(&earlier.was)) else { return Some(()) };
        self.keep(path)?;
        let fate = self.say_again(question, &earlier.was)?;
        let earlier = question.state.text().map(str::to_owned);
        self.applied.saved.push(Saved { path: path.clone(), fate, earlier, cleaned: None });
        Some(())
    }

    /// Says again what was said to a question.
    fn say_again(&mut self, question: &Question, was: &Was) -> Option<Fate> {
        match was {
            Was::Text(text) => self.answer(question, text),
            Was::Unknown => self.say(question, Said::Unknown),
            Was::Declined => self.say(question, Said::Declined),
        }
    }

    /// Puts an item back into its list with all that was said in it; not where another one has its id.
    fn restore_item(&mut self, item: &Path) -> Option<()> {
        let pass = facts::read(&mut Sources::default(), self.form.answers_file, self.applied.text.as_bytes());
        let answers = pass.output?;
        let mut left: Vec<(Path, Was)> = Vec::new();
        for (path, earlier) in history::all_earlier(&answers) {
            let place = place::of(self.form.asked.fields, &path);
            let of_item = place.is_some_and(|place| place.items.contains(item));
            // The latest of each is what it said when the item was taken out.
            if of_item && !left.iter().any(|(known, _)| *known == path) {
                left.push((path, earlier.was));
            }
        }
        if left.is_empty() || sheet::find(&answers, item.steps()).is_some() {
            return Some(());
        }
        self.applied.text = file::put_item(&self.applied.text, item)?;
        // What one answer says can bring the question of the next.
        loop {
            let sheet = sheet(self.form, &self.applied.text)?;
            let Some(at) = left.iter().position(|(path, _)| sheet.question(path).is_some()) else { break };
            let (path, was) = left.swap_remove(at);
            let fate = self.say_again(sheet.question(&path)?, &was)?;
            self.applied.saved.push(Saved { path, fate, earlier: None, cleaned: None });
        }
        for (path, was) in left {
            if let (Was::Text(text), Some(place)) = (&was, place::of(self.form.asked.fields, &path)) {
                let kind = sheet::kind(place.kind, &[], &str::to_owned);
                let read = posted::read(&kind, text, self.reader());
                self.write(&path, &read.unwrap_or_else(|_| as_typed(&kind, text)), text)?;
            }
        }
        Some(())
    }
}

/// Whether a text is what the page showed: of a question that is gone, nobody knows the kind of answer it had.
fn was_shown(form: &Form<'_>, answer: &PostedAnswer, text: &str) -> bool {
    let lines = Kind::Lines(Box::new(Kind::Line));
    let kinds = [Kind::Prose, Kind::Line, Kind::Date, Kind::Number, Kind::YesNo, lines];
    let marks = kinds.iter().map(|kind| posted::mark_of_text(kind, text, form.interface));
    answer.seen.as_ref().is_some_and(|seen| marks.into_iter().any(|mark| mark == *seen))
}

/// Whether an answer is chosen, not typed.
fn is_chosen(kind: &Kind) -> bool {
    match kind {
        Kind::Choice(_) | Kind::Exhibit(_) | Kind::YesNo => true,
        Kind::Lines(item) => is_chosen(item),
        _ => false,
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
pub(super) fn as_typed(kind: &Kind, text: &str) -> Reply {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    match kind {
        Kind::Lines(_) => Reply::Lines(lines()),
        _ if text.contains('\n') => Reply::Prose(text.trim().to_owned()),
        _ => Reply::Text(text.trim().to_owned()),
    }
}
