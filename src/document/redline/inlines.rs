//! Lines of two papers, word by word, with their emphasis and with where each word came from.

use std::rc::Rc;

use super::Comparison;
use crate::diff::{self, Revision};
use crate::document::Inline;

/// What a word stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wrap {
    Emph,
    Strong,
    Strike,
    Link(String),
}

/// A word, or what is compared as one.
#[derive(Clone, Debug)]
struct Piece {
    /// What makes two pieces the same: what they print, and how. Not where it came from.
    key: String,
    /// Itself.
    inline: Inline,
    /// What it stands in, the outermost first.
    wraps: Rc<Vec<Wrap>>,
    /// Whether it is only space or marks.
    weak: bool,
}

/// A piece, with what happened to it.
type Revised = (Option<Revision>, Piece);

impl Comparison<'_> {
    /// A line that both papers have, in whatever words.
    pub(super) fn line(&mut self, old: &[Inline], new: &[Inline]) -> Vec<Inline> {
        let (old, new) = (pieces(old), pieces(new));
        let keys = |pieces: &[Piece]| pieces.iter().map(|piece| piece.key.clone()).collect::<Vec<_>>();
        let steps = diff::joined(diff::steps(&keys(&old), &keys(&new)), &old, |piece| piece.weak);
        let mut line = Vec::new();
        for step in steps {
            if step.same {
                let both = old[step.old].iter().zip(&new[step.new]);
                line.extend(both.map(|(old, new)| (None, self.noted(new, number(old), number(new)))));
                continue;
            }
            line.extend(self.revised(&old[step.old], Revision::Deleted));
            line.extend(self.revised(&new[step.new], Revision::Inserted));
        }
        nested(line, 0)
    }

    /// A line that only one paper has.
    pub(super) fn whole_line(&mut self, line: &[Inline], revision: Revision) -> Vec<Inline> {
        nested(self.revised(&pieces(line), revision), 0)
    }

    fn revised(&mut self, pieces: &[Piece], revision: Revision) -> Vec<Revised> {
        let own = pieces.iter().map(|piece| {
            let noted = match revision {
                Revision::Inserted => self.noted(piece, None, number(piece)),
                Revision::Deleted => self.noted(piece, number(piece), None),
            };
            (Some(revision), noted)
        });
        own.collect()
    }

    /// The piece, with the number that its footnote has in the redline.
    fn noted(&mut self, piece: &Piece, old: Option<usize>, new: Option<usize>) -> Piece {
        match piece.inline {
            Inline::Footnote(_) => Piece { inline: Inline::Footnote(self.note(old, new)), ..piece.clone() },
            _ => piece.clone(),
        }
    }
}

/// The index of a footnote.
fn number(piece: &Piece) -> Option<usize> {
    match piece.inline {
        Inline::Footnote(at) => Some(at),
        _ => None,
    }
}

/// A line in pieces.
fn pieces(line: &[Inline]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    take_apart(line, &Rc::default(), &mut pieces);
    pieces
}

fn take_apart(line: &[Inline], wraps: &Rc<Vec<Wrap>>, pieces: &mut Vec<Piece>) {
    for inline in line {
        let inside = |wrap: Wrap| Rc::new([&wraps[..], &[wrap]].concat());
        let mut whole = |key: String| {
            let key = format!("{wraps:?} {key}");
            pieces.push(Piece { key, inline: inline.clone(), wraps: Rc::clone(wraps), weak: false });
        };
        match inline {
            Inline::Text(text) => {
                words(text, wraps, pieces, |word| Inline::Text(word.to_owned()));
            }
            Inline::Filled(filled, place) if !filled.gap => words(&filled.text, wraps, pieces, |word| {
                Inline::Filled(crate::template::Filled { text: word.to_owned(), ..filled.clone() }, *place)
            }),
            Inline::Filled(filled, _) => whole(format!("gap {}", filled.text)),
            Inline::Exhibit { words, .. } => whole(format!("word {}", words.text)),
            Inline::Reference { label, number, .. } => whole(format!("word {}", number.as_ref().unwrap_or(label))),
            Inline::Code(text) => whole(format!("code {text}")),
            Inline::Footnote(_) => whole("note".to_owned()),
            Inline::Break => whole("break".to_owned()),
            Inline::Emph(inner) => take_apart(inner, &inside(Wrap::Emph), pieces),
            Inline::Strong(inner) => take_apart(inner, &inside(Wrap::Strong), pieces),
            Inline::Strike(inner) => take_apart(inner, &inside(Wrap::Strike), pieces),
            Inline::Link(address, inner) => take_apart(inner, &inside(Wrap::Link(address.clone())), pieces),
            Inline::Revised(_, inner) => take_apart(inner, wraps, pieces),
        }
    }
}

fn words(text: &str, wraps: &Rc<Vec<Wrap>>, pieces: &mut Vec<Piece>, inline: impl Fn(&str) -> Inline) {
    let each = diff::pieces(text).into_iter().map(|word| Piece {
        // A line may be broken in another place of the file.
        key: format!("{wraps:?} word {}", if word.trim().is_empty() { " " } else { word }),
        inline: inline(word),
        wraps: Rc::clone(wraps),
        weak: diff::is_weak(word),
    });
    pieces.extend(each);
}

/// Pieces put together again: those that stand in the same, from `depth` on, within one, and in that what came in or
/// went away.
fn nested(pieces: Vec<Revised>, depth: usize) -> Vec<Inline> {
    let mut line: Vec<Inline> = Vec::new();
    let mut rest = pieces.into_iter().peekable();
    while let Some((revision, piece)) = rest.next() {
        let Some(wrap) = piece.wraps.get(depth).cloned() else {
            match (revision, line.last_mut()) {
                (None, _) => add(&mut line, piece.inline),
                (Some(revision), Some(Inline::Revised(last, inside))) if *last == revision => add(inside, piece.inline),
                (Some(revision), _) => line.push(Inline::Revised(revision, vec![piece.inline])),
            }
            continue;
        };
        let mut within = vec![(revision, piece)];
        while let Some(next) = rest.next_if(|(_, next)| next.wraps.get(depth) == Some(&wrap)) {
            within.push(next);
        }
        let inside = nested(within, depth + 1);
        line.push(match wrap {
            Wrap::Emph => Inline::Emph(inside),
            Wrap::Strong => Inline::Strong(inside),
            Wrap::Strike => Inline::Strike(inside),
            Wrap::Link(address) => Inline::Link(address, inside),
        });
    }
    line
}

/// Adds a piece; words that came from one place are one again.
fn add(line: &mut Vec<Inline>, inline: Inline) {
    match (line.last_mut(), inline) {
        (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
        (Some(Inline::Filled(before, place)), Inline::Filled(filled, other))
            if !before.gap && !filled.gap && before.origin == filled.origin && *place == other =>
        {
            before.text.push_str(&filled.text);
        }
        (_, inline) => line.push(inline),
    }
}
