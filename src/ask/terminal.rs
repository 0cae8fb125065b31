//! The interview at a terminal: one question at a time, in lines, nothing redrawn.

mod answering;
mod showing;

use super::editor::{self, NoText};
use super::growth::{Grown, Growth};
use super::session::Session;
use super::talk::{Heard, Talk};
use crate::diag::{Report, Severity};
use crate::disk::Disk;
use crate::fields::Audience;
use crate::interview::history::Saying;
use crate::interview::interface::Command;
use crate::interview::posted::{Deed, Posted};
use crate::interview::reply::Reply;
use crate::interview::{Form, Kind, Path, Question, Sheet, State, file, history, save};
use crate::source::Sources;
use crate::typeset::engine::coverage::Coverage;
use crate::value::Locale;

/// A conversation about one paper.
pub struct Conversation<'a> {
    /// The questions.
    pub form: Form<'a>,
    /// The title of the template, to say what this is.
    pub title: &'a str,
    /// The draft's id.
    pub draft: &'a str,
    /// The command that goes on with it.
    pub again: String,
    /// Where the answers are kept.
    pub session: Session,
    /// Reads for the answers and the paper.
    pub disk: &'a Disk,
    /// The paper, to show how it grows.
    pub growth: Growth,
    /// How wide lines may be, and whether they are coloured.
    pub showing: Showing,
    /// The language of dates in questions.
    pub locale: Locale,
    /// What the fonts of the paper can print.
    pub letters: &'a Coverage,
    /// The language that the paper is in.
    pub language: &'a str,
    /// The paragraphs of the matter's other letters, to tell a copied one.
    pub others: Vec<String>,
    /// Where something was taken out last that can be put back.
    pub undoable: Option<Path>,
}

pub use showing::Showing;

/// The pages that a letter may have.
const MOST_PAGES: usize = 2;

/// Why a conversation cannot go on: findings with their sources.
pub type Broken = Box<(Report, Sources)>;

/// Where to go after a question.
enum Move {
    /// To the next one that is open.
    On,
    /// To this one.
    To(Path),
    /// To the list of all answers.
    Review,
    /// Nowhere: the person wants to stop.
    Stop,
}

/// How a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All questions were dealt with, and the answers looked over.
    Done,
    /// The person stopped before.
    Stopped,
}

