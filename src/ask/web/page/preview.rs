//! The pages of the paper as it stands, beside the form.

use maud::{Markup, html};

use super::View;

/// So many pages are what a reader of a letter gives it time for.
pub const MOST: usize = 2;

/// The place for the pages. The script fills it, and closes it where it stands below the form; without one there is the
/// PDF.
pub(super) fn preview(view: &View<'_>) -> Markup {
    let say = |key: &str| view.say(key);
    html! {
        aside.preview aria-labelledby="preview-title" {
            details id="preview" open {
                summary { h2 id="preview-title" { (say("preview")) } }
                p.hint { (say("preview_draft")) }
                p.note id="pages-note" role="status" aria-live="polite" {}
                div.pages id="pages" data-alt=(say("page_alt")) data-not=(say("preview_not"))
                    data-long=[view.is_letter.then(|| say("coach_pages"))] data-most=(MOST) tabindex="0" role="group" aria-labelledby="preview-title" {}
                p { a href=(view.to("paper.pdf")) { (say("preview_pdf")) } }
            }
        }
    }
}
