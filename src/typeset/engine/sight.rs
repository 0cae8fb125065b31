//! Whether the words on a page can be read: none off the page, hidden, too small, or with others over them.

use typst::layout::Em;
use unicode_normalization::UnicodeNormalization as _;

use super::area::Area;
use super::filled::Filled;
use super::ink::{Run, Sheet};
use super::parts::{From, Part};
use super::tone::Tone;

/// No letters that people are to read are smaller, in points.
const SMALLEST: f64 = 4.0;
/// Letters that are smaller, in points, must not be pale.
const SMALL: f64 = 6.0;
/// Letters of this size are a watermark where they are no part of the text, and may be pale.
const LARGE: f64 = 24.0;
/// So many places of a letter are looked at in each direction.
const PLACES: u32 = 3;
/// A letter is gone when so many of its nine places are.
const GONE: usize = 7;

/// What is wrong with how words are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::typeset) enum Flaw {
    /// They lie off the page, in whole or in part.
    OffPage,
    /// They lie in the margin, in whole or in part.
    InMargin,
    /// They lie over others.
    Over,
    /// Nobody can see them.
    Unseen(Unseen),
}

/// Why nobody can see words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::typeset) enum Unseen {
    /// They are as pale as what lies under them, or transparent.
    Pale,
    /// They are too small.
    Small,
    /// The image under them is as pale or dark as they are, or is a drawing, of which that is not known.
    Pictured,
    /// Something lies over them.
    Covered,
    /// What clips them leaves too little.
    Clipped,
    /// They are mirrored, stand on their head, or are slanted beyond reading.
    Turned,
}

/// Words that are not seen as they should be: the part that shows them, and for [`Flaw::Over`] the part under it.
pub(super) struct Sighting {
    pub(super) flaw: Flaw,
    pub(super) part: usize,
    pub(super) other: Option<usize>,
}

/// All that cannot be read on a page.
pub(super) fn flaws(sheet: &Sheet<'_>, parts: &[Part]) -> Vec<Sighting> {
    let mut found = Vec::new();
    let mut seen = Vec::with_capacity(sheet.runs.len());
    let mut slanted = Vec::new();
    for (number, run) in sheet.runs.iter().enumerate().filter(|(_, run)| !run.text.text.trim().is_empty()) {
        let mut push = |flaw, at| found.push(Sighting { flaw, part: part_of(parts, number, at), other: None });
        let is_watermark = run.size >= LARGE
            && (run.is_artifact() || !is_own(parts, number))
            && run.tone.is_some_and(|tone| tone.is_pale_on(sheet.ground));
        if let Some((unseen, at)) = unseen(sheet, run, is_watermark) {
            push(Flaw::Unseen(unseen), at);
            continue;
        }
        if is_squeezed(run) {
            push(Flaw::Over, 0);
            continue;
        }
        let area = inked(run);
        if !area.is_in(sheet.page.wider(0.5)) {
            push(Flaw::OffPage, first_outside(run, sheet.page));
        } else if let Some(body) = sheet.body.filter(|_| !run.is_artifact() && is_own(parts, number)) {
            // What hangs over the edge by less than a letter is there to make the edge look straight.
            if !area.is_in(body.wider(run.size * 0.7)) {
                push(Flaw::InMargin, first_outside(run, body));
            }
        }
        if !is_watermark {
            if run.is_straight {
                seen.push((number, area));
            } else {
                slanted.push(number);
            }
        }
    }
    overlaps(sheet, parts, &mut seen, &mut found);
    for over in slanted {
        let under = seen.iter().find(|(_, area)| sheet.runs[over].middle().any(|(x, y)| area.holds(x, y)));
        if let Some((under, _)) = under {
            let (over, under) = (part_of(parts, over, usize::MAX), part_of(parts, *under, 0));
            found.push(Sighting { flaw: Flaw::Over, part: over, other: Some(under) });
        }
    }
    found
}

