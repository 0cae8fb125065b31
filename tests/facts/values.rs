//! Dates, names, money and addresses: how they are read and written out.

use affiant::value::{Address, Locale, Money, Name, Named, PaperDate};
use jiff::civil::date;

/// What is written, and its long form in English and Spanish.
const DATES: &[(&str, &str, &str)] = &[
    ("2026-11-12", "November 12, 2026", "12 de noviembre de 2026"),
    ("2024-02-29", "February 29, 2024", "29 de febrero de 2024"),
    ("2026-11", "November 2026", "noviembre de 2026"),
    ("2014", "2014", "2014"),
    ("spring 2014", "spring 2014", "primavera de 2014"),
    ("Autumn 2014", "fall 2014", "otoño de 2014"),
    ("winter 2014", "winter 2014", "invierno de 2014"),
    ("Fall, 2014", "fall 2014", "otoño de 2014"),
    ("about 2014", "about 2014", "alrededor de 2014"),
    ("ca. March 2014", "about March 2014", "alrededor de marzo de 2014"),
    ("hacia marzo de 2014", "about March 2014", "alrededor de marzo de 2014"),
    ("alrededor de 2014", "about 2014", "alrededor de 2014"),
    ("March 2014", "March 2014", "marzo de 2014"),
    ("November 12, 2026", "November 12, 2026", "12 de noviembre de 2026"),
    ("Nov. 12th, 2026", "November 12, 2026", "12 de noviembre de 2026"),
    ("12 November 2026", "November 12, 2026", "12 de noviembre de 2026"),
    ("the 2nd of  May 2026", "May 2, 2026", "2 de mayo de 2026"),
    ("12 de noviembre de 2026", "November 12, 2026", "12 de noviembre de 2026"),
    ("1.º de enero de 2026", "January 1, 2026", "1 de enero de 2026"),
    ("primero de enero de 2026", "January 1, 2026", "1 de enero de 2026"),
    ("otoño de 2014", "fall 2014", "otoño de 2014"),
    ("oton\u{303}o 2014", "fall 2014", "otoño de 2014"),
    ("  2014\u{a0} ", "2014", "2014"),
];

/// What is no date, and why.
const NO_DATES: &[(&str, &str)] = &[
    ("", "not a date"),
    ("yesterday", "it counts from a day that is not said"),
    ("38 years ago", "it counts from a day that is not said"),
    ("about", "not a date"),
    ("spring", "the year is not said"),
    ("14", "the year has two figures"),
    ("12.11.25", "the year has two figures"),
    ("20140", "not a date"),
    ("2014-03-04-05", "not a date"),
    ("2026-11-12T10:00:00Z", "it has a time of day"),
    ("March +201", "not a date"),
    ("12 13 2026", "not a date"),
    ("٢٠١٤", "not a date"),
    ("3/4/2026", "the day and the month cannot be told apart"),
    ("00/00/1990", "it has zeros for what is not known"),
    ("2026-02-30", "the calendar has no such day"),
    ("2023-02-29", "the calendar has no such day"),
    ("February 29, 2023", "the calendar has no such day"),
    ("2026-13", "the calendar has no such day"),
    ("0000", "the calendar has no such day"),
    ("0000-01-01", "the calendar has no such day"),
];

#[test]
fn dates_are_read_as_people_write_them() {
    for (text, english, spanish) in DATES {
        let date = PaperDate::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!((date.long(Locale::En).as_str(), date.long(Locale::Es).as_str()), (*english, *spanish), "{text}");
        assert_eq!(PaperDate::parse(&date.long(Locale::En)), Ok(date), "{english} reads back");
        assert_eq!(PaperDate::parse(&date.long(Locale::Es)), Ok(date), "{spanish} reads back");
    }
    for (text, why) in NO_DATES {
        assert_eq!(PaperDate::parse(text).map_err(|error| error.to_string()), Err((*why).to_owned()), "{text}");
    }
}

#[test]
fn dates_in_figures_keep_their_precision() {
    let cases = [
        ("2026-11-02", "11/02/2026", "02/11/2026"),
        ("2026-11", "2026-11", "2026-11"),
        ("2014", "2014", "2014"),
        ("spring 2014", "spring 2014", "primavera de 2014"),
        ("about 2026-11-02", "about November 2, 2026", "alrededor del 2 de noviembre de 2026"),
    ];
    for (text, english, spanish) in cases {
        let date = PaperDate::parse(text).unwrap();
        assert_eq!(
            (date.numeric(Locale::En).as_str(), date.numeric(Locale::Es).as_str()),
            (english, spanish),
            "{text}"
        );
    }
}

