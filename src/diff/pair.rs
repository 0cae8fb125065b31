//! Finds which paragraph of an older text became which of a newer one.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::{is_weak, pieces, steps};

/// The most pairs of paragraphs within one changed stretch that are weighed against each other.
const MOST: usize = 250_000;
/// Two paragraphs with less than this part of their words in common are two different ones.
const ALIKE: f32 = 0.4;
/// The same for a single paragraph in the place of a single one.
const ALIKE_IN_PLACE: f32 = 0.25;

/// What is compared: what it says, and what it is.
#[derive(Clone, Debug)]
pub struct Item {
    kind: u8,
    whole: u64,
    /// The hashes of its words, sorted.
    words: Vec<u64>,
}

/// An item of the older sequence, of the newer one, or of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pair {
    /// The newer sequence has it no more.
    Old(usize),
    /// It became the item of the newer sequence.
    Both(usize, usize),
    /// It came in.
    New(usize),
}

impl Item {
    /// An item that says `text`; only items of the same kind are paired.
    #[must_use]
    pub fn new(kind: u8, text: &str) -> Self {
        let mut words: Vec<u64> =
            pieces(text).into_iter().filter(|piece| !is_weak(piece)).map(|word| hash(&word.to_lowercase())).collect();
        words.sort_unstable();
        Self { kind, whole: hash(&(kind, text)), words }
    }

    /// The part of the words of both that both have, from 0 to 1.
    fn likeness(&self, other: &Self) -> f32 {
        if self.kind != other.kind {
            return 0.0;
        }
        if self.whole == other.whole {
            return 1.0;
        }
        let (mut common, mut at) = (0_u16, 0);
        for word in &self.words {
            while other.words.get(at).is_some_and(|other| other < word) {
                at += 1;
            }
            if other.words.get(at) == Some(word) {
                common = common.saturating_add(1);
                at += 1;
            }
        }
        let all = u16::try_from(self.words.len() + other.words.len()).unwrap_or(u16::MAX);
        if all == 0 { 0.0 } else { 2.0 * f32::from(common) / f32::from(all) }
    }
}

/// The items of both sequences in one order, paired where they are alike. What is gone comes before what came in.
#[must_use]
pub fn pairs(old: &[Item], new: &[Item]) -> Vec<Pair> {
    let wholes = |items: &[Item]| items.iter().map(|item| item.whole).collect::<Vec<_>>();
    let mut pairs = Vec::with_capacity(old.len().max(new.len()));
    for step in steps(&wholes(old), &wholes(new)) {
        if step.same {
            pairs.extend(step.old.zip(step.new).map(|(old, new)| Pair::Both(old, new)));
            continue;
        }
        let (first_old, first_new) = (step.old.start, step.new.start);
        let matched = matched(&old[step.old.clone()], &new[step.new.clone()]);
        let (mut next_old, mut next_new) = (step.old.start, step.new.start);
        for (at_old, at_new) in matched.iter().map(|(old, new)| (first_old + old, first_new + new)) {
            pairs.extend((next_old..at_old).map(Pair::Old));
            pairs.extend((next_new..at_new).map(Pair::New));
            pairs.push(Pair::Both(at_old, at_new));
            (next_old, next_new) = (at_old + 1, at_new + 1);
        }
        pairs.extend((next_old..step.old.end).map(Pair::Old));
        pairs.extend((next_new..step.new.end).map(Pair::New));
    }
    pairs
}

/// Which items of a changed stretch belong together: in order, and as alike as they can be in sum.
fn matched(old: &[Item], new: &[Item]) -> Vec<(usize, usize)> {
    if let ([one], [other]) = (old, new)
        && one.likeness(other) >= ALIKE_IN_PLACE
    {
        return vec![(0, 0)];
    }
    if old.is_empty() || new.is_empty() || old.len().saturating_mul(new.len()) > MOST {
        return Vec::new();
    }
    let width = new.len() + 1;
    // best[i][j]: the greatest sum for what is left from `old[i]` and `new[j]` on.
    let mut best = vec![0.0_f32; (old.len() + 1) * width];
    let mut taken = vec![0.0_f32; old.len() * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let likeness = old[i].likeness(&new[j]);
            let with = if likeness >= ALIKE { likeness + best[(i + 1) * width + j + 1] } else { 0.0 };
            taken[i * width + j] = with;
            best[i * width + j] = with.max(best[(i + 1) * width + j]).max(best[i * width + j + 1]);
        }
    }
    let (mut i, mut j, mut matched) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        let here = best[i * width + j];
        if here <= 0.0 {
            break;
        }
        if taken[i * width + j] >= here {
            matched.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * width + j] >= here {
            i += 1;
        } else {
            j += 1;
        }
    }
    matched
}

fn hash(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
