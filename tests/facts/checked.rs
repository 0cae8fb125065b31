//! Values of every type, good and bad; conditions, gaps, lists and groups.

use super::{check, short, value};
use affiant::value::{Locale, Value};

const FACTS: &str = "
[people.ada]
name = 'Ada Placeholder'
[[exhibits]]
id = 'letter'
pages = 3
title = 'Letter'
[[exhibits]]
title = 'Photographs'
";

/// A type, what a file says, the value it comes to, and what is wrong.
const TYPES: &[(&str, &str, &str, &[&str])] = &[
    ("text", "\"O'Brien\"", "\"O'Brien\"", &[]),
    ("text", "\"\"\"\n one\n two \"\"\"", "\"one two\"", &[]),
    ("text", "3", "[NEEDED: v]", &["wrong-type answers/letter.toml:1:5 `v` is a whole number, but text is wanted"]),
    ("text", "['x']", "[NEEDED: v]", &["wrong-type answers/letter.toml:1:5 `v` is a list, but text is wanted"]),
    ("prose", "\"\"\"\none\n\ntwo\n\"\"\"", "\"one\\n\\ntwo\"", &[]),
    ("prose", "true", "[NEEDED: v]", &["wrong-type answers/letter.toml:1:5 `v` is true or false, but text is wanted"]),
    ("date", "2026-11-12", "November 12, 2026", &[]),
    ("date", "'2026-11'", "November 2026", &[]),
    ("date", "2014", "2014", &[]),
    ("date", "'spring 2014'", "spring 2014", &[]),
    ("date", "'about 2014'", "about 2014", &[]),
    ("date", "7", "[NEEDED: v]", &["wrong-type answers/letter.toml:1:5 `v` is a whole number, but a date is wanted"]),
    (
        "date",
        "07:32:00",
        "[NEEDED: v]",
        &["bad-date answers/letter.toml:1:5 `v` names a time of day, but a date is wanted"],
    ),
    (
        "date",
        "'2026-02-30'",
        "[NEEDED: v]",
        &["bad-date answers/letter.toml:1:5 `v` is a day that the calendar does not have"],
    ),
    ("date", "'3/4/2026'", "[NEEDED: v]", &["bad-date answers/letter.toml:1:5 `v` can be read as two different days"]),
    ("number", "3", "3", &[]),
    ("number", "'-3'", "-3", &[]),
    ("number", "'three'", "3", &[]),
    ("number", "'many'", "[NEEDED: v]", &["bad-format answers/letter.toml:1:5 `v` is not a number"]),
    (
        "number",
        "true",
        "[NEEDED: v]",
        &["wrong-type answers/letter.toml:1:5 `v` is true or false, but a number is wanted"],
    ),
    ("number", "3.5", "3.5", &[]),
    ("number", "'35-40'", "35 to 40", &[]),
    (
        "number",
        "'1.500'",
        "[NEEDED: v]",
        &["bad-format answers/letter.toml:1:5 `v` can be read as two different numbers"],
    ),
    ("number", "-3.5", "[NEEDED: v]", &["bad-format answers/letter.toml:1:5 `v` is not a number"]),
    (
        "money",
        "'500 pesos'",
        "[NEEDED: v]",
        &["bad-format answers/letter.toml:1:5 `v` names a currency that several countries have"],
    ),
    (
        "phone",
        "'202-555-0100 or 202-555-0101'",
        "[NEEDED: v]",
        &["bad-format answers/letter.toml:1:5 `v` holds more than one telephone number"],
    ),
    (
        "date",
        "'Tuesday, May 5, 2014'",
        "May 5, 2014",
        &["wrong-weekday answers/letter.toml:1:5 `v` names a day of the week that the date does not have"],
    ),
    ("money", "630", "$630", &[]),
    ("money", "1234.5", "$1,234.50", &[]),
    ("money", "'EUR 5'", "EUR 5", &[]),
    ("money", "'a lot'", "[NEEDED: v]", &["bad-format answers/letter.toml:1:5 `v` is not an amount of money"]),
    (
        "money",
        "true",
        "[NEEDED: v]",
        &["wrong-type answers/letter.toml:1:5 `v` is true or false, but an amount of money is wanted"],
    ),
    ("yes-no", "true", "true", &[]),
    ("yes-no", "'false'", "false", &[]),
    (
        "yes-no",
        "'no'",
        "[NEEDED: v]",
        &["wrong-type answers/letter.toml:1:5 `v` is text, but `true` or `false` is wanted"],
    ),
    ("email", "'ada@example.org'", "ada@example.org", &[]),
    ("email", "'ada@example'", "[NEEDED: v]", &["bad-format answers/letter.toml:1:5 `v` is not an e-mail address"]),
    ("email", "'ada example.org'", "[NEEDED: v]", &["bad-format answers/letter.toml:1:5 `v` is not an e-mail address"]),
    ("email", "'<ada@example>'", "[NEEDED: v]", &["bad-format answers/letter.toml:1:5 `v` is not an e-mail address"]),
    ("phone", "'(555) 555-0102'", "(555) 555-0102", &[]),
    ("phone", "'+52 55 5555 0102'", "+52 55 5555 0102", &[]),
    ("phone", "'555-555-0102 ext. 12'", "555-555-0102 ext. 12", &[]),
    ("phone", "'call me'", "[NEEDED: v]", &["bad-format answers/letter.toml:1:5 `v` is not a telephone number"]),
    ("phone", "'123'", "[NEEDED: v]", &["bad-format answers/letter.toml:1:5 `v` is not a telephone number"]),
    (
        "phone",
        "5555550102",
        "[NEEDED: v]",
        &["wrong-type answers/letter.toml:1:5 `v` is a whole number, but text is wanted"],
    ),
    ("a-number", "'A000-111-222'", "000111222", &[]),
    ("a-number", "'a 12 345 678'", "12345678", &[]),
    ("a-number", "'A1234567'", "[NEEDED: v]", &["bad-format answers/letter.toml:1:5 `v` is not an A-number"]),
    ("a-number", "'A0001112223'", "[NEEDED: v]", &["bad-format answers/letter.toml:1:5 `v` is not an A-number"]),
    (
        "a-number",
        "12345678",
        "[NEEDED: v]",
        &["wrong-type answers/letter.toml:1:5 `v` is a whole number, but text is wanted"],
    ),
    ("receipt-number", "'ioe 0000-000000'", "IOE0000000000", &[]),
    ("receipt-number", "'IOE000'", "[NEEDED: v]", &["bad-format answers/letter.toml:1:5 `v` is not a receipt number"]),
    (
        "receipt-number",
        "'ÑÑÑ0000000000'",
        "[NEEDED: v]",
        &["bad-format answers/letter.toml:1:5 `v` is not a receipt number"],
    ),
    ("country", "'MX'", "Mexico/MX", &[]),
    ("country", "'USA'", "United States/US", &[]),
    ("country", "'BOL'", "Bolivia/BO", &[]),
    ("country", "'México'", "México/MX", &[]),
    ("country", "'south korea'", "south korea/KR", &[]),
    ("country", "'the Philippines'", "the Philippines/PH", &[]),
    ("country", "'España'", "Spain/ES", &[]),
    ("country", "'corea del sur'", "South Korea/KR", &[]),
    ("country", "'EE. UU.'", "United States/US", &[]),
    ("country", "'Suazilandia'", "Swaziland/SZ", &[]),
    (
        "country",
        "'Guatamala'",
        "Guatamala/-",
        &["unlisted-name answers/letter.toml:1:5 `v` is no country that ISO lists"],
    ),
    ("country", "'ZZ'", "ZZ/-", &["unlisted-name answers/letter.toml:1:5 `v` is no country that ISO lists"]),
    ("language", "'es'", "Spanish/es", &[]),
    ("language", "'es-MX'", "Spanish/es", &[]),
    ("language", "'mam'", "Mam/mam", &[]),
    ("language", "'spanish'", "spanish/es", &[]),
    ("language", "'Español'", "Spanish/es", &[]),
    ("language", "'castellano'", "Spanish/es", &[]),
    ("language", "'criollo haitiano'", "Haitian/ht", &[]),
    (
        "language",
        "'Spannish'",
        "Spannish/-",
        &["unlisted-name answers/letter.toml:1:5 `v` is no language that ISO lists"],
    ),
    ("pronouns", "'she'", "she/her/her/hers/herself", &[]),
    ("pronouns", "'They/them'", "they/them/their/theirs/themself", &[]),
    (
        "pronouns",
        "'xe'",
        "[NEEDED: v]",
        &["bad-format answers/letter.toml:1:5 `v` is not a set of pronouns that affiant knows"],
    ),
    (
        "pronouns",
        "{ subject = 'xe', object = 'xem', possessive = 'xyr', independent = 'xyrs', reflexive = 'xemself' }",
        "xe/xem/xyr/xyrs/xemself",
        &[],
    ),
    (
        "pronouns",
        "{ subject = 'xe', object = 'xem' }",
        "[NEEDED: v]",
        &[
            "bad-format answers/letter.toml:1:5 `v` is not a set of pronouns without `possessive`, `independent`, and `reflexive`",
        ],
    ),
    ("name", "'Sukarno'", "Sukarno", &[]),
    ("name", "{ first = 'Ana', middle = 'M.', last = 'Norte', suffix = 'Jr.' }", "Ana M. Norte, Jr.", &[]),
    ("name", "{ full = 'de la Cruz y Ñúñez, Ana', first = 'Ana' }", "de la Cruz y Ñúñez, Ana", &[]),
    (
        "name",
        "{ familiar = 'Nita' }",
        "[NEEDED: v]",
        &["missing-fact answers/letter.toml:1:5 template.md:2:8 `v` is needed"],
    ),
    (
        "name",
        "{ fist = 'Ana', last = 'Norte' }",
        "Norte",
        &["unknown-key answers/letter.toml:1:7 nothing reads `fist` of `v`"],
    ),
    (
        "name",
        "3",
        "[NEEDED: v]",
        &[
            "wrong-type answers/letter.toml:1:5 `v` is a whole number, but text, or a table of the name's parts, is wanted",
        ],
    ),
    ("address", "{ street = '1 A', city = 'B', country = 'MX' }", "1 A, B, Mexico", &[]),
    ("address", "{ street = '1 A', city = 'B', country = 'the USA' }", "1 A, B", &[]),
    ("address", "{ street = '1 A', city = 'B', country = 'estados unidos' }", "1 A, B", &[]),
    ("address", "{ street = '1 A', city = 'B', country = 'Norvania' }", "1 A, B, Norvania", &[]),
    (
        "address",
        "{ zip = 123, city = 'B' }",
        "B",
        &["wrong-type answers/letter.toml:1:13 `v.zip` is a whole number, but text is wanted"],
    ),
    (
        "address",
        "'1 A'",
        "[NEEDED: v]",
        &["wrong-type answers/letter.toml:1:5 `v` is text, but a table of the address's parts is wanted"],
    ),
    (
        "address",
        "{ stret = '1 A', city = 'B' }",
        "B",
        &["unknown-key answers/letter.toml:1:7 nothing reads `stret` of `v`"],
    ),
    ("person", "'people.ada'", "ada(name=Ada Placeholder)", &[]),
    ("person", "{ name = 'Bo', title = 'Dr.' }", "v(name=Bo, title=\"Dr.\")", &[]),
    (
        "person",
        "'people.adaa'",
        "[NEEDED: v]",
        &["unknown-person answers/letter.toml:1:5 the facts have no `people.adaa`"],
    ),
    ("person", "'ada'", "[NEEDED: v]", &["unknown-person answers/letter.toml:1:5 the facts have no `ada`"]),
    ("exhibit", "'letter:2'", "letter at 2", &[]),
    ("exhibit", "'letter'", "letter", &[]),
    ("exhibit", "'2'", "2", &[]),
    ("exhibit", "'leter:2'", "[NEEDED: v]", &["unknown-exhibit answers/letter.toml:1:5 unknown exhibit `leter`"]),
    (
        "exhibit",
        "'letter:4'",
        "[NEEDED: v]",
        &["out-of-range answers/letter.toml:1:5 facts.toml:4:1 `v` cites a page that the exhibit does not have"],
    ),
    (
        "exhibit",
        "'letter:0'",
        "[NEEDED: v]",
        &["bad-format answers/letter.toml:1:5 `v` is not an exhibit and a page from 1"],
    ),
];

