//! What the page check finds, at the fact or the template's line that it is about, else at the look's.

use super::{Place, Translator, at};
use crate::diag::{Code, Diagnostic, Report};
use crate::typeset::engine::check::{Found, Spot, Wrong};
use crate::typeset::engine::sight::{Flaw, Unseen};
use crate::typeset::engine::wording::Difference;

/// With more findings of a kind than this, the look does it to the whole paper, and that is said once.
const MOST: usize = 12;

impl Translator<'_> {
    /// What is wrong on the pages.
    pub(in crate::typeset) fn pages(&self, found: &[Found]) -> Report {
        let mut report = Report::default();
        let mut kinds: Vec<Wrong> = Vec::new();
        for one in found {
            if !kinds.contains(&one.wrong) {
                kinds.push(one.wrong);
            }
        }
        for kind in kinds {
            let mut of_kind = Report::default();
            for one in found.iter().filter(|one| one.wrong == kind) {
                of_kind.push(self.finding(one));
            }
            if of_kind.diagnostics.len() > MOST {
                report.push(self.everywhere(kind, of_kind.diagnostics.len()));
            } else {
                report.extend(of_kind);
            }
        }
        report
    }

    fn finding(&self, found: &Found) -> Diagnostic {
        let place = self.spot(&found.spot);
        let is_drawn = !matches!(place, Some(Place::Text(_)));
        let words = if is_drawn { "words of the look" } else { "words of the paper" };
        let told = at(Diagnostic::new(code(found.wrong), said(found.wrong, words)), place.as_ref(), label(found.wrong));
        let other = found.other.as_ref().and_then(|spot| self.spot(spot));
        self.hinted(self.somewhere(at(told, other.as_ref(), "and these words")), found.wrong)
    }

    /// What the look does to most of the paper.
    fn everywhere(&self, wrong: Wrong, places: usize) -> Diagnostic {
        let message = format!("{}, at {places} places", said(wrong, "words of the paper"));
        self.hinted(self.somewhere(Diagnostic::new(code(wrong), message)), wrong)
    }

    fn hinted(&self, found: Diagnostic, wrong: Wrong) -> Diagnostic {
        let look = &self.look.name;
        match wrong {
            Wrong::Seen(Flaw::OffPage | Flaw::InMargin | Flaw::Over) => found
                .hint(format!("make the text shorter or put spaces into it; if it is short, `{look}` puts it there")),
            Wrong::Seen(Flaw::Unseen(Unseen::Pictured)) => found.hint(format!(
                "the look `{look}` puts an image under them: have it put elsewhere, or give it as a pale PNG"
            )),
            Wrong::Seen(Flaw::Unseen(_)) | Wrong::Said(_) => {
                found.hint(format!("the look `{look}` does this: have it mended, or choose another look"))
            }
        }
    }

    fn spot(&self, spot: &Spot) -> Option<Place> {
        match spot {
            Spot::Written(bytes) => self.written.map.place(bytes).map(Place::Text),
            Spot::Drawn(span) => self.place(*span),
        }
    }
}

fn code(wrong: Wrong) -> Code {
    match wrong {
        Wrong::Seen(Flaw::OffPage) => Code::OffPage,
        Wrong::Seen(Flaw::InMargin) => Code::InMargin,
        Wrong::Seen(Flaw::Over) => Code::TextOverText,
        Wrong::Seen(Flaw::Unseen(_)) => Code::HiddenText,
        Wrong::Said(Difference::Missing) => Code::MissingWords,
        Wrong::Said(Difference::Moved) => Code::MovedWords,
        Wrong::Said(Difference::Added) => Code::AddedWords,
    }
}

fn said(wrong: Wrong, words: &str) -> String {
    let rest = match wrong {
        Wrong::Seen(Flaw::OffPage) => "run off the page",
        Wrong::Seen(Flaw::InMargin) => "run into the margin",
        Wrong::Seen(Flaw::Over) => "are printed over others",
        Wrong::Seen(Flaw::Unseen(Unseen::Pale)) => "are as pale as the paper under them",
        Wrong::Seen(Flaw::Unseen(Unseen::Pictured)) => "may not be seen on the image under them",
        Wrong::Seen(Flaw::Unseen(Unseen::Small)) => "are too small to be read",
        Wrong::Seen(Flaw::Unseen(Unseen::Turned)) => "are mirrored, upside down or slanted beyond reading",
        Wrong::Seen(Flaw::Unseen(Unseen::Covered)) => "have something over them",
        Wrong::Seen(Flaw::Unseen(Unseen::Clipped)) => "are cut off",
        Wrong::Said(Difference::Missing) => "are not on the page",
        Wrong::Said(Difference::Moved) => "are not on the page in their order",
        Wrong::Said(Difference::Added) => "have other words among them on the page",
    };
    format!("{words} {rest}")
}

fn label(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Seen(Flaw::OffPage) => "part of this is not on the page",
        Wrong::Seen(Flaw::InMargin) => "does not fit between the margins",
        Wrong::Seen(Flaw::Over) => "printed over other words",
        Wrong::Seen(Flaw::Unseen(_)) => "nobody can see this",
        Wrong::Said(Difference::Missing) => "not printed as it is written",
        Wrong::Said(Difference::Moved) => "printed elsewhere",
        Wrong::Said(Difference::Added) => "printed with other words in it",
    }
}
