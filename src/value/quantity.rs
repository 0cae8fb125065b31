//! A number that is not one whole number: `37.5`, "35 to 40", "about 40".

use std::cmp::Ordering;

use super::Locale;
use super::figure::{Decimal, FigureError};
use super::reading::{folded, in_our_figures, table};

/// A number as somebody knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// Whether it is an approximation.
    pub about: bool,
    /// The numbers.
    pub span: Span,
}

/// One number or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// `37.5`
    One(Decimal),
    /// `35 to 40`
    To(Decimal, Decimal),
    /// `35 or 40`
    Or(Decimal, Decimal),
}

/// A number that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// One whole number.
    Whole(i64),
    /// Anything else.
    Quantity(Quantity),
}

/// Why a text is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Nothing that affiant reads as a number.
    NotANumber,
    /// `1.500`: one thousand five hundred, or one and a half.
    TwoWays([Number; 2]),
}

impl Number {
    /// Reads `40`, `1,200`, `37.5`, `35-40`, "35 to 40", "about 40", "two or three", and the same in Spanish.
    ///
    /// # Errors
    /// Says why the text is no number, without repeating it.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        if let Ok(number) = text.trim().parse() {
            return Ok(Self::Whole(number));
        }
        let text = folded(&in_our_figures(text)).split_whitespace().collect::<Vec<_>>().join(" ");
        let about =
            table().quantity.about.iter().filter_map(|word| without(&text, &folded(word))).min_by_key(String::len);
        let rest = about.as_deref().unwrap_or(&text);
        let about = about.is_some();
        match one(rest) {
            Err(NumberError::NotANumber) => {
                let span = range(rest).ok_or(NumberError::NotANumber)?;
                Ok(Self::Quantity(Quantity { about, span }))
            }
            Ok(decimal) => Ok(Self::of(about, decimal)),
            Err(NumberError::TwoWays([one, other])) => {
                Err(NumberError::TwoWays([one.hedged(about), other.hedged(about)]))
            }
        }
    }

    /// A number as TOML and JSON have it, which is no text.
    ///
    /// # Errors
    /// It is below nothing, or has more figures than affiant counts.
    pub fn parse_float(number: f64) -> Result<Self, NumberError> {
        if number.is_sign_negative() {
            return Err(NumberError::NotANumber);
        }
        let text = number.to_string();
        let (whole, broken) = text.split_once('.').unwrap_or((&text, ""));
        let decimal = Decimal::of(whole, broken).map_err(|_| NumberError::NotANumber)?;
        Ok(Self::of(false, decimal))
    }

    fn of(about: bool, decimal: Decimal) -> Self {
        match decimal.whole().filter(|_| !about) {
            Some(whole) => Self::Whole(whole),
            None => Self::Quantity(Quantity { about, span: Span::One(decimal) }),
        }
    }

    fn hedged(self, about: bool) -> Self {
        match self {
            Self::Quantity(quantity) => Self::Quantity(Quantity { about, ..quantity }),
            Self::Whole(number) if about => Decimal::parse(&number.to_string()).map_or(self, |it| Self::of(true, it)),
            whole @ Self::Whole(_) => whole,
        }
    }

    /// As a file of answers holds it.
    #[must_use]
    pub fn kept(self) -> String {
        self.long(Locale::En)
    }

    /// Written out.
    #[must_use]
    pub fn long(self, locale: Locale) -> String {
        match self {
            Self::Whole(number) => number.to_string(),
            Self::Quantity(quantity) => quantity.long(locale),
        }
    }
}

/// A text without a word at its beginning or its end.
fn without(text: &str, word: &str) -> Option<String> {
    let rest =
        text.strip_prefix(word).filter(|rest| rest.starts_with([' ', '.'])).map(|rest| rest.trim_start_matches('.'));
    let rest = rest.or_else(|| text.strip_suffix(word).filter(|rest| rest.ends_with(' ')));
    let sign = || text.strip_prefix(|first: char| table().marks.about.contains(first));
    rest.or_else(sign).map(|rest| rest.trim().to_owned())
}

fn one(text: &str) -> Result<Decimal, NumberError> {
    let twofold = table().quantity.twofold.iter().find(|(word, ..)| word == text);
    if let Some((_, one, other)) = twofold {
        return Err(NumberError::TwoWays([Number::Whole(*one), Number::Whole(*other)]));
    }
    if let Some(number) = in_words(text) {
        return Ok(number);
    }
    Decimal::parse(text).map_err(|error| match error {
        FigureError::NotANumber => NumberError::NotANumber,
        FigureError::TwoWays(one, other) => NumberError::TwoWays([Number::of(false, one), Number::of(false, other)]),
    })
}