#[test]
fn every_type_takes_what_it_takes_and_says_what_it_does_not() {
    for (kind, text, wanted, found) in TYPES {
        let front = format!("audience = 'filed'\nfields.v = {{ type = '{kind}' }}");
        let (checked, problems) = check(&front, FACTS, &format!("v = {text}"));
        assert_eq!((value(&checked, "v").as_str(), short(&problems)), (*wanted, found.to_vec()), "{kind}: {text}");
    }
}

#[test]
fn a_slip_of_the_pen_gets_the_word_that_was_meant() {
    let cases = [
        ("country", "'Guatamala'", "did you mean `Guatemala`?"),
        ("country", "'Filipinnas'", "did you mean `Filipinas`?"),
        ("language", "'Spannish'", "did you mean `Spanish`?"),
        ("person", "'people.adaa'", "did you mean `people.ada`?"),
        ("exhibit", "'leter:2'", "did you mean `letter`?"),
        ("address", "{ stret = '1 A', city = 'B' }", "did you mean `street`?"),
        ("choice', choices = ['physician', 'teacher'], section = '", "'physican'", "did you mean `physician`?"),
    ];
    for (kind, text, wanted) in cases {
        let (_, problems) = check(&format!("fields.v = {{ type = '{kind}' }}"), FACTS, &format!("v = {text}"));
        assert!(problems.len() == 1 && problems[0].contains(wanted), "{kind}: {problems:?}");
    }
}

