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
        let full: Cow<'_, str> = if full.is_ascii() { full.into() } else { full.nfc().collect::<String>().into() };
        let words = full.split([' ', '-', '.', '\u{a0}']);
        let letters: Vec<char> =
            words.filter(|word| !is_numeral(word) && !matches!(*word, "Jr" | "Sr")).filter_map(initial).collect();
        let dotted =
            |letters: &mut dyn Iterator<Item = char>| letters.flat_map(|letter| [letter, '.']).collect::<String>();
        let initials = dotted(&mut letters.iter().copied().filter(|letter| !letter.is_lowercase()));
        if !initials.is_empty() {
            return initials;
        }
        // A name in small letters throughout, as some people write theirs.
        dotted(&mut letters.iter().flat_map(|letter| letter.to_uppercase()))
    }

    /// One of the forms that templates and questions name: `short`, `familiar`, `first`, `last`, `initials`; the whole name
    /// for any other.
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

/// The letter that stands for a word of a name; of `d'Angelo` the capital one.
fn initial(word: &str) -> Option<char> {
    let mut parts = word.split(['\'', '’']).filter_map(|part| part.chars().find(|letter| letter.is_alphanumeric()));
    let first = parts.next()?;
    Some(if first.is_lowercase() { parts.find(|letter| letter.is_uppercase()).unwrap_or(first) } else { first })
}

/// `III`, `2nd`: a suffix that stands behind the name without a comma.
fn is_numeral(word: &str) -> bool {
    let roman = word.len() > 1 && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
    roman || word.starts_with(|first: char| first.is_ascii_digit())
}
