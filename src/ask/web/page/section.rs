//! One section of a paper, as a form, with the pages of the paper beside it.

use maud::{Markup, html};

use super::{View, frame, is_shown, preview, sections};
use crate::interview::posted::{self, DEED, Deed};
use crate::interview::sections::{Section, Standing};
use crate::interview::{Question, markup};

/// The id of the form, for buttons that stand outside of it.
const FORM: &str = "form";

/// One section of a paper.
#[must_use]
pub fn section(view: &View<'_>) -> Markup {
    let sections = sections(view.sheet);
    let Some(here) = sections.get(view.section.saturating_sub(1)) else { return super::review(view) };
    let wrong: Vec<(&Question, String)> =
        here.questions.iter().filter_map(|question| Some((question, wrong(view, question)?))).collect();
    let title = format!("{} · {}", view.name(here), view.title);
    let title = if wrong.is_empty() { title } else { format!("{}: {title}", view.say("errors")) };
    frame::page(
        &title,
        "section",
        view.interface,
        &html! {
            // What the Enter key presses, being the first button of the form: it saves, and leads nowhere.
            button.default type="submit" form=(FORM) name=(DEED) value=(Deed::Stay) tabindex="-1" aria-hidden="true" {}
            (frame::of(view, Some(FORM)))
            (parts(view, &sections))
            (told(view))
            div.desk {
                main id="main" tabindex="-1" {
                    form id=(FORM) method="post" action={ "/" (view.way) "/" } novalidate autocomplete="off" {
                        (frame::hidden(view))
                        (errors(view, &wrong))
                        (heading(view, here, sections.len()))
                        (questions(view, here.questions))
                        @if let Some(item) = here.item_path() {
                            p.take-out { button type="submit" name=(markup::TAKE_OUT) value=(item) { (view.say("take_out")) } }
                        }
                        (ways(view, sections.len()))
                    }
                }
                (preview::preview(view))
            }
        },
    )
}

/// What the script says, since it has no words of its own.
fn told(view: &View<'_>) -> Markup {
    let say = |key: &str| view.say(key);
    html! {
        template id="words" data-way=(view.way) data-saving=(say("saving")) data-saved=(say("saved_at"))
            data-unsaved=(say("unsaved")) data-gone=(say("unsaved_gone")) data-old=(say("unsaved_old"))
            data-mend=(say("mend")) data-advice=(say("coach_head")) data-earlier=(say("earlier"))
            data-back=(say("put_back")) data-refused=(say("unsaved_refused")) {}
    }
}

/// All sections, to see how far it is and to go to another one.
fn parts(view: &View<'_>, sections: &[Section<'_>]) -> Markup {
    let (done, all) = view.sheet.progress();
    let progress = view.interface.say("progress", &[("done", &done.to_string()), ("all", &all.to_string())]);
    html! {
        nav.parts id="parts" aria-label=(view.say("parts")) {
            details {
                summary { span.progress id="progress" { (progress) } " " span.more { (view.say("parts")) } }
                ol {
                    @for (at, section) in sections.iter().enumerate() {
                        li.here[at + 1 == view.section] {
                            button type="submit" form=(FORM) name=(DEED) value=(Deed::Go(at + 1))
                                aria-current=[(at + 1 == view.section).then_some("step")] {
                                span dir="auto" { (view.name(section)) }
                                " " span.standing { (view.say(standing(section.standing()))) }
                            }
                        }
                    }
                    li { button type="submit" form=(FORM) name=(DEED) value=(Deed::Review) {
                        span { (view.say("review_title")) }
                    } }
                }
            }
        }
    }
}

/// The key of the words for how far a section has come.
fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::New => "standing_new",
        Standing::Begun => "standing_begun",
        Standing::Wrong => "standing_wrong",
        Standing::Done => "standing_done",
    }
}

