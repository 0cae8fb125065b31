//! What all pages have around them: the head, the paper's name, the languages.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::View;
use crate::interview::{Interface, posted};
use posted::Deed;

/// A page: its title in the browser, and what stands on it.
///
/// Only a page with something to save or to draw has the script.
pub(super) fn page(title: &str, (kind, home): (&str, &str), interface: &Interface, body: &Markup) -> Markup {
    let scripted = matches!(kind, "section" | "review");
    html! {
        (DOCTYPE)
        html lang=(interface.tag) dir=(interface.direction) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="stylesheet" href={ (home) "form.css" };
                // Without one a browser asks for a file that is not there.
                link rel="icon" type="image/svg+xml" href={ (home) "icon.svg" };
                @if scripted { script src={ (home) "form.js" } defer {} }
            }
            body.(kind) { (body) }
        }
    }
}

/// A page for whoever may not know where the form is: it loads nothing.
pub(super) fn alone(title: &str, interface: &Interface, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(interface.tag) dir=(interface.direction) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(super::ALONE)) }
            }
            body { (body) }
        }
    }
}

/// The head of a page: a way past it, what this is, and the languages of the form.
pub(super) fn head(title: &str, home: Option<&str>, interface: &Interface, languages: &Markup) -> Markup {
    html! {
        a.skip href="#main" { (interface.say("skip_to", &[])) }
        header.head {
            p.what {
                @if let Some(home) = home { a href=(home) { (interface.say("all_papers", &[])) } " " }
                span dir="auto" { (title) }
            }
            (languages)
        }
    }
}

/// The buttons for the languages of the form. In a form they belong to it, so that what was typed is saved first.
pub(super) fn languages(languages: &[String], own: &Interface, form: Option<&str>) -> Markup {
    html! {
        div.languages role="group" aria-label=(own.say("language_of_form", &[])) {
            @for tag in languages {
                @if let Some(interface) = Interface::of(tag) {
                    @if interface.tag == own.tag {
                        span.current lang=(tag) aria-current="true" { (interface.language) }
                    } @else {
                        button type="submit" form=[form] name=(posted::DEED) value=(Deed::Language(tag.clone()))
                            lang=(tag) { (interface.language) }
                    }
                }
            }
        }
    }
}

/// The head of a page that is a form already, or has none.
pub(super) fn of(view: &View<'_>, form: Option<&str>) -> Markup {
    let home = view.others.then_some(view.home);
    head(view.title, home, view.interface, &languages(view.languages, view.interface, form))
}

/// What every form of the page sends along.
pub(super) fn hidden(view: &View<'_>) -> Markup {
    html! {
        input type="hidden" name=(posted::TOKEN) value=(view.token);
        input type="hidden" name=(posted::SECTION) value=(view.section);
    }
}