/// What is written, and how papers in English and in Spanish print it.
#[test]
fn countries_and_languages_stand_in_the_language_of_the_paper() {
    let cases = [
        ("country", "'MX'", "Mexico", "México"),
        ("country", "'Germany'", "Germany", "Alemania"),
        ("country", "'Czechia'", "Czechia", "Chequia"),
        ("country", "'republica checa'", "Czech Republic", "República Checa"),
        ("country", "'MM'", "Burma", "Birmania"),
        ("language", "'es'", "Spanish", "español"),
        ("language", "'en-US'", "English", "inglés"),
        ("language", "'frances'", "French", "francés"),
        ("language", "'quc'", "K'iche'", "quiché"),
        ("language", "'mam'", "Mam", "Mam"),
        ("language", "'Mandarin Chinese'", "Mandarin Chinese", "chino mandarín"),
    ];
    for (kind, text, english, spanish) in cases {
        let (checked, problems) = check(&format!("fields.v = {{ type = '{kind}' }}"), FACTS, &format!("v = {text}"));
        assert_eq!(short(&problems), Vec::<String>::new(), "{text}");
        let (_, found) = checked.fields.iter().find(|(name, _)| name == "v").unwrap();
        let (Value::Country(named) | Value::Language(named)) = &found.value else { panic!("{text}") };
        assert_eq!((named.within(Locale::En), named.within(Locale::Es)), (english, spanish), "{text}");
    }
}

