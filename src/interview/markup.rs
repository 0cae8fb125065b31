//! One question as HTML: the same markup in the page of `affiant serve` and in the file of `affiant kit`.
//!
//! What a browser sends back for a question goes by these names, with the question's path in front:
//!
//! | name | what it holds |
//! |---|---|
//! | the path itself | the answer as typed; several values for a question that is answered with several boxes |
//! | path and [`SAID`] | [`UNKNOWN`] or [`DECLINED`], when the person ticked that instead of answering |
//! | path and [`SEEN`] | what the page knew of the answer, where the face keeps that |
//! | path and [`PICKED`] | a day, when the one that was typed can be read as two |
//! | [`PUT_BACK`] | the path of the question whose earlier text is wanted again, with its mark; or of a list's item |
//! | [`TAKE_OUT`] | the path of the list's item that is to go |
//!
//! Every word comes from the template or the [`Interface`], and is escaped: no answer can become markup.

mod control;
mod notes;

use std::borrow::Cow;

use maud::{Markup, html};

use super::coach::Remark;
use super::kept::Before;
use super::reply::{self, Reader};
use super::{Interface, Kind, Path, Question, State};
use crate::value::quantity::Number;
use crate::value::{Locale, PaperDate};

/// Behind a question's path: what was said instead of an answer.
pub const SAID: &str = "~said";
/// Behind a question's path: what the page knew of the answer.
pub const SEEN: &str = "~seen";
/// Behind a question's path: the day that was meant.
pub const PICKED: &str = "~picked";
/// The name of the button that wants an earlier text back.
pub const PUT_BACK: &str = "~put-back";
/// The name of the button that takes an item out of its list.
pub const TAKE_OUT: &str = "~take-out";
/// "I don't know."
pub const UNKNOWN: &str = "unknown";
/// "I'd rather not say."
pub const DECLINED: &str = "declined";

/// More than so many choices are a list that opens, not a column of buttons.
const COLUMN: usize = 9;

/// How one question is shown: what the question itself does not say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Showing<'a> {
    /// What ids begin with, so that a page can show two forms.
    pub prefix: &'a str,
    /// What the person typed, where it is not what is kept: an answer that could not stand.
    pub typed: Option<&'a str>,
    /// What is wrong with the answer, in words; of an answer that is kept, the question says it itself.
    pub error: Option<&'a str>,
    /// What the answer can be instead, each with the words on its key: the days that it can mean, or the text without a
    /// character that cannot be printed.
    pub days: &'a [(String, String)],
    /// What may be said about the answer, after it was given.
    pub advice: &'a [Remark],
    /// What the answer said before, the latest first, and can say again.
    pub earlier: &'a [Before],
    /// What the page knows of the answer, to be sent back with it.
    pub seen: Option<&'a str>,
    /// The tag of the language that the answers are written in, for whoever checks the spelling.
    pub language: Option<&'a str>,
}

/// What a question's markup is made from.
struct Sheet<'a> {
    question: &'a Question,
    interface: &'a Interface,
    showing: &'a Showing<'a>,
    /// The name of the control.
    name: String,
    /// What its ids begin with.
    id: String,
}

/// One question, with its control, what helps to answer it, and what is said of the answer.
#[must_use]
pub fn question(question: &Question, interface: &Interface, showing: &Showing<'_>) -> Markup {
    let sheet =
        Sheet { question, interface, showing, name: question.path.to_string(), id: id(showing.prefix, &question.path) };
    match (&question.kind, &question.state) {
        (Kind::Another { items }, state) => sheet.another(*items, state),
        (_, State::Known(known)) if sheet.is_known() => sheet.known(known),
        _ => sheet.whole(),
    }
}

/// The id of a question's element; the id of the control in it ends in `-a`.
#[must_use]
pub fn id(prefix: &str, path: &Path) -> String {
    use std::fmt::Write as _;
    let mut id = format!("{prefix}q-");
    for letter in path.to_string().chars() {
        match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | '.' => id.push(letter),
            // The id of a list's item is the person's own and may hold anything; no two letters become the same.
            other => _ = write!(id, ":{:x}:", u32::from(other)),
        }
    }
    id
}

