//! How questions, answers and the paper look in lines of text.

use anstyle::{Effects, Style};

use crate::interview::interface::{self as words_of, Command};
use crate::interview::{Interface, Kind, Question, State, markup};
use crate::words;

/// The columns that lines are kept within, however wide the terminal: longer ones are hard to read.
const WIDEST: usize = 76;

/// How wide lines may be, and whether they are coloured.
#[derive(Clone, Copy, Debug)]
pub struct Showing {
    width: usize,
    color: bool,
}

impl Showing {
    /// For a terminal of so many columns.
    #[must_use]
    pub fn new(width: usize, color: bool) -> Self {
        Self { width: width.min(WIDEST), color }
    }

    fn styled(self, text: &str, effects: Effects) -> String {
        if !self.color {
            return text.to_owned();
        }
        let style = Style::new().effects(effects);
        format!("{style}{text}{style:#}")
    }

    fn wrapped(self, text: &str, indent: &str) -> String {
        let width = self.width.saturating_sub(indent.len());
        let mut out = String::new();
        for line in text.lines() {
            for line in words::wrap(line, width).lines() {
                out.push_str(format!("{indent}{line}").trim_end());
                out.push('\n');
            }
            if line.trim().is_empty() {
                out.push('\n');
            }
        }
        out
    }

    /// A line of the form's own words.
    #[must_use]
    pub fn plain(self, text: &str) -> String {
        self.wrapped(text, "")
    }

    /// A section's heading.
    #[must_use]
    pub fn section(self, section: Option<&str>) -> String {
        section.map_or_else(String::new, |section| format!("\n{}\n", self.styled(section, Effects::BOLD)))
    }

    /// What is said against an answer.
    #[must_use]
    pub fn wrong(self, text: &str) -> String {
        self.wrapped(text, "")
    }

    /// An answer, set in.
    #[must_use]
    pub fn quoted(self, text: &str) -> String {
        self.wrapped(text, "    ")
    }

    /// Paragraphs of the paper, set in behind a bar.
    #[must_use]
    pub fn paper(self, paragraphs: &[String]) -> String {
        // The paper's text marks what is bold as Markdown does; here the words are enough.
        let plain = |paragraph: &String| self.wrapped(&paragraph.replace("**", ""), "  | ");
        let shown: Vec<String> = paragraphs.iter().map(plain).collect();
        shown.join("  |\n")
    }

    /// Choices with their numbers.
    #[must_use]
    pub fn numbered(self, labels: &[&str]) -> String {
        let mut out = String::new();
        for (at, label) in labels.iter().enumerate() {
            let number = format!("{:>3}. ", at + 1);
            let rest = " ".repeat(number.len());
            let wrapped = words::wrap(label, self.width.saturating_sub(number.len()));
            for (line_at, line) in wrapped.lines().enumerate() {
                out.push_str(if line_at == 0 { &number } else { &rest });
                out.push_str(line);
                out.push('\n');
            }
        }
        out
    }