/// Why the words of a run cannot be seen, if they cannot, and from which byte on.
fn unseen(sheet: &Sheet<'_>, run: &Run<'_>, is_watermark: bool) -> Option<(Unseen, usize)> {
    if run.size < SMALLEST {
        return Some((Unseen::Small, 0));
    }
    if run.is_blot {
        return Some((Unseen::Covered, 0));
    }
    if run.is_turned {
        return Some((Unseen::Turned, 0));
    }
    let Some(tone) = run.tone else { return Some((Unseen::Pale, 0)) };
    let is_seen = |tone: Tone, ground| match () {
        () if is_watermark => tone.is_told_from(ground),
        () if run.size < SMALL => tone.is_clear_on(ground),
        () => tone.is_seen_on(ground),
    };
    let touching: Vec<&Filled<'_>> =
        sheet.shapes.iter().filter(|shape| shape.area.within(run.area).size() > 0.0).collect();
    let takes_a_letter = |shape: &&&Filled<'_>| shape.is_ground && shape.area.takes_a_letter_of(run.area, run.size);
    let mut grounds = vec![sheet.ground];
    for shape in touching.iter().take_while(|shape| shape.order < run.order).filter(takes_a_letter) {
        if let Some(picture) = &shape.picture {
            if !run.is_artifact() && picture.swallows(run.area, tone, grounds[0]) {
                return Some((Unseen::Pictured, 0));
            }
            continue;
        }
        let ground = shape.tone.over(grounds[0]);
        if run.area.part_in(shape.area) > 0.95 {
            grounds.clear();
        }
        grounds.push(ground);
    }
    if grounds.iter().any(|ground| !is_seen(tone, *ground)) {
        return Some((Unseen::Pale, 0));
    }
    let lost = run.area.size() - run.area.within(run.window).size();
    if lost > 0.25 * run.area.size() || lost > run.size * 0.5 * (run.area.bottom - run.area.top) {
        return Some((Unseen::Clipped, 0));
    }
    let over: Vec<&Filled<'_>> = touching.into_iter().filter(|shape| shape.order > run.order).collect();
    if over.is_empty() {
        return None;
    }
    let is_gone = |x: f64, y: f64| {
        let covers = over.iter().filter(|shape| shape.covers(x, y));
        let (ink, around) = covers.fold((tone.over(grounds[0]), grounds[0]), |(ink, around), shape| {
            (shape.cover.over(ink), shape.cover.over(around))
        });
        !is_seen(ink, around)
    };
    first_gone(run, is_gone).map(|at| (Unseen::Covered, at))
}

/// The first letter of a run of which nearly nothing is left.
fn first_gone(run: &Run<'_>, is_gone: impl Fn(f64, f64) -> bool) -> Option<usize> {
    let part = |at: u32, from: f64, to: f64| from + (to - from) * (f64::from(at) + 0.5) / f64::from(PLACES);
    let lost = |area: Area| {
        let places = (0..PLACES).flat_map(|across| (0..PLACES).map(move |down| (across, down)));
        let gone = places
            .filter(|(across, down)| is_gone(part(*across, area.left, area.right), part(*down, area.top, area.bottom)));
        gone.count() >= GONE
    };
    if !run.is_level() || run.is_from_right() {
        // Where its letters are is not known: it must be gone as a whole, or in half.
        return lost(run.area).then_some(0);
    }
    run.letters().find(|(_, area)| lost(*area)).map(|(at, _)| at)
}

/// Whether most letters of a run are set into the ones before them, or a space goes back over them.
fn is_squeezed(run: &Run<'_>) -> bool {
    let (mut letters, mut squeezed) = (0, 0);
    for glyph in &run.text.glyphs {
        // What is about as wide as letters are needs no look at the font.
        if glyph.x_advance > Em::new(0.4) {
            letters += 1;
            continue;
        }
        let mut said = run.text.text.get(glyph.range()).unwrap_or("").chars();
        let (Some(letter), None) = (said.next(), said.next()) else { continue };
        // A letter with marks may be several glyphs, of which some take no room.
        if letter != ' ' && !(letter.is_alphanumeric() && std::iter::once(letter).nfd().nth(1).is_none()) {
            continue;
        }
        let own = run.text.font.x_advance(glyph.id).unwrap_or_default();
        if glyph.x_advance < Em::new(-0.1) {
            return true;
        }
        if letter != ' ' && own > Em::new(0.15) {
            letters += 1;
            squeezed += usize::from(glyph.x_advance < own * 0.5);
        }
    }
    squeezed * 2 > letters
}