/// Every code that editors offer has a name of its own in Spanish.
#[test]
fn every_listed_country_and_language_has_a_spanish_name() {
    for (kind, listed) in
        [("country", affiant::fields::check::countries()), ("language", affiant::fields::check::languages())]
    {
        let codes: Vec<String> = listed.iter().map(|(code, _)| format!("'{code}'")).collect();
        let front = format!("fields.v = {{ type = 'list', item = {{ type = '{kind}' }} }}");
        let (checked, problems) = check(&front, FACTS, &format!("v = [{}]", codes.join(", ")));
        assert_eq!(short(&problems), Vec::<String>::new(), "{kind}");
        let (_, found) = checked.fields.iter().find(|(name, _)| name == "v").unwrap();
        let Value::List(items) = &found.value else { panic!("{kind}") };
        assert!(items.len() > 180, "{kind}");
        let mut names = std::collections::BTreeSet::new();
        for item in items {
            let (Value::Country(named) | Value::Language(named)) = &item.checked.value else { panic!("{kind}") };
            let spanish = named.spanish.as_deref().unwrap_or_else(|| panic!("{named:?}"));
            assert!(names.insert(spanish.to_owned()), "two are called {spanish}");
        }
    }
}

#[test]
fn invented_facts_may_name_invented_countries() {
    let (checked, problems) = check("fields.v = { type = 'country' }", "fictional = true", "v = 'Costa Imaginaria'");
    assert_eq!((value(&checked, "v").as_str(), problems.len(), checked.fictional), ("Costa Imaginaria/-", 0, true));
    let (_, problems) = check("", "fictional = 'maybe'", "");
    assert_eq!(short(&problems), ["wrong-type facts.toml:1:13 `fictional` is text, but `true` or `false` is wanted"]);
}

