//! What stands before the first question: for whom the paper is, who reads it, how long it takes, and what helps.

use maud::{Markup, html};

use super::{View, frame};
use crate::fields::Audience;

/// The id of the form for the buttons of languages.
const FORM: &str = "language";

/// The opening page; `about` is whom the paper is for.
#[must_use]
pub fn opening(view: &View<'_>, about: Option<&str>) -> Markup {
    let guide = &view.interface.kit;
    let advice = guide.advice(if view.is_letter { Audience::Outsider } else { Audience::Filed });
    let begin = view.at(1);
    frame::page(
        view.title,
        ("opening", view.home),
        view.interface,
        &html! {
            (frame::of(view, Some(FORM)))
            form id=(FORM) method="post" action=(view.to("begin")) { (frame::hidden(view)) }
            main id="main" tabindex="-1" {
                h1 dir="auto" { (view.title) }
                @if let Some(about) = about.filter(|_| view.is_letter) {
                    p.lead { (view.interface.say("opening_about", &[("name", about)])) }
                }
                p { (view.say("opening_words")) }
                p { (view.say("opening_time")) }
                p { (view.say("opening_gentle")) }
                p.buttons { a.primary.button href=(begin) { (guide.say("kit_begin")) } }
                h2 { (guide.say("kit_reads")) }
                @for line in &advice.reads { p { (line) } }
                h2 { (guide.say("kit_what_helps")) }
                ul { @for line in &advice.helps { li { (line) } } }
                h2 { (guide.say("kit_leave_out")) }
                ul { @for (what, why) in &advice.avoid { li { strong { (what) } " " (why) } } }
                p.buttons { a.primary.button href=(begin) { (guide.say("kit_begin")) } }
            }
        },
    )
}
