//! What people write as dates, numbers, amounts and telephone numbers, and what it is read as: the list that the
//! program and the script of the kit both keep to, and dates of every precision there and back.

use affiant::interview::reply::{self, Reader, Reply, Trouble};
use affiant::interview::{Interface, Kind};
use affiant::value::date::{Holiday, Part, Stretch};
use affiant::value::money::Money;
use affiant::value::quantity::{Number, Quantity, Span};
use affiant::value::{Locale, PaperDate, Season, When, figure::Decimal};
use jiff::civil::Date;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The list: see its first case for what an entry says.
pub const LIST: &str = include_str!("reading.json");

/// The kind of answer that an entry of the list is about.
pub fn kind(name: &str) -> Kind {
    match name {
        "date" => Kind::Date,
        "number" => Kind::Number,
        "money" => Kind::Money,
        "phone" => Kind::Phone,
        "email" => Kind::Email,
        other => panic!("{other}"),
    }
}

fn text(reply: &Reply) -> String {
    match reply {
        Reply::Text(text) | Reply::Day(text) => text.clone(),
        Reply::Number(number) => number.to_string(),
        other => panic!("{other:?}"),
    }
}

/// What the program makes of a text, as the list and the script say it.
pub fn outcome(name: &str, language: &str, typed: &str, today: &str) -> Value {
    let reader = Reader::on(Interface::of(language).unwrap(), today);
    match reply::read(&kind(name), typed, reader) {
        Ok(reply) => match reply::remark(&kind(name), typed, reader) {
            None => json!({ "text": text(&reply) }),
            Some(remark) => json!({ "text": text(&reply), "remark": remark }),
        },
        Err(Trouble::Wrong(key)) => json!({ "wrong": key }),
        Err(Trouble::Which(meant)) => {
            let one = |(words, reply): &(String, Reply)| json!({ "words": words, "text": text(reply) });
            json!({ "days": meant.iter().map(one).collect::<Vec<_>>() })
        }
    }
}

#[test]
fn the_list_is_kept_to() {
    let list: Value = serde_json::from_str(LIST).unwrap();
    let today = list["today"].as_str().unwrap();
    let mut slips = Vec::new();
    for case in list["cases"].as_array().unwrap() {
        let of = |key: &str| case[key].as_str().unwrap_or_default();
        let found = outcome(of("kind"), of("language"), of("text"), today);
        let kept: Vec<&Value> = found["days"].as_array().into_iter().flatten().map(|day| &day["text"]).collect();
        let mut fits = match (&case["kept"], &case["which"]) {
            (Value::String(kept), _) => {
                found["text"] == **kept && found["remark"].is_string() == case["remark"].is_string()
            }
            (_, Value::Array(which)) => kept == which.iter().collect::<Vec<_>>(),
            _ => found["wrong"] == case["wrong"],
        };
        for (language, says) in [(Locale::En, of("english")), (Locale::Es, of("spanish"))] {
            fits &= says.is_empty() || printed(of("kind"), of("kept"), language) == says;
        }
        if !fits {
            slips.push(format!("{case}\n  {found}"));
        }
    }
    assert!(slips.is_empty(), "{} slips:\n{}", slips.len(), slips.join("\n"));
}

/// What a paper prints of what is kept.
fn printed(name: &str, kept: &str, locale: Locale) -> String {
    match name {
        "date" => PaperDate::parse(kept).map(|date| date.long(locale)).unwrap_or_default(),
        "number" => Number::parse(kept).map(|number| number.long(locale)).unwrap_or_default(),
        "money" => Money::parse(kept).map(|money| money.display()).unwrap_or_default(),
        _ => kept.to_owned(),
    }
}

/// What facts say is read as what a form reads, and what a form asks back is an error there.
#[test]
fn facts_are_read_as_the_forms_read() {
    let list: Value = serde_json::from_str(LIST).unwrap();
    for case in list["cases"].as_array().unwrap().iter().filter(|case| case["kind"] == "date") {
        let read = PaperDate::parse(case["text"].as_str().unwrap());
        match case["kept"].as_str().filter(|_| case["remark"] != "counted") {
            Some(kept) => assert_eq!(read.map(PaperDate::kept), Ok(kept.to_owned()), "{case}"),
            None => assert!(read.is_err(), "{case}"),
        }
    }
}