impl Conversation<'_> {
    /// Talks until everything is answered or the person stops.
    ///
    /// # Errors
    /// Says what is wrong with the answers file, or why it cannot be written.
    pub fn run(&mut self, talk: &mut dyn Talk) -> Result<Ending, Broken> {
        let sheet = self.sheet()?;
        self.greet(&sheet, talk);
        // From here on, only what an answer changes is shown.
        self.growth.look(self.disk);
        let mut last: Option<Path> = None;
        let mut wanted: Option<Path> = None;
        let mut section: Option<String> = None;
        loop {
            let sheet = self.sheet()?;
            let question = match wanted.take() {
                Some(path) => sheet.question(&path),
                None => sheet.next(last.as_ref()),
            };
            let next = match question {
                Some(question) => {
                    if question.section != section {
                        section.clone_from(&question.section);
                        talk.say(&self.showing.section(section.as_deref()));
                    }
                    last = Some(question.path.clone());
                    self.ask(&sheet, question, talk)?
                }
                None => Move::Review,
            };
            match next {
                Move::On => {}
                Move::To(path) => wanted = Some(path),
                Move::Review => match self.review(talk)? {
                    Move::To(path) => wanted = Some(path),
                    Move::Stop => return Ok(self.stop(talk)),
                    _ => {
                        let sheet = self.sheet()?;
                        return Ok(self.finish(&sheet, talk));
                    }
                },
                Move::Stop => return Ok(self.stop(talk)),
            }
        }
    }

    fn sheet(&self) -> Result<Sheet, Broken> {
        let mut sources = Sources::default();
        let pass = self.session.answers(&mut sources);
        match pass.output {
            Some(answers) if !pass.report.has(Severity::Error) => Ok(self.form.sheet(&answers)),
            _ => Err(Box::new((pass.report, sources))),
        }
    }

    /// Whether a bound is set to the pages: a paper that is filed has none.
    fn is_letter(&self) -> bool {
        self.form.asked.audience == Audience::Outsider
    }

    fn say(&self, talk: &mut dyn Talk, key: &str, with: &[(&str, &str)]) {
        talk.say(&self.showing.plain(&self.form.interface.say(key, with)));
    }

    fn greet(&self, sheet: &Sheet, talk: &mut dyn Talk) {
        self.say(talk, "begin", &[("title", self.title), ("file", &self.session.name)]);
        self.say(talk, "begin_help", &[("help", &self.form.interface.typed(Command::Help))]);
        let (done, all) = sheet.progress();
        if done > 0 {
            self.say(talk, "resume", &[("done", &done.to_string()), ("all", &all.to_string())]);
        }
    }

    fn stop(&self, talk: &mut dyn Talk) -> Ending {
        talk.say("\n");
        self.say(talk, "stopped", &[("file", &self.session.name)]);
        // Never broken over lines: it is there to be copied.
        talk.say(&format!("  {}\n", self.again));
        Ending::Stopped
    }

    fn finish(&mut self, sheet: &Sheet, talk: &mut dyn Talk) -> Ending {
        let open = |question: &&Question| {
            question.required
                && !matches!(question.state, State::Answered(_) | State::Known(_))
                && !question.path.is_another()
        };
        if self.is_letter()
            && let Some(pages) = self.growth.pages(self.disk).filter(|pages| *pages > MOST_PAGES)
        {
            self.say(talk, "coach_pages", &[("pages", &pages.to_string())]);
        }
        match sheet.questions.iter().filter(open).count() {
            0 => self.say(talk, "done", &[("file", &self.session.name)]),
            count => {
                self.say(talk, "done_open", &[("file", &self.session.name), ("count", &count.to_string())]);
            }
        }
        Ending::Done
    }

    /// Asks one question until it is dealt with.
    fn ask(&mut self, sheet: &Sheet, question: &Question, talk: &mut dyn Talk) -> Result<Move, Broken> {
        let interface = self.form.interface;
        talk.say(&self.showing.question(question, sheet.position(&question.path), interface));
        // What stands there, which Enter keeps; and what was typed last, for whoever wants to mend a letter of it.
        let (mut initial, mut last) = (String::new(), String::new());
        if let Some(text) = self.unfinished(question) {
            self.say(talk, "current", &[]);
            talk.say(&self.showing.quoted(&text));
            self.say(talk, "keep", &[]);
            last.clone_from(&text);
            initial = text;
        }
        loop {
            let Heard::Line(line) = talk.hear("> ", &last) else { return Ok(Move::Stop) };
            if let Some(command) = interface.command(&line) {
                match self.obey(command, sheet, question, &last, talk)? {
                    Some(next) => return Ok(next),
                    None => continue,
                }
            }
            let first = match line.strip_prefix("//") {
                Some(rest) => format!("/{rest}"),
                None if line.starts_with('/') => {
                    self.say(talk, "not_command", &[("word", line.trim()), ("help", &interface.typed(Command::Help))]);
                    continue;
                }
                None => line,
            };
            let mut stops = false;
            let text = match &question.kind {
                // Enter keeps what stands there, and leaves an open question for later.
                _ if first.trim().is_empty() && question.state.text() == Some(&*initial) => return Ok(Move::On),
                _ if first.trim().is_empty() && !initial.is_empty() => initial.clone(),
                _ if first.trim().is_empty() && question.state == State::Open => return self.pass(question, talk),
                _ if first.trim().is_empty() => return Ok(Move::On),
                Kind::Prose => match self.more(question, first, talk)? {
                    Some(text) => text,
                    None => return Ok(Move::Stop),
                },
                Kind::Lines(_) => {
                    let text;
                    (text, stops) = self.more_lines(first, talk);
                    text
                }
                _ => first,
            };
            if let Some(next) = self.answer(question, &text, talk)? {
                return Ok(if stops { Move::Stop } else { next });
            }
            // Enter never keeps a line that cannot stand; paragraphs are too much work to lose.
            if question.kind == Kind::Prose {
                initial.clone_from(&text);
            }
            last = text;
        }
    }

    /// What stands there already: what was being written when a process ended, or an answer in the file.
    fn unfinished(&self, question: &Question) -> Option<String> {
        let left = editor::left_over(&self.session.folder(), self.draft, &question.path);
        left.or_else(|| question.state.text().filter(|text| !text.is_empty()).map(str::to_owned))
    }

    fn write(&mut self, question: &Question, reply: &Reply) -> Result<(), Broken> {
        let saying = self.saying();
        let (seen, path) = (self.session.text().to_owned(), &question.path);
        let said = matches!(reply, Reply::Unknown | Reply::Declined);
        self.change(|text| {
            // What gives way to "I don't know" can be wanted again.
            let put = if said {
                history::put(text, path, reply, &saying)
            } else {
                history::put_seen(text, path, reply, &seen, &saying)
            };
            Some((put?, ()))
        })
    }

    /// Who says what is said now.
    fn saying(&self) -> Saying {
        self.session.saying(self.form.author().map(|(_, path)| path).unwrap_or_default())
    }

    fn change<T>(&mut self, change: impl Fn(&str) -> Option<(String, T)>) -> Result<T, Broken> {
        self.session.change(self.disk, change).map_err(|found| {
            let mut report = Report::default();
            report.push(*found);
            Box::new((report, Sources::default()))
        })
    }

    fn pass(&mut self, question: &Question, talk: &mut dyn Talk) -> Result<Move, Broken> {
        self.change(|text| Some((file::set_passed(text, &question.path, true)?, ())))?;
        // Of an answer that is not needed nothing is left for later.
        if question.required {
            self.say(talk, "skipped", &[]);
        }
        Ok(Move::On)
    }

    /// Does what a command says. None when the question is to be answered still.
    fn obey(
        &mut self,
        command: Command,
        sheet: &Sheet,
        question: &Question,
        so_far: &str,
        talk: &mut dyn Talk,
    ) -> Result<Option<Move>, Broken> {
        let path = &question.path;
        match command {
            Command::Help => {
                talk.say(&self.showing.help(question, self.form.interface));
                Ok(None)
            }
            Command::Back => {
                let before = sheet.before(path);
                if before.is_none() {
                    self.say(talk, "first", &[]);
                }
                Ok(before.map(|before| Move::To(before.path.clone())))
            }
            Command::Skip => self.pass(question, talk).map(Some),
            // Of a list that something was told in, there is no more to tell: what was told stands.
            Command::Unknown | Command::Decline if matches!(question.kind, Kind::Another { items: 1.. }) => {
                self.pass(question, talk).map(Some)
            }
            Command::Unknown | Command::Decline => {
                let (reply, key) = match command {
                    Command::Unknown => (Reply::Unknown, "unknown_said"),
                    _ => (Reply::Declined, "declined_said"),
                };
                // What is said instead of an answer takes the place of one that was written: that is kept.
                let saying = self.saying();
                self.change(|text| Some((history::put(text, path, &reply, &saying)?, ())))?;
                self.undoable = question.state.text().is_some().then(|| path.clone());
                self.say(talk, key, &[]);
                self.grown(talk);
                Ok(Some(Move::On))
            }
            Command::Edit => self.edit(question, so_far, talk),
            Command::Clear => {
                // In a list it is the item that is taken out.
                let target = question.item.as_ref().map_or(path, |item| &item.path);
                self.change(|text| Some((history::clear(text, target)?, ())))?;
                self.undoable = Some(target.clone());
                editor::forget(&self.session.folder(), self.draft, path);
                let undo = self.form.interface.typed(Command::Undo);
                self.say(talk, "cleared", &[("undo", &undo)]);
                self.grown(talk);
                Ok(Some(Move::On))
            }
            Command::Undo => self.undo(path, talk),
            Command::Review => Ok(Some(Move::Review)),
            Command::Paper => {
                match self.growth.whole(self.disk) {
                    Some(paragraphs) => talk.say(&self.showing.paper(paragraphs)),
                    None => self.say(talk, "paper_not", &[]),
                }
                Ok(None)
            }
            Command::Quit => Ok(Some(Move::Stop)),
        }
    }

    /// Puts back what was taken out last, or else what this question said before.
    fn undo(&mut self, path: &Path, talk: &mut dyn Talk) -> Result<Option<Move>, Broken> {
        let target = self.undoable.take().unwrap_or_else(|| path.clone());
        let posted = Posted { deed: Deed::Restore(target.clone(), String::new()), ..Posted::default() };
        let before = self.session.text().to_owned();
        let (form, saying) = (self.form.clone(), self.saying());
        self.change(|text| Some((save::apply(&form, text, &posted, &saying.face, &saying.on)?.text, ())))?;
        if self.session.text() == before {
            self.say(talk, "undo_none", &[]);
            return Ok(None);
        }
        self.say(talk, "undone", &[]);
        self.grown(talk);
        let of_item = |question: &&Question| question.item.as_ref().is_some_and(|item| item.path == target);
        let first = self.sheet()?.questions.iter().find(of_item).map(|first| first.path.clone());
        Ok(Some(Move::To(first.unwrap_or(target))))
    }

    fn edit(&mut self, question: &Question, so_far: &str, talk: &mut dyn Talk) -> Result<Option<Move>, Broken> {
        let interface = self.form.interface;
        let head = [&question.ask, &interface.say("editor_head", &[])].map(String::as_str).join("\n");
        let folder = self.session.folder();
        match editor::edit(&folder, self.draft, &question.path, &head, so_far) {
            Ok(text) if text.trim().is_empty() => Ok(None),
            Ok(text) => self.answer(question, &text, talk),
            Err(why) => {
                self.say(talk, if why == NoText::NoEditor { "no_editor" } else { "editor_failed" }, &[]);
                Ok(None)
            }
        }
    }

    /// Shows what the paper says now.
    fn grown(&mut self, talk: &mut dyn Talk) {
        match self.growth.look(self.disk) {
            Grown::Changed(paragraphs) => {
                self.say(talk, "paper_now", &[]);
                talk.say(&self.showing.paper(&paragraphs));
            }
            Grown::Same => {}
            Grown::Not => self.say(talk, "paper_not", &[]),
        }
    }

    /// All answers, and which one to change.
    fn review(&mut self, talk: &mut dyn Talk) -> Result<Move, Broken> {
        let sheet = self.sheet()?;
        let questions: Vec<&Question> = sheet.questions.iter().filter(|it| is_shown(it)).collect();
        talk.say(&self.showing.review(&questions, self.form.interface));
        loop {
            self.say(talk, "review_ask", &[]);
            let Heard::Line(line) = talk.hear("> ", "") else { return Ok(Move::Stop) };
            let line = line.trim();
            if line.is_empty() {
                return Ok(Move::On);
            }
            match self.form.interface.command(line) {
                Some(Command::Quit) => return Ok(Move::Stop),
                Some(Command::Back) => {
                    return Ok(questions.last().map_or(Move::On, |last| Move::To(last.path.clone())));
                }
                _ => {}
            }
            let number = line.trim_end_matches('.').parse::<usize>().ok();
            if let Some(chosen) = number.and_then(|number| questions.get(number.checked_sub(1)?)) {
                return Ok(Move::To(chosen.path.clone()));
            }
            self.say(talk, "review_number", &[]);
        }
    }
}

/// Whether the list of all answers shows a question: not whether there is another item, and no empty part of an
/// address.
fn is_shown(question: &Question) -> bool {
    !question.path.is_another() && !matches!(&question.state, State::Known(text) if text.is_empty())
}
