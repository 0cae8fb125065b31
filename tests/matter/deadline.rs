//! Deadlines and holidays, computed from the built-in rules.

use affiant::deadline::{Deadline, Gather, Law, compute, for_paper};
use affiant::diag::Report;
use affiant::fields::CheckedFacts;
use affiant::pack::Pack;
use affiant::rules::applied::{Dates, Strictness};
use affiant::source::Sources;
use affiant::span::Span;
use affiant::template::{DeadlineSpec, FrontMatter, Numbering, Pin, Template};
use affiant::value::{Checked, Gap, Origin, PaperDate, Value};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::{Shelf, codes, day, told};

fn law() -> Law {
    let pack = Pack::builtin();
    let dates = Dates::paper(day("2026-11-20"));
    let gather = Gather { pack: &pack, dates, lock: None, strictness: Strictness::Draft, wanted: None };
    let pass = gather.law(&mut Sources::default(), "us.8-cfr-103-5-a-1");
    let (law, used) = pass.output.unwrap();
    let ids: Vec<&str> = used.iter().map(|applied| applied.rule.id.as_str()).collect();
    assert_eq!(ids, ["us.8-cfr-103-5-a-1", "us.8-cfr-103-8-b", "us.8-cfr-1-2", "us.5-usc-6103"]);
    assert_eq!(codes(&pass.report), ["unverified-rule"]);
    law
}

fn count(event: &str, served_by: Option<&str>) -> Deadline {
    compute(&law(), day(event), served_by).unwrap()
}

/// A day that a period of 30 days ends on, before it is moved.
fn thirty_before(end: &str) -> Date {
    day(end).checked_sub(30.days()).unwrap()
}

#[test]
fn a_decision_mailed_on_october_20_2026_is_answered_by_november_23() {
    let deadline = count("2026-10-20", Some("mail"));
    assert_eq!(deadline.due, day("2026-11-23"));
    assert_eq!(deadline.in_person, Some(day("2026-11-19")));
    let steps: Vec<String> = deadline.steps.iter().map(|step| format!("{} [{}]", step.text, step.cite.rule)).collect();
    let expected = [
        "counted from October 20, 2026: the first day is October 21, 2026 [us.8-cfr-1-2]",
        "30 days from then: Thursday, November 19, 2026 [us.8-cfr-103-5-a-1]",
        "3 days more for service by mail: Sunday, November 22, 2026 [us.8-cfr-103-8-b]",
        "November 22, 2026 is a Sunday, so it runs on to Monday, November 23, 2026 [us.8-cfr-1-2]",
    ];
    assert_eq!(steps, expected);
    assert!(deadline.steps.iter().any(|step| !step.cite.verified));
}

#[test]
fn other_ways_of_service_add_nothing() {
    for served_by in [None, Some("online"), Some("in-person")] {
        let deadline = count("2026-10-20", served_by);
        assert_eq!((deadline.due, deadline.in_person), (day("2026-11-19"), None));
    }
}

#[test]
fn a_period_never_ends_on_a_weekend_or_holiday() {
    for (end, due) in [
        ("2026-11-26", "2026-11-27"), // Thanksgiving, a Thursday
        ("2025-12-25", "2025-12-26"), // Christmas, a Thursday
        ("2026-12-25", "2026-12-28"), // Christmas on a Friday, then the weekend
        ("2026-07-03", "2026-07-06"), // Independence Day kept on the Friday, then the weekend
        ("2027-07-04", "2027-07-06"), // Independence Day on a Sunday, kept on the Monday
        ("2027-12-24", "2027-12-27"), // Christmas on a Saturday, kept on the Friday
        ("2027-12-31", "2028-01-03"), // New Year's Day 2028 kept in the year before
        ("2026-06-19", "2026-06-22"), // Juneteenth on a Friday
        ("2020-06-19", "2020-06-19"), // the year before it became a holiday
        ("2021-06-18", "2021-06-21"), // the first one, a Saturday, kept on the Friday
        ("2028-02-29", "2028-02-29"), // a leap day, a Tuesday
        ("2026-01-19", "2026-01-20"), // the third Monday of January
        ("2026-05-25", "2026-05-26"), // the last Monday of May
        ("2026-11-18", "2026-11-18"), // an ordinary Wednesday
    ] {
        let deadline = compute(&law(), thirty_before(end), None).unwrap();
        assert_eq!(deadline.due, day(due), "a period that ends on {end}");
    }
    let steps = compute(&law(), thirty_before("2026-07-03"), None).unwrap().steps;
    assert_eq!(
        steps[2].text,
        "July 3, 2026 is the day on which Independence Day, a Saturday, is kept, so it runs on to Saturday, July 4, 2026"
    );
    assert_eq!(steps[2].cite.citation, "5 U.S.C. § 6103; 5 U.S.C. 6103(b)(1)");
}