/// Where a run has ink: without the spaces at its ends, and without a hyphen at its end.
fn inked(run: &Run<'_>) -> Area {
    let text = &run.text.text;
    let blank = |glyph: &typst::text::Glyph| {
        text.get(glyph.range())
            .is_none_or(|letter| letter.trim().is_empty() || matches!(letter, "-" | "\u{2010}" | "\u{ad}"))
    };
    let glyphs = &run.text.glyphs;
    let ends = |blanks: Em| blanks.at(run.text.size).to_pt();
    let before = ends(glyphs.iter().take_while(|glyph| blank(glyph)).map(|glyph| glyph.x_advance).sum());
    let after = ends(glyphs.iter().rev().take_while(|glyph| blank(glyph)).map(|glyph| glyph.x_advance).sum());
    if !run.is_straight || before == 0.0 && after == 0.0 {
        return run.area;
    }
    let scale = run.size / run.text.size.to_pt().max(f64::MIN_POSITIVE);
    let (left, right) = (run.area.left + before * scale, run.area.right - after * scale);
    if left < right { Area { left, right, ..run.area } } else { run.area }
}

/// Finds runs that lie over one another, from the top of the page to its foot.
fn overlaps(sheet: &Sheet<'_>, parts: &[Part], seen: &mut [(usize, Area)], found: &mut Vec<Sighting>) {
    seen.sort_by(|(_, a), (_, b)| a.top.total_cmp(&b.top));
    for (at, (number, area)) in seen.iter().enumerate() {
        for (other, below) in &seen[at + 1..] {
            if below.top >= area.bottom {
                break;
            }
            let shared = area.within(*below);
            let size = sheet.runs[*number].size.min(sheet.runs[*other].size);
            let is_wide = shared.right - shared.left > size * 0.25;
            let height = (area.bottom - area.top).min(below.bottom - below.top);
            if is_wide && shared.bottom - shared.top > height * 0.3 {
                // The one that begins before the other runs over it.
                let (over, under) = if area.left <= below.left { (*number, *other) } else { (*other, *number) };
                let (over, under) = (part_of(parts, over, usize::MAX), part_of(parts, under, 0));
                found.push(Sighting { flaw: Flaw::Over, part: over, other: Some(under) });
            }
        }
    }
}

/// The part of a run that shows the letter at this byte, or the last one before it.
fn part_of(parts: &[Part], run: usize, at: usize) -> usize {
    let first = parts.partition_point(|part| part.run < run);
    let own = parts[first..].iter().take_while(|part| part.run == run);
    first + own.take_while(|part| part.range.start <= at).count().saturating_sub(1)
}

/// Whether a run shows words of the paper.
fn is_own(parts: &[Part], run: usize) -> bool {
    let first = parts.partition_point(|part| part.run < run);
    parts[first..].iter().take_while(|part| part.run == run).any(|part| matches!(part.from, From::Literal(_)))
}

/// Where in the text of a run its first letter outside of an area is.
fn first_outside(run: &Run<'_>, inside: Area) -> usize {
    if !run.is_straight || run.area.left < inside.left || run.area.top < inside.top || run.area.bottom > inside.bottom {
        return 0;
    }
    let width = (run.area.right - run.area.left).max(f64::MIN_POSITIVE);
    let mut left = run.area.left;
    let all: Em = run.text.glyphs.iter().map(|glyph| glyph.x_advance).sum();
    let point = width / all.at(run.text.size).to_pt().max(f64::MIN_POSITIVE);
    for glyph in &run.text.glyphs {
        left += glyph.x_advance.at(run.text.size).to_pt() * point;
        if left > inside.right {
            return glyph.range().start;
        }
    }
    0
}
