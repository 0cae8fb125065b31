//! One answer: read by its kind, checked as every paper is, written, and what is said of it afterwards.

use super::{Broken, Conversation, MOST_PAGES, Move};
use crate::ask::editor;
use crate::ask::talk::{Heard, Talk};
use crate::diag::{Code, Severity};
use crate::facts::characters;
use crate::interview::coach::{self, Around, Remark, mending};
use crate::interview::interface::Command;
use crate::interview::reply::{self, Reader, Reply, Trouble};
use crate::interview::{Kind, Question, State, file};
use crate::source::Sources;

impl Conversation<'_> {
    /// Reads an answer and writes it; none when it cannot stand, which has been said.
    pub(super) fn answer(
        &mut self,
        question: &Question,
        text: &str,
        talk: &mut dyn Talk,
    ) -> Result<Option<Move>, Broken> {
        let reader = Reader::on(self.form.interface, self.session.today());
        let reply = match reply::read(&question.kind, text, reader) {
            Ok(reply) => reply,
            Err(Trouble::Wrong(key)) => {
                talk.say(&self.showing.wrong(self.form.interface.wrong(key)));
                return Ok(None);
            }
            Err(Trouble::Which(meant)) => match self.which(&meant, talk) {
                Some(reply) => reply,
                None => return Ok(None),
            },
        };
        if let (Kind::Another { .. }, Reply::YesNo(another)) = (&question.kind, &reply) {
            return self.another(question, *another, talk).map(Some);
        }
        if let Some(wrong) = self.cannot_stand(question, &reply) {
            talk.say(&self.showing.wrong(&self.form.interface.wrong_with(wrong, text)));
            let Some(without) = mending::without_refused(text).filter(|_| wrong == "character") else {
                return Ok(None);
            };
            self.say(talk, "refused_ask", &[]);
            return match talk.hear("> ", "") {
                Heard::Line(line) if line.trim().is_empty() => self.answer(question, &without, talk),
                Heard::Line(line) => self.answer(question, &line, talk),
                Heard::End => Ok(None),
            };
        }
        self.write(question, &reply)?;
        editor::forget(&self.session.folder(), self.draft, &question.path);
        let cleaned = characters::clean(text);
        if !cleaned.gone.is_empty() {
            self.say(talk, "coach_cleaned", &[]);
        }
        let text = &*cleaned.text;
        let words = text.split_whitespace().count();
        if let Some(most) = question.max_words.filter(|most| words > *most) {
            self.say(talk, "too_many_words", &[("words", &words.to_string()), ("most", &most.to_string())]);
        }
        if let Some(remark) = reply::remark(&question.kind, text, reader) {
            talk.say(&self.showing.quoted(&remark));
        }
        if let Some(mended) = self.advise(question, text, talk)? {
            return self.answer(question, &mended, talk);
        }
        self.grown(talk);
        Ok(Some(Move::On))
    }

    /// Says what may be said about an answer that is already kept. What it is instead, where the person has it mended.
    fn advise(&mut self, question: &Question, text: &str, talk: &mut dyn Talk) -> Result<Option<String>, Broken> {
        let interface = self.form.interface;
        let around =
            Around { facts: self.form.facts, others: &self.others, letters: self.letters, language: self.language };
        let mut said = coach::remarks(question, &self.sheet()?, text, around, interface);
        if self.is_letter()
            && question.kind == Kind::Prose
            && let Some(pages) = self.growth.past(MOST_PAGES, self.disk)
        {
            said.push(Remark::of(interface.say("coach_pages", &[("pages", &pages.to_string())])));
        }
        if !said.is_empty() {
            self.say(talk, "coach_head", &[]);
        }
        for Remark { text, mend } in said {
            talk.say(&self.showing.quoted(&text));
            if let Some((label, mended)) = mend {
                self.say(talk, "mend_ask", &[("label", &label)]);
                let Heard::Line(line) = talk.hear("> ", "") else { return Ok(None) };
                if interface.yes_no(&line) == Some(true) {
                    return Ok(Some(mended));
                }
            }
        }
        Ok(None)
    }

    /// Which of several readings is meant.
    fn which(&self, meant: &[(String, Reply)], talk: &mut dyn Talk) -> Option<Reply> {
        self.say(talk, "choose_date", &[]);
        let names: Vec<&str> = meant.iter().map(|(name, _)| name.as_str()).collect();
        talk.say(&self.showing.numbered(&names));
        let Heard::Line(line) = talk.hear("> ", "") else { return None };
        let number: usize = line.trim().trim_end_matches('.').parse().ok()?;
        meant.get(number.checked_sub(1)?).map(|(_, reply)| reply.clone())
    }

    fn another(&mut self, question: &Question, another: bool, talk: &mut dyn Talk) -> Result<Move, Broken> {
        let path = &question.path;
        if !another {
            self.change(|text| Some((file::set_passed(text, path, true)?, ())))?;
            self.grown(talk);
            return Ok(Move::On);
        }
        let item = self.change(|text| file::add_item(text, path))?;
        let sheet = self.sheet()?;
        let first = sheet.questions.iter().find(|question| question.path.steps().starts_with(item.steps()));
        Ok(first.map_or(Move::On, |first| Move::To(first.path.clone())))
    }

    /// What the checks of every paper say against an answer, as a key of the form's words.
    fn cannot_stand(&self, question: &Question, reply: &Reply) -> Option<&'static str> {
        let mut sources = Sources::default();
        let text = file::put(self.session.text(), &question.path, reply)?;
        let pass = crate::facts::read(&mut sources, &self.session.name, text.as_bytes());
        if let Some(found) = pass.report.diagnostics.iter().find(|found| found.severity == Severity::Error) {
            return Some(if found.code == Code::BadCharacter { "character" } else { "too_long" });
        }
        let sheet = self.form.sheet(&pass.output?);
        match &sheet.question(&question.path)?.state {
            State::Wrong(_, found) => Some(reply::trouble(&question.kind, found)),
            _ => None,
        }
    }

    /// Paragraphs, line by line until a line with a full stop; each line is on disk before the next. None when the
    /// person stops in the middle.
    pub(super) fn more(
        &mut self,
        question: &Question,
        first: String,
        talk: &mut dyn Talk,
    ) -> Result<Option<String>, Broken> {
        let mut text = first;
        // One line that was pasted whole, or typed whole, with its end.
        if let Some(whole) = text.strip_suffix("\n.") {
            return Ok(Some(whole.to_owned()));
        }
        loop {
            let reply = Reply::Prose(text.trim_end().to_owned());
            if question.state.text().is_some() {
                // What was answered before stands until the new answer is whole.
                editor::keep(&self.session.folder(), self.draft, &question.path, &text);
            } else if self.cannot_stand(question, &reply).is_none() {
                self.write(question, &reply)?;
            }
            match talk.hear("  ", "") {
                Heard::End => return Ok(None),
                Heard::Line(line) if line.trim() == "." => return Ok(Some(text)),
                Heard::Line(line) if self.inner(&line) == Some(Command::Quit) => return Ok(None),
                Heard::Line(line) if self.inner(&line).is_some() => {
                    self.say(talk, "inside_text", &[("word", line.trim())]);
                }
                Heard::Line(line) => {
                    text.push('\n');
                    text.push_str(&line);
                    if let Some(whole) = text.strip_suffix("\n.") {
                        return Ok(Some(whole.to_owned()));
                    }
                }
            }
        }
    }

    /// Several answers, until an empty line, and whether the person stops with them.
    pub(super) fn more_lines(&self, first: String, talk: &mut dyn Talk) -> (String, bool) {
        let mut text = first;
        while let Heard::Line(line) = talk.hear("  ", "") {
            match self.inner(&line) {
                Some(Command::Quit) => return (text, true),
                Some(_) => self.say(talk, "inside_lines", &[("word", line.trim())]),
                None if line.trim().is_empty() => break,
                None => {
                    text.push('\n');
                    text.push_str(&line);
                }
            }
        }
        (text, false)
    }

    /// The command that a further line of an answer is. A question mark alone may belong to the text.
    fn inner(&self, line: &str) -> Option<Command> {
        self.form.interface.command(line).filter(|_| line.trim_start().starts_with('/'))
    }
}
