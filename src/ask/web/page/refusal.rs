//! The pages that say why there is no page of the form, and what to do.

use maud::{Markup, html};

use super::frame;
use crate::interview::Interface;

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
    let say = |key: &str| interface.say(key, &[]);
    let title = say("refused");
    // A browser that was not let in has no page to go back to.
    let home = !matches!(why, Refusal::NotOurs | Refusal::NotLetIn | Refusal::AddressUsed);
    frame::page(
        &title,
        "refused",
        interface,
        &html! {
            main id="main" {
                h1 { (title) }
                p { (say(key)) }
                @if home { p { a href="/" { (say("refused_home")) } } }
            }
        },
    )
}