fn day() -> impl Strategy<Value = Date> {
    (1000..9900_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

fn stretch() -> impl Strategy<Value = Stretch> {
    let holidays = (0..).map_while(Holiday::at).count();
    let part = prop_oneof![Just(None), Just(Some(Part::Early)), Just(Some(Part::Mid)), Just(Some(Part::Late))];
    let season = proptest::sample::select(&Season::ALL[..]);
    let long = (part, 1950..2049_i16, 1..=12_i8, season, 0..5_u8).prop_map(|(part, year, month, season, which)| {
        let when = match which {
            0 => When::Month(year, month),
            1 => When::Season(year, season),
            2 => When::Year(year),
            3 => When::Turn(year, if month < 7 { Season::Summer } else { Season::Winter }),
            _ => When::Decade(year / 10 * 10),
        };
        Stretch { part, when }
    });
    prop_oneof![
        1 => day().prop_map(|date| When::Day(date).into()),
        1 => (1950..2049_i16, 0..holidays).prop_map(|(year, at)| When::Holiday(year, Holiday::at(at).unwrap()).into()),
        3 => long,
    ]
}

/// A date of any precision.
pub fn any_date() -> impl Strategy<Value = PaperDate> {
    (stretch(), stretch(), 0..7_u8).prop_map(|(one, other, which)| match which {
        1 => PaperDate::About(one),
        2 => PaperDate::Before(one),
        3 => PaperDate::After(one),
        4 if one != other => PaperDate::Either(one, other),
        5 if one != other => PaperDate::Between(one, other),
        6 if one != other => PaperDate::Through(one, other),
        _ => PaperDate::At(one),
    })
}

proptest! {
    #![proptest_config(crate::cases(400))]

    #[test]
    fn every_date_reads_back_as_itself(date in any_date()) {
        for words in [date.long(Locale::En), date.long(Locale::Es), date.kept()] {
            prop_assert_eq!(PaperDate::parse(&words), Ok(date), "{}", words);
        }
    }

    #[test]
    fn the_order_of_dates_is_total_and_agrees_with_what_they_can_mean(one in any_date(), two in any_date(), three in any_date()) {
        prop_assert_eq!(one.cmp(&two), two.cmp(&one).reverse());
        prop_assert_eq!(one.cmp(&two).is_eq(), one == two);
        if one < two && two < three {
            prop_assert!(one < three);
        }
        if one.is_before(two) {
            prop_assert!(one < two && !two.is_before(one) && !one.is_undecided(two));
        }
        let (first, last) = one.bounds();
        prop_assert!(first <= last, "{:?}", one);
        let decided = one.is_before(two) || two.is_before(one) || (first == last && one.bounds() == two.bounds());
        prop_assert_eq!(one.is_undecided(two), !decided);
    }

    #[test]
    fn an_age_is_told_only_where_every_day_gives_it(date in any_date(), on in day()) {
        if let Some(years) = date.age_on(on) {
            for born in [date.bounds().0, date.bounds().1] {
                prop_assert_eq!(PaperDate::day(born).age_on(on), Some(years));
            }
        }
    }

    #[test]
    fn every_amount_and_telephone_number_reads_back_as_itself(
        cents in 0..100_000_000_000_i64, digits in "[0-9]{7,15}", signs in "[-. ]{0,3}",
    ) {
        for currency in ["USD", "EUR", "GBP", "MXN", "COP", "GTQ", "XAF"] {
            let money = Money { cents, currency: currency.to_owned() };
            prop_assert_eq!(Money::parse(&money.display()), Ok(money.clone()), "{}", money.display());
        }
        let (head, tail) = digits.split_at(3);
        let phone = format!("+{head}{signs}{tail} ext. 12");
        let read = affiant::value::phone::read(&phone);
        prop_assert_eq!(read.clone().and_then(|read| affiant::value::phone::read(&read)), read);
    }

    #[test]
    fn a_number_in_words_is_the_number(number in 0..100_i64) {
        for locale in [Locale::En, Locale::Es] {
            // "Once" is eleven in Spanish and one time in English.
            if number != 11 || locale == Locale::En {
                let words = affiant::template::numbers::cardinal(number, locale);
                prop_assert_eq!(Number::parse(&words), Ok(Number::Whole(number)), "{}", words);
            }
        }
    }

    #[test]
    fn every_number_reads_back_as_itself(
        least in 0..100_000_i64, more in 1..1000_i64, tenths in 0..10_i64, about: bool, which in 0..3_u8,
    ) {
        let least = Decimal::parse(&format!("{least}.{tenths}")).unwrap();
        let most = Decimal::parse(&format!("{}", least.parts().0 + more)).unwrap();
        let span = match which {
            0 => Span::One(least),
            1 => Span::To(least, most),
            _ => Span::Or(least, most),
        };
        let number = Number::Quantity(Quantity { about, span });
        let number = if which == 0 && !about { Number::parse(&number.kept()).unwrap() } else { number };
        for words in [number.long(Locale::En), number.long(Locale::Es), number.kept()] {
            prop_assert_eq!(Number::parse(&words), Ok(number), "{}", words);
        }
    }
}
