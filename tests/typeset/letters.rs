//! Letters and their fonts: what is found before typesetting and what the typesetter can print are the same, in each
//! style.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use affiant::check;
use affiant::diag::{Report, Severity};
use affiant::document::{Align, Block, BlockKind, Document, Inline};
use affiant::facts::characters;
use affiant::source::Sources;
use affiant::template::{Caption, Filled, Letterhead, Signature};
use affiant::typeset::engine::FontSets;
use affiant::typeset::{Engine, Look, Paper};
use unicode_normalization::UnicodeNormalization as _;

use super::{LOOKS, look, paper, sink, typeset};

/// The ways in which a paper sets text.
const STYLES: [&str; 11] =
    ["plain", "strong", "emphasis", "both", "heading", "code", "letterhead", "caption", "signature", "table", "quote"];

/// A paper that sets `words` in one style.
fn styled(style: &str, words: &[Filled]) -> Document {
    let line =
        |each: &[Filled]| each.iter().flat_map(|word| [Inline::Filled(word.clone(), None), sink::text(" ")]).collect();
    let inlines = || -> Vec<Inline> { line(words) };
    let paragraph = |inlines: Vec<Inline>| sink::block(BlockKind::Paragraph(inlines));
    let block = match style {
        "strong" => paragraph(vec![Inline::Strong(inlines())]),
        "emphasis" => paragraph(vec![Inline::Emph(inlines())]),
        "both" => paragraph(vec![Inline::Strong(vec![Inline::Emph(inlines())])]),
        "heading" => sink::block(BlockKind::Heading(1, inlines())),
        "code" => paragraph(words.iter().map(|word| Inline::Code(format!("{} ", word.text))).collect()),
        "letterhead" => {
            let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
            let name = Filled { text, ..words[0].clone() };
            sink::block(BlockKind::Letterhead(Letterhead { name, lines: words.to_vec() }))
        }
        "caption" => {
            let (head, title) = (words.to_vec(), words[..1].to_vec());
            sink::block(BlockKind::Caption(Caption { head, left: words.to_vec(), right: Vec::new(), title }))
        }
        "signature" => sink::block(BlockKind::Signature(Signature {
            name: words[0].clone(),
            lines: words.to_vec(),
            date: Some(words[0].clone()),
        })),
        "table" => sink::block(BlockKind::Table {
            align: vec![Align::Start],
            head: vec![inlines()],
            rows: vec![vec![inlines()]],
        }),
        "quote" => sink::block(BlockKind::Quote(vec![paragraph(inlines())])),
        _ => paragraph(inlines()),
    };
    Document { blocks: vec![block], footnotes: Vec::new() }
}

/// Typesets letters in one style, after the check has had its say.
struct Bench {
    engine: Engine,
    fonts: FontSets,
    look: Look,
    name: Filled,
}

impl Bench {
    fn new(look_at: usize) -> Self {
        let mut sources = Sources::default();
        let look = look(&mut sources, LOOKS[look_at].0, LOOKS[look_at].1);
        let name = sink::filled(&mut sources, "");
        let fonts = FontSets::default();
        Self { engine: Engine::new(fonts.clone()).expect("an engine"), fonts, look, name }
    }

    /// What typesetting `letters` in one paper says, but for the gaps.
    fn says(&mut self, style: &str, letters: &[String]) -> Report {
        let words: Vec<Filled> =
            letters.iter().map(|text| Filled { text: text.clone(), ..self.name.clone() }).collect();
        let known = self.fonts.letters(&self.look);
        let checked = check::glyphs(styled(style, &words), |letter| known.print(letter)).output;
        let (pdf, report) = typeset(&mut self.engine, &checked, &paper(), &self.look);
        assert!(pdf.is_some() || report.has(Severity::Error), "{report:#?}");
        report
    }

    /// The letters that stop a paper: none.
    fn culprits(&mut self, style: &str, letters: &[String]) -> Vec<String> {
        let report = self.says(style, letters);
        if report.is_empty() {
            return Vec::new();
        }
        let (one, other) = letters.split_at(letters.len() / 2);
        if one.is_empty() {
            return letters.to_vec();
        }
        let mut found = self.culprits(style, one);
        // A few are enough to say what is wrong.
        if found.len() < 8 {
            found.extend(self.culprits(style, other));
        }
        if found.is_empty() { vec![letters.concat()] } else { found }
    }
}

/// Letters as messages show them.
fn named(letters: &[String]) -> String {
    let mut names = String::new();
    for letter in letters {
        let points: Vec<String> = letter.chars().map(|c| format!("{:04X}", u32::from(c))).collect();
        let _ = write!(names, "{} ", points.join("+"));
    }
    names
}

/// Whether a fact may hold the text as it is.
fn may_be_said(text: &str) -> bool {
    characters::clean(text).text == text && characters::first_refused(text).is_none()
}

