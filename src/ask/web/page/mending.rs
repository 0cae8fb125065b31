//! The answers that must be mended, each named, with the way to it.

use maud::{Markup, html};

use super::{Notice, View, frame, sections};
use crate::interview::posted::{self, DEED, Deed, LOOKED};
use crate::interview::{Question, State, markup};

/// One answer that must be mended.
pub(super) struct Wrong<'a> {
    pub(super) question: &'a Question,
    /// The part that asks it, from 1.
    pub(super) section: usize,
    /// What is wrong with it.
    pub(super) why: String,
}

/// All answers that must be mended, in order, and those that could not be kept.
pub(super) fn wrong<'a>(view: &View<'a>) -> Vec<Wrong<'a>> {
    let mut all = Vec::new();
    if !view.sheet.questions.iter().any(|question| why(view, question).is_some()) {
        return all;
    }
    for (at, section) in sections(view.sheet).into_iter().enumerate() {
        let wrong = section.questions.iter().filter_map(|question| {
            let why = why(view, question)?;
            Some(Wrong { question, section: at + 1, why })
        });
        all.extend(wrong);
    }
    all
}

/// What is wrong with an answer.
fn why(view: &View<'_>, question: &Question) -> Option<String> {
    if let Some((_, typed, key)) = view.refused.iter().find(|(path, ..)| *path == question.path) {
        return Some(view.interface.wrong_with(key, typed));
    }
    let key = posted::wrong(question, view.interface)?;
    if posted::days(&question.kind, question.state.text(), view.interface).is_empty() {
        Some(markup::why(question, key, view.interface))
    } else {
        Some(view.say("choose_date"))
    }
}

/// In a part: what is wrong in it, said at once, and what is wrong in others, with buttons that save before they lead
/// there.
pub(super) fn in_section(view: &View<'_>, form: &str, here: &[Question]) -> Markup {
    let (own, others): (Vec<Wrong<'_>>, Vec<Wrong<'_>>) =
        wrong(view).into_iter().partition(|wrong| wrong.section == view.section);
    html! {
        @if !own.is_empty() {
            input type="hidden" name=(LOOKED) value=(posted::looked(here));
            div.errors id="errors" role="alert" tabindex="-1" {
                h2 { (view.say("errors")) }
                ul {
                    @for wrong in own {
                        li {
                            a href={ "#" (markup::control_id("", wrong.question)) } { (ask(view, wrong.question)) }
                            " " (wrong.why)
                        }
                    }
                }
            }
        }
        @if !others.is_empty() {
            section.errors aria-labelledby="elsewhere" {
                h2 id="elsewhere" { (view.say("errors_elsewhere")) }
                ul {
                    @for Wrong { question, why, .. } in others {
                        li {
                            @let look = Deed::Look(question.path.clone());
                            button.link type="submit" form=(form) name=(DEED) value=(look) { (ask(view, question)) }
                            " " (why)
                        }
                    }
                }
            }
        }
    }
}

/// On a page without questions: everything that is wrong, with links.
pub(super) fn listed(view: &View<'_>) -> Markup {
    let all = wrong(view);
    let role = (view.notice == Notice::Look).then_some("alert");
    html! {
        @if !all.is_empty() {
            div.errors id="errors" role=[role] tabindex="-1" {
                h2 { (view.say("errors")) }
                ul {
                    @for Wrong { question, section, why } in all {
                        li { a href=(view.question_at(section, &question.path)) { (ask(view, question)) } " " (why) }
                    }
                }
            }
        }
    }
}

/// What the form of a page without questions sends along once it has insisted.
pub(super) fn looked(view: &View<'_>) -> Markup {
    html! {
        @if view.notice == Notice::Look {
            input type="hidden" name=(LOOKED) value=(posted::looked(&view.sheet.questions));
        }
    }
}

fn ask(view: &View<'_>, question: &Question) -> Markup {
    html! { span dir="auto" { (markup::ask(question, view.interface)) } }
}

/// Instead of the PDF: which answers stand in its way. None when it is something else.
#[must_use]
pub fn not_printed(view: &View<'_>) -> Option<Markup> {
    if !view.sheet.questions.iter().any(|question| matches!(question.state, State::Wrong(..))) {
        return None;
    }
    let title = view.say("not_printed");
    Some(frame::page(
        &title,
        ("refused", view.home),
        view.interface,
        &html! {
            main id="main" {
                h1 { (title) }
                p { (view.say("not_printed_why")) }
                (listed(view))
                p { a href=(view.to("review")) { (view.say("refused_home")) } }
            }
        },
    ))
}