const FORM: &str = "
[fields]
role = { type = 'choice', choices = { physician = 'Doctor', teacher = 'Teacher' } }
prognosis = { type = 'prose', show_if = { role = ['physician'] }, max_words = 3 }
grade = { type = 'number', show_if = { role = 'teacher' }, min = 1, max = 12 }
sworn = { type = 'yes-no', default = false }
oath = { type = 'text', show_if = { sworn = true } }
since = { type = 'date', required = false }
";

#[test]
fn a_hidden_field_is_absent_and_never_a_gap() {
    let form = |answers: &str| {
        let (checked, problems) = check(FORM, "", answers);
        let values: Vec<String> = checked.fields.iter().map(|(name, _)| value(&checked, name)).collect();
        (values.join(" | "), short(&problems).iter().map(|line| (*line).to_owned()).collect::<Vec<_>>())
    };
    let cases: &[(&str, &str, &[&str])] = &[
        ("role = 'physician'\nprognosis = 'Two weeks.'", "choice physician | \"Two weeks.\" | - | false | - | -", &[]),
        ("role = 'teacher'\ngrade = 6", "choice teacher | - | 6 | false | - | -", &[]),
        (
            "role = 'teacher'\ngrade = 13",
            "choice teacher | - | 13 | false | - | -",
            &["out-of-range answers/letter.toml:2:9 `grade` is more than 12"],
        ),
        (
            "",
            "[NEEDED: role] | - | - | false | - | -",
            &["missing-fact answers/letter.toml:1:1 template.md:3:1 `role` is needed"],
        ),
        (
            "role = { unknown = true }",
            "[NEEDED: role] | - | - | false | - | -",
            &["missing-fact answers/letter.toml:1:8 template.md:3:1 `role` is needed"],
        ),
        (
            "role = 'teacher'\ngrade = 6\nprognosis = 'x'",
            "choice teacher | - | 6 | false | - | -",
            &[
                "unused-answer answers/letter.toml:3:1 template.md:4:1 `prognosis` is not used, because of what `role` says",
            ],
        ),
        (
            "role = 'physician'\nprognosis = 'Two or three weeks.'",
            "choice physician | \"Two or three weeks.\" | - | false | - | -",
            &["too-many-words answers/letter.toml:2:13 `prognosis` has 4 words, but at most 3 are wanted"],
        ),
        (
            "role = 'physician'\nprognosis = { declined = true }\nsince = { declined = true }",
            "choice physician | [NEEDED: prognosis] | - | false | - | declined",
            &["missing-fact answers/letter.toml:2:13 template.md:4:1 `prognosis` is needed"],
        ),
        (
            "role = 'physician'\nprognosis = ' '\nsince = ''",
            "choice physician | [NEEDED: prognosis] | - | false | - | -",
            &["missing-fact answers/letter.toml:2:13 template.md:4:1 `prognosis` is needed"],
        ),
        (
            "role = 'teacher'\ngrade = { unknown = false }\nsince = { unknown = true }",
            "choice teacher | - | [NEEDED: grade] | false | - | [NEEDED: since]",
            &[
                "wrong-type answers/letter.toml:2:21 `grade.unknown` is true or false, but `true`, or the value in its place, is wanted",
                "missing-fact answers/letter.toml:3:9 template.md:8:1 `since` is needed",
            ],
        ),
        (
            "role = 'teacher'\ngrade = 6\nsworn = true\noath = 'I swear'",
            "choice teacher | - | 6 | true | \"I swear\" | -",
            &[],
        ),
        (
            "role = 'teacher'\ngrade = 6\nrol = 1\nmeta.by = 'x'",
            "choice teacher | - | 6 | false | - | -",
            &["unknown-key answers/letter.toml:3:1 nothing reads `rol`"],
        ),
    ];
    for (answers, wanted, found) in cases {
        let found = found.iter().map(|&line| line.to_owned()).collect::<Vec<_>>();
        assert_eq!(form(answers), ((*wanted).to_owned(), found), "{answers}");
    }
}