/// What has to be looked at again, with the way to it.
fn errors(view: &View<'_>, wrong: &[(&Question, String)]) -> Markup {
    html! {
        @if !wrong.is_empty() {
            div.errors id="errors" role="alert" tabindex="-1" {
                h2 { (view.say("errors")) }
                ul {
                    @for (question, why) in wrong {
                        li { a href={ "#" (markup::control_id("", question)) } {
                            span dir="auto" { (markup::ask(question, view.interface)) }
                        } " " (why) }
                    }
                }
            }
        }
    }
}

/// What is wrong with an answer.
fn wrong(view: &View<'_>, question: &Question) -> Option<String> {
    let refused = view.refused.iter().find(|(path, ..)| *path == question.path);
    let key = refused.map(|(.., key)| *key).or_else(|| posted::wrong(question, view.interface))?;
    let text = refused.map(|(_, typed, _)| typed.as_str()).or_else(|| question.state.text());
    if posted::days(&question.kind, question.state.text(), view.interface).is_empty() {
        Some(view.interface.wrong_with(key, text.unwrap_or_default()))
    } else {
        Some(view.say("choose_date"))
    }
}

fn heading(view: &View<'_>, here: &Section<'_>, all: usize) -> Markup {
    let (section, all) = (view.section.to_string(), all.to_string());
    html! {
        p.step { (view.interface.say("part_of", &[("part", &section), ("all", &all)])) }
        h1 dir="auto" { (here.heading.unwrap_or(view.title)) }
        @if let Some(item) = here.item {
            h2 dir="auto" { (view.numbered(&item.ask, item.number)) }
        }
    }
}

/// The questions; the parts of an address stand together.
fn questions(view: &View<'_>, questions: &[Question]) -> Markup {
    let shown: Vec<&Question> = questions.iter().filter(|question| is_shown(question)).collect();
    let together = |one: &&Question, other: &&Question| one.within.is_some() && one.within == other.within;
    html! {
        div.questions {
            @for run in shown.chunk_by(together) {
                @if let Some(whole) = run.first().and_then(|first| first.within.as_deref()) {
                    fieldset.whole {
                        legend dir="auto" { (whole) }
                        @for question in run { (self::question(view, question)) }
                    }
                } @else {
                    @for question in run { (self::question(view, question)) }
                }
            }
        }
    }
}

fn question(view: &View<'_>, question: &Question) -> Markup {
    let mark = posted::mark(question, view.interface);
    let refused = view.refused.iter().find(|(path, ..)| *path == question.path);
    let advice = view.advice.iter().find(|(path, _)| *path == question.path);
    let earlier = view.earlier.iter().find(|(path, _)| *path == question.path);
    let typed = refused.map(|(_, typed, _)| typed.as_str());
    let days = posted::days(&question.kind, typed.or_else(|| question.state.text()), view.interface);
    let error = refused.map(|(_, typed, key)| view.interface.wrong_with(key, typed));
    let showing = markup::Showing {
        typed,
        error: error.as_deref(),
        days: &days,
        advice: advice.map_or(&[], |(_, advice)| advice),
        earlier: earlier.map(|(_, text)| text.as_str()),
        seen: Some(&mark),
        language: Some(view.paper_language),
        ..markup::Showing::default()
    };
    markup::question(question, view.interface, &showing)
}

/// Where to go from here, and whether all is saved.
fn ways(view: &View<'_>, all: usize) -> Markup {
    let last = view.section >= all;
    html! {
        p.state id="state" role="status" aria-live="polite" { (view.say("saved_by_buttons")) }
        div.ways {
            div.buttons {
                button.primary type="submit" name=(DEED) value=(Deed::Next) {
                    (view.say(if last { "go_review" } else { "go_on" }))
                }
                @if view.section > 1 {
                    button type="submit" name=(DEED) value=(Deed::Back) { (view.say("go_back")) }
                }
                button.quiet type="submit" name=(DEED) value=(Deed::Stop) { (view.say("stop_here")) }
            }
        }
    }
}