/// The id of the control of a question, or of the first of several: where a link to what is wrong leads.
#[must_use]
pub fn control_id(prefix: &str, question: &Question) -> String {
    let several = match &question.kind {
        Kind::YesNo => true,
        Kind::Choice(choices) | Kind::Exhibit(choices) => choices.len() <= COLUMN,
        Kind::Lines(item) => matches!(item.as_ref(), Kind::Choice(_) | Kind::Exhibit(_)),
        _ => false,
    };
    format!("{}-{}", id(prefix, &question.path), if several { "a0" } else { "a" })
}

/// The words of a question, without those of the whole that it is a part of.
#[must_use]
pub fn ask(question: &Question, interface: &Interface) -> String {
    let ask = match &question.within {
        Some(whole) => question.ask.strip_prefix(whole.as_str()).unwrap_or(&question.ask).trim_start(),
        None => &question.ask,
    };
    match &question.kind {
        Kind::Another { items: 0 } => interface.say("another_first", &[("ask", ask)]),
        Kind::Another { items } => interface.say("another", &[("number", &items.to_string())]),
        _ => ask.to_owned(),
    }
}

/// What is wrong with an answer, by the key of [`Interface::wrong`]. What is chosen on a page has no numbers to type.
#[must_use]
pub fn why(question: &Question, key: &str, interface: &Interface) -> String {
    match (&question.kind, question.state.text()) {
        (Kind::Choice(_) | Kind::Exhibit(_), Some(text)) => interface.say("choice_gone", &[("text", text)]),
        (_, text) => interface.wrong_with(key, text.unwrap_or_default()),
    }
}

/// A date or a number as people write it in the language of the form, where it is understood again when it is written
/// so; an answer of another kind as it is.
#[must_use]
pub fn spoken(kind: &Kind, text: &str, interface: &Interface) -> String {
    let locale = Locale::of(&interface.tag);
    let read = |text: &str| reply::read(kind, text, Reader::of(interface)).ok();
    let long = match kind {
        Kind::Date => PaperDate::parse(text).ok().map(|date| date.long(locale)),
        Kind::Number => Number::parse(text).ok().map(|number| number.long(locale)),
        Kind::Lines(item) => {
            Some(text.lines().map(|line| spoken(item, line, interface)).collect::<Vec<_>>().join("\n"))
        }
        _ => None,
    };
    long.filter(|long| read(long).is_some_and(|reply| Some(reply) == read(text))).unwrap_or_else(|| text.to_owned())
}

