//! The title and author as a look prints them: plain strings to it, whatever letters they have.

use std::borrow::Cow;
use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation as _;

use super::runs::{self, Long, Room, Way};
use super::{Setting, Writer};
use crate::document::hole;
use crate::typeset::engine::Cut;

/// The most letters and runs of a title that are looked after.
const MOST: usize = 64;

/// How many letters of a title a running head has room for: four lines.
const LONGEST: usize = 160;

/// How many letters of a long run a running head shows: two lines.
const SHOWN: usize = 80;

impl Writer<'_> {
    /// A string with which the look may do what it likes; for letters that no font has, it has words that say so.
    pub(super) fn printable<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text.is_ascii() || text.graphemes(true).all(|letter| letter.is_ascii() || self.letters.print(letter)) {
            return text.into();
        }
        // Of letters that follow one another, the first is enough to say what is missing.
        let (mut printed, mut is_missing) = (String::with_capacity(text.len()), false);
        for letter in text.graphemes(true) {
            if letter.chars().all(char::is_whitespace) {
                printed.push(' ');
            } else if letter.is_ascii() || self.letters.print(letter) {
                printed.push_str(letter);
                is_missing = false;
            } else if !std::mem::replace(&mut is_missing, true) {
                let names: Vec<String> = letter.chars().take(3).map(|c| format!("U+{:04X}", u32::from(c))).collect();
                printed.push_str(&hole::words(&names.join(" ")));
            }
        }
        printed.truncate(printed.trim_end().len());
        printed.into()
    }

    /// Appends rules that give the letters of a title the faces that have them, and break its long runs.
    pub(super) fn title_rules(&mut self, title: &str) {
        let mut done = BTreeSet::new();
        for letter in title.graphemes(true).filter(|letter| !letter.is_ascii()) {
            // The semibold cut has the fewest letters, and the bold one is the next best.
            let families = self.letters.families(letter, Cut::Semibold);
            if !families.is_empty() && done.len() < MOST && done.insert(letter) {
                self.push("#show ");
                self.string(letter);
                self.push(": set text(font: ");
                self.families(&families);
                self.push(")\n");
            }
        }
        let (may_be_long, _) = runs::may_be_long(0, title, Room::RUNNING.surely());
        if !may_be_long {
            return;
        }
        let chars: Vec<char> = title.chars().collect();
        for long in runs::long(title, Room::RUNNING).iter().filter(|long| long.way != Way::Spaces).take(MOST) {
            let run: String = chars[long.at.clone()].iter().collect();
            let shown: String = run.chars().take(SHOWN).collect();
            let outer = self.setting;
            self.setting = Setting { room: Room::RUNNING, ..outer };
            self.push("#show ");
            self.string(&run);
            self.push(": [");
            self.unneeded(|writer| writer.run(&shown, &Long { way: Way::Anywhere, ..long.clone() }));
            self.push(if shown.len() < run.len() { "…]\n" } else { "]\n" });
            self.setting = outer;
        }
    }
}

/// A title as a running head has room for it: its first few lines, which end at its spaces.
pub(super) fn short(title: &str) -> Cow<'_, str> {
    if title.contains(runs::is_no_break) && title.chars().count() > Room::RUNNING.surely() {
        let freed = title.replace(runs::is_no_break, " ");
        return short(&freed).into_owned().into();
    }
    let ends = |(at, _): (usize, &str)| title[..at].trim_end().to_owned() + "…";
    title.grapheme_indices(true).nth(LONGEST).map_or(Cow::Borrowed(title), |end| ends(end).into())
}
