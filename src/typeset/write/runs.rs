//! Long runs of letters without a place where a line may end, such as an e-mail address or a sentence joined by
//! no-break spaces: where they are, and where they are broken if they do not fit.

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use unicode_segmentation::UnicodeSegmentation as _;

/// What tells where a line may end: the same that Typst asks.
static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_lstm(LineBreakOptions::default()));

/// A run that takes more than this share of its line is looked after: widths are only estimated.
const SHARE: f32 = 0.75;

/// Marks around a word that take more than this share of its room are looked after with it.
const MARKS: f32 = 0.1;

/// A run of more than this many lines may begin in the middle of a line and go over a page's end; a shorter one begins
/// a line of its own, so that it is not broken. One of two lines would hold the words after it at the end of its first.
const KEPT_LINES: f32 = 1.0;

/// Where web addresses begin; Typst breaks them by itself.
const WEB: [&str; 2] = ["://", "www."];

/// The longest piece of a web address that Typst leaves whole, in letters.
const WEB_PIECE: f32 = 16.0;

/// The most bytes of one piece, of letters that have no width too.
const PIECE: usize = 64;

/// An address has no more bytes than this.
const ADDRESS: usize = 400;

/// Letters after which an address is broken rather than anywhere else.
const AFTER: [char; 15] = ['@', '.', '_', '/', '-', '+', '=', '&', '?', '#', ':', ';', ',', '~', '%'];

/// How wide the lines are at some place of a paper, in ems of the text there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Room(pub(super) f32);

impl Room {
    /// The room between the margins of a page.
    pub(super) const PAGE: Self = Self(38.0);
    /// The name at the head of a letter: large, wide-set small capitals.
    pub(super) const LETTERHEAD: Self = Self(17.0);
    /// Headings, and the head and title of a caption.
    pub(super) const HEADING: Self = Self(29.0);
    /// Either side of a caption.
    pub(super) const SIDE: Self = Self(16.0);
    /// Under the line of a signature that has a date beside it.
    pub(super) const SIGNATURE: Self = Self(17.0);
    /// The date beside a signature.
    pub(super) const DATE: Self = Self(12.0);
    /// The title in the running head or foot.
    pub(super) const RUNNING: Self = Self(20.0);

    /// The room after an indent.
    pub(super) fn indented(self, ems: f32) -> Self {
        Self((self.0 - ems).max(2.0))
    }

    /// The room in a column of a table.
    pub(super) fn column(self, columns: usize) -> Self {
        let columns = u16::try_from(columns.max(1)).map_or(f32::MAX, f32::from);
        Self((self.0 / columns - 1.5).max(1.0))
    }

    /// The most bytes that spaces which end no line may join.
    pub(super) fn held(self) -> usize {
        3 * self.surely()
    }

    /// The most letters that surely fit, however wide they are.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few dozen at most")]
    pub(super) fn surely(self) -> usize {
        let widest = 1.3;
        (self.0 * SHARE / widest).max(1.0) as usize
    }
}

/// A run that may not fit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Long {
    /// Where it is, in characters.
    pub(super) at: Range<usize>,
    /// How it is broken.
    pub(super) way: Way,
    /// Whether it began in an earlier piece of its line.
    pub(super) goes_on: bool,
}

/// How a long run is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Only if it does not fit on a line of its own.
    Kept,
    /// Wherever a line ends.
    Anywhere,
    /// At its no-break spaces, as if they were spaces.
    Spaces,
}

/// Whether a text, going on from `before` letters without a space, may have a run of more than `most` letters; and how
/// many letters it ends with.
pub(super) fn may_be_long(before: usize, text: &str, most: usize) -> (bool, usize) {
    let (mut long, mut letters) = (false, before);
    for byte in text.bytes() {
        match byte {
            b' ' | b'\n' => letters = 0,
            // The later bytes of a character.
            0x80..=0xbf => {}
            _ => {
                letters += 1;
                long |= letters > most;
            }
        }
    }
    (long, letters)
}

/// The runs of a line's text that may not fit into their room.
pub(super) fn long(text: &str, room: Room) -> Vec<Long> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    let limit = room.0 * SHARE;
    let mut web = if limit > WEB_PIECE * width('m') { web(text) } else { Vec::new() };
    web.retain(|web| ems(unbroken_end(&text[web.clone()])) <= limit);
    for end in SEGMENTER.segment_str(text).filter(|end| *end > 0) {
        let whole = &text[start..end];
        let run = whole.trim_end_matches(|c: char| c.is_whitespace() && !is_no_break(c));
        if !web.iter().any(|web| web.contains(&start)) {
            runs(run, at, room, &mut found);
        }
        at += whole.chars().count();
        start = end;
    }
    found
}

