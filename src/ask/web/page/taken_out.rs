//! What was taken out of the paper and is kept: items of lists, each with the button that puts it back, and what nobody
//! asks any more.

use maud::{Markup, html};

use super::View;
use crate::interview::kept::TakenOut;
use crate::interview::markup::PUT_BACK;
use crate::interview::posted::Deed;
use crate::interview::{Question, markup};

/// The items that were taken out of the lists that these questions are about.
pub(super) fn items(view: &View<'_>, form: &str, here: &[Question]) -> Markup {
    let is_here = |taken: &&TakenOut| {
        let list = taken.item.steps().split_last().map_or(&[][..], |(_, list)| list);
        let asks = |question: &Question| {
            let of_list = question.item.as_ref().map_or(question.path.steps(), |item| item.path.steps());
            of_list.starts_with(list) && (question.item.is_some() || question.path.is_another())
        };
        here.iter().any(asks)
    };
    let taken: Vec<&TakenOut> = view.kept.items.iter().filter(is_here).collect();
    html! {
        @if !taken.is_empty() {
            section.taken-out id="taken-out" aria-labelledby="taken-out-title" {
                h2 id="taken-out-title" { (view.say("taken_out")) }
                @for taken in taken {
                    @let id = markup::id("out-", &taken.item);
                    div.earlier {
                        div id=(id) { @for words in &taken.words { blockquote dir="auto" { (words) } } }
                        button type="submit" form=(form) name=(PUT_BACK) aria-describedby=(id)
                            value=(Deed::Restore(taken.item.clone(), String::new())) { (view.say("put_back")) }
                    }
                }
            }
        }
    }
}

/// What was said where nobody asks any more.
pub(super) fn apart(view: &View<'_>) -> Markup {
    html! {
        @if !view.kept.apart.is_empty() {
            section id="apart" {
                h2 { (view.say("kept_apart")) }
                p.hint { (view.say("kept_apart_why")) }
                @for text in &view.kept.apart { div.earlier { blockquote dir="auto" { (text) } } }
            }
        }
    }
}
