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
    /// The connection is another user's.
    OtherUser,
    /// The case cannot be read as it is.
    Broken,
}

/// Why there is nothing else; `home` is where the form's addresses begin, for those who may know it.
#[must_use]
pub fn refusal(why: Refusal, interface: &Interface, home: Option<&str>) -> Markup {
    let key = match why {
        Refusal::NotOurs => "refused_not_ours",
        Refusal::NotLetIn => "refused_not_let_in",
        Refusal::AddressUsed => "refused_address_used",
        Refusal::NoSuchPage => "refused_no_such_page",
        Refusal::TooLarge => "refused_too_large",
        Refusal::TooSlow => "refused_too_slow",
        Refusal::OldPage => "refused_old_page",
        Refusal::OtherUser => "refused_other_user",
        Refusal::Broken => "refused_broken",
    };
    let say = |key: &str| interface.say(key, &[]);
    let title = say("refused");
    // A browser that was not let in has no page to go back to.
    let back = home.filter(|_| !matches!(why, Refusal::NotOurs | Refusal::NotLetIn | Refusal::AddressUsed));
    let body = html! {
        main id="main" {
            h1 { (title) }
            p { (say(key)) }
            @if let Some(home) = back { p { a href=(home) { (say("refused_home")) } } }
        }
    };
    match home {
        Some(home) => frame::page(&title, ("refused", home), interface, &body),
        None => frame::alone(&title, interface, &body),
    }
}