/// Adds a run that begins at the character `at`, or the parts of it that no-break spaces join, if they may not fit.
fn runs(run: &str, at: usize, room: Room, found: &mut Vec<Long>) {
    let limit = room.0 * SHARE;
    let ems = ems(run);
    if ems <= limit {
        return;
    }
    if run.contains(is_no_break) {
        let count = run.chars().count();
        found.push(Long { at: at..at + count, way: Way::Spaces, goes_on: false });
        let mut from = at;
        for part in run.split(is_no_break) {
            runs(part, from, room, found);
            from += part.chars().count() + 1;
        }
        return;
    }
    // The marks around a word stay beside it, whatever piece of the line has them; a row of them is no mark.
    let (mut word, mut at) = (run, at);
    let inner = run.trim_start_matches(is_mark);
    let before = run.chars().count() - inner.chars().count();
    let inner = inner.trim_end_matches(is_mark);
    if !inner.is_empty() && self::ems(run) - self::ems(inner) <= limit * MARKS {
        (word, at) = (inner, at + before);
    }
    let way = if ems > room.0 * KEPT_LINES { Way::Anywhere } else { Way::Kept };
    found.push(Long { at: at..at + word.chars().count(), way, goes_on: false });
}

/// The pieces of a long run, between which it may be broken: an address after its signs, and what is too long between
/// them, or has no signs, after any letter.
pub(super) fn pieces(run: &str, room: Room) -> Vec<&str> {
    if run.len() > ADDRESS {
        return cut(run, room);
    }
    let fits = |piece: &&str| ems(piece) <= room.0 * SHARE;
    let each = run.split_inclusive(AFTER).flat_map(|piece| if fits(&piece) { vec![piece] } else { cut(piece, room) });
    each.collect()
}

/// Pieces that leave little of a line free: of a letter or a few, and of more where the run is so long that many would
/// cost time.
fn cut(run: &str, room: Room) -> Vec<&str> {
    let most = if run.len() > 4000 { room.0 / 4.0 } else { room.0 / 12.0 };
    let mut pieces = Vec::new();
    let (mut start, mut piece) = (0, 0.0);
    for (at, letter) in run.grapheme_indices(true) {
        let next = letter.chars().next().map_or(0.0, width);
        let most = if letter.chars().any(is_joined) { most.max(room.0 / 3.0).min(4.0) } else { most };
        if at > start && (piece + next > most || at - start > PIECE) {
            pieces.push(&run[start..at]);
            (start, piece) = (at, 0.0);
        }
        piece += next;
    }
    pieces.push(&run[start..]);
    pieces
}

/// Where web addresses are.
fn web(text: &str) -> Vec<Range<usize>> {
    let address = |c: char| c.is_ascii_alphanumeric() || "!#$%&*+,-./:;=?@_~'[]()".contains(c);
    let starts = WEB.iter().flat_map(|sign| text.match_indices(sign).map(|(at, sign)| at + sign.len()));
    starts.map(|start| start..start + text[start..].find(|c| !address(c)).unwrap_or(text.len() - start)).collect()
}

/// The end of a web address after the last place where Typst breaks it: Typst looks at a piece only when the next one
/// begins.
fn unbroken_end(address: &str) -> &str {
    let class = |c: char| match c {
        '(' | '[' => 0,
        c if c.is_alphabetic() => 1,
        c if c.is_numeric() => 2,
        _ => 3,
    };
    let (mut last, mut before) = (0, 3);
    for (at, class) in address.char_indices().map(|(at, c)| (at, class(c))) {
        if before != 0 && if class == 3 { before == 3 } else { class != before } {
            last = at;
        }
        before = class;
    }
    &address[last..]
}

/// About how wide a text is, in ems; rather too wide than too narrow.
fn ems(text: &str) -> f32 {
    text.chars().map(width).sum()
}

/// About how wide a character is in the faces that come with affiant, in ems.
fn width(c: char) -> f32 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' | '/' | '\\' | '(' | ')' | '[' | ']' | '-' => {
            0.35
        }
        'm' | 'w' | 'M' | '%' | '&' | '@' => 0.95,
        'W' => 1.05,
        'A'..='Z' => 0.75,
        ' '..='~' => 0.54,
        // Full-width letters and what is like them.
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f000}'.. => 1.1,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => 0.05,
        _ => 0.75,
    }
}

/// Whether the character is a space at which no line ends.
pub(super) fn is_no_break(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// Whether the character stands around words: brackets, quotation marks and stops.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '(' | ')'
            | '['
            | ']'
            | '"'
            | '\''
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '«'
            | '»'
            | '¿'
            | '¡'
    )
}

/// Whether the letter changes its form with its neighbours, so that a break would show even where no line ends.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{1cff}' | '\u{a800}'..='\u{abff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}
