//! People: what a paper needs to know of them, and what it may tell.

use affiant::facts;
use affiant::fields::check::fact_keys;
use affiant::source::Sources;

use super::{check, lines, read, short, value};

const FRONT: &str = "
author = 'writer'
[with]
writer = 'people.ada'
applicant = 'people.tp'
[parties.applicant]
needs = ['name', 'birthdate', 'pronouns?', 'a_number?']
[parties.writer]
needs = ['name', 'address', 'phone?', 'a_number?']
";

const FACTS: &str = "
[people.ada]
name = { first = 'Ada', last = 'Placeholder', suffix = 'M.D.' }
address = { street = '1 Old Road', city = 'Elmville' }
a_number = 'A000-111-222'
[people.tp]
name = { first = 'Tomás', last = 'Prueba' }
minor = true
birthdate = 2019-01-02
pronouns = 'he'
a_number = 'A000-111-333'
";

#[test]
fn an_outsiders_paper_tells_only_what_a_person_shares() {
    let (checked, problems) = check(FRONT, FACTS, "");
    // The writer's own facts are the writer's to tell; of the applicant, what is not shared is not even in the facts.
    assert_eq!(
        value(&checked, "writer"),
        "ada(name=Ada Placeholder, M.D., address=1 Old Road, Elmville, a_number=000111222)"
    );
    assert_eq!(value(&checked, "applicant"), "tp minor(name=T.P., birthdate=[NEEDED: birthdate of the applicant])");
    assert_eq!(
        problems,
        [
            "not-shared facts.toml:9:13 template.md:7:18 `applicant.birthdate` is needed, but `share` does not allow it in a paper \
         for outsiders; if it may be told, write `share = [\"name\", \"birthdate\"]` under `[people.tp]`"
        ]
    );
    assert!(!format!("{checked:?}").contains("000111333"));

    let shared = format!("{FACTS}share = ['name', 'birthdate', 'pronouns']");
    let (checked, problems) = check(FRONT, &shared, "");
    assert_eq!(
        value(&checked, "applicant"),
        "tp minor(name=T.P., birthdate=January 2, 2019, pronouns=he/him/his/his/himself)"
    );
    assert_eq!(problems, Vec::<String>::new());

    let (checked, problems) = check(&format!("audience = 'filed'\n{FRONT}"), FACTS, "");
    assert_eq!(
        value(&checked, "applicant"),
        "tp minor(name=T.P., birthdate=January 2, 2019, pronouns=he/him/his/his/himself, a_number=000111333)"
    );
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn a_persons_facts_are_limited_by_whatever_way_a_template_takes_to_them() {
    let front = "
[with]
writer = 'people.ada'
[parties.writer]
needs = ['name']
[fields]
born = { fact = 'people.tp.birthdate' }
first = { fact = 'people.tp.name.first' }
last = { fact = 'people.tp.name.last', required = false }
child = { type = 'person' }
receipt = { fact = 'decision.receipt' }
";
    let facts = format!("{FACTS}[decision]\nreceipt = 'IOE0000000000'");
    let (checked, problems) = check(front, &facts, "child = 'people.tp'");
    assert_eq!(value(&checked, "born"), "[NEEDED: born]");
    assert_eq!(value(&checked, "first"), "\"T.P.\"");
    assert_eq!(value(&checked, "last"), "-");
    assert_eq!(value(&checked, "receipt"), "[NEEDED: receipt]");
    let child = value(&checked, "child");
    assert!(
        child.starts_with("tp minor(name=T.P., birthdate=[NEEDED: birthdate of tp, which `share` does not allow]"),
        "{child}"
    );
    assert_eq!(problems.iter().filter(|line| line.starts_with("not-shared")).count(), 2, "{problems:?}");
    let all = format!("{checked:?}");
    for secret in ["2019", "Tom", "Prueba", "000111333", "IOE0000000000"] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}

#[test]
fn what_is_needed_twice_is_told_once() {
    let front = "
[with]
writer = 'people.ada'
[parties.writer]
needs = ['license', 'license', 'title?', 'title']
";
    let (_, problems) = check(front, "people.ada = {}", "");
    let codes: Vec<&str> = problems.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(codes, ["missing-fact"], "{problems:?}");
    assert!(problems[0].contains("license"), "{problems:?}");
}

#[test]
fn where_there_is_a_safe_address_no_other_is_known() {
    let front = "
audience = 'filed'
[with]
writer = 'people.ada'
[parties.writer]
needs = ['name', 'address', 'safe_address?']
[fields]
home = { fact = 'people.ada.address' }
city = { fact = 'people.ada.address.city' }
whole = { fact = 'people.ada' }
";
    let safe = |line: &str| {
        format!("[people.ada]\nname = 'Ada'\naddress = {{ street = '1 Old Road', city = 'Oldtown' }}\n{line}")
    };
    let (checked, problems) = check(front, &safe("safe_address = { street = '2 New Road', city = 'Newtown' }"), "");
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(value(&checked, "home"), "2 New Road, Newtown");
    assert_eq!(value(&checked, "city"), "\"Newtown\"");
    assert!(!format!("{checked:?}").contains("Old"));

    // A safe address that is not known yet does not bring the other one back.
    for line in [
        "safe_address = { unknown = true }",
        "safe_address = {}",
        "safe_address = 'c/o the clinic'",
        "safe_address = ''",
    ] {
        let (checked, problems) = check(front, &safe(line), "");
        assert!(!format!("{checked:?}").contains("Old"), "{line}: {checked:?}");
        assert_eq!(value(&checked, "home"), "[NEEDED: home]", "{line}");
        assert!(!problems.is_empty(), "{line}");
    }
    let (checked, _) = check(front, &safe(""), "");
    assert_eq!(
        (value(&checked, "home").as_str(), value(&checked, "city").as_str()),
        ("1 Old Road, Oldtown", "\"Oldtown\"")
    );
}

#[test]
fn who_is_missing_is_a_gap_with_the_line_to_add() {
    let (checked, problems) = check(FRONT, "[people.ada]\nname = 'Ada'", "");
    assert_eq!(value(&checked, "applicant"), "[NEEDED: applicant]");
    assert_eq!(value(&checked, "writer"), "ada(name=Ada, address=[NEEDED: address of the writer])");
    assert_eq!(
        problems,
        [
            "unknown-person template.md:5:13 `applicant` is `people.tp`, which the facts do not have; the only person is `people.ada`",
            "missing-fact facts.toml:1:1 template.md:9:18 `writer.address` is needed; add `address = { street = \"…\", city = \"…\", \
         state = \"…\", zip = \"…\", country = \"…\" }` under `[people.ada]`",
        ]
    );
    let front = "[parties]\nwriter = { needs = ['name'] }\nsubject = { needs = ['name'], required = false }";
    let (checked, problems) = check(front, "", "");
    assert_eq!((value(&checked, "writer").as_str(), value(&checked, "subject").as_str()), ("[NEEDED: writer]", "-"));
    assert_eq!(
        problems,
        [
            "missing-fact template.md:2:1 `writer` is needed; say who it is: `with = { writer = \"people.…\" }` in the paper's \
         `[[draft]]`, or `--with writer=people.…`"
        ]
    );
    let (_, problems) = check("with.writer = 'people.ada'\nparties.writer.needs = ['name']", "people.ada = 'Ada'", "");
    assert_eq!(
        short(&problems),
        ["wrong-type facts.toml:1:14 `people.ada` is text, but a table about a person is wanted"]
    );
}

#[test]
fn what_marks_a_child_fails_towards_less() {
    let front = "audience = 'filed'\nwith.child = 'people.tp'\nparties.child.needs = ['name']";
    let (checked, problems) = check(front, "[people.tp]\nname = 'Tomás Prueba'\nminor = 'yes'", "");
    assert_eq!(value(&checked, "child"), "tp minor(name=T.P.)");
    assert_eq!(
        short(&problems),
        ["wrong-type facts.toml:3:9 `people.tp.minor` is text, but `true` or `false` is wanted"]
    );
    for name in ["...", "王小明", "محمد علي"] {
        let facts = format!("[people.tp]\nname = '{name}'\nminor = true");
        let (checked, problems) = check(front, &facts, "");
        assert_eq!(value(&checked, "child"), "tp minor(name=[NEEDED: initials for the name of the child])");
        let told = "the initials of `people.tp.name` cannot be told from the name, and a child's name is not printed";
        assert_eq!(short(&problems), [format!("missing-fact facts.toml:2:8 template.md:3:24 {told}")]);
        assert!(problems[0].ends_with("`name = { full = \"…\", initials = \"X.M.\" }`"), "{problems:?}");
    }
    let given = "[people.tp]\nname = { full = '王小明', initials = 'W.X.M.' }\nminor = true";
    let (checked, problems) = check(front, given, "");
    assert_eq!((value(&checked, "child"), problems), ("tp minor(name=W.X.M.)".to_owned(), Vec::new()));
}

#[test]
fn shared_facts_are_looked_through_as_a_whole() {
    let text = "
pepole = 1
custom = 2
fictional = true
[people.ada]
nmae = 'Ada'
name = { fist = 'Ada', last = 'P' }
birthdate = '2026-02-30'
share = ['name', 'adress']
languages = ['es', 'Imaginary']
phone = { unknown = true }
[decision]
dat = 2026-11-02
served_by = 'post'
[[decision.reasons]]
txt = 'x'
[[events]]
id = 'e'
exhibits = ['gone:1']
[relief]
remedy = 3
";
    let mut sources = Sources::default();
    let facts = read(&mut sources, "facts.toml", text);
    let found = lines(&fact_keys(&facts, &["custom"]), &sources);
    assert_eq!(
        short(&found),
        [
            "unknown-key facts.toml:2:1 nothing reads `pepole`",
            "unknown-key facts.toml:6:1 nothing reads `nmae` of `people.ada`",
            "unknown-key facts.toml:7:10 nothing reads `fist` of `people.ada.name`",
            "bad-date facts.toml:8:13 `people.ada.birthdate` is a day that the calendar does not have",
            "unknown-key facts.toml:9:18 nothing reads `adress` in `people.ada.share`",
            "unknown-key facts.toml:13:1 nothing reads `dat` of `decision`",
            "unknown-choice facts.toml:14:13 `decision.served_by` is none of its choices",
            "unknown-key facts.toml:16:1 nothing reads `txt` of `decision.reasons.1`",
            "unknown-exhibit facts.toml:19:13 unknown exhibit `gone`",
            "wrong-type facts.toml:21:10 `relief.remedy` is a whole number, but text is wanted",
        ]
    );
    assert!(found[0].contains("did you mean `people`?") && found[4].contains("did you mean `address`?"), "{found:?}");
    let root = facts::read(&mut sources, "b.toml", b"people = 3\nevents = {}").output.unwrap();
    assert_eq!(fact_keys(&root, &[]).diagnostics.len(), 2);
}

#[test]
fn the_same_slip_ten_thousand_times_is_told_in_a_bounded_report() {
    use std::fmt::Write;
    let mut text = String::from("[people]\n");
    for at in 0..10_000 {
        writeln!(text, "p{at} = {{ nmae = 1, languages = ['Imaginary{at}'], phoen = 2, minor = 3 }}").unwrap();
    }
    text.push_str("[[events]]\nexhibits = [");
    for at in 0..10_000 {
        write!(text, "'gone{at}', ").unwrap();
    }
    text.push_str("]\n");
    for at in 0..9_999 {
        writeln!(text, "[[exhibits]]\nid = 'e{at}'").unwrap();
    }
    let mut sources = Sources::default();
    let facts = read(&mut sources, "facts.toml", &text);
    let found = fact_keys(&facts, &[]).diagnostics;
    assert!(found.len() <= 4 * affiant::diag::Report::MOST, "{}", found.len());
}