const LISTS: &str = "
[fields.episodes]
type = 'list'
min = 1
max = 2
[fields.episodes.item]
date = { type = 'date' }
what = { type = 'prose', required = false }
[fields.tags]
type = 'list'
required = false
item = { type = 'text' }
";

#[test]
fn items_of_a_list_have_ids_and_their_own_gaps() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "[[episodes]]\nid = 'e1'\ndate = '2014'\n[[episodes]]\ndate = 2015",
            "[e1={date=2014, what=-}, 2={date=2015, what=-}]",
            &[],
        ),
        (
            "[[episodes]]\nid = 'e1'",
            "[e1={date=[NEEDED: date of episodes (e1)], what=-}]",
            &["missing-fact answers/letter.toml:1:1 template.md:7:1 `episodes.e1.date` is needed"],
        ),
        (
            "episodes = []",
            "[NEEDED: episodes]",
            &["missing-fact answers/letter.toml:1:12 template.md:2:9 `episodes` is needed"],
        ),
        (
            "episodes = [{ unknown = true }]",
            "[1=[NEEDED: episodes (1)]]",
            &["missing-fact answers/letter.toml:1:13 template.md:2:9 `episodes.1` is needed"],
        ),
        (
            "[[episodes]]\nid = 'x'\ndate = 2014\n[[episodes]]\nid = 'x'\ndate = 2015",
            "[x={date=2014, what=-}, x={date=2015, what=-}]",
            &[
                "duplicate-key answers/letter.toml:4:1 answers/letter.toml:1:1 two items of `episodes` have the same `id`",
            ],
        ),
        (
            "[[episodes]]\nid = 3\ndate = 2014\nwhta = 'x'",
            "[1={date=2014, what=-}]",
            &[
                "wrong-type answers/letter.toml:2:6 `episodes.1.id` is a whole number, but text is wanted",
                "unknown-key answers/letter.toml:4:1 nothing reads `whta` of `episodes.1`",
            ],
        ),
        (
            "[episodes]\ndate = 2014",
            "[NEEDED: episodes]",
            &["wrong-type answers/letter.toml:1:1 `episodes` is a table, but a list is wanted"],
        ),
        (
            "episodes = ['x']",
            "[1=[NEEDED: episodes (1)]]",
            &["wrong-type answers/letter.toml:1:13 `episodes.1` is text, but a table is wanted"],
        ),
        (
            "[[episodes]]\ndate = 2014\n[[episodes]]\ndate = 2014\n[[episodes]]\ndate = 2014",
            "[1={date=2014, what=-}, 2={date=2014, what=-}, 3={date=2014, what=-}]",
            &["out-of-range answers/letter.toml:1:1 `episodes` has 3 items, but at most 2 are wanted"],
        ),
    ];
    for (answers, wanted, found) in cases {
        let (checked, problems) = check(LISTS, "", answers);
        assert_eq!((value(&checked, "episodes").as_str(), short(&problems)), (*wanted, found.to_vec()), "{answers}");
    }
    let (checked, problems) = check(LISTS, "", "tags = ['a', 'b']\nepisodes = [{ date = 2014 }]");
    assert_eq!((value(&checked, "tags").as_str(), problems.len()), ("[1=\"a\", 2=\"b\"]", 0));
}

