//! All answers in order, and the pages at which a person ends or stops.

use maud::{Markup, html};

use super::{View, frame, is_shown, mending, preview, sections, taken_out};
use crate::interview::posted::{DEED, Deed};
use crate::interview::sections::Section;
use crate::interview::{Kind, Question, State, markup};

/// The id of the form that the buttons of these pages belong to.
const FORM: &str = "form";

/// All answers of a paper, in order, each with the way to change it.
#[must_use]
pub fn review(view: &View<'_>) -> Markup {
    let sections = sections(view.sheet);
    let open = open(view);
    let title = format!("{} · {}", view.say("review_title"), view.title);
    frame::page(
        &title,
        ("review", view.home),
        view.interface,
        &html! {
            (frame::of(view, Some(FORM)))
            div.desk {
                main id="main" tabindex="-1" {
                    h1 { (view.say("review_title")) }
                    p.lead {
                        @if open == 0 { (view.say("review_all")) }
                        @else { (view.interface.say("review_left", &[("count", &open.to_string())])) }
                    }
                    (mending::listed(view))
                    @for (at, section) in sections.iter().enumerate() { (part(view, at + 1, section)) }
                    (taken_out::apart(view))
                    (ways(view, &html! {
                        button.primary type="submit" name=(DEED) value=(Deed::Done) { (view.say("finish")) }
                        button type="submit" name=(DEED) value=(Deed::Go(sections.len())) { (view.say("go_back")) }
                        button.quiet type="submit" name=(DEED) value=(Deed::Stop) { (view.say("stop_here")) }
                    }))
                }
                (preview::preview(view))
            }
        },
    )
}

fn part(view: &View<'_>, at: usize, section: &Section<'_>) -> Markup {
    let shown = section.questions.iter().filter(|question| is_shown(question) && !question.path.is_another());
    let shown: Vec<&Question> = shown.collect();
    html! {
        @if !shown.is_empty() {
            section {
                h2 dir="auto" { (view.name(section)) }
                dl {
                    @for question in shown {
                        div.answer {
                            dt dir="auto" { (question.ask) }
                            dd dir="auto" { (said(view, question)) }
                            dd.change { a href=(view.question_at(at, &question.path)) {
                                (view.say("change")) span.unseen { ": " (question.ask) }
                            } }
                        }
                    }
                }
                (taken_out::items(view, FORM, section.questions))
            }
        }
    }
}

/// What was said, or that nothing was.
fn said(view: &View<'_>, question: &Question) -> Markup {
    let state = |key: &str| html! { span.nothing { (view.say(key)) } };
    match &question.state {
        State::Answered(_) if question.kind == Kind::YesNo => {
            let yes = question.written.as_deref() == Some("yes");
            html! { (view.say(if yes { "say_yes" } else { "say_no" })) }
        }
        State::Answered(text) | State::Known(text) => {
            html! { (markup::spoken(&question.kind, text, view.interface)) }
        }
        State::Open if question.required => state("review_open"),
        State::Open => state("no_answer"),
        State::Skipped => state("review_skipped"),
        State::Unknown => state("review_unknown"),
        State::Declined => state("review_decline"),
        State::Wrong(text, _) => html! { (text) " " strong.mend { (view.say("review_wrong")) } },
    }
}

/// How many questions that the paper needs an answer to are open or must be mended.
fn open(view: &View<'_>) -> usize {
    let open = |question: &&Question| {
        matches!(question.state, State::Wrong(..))
            || (question.required && question.state == State::Open && !question.path.is_another())
    };
    view.sheet.questions.iter().filter(open).count()
}

/// The page at the end.
#[must_use]
pub fn done(view: &View<'_>) -> Markup {
    let open = open(view);
    let said = html! {
        p { (view.say("done_saved")) }
        @if open > 0 {
            p { (view.interface.say("review_left", &[("count", &open.to_string())])) }
        }
        (mending::listed(view))
        p { (view.say("done_next")) }
        p { a href=(view.to("paper.pdf")) { (view.say("preview_pdf")) } }
    };
    let change = html! {
        button type="submit" name=(DEED) value=(Deed::Review) { (view.say("done_change")) }
    };
    ending(view, "done_title", &said, &change)
}

/// The page of somebody who stops for now.
#[must_use]
pub fn stopped(view: &View<'_>) -> Markup {
    let (done, all) = view.sheet.progress();
    let said = html! {
        p { (view.say("stop_saved")) }
        (mending::listed(view))
        p { (view.interface.say("progress_said", &[("done", &done.to_string()), ("all", &all.to_string())])) }
        p { (view.say("stop_again")) }
        p.command { code dir="ltr" { (view.again) } }
    };
    let resume = html! {
        button.primary type="submit" name=(DEED) value=(Deed::Resume) { (view.say("resume_here")) }
    };
    ending(view, "stop_title", &said, &resume)
}

/// A page without questions: its title, what it says, and its buttons.
fn ending(view: &View<'_>, title: &str, said: &Markup, buttons: &Markup) -> Markup {
    let title = view.say(title);
    frame::page(
        &format!("{title} · {}", view.title),
        ("end", view.home),
        view.interface,
        &html! {
            (frame::of(view, Some(FORM)))
            main id="main" tabindex="-1" {
                h1 { (title) }
                (said)
                (ways(view, buttons))
            }
        },
    )
}

/// The buttons of a page without questions.
fn ways(view: &View<'_>, buttons: &Markup) -> Markup {
    html! {
        form.ways id=(FORM) method="post" action=(view.to("")) {
            (frame::hidden(view))
            (mending::looked(view))
            div.buttons { (buttons) }
        }
    }
}
