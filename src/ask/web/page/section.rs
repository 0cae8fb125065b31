//! One section of a paper, as a form, with the pages of the paper beside it.

use maud::{Markup, html};

use super::{Notice, View, frame, is_shown, mending, preview, sections, taken_out};
use crate::interview::coach::mending::without_refused;
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
    let wrong = mending::wrong(view).into_iter().any(|wrong| wrong.section == view.section);
    let title = format!("{} · {}", view.name(here), view.title);
    let title = if wrong { format!("{}: {title}", view.say("errors")) } else { title };
    frame::page(
        &title,
        ("section", view.home),
        view.interface,
        &html! {
            // What the Enter key presses, being the first button of the form: it saves, and leads nowhere.
            button.default type="submit" form=(FORM) name=(DEED) value=(Deed::Stay) tabindex="-1" aria-hidden="true" {}
            (frame::of(view, Some(FORM)))
            (parts(view, &sections))
            (told(view))
            div.desk {
                main id="main" tabindex="-1" {
                    form id=(FORM) method="post" action=(view.to("")) novalidate autocomplete="off" {
                        (frame::hidden(view))
                        (kept(view))
                        (mending::in_section(view, FORM, here.questions))
                        (heading(view, here, sections.len()))
                        (questions(view, here.questions))
                        @if let Some(item) = here.item_path() {
                            p.take-out { button type="submit" name=(markup::TAKE_OUT) value=(item) { (view.say("take_out")) } }
                        }
                        (taken_out::items(view, FORM, here.questions))
                        (ways(view, sections.len()))
                    }
                    (again(view))
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
        template id="words" data-sign=(view.sign) data-saving=(say("saving")) data-saved=(say("saved_at"))
            data-saved-wrong=(say("saved_wrong")) data-brought=(say("brought"))
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

/// That an answer is kept which could not stand where it was given.
fn kept(view: &View<'_>) -> Markup {
    html! {
        @if view.notice == Notice::Kept {
            div.note id="kept" role="alert" tabindex="-1" { p { (view.say("aside_note")) } }
        }
    }
}

/// Where the new address of the form goes when it was started again: the script shows it when it is needed.
fn again(view: &View<'_>) -> Markup {
    html! {
        div.again id="again" hidden {
            label for="again-a" { (view.say("again_address")) }
            input id="again-a" type="text" autocomplete="off" spellcheck="false" autocapitalize="none";
            div.buttons { button id="again-go" type="button" { (view.say("again_save")) } }
        }
    }
}

fn heading(view: &View<'_>, here: &Section<'_>, all: usize) -> Markup {
    let (section, all) = (view.section.to_string(), all.to_string());
    html! {
        p.step { (view.interface.say("part_of", &[("part", &section), ("all", &all)])) }
        h1 dir="auto" {
            (here.heading.unwrap_or(view.title))
            @if let Some(item) = here.item {
                span.unseen { ": " }
                span.item dir="auto" { (view.numbered(&item.ask, item.number)) }
            }
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
                        legend { h2 dir="auto" { (whole) } }
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
    let typed = refused.map(|(_, typed, _)| typed.as_str());
    let days = posted::days(&question.kind, typed.or_else(|| question.state.text()), view.interface);
    // A date that can be read as two has no error of its own: the days are the question.
    let without = refused.filter(|(.., key)| *key == "character").and_then(|(_, typed, _)| without_refused(typed));
    let days = without.map_or(days, |without| vec![(view.say("take_out_character"), without)]);
    let error = refused.map(|(_, typed, key)| view.interface.wrong_with(key, typed));
    let showing = markup::Showing {
        typed,
        error: error.as_deref(),
        days: &days,
        advice: advice.map_or(&[], |(_, advice)| advice),
        earlier: view.kept.of(&question.path),
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
        p.news id="news" role="status" aria-live="polite" {}
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
