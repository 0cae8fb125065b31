//! The page check: what is on the laid-out pages is what was written, and people can read it.

use std::ops::Range;

use typst::syntax::{FileId, Span};

use super::ink::Sheet;
use super::parts::{From, Part};
use super::sight::{self, Flaw};
use super::wording::{self, Difference};
use crate::typeset::literals::Literals;

/// One thing that is wrong on the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::typeset) enum Wrong {
    /// How words are seen.
    Seen(Flaw),
    /// Which words there are.
    Said(Difference),
}

/// Where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::typeset) enum Spot {
    /// At these bytes of the written source.
    Written(Range<usize>),
    /// At ink that is none of the paper's own words.
    Drawn(Span),
}

/// Something wrong on the pages.
#[derive(Debug)]
pub(in crate::typeset) struct Found {
    pub(in crate::typeset) wrong: Wrong,
    pub(in crate::typeset) spot: Spot,
    /// What it lies over.
    pub(in crate::typeset) other: Option<Spot>,
}

/// All that is wrong on the pages.
pub(super) fn check(pages: &[(Sheet<'_>, Vec<Part>)], literals: &Literals, source: &str, look: FileId) -> Vec<Found> {
    let mut found = Vec::new();
    let of_literal = |number: usize| literals.get(number).map(|literal| Spot::Written(literal.bytes.clone()));
    // Words that were thrown off their line are out of their order too, and so may be the ones beside them.
    let mut thrown = Vec::new();
    for (sheet, parts) in pages {
        let spot = |part: usize| match parts.get(part)?.from {
            From::Literal(number) => of_literal(number),
            From::Other(span) => Some(Spot::Drawn(span)),
        };
        for sighting in sight::flaws(sheet, parts) {
            if let (Flaw::OffPage | Flaw::Over, Some(From::Literal(number))) =
                (sighting.flaw, parts.get(sighting.part).map(|part| part.from))
            {
                thrown.push(number);
            }
            found.extend(spot(sighting.part).map(|place| Found {
                wrong: Wrong::Seen(sighting.flaw),
                spot: place,
                other: sighting.other.and_then(spot),
            }));
        }
    }
    for (number, difference) in wording::differences(pages, literals, source, look) {
        if difference == Difference::Moved && thrown.iter().any(|thrown| thrown.abs_diff(number) <= 1) {
            continue;
        }
        let said = |spot| Found { wrong: Wrong::Said(difference), spot, other: None };
        found.extend(of_literal(number).map(said));
    }
    found
}
