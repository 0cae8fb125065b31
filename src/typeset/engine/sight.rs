//! Whether the words on a page can be read: none off the page, hidden, too small, or with others over them.

use typst::layout::Em;
use unicode_normalization::UnicodeNormalization as _;

use super::ink::{Area, Filled, Run, Sheet};
use super::parts::{From, Part};
use super::tone::Tone;

/// No letters that people are to read are smaller, in points.
const SMALLEST: f64 = 4.0;
/// Letters of this size are a watermark where they are no part of the text, and may be pale.
const LARGE: f64 = 24.0;

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
    for (number, run) in sheet.runs.iter().enumerate().filter(|(_, run)| !run.text.text.trim().is_empty()) {
        let mut push = |flaw, at| found.push(Sighting { flaw, part: part_of(parts, number, at), other: None });
        if let Some(unseen) = unseen(sheet, run) {
            push(Flaw::Unseen(unseen), 0);
            continue;
        }
        if is_squeezed(run) {
            push(Flaw::Over, 0);
            continue;
        }
        let area = inked(run);
        if !area.is_in(sheet.page.wider(0.5)) {
            push(Flaw::OffPage, first_outside(run, sheet.page));
        } else if let Some(body) = sheet.body.filter(|_| !run.is_artifact && is_own(parts, number)) {
            // What hangs over the edge by less than a letter is there to make the edge look straight.
            if !area.is_in(body.wider(run.size * 0.7)) {
                push(Flaw::InMargin, first_outside(run, body));
            }
        }
        if run.is_straight && !(run.is_artifact && run.size >= LARGE) {
            seen.push((number, area));
        }
    }
    overlaps(sheet, parts, &mut seen, &mut found);
    found
}

/// Why the words of a run cannot be seen, if they cannot.
fn unseen(sheet: &Sheet<'_>, run: &Run<'_>) -> Option<Unseen> {
    if run.size < SMALLEST {
        return Some(Unseen::Small);
    }
    if run.is_blot {
        return Some(Unseen::Covered);
    }
    let Some(tone) = run.tone else { return Some(Unseen::Pale) };
    let is_watermark = run.is_artifact && run.size >= LARGE;
    let is_seen = |tone: Tone, ground| if is_watermark { tone.is_told_from(ground) } else { tone.is_seen_on(ground) };
    let takes_a_letter = |shape: &&Filled<'_>| shape.area.takes_a_letter_of(run.area, run.size);
    let mut shapes = sheet.shapes.iter().filter(takes_a_letter).peekable();
    let mut grounds = vec![sheet.ground];
    while let Some(shape) = shapes.next_if(|shape| shape.order < run.order) {
        if let Some(picture) = &shape.picture {
            if !run.is_artifact && picture.swallows(run.area, tone, grounds[0]) {
                return Some(Unseen::Pictured);
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
        return Some(Unseen::Pale);
    }
    let lost = run.area.size() - run.area.within(run.window).size();
    if lost > 0.25 * run.area.size() || lost > run.size * 0.5 * (run.area.bottom - run.area.top) {
        return Some(Unseen::Clipped);
    }
    let (mut ink, mut around) = (tone.over(grounds[0]), grounds[0]);
    let mut covers = |shape: &Filled<'_>| {
        (ink, around) = (shape.tone.over(ink), shape.tone.over(around));
        !is_seen(ink, around)
    };
    shapes.any(&mut covers).then_some(Unseen::Covered)
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
