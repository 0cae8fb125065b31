//! Numbers, ordinals and dates in words, in English and Spanish.

use num2words::{Lang, Num2Words};

use crate::value::date::Figures;
use crate::value::figure::Decimal;
use crate::value::{Locale, Money, PaperDate, Quantity};

/// `twenty-six`, `two thousand twenty-six`: without "and", as American papers write it; `veintiséis`.
#[must_use]
pub fn cardinal(number: i64, locale: Locale) -> String {
    match locale {
        Locale::En => english(Num2Words::new(number).lang(Lang::English), number),
        Locale::Es => spanish(number),
    }
}

/// `12th`, `12.º`.
#[must_use]
pub fn ordinal(number: i64, locale: Locale) -> String {
    match locale {
        Locale::En => {
            let ending = match (number.rem_euclid(100), number.rem_euclid(10)) {
                (11..=13, _) => "th",
                (_, 1) => "st",
                (_, 2) => "nd",
                (_, 3) => "rd",
                _ => "th",
            };
            format!("{number}{ending}")
        }
        Locale::Es => format!("{number}.º"),
    }
}

/// `twelfth`, `duodécimo`; in Spanish a cardinal past thirty-one, as Spanish itself does.
#[must_use]
pub fn ordinal_words(number: i64, locale: Locale) -> String {
    match locale {
        Locale::En => english(Num2Words::new(number).lang(Lang::English).ordinal(), number),
        Locale::Es => spanish_ordinal(number),
    }
}

/// `November twelfth, two thousand twenty-six`; `doce de noviembre de dos mil veintiséis`.
#[must_use]
pub fn date_words(date: PaperDate, locale: Locale) -> String {
    let day = |day: i8, locale: Locale| match (locale, day) {
        (Locale::En, _) => ordinal_words(day.into(), locale),
        (Locale::Es, 1) => "primero".to_owned(),
        (Locale::Es, _) => cardinal(day.into(), locale),
    };
    date.written(locale, Figures { day, year: |year, locale| cardinal(year.into(), locale), decade: decade_words })
}

/// `nineteen nineties`, `two thousands`; `la década de mil novecientos noventa`.
fn decade_words(first: i16, locale: Locale) -> String {
    const TENS: [&str; 10] =
        ["", "tens", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    match (locale, first % 100 / 10) {
        (Locale::Es, _) => format!("la década de {}", cardinal(first.into(), locale)),
        (Locale::En, 0) => format!("{}s", cardinal(first.into(), locale)),
        (Locale::En, ten) => {
            let tens = usize::try_from(ten).ok().and_then(|ten| TENS.get(ten)).copied().unwrap_or_default();
            format!("{} {tens}", cardinal(i64::from(first / 100), locale))
        }
    }
}

/// `six hundred thirty dollars and fifty cents`; another currency stands as its code.
#[must_use]
pub fn money_words(money: &Money, locale: Locale) -> String {
    let (units, cents) = (money.cents / 100, money.cents.abs() % 100);
    let (one, many, cent, and) = match locale {
        Locale::En => ("dollar", "dollars", "cent", "and"),
        Locale::Es => ("dólar", "dólares", "centavo", "con"),
    };
    let unit = match (money.currency.as_str(), units.abs()) {
        ("USD", 1) => one,
        ("USD", _) => many,
        (code, _) => code,
    };
    let words = format!("{} {unit}", before_noun(cardinal(units, locale), locale));
    if cents == 0 {
        return words;
    }
    let plural = if cents == 1 { "" } else { "s" };
    format!("{words} {and} {} {cent}{plural}", before_noun(cardinal(cents, locale), locale))
}

/// `thirty-seven point five`, `about forty`, `thirty-five to forty`.
#[must_use]
pub fn quantity_words(quantity: Quantity, locale: Locale) -> String {
    let point = if locale == Locale::En { "point" } else { "punto" };
    quantity.written(locale, &|number| {
        let (whole, broken) = number.parts();
        let figures = broken.bytes().map(|figure| cardinal(i64::from(figure - b'0'), locale));
        let figures: Vec<String> = figures.collect();
        let whole = cardinal(whole, locale);
        if figures.is_empty() { whole } else { format!("{whole} {point} {}", figures.join(" ")) }
    })
}

/// `$37.50`, `about $40`, `$35 to $40`; none where there is less than a cent.
#[must_use]
pub fn in_dollars(quantity: Quantity, locale: Locale) -> Option<String> {
    let (least, most) = quantity.bounds();
    least.hundredths().zip(most.hundredths())?;
    let dollars = |number: Decimal| {
        let cents = number.hundredths().unwrap_or_default();
        Money { cents, currency: "USD".to_owned() }.display()
    };
    Some(quantity.written(locale, &dollars))
}

/// In Spanish `uno` before a noun is `un`.
fn before_noun(words: String, locale: Locale) -> String {
    match (locale, words.strip_suffix("uno")) {
        (Locale::Es, Some(head)) if head.ends_with("veinti") => format!("{head}ún"),
        (Locale::Es, Some(head)) => format!("{head}un"),
        _ => words,
    }
}

/// `yes` or `no`.
#[must_use]
pub fn yes_no(yes: bool, locale: Locale) -> &'static str {
    match (yes, locale) {
        (true, Locale::En) => "yes",
        (true, Locale::Es) => "sí",
        (false, _) => "no",
    }
}

