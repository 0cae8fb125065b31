//! Names of any shape: one name or many, two surnames, particles, suffixes.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// A person's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    /// The whole name as the person writes it.
    pub full: String,
    /// Given name, where the parts are known.
    pub first: Option<String>,
    /// Surname or surnames, where the parts are known.
    pub last: Option<String>,
    /// What people who know the person say.
    pub familiar: Option<String>,
    /// Initials given by hand, where the computed ones would be wrong.
    pub initials: Option<String>,
}

impl Name {
    /// Builds a name from its parts, joined in writing order.
    #[must_use]
    pub fn of_parts(first: Option<&str>, middle: Option<&str>, last: Option<&str>, suffix: Option<&str>) -> Self {
        let given = |part: Option<&str>| part.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned);
        let (first, last) = (given(first), given(last));
        let joined: Vec<String> = [first.clone(), given(middle), last.clone()].into_iter().flatten().collect();
        let mut full = joined.join(" ");
        if let Some(suffix) = given(suffix) {
            full.push_str(if is_numeral(&suffix) || suffix == "V" { " " } else { ", " });
            full.push_str(&suffix);
        }
        Self { full, first, last, familiar: None, initials: None }
    }

    /// First name and surnames, without middle name and suffix; the whole name where the parts are not known.
    #[must_use]
    pub fn short(&self) -> String {
        match (&self.first, &self.last) {
            (Some(first), Some(last)) => format!("{first} {last}"),
            _ => self.full.clone(),
        }
    }

    /// What people who know the person say: as given, else the first name, else the whole name.
    #[must_use]
    pub fn familiar(&self) -> &str {
        self.familiar.as_deref().or(self.first.as_deref()).unwrap_or(&self.full)
    }

    /// The surnames; the whole name where the parts are not known.
    #[must_use]
    pub fn last(&self) -> &str {
        self.last.as_deref().unwrap_or(&self.full)
    }

    /// Initials with full stops and no spaces: `T.P.`; lower-case particles such as `de la` are left out.
    #[must_use]
    pub fn initials(&self) -> String {
        if let Some(initials) = &self.initials {
            return initials.clone();
        }
        // A degree behind a comma and a suffix are no part of the initials.
        let full = self.full.split(',').next().unwrap_or_default();
        let full: Cow<'_, str> = if full.is_ascii() { full.into() } else { full.nfkc().collect::<String>().into() };
        let letters: Vec<char> = without_suffix(&full).into_iter().filter_map(initial).collect();
        let dotted =
            |letters: &mut dyn Iterator<Item = char>| letters.flat_map(|letter| [letter, '.']).collect::<String>();
        let initials = dotted(&mut letters.iter().copied().filter(|letter| !letter.is_lowercase()));
        if !initials.is_empty() {
            return initials;
        }
        // A name in small letters throughout, as some people write theirs.
        dotted(&mut letters.iter().filter_map(|letter| capital(*letter)))
    }

    /// Whether the initials can be told from the name: letters without capitals, such as those of Chinese or Arabic,
    /// make none that a reader of another script would know, and of a Chinese name the first one is the whole surname.
    #[must_use]
    pub fn has_initials(&self) -> bool {
        let cased = |letter: char| letter == '.' || letter.is_uppercase() || letter.is_lowercase();
        self.initials.is_some() || self.initials().chars().all(cased)
    }

    /// One of the forms that templates and questions name: `short`, `familiar`, `first`, `last`, `initials`; the whole
    /// name for any other.
    #[must_use]
    pub fn form(&self, form: &str) -> String {
        match form {
            "short" => self.short(),
            "familiar" => self.familiar().to_owned(),
            "first" => self.first.clone().unwrap_or_else(|| self.familiar().to_owned()),
            "last" => self.last().to_owned(),
            "initials" => self.initials(),
            _ => self.full.clone(),
        }
    }

    /// The same person with every form of the name reduced to initials, as papers name a child.
    #[must_use]
    pub fn as_minor(&self) -> Self {
        let initials = self.initials();
        Self {
            full: initials.clone(),
            first: Some(initials.clone()),
            last: None,
            familiar: None,
            initials: Some(initials),
        }
    }
}

/// The words of a name, without a suffix such as `Jr.` or `III`: only the last word can be one, and only behind two
/// others.
fn without_suffix(full: &str) -> Vec<&str> {
    let words: Vec<&str> = full.split([' ', '-', '.', '\u{a0}']).filter(|word| initial(word).is_some()).collect();
    let capitals = !full.chars().any(char::is_lowercase);
    match words.split_last() {
        Some((last, rest)) if rest.len() > 1 && is_suffix(last, capitals) => rest.to_vec(),
        _ => words,
    }
}

/// Whether a last word is a suffix. In a name that is all capitals, `VI` is as likely a name.
fn is_suffix(word: &str, capitals: bool) -> bool {
    let lower = word.to_lowercase();
    matches!(lower.as_str(), "jr" | "sr" | "2nd" | "3rd" | "4th" | "5th")
        || matches!(word, "II" | "III" | "IV" | "VII" | "VIII")
        || word == "VI" && !capitals
}

/// The letter that stands for a word of a name: the first one, or the capital of `d'Angelo` and `ʻAkahi`. A mark of
/// pronunciation is no initial, nor is a digit.
fn initial(word: &str) -> Option<char> {
    let mut parts = word.split(is_apostrophe).filter_map(|part| part.chars().find(|letter| letter.is_alphabetic()));
    let first = parts.next()?;
    Some(if first.is_lowercase() { parts.find(|letter| letter.is_uppercase()).unwrap_or(first) } else { first })
}

/// The capital that a letter has at the start of a name: Georgian has none there.
fn capital(letter: char) -> Option<char> {
    if matches!(letter, '\u{10d0}'..='\u{10ff}') { Some(letter) } else { letter.to_uppercase().next() }
}

/// Apostrophes and quotes of all kinds, and the letters that write a glottal stop: ʻokina, ʼ, ayin, saltillo.
fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '"'
            | '`'
            | '´'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '′'
            | '＇'
            | '\u{2b0}'..='\u{2ff}' | '\u{a78b}' | '\u{a78c}' | '\u{55a}'
    )
}

/// `III`, `2nd`: a suffix that stands behind the name without a comma.
fn is_numeral(word: &str) -> bool {
    let roman = word.len() > 1 && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
    roman || word.starts_with(|first: char| first.is_ascii_digit())
}