/// `two`, `twenty-five`, `treinta y cinco`: up to ninety-nine.
fn in_words(text: &str) -> Option<Decimal> {
    let named = |word: &str| {
        let entry = table().numbers.iter().find(|entry| entry.words.iter().any(|known| folded(known) == word));
        entry.map(|entry| entry.number)
    };
    let number = match text.split([' ', '-']).collect::<Vec<_>>()[..] {
        [word] => named(word)?,
        [tens, unit] | [tens, "y", unit] => {
            let (tens, unit) = (named(tens)?, named(unit)?);
            (tens >= 20 && tens % 10 == 0 && (1..=9).contains(&unit)).then_some(tens + unit)?
        }
        _ => return None,
    };
    Decimal::of(&number.to_string(), "").ok()
}

/// One number of two, as figures or as a word that is one number only.
fn sure(text: &str) -> Option<Decimal> {
    one(text.trim()).ok()
}

/// `35-40`, `35 to 40`, `entre 35 y 40`, `35 o 40`, `two or three`.
fn range(text: &str) -> Option<Span> {
    let words = &table().quantity;
    let between = words.between.iter().find_map(|word| text.strip_prefix(word.as_str())?.strip_prefix(' '));
    let text = between.unwrap_or(text);
    // "Treinta y cinco y cuarenta": the word that joins the two may stand within one of them as well.
    let parted = |joint: &str| {
        text.match_indices(joint).find_map(|(at, _)| Some((sure(&text[..at])?, sure(&text[at + joint.len()..])?)))
    };
    let joined = |word: &String| parted(&format!(" {word} "));
    let to = parted("-").or_else(|| words.through.iter().find_map(joined));
    let to = to.or_else(|| between.and_then(|_| words.and.iter().find_map(joined)));
    let or = || words.or.iter().find_map(joined).filter(|_| between.is_none());
    let (first, last, make): (_, _, fn(Decimal, Decimal) -> Span) = match to {
        Some((first, last)) => (first, last, Span::To),
        None => or().map(|(first, last)| (first, last, Span::Or as fn(_, _) -> _))?,
    };
    last.exceeds(first).then(|| make(first, last))
}

impl Quantity {
    /// The least and the most that it can be; an approximation is taken at its word.
    #[must_use]
    pub fn bounds(self) -> (Decimal, Decimal) {
        match self.span {
            Span::One(one) => (one, one),
            Span::To(least, most) | Span::Or(least, most) => (least, most),
        }
    }

    /// The least and the most that it may be in truth.
    fn possible(self) -> (Decimal, Decimal) {
        let (least, most) = self.bounds();
        if self.about { (least.around().0, most.around().1) } else { (least, most) }
    }

    /// How it is to a whole number; `None` where it may be either.
    #[must_use]
    pub fn cmp_whole(self, other: i64) -> Option<Ordering> {
        let (least, most) = self.possible();
        let (least, most) = (least.cmp_whole(other), most.cmp_whole(other));
        (least == most).then_some(least)
    }

    /// How it is to another one; `None` where it may be either. Two that are one and the same number are equal.
    #[must_use]
    pub fn cmp_other(self, other: Self) -> Option<Ordering> {
        let (one, two) = (self.possible(), other.possible());
        match (two.0.exceeds(one.1), one.0.exceeds(two.1)) {
            (true, _) => Some(Ordering::Less),
            (_, true) => Some(Ordering::Greater),
            _ if [one.1, two.0, two.1].iter().all(|it| !it.exceeds(one.0) && !one.0.exceeds(*it)) => {
                Some(Ordering::Equal)
            }
            _ => None,
        }
    }

    /// Written out: `37.5`, `35 to 40`, `about 40`; `de 35 a 40`, `alrededor de 40`.
    #[must_use]
    pub fn long(self, locale: Locale) -> String {
        self.written(locale, &|number| number.to_string())
    }

    /// Written out with its numbers in another form.
    #[must_use]
    pub fn written(self, locale: Locale, number: &dyn Fn(Decimal) -> String) -> String {
        let words = match (self.span, locale) {
            (Span::One(one), _) => number(one),
            (Span::To(least, most), Locale::En) => format!("{} to {}", number(least), number(most)),
            (Span::To(least, most), Locale::Es) if self.about => {
                format!("entre {} y {}", number(least), number(most))
            }
            (Span::To(least, most), Locale::Es) => format!("de {} a {}", number(least), number(most)),
            (Span::Or(least, most), Locale::En) => format!("{} or {}", number(least), number(most)),
            (Span::Or(least, most), Locale::Es) => {
                let (whole, _) = most.parts();
                // "siete u ocho", "diez u once".
                let or = if whole == 11 || whole.to_string().starts_with('8') { "u" } else { "o" };
                format!("{} {or} {}", number(least), number(most))
            }
        };
        match (self.about, locale, self.span) {
            (false, ..) => words,
            (true, Locale::En, _) => format!("about {words}"),
            (true, Locale::Es, Span::One(_) | Span::Or(..)) => format!("alrededor de {words}"),
            (true, Locale::Es, Span::To(..)) => format!("aproximadamente {words}"),
        }
    }
}
