//! The fonts of a paper: the embedded ones and its look's, each read when it is first used.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::Deserialize as _;
use serde::de::value::{Error, SeqDeserializer};
use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{
    Coverage, Font, FontBook, FontFlags, FontInfo, FontInstance, FontStretch, FontStyle, FontVariant, FontVariations,
    FontWeight,
};
use typst::utils::LazyHash;

/// What the font book says of the embedded faces, as [`table`] writes it: reading it takes a hundredth of parsing the
/// fonts.
const TABLE: &str = include_str!("fonts.txt");

/// The fonts of one look after the other: kept, as a font book that changes would make every recompile cold. A clone
/// shares them.
#[derive(Clone, Default)]
pub struct FontSets(Arc<Mutex<Vec<Arc<Fonts>>>>);

impl FontSets {
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

/// A font book, and the faces it tells of: each under the name of its family, and once more under one of its own, so
/// that a piece of text can be given to exactly that face whatever its weight and slant.
pub(super) struct Fonts {
    book: LazyHash<FontBook>,
    faces: Vec<Face>,
    /// Where the faces that came with affiant begin.
    embedded: usize,
    extra: Vec<Arc<[u8]>>,
}

/// A face of a font file, parsed when it is first used.
struct Face {
    data: Bytes,
    index: u32,
    font: OnceLock<Option<Font>>,
    drawn: OnceLock<Option<FontInstance>>,
}

impl Fonts {
    /// The fonts of the files `extra`, then the embedded ones.
    pub(super) fn new(extra: &[Arc<[u8]>]) -> Self {
        let book = LazyHash::new(FontBook::new());
        let mut fonts = Self { book, faces: Vec::new(), embedded: 0, extra: extra.to_vec() };
        let mut book = FontBook::new();
        for data in extra.iter().map(super::shared) {
            for (index, info) in (0..).zip(FontInfo::iter(&data)) {
                book.push(info);
                fonts.faces.push(Face { data: data.clone(), index, font: OnceLock::new(), drawn: OnceLock::new() });
            }
        }
        fonts.embedded = fonts.faces.len();
        for (line, data) in TABLE.lines().zip(typst_assets::fonts()) {
            let data = Bytes::new(data);
            if let Some(info) = read(line).or_else(|| FontInfo::new(&data, 0)) {
                book.push(info);
                fonts.faces.push(Face { data, index: 0, font: OnceLock::new(), drawn: OnceLock::new() });
            }
        }
        for face in 0..fonts.faces.len() {
            if let Some(info) = book.info(face) {
                // Covering nothing, it is never chosen in place of another.
                let coverage = Coverage::from_vec(Vec::new());
                let alias = FontInfo { family: Self::alias(face), coverage, ..info.clone() };
                book.push(alias);
            }
        }
        fonts.book = LazyHash::new(book);
        fonts
    }

    /// Whether the face draws the character. The book may say so of one that the face has only a hole for.
    pub(super) fn draws(&self, face: usize, c: char) -> bool {
        if !self.book.info(face).is_some_and(|info| info.coverage.contains(c.into())) {
            return false;
        }
        let drawn = self.faces.get(face).and_then(|known| {
            let instance =
                |font: Font| font.instantiate(FontVariant::default(), Abs::pt(12.0), &FontVariations::default());
            known.drawn.get_or_init(|| self.font(face).map(instance)).as_ref()
        });
        drawn.and_then(|font| font.ttf().glyph_index(c)).is_some_and(|glyph| glyph.0 != 0)
    }

    /// The name under which a face stands alone.
    pub(super) fn alias(face: usize) -> String {
        format!("affiant face {face}")
    }

    /// How many faces there are.
    pub(super) fn len(&self) -> usize {
        self.faces.len()
    }

    /// Whether the face came with affiant.
    pub(super) fn is_embedded(&self, face: usize) -> bool {
        face >= self.embedded
    }

    /// The names of the families, in small letters as Typst looks them up.
    pub(super) fn families(&self) -> impl Iterator<Item = String> {
        let info = |face: usize| self.book.info(face).map(|info| info.family.to_lowercase());
        (0..self.len()).filter_map(info)
    }

    /// The faces of a family.
    pub(super) fn family(&self, family: &str) -> impl Iterator<Item = usize> {
        self.book.select_family(family)
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
        // The second half of the book tells of the same faces by their own names.
        let face = self.faces.get(index % self.faces.len().max(1)).filter(|_| index < 2 * self.faces.len())?;
        face.font.get_or_init(|| Font::new(face.data.clone(), face.index)).clone()
    }
}

/// The embedded families, for `affiant doctor`.
#[must_use]
pub fn families() -> Vec<&'static str> {
    let mut families: Vec<&str> = TABLE.lines().filter_map(|line| line.split('|').next()).collect();
    families.dedup();
    families
}

/// The table that `fonts.txt` must be: a line for each embedded face with its family, style, weight, stretch, flags and
/// coverage.
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