#[test]
fn an_age_is_told_only_when_there_is_one_answer() {
    let cases = [
        ("2014-11-20", Some(12)),
        ("2014-11-21", Some(11)),
        ("2026-11-20", Some(0)),
        ("2026-11-21", None),
        ("2024-02-29", Some(2)),
        ("2014-10", Some(12)),
        ("2014-11", None),
        ("2014-12", Some(11)),
        ("2014", None),
        ("spring 2014", Some(12)),
        ("winter 2014", None),
        ("winter 2014-2015", Some(11)),
        ("about 2014-01-01", None),
        ("before 2014", None),
        ("after 2014", None),
        ("late 2014", None),
        ("late November 2013", None),
        ("late 1990", None),
        ("the 1990s", None),
        ("early 2014", Some(12)),
        ("2013 or 2014", None),
        ("October 3 or 4, 2014", Some(12)),
    ];
    for (birth, age) in cases {
        assert_eq!(PaperDate::parse(birth).unwrap().age_on(date(2026, 11, 20)), age, "born {birth}");
    }
    let leap = PaperDate::parse("2004-02-29").unwrap();
    assert_eq!(leap.age_on(date(2022, 2, 28)), Some(17));
    assert_eq!(leap.age_on(date(2022, 3, 1)), Some(18));
}

#[test]
fn a_date_is_before_another_when_no_day_of_it_is_not() {
    let cases = [
        ("2014", "2015", true),
        ("2014", "2014-12-31", false),
        ("winter 2014", "2015-03", true),
        ("winter 2014", "2015-02", false),
        ("fall 2014", "2014-12-01", true),
        ("winter 9999", "2014", false),
        ("before 2014", "2014", true),
        ("2014", "after 2014", true),
        ("before 2014", "2013", false),
        ("early 2014", "late 2014", true),
        ("early 2014", "November 2014", true),
        ("the 1990s", "2000", true),
        ("2012 or 2013", "2014", true),
        ("between 2012 and 2014", "2014", false),
        ("Easter 2015", "2015-04-06", true),
    ];
    for (first, second, before) in cases {
        let [first_date, second_date] = [first, second].map(|text| PaperDate::parse(text).unwrap());
        assert_eq!(first_date.is_before(second_date), before, "{first} before {second}");
    }
}

/// First, middle, last, suffix; then full, short, initials.
type NameCase = ([Option<&'static str>; 4], [&'static str; 3]);

const NAMES: &[NameCase] = &[
    (
        [Some("Marisela"), None, Some("Prueba Ejemplo"), None],
        ["Marisela Prueba Ejemplo", "Marisela Prueba Ejemplo", "M.P.E."],
    ),
    (
        [Some("Ana"), Some("María"), Some("de la Cruz y Ñúñez"), None],
        ["Ana María de la Cruz y Ñúñez", "Ana de la Cruz y Ñúñez", "A.M.C.Ñ."],
    ),
    ([Some("Seán"), None, Some("O'Brien"), None], ["Seán O'Brien", "Seán O'Brien", "S.O."]),
    ([Some("Luca"), None, Some("d'Angelo"), None], ["Luca d'Angelo", "Luca d'Angelo", "L.A."]),
    ([Some("Ira"), None, Some("Norte"), Some("III")], ["Ira Norte III", "Ira Norte", "I.N."]),
    ([Some("Ira"), None, Some("Norte"), Some("Jr.")], ["Ira Norte, Jr.", "Ira Norte", "I.N."]),
    ([Some("Irene"), None, Some("Sur"), Some("M.D.")], ["Irene Sur, M.D.", "Irene Sur", "I.S."]),
    ([Some("T."), None, Some("P."), None], ["T. P.", "T. P.", "T.P."]),
    ([Some("Null"), None, None, None], ["Null", "Null", "N."]),
    ([None, None, Some("Norte"), None], ["Norte", "Norte", "N."]),
    ([Some("  "), None, Some(" Norte "), None], ["Norte", "Norte", "N."]),
    ([Some("Anne-Marie"), None, Some("Loup"), None], ["Anne-Marie Loup", "Anne-Marie Loup", "A.M.L."]),
];