#[test]
fn across_a_leap_day_days_are_days() {
    assert_eq!(count("2028-02-01", None).due, day("2028-03-02"));
    assert_eq!(count("2027-02-01", None).due, day("2027-03-03"));
}

/// The days on which federal offices are closed, as the Office of Personnel Management lists them for 2024 to 2027.
const KEPT: [(i16, [&str; 11]); 4] = [
    (2024, ["01-01", "01-15", "02-19", "05-27", "06-19", "07-04", "09-02", "10-14", "11-11", "11-28", "12-25"]),
    (2025, ["01-01", "01-20", "02-17", "05-26", "06-19", "07-04", "09-01", "10-13", "11-11", "11-27", "12-25"]),
    (2026, ["01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "09-07", "10-12", "11-11", "11-26", "12-25"]),
    (2027, ["01-01", "01-18", "02-15", "05-31", "06-18", "07-05", "09-06", "10-11", "11-11", "11-25", "12-24"]),
];

#[test]
fn the_holidays_of_2024_to_2027_are_those_of_the_government() {
    let holidays = law().holidays.unwrap();
    for (year, expected) in KEPT {
        let working = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let mut days: Vec<Date> =
            Date::new(year, 1, 1).unwrap().series(1.day()).take_while(|day| day.year() == year).collect();
        days.retain(|day| holidays.on(*day).is_some() && working(day));
        let mut expected: Vec<Date> = expected.iter().map(|rest| day(&format!("{year}-{rest}"))).collect();
        if year == 2027 {
            expected.push(day("2027-12-31")); // New Year's Day 2028, a Saturday
        }
        assert_eq!(days, expected, "{year}");
    }
    let name = |on: &str| holidays.on(day(on)).map(|on| on.name()).unwrap_or_default();
    assert_eq!(name("2026-11-26"), "Thanksgiving Day");
    assert_eq!(name("2027-12-31"), "the day on which New Year's Day, a Saturday, is kept");
    assert_eq!(name("2026-11-24"), "");
}

#[test]
fn the_calendar_may_end_but_nothing_breaks() {
    assert_eq!(compute(&law(), day("9999-12-20"), Some("mail")), None);
}

#[test]
fn of_a_disputed_period_the_earliest_day_is_due() {
    let rule = r#"
citation = "8 CFR § 1003.38"
date_by  = "service"
[[edition]]
from     = 2026-03-09
status   = "disputed"
source   = "two readings"
value    = { mail_days = 0 }
[[edition.position]]
name  = "30 days"
value = { days = 30 }
[[edition.position]]
name  = "10 days"
value = { days = 10 }
"#;
    let shelf = Shelf::with(&[("snippets/rules/us/appeal.toml", rule)]);
    let pack = Pack::from_files(&shelf);
    let dates = Dates { service: Some(day("2026-11-02")), ..Dates::paper(day("2026-11-20")) };
    let gather = Gather { pack: &pack, dates, lock: None, strictness: Strictness::Draft, wanted: None };
    let pass = gather.law(&mut Sources::default(), "us.appeal");
    assert_eq!(codes(&pass.report), ["disputed-rule", "unverified-rule"]);
    let deadline = compute(&pass.output.unwrap().0, day("2026-11-02"), None).unwrap();
    assert_eq!(deadline.due, day("2026-11-12"));
    assert_eq!(deadline.others, [("30 days".to_owned(), day("2026-12-02"))]);
}

/// What is told of a paper whose template asks for the deadline of a motion, besides rules that are not verified.
fn paper(date: Value, served_by: Value, on: &str) -> String {
    let (mut report, sources) = report(date, served_by, on);
    report.diagnostics.retain(|found| found.code.name() != "unverified-rule");
    told(&report, &sources)
}

fn report(date: Value, served_by: Value, on: &str) -> (Report, Sources) {
    let mut sources = Sources::default();
    let file = sources.add("facts.toml", "[decision]\ndate = \"…\"\n");
    let spec = DeadlineSpec {
        what: "motion on Form I-290B".to_owned(),
        rule: "us.8-cfr-103-5-a-1".to_owned(),
        from: "decision_date".to_owned(),
        served_by: Some("served_by".to_owned()),
        span: Span::new(sources.add("template.md", "[[deadline]]"), 0, 12),
    };
    let pin = Pin::parse("brief@1.0.0", None).unwrap();
    let front = FrontMatter {
        title: String::new(),
        summary: String::new(),
        audience: affiant::fields::Audience::Filed,
        language: "en".to_owned(),
        look: pin.clone(),
        clauses: Vec::new(),
        rules: Vec::new(),
        numbering: Numbering::None,
        author: None,
        parties: Vec::new(),
        fields: Vec::new(),
        deadlines: vec![spec],
    };
    let template = Template { pin, source: file, front, body: "".into(), body_start: 0, clauses: Vec::new() };
    let origin = |path: &str| Origin { path: path.into(), span: Some(Span::new(file, 11, 15)) };
    let facts = CheckedFacts {
        fields: vec![
            ("decision_date".to_owned(), Checked { value: date, origin: origin("decision.date") }),
            ("served_by".to_owned(), Checked { value: served_by, origin: origin("decision.served_by") }),
        ],
        ..CheckedFacts::default()
    };
    let dates = (Dates::paper(day(on)), None, Strictness::Draft);
    let mut report = Report::default();
    for_paper(&mut sources, &Pack::builtin(), &template, &facts, dates).take(&mut report);
    (report, sources)
}

fn date(text: &str) -> Value {
    Value::Date(PaperDate::parse(text).unwrap())
}

fn mail() -> Value {
    Value::Choice { value: "mail".to_owned(), label: "By mail".to_owned() }
}

#[test]
fn the_report_tells_the_deadline_with_its_steps() {
    let expected = "\
note[deadline]: motion on Form I-290B: due Monday, November 23, 2026
  at facts.toml:2:1: runs from this day
  note: counted from October 20, 2026: the first day is October 21, 2026 [8 C.F.R. § 1.2, `us.8-cfr-1-2`, not checked against the primary text]
  note: 30 days from then: Thursday, November 19, 2026 [8 C.F.R. § 103.5(a)(1)(i), `us.8-cfr-103-5-a-1`]
  note: 3 days more for service by mail: Sunday, November 22, 2026 [8 C.F.R. § 103.8(b), `us.8-cfr-103-8-b`]
  note: November 22, 2026 is a Sunday, so it runs on to Monday, November 23, 2026 [8 C.F.R. § 1.2, `us.8-cfr-1-2`, not checked against the primary text]
  note: had it been served otherwise: Thursday, November 19, 2026
";
    assert_eq!(paper(date("2026-10-20"), mail(), "2026-11-20"), expected);
}

#[test]
fn a_step_that_rests_on_general_knowledge_is_named() {
    let told = report(date("2027-06-05"), Value::Absent, "2027-06-10");
    let codes: Vec<&str> = told.0.diagnostics.iter().map(|found| found.message.as_str()).collect();
    let expected = [
        "`us.8-cfr-1-2` (8 C.F.R. § 1.2) has not been checked against the primary text",
        "`us.5-usc-6103` (5 U.S.C. § 6103; Executive Order 11582) has not been checked against the primary text",
        "motion on Form I-290B: due Tuesday, July 6, 2027",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn a_deadline_that_has_passed_is_a_warning() {
    let told = paper(date("2026-10-20"), mail(), "2026-11-24");
    assert!(told.starts_with("warning[deadline-passed]: motion on Form I-290B: the deadline, Monday, November 23, 2026, is before the date of the paper, Tuesday, November 24, 2026"), "{told}");
    assert!(!paper(date("2026-10-20"), mail(), "2026-11-23").contains("deadline-passed"));
}

#[test]
fn a_day_that_is_not_known_gives_no_deadline() {
    let expected = "\
warning[no-deadline]: motion on Form I-290B: no deadline can be computed, because the day that it runs from is not known exactly
  at facts.toml:2:1: a day such as `2026-11-20` is wanted
  at template.md:1:1: the deadline runs from it
  hint: write the day on which the decision was served, as the notice has it, under `decision.date`
";
    for text in ["2026-10", "fall 2026", "2026", "about 2026"] {
        assert_eq!(paper(date(text), mail(), "2026-11-20"), expected, "{text}");
    }
    let gap = Value::Unknown(Gap { label: "the decision's date".to_owned() });
    assert!(paper(gap, mail(), "2026-11-20").contains("because the day that it runs from is not known\n"));
    assert_eq!(paper(Value::Absent, mail(), "2026-11-20"), "");
}

#[test]
fn an_unknown_way_of_service_adds_nothing_and_says_so() {
    let told = paper(date("2026-10-20"), Value::Unknown(Gap { label: "how it was served".to_owned() }), "2026-11-19");
    assert!(told.starts_with("note[deadline]: motion on Form I-290B: due Thursday, November 19, 2026"), "{told}");
    assert!(
        told.contains("note: it is not known how the notice was served, so no days are added for the mail"),
        "{told}"
    );
}
