//! What stands around a control: what helps before the answer, and what is said of it afterwards.

use maud::{Markup, html};

use super::{DECLINED, PICKED, PUT_BACK, SAID, Sheet, UNKNOWN};
use crate::interview::{Kind, State, posted};

impl Sheet<'_> {
    /// What is read before the answer is written.
    pub(super) fn before(&self) -> Markup {
        let question = self.question;
        html! {
            @if let Some(help) = &question.help { p.help id=(self.part("help")) dir="auto" { (help) } }
            @if let Some(why) = self.why() { p.why id=(self.part("why")) dir="auto" { (why) } }
            @if let Some(example) = &question.example {
                p.example id=(self.part("example")) dir="auto" {
                    (self.interface.say("example", &[("example", example)]))
                }
            }
            @if let Some(hint) = self.hint() { p.hint id=(self.part("hint")) { (hint) } }
            // It is there without an error too: a script has a place to say one, and whoever hears the page hears it.
            p.error id=(self.part("error")) aria-live="polite" {
                @if let Some(error) = self.error() {
                    strong { (self.say("mend")) } " " (error)
                    @for (words, day) in self.showing.days {
                        " " button type="submit" name={ (self.name) (PICKED) } value=(day) { (words) }
                    }
                }
            }
        }
    }

    /// Why it is asked: always of what may hurt to answer.
    fn why(&self) -> Option<String> {
        match (&self.question.why, self.question.sensitive) {
            (Some(why), _) => Some(self.interface.say("why", &[("why", why)])),
            (None, true) => Some(self.say("sensitive")),
            (None, false) => None,
        }
    }

    /// How the answer is written, and that it may be left out.
    fn hint(&self) -> Option<String> {
        let question = self.question;
        let how = match &question.kind {
            Kind::Date => Some(self.say("date_hint")),
            Kind::Lines(item) if !matches!(item.as_ref(), Kind::Choice(_) | Kind::Exhibit(_)) => {
                Some(self.say("one_a_line"))
            }
            _ => None,
        };
        let most = question.max_words.map(|most| self.interface.say("most_words", &[("most", &most.to_string())]));
        let optional = !question.required && !self.is_group();
        let optional = optional.then(|| self.say("optional"));
        let hints: Vec<String> = [how, most, optional].into_iter().flatten().collect();
        (!hints.is_empty()).then(|| hints.join(" "))
    }

    /// What is wrong with the answer.
    pub(super) fn error(&self) -> Option<String> {
        if let Some(error) = self.showing.error {
            return Some(error.to_owned());
        }
        if !self.showing.days.is_empty() {
            return Some(self.say("choose_date"));
        }
        let key = posted::wrong(self.question, self.interface).filter(|_| self.showing.typed.is_none())?;
        Some(super::why(self.question, key, self.interface))
    }

    /// The ids of what describes the control, in the order of reading.
    pub(super) fn described_by(&self) -> String {
        if self.is_known() {
            return format!("{} {}", self.part("error"), self.part("hint"));
        }
        let parts = [
            ("error", true),
            ("help", self.question.help.is_some()),
            ("why", self.why().is_some()),
            ("example", self.question.example.is_some()),
            ("hint", self.hint().is_some()),
        ];
        let ids: Vec<String> = parts.iter().filter(|(_, there)| *there).map(|(part, _)| self.part(part)).collect();
        ids.join(" ")
    }

    /// The sentence of the paper with the answer in it: a script shows it again while somebody writes.
    pub(super) fn sentence(&self) -> Markup {
        let question = self.question;
        let whole = question.whole_sentence(&self.value());
        html! {
            @if question.sentence.is_some() {
                p.sentence id=(self.part("sentence")) dir="auto" lang=[self.showing.language]
                    data-say=(self.say("sentence_now")) {
                    @if let Some(whole) = &whole { (self.say("sentence_now")) " " (whole) }
                }
            }
        }
    }

    /// How many words the answer has: for a script that counts while somebody writes.
    pub(super) fn count(&self) -> Markup {
        html! {
            @if self.question.max_words.is_some() {
                p.count id=(self.part("count")) data-say=(self.say("words_now")) {}
            }
        }
    }

    /// What can be said instead of an answer.
    pub(super) fn instead(&self) -> Markup {
        let question = self.question;
        let own = question.path.fact().is_some();
        let asked = question.required || question.sensitive;
        // Whoever is asked for their own name knows it.
        if !asked || own {
            return html! {};
        }
        let boxes = [(UNKNOWN, "review_unknown", State::Unknown), (DECLINED, "review_decline", State::Declined)];
        html! {
            div.instead role="group" aria-labelledby={ (self.part("instead")) " " (self.part("ask")) } {
                span.lead id=(self.part("instead")) { (self.say("instead")) }
                @for (said, key, state) in &boxes {
                    label.choice for=(self.part(said)) {
                        input id=(self.part(said)) type="checkbox" name={ (self.name) (SAID) }
                            value=(said) checked[self.showing.typed.is_none() && question.state == *state];
                        span { (self.say(key)) }
                    }
                }
            }
        }
    }

    /// What is said of the answer once it is there: advice, and an earlier text. It is announced when it comes.
    pub(super) fn after(&self) -> Markup {
        html! {
            div.advice id=(self.part("advice")) aria-live="polite" {
                @if !self.showing.advice.is_empty() {
                    p.lead { (self.say("coach_head")) }
                    @for remark in self.showing.advice {
                        p {
                            (remark.text)
                            @if let Some((label, text)) = &remark.mend {
                                " " button type="submit" name={ (self.name) (PICKED) } value=(text) { (label) }
                            }
                        }
                    }
                }
            }
            div.earlier id=(self.part("earlier")) aria-live="polite" {
                @for (at, earlier) in self.showing.earlier.iter().enumerate() {
                    @if at == 0 { p.lead { (self.say("earlier")) } }
                    blockquote dir="auto" id=(self.part(&format!("was{at}"))) { (earlier.words) }
                    button type="submit" name=(PUT_BACK) value={ (self.question.path) "~" (earlier.mark) }
                        aria-describedby=(self.part(&format!("was{at}"))) { (self.say("put_back")) }
                }
            }
        }
    }
}
