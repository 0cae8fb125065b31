//! What may be said about an answer after it was given: quietly, never in its way, and never in the writer's place.
//!
//! The words that are looked for are data, one file for each language; all languages are looked for in every answer,
//! since people mix them.

pub mod mending;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use regex::Regex;
use serde::Deserialize;

use super::{Interface, Kind, Question, Sheet, State};
use crate::facts::Node;
use crate::typeset::engine::coverage::Coverage;
use crate::words::{broken, filler, fragment, language};

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/interview/coach");

/// An answer with fewer words is not expected to tell an occasion.
const TELLING: usize = 5;
/// So many words in a row make two texts comparable.
const RUN: usize = 5;
/// Two texts are nearly the same from this share of common runs on, in hundredths of the shorter one's.
const NEARLY: usize = 40;
/// Shorter texts are alike by chance.
const COMPARABLE: usize = 25;

/// The phrases of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    praise: Vec<String>,
    law: Vec<String>,
    guess: Vec<String>,
    time: Vec<String>,
    #[serde(deserialize_with = "patterns")]
    address: Vec<Regex>,
    #[serde(deserialize_with = "patterns")]
    a_number: Vec<Regex>,
}

fn patterns<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Regex>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    texts.iter().map(|text| Regex::new(text).map_err(serde::de::Error::custom)).collect()
}

/// One thing to say about an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Advice {
    /// An occasion without a date or a season.
    NoTime,
    /// Praise, and nothing that happened.
    Praise,
    /// A conclusion of law.
    Law,
    /// Something that the writer cannot have seen.
    Guess,
    /// The full name of a child.
    ChildsName,
    /// An A-number.
    ANumber,
    /// A postal address.
    Address,
    /// Nothing but that there is no answer.
    Filler,
    /// Words that do not finish the sentence of the paper.
    Unfit,
    /// Nearly the same text as in another letter of the matter; of whom, is not told.
    SameAsAnother,
}

impl Advice {
    /// The key of the form's words for it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NoTime => "coach_time",
            Self::Praise => "coach_praise",
            Self::Law => "coach_law",
            Self::Guess => "coach_guess",
            Self::ChildsName => "coach_child",
            Self::ANumber => "coach_a_number",
            Self::Address => "coach_address",
            Self::Filler => "coach_filler",
            Self::Unfit => "coach_unfit",
            Self::SameAsAnother => "coach_same",
        }
    }
}

/// Something said about an answer, and how it can be mended at one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What is said.
    pub text: String,
    /// The words on the key, and what the answer is then.
    pub mend: Option<(String, String)>,
}

/// What an answer is looked at with.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The shared facts, which name the children.
    pub facts: &'a Node,
    /// What other letters say.
    pub others: &'a [String],
    /// What the fonts of the paper can print.
    pub letters: &'a Coverage,
    /// The language of the paper.
    pub language: &'a str,
}

/// All that may be said about the answer to a question, in the words of a form.
#[must_use]
pub fn remarks(
    question: &Question,
    sheet: &Sheet,
    text: &str,
    around: Around<'_>,
    interface: &Interface,
) -> Vec<Remark> {
    let is_text = matches!(question.kind, Kind::Prose | Kind::Line);
    let mut remarks = Vec::new();
    if let Some(unprinted) = mending::unprinted(text, around.letters) {
        let named = unprinted.named.join(", ");
        let key = if unprinted.without.is_some() { "coach_unprinted" } else { "coach_unprinted_letters" };
        let mend = unprinted.without.map(|without| (interface.say("take_out_character", &[]), without));
        remarks.push(Remark { text: interface.say(key, &[("characters", &named)]), mend });
    }
    if let Some(joined) = broken::joined(text).filter(|_| question.kind == Kind::Prose) {
        let mend = Some((interface.say("join_lines", &[]), joined));
        remarks.push(Remark { text: interface.say("coach_broken", &[]), mend });
    }
    let advice = look(question, sheet, text, around.facts, around.others);
    remarks.extend(advice.into_iter().map(|advice| Remark::of(interface.say(advice.key(), &[]))));
    if let Some(found) = language::all(text).into_iter().find(|found| is_text && !is_same(around.language, found)) {
        let names = [found, around.language].map(|tag| interface.language_name(tag));
        let [found, paper] = names.each_ref().map(String::as_str);
        remarks.push(Remark::of(interface.say("coach_language", &[("found", found), ("paper", paper)])));
    }
    remarks
}

impl Remark {
    /// One that there is no key for.
    #[must_use]
    pub fn of(text: String) -> Self {
        Self { text, mend: None }
    }
}

/// Whether a tag such as `en-US` is of this language.
fn is_same(tag: &str, language: &str) -> bool {
    tag.split('-').next() == Some(language)
}