/// The letter of an exhibit by its position from 0: A … Z, AA, AB …
#[must_use]
pub fn letter(mut position: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(position % 26).unwrap_or_default()));
        match (position / 26).checked_sub(1) {
            Some(next) => position = next,
            None => return letters.iter().rev().collect(),
        }
    }
}

/// The crate writes "and" after hundreds of thousands, which American usage leaves out.
fn english(words: Num2Words, number: i64) -> String {
    words.to_words().map_or_else(|_| number.to_string(), |words| words.replace(" and ", " "))
}

const ES_SMALL: [&str; 30] = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
];
const ES_TENS: [&str; 10] =
    ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];
const ES_HUNDREDS: [&str; 10] = [
    "",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
];
const ES_ORDINALS: [&str; 13] = [
    "",
    "primero",
    "segundo",
    "tercero",
    "cuarto",
    "quinto",
    "sexto",
    "séptimo",
    "octavo",
    "noveno",
    "décimo",
    "undécimo",
    "duodécimo",
];

/// The crate knows no Spanish.
fn spanish(number: i64) -> String {
    let size = number.unsigned_abs();
    let words = match (usize::try_from(size), size) {
        (Ok(small @ 0..30), _) => ES_SMALL[small].to_owned(),
        (Ok(tens @ 30..100), _) => match (ES_TENS[tens / 10], tens % 10) {
            (ten, 0) => ten.to_owned(),
            (ten, unit) => format!("{ten} y {}", ES_SMALL[unit]),
        },
        (Ok(100), _) => "cien".to_owned(),
        (Ok(hundreds @ 101..1000), rest) => with_rest(ES_HUNDREDS[hundreds / 100].to_owned(), rest % 100),
        (_, 1000..1_000_000) => match size / 1000 {
            1 => with_rest("mil".to_owned(), size % 1000),
            many => with_rest(format!("{} mil", shortened(many)), size % 1000),
        },
        (_, 1_000_000..1_000_000_000_000) => match size / 1_000_000 {
            1 => with_rest("un millón".to_owned(), size % 1_000_000),
            many => with_rest(format!("{} millones", shortened(many)), size % 1_000_000),
        },
        _ => size.to_string(),
    };
    if number < 0 { format!("menos {words}") } else { words }
}

fn with_rest(words: String, rest: u64) -> String {
    if rest == 0 { words } else { format!("{words} {}", spanish(i64::try_from(rest).unwrap_or_default())) }
}

/// Before `mil` and `millones`: `veintiún mil`, `treinta y un mil`.
fn shortened(number: u64) -> String {
    before_noun(spanish(i64::try_from(number).unwrap_or_default()), Locale::Es)
}

fn spanish_ordinal(number: i64) -> String {
    match usize::try_from(number) {
        Ok(small @ 1..=12) => ES_ORDINALS[small].to_owned(),
        Ok(teen @ 13..=19) => format!("decimo{}", ES_ORDINALS[teen - 10]),
        Ok(20) => "vigésimo".to_owned(),
        Ok(twenty @ 21..=29) => format!("vigésimo {}", ES_ORDINALS[twenty - 20]),
        Ok(30) => "trigésimo".to_owned(),
        Ok(31) => "trigésimo primero".to_owned(),
        _ => spanish(number),
    }
}
