//! A text taken apart into figures, signs and the words that the table knows.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Part, Season};
use crate::value::reading::{folded, table};

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lexeme {
    /// Figures.
    Figures(String),
    /// Figures with an ending: `5th`, `1ro`.
    Day(i16),
    /// Figures that name a decade: `1990s`, `90s`.
    Decade(String),
    /// The year in which a season began that ended in the next one: `winter 2014-2015`.
    Turn(i16),
    /// Anything that is no letter and no figure.
    Sign(char),
    /// A word or phrase of the table.
    Word(Word),
    /// A word that the table does not have.
    Unknown,
}

/// What a word of the table means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Noise,
    About,
    Before,
    After,
    Part(Part),
    Or,
    And,
    Between,
    Through,
    /// "a", which is a number in English, and leads to the end or into a part in Spanish.
    A,
    Decade,
    /// "Ago" is behind a number of years, and short for August in Spanish.
    AgoOrAugust,
    Back,
    Past,
    Last,
    This,
    /// A time of day.
    Clock,
    Year,
    Years,
    Month,
    Week,
    Day,
    /// So many days before today.
    DaysBack(i32),
    MonthNamed(i8),
    Season(Season),
    /// From Monday, 1.
    Weekday(i8),
    Holiday(usize),
    Tens(i16),
    Ordinal(i16),
    Number(i16),
}

/// A phrase of the table: its words, and what it means.
type Phrase = (Vec<String>, Word);

/// The pieces of a text, with numbers of two words as one.
pub(super) fn lexemes(text: &str) -> Vec<Lexeme> {
    let pieces = pieces(&folded(text));
    let mut found = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        at += 1;
        found.push(match piece {
            Piece::Figures(figures) => {
                let (lexeme, taken) = with_ending(figures, &pieces[at..]);
                at += taken;
                lexeme
            }
            Piece::Sign(sign) if table().marks.about.contains(*sign) => Lexeme::Word(Word::About),
            Piece::Sign(sign) => Lexeme::Sign(*sign),
            Piece::Joint => continue,
            Piece::Letters(_) => match phrase(&pieces[at - 1..]) {
                Some((word, taken)) => {
                    at += taken - 1;
                    Lexeme::Word(word)
                }
                None => Lexeme::Unknown,
            },
        });
    }
    turns(compounds(found))
}

/// A run of letters, a run of figures, or a sign; a joint stands where two runs touch.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Letters(String),
    Figures(String),
    Sign(char),
    Joint,
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut touches = false;
    for letter in text.chars() {
        match (letter, pieces.last_mut()) {
            ('a'..='z', Some(Piece::Letters(run))) | ('0'..='9', Some(Piece::Figures(run))) if touches => {
                run.push(letter);
            }
            // Within a word or behind figures it stands for nothing: `new year's`, `1990's`.
            ('\'', Some(Piece::Letters(_) | Piece::Figures(_))) if touches => continue,
            ('a'..='z' | '0'..='9', last) => {
                if touches && matches!(last, Some(Piece::Letters(_) | Piece::Figures(_))) {
                    pieces.push(Piece::Joint);
                }
                let run = letter.to_string();
                pieces.push(if letter.is_ascii_digit() { Piece::Figures(run) } else { Piece::Letters(run) });
            }
            (space, _) if space.is_whitespace() => {}
            (sign, _) => pieces.push(Piece::Sign(sign)),
        }
        touches = !letter.is_whitespace();
    }
    pieces
}

/// Figures with the ending that touches them, and how many pieces that ending is.
fn with_ending(figures: &str, behind: &[Piece]) -> (Lexeme, usize) {
    let plain = || Lexeme::Figures(figures.to_owned());
    // `1.º` is `1.o` in plain form.
    let (ending, taken) = match behind {
        [Piece::Joint, Piece::Letters(ending), ..] => (ending, 2),
        [Piece::Sign('.'), Piece::Letters(ending), ..] if ending == "o" => (ending, 2),
        [Piece::Sign('°'), ..] => return (figures.parse().map_or_else(|_| plain(), Lexeme::Day), 1),
        _ => return (plain(), 0),
    };
    if ending == "s" {
        return (Lexeme::Decade(figures.to_owned()), taken);
    }
    match figures.parse() {
        Ok(day) if table().ordinal_endings.contains(ending) => (Lexeme::Day(day), taken),
        _ => (plain(), 0),
    }
}

/// The longest phrase of the table that these pieces begin with, and how many pieces it is.
fn phrase(pieces: &[Piece]) -> Option<(Word, usize)> {
    let Some(Piece::Letters(first)) = pieces.first() else { return None };
    let fits = |phrase: &Phrase| {
        let mut at = 0;
        for word in &phrase.0 {
            // "twenty-first", "St. Patrick's".
            while at > 0 && matches!(pieces.get(at), Some(Piece::Sign('-' | '.'))) {
                at += 1;
            }
            if !matches!(pieces.get(at), Some(Piece::Letters(letters)) if letters == word) {
                return None;
            }
            at += 1;
        }
        Some((phrase.1, at))
    };
    phrases().get(first.as_str())?.iter().find_map(fits)
}

