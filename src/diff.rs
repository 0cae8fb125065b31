//! Compares two sequences: what stayed, what was taken out, what came in; words of a text above all.

pub mod pair;

use std::hash::Hash;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_normalization::char::is_combining_mark;

/// The most comparisons that are worth their time: two thousand words against two thousand others. Longer stretches
/// with nothing in common at either end count as replaced.
const MOST: usize = 4_000_000;

/// How many unchanged pieces between two changes are counted as changed with them, when they are only spaces and marks.
const ISLAND: usize = 3;

/// What happened to a piece of a text between an older version and a newer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Revision {
    /// Only the newer version has it.
    Inserted,
    /// Only the older version has it.
    Deleted,
}

/// A stretch of both sequences: the same in both, or one in place of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where it stands in the older sequence; empty for what came in.
    pub old: Range<usize>,
    /// Where it stands in the newer sequence; empty for what was taken out.
    pub new: Range<usize>,
    /// Whether both say the same.
    pub same: bool,
}

/// Words with what happened to them; none for what stayed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// What happened.
    pub revision: Option<Revision>,
    /// The words.
    pub text: String,
}

/// How the older sequence became the newer one, in order and without a hole.
#[must_use]
pub fn steps<T: Hash + Eq + Ord>(old: &[T], new: &[T]) -> Vec<Step> {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(old, new)| old == new).count();
    let (inner_old, inner_new) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut steps = Vec::new();
    push(&mut steps, Step { old: 0..head, new: 0..head, same: true });
    if inner_old.len().saturating_mul(inner_new.len()) > MOST {
        push(&mut steps, Step { old: head..old.len() - tail, new: head..new.len() - tail, same: false });
    } else {
        for op in capture_diff_slices(Algorithm::Myers, inner_old, inner_new) {
            let same = matches!(op, DiffOp::Equal { .. });
            let shift = |range: Range<usize>| range.start + head..range.end + head;
            push(&mut steps, Step { old: shift(op.old_range()), new: shift(op.new_range()), same });
        }
    }
    push(&mut steps, Step { old: old.len() - tail..old.len(), new: new.len() - tail..new.len(), same: true });
    steps
}

/// The same steps, with what is only `weak` between two changes counted as changed: a reader takes in `a red house` for
/// `the old barn` sooner than word for word.
#[must_use]
pub fn joined<T>(steps: Vec<Step>, old: &[T], weak: impl Fn(&T) -> bool) -> Vec<Step> {
    let count = steps.len();
    let mut joined = Vec::with_capacity(count);
    for (at, mut step) in steps.into_iter().enumerate() {
        let inside = at > 0 && at + 1 < count;
        if step.same && inside && step.old.len() <= ISLAND && old[step.old.clone()].iter().all(&weak) {
            step.same = false;
        }
        push(&mut joined, step);
    }
    joined
}

/// Adds a step, to the last one where it goes on with it.
fn push(steps: &mut Vec<Step>, step: Step) {
    if step.old.is_empty() && step.new.is_empty() {
        return;
    }
    match steps.last_mut() {
        Some(last) if last.same == step.same => {
            last.old.end = step.old.end;
            last.new.end = step.new.end;
        }
        _ => steps.push(step),
    }
}

/// A text in pieces that are compared one by one: words, spaces, marks. A tag of a template is one piece.
#[must_use]
pub fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (piece, after) = rest.split_at(length_of_first(rest, first));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

fn length_of_first(rest: &str, first: char) -> usize {
    for (open, close) in [("{{", "}}"), ("{%", "%}"), ("{#", "#}")] {
        if rest.starts_with(open)
            && let Some(end) = rest.find(close)
        {
            return end + close.len();
        }
    }
    let run = |same: &dyn Fn(char) -> bool| rest.find(|c| !same(c)).unwrap_or(rest.len());
    if first.is_whitespace() {
        return run(&char::is_whitespace);
    }
    if !first.is_alphanumeric() {
        return first.len_utf8();
    }
    // `Marisela's`, `twenty-three`, `8.5` and `1,000` are words; a mark at the end of one is not.
    let inner = |c: char| matches!(c, '\'' | '’' | '-' | '.' | ',' | '\u{ad}');
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut goes_on = || chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        let combining = |c: char| is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}');
        if c.is_alphanumeric() || combining(c) || (inner(c) && goes_on()) {
            end = at + c.len_utf8();
        } else {
            break;
        }
    }
    end
}

/// Whether a piece is only space or marks.
#[must_use]
pub fn is_weak(piece: &str) -> bool {
    !piece.starts_with('{') && !piece.chars().any(char::is_alphanumeric)
}

/// Two texts compared word by word.
#[must_use]
pub fn words(old: &str, new: &str) -> Vec<Run> {
    let (old, new) = (pieces(old), pieces(new));
    let steps = joined(steps(&old, &new), &old, |piece| is_weak(piece));
    let mut runs = Vec::new();
    for step in steps {
        if step.same {
            runs.push(Run { revision: None, text: new[step.new].concat() });
            continue;
        }
        for (revision, text) in
            [(Revision::Deleted, old[step.old].concat()), (Revision::Inserted, new[step.new].concat())]
        {
            if !text.is_empty() {
                runs.push(Run { revision: Some(revision), text });
            }
        }
    }
    runs
}

/// The runs with long unchanged stretches cut to about `near` words on either side of a change, `…` in place of the
/// rest.
#[must_use]
pub fn in_context(runs: &[Run], near: usize) -> Vec<Run> {
    let last = runs.len().saturating_sub(1);
    let cut = runs.iter().enumerate().map(|(at, run)| {
        let text =
            if run.revision.is_some() { run.text.clone() } else { near_changes(&run.text, near, at > 0, at < last) };
        Run { revision: run.revision, text }
    });
    cut.filter(|run| !run.text.is_empty()).collect()
}

/// The words of an unchanged stretch next to a change before it, and after it.
fn near_changes(text: &str, near: usize, after_change: bool, before_change: bool) -> String {
    let pieces = pieces(text);
    let strong: Vec<usize> = (0..pieces.len()).filter(|at| !is_weak(pieces[*at])).collect();
    let wanted = near * (usize::from(after_change) + usize::from(before_change));
    if strong.len() <= wanted + 1 {
        return text.to_owned();
    }
    let mut cut = String::new();
    if after_change {
        cut.push_str(&pieces[..strong[near]].concat());
    }
    cut.push('…');
    if before_change {
        cut.push(' ');
        cut.push_str(&pieces[strong[strong.len() - near]..].concat());
    }
    cut
}
