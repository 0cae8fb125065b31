//! The control of a question: what the person types into, or chooses from.

use maud::{Markup, html};

use super::{COLUMN, Sheet};
use crate::fields::Choice;
use crate::interview::Kind;

/// One thing to choose: the value that is sent, and its words.
struct Pick<'a> {
    value: &'a str,
    label: &'a str,
}

impl Sheet<'_> {
    pub(super) fn control(&self) -> Markup {
        match &self.question.kind {
            Kind::Prose => self.area(7),
            Kind::Lines(item) => match item.as_ref() {
                Kind::Choice(choices) | Kind::Exhibit(choices) => self.boxes(choices),
                _ => self.area(3),
            },
            Kind::YesNo => {
                let (yes, no) = (self.say("say_yes"), self.say("say_no"));
                self.radios(&[Pick { value: "yes", label: &yes }, Pick { value: "no", label: &no }])
            }
            Kind::Another { .. } => html! {},
            Kind::Choice(choices) | Kind::Exhibit(choices) => {
                let mut picks: Vec<Pick<'_>> = choices.iter().map(Pick::of).collect();
                // An exhibit with a page is none of those in the list, and stays what it is.
                let value = &*self.value();
                let exhibit = matches!(self.question.kind, Kind::Exhibit(_));
                if exhibit && !value.is_empty() && !picks.iter().any(|pick| pick.is(value)) {
                    picks.push(Pick { value, label: value });
                }
                if choices.len() > COLUMN { self.select(&picks) } else { self.radios(&picks) }
            }
            Kind::Line if self.question.is_relation() => self.relation(),
            // A line may be long: it is seen whole, and its ends of lines are spaces.
            Kind::Line if self.question.path.fact().is_none() => self.area(1),
            kind => self.line(kind),
        }
    }

    /// A line to type into.
    fn line(&self, kind: &Kind) -> Markup {
        let (mode, plain) = match kind {
            Kind::Email => (Some("email"), true),
            Kind::Phone => (Some("tel"), true),
            Kind::Date | Kind::Number | Kind::Money | Kind::ANumber | Kind::ReceiptNumber | Kind::Pronouns => {
                (None, true)
            }
            _ => (None, false),
        };
        let kind = if matches!(kind, Kind::Phone) { "tel" } else { "text" };
        html! {
            input id=(self.part("a")) type=(kind) name=(self.name) value=(self.value()) dir="auto"
                lang=[self.showing.language.filter(|_| !plain)] inputmode=[mode]
                autocomplete=(self.autocomplete())
                spellcheck=[plain.then_some("false")] autocapitalize=[plain.then_some("none")]
                aria-describedby=(self.described_by()) aria-invalid=[self.error().map(|_| "true")];
        }
    }

    /// A line with the relations that most people choose.
    fn relation(&self) -> Markup {
        let paper = self.showing.language.unwrap_or(&self.interface.tag);
        html! {
            input id=(self.part("a")) type="text" name=(self.name) value=(self.value()) dir="auto"
                lang=[self.showing.language] list=(self.part("list")) autocomplete="off"
                aria-describedby=(self.described_by()) aria-invalid=[self.error().map(|_| "true")];
            datalist id=(self.part("list")) {
                @for (value, label) in self.interface.relations(paper) {
                    option value=(value) label=[(label != value).then_some(label)] {}
                }
            }
        }
    }

    /// Paragraphs, or lines.
    fn area(&self, rows: usize) -> Markup {
        // A browser drops the first line end in a text area: one of the page's own stands before the text.
        html! {
            textarea id=(self.part("a")) name=(self.name) rows=(rows) dir="auto" lang=[self.showing.language]
                spellcheck="true" autocomplete="off"
                aria-describedby=(self.described_by()) aria-invalid=[self.error().map(|_| "true")] {
                "\n" (self.value())
            }
        }
    }

    /// One of a few, all in sight.
    fn radios(&self, picks: &[Pick<'_>]) -> Markup {
        let value = &*self.value();
        let optional = !self.question.required;
        let none = self.say("no_answer");
        let none = optional.then_some(Pick { value: "", label: &none });
        html! {
            div.choices {
                @for (at, pick) in picks.iter().chain(&none).enumerate() {
                    label.choice for=(self.part(&format!("a{at}"))) {
                        input id=(self.part(&format!("a{at}"))) type="radio" name=(self.name) value=(pick.value)
                            checked[pick.is(value) && (optional || !value.is_empty())];
                        span dir="auto" { (pick.label) }
                    }
                }
            }
        }
    }

    /// One of many.
    fn select(&self, picks: &[Pick<'_>]) -> Markup {
        let value = &*self.value();
        html! {
            select id=(self.part("a")) name=(self.name) aria-describedby=(self.described_by())
                aria-invalid=[self.error().map(|_| "true")] {
                option value="" { (self.say("choose_one")) }
                @for pick in picks {
                    option value=(pick.value) selected[pick.is(value)] { (pick.label) }
                }
            }
        }
    }

    /// Several of a few. What is kept and is none of them, such as an exhibit with a page, stands as a box of its own.
    fn boxes(&self, choices: &[Choice]) -> Markup {
        let value = self.value();
        let chosen: Vec<&str> = value.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let mut picks: Vec<Pick<'_>> = choices.iter().map(Pick::of).collect();
        for line in &chosen {
            if !picks.iter().any(|pick| pick.is(line)) {
                picks.push(Pick { value: line, label: line });
            }
        }
        html! {
            div.choices {
                @for (at, pick) in picks.iter().enumerate() {
                    label.choice for=(self.part(&format!("a{at}"))) {
                        input id=(self.part(&format!("a{at}"))) type="checkbox" name=(self.name) value=(pick.value)
                            checked[chosen.iter().any(|line| pick.is(line))];
                        span dir="auto" { (pick.label) }
                    }
                }
            }
        }
    }

    /// What a browser may fill in of its user: only what the question asks of the person who writes.
    fn autocomplete(&self) -> &'static str {
        let Some(fact) = self.question.path.fact() else { return "off" };
        let (before, last) = fact.rsplit_once('.').unwrap_or(("", &fact));
        match (before.ends_with(".address"), last) {
            (true, "street") => "address-line1",
            (true, "unit") => "address-line2",
            (true, "city") => "address-level2",
            (true, "state") => "address-level1",
            (true, "zip") => "postal-code",
            (true, "country") => "country-name",
            (false, "name") => "name",
            (false, "phone") => "tel",
            (false, "email") => "email",
            (false, "organization") => "organization",
            (false, "title") => "honorific-suffix",
            _ => "off",
        }
    }
}

impl<'a> Pick<'a> {
    fn of(choice: &'a Choice) -> Self {
        Self { value: &choice.value, label: &choice.label }
    }

    /// Whether a value that is kept, or was typed, is this one.
    fn is(&self, value: &str) -> bool {
        self.value == value
    }
}
