//! The pages of the form, as HTML.

use maud::{DOCTYPE, Markup, html};

use crate::interview::{Interface, Question, Sheet, markup, posted};

/// The style of the pages.
pub const STYLE: &str = include_str!("page/form.css");
/// The script of the pages; without it they work as well.
pub const SCRIPT: &str = include_str!("page/form.js");

/// Why there is no page of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The request is none that the form's own pages make.
    NotOurs,
    /// The browser was not let in, or does not know it any more.
    NotLetIn,
    /// The address is wrong, or was used already.
    AddressUsed,
    /// There is no such page.
    NoSuchPage,
    /// What was sent is too large.
    TooLarge,
    /// What was sent did not come in time, or there is too much to do.
    TooSlow,
    /// The page is of another time: what it sends back cannot be told from a stranger's.
    OldPage,
    /// Something is wrong in the files of the case.
    Broken,
}

/// One paper in the list of all.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The first part of its ways.
    pub way: String,
    /// The draft's id.
    pub draft: String,
    /// What it is called; none when its files cannot be read.
    pub title: Option<String>,
    /// How many questions are settled, and how many there are.
    pub progress: (usize, usize),
}

/// What the pages of one paper are made from.
pub struct View<'a> {
    /// The draft's id.
    pub draft: &'a str,
    /// The first part of its ways.
    pub way: &'a str,
    /// What the paper is called.
    pub title: &'a str,
    /// The words of the form.
    pub interface: &'static Interface,
    /// The languages that there are, by tag.
    pub languages: &'a [String],
    /// The questions, with what has been said.
    pub sheet: &'a Sheet,
    /// The section that is shown, from 1.
    pub section: usize,
    /// The secret that a form sends back as [`posted::TOKEN`].
    pub token: &'a str,
    /// Whether there are other papers to go to.
    pub others: bool,
    /// What a page sent that could not be kept: the question, what was typed, and the key of what is said of it.
    pub refused: &'a [(crate::interview::Path, String, &'static str)],
}

/// The sections of a sheet: each with its heading and its questions.
#[must_use]
pub fn sections(sheet: &Sheet) -> Vec<(Option<&str>, &[Question])> {
    let runs = sheet.questions.chunk_by(|one, other| one.section == other.section);
    runs.map(|run| (run.first().and_then(|first| first.section.as_deref()), run)).collect()
}

/// All papers, with how far each has come.
#[must_use]
pub fn list(title: &str, papers: &[Listed], interface: &Interface) -> Markup {
    frame(
        title,
        interface,
        &html! {
            h1 { (title) }
            ul {
                @for paper in papers {
                    li { a href={ "/" (paper.way) "/" } { (paper.title.as_deref().unwrap_or(&paper.draft)) } }
                }
            }
        },
    )
}

/// One section of a paper, as a form.
#[must_use]
pub fn section(view: &View<'_>) -> Markup {
    let sections = sections(view.sheet);
    let (heading, questions) = sections.get(view.section.saturating_sub(1)).copied().unwrap_or((None, &[]));
    frame(
        view.title,
        view.interface,
        &html! {
            h1 { (view.title) }
            form method="post" action={ "/" (view.way) "/" } {
                input type="hidden" name=(posted::TOKEN) value=(view.token);
                input type="hidden" name=(posted::SECTION) value=(view.section);
                @if let Some(heading) = heading { h2 { (heading) } }
                @for question in questions { (self::question(view, question)) }
                button name=(posted::DEED) value="next" { "→" }
                button name=(posted::DEED) value="back" { "←" }
            }
        },
    )
}

/// One question of a section.
#[must_use]
pub fn question(view: &View<'_>, question: &Question) -> Markup {
    let mark = posted::mark(question, view.interface);
    let refused = view.refused.iter().find(|(path, ..)| *path == question.path);
    let showing = markup::Showing {
        typed: refused.map(|(_, typed, _)| typed.as_str()),
        error: refused.map(|(_, _, key)| view.interface.wrong(key)),
        seen: Some(&mark),
        ..markup::Showing::default()
    };
    markup::question(question, view.interface, &showing)
}

/// All answers of a paper, in order.
#[must_use]
pub fn review(view: &View<'_>) -> Markup {
    frame(
        view.title,
        view.interface,
        &html! {
            h1 { (view.title) }
            dl {
                @for question in &view.sheet.questions {
                    dt { (markup::ask(question, view.interface)) }
                    dd { (question.state.text().unwrap_or_default()) }
                }
            }
        },
    )
}

/// Why there is nothing else.
#[must_use]
pub fn refusal(why: Refusal, interface: &Interface) -> Markup {
    let key = match why {
        Refusal::NotOurs => "refused_not_ours",
        Refusal::NotLetIn => "refused_not_let_in",
        Refusal::AddressUsed => "refused_address_used",
        Refusal::NoSuchPage => "refused_no_such_page",
        Refusal::TooLarge => "refused_too_large",
        Refusal::TooSlow => "refused_too_slow",
        Refusal::OldPage => "refused_old_page",
        Refusal::Broken => "refused_broken",
    };
    frame("affiant", interface, &html! { p { (interface.say(key, &[])) } })
}

fn frame(title: &str, interface: &Interface, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(interface.tag) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="/form.css";
                script src="/form.js" defer {}
            }
            body { (body) }
        }
    }
}