    /// A question with all that helps to answer it.
    #[must_use]
    pub fn question(self, question: &Question, (at, all): (usize, usize), interface: &Interface) -> String {
        let say = |key: &str, with: &[(&str, &str)]| interface.say(key, with);
        let progress = say("progress", &[("done", &at.to_string()), ("all", &all.to_string())]);
        let mut out = format!("\n{}\n", self.styled(&format!("[{progress}]"), Effects::DIMMED));
        if let Some(item) = &question.item {
            out.push_str(&self.wrapped(&say("item", &[("ask", &item.ask), ("number", &item.number.to_string())]), ""));
        }
        let ask = match &question.kind {
            Kind::Another { items: 0 } => say("another_first", &[("ask", &question.ask)]),
            Kind::Another { items } => {
                format!("{}\n{}", question.ask, say("another", &[("number", &items.to_string())]))
            }
            _ => question.ask.clone(),
        };
        for line in self.wrapped(&ask, "").lines() {
            out.push_str(&self.styled(line, Effects::BOLD));
            out.push('\n');
        }
        let mut add = |text: &str| out.push_str(&self.wrapped(text, "  "));
        if question.sensitive {
            let skip = interface.typed(Command::Skip);
            let decline = interface.typed(Command::Decline);
            add(&match &question.why {
                Some(why) => say("why", &[("why", why)]),
                None => say("sensitive", &[]),
            });
            add(&say("may_skip", &[("skip", &skip), ("decline", &decline)]));
        }
        if let Some(help) = &question.help {
            add(help);
        }
        if let Some(example) = &question.example {
            add(&say("example", &[("example", example)]));
        }
        if question.is_relation() {
            // The first dozen are those that most people are.
            let words: Vec<&str> =
                interface.relations(words_of::DEFAULT).iter().map(|(_, label)| *label).take(12).collect();
            add(&say("suggestions", &[("words", &words.join(", "))]));
        }
        if !question.required && !matches!(question.kind, Kind::Another { .. }) {
            add(&say("optional", &[]));
        }
        match &question.kind {
            Kind::YesNo | Kind::Another { .. } => add(&format!("({})", say("yes_no", &[]))),
            Kind::Date if question.help.is_none() => add(&say("date_hint", &[])),
            Kind::Lines(item) => {
                if let Kind::Exhibit(choices) | Kind::Choice(choices) = item.as_ref() {
                    let labels: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).collect();
                    out.push_str(&self.numbered(&labels));
                }
                out.push_str(&self.wrapped(&say("lines_hint", &[]), "  "));
            }
            Kind::Choice(choices) | Kind::Exhibit(choices) => {
                let labels: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).collect();
                out.push_str(&self.numbered(&labels));
                out.push_str(&self.wrapped(&say("choose", &[]), "  "));
            }
            Kind::Prose => add(&say("prose_hint", &[("edit", &interface.typed(Command::Edit))])),
            _ => {}
        }
        if let State::Known(text) = &question.state
            && !text.is_empty()
        {
            let text = markup::spoken(&question.kind, text, interface);
            out.push_str(&self.wrapped(&format!("{} {text}", say("known", &[])), "  "));
            out.push_str(&self.wrapped(&say("known_hint", &[]), "  "));
        }
        out
    }

    /// What can be typed.
    #[must_use]
    pub fn help(self, question: &Question, interface: &Interface) -> String {
        let mut out = String::new();
        if let Some(why) = &question.why {
            out.push_str(&self.wrapped(&interface.say("why", &[("why", why)]), ""));
        }
        out.push_str(&self.wrapped(&interface.say("help_title", &[]), ""));
        for command in Command::ALL {
            let key = format!("help_{}", format!("{command:?}").to_lowercase());
            let typed = interface.typed(command);
            out.extend([format!("  {typed:<14} "), interface.say(&key, &[]), String::from("\n")]);
        }
        out
    }

    /// All answers with their numbers.
    #[must_use]
    pub fn review(self, questions: &[&Question], interface: &Interface) -> String {
        let say = |key: &str| interface.say(key, &[]);
        let mut out = format!("\n{}\n", self.styled(&say("review_title"), Effects::BOLD));
        let mut section: Option<&str> = None;
        for (at, question) in questions.iter().enumerate() {
            if question.section.as_deref() != section {
                section = question.section.as_deref();
                out.push_str(&self.section(section));
            }
            out.push_str(&self.numbered_from(at + 1, &question.ask));
            let said = match &question.state {
                State::Answered(text) | State::Known(text) => markup::spoken(&question.kind, text, interface),
                State::Open => format!("[{}]", say("review_open")),
                State::Skipped => format!("[{}]", say("review_skipped")),
                State::Unknown => format!("[{}]", say("review_unknown")),
                State::Declined => format!("[{}]", say("review_decline")),
                State::Wrong(text, _) => format!("{text}\n[{}]", say("review_wrong")),
            };
            out.push_str(&self.wrapped(&said, "       "));
        }
        out
    }

    fn numbered_from(self, number: usize, text: &str) -> String {
        let head = format!("{number:>4}. ");
        let wrapped = words::wrap(text, self.width.saturating_sub(head.len()));
        wrapped
            .lines()
            .enumerate()
            .map(|(at, line)| format!("{}{line}\n", if at == 0 { &*head } else { "      " }))
            .collect()
    }
}