#[test]
fn a_field_reads_the_shared_facts_where_it_says_so() {
    let front = "audience = 'filed'\n[fields]\nwhen = { fact = 'decision.date' }\nwhy = { fact = 'decision.reasons' }\nwhere = { fact = 'agency.name', required = false }";
    let facts = "[decision]\ndate = 2026-11-02\n[[decision.reasons]]\nid = 'r1'\ntext = 'No.'";
    let (checked, problems) = check(front, facts, "when = 2025-01-01");
    assert_eq!(value(&checked, "when"), "November 2, 2026");
    assert_eq!(value(&checked, "why"), "[r1={id=\"r1\", text=\"No.\", quote=-}]");
    assert_eq!(value(&checked, "where"), "-");
    assert_eq!(
        problems,
        [
            "unused-answer answers/letter.toml:1:1 template.md:3:1 `when` is read from the shared facts, not from the answers; \
         write it in the facts, as `decision.date`"
        ]
    );
    let (checked, problems) = check(front, "[decision]\nform = 'I-131'", "");
    assert_eq!(value(&checked, "when"), "[NEEDED: when]");
    assert_eq!(
        problems,
        [
            "missing-fact facts.toml:1:1 template.md:3:1 `decision.date` is needed; add `date = …` under `[decision]` in the \
         facts: a date as year-month-day, or as far as it is known",
            "missing-fact facts.toml:1:1 template.md:4:1 `decision.reasons` is needed; add a table `[[decision.reasons]]` for each \
         one to the facts",
        ]
    );
    let paths: Vec<&str> = checked.fields.iter().map(|(_, checked)| &*checked.origin.path).collect();
    assert_eq!(paths, ["decision.date", "decision.reasons", "agency.name"]);
}

#[test]
fn the_exhibits_of_the_matter_come_along_in_order() {
    let facts = "[[exhibits]]\nid = 'b'\ntitle = 'B'\nin_record = true\ndate = 2014\n[[exhibits]]\nfile = 'x.pdf'\n";
    let (checked, problems) = check("", facts, "");
    let exhibits: Vec<String> = checked
        .exhibits
        .iter()
        .map(|exhibit| {
            let words = [&exhibit.title, &exhibit.date, &exhibit.in_record].map(super::word);
            format!("{} {}", exhibit.id, words.join(" "))
        })
        .collect();
    assert_eq!(exhibits, ["b \"B\" 2014 true", "2 [NEEDED: title of exhibit 2] - -"]);
    assert_eq!(problems, Vec::<String>::new());
    let (_, problems) = check("", "exhibits = 1", "");
    assert_eq!(short(&problems).len(), 1);
}
