//! Letterheads, captions and signatures of two papers, line by line.

use crate::diff::pair::{Item, Pair, pairs};
use crate::diff::{self, Revision, Run};
use crate::template::{Caption, Filled, Letterhead, Signature};

pub(super) fn letterhead(old: &Letterhead, new: &Letterhead) -> Letterhead {
    Letterhead { name: line(&old.name, &new.name), lines: lines(&old.lines, &new.lines) }
}

pub(super) fn caption(old: &Caption, new: &Caption) -> Caption {
    Caption {
        head: lines(&old.head, &new.head),
        left: lines(&old.left, &new.left),
        right: lines(&old.right, &new.right),
        title: lines(&old.title, &new.title),
    }
}

pub(super) fn signature(old: &Signature, new: &Signature) -> Signature {
    let date = match (&old.date, &new.date) {
        (Some(old), Some(new)) => Some(line(old, new)),
        (Some(old), None) => Some(whole(old, Revision::Deleted)),
        (None, new) => new.as_ref().map(|new| whole(new, Revision::Inserted)),
    };
    Signature { name: line(&old.name, &new.name), lines: lines(&old.lines, &new.lines), date }
}

pub(super) fn whole_letterhead(head: &Letterhead, revision: Revision) -> Letterhead {
    Letterhead { name: whole(&head.name, revision), lines: wholes(&head.lines, revision) }
}

pub(super) fn whole_caption(caption: &Caption, revision: Revision) -> Caption {
    Caption {
        head: wholes(&caption.head, revision),
        left: wholes(&caption.left, revision),
        right: wholes(&caption.right, revision),
        title: wholes(&caption.title, revision),
    }
}

pub(super) fn whole_signature(signature: &Signature, revision: Revision) -> Signature {
    Signature {
        name: whole(&signature.name, revision),
        lines: wholes(&signature.lines, revision),
        date: signature.date.as_ref().map(|date| whole(date, revision)),
    }
}

/// Lines under one another. A value of several lines counts as that many.
fn lines(old: &[Filled], new: &[Filled]) -> Vec<Filled> {
    if old == new {
        return new.to_vec();
    }
    let (old, new) = (apart(old), apart(new));
    let items =
        |lines: &[Filled]| lines.iter().map(|line| Item::new(u8::from(line.gap), &line.text)).collect::<Vec<_>>();
    let each = pairs(&items(&old), &items(&new)).into_iter().map(|pair| match pair {
        Pair::Both(before, after) => line(&old[before], &new[after]),
        Pair::Old(at) => whole(&old[at], Revision::Deleted),
        Pair::New(at) => whole(&new[at], Revision::Inserted),
    });
    each.collect()
}

fn apart(lines: &[Filled]) -> Vec<Filled> {
    let each = lines.iter().flat_map(|line| {
        let text = line.text.split('\n').map(|text| Filled { text: text.to_owned(), ..line.clone() });
        text.collect::<Vec<_>>()
    });
    each.collect()
}

fn line(old: &Filled, new: &Filled) -> Filled {
    if (&old.text, old.gap) == (&new.text, new.gap) {
        return new.clone();
    }
    let revised = if old.gap || new.gap {
        // A gap is whole or not there.
        let said = |filled: &Filled| {
            if filled.gap { format!("[NEEDED: {}]", filled.text) } else { filled.text.clone() }
        };
        let runs = [(Revision::Deleted, said(old)), (Revision::Inserted, said(new))];
        runs.into_iter().map(|(revision, text)| Run { revision: Some(revision), text }).collect()
    } else {
        diff::words(&old.text, &new.text)
    };
    Filled { gap: false, revised, ..new.clone() }
}

fn whole(filled: &Filled, revision: Revision) -> Filled {
    let run = Run { revision: Some(revision), text: filled.text.clone() };
    Filled { revised: if filled.text.is_empty() { Vec::new() } else { vec![run] }, ..filled.clone() }
}

fn wholes(lines: &[Filled], revision: Revision) -> Vec<Filled> {
    lines.iter().map(|line| whole(line, revision)).collect()
}