/// What may be said about the answer to a question; `facts` name the children, and `others` are what other letters say.
#[must_use]
pub fn look(question: &Question, sheet: &Sheet, text: &str, facts: &Node, others: &[String]) -> Vec<Advice> {
    if !matches!(question.kind, Kind::Prose | Kind::Line) {
        return Vec::new();
    }
    if filler::is_filler(text) {
        return vec![Advice::Filler];
    }
    if question.path.fact().is_some() {
        return Vec::new();
    }
    let unfit = question.sentence.as_ref().is_some_and(|(before, after)| fragment::is_unfit(text, before, after));
    let words = self::words(text);
    let spoken = format!(" {} ", words.join(" "));
    let says = |pick: fn(&Phrases) -> &Vec<String>| {
        phrases().iter().flat_map(pick).any(|phrase| spoken.contains(&format!(" {} ", self::words(phrase).join(" "))))
    };
    let matches =
        |pick: fn(&Phrases) -> &Vec<Regex>| phrases().iter().flat_map(pick).any(|pattern| pattern.is_match(text));
    let tells_a_time = says(|phrases| &phrases.time) || words.iter().any(|word| is_number(word));
    let prose = question.kind == Kind::Prose;
    let checks = [
        (Advice::Unfit, unfit),
        (Advice::NoTime, prose && is_occasion(question, sheet) && words.len() >= TELLING && !tells_a_time),
        (Advice::Praise, prose && says(|phrases| &phrases.praise) && !tells_a_time && !text.contains(['"', '“', '«'])),
        (Advice::Law, says(|phrases| &phrases.law)),
        (Advice::Guess, prose && says(|phrases| &phrases.guess)),
        (Advice::ChildsName, names_a_child(facts, &spoken)),
        (Advice::ANumber, matches(|phrases| &phrases.a_number)),
        (Advice::Address, matches(|phrases| &phrases.address)),
        (Advice::SameAsAnother, prose && others.iter().any(|other| nearly_the_same(&words, &self::words(other)))),
    ];
    checks.into_iter().filter_map(|(advice, applies)| applies.then_some(advice)).collect()
}

fn phrases() -> &'static [Phrases] {
    static READ: OnceLock<Vec<Phrases>> = OnceLock::new();
    READ.get_or_init(|| {
        // A file that does not fit is found by a test before it can be missed here.
        FILES.files().filter_map(|file| toml::from_str(file.contents_utf8()?).ok()).collect()
    })
}

/// What is looked for in every language, by name: phrases, and the patterns of addresses and A-numbers.
pub(super) fn gathered() -> [(&'static str, Vec<&'static str>); 6] {
    fn words(pick: fn(&Phrases) -> &Vec<String>) -> Vec<&'static str> {
        phrases().iter().flat_map(pick).map(String::as_str).collect()
    }
    fn patterns(pick: fn(&Phrases) -> &Vec<Regex>) -> Vec<&'static str> {
        phrases().iter().flat_map(pick).map(Regex::as_str).collect()
    }
    [
        ("praise", words(|phrases| &phrases.praise)),
        ("law", words(|phrases| &phrases.law)),
        ("guess", words(|phrases| &phrases.guess)),
        ("time", words(|phrases| &phrases.time)),
        ("address", patterns(|phrases| &phrases.address)),
        ("a_number", patterns(|phrases| &phrases.a_number)),
    ]
}

/// The languages whose phrases could be read, for the test that all can.
#[must_use]
pub fn languages() -> (usize, usize) {
    (phrases().len(), FILES.files().filter(|file| file.path().extension().is_some_and(|kind| kind == "toml")).count())
}

/// Words in small letters, without what stands around them.
fn words(text: &str) -> Vec<String> {
    let split = text.split(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '-' | '\'' | '’')));
    split.map(|word| word.replace('’', "'").to_lowercase()).filter(|word| !word.is_empty()).collect()
}

fn is_number(word: &str) -> bool {
    word.chars().any(|letter| letter.is_ascii_digit())
}

/// Whether the question is about one occasion of a list, whose date nobody has given beside it.
fn is_occasion(question: &Question, sheet: &Sheet) -> bool {
    let Some((_, item)) = question.path.steps().split_last().filter(|_| question.item.is_some()) else { return false };
    let dated = |other: &&Question| {
        other.kind == Kind::Date && other.path.steps().starts_with(item) && matches!(other.state, State::Answered(_))
    };
    !sheet.questions.iter().any(|other| dated(&other))
}

/// Whether a child of the matter is named by more than initials.
fn names_a_child(facts: &Node, spoken: &str) -> bool {
    let people = facts.at("people").and_then(Node::table);
    let people = people.map_or(&[][..], |table| &table.entries);
    let children = people.iter().filter(|person| {
        person.value.at("minor").is_some_and(|minor| minor.kind == crate::facts::NodeKind::Bool(true))
    });
    let names = children.filter_map(|child| child.value.at("name")).flat_map(|name| match name.table() {
        Some(table) => {
            let parts = ["full", "first", "familiar"].into_iter().filter_map(|part| table.get(part)?.text());
            parts.collect::<Vec<_>>()
        }
        None => name.text().into_iter().collect(),
    });
    let mut names = names.map(|name| words(name).join(" "));
    names.any(|name| {
        name.chars().filter(|letter| letter.is_alphabetic()).count() > 2 && spoken.contains(&format!(" {name} "))
    })
}

/// Whether two texts have so many runs of words in common that one was copied.
fn nearly_the_same(one: &[String], other: &[String]) -> bool {
    let runs = |words: &[String]| -> BTreeSet<String> { words.windows(RUN).map(|run| run.join(" ")).collect() };
    if one.len().min(other.len()) < COMPARABLE {
        return false;
    }
    let (one, other) = (runs(one), runs(other));
    let common = one.intersection(&other).count();
    common * 100 >= one.len().min(other.len()) * NEARLY
}