/// The phrases of the table by their first word, longer ones first.
fn phrases() -> &'static HashMap<String, Vec<Phrase>> {
    static PHRASES: LazyLock<HashMap<String, Vec<Phrase>>> = LazyLock::new(|| {
        let mut phrases: HashMap<String, Vec<Phrase>> = HashMap::new();
        let mut add = |text: &str, word: Word| {
            let words: Vec<String> = pieces(&folded(text))
                .into_iter()
                .filter_map(|piece| if let Piece::Letters(letters) = piece { Some(letters) } else { None })
                .collect();
            if let Some(first) = words.first().cloned() {
                let known = phrases.entry(first).or_default();
                if known.iter().all(|(other, _)| *other != words) {
                    known.push((words, word));
                    known.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
                }
            }
        };
        let table = table();
        for (month, words) in (1..).zip(&table.months) {
            for text in words {
                add(text, Word::MonthNamed(month));
            }
        }
        for (season, words) in Season::ALL.into_iter().zip(&table.seasons) {
            for text in words {
                add(text, Word::Season(season));
            }
        }
        for (weekday, words) in (1..).zip(&table.weekdays) {
            for text in words {
                add(text, Word::Weekday(weekday));
            }
        }
        for (at, holiday) in table.holidays.iter().enumerate() {
            for text in &holiday.names {
                add(text, Word::Holiday(at));
            }
        }
        for entry in &table.tens {
            for text in &entry.words {
                add(text, Word::Tens(entry.number));
            }
        }
        for entry in &table.ordinals {
            for text in &entry.words {
                add(text, Word::Ordinal(entry.number));
            }
        }
        for entry in &table.numbers {
            for text in &entry.words {
                add(text, Word::Number(entry.number));
            }
        }
        for (name, words) in &table.words {
            if name == "couple" {
                for text in words {
                    add(text, Word::Number(2));
                }
            }
            if let Some(word) = meaning(name) {
                for text in words {
                    add(text, word);
                }
            }
        }
        phrases
    });
    &PHRASES
}

/// What the words of the table under a name mean.
fn meaning(name: &str) -> Option<Word> {
    Some(match name {
        "noise" => Word::Noise,
        "about" => Word::About,
        "before" => Word::Before,
        "after" => Word::After,
        "early" => Word::Part(Part::Early),
        "mid" => Word::Part(Part::Mid),
        "late" => Word::Part(Part::Late),
        "or" => Word::Or,
        "and" => Word::And,
        "between" => Word::Between,
        "through" => Word::Through,
        "a" => Word::A,
        "decade" => Word::Decade,
        "ago_or_august" => Word::AgoOrAugust,
        "back" => Word::Back,
        "past" => Word::Past,
        "last" => Word::Last,
        "this" => Word::This,
        "clock" => Word::Clock,
        "year" => Word::Year,
        "years" => Word::Years,
        "month" => Word::Month,
        "week" => Word::Week,
        "day" => Word::Day,
        "today" => Word::DaysBack(0),
        "yesterday" => Word::DaysBack(1),
        "before_yesterday" => Word::DaysBack(2),
        _ => return None,
    })
}

/// Numbers of two words as one: `thirty-eight`, `treinta y ocho`, `twenty-first`.
fn compounds(lexemes: Vec<Lexeme>) -> Vec<Lexeme> {
    let mut whole: Vec<Lexeme> = Vec::with_capacity(lexemes.len());
    for lexeme in lexemes {
        let joint = matches!(whole.last(), Some(Lexeme::Sign('-') | Lexeme::Word(Word::And)));
        let ten = whole.len().checked_sub(if joint { 2 } else { 1 }).and_then(|at| match whole.get(at) {
            Some(Lexeme::Word(Word::Number(ten))) if *ten >= 20 && ten % 10 == 0 => Some((at, *ten)),
            _ => None,
        });
        match (lexeme, ten) {
            (Lexeme::Word(Word::Number(unit @ 1..=9)), Some((at, ten))) => {
                whole.truncate(at);
                whole.push(Lexeme::Word(Word::Number(ten + unit)));
            }
            (Lexeme::Word(Word::Ordinal(unit @ 1..=9)), Some((at, ten))) => {
                whole.truncate(at);
                whole.push(Lexeme::Word(Word::Ordinal(ten + unit)));
            }
            (lexeme, _) => whole.push(lexeme),
        }
    }
    whole
}

/// The two years of a season that goes over the end of one as one: `winter 2014-2015`, `verano 2014/15`.
fn turns(lexemes: Vec<Lexeme>) -> Vec<Lexeme> {
    let mut whole: Vec<Lexeme> = Vec::with_capacity(lexemes.len());
    for lexeme in lexemes {
        let begun = match (&whole[..], &lexeme) {
            ([before @ .., Lexeme::Figures(one), Lexeme::Sign('-' | '/')], Lexeme::Figures(other)) => {
                let named = before.iter().rev().find(|it| !matches!(it, Lexeme::Word(Word::Noise) | Lexeme::Sign(',')));
                let turning = matches!(named, Some(Lexeme::Word(Word::Season(Season::Summer | Season::Winter))));
                one.parse::<i16>().ok().filter(|year| {
                    let next = format!("{:04}", year.saturating_add(1));
                    turning && one.len() == 4 && (*other == next || next.strip_prefix(&next[..2]) == Some(other))
                })
            }
            _ => None,
        };
        match begun {
            Some(year) => {
                whole.truncate(whole.len() - 2);
                whole.push(Lexeme::Turn(year));
            }
            None => whole.push(lexeme),
        }
    }
    whole
}