#[test]
fn names_have_any_shape() {
    for ([first, middle, last, suffix], [full, short, initials]) in NAMES {
        let name = Name::of_parts(*first, *middle, *last, *suffix);
        assert_eq!([name.full.as_str(), &name.short(), &name.initials()], [*full, short, initials], "{full}");
    }
    let plain = |full: &str| Name { full: full.to_owned(), ..Name::default() };
    let initials = [
        ("ʻAkahi Kealoha", "A.K."),
        ("\u{2bc}Akahi \u{2bd}Olelo", "A.O."),
        ("\u{a78c}Akahi Kealoha", "A.K."),
        ("'Abd al-Rahman", "A.R."),
        ("‘Abd ‘Ali", "A.A."),
        ("K\u{332}ʼawxaaw Norte", "K.N."),
        ("Jean-Luc Picard", "J.L.P."),
        ("María \"Lupe\" Prueba", "M.L.P."),
        ("XI LI", "X.L."),
        ("Li Xi", "L.X."),
        ("IV Norte Sur", "I.N.S."),
        ("Ivan V", "I.V."),
        ("Maria II", "M.I."),
        ("Juan Jr.", "J.J."),
        ("Ira Norte III", "I.N."),
        ("Ira Norte IV.", "I.N."),
        ("IRA NORTE JR", "I.N."),
        ("TRAN THI VI", "T.T.V."),
        ("Henry Norte VI", "H.N."),
        ("Ana López V.", "A.L.V."),
        ("2Pac Norte", "P.N."),
        ("Sukarno", "S."),
        ("T.P.", "T.P."),
        ("John V. Smith", "J.V.S."),
        ("bell hooks", "B.H."),
        ("ﬁona ﬂynn", "F.F."),
        ("ǅemal Norte", "D.N."),
        ("Ａｎａ Ｎｏｒｔｅ", "A.N."),
        ("სანდრო კობახიძე", "ს.კ."),
        ("A\u{301}lvaro Norte", "Á.N."),
        ("李小龍", "李."),
        ("محمد علي", "م.ع."),
        ("...", ""),
    ];
    for (full, wanted) in initials {
        assert_eq!(plain(full).initials(), wanted, "{full}");
    }
}

#[test]
fn no_form_of_a_childs_name_says_more_than_initials() {
    let mut name = Name::of_parts(Some("Tomás"), Some("Inés"), Some("Prueba"), None);
    name.familiar = Some("Tomasito".to_owned());
    let child = name.as_minor();
    let forms =
        [child.full.clone(), child.short(), child.familiar().to_owned(), child.last().to_owned(), child.initials()];
    assert_eq!(forms, ["T.I.P."; 5]);
    assert_eq!(child.first.as_deref(), Some("T.I.P."));
}

#[test]
fn money_is_read_and_printed_to_the_cent() {
    let cases = [
        ("630", Some("$630")),
        ("$1,234.50", Some("$1,234.50")),
        ("1234.5", Some("$1,234.50")),
        ("USD 1000000", Some("$1,000,000")),
        ("630 EUR", Some("EUR 630")),
        ("EUR 630.05", Some("EUR 630.05")),
        ("0.07", Some("$0.07")),
        ("", None),
        ("free", None),
        ("1.234,50", Some("$1,234.50")),
        ("12,34", Some("$12.34")),
        ("1,2345", None),
        ("-5", None),
        ("1e3", None),
        ("630.505", None),
        ("9999999999999999999", None),
        ("99999999999999999.99", None),
    ];
    for (text, shown) in cases {
        assert_eq!(Money::parse(text).ok().map(|money| money.display()).as_deref(), shown, "{text}");
    }
}

#[test]
fn an_address_leaves_its_own_country_out() {
    let address = |country: Named| Address {
        street: Some("1 Placeholder Plaza".to_owned()),
        unit: Some("Apt. 2".to_owned()),
        city: Some("Elmville".to_owned()),
        state: Some("OH".to_owned()),
        zip: Some("00000".to_owned()),
        country: Some(country),
        ..Address::default()
    };
    let named = |code: &str, name: &str, spanish: &str| Named {
        code: Some(code.to_owned()),
        name: name.to_owned(),
        spanish: Some(spanish.to_owned()),
    };
    let here = address(named("US", "United States", "Estados Unidos"));
    for locale in [Locale::En, Locale::Es] {
        assert_eq!(here.lines(locale), ["1 Placeholder Plaza, Apt. 2", "Elmville, OH 00000"]);
    }
    let abroad = address(named("MX", "Mexico", "México"));
    assert_eq!(abroad.one_line(Locale::En), "1 Placeholder Plaza, Apt. 2, Elmville, OH 00000, Mexico");
    assert_eq!(abroad.one_line(Locale::Es), "1 Placeholder Plaza, Apt. 2, Elmville, OH 00000, México");
    let imagined = address(Named::unlisted("Norvania"));
    assert_eq!(imagined.one_line(Locale::Es), "1 Placeholder Plaza, Apt. 2, Elmville, OH 00000, Norvania");
    assert_eq!(Address::default().lines(Locale::En), Vec::<String>::new());
    let town = Address { city: Some("San Prueba".to_owned()), ..Address::default() };
    assert_eq!(town.one_line(Locale::En), "San Prueba");
}
