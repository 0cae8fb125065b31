//! Writes a document as Typst source in which every text run is a string literal, so that no word can become markup.

mod blocks;
mod direction;
mod inlines;
mod literal;
mod parts;
mod runs;
mod shown;
mod title;

use crate::diff::Revision;
use crate::document::Document;
use crate::span::Span;
use crate::template::Numbering;
use crate::typeset::engine::{Cut, FontSets, Letters};
use crate::typeset::literals::{Literals, Role};
use crate::typeset::map::SourceMap;
use crate::typeset::{Look, Mark, Paper};
use runs::{Long, Room};

/// How many lists, quotes, notes and definitions may stand inside one another: Typst's own limit on nested layout, 72,
/// counts about four for each.
pub const MAX_NESTING: usize = 12;

/// Typst source, and the way back from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written {
    /// The source.
    pub source: String,
    /// The way back.
    pub map: SourceMap,
    /// The words that the pages must show.
    pub literals: Literals,
    /// Where the source says how closely the text is set: four digits, in thousandths of what the look asks for.
    pub closeness: usize,
    /// Whether its pages are filled well: a redline shows what changed, and is filed nowhere.
    pub is_fitted: bool,
    /// The first block that stands deeper than [`MAX_NESTING`]; it and what is in it are not written.
    pub too_deep: Option<TooDeep>,
}

impl Written {
    /// The source of the same paper, set by so many thousandths as closely. No byte moves.
    #[must_use]
    pub fn set_at(&self, thousandths: u16) -> String {
        let mut source = self.source.clone();
        source.replace_range(self.closeness..self.closeness + 4, &format!("{thousandths:04}"));
        source
    }
}

/// A block that stands too deep, with its place where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooDeep(pub Option<Span>);

/// Writes the paper. What the look defines is drawn the look's way, everything else affiant's way.
#[must_use]
pub fn write(document: &Document, paper: &Paper, look: &Look, fonts: &FontSets) -> Written {
    let mut writer = Writer {
        document,
        letters: fonts.letters(look),
        written: Written {
            source: String::with_capacity(4096),
            is_fitted: !matches!(paper.mark, Mark::Redline(_)),
            ..Written::default()
        },
        depth: 0,
        narrow: false,
        heading_level: 0,
        notes: vec![Note::New; document.footnotes.len()],
        reserve: Reserve::None,
        signed: 0..0,
        unit: 0,
        role: Role::Flow,
        revision: None,
        setting: Setting { cut: Cut::Regular, room: Room::PAGE, seam: Seam::Text },
        line: None,
    };
    writer.head(paper, look);
    writer.body(&document.blocks);
    writer.written
}

/// The path under which a look's files are served to Typst.
#[must_use]
pub fn look_folder(look: &Look) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@') { c } else { '-' };
    format!("/look-{}", look.name.chars().map(plain).collect::<String>())
}

/// What has been done about a footnote.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Note {
    /// Nothing yet.
    New,
    /// It has been written, or is being written; further references point to it.
    Written,
}

/// Whether the last paragraph of the current block holds room for a closing with a signature.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reserve {
    /// No signature follows.
    None,
    /// A signature follows, so room is wanted.
    Wanted,
    /// It holds room.
    Held,
    /// A signature follows, but nothing could hold room for it.
    Missed,
}

/// How what is being written will be set, as far as that is known.
#[derive(Clone, Copy)]
struct Setting {
    cut: Cut,
    room: Room,
    seam: Seam,
}

/// What is written where a long run may be broken.
#[derive(Clone, Copy)]
enum Seam {
    /// What lets a line end between any two letters.
    Text,
    /// What also says nothing in the outline of the PDF, where letters allow it.
    Heading,
}

impl Seam {
    fn of(self, run: &str) -> &'static str {
        match self {
            // Beside brackets, quotation marks and the like, no line ends at a box.
            Self::Heading if run.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '@' | '.')) => "#box()",
            Self::Text | Self::Heading => "#seam",
        }
    }
}

/// A line with long runs, and how far it is written, in characters.
struct Line {
    at: usize,
    long: Vec<Long>,
}

