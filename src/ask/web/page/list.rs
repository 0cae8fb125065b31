//! The papers of the matter that the form is open for.

use maud::{Markup, html};

use super::frame;
use crate::interview::{Interface, posted};

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

/// What the list is made from.
pub struct Menu<'a> {
    /// The matter's title.
    pub title: &'a str,
    /// The papers.
    pub papers: &'a [Listed],
    /// What every address of the form begins with.
    pub home: &'a str,
    /// The words of the form.
    pub interface: &'a Interface,
    /// The languages that there are, by tag.
    pub languages: &'a [String],
    /// The secret that a form sends back.
    pub token: &'a str,
}

/// All papers, with how far each has come.
#[must_use]
pub fn list(menu: &Menu<'_>) -> Markup {
    let Menu { title, papers, home, interface, .. } = menu;
    let say = |key: &str, with: &[(&str, &str)]| interface.say(key, with);
    frame::page(
        title,
        ("list", home),
        interface,
        &html! {
            (frame::head(title, None, interface, &frame::languages(menu.languages, interface, Some("language"))))
            form id="language" method="post" action=(home) {
                input type="hidden" name=(posted::TOKEN) value=(menu.token);
            }
            main id="main" tabindex="-1" {
                h1 { (say("papers", &[])) }
                p.lead { (say("papers_lead", &[])) }
                ul.papers {
                    @for paper in *papers {
                        li {
                            @let new = paper.progress.0 == 0 && paper.title.is_some();
                            a href={ (home) (paper.way) "/" @if new { "begin" } } {
                                strong dir="auto" { (paper.title.as_deref().unwrap_or(&paper.draft)) }
                                " " span.id dir="ltr" { (paper.draft) }
                            }
                            p.progress {
                                @if paper.title.is_none() {
                                    (say("paper_broken", &[]))
                                } @else {
                                    @let (done, all) = paper.progress;
                                    (say("progress_said", &[("done", &done.to_string()), ("all", &all.to_string())]))
                                }
                            }
                        }
                    }
                }
            }
        },
    )
}
