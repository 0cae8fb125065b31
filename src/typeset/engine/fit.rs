//! How full the pages are: where the closing of a paper does not fit on a page, the page before it must not end short.

use super::ink::Sheet;
use super::parts::{From, Part};
use crate::typeset::literals::{Literal, Literals, Role};

/// The most lines that may be left open at the foot of a page that is not the last.
pub(super) const OPEN_LINES: f64 = 5.0;
/// How closely the text may be set instead, in thousandths of what the look asks for, in the order they are tried.
pub(super) const CLOSENESS: [u16; 12] = [980, 1020, 960, 1040, 940, 1060, 920, 1080, 900, 1100, 880, 1120];
/// A paper with more pages is left as it is: trying takes as long as typesetting it anew.
pub(super) const MOST_PAGES: usize = 20;

/// How a page ends that is not the last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageEnd {
    /// How many lines are left open at its foot; none where a new page was asked for after it.
    pub open_lines: Option<f64>,
    /// Of a paragraph that goes on to the next page, how many lines are on this one and on that.
    pub split: Option<(usize, usize)>,
}

/// How all pages but the last end.
pub(super) fn ends(pages: &[(Sheet<'_>, Vec<Part>)], literals: &Literals) -> Vec<PageEnd> {
    let end = |pair: &[(Sheet<'_>, Vec<Part>)]| {
        let open_lines = open_lines(&pair[0], &pair[1], literals);
        PageEnd { open_lines, split: split(&pair[0], &pair[1], literals) }
    };
    pages.windows(2).map(end).collect()
}

/// How the paragraph at the end of a page is divided between it and the next.
fn split(
    (sheet, parts): &(Sheet<'_>, Vec<Part>),
    (next, after): &(Sheet<'_>, Vec<Part>),
    literals: &Literals,
) -> Option<(usize, usize)> {
    let flow = |part: &Part| literal(part, literals).filter(|literal| literal.role == Role::Flow);
    let last = parts.iter().filter_map(flow).map(|literal| literal.unit).max()?;
    let lines = |sheet: &Sheet<'_>, parts: &[Part]| {
        let of_unit = parts.iter().filter(|part| flow(part).is_some_and(|literal| literal.unit == last));
        let mut bases: Vec<f64> = of_unit.map(|part| sheet.runs[part.run].area.bottom).collect();
        bases.sort_by(f64::total_cmp);
        bases.dedup_by(|next, last| *next - *last < 3.0);
        bases.len()
    };
    let (here, there) = (lines(sheet, parts), lines(next, after));
    (there > 0).then_some((here, there))
}

/// How many lines are left open at the foot of the page before each signature; none where a new page was asked for.
pub(super) fn open_before_closing(pages: &[(Sheet<'_>, Vec<Part>)], literals: &Literals) -> f64 {
    let is_closed = |page: &(Sheet<'_>, Vec<Part>)| {
        let mut shown = page.1.iter().filter_map(|part| literal(part, literals));
        shown.any(|literal| literal.role == Role::Signature)
    };
    let open = pages.windows(2).filter(|pair| is_closed(&pair[1])).map(|pair| open_lines(&pair[0], &pair[1], literals));
    open.flatten().fold(0.0, f64::max)
}

/// How many lines are left open at the foot of a page; `None` where a new page was asked for after it.
fn open_lines(
    (sheet, parts): &(Sheet<'_>, Vec<Part>),
    (_, next): &(Sheet<'_>, Vec<Part>),
    literals: &Literals,
) -> Option<f64> {
    let body = sheet.body?;
    let unit = |part: &Part| {
        literal(part, literals)
            .filter(|literal| literal.role != Role::Note && !literal.role.is_head())
            .map(|literal| literal.unit)
    };
    let (last, first) = (parts.iter().filter_map(unit).max()?, next.iter().filter_map(unit).min()?);
    if literals.breaks_between(last, first) {
        return None;
    }
    let mut bases = Vec::new();
    let mut foot = body.bottom;
    for part in parts {
        let run = &sheet.runs[part.run];
        match literal(part, literals) {
            _ if run.is_artifact() => {}
            // The rule over footnotes and the space around it are about as high as a line.
            Some(literal) if literal.role == Role::Note => foot = foot.min(run.area.top - run.size * 1.6),
            Some(_) => bases.push(run.area.bottom),
            None => {}
        }
    }
    bases.sort_by(f64::total_cmp);
    bases.dedup_by(|next, last| *next - *last < 3.0);
    let mut steps: Vec<f64> = bases.windows(2).map(|pair| pair[1] - pair[0]).collect();
    steps.sort_by(f64::total_cmp);
    let line = steps.get(steps.len() / 2)?;
    Some((foot - bases.last()?) / line)
}

fn literal<'l>(part: &Part, literals: &'l Literals) -> Option<&'l Literal> {
    match part.from {
        From::Literal(number) => literals.get(number),
        From::Other(_) => None,
    }
}