impl Sheet<'_> {
    fn say(&self, key: &str) -> String {
        self.interface.say(key, &[])
    }

    /// The id of a part of the question.
    fn part(&self, part: &str) -> String {
        format!("{}-{part}", self.id)
    }

    /// What stands in the control: what was typed, or what is kept.
    fn value(&self) -> Cow<'_, str> {
        if let Some(typed) = self.showing.typed {
            return Cow::Borrowed(typed);
        }
        match &self.question.state {
            // It is shown beside the control, which is for what is right instead.
            State::Known(_) => Cow::Borrowed(""),
            State::Answered(text) if matches!(self.question.kind, Kind::Date | Kind::Number) => {
                Cow::Owned(spoken(&self.question.kind, text, self.interface))
            }
            state => Cow::Borrowed(self.question.written.as_deref().or_else(|| state.text()).unwrap_or_default()),
        }
    }

    fn whole(&self) -> Markup {
        let ask = ask(self.question, self.interface);
        let wrong = self.error().is_some();
        html! {
            div.question.wrong[wrong] id=(self.id) data-path=(self.question.path) data-kind=(kind(&self.question.kind)) {
                @if self.is_group() {
                    fieldset aria-describedby=(self.described_by()) {
                        legend { (self.heading(&ask)) }
                        (self.before())
                        (self.control())
                    }
                } @else {
                    @if self.question.within.is_some() { (self.label(&ask)) } @else { h2 { (self.label(&ask)) } }
                    (self.before())
                    (self.control())
                }
                (self.sentence())
                (self.count())
                (self.instead())
                (self.after())
                @if let Some(seen) = self.showing.seen {
                    input type="hidden" name={ (self.name) (SEEN) } value=(seen);
                }
            }
        }
    }

    /// The words of the question as a heading of the page, by which people find their way; a part of a whole has none.
    fn heading(&self, ask: &str) -> Markup {
        html! { h2.ask id=(self.part("ask")) dir="auto" { (ask) } }
    }

    /// The words of the question as the label of its only control.
    fn label(&self, ask: &str) -> Markup {
        html! { label.ask id=(self.part("ask")) for=(self.part("a")) dir="auto" { (ask) } }
    }

    /// Whether a list has another item: buttons, since the answer leads somewhere else.
    fn another(&self, items: usize, state: &State) -> Markup {
        let whole = *state == State::Skipped;
        let (add, none) = match items {
            0 => ("another_begin", "another_none"),
            _ => ("another_yes", "another_no"),
        };
        html! {
            div.question id=(self.id) data-path=(self.question.path) data-kind="another" role="group"
                aria-labelledby=(self.part("ask")) {
                (self.heading(&ask(self.question, self.interface)))
                @if items == 0 { (self.before()) }
                div.buttons {
                    button type="submit" name=(self.name) value="yes" { (self.say(add)) }
                    @if whole {
                        span.said { (self.say("another_said")) }
                    } @else {
                        button type="submit" name=(self.name) value="no" { (self.say(none)) }
                    }
                }
                @if let Some(seen) = self.showing.seen {
                    input type="hidden" name={ (self.name) (SEEN) } value=(seen);
                }
            }
        }
    }

    /// Whether several controls belong to the question.
    fn is_group(&self) -> bool {
        match &self.question.kind {
            Kind::YesNo => true,
            Kind::Choice(choices) | Kind::Exhibit(choices) => choices.len() <= COLUMN,
            Kind::Lines(item) => matches!(item.as_ref(), Kind::Choice(_) | Kind::Exhibit(_)),
            _ => false,
        }
    }

    /// Whether the case's own facts answer the question, and nobody has written anything else.
    fn is_known(&self) -> bool {
        let Showing { typed, error, .. } = self.showing;
        matches!(self.question.state, State::Known(_)) && typed.is_none() && error.is_none()
    }

    /// What the case's own facts say, and the way to propose something else.
    fn known(&self, known: &str) -> Markup {
        let ask = ask(self.question, self.interface);
        let known = spoken(&self.question.kind, known, self.interface);
        html! {
            div.question.known id=(self.id) data-path=(self.question.path) data-kind=(kind(&self.question.kind)) {
                @if self.question.within.is_some() {
                    p.ask id=(self.part("ask")) dir="auto" { (ask) }
                } @else {
                    (self.heading(&ask))
                }
                p.said dir="auto" { (known) }
                details {
                    // Read alone, the words do not say what is to be corrected.
                    summary id=(self.part("wrong")) aria-labelledby={ (self.part("wrong")) " " (self.part("ask")) } {
                        (self.say("known_wrong"))
                    }
                    p.hint id=(self.part("hint")) { (self.say("known_hint")) }
                    p.error id=(self.part("error")) aria-live="polite" {}
                    @if self.is_group() {
                        fieldset aria-describedby=(self.described_by()) {
                            legend { (self.say("known_right")) }
                            (self.control())
                        }
                    } @else {
                        label for=(self.part("a")) { (self.say("known_right")) }
                        (self.control())
                    }
                }
                @if let Some(seen) = self.showing.seen {
                    input type="hidden" name={ (self.name) (SEEN) } value=(seen);
                }
            }
        }
    }
}

/// The name of a kind, for the script and the style of a page.
#[must_use]
pub fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Line => "line",
        Kind::Prose => "prose",
        Kind::Date => "date",
        Kind::Number => "number",
        Kind::Money => "money",
        Kind::YesNo => "yes-no",
        Kind::Choice(_) => "choice",
        Kind::Pronouns => "pronouns",
        Kind::Email => "email",
        Kind::Phone => "phone",
        Kind::Country => "country",
        Kind::Language => "language",
        Kind::ANumber => "a-number",
        Kind::ReceiptNumber => "receipt-number",
        Kind::Person => "person",
        Kind::Exhibit(_) => "exhibit",
        Kind::Lines(_) => "lines",
        Kind::Another { .. } => "another",
    }
}
