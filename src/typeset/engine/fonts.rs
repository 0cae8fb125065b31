//! The fonts of a paper: the embedded ones and its look's, each read when it is first used.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::Deserialize as _;
use serde::de::value::{Error, SeqDeserializer};
use typst::foundations::Bytes;
use typst::text::{Coverage, Font, FontBook, FontFlags, FontInfo, FontStretch, FontStyle, FontVariant, FontWeight};
use typst::utils::LazyHash;

use crate::typeset::Look;

/// What the font book says of the embedded faces, as [`table`] writes it: reading it takes a hundredth of parsing the fonts.
const TABLE: &str = include_str!("fonts.txt");

/// The fonts of one look after the other: kept, as a font book that changes would make every recompile cold. A clone shares them.
#[derive(Clone, Default)]
pub struct FontSets(Arc<Mutex<Vec<Arc<Fonts>>>>);

impl FontSets {
    /// Whether the look's fonts or the embedded ones have the character.
    #[must_use]
    pub fn cover(&self, c: char, look: &Look) -> bool {
        self.of(&look.fonts).cover(c)
    }

    /// The embedded fonts with `extra` before them.
    pub(super) fn of(&self, extra: &[Arc<[u8]>]) -> Arc<Fonts> {
        let mut sets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = sets.iter().find(|fonts| fonts.are(extra)) {
            return Arc::clone(known);
        }
        let fonts = Arc::new(Fonts::new(extra));
        sets.truncate(8);
        sets.push(Arc::clone(&fonts));
        fonts
    }
}

/// A font book, and the faces it tells of.
pub(super) struct Fonts {
    book: LazyHash<FontBook>,
    faces: Vec<Face>,
    extra: Vec<Arc<[u8]>>,
}

/// A face of a font file, parsed when it is first used.
struct Face {
    data: Bytes,
    index: u32,
    font: OnceLock<Option<Font>>,
}

impl Fonts {
    /// The fonts of the files `extra`, then the embedded ones.
    pub(super) fn new(extra: &[Arc<[u8]>]) -> Self {
        let mut fonts = Self { book: LazyHash::new(FontBook::new()), faces: Vec::new(), extra: extra.to_vec() };
        let mut book = FontBook::new();
        for data in extra.iter().map(super::shared) {
            for (index, info) in (0..).zip(FontInfo::iter(&data)) {
                book.push(info);
                fonts.faces.push(Face { data: data.clone(), index, font: OnceLock::new() });
            }
        }
        for (line, data) in TABLE.lines().zip(typst_assets::fonts()) {
            let data = Bytes::new(data);
            if let Some(info) = read(line).or_else(|| FontInfo::new(&data, 0)) {
                book.push(info);
                fonts.faces.push(Face { data, index: 0, font: OnceLock::new() });
            }
        }
        fonts.book = LazyHash::new(book);
        fonts
    }

    /// Whether these are the fonts of the files `extra`.
    pub(super) fn are(&self, extra: &[Arc<[u8]>]) -> bool {
        self.extra.as_slice() == extra
    }

    /// What is known of the faces.
    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The face with this index in the book, if there is one: Typst may ask with an index of another paper's book.
    pub(super) fn font(&self, index: usize) -> Option<Font> {
        let face = self.faces.get(index)?;
        face.font.get_or_init(|| Font::new(face.data.clone(), face.index)).clone()
    }

    /// Whether any face has the character.
    pub(super) fn cover(&self, c: char) -> bool {
        (0..self.faces.len()).filter_map(|index| self.book.info(index)).any(|info| info.coverage.contains(c.into()))
    }
}

/// The embedded families, for `affiant doctor`.
#[must_use]
pub fn families() -> Vec<&'static str> {
    let mut families: Vec<&str> = TABLE.lines().filter_map(|line| line.split('|').next()).collect();
    families.dedup();
    families
}

/// The table that `fonts.txt` must be: a line for each embedded face with its family, style, weight, stretch, flags and coverage.
#[must_use]
pub fn table() -> String {
    let mut table = String::new();
    for data in typst_assets::fonts() {
        for info in FontInfo::iter(data) {
            let (style, weight) = (style_word(info.variant.style), info.variant.weight.to_number());
            let stretch = (info.variant.stretch.to_ratio().get() * 1000.0).round();
            let _ = write!(table, "{}|{style}|{weight}|{stretch}|{}|", info.family, info.flags.bits());
            let (mut next, mut runs) = (0, Vec::new());
            for c in info.coverage.iter() {
                match runs.last_mut() {
                    Some(run) if c == next => *run += 1,
                    _ => runs.extend([c - next, 1]),
                }
                next = c + 1;
            }
            table += &runs.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
            table.push('\n');
        }
    }
    table
}

/// Reads a line of the table.
fn read(line: &str) -> Option<FontInfo> {
    let mut parts = line.split('|');
    let family = parts.next()?.to_owned();
    let style = match parts.next()? {
        "italic" => FontStyle::Italic,
        "oblique" => FontStyle::Oblique,
        _ => FontStyle::Normal,
    };
    let weight = FontWeight::from_number(parts.next()?.parse().ok()?);
    let stretch = match parts.next()? {
        "1000" => FontStretch::NORMAL,
        _ => return None,
    };
    let flags = FontFlags::from_bits_retain(parts.next()?.parse().ok()?);
    let runs =
        parts.next()?.split(' ').map(|run| run.bytes().fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0')));
    let coverage = Coverage::deserialize(SeqDeserializer::<_, Error>::new(runs)).ok()?;
    Some(FontInfo { family, variant: FontVariant { style, weight, stretch }, flags, axes: Vec::new(), coverage })
}

/// A style as the table writes it.
fn style_word(style: FontStyle) -> &'static str {
    match style {
        FontStyle::Normal => "normal",
        FontStyle::Italic => "italic",
        FontStyle::Oblique => "oblique",
    }
}
