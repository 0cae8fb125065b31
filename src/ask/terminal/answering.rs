//! One answer: read by its kind, checked as every paper is, written, and what is said of it afterwards.

use super::{Broken, Conversation, MOST_PAGES, Move};
use crate::ask::editor;
use crate::ask::talk::{Heard, Talk};
use crate::diag::{Code, Severity};
use crate::interview::reply::{self, Reader, Reply, Trouble};
use crate::interview::{Kind, Question, State, coach, file};
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
            return Ok(None);
        }
        self.write(question, &reply)?;
        editor::forget(&self.session.folder(), self.draft, &question.path);
        let words = text.split_whitespace().count();
        if let Some(most) = question.max_words.filter(|most| words > *most) {
            self.say(talk, "too_many_words", &[("words", &words.to_string()), ("most", &most.to_string())]);
        }
        if let Some(remark) = reply::remark(&question.kind, text, reader) {
            talk.say(&self.showing.quoted(&remark));
        }
        self.advise(question, text, talk)?;
        self.grown(talk);
        Ok(Some(Move::On))
    }

    /// Says what may be said about an answer that is already kept.
    fn advise(&mut self, question: &Question, text: &str, talk: &mut dyn Talk) -> Result<(), Broken> {
        let interface = self.form.interface;
        let advice = coach::look(question, &self.sheet()?, text, self.form.facts, &self.others);
        let mut said: Vec<String> = advice.into_iter().map(|advice| interface.say(advice.key(), &[])).collect();
        if self.is_letter()
            && question.kind == Kind::Prose
            && let Some(pages) = self.growth.past(MOST_PAGES, self.disk)
        {
            said.push(interface.say("coach_pages", &[("pages", &pages.to_string())]));
        }
        if !said.is_empty() {
            self.say(talk, "coach_head", &[]);
        }
        for said in said {
            talk.say(&self.showing.quoted(&said));
        }
        Ok(())
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

    /// Several answers, until an empty line.
    pub(super) fn more_lines(first: String, talk: &mut dyn Talk) -> String {
        let mut text = first;
        while let Heard::Line(line) = talk.hear("  ", "") {
            if line.trim().is_empty() {
                break;
            }
            text.push('\n');
            text.push_str(&line);
        }
        text
    }
}