/// Every character that a face may have, alone and after an `a`, every `step`th of those that none has, and sequences
/// of all kinds.
fn letters(step: usize) -> Vec<String> {
    let mut known = BTreeSet::new();
    for line in include_str!("../../src/typeset/engine/fonts.txt").lines() {
        let mut next = 0;
        for (at, run) in line.rsplit('|').next().unwrap_or("").split(' ').enumerate() {
            let run: u32 = run.parse().expect("a number");
            if at % 2 == 1 {
                known.extend((next..next + run).filter_map(char::from_u32));
            }
            next += run;
        }
    }
    let mut letters = Vec::new();
    for (at, c) in ('\u{20}'..='\u{effff}').enumerate() {
        if known.contains(&c) || at % step == 0 {
            letters.extend([c.to_string(), format!("a{c}")].into_iter().filter(|text| may_be_said(text)));
        }
    }
    let marks = [
        "\u{300}", "\u{323}", "\u{332}", "\u{335}", "\u{1dc4}", "\u{20d7}", "\u{20e3}", "\u{fe0f}", "\u{fe0e}",
        "\u{200d}",
    ];
    for base in ["1", "#", "K", "ł", "ą", "Ẹ", "ʼ", "İ", "ш", "ω", "א", "ب", "日", "☺", "🙏"] {
        for mark in marks {
            letters.push(format!("{base}{mark}"));
            letters.extend(marks.map(|second| format!("{base}{mark}{second}")));
        }
    }
    let whole = [
        "👩‍👩‍👧",
        "🏳️‍🌈",
        "🇲🇽",
        "👍🏽",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "K̲ʼawxaaw",
        "Ẹ́niọlá",
        "Nguyễn",
        "ą́",
        "ʔəy̓šqʷəl",
        "Ḵ̓",
        "x̱ʷ",
        "שָׁלוֹם",
        "مُحَمَّد",
        "क्षत्रिय",
        "กำ",
        "한국",
        "각",
        "İIıi",
        "g̃",
        "ŋ̊",
        "ǫ́",
        "Diné bizaad",
        "ʻŌlelo",
    ];
    letters.extend(whole.map(str::to_owned));
    letters
}

/// With `AFFIANT_SWEEP=1`, every character in every style; else each style has its share of them.
#[test]
fn whatever_the_check_leaves_can_be_printed_in_each_style() {
    let whole = std::env::var_os("AFFIANT_SWEEP").is_some();
    let letters = letters(if whole { 1 } else { 401 });
    let mut bench = Bench::new(0);
    for (at, style) in STYLES.iter().enumerate() {
        let share = if whole { 1 } else { STYLES.len() };
        let some: Vec<String> = letters.iter().skip(at % share).step_by(share).cloned().collect();
        // The head of a table is on each of its pages, so it cannot be longer than one.
        for some in some.chunks(if *style == "table" { 60 } else { 600 }) {
            let culprits = bench.culprits(style, some);
            if let [first, ..] = &culprits[..] {
                let report = bench.says(style, std::slice::from_ref(first));
                panic!("{style}: {}: {report:#?}", named(&culprits));
            }
        }
        bench.engine.end_round();
    }
}

#[test]
fn a_letter_is_missing_only_if_no_face_has_all_of_it() {
    let bench = Bench::new(0);
    let known = bench.fonts.letters(&bench.look);
    for letter in letters(997) {
        let forms = [letter.clone(), letter.nfc().collect(), letter.nfd().collect()];
        let has = |form: &String| {
            (0..17).any(|face| {
                form.chars().all(|c| affiant::typeset::engine::letters::is_invisible(c) || known.draws(face, c))
            })
        };
        // Letters that must be joined or stacked are no words in the faces that only have them one by one, and a sign
        // around a letter needs a face that places it.
        let around = letter.chars().count() > 1
            && letter
                .chars()
                .any(|c| matches!(c, '\u{488}' | '\u{489}' | '\u{20dd}'..='\u{20e4}' | '\u{a670}'..='\u{a672}'));
        let joined = |c: char| matches!(c, '\u{600}'..='\u{1aff}' | '\u{a800}'..='\u{abff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
        let joined = letter.chars().any(joined);
        assert!(known.print(&letter) || around || joined || !forms.iter().any(has), "a face has {}", named(&[letter]));
    }
}

#[test]
fn a_title_prints_whatever_letters_a_name_has() {
    for at in 0..LOOKS.len() {
        let mut bench = Bench::new(at);
        for name in [
            "K̲ʼawxaaw",
            "a\u{1dc4}b",
            "Ana 🙏",
            "王小明",
            "مُحَمَّد",
            "\u{1680}",
            "\u{20e3}",
            "محمد عبد الله بن",
            &"王 ".repeat(300),
            &"of the Sample ".repeat(60),
            &"W".repeat(500),
        ] {
            let title = Paper { title: format!("Letter of {name}"), author: Some(name.to_owned()), ..paper() };
            let blocks: Vec<Block> = (0..80).map(|_| sink::paragraph("A line.")).collect();
            let (pdf, report) =
                typeset(&mut bench.engine, &Document { blocks, footnotes: Vec::new() }, &title, &bench.look);
            assert!(pdf.is_some_and(|pdf| pdf.pages > 1) && report.is_empty(), "{name}: {report:#?}");
        }
    }
}