/// The source being written, and where in the tree we are.
struct Writer<'a> {
    document: &'a Document,
    letters: Letters,
    written: Written,
    depth: usize,
    /// Whether this is a table with columns so narrow that lines may end anywhere.
    narrow: bool,
    heading_level: u8,
    notes: Vec<Note>,
    reserve: Reserve,
    /// The literals of the closing that was defined last.
    signed: std::ops::Range<usize>,
    /// The number of the line or block that is being written.
    unit: u32,
    /// How the words of it follow those before them.
    role: Role,
    /// Whether this stands in what came in or went away.
    revision: Option<Revision>,
    setting: Setting,
    /// The line that is being written, if it has a run that may not fit.
    line: Option<Line>,
}

impl Writer<'_> {
    /// Imports, the paper's particulars, and the look around all that follows.
    fn head(&mut self, paper: &Paper, look: &Look) {
        let look_line = |needle: &str| {
            let start = look.text.find(needle).unwrap_or(0);
            let end = look.text[start..].find('\n').map_or(look.text.len(), |length| start + length);
            Span::new(look.source, start, end)
        };
        self.push("#import \"/affiant.typ\": *\n");
        let start = self.written.source.len();
        self.push("#import \"");
        self.push(&look_folder(look));
        self.push("/look.typ\" as chosen\n");
        self.push("#import chosen: look as arrange\n");
        self.written.map.add(start..self.written.source.len(), look_line(""));
        let (language, region) = language(&paper.language);
        self.push("#set text(lang: ");
        self.string(language);
        self.push(", region: ");
        self.optional(region);
        self.push(")\n#let paper = (title: ");
        let title = self.printable(&paper.title);
        let title = title::short(&title).into_owned();
        self.string(&title);
        self.push(", language: ");
        self.string(&paper.language);
        self.push(", author: ");
        let author = paper.author.as_deref().map(|author| self.printable(author));
        self.optional(author.as_deref());
        let (year, month, day) = (paper.date.year(), paper.date.month(), paper.date.day());
        self.push(&format!(", date: datetime(year: {year}, month: {month}, day: {day}), numbering: "));
        self.string(match paper.numbering {
            Numbering::None => "none",
            Numbering::Paragraphs => "paragraphs",
            Numbering::Headings => "headings",
        });
        self.push(
            ")\n#let (gap, letterhead, apart, caption, signature, numbered, tabular, definitions, ruled) = drawn(chosen)\n",
        );
        self.title_rules(&title);
        let start = self.written.source.len();
        self.push("#show: body => arrange(paper, body)\n");
        self.written.map.add(start..self.written.source.len(), look_line("let look("));
        self.push("#show: fitted.with(");
        self.written.closeness = self.written.source.len();
        self.push("1000)\n#margins\n\n");
    }

    /// Appends source as it is.
    fn push(&mut self, source: &str) {
        self.written.source.push_str(source);
    }

    /// Appends a string literal, or `none`.
    fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.string(text),
            None => self.push("none"),
        }
    }

    /// Appends what `write` writes as it will be set.
    fn set(&mut self, setting: Setting, write: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.setting, setting);
        write(self);
        self.setting = outer;
    }

    /// Appends what `write` writes in another cut.
    fn cut(&mut self, cut: Cut, write: impl FnOnce(&mut Self)) {
        self.set(Setting { cut, ..self.setting }, write);
    }

    /// Appends what `write` writes after an indent.
    fn indented(&mut self, ems: f32, write: impl FnOnce(&mut Self)) {
        self.set(Setting { room: self.setting.room.indented(ems), ..self.setting }, write);
    }

    /// Appends what `write` writes and maps it to `place`.
    fn mapped(&mut self, place: Option<Span>, write: impl FnOnce(&mut Self)) {
        let start = self.written.source.len();
        write(self);
        if let Some(place) = place {
            self.written.map.add(start..self.written.source.len(), place);
        }
    }

    /// Appends what `write` writes, one level deeper; nothing when that is too deep.
    fn deeper(&mut self, place: Option<Span>, write: impl FnOnce(&mut Self)) {
        if self.depth == MAX_NESTING {
            self.written.too_deep.get_or_insert(TooDeep(place));
            return;
        }
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }
}

/// The language and region of an IETF tag, as Typst takes them; English for what it would not take.
fn language(tag: &str) -> (&str, Option<&str>) {
    let mut parts = tag.split('-');
    let alphabetic = |part: &&str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let language = parts.next().filter(|part| (2..=3).contains(&part.len())).filter(alphabetic);
    (language.unwrap_or("en"), parts.find(|part| part.len() == 2).filter(alphabetic))
}
