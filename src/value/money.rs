//! Amounts of money, exact to the hundredth.

use std::sync::LazyLock;

use super::figure::{Decimal, FigureError};
use super::reading::{folded, in_our_figures, table};

/// An amount in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// Hundredths of the currency's unit.
    pub cents: i64,
    /// ISO 4217 code; `USD` where none is given.
    pub currency: String,
}

/// Why a text is no amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoneyError {
    /// Nothing that affiant reads as an amount.
    NotMoney,
    /// `1.500`: one thousand five hundred, or one and a half.
    TwoWays([Money; 2]),
    /// `500 pesos`: several countries have them.
    WhichCurrency,
}

impl Money {
    /// Reads `630`, `1,234.50`, `1.234,50`, `$1,234.50`, `US$ 500`, `USD 630`, `630 EUR`, `500 dólares`.
    ///
    /// # Errors
    /// Says why the text is no amount, without repeating it.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let (currency, figure) = currency(in_our_figures(text).trim())?;
        let money = |decimal: Decimal| {
            let cents = decimal.hundredths().ok_or(MoneyError::NotMoney)?;
            Ok(Self { cents, currency: currency.clone() })
        };
        match Decimal::parse(&figure) {
            Ok(decimal) => money(decimal),
            Err(FigureError::NotANumber) => Err(MoneyError::NotMoney),
            // The fraction of a cent that the other reading has is no amount: `$1.500`.
            Err(FigureError::TwoWays(whole, broken)) => Err(MoneyError::TwoWays([money(whole)?, money(broken)?])),
        }
    }

    /// As a file of answers holds it.
    #[must_use]
    pub fn kept(&self) -> String {
        self.display()
    }

    /// As a file of answers holds what was written: so, but for figures of another script, which no editor looks for.
    #[must_use]
    pub fn kept_as(&self, written: &str) -> String {
        let figures = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
        let plain = figures(written) == figures(&folded(&in_our_figures(written)));
        if plain { written.to_owned() } else { self.kept() }
    }

    /// `$1,234.50`, `$630`, `EUR 630`: cents only where there are any.
    #[must_use]
    pub fn display(&self) -> String {
        let digits = (self.cents.unsigned_abs() / 100).to_string();
        let mut whole = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                whole.push(',');
            }
            whole.push(digit);
        }
        let cents = match self.cents.unsigned_abs() % 100 {
            0 => String::new(),
            cents => format!(".{cents:02}"),
        };
        let sign = if self.cents < 0 { "-" } else { "" };
        match self.currency.as_str() {
            "USD" => format!("{sign}${whole}{cents}"),
            code => format!("{code} {sign}{whole}{cents}"),
        }
    }
}

fn is_code(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// What currencies are called, in plain form, longest names first; none of several.
fn names() -> &'static [(String, Option<&'static str>)] {
    static NAMES: LazyLock<Vec<(String, Option<&'static str>)>> = LazyLock::new(|| {
        let money = &table().money;
        let known = money
            .currencies
            .iter()
            .flat_map(|names| names.iter().map(|name| (folded(name), names.first().map(String::as_str))));
        let unclear = money.unclear.iter().map(|name| (folded(name), None));
        let mut names: Vec<_> = known.chain(unclear).collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        names
    });
    &NAMES
}

/// The currency that a text names, and what is left of it.
fn currency(text: &str) -> Result<(String, String), MoneyError> {
    let plain = folded(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = plain.strip_suffix('.').unwrap_or(&plain).trim();
    let digit = |letter: Option<char>| letter.is_none_or(|letter| letter.is_ascii_digit() || " .$".contains(letter));
    let front = |name: &String| {
        let rest = plain.strip_prefix(name.as_str())?;
        (!name.ends_with(char::is_alphabetic) || digit(rest.chars().next())).then_some(rest.len())
    };
    let back = |name: &String| {
        let rest = plain.strip_suffix(name.as_str())?;
        (!name.starts_with(char::is_alphabetic) || digit(rest.chars().next_back())).then_some(rest.len())
    };
    let before = names().iter().find_map(|(name, code)| Some((name.as_str(), *code, front(name)?)));
    let behind = names().iter().find_map(|(name, code)| Some((name.as_str(), *code, back(name)?)));
    let start = before.map_or(0, |(.., rest)| plain.len() - rest);
    let end = behind.map_or(plain.len(), |(.., rest)| rest);
    let figure = plain.get(start..end).unwrap_or_default().trim().to_owned();
    let code = match (before, behind) {
        (None, None) => return Ok(coded(text, plain)),
        (Some((_, code, _)), None) | (None | Some(("$", ..)), Some((_, code, _))) => code,
        // A name twice over: `US$ 500 USD`.
        (Some((_, one, _)), Some((name, other, _))) if one == other || name == "$" => one,
        _ => return Err(MoneyError::NotMoney),
    };
    match code {
        Some(code) => Ok((code.to_owned(), figure)),
        None => Err(MoneyError::WhichCurrency),
    }
}

/// A code of ISO 4217 that the table does not have, in capitals; else dollars.
fn coded(text: &str, plain: &str) -> (String, String) {
    let codes = [text.split_at_checked(3), text.rsplit_once(' ').map(|(rest, code)| (code, rest))];
    match codes.into_iter().flatten().find(|(code, _)| is_code(code)) {
        Some((code, rest)) => (code.to_owned(), folded(rest).trim().to_owned()),
        None => ("USD".to_owned(), plain.to_owned()),
    }
}
