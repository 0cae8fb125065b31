//! Which characters any font of a paper has: what a form asks at the answer, and a kit takes along.

use std::sync::{Arc, OnceLock};

use typst::text::FontInfo;

use super::letters::is_invisible;

/// What the font book says of the embedded faces; the last column is what each has, as gaps and runs.
const TABLE: &str = include_str!("fonts.txt");

/// The characters that are in a font, as ranges in order that do not touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage(Vec<(u32, u32)>);

impl Coverage {
    /// Those of the embedded fonts alone.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static READ: OnceLock<Coverage> = OnceLock::new();
        READ.get_or_init(|| Self(merged(TABLE.lines().flat_map(runs).collect())))
    }

    /// Those of the embedded fonts and of font files.
    #[must_use]
    pub fn with(files: &[Arc<[u8]>]) -> Self {
        let mut all = Self::embedded().0.clone();
        for info in files.iter().map(super::shared).flat_map(|data| FontInfo::iter(&data).collect::<Vec<_>>()) {
            all.extend(info.coverage.iter().map(|letter| (letter, letter)));
        }
        Self(merged(all))
    }

    /// Whether a font has the character, or it is never drawn.
    #[must_use]
    pub fn has(&self, letter: char) -> bool {
        let code = u32::from(letter);
        let known =
            || self.0.get(self.0.partition_point(|(_, last)| *last < code)).is_some_and(|(first, _)| *first <= code);
        // The frame of a key that emoji draw around a digit is in a font, and fits around nothing there.
        letter != '\u{20e3}' && (letter.is_ascii() || letter.is_whitespace() || is_invisible(letter) || known())
    }

    /// The ranges: first and last of each.
    #[must_use]
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.0
    }
}

/// The ranges of one line of the table.
fn runs(line: &str) -> Vec<(u32, u32)> {
    let numbers: Vec<u32> =
        line.rsplit('|').next().unwrap_or_default().split(' ').filter_map(|run| run.parse().ok()).collect();
    let mut next = 0;
    let range = |pair: &[u32]| match *pair {
        [gap, run] if run > 0 => {
            let first = next + gap;
            next = first + run;
            Some((first, next - 1))
        }
        _ => None,
    };
    numbers.chunks(2).filter_map(range).collect()
}

fn merged(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::new();
    for (first, last) in ranges {
        match merged.last_mut() {
            Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
            _ => merged.push((first, last)),
        }
    }
    merged
}
