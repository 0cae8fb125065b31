//! The parts that the form on a page is shown in.

use affiant::interview::sections::{Section, Standing, place, sections};
use affiant::interview::{Path, Question, Sheet, State};

use super::{TEMPLATE, Trial};

/// Each part as its heading, its item's number, and the paths of its questions.
fn told(sections: &[Section<'_>]) -> Vec<String> {
    let told = |section: &Section<'_>| {
        let paths: Vec<String> = section.questions.iter().map(|question| question.path.to_string()).collect();
        let item = section.item.map_or(String::new(), |item| format!(" item {}", item.number));
        format!("{}{item}: {}", section.heading.unwrap_or("-"), paths.join(" "))
    };
    sections.iter().map(told).collect()
}

/// A sheet without what the case knows and asks of the writer, which has a part of its own.
fn own(sheet: Sheet) -> Vec<Question> {
    sheet.questions.into_iter().filter(|question| question.path.fact().is_none()).collect()
}

#[test]
fn an_item_of_a_list_is_a_part_for_itself_and_another_one_is_asked_at_the_last() {
    let trial = Trial::new(TEMPLATE);
    let text = "[[episodes]]\nid = \"e1\"\nwhat = \"one\"\n[[episodes]]\nid = \"e2\"\n";
    let questions = own(trial.sheet(text));
    let sections = sections(&questions);
    assert_eq!(
        told(&sections),
        [
            "-: role since pay sworn tongue places",
            "- item 1: episodes.e1.date episodes.e1.what",
            "- item 2: episodes.e2.date episodes.e2.what episodes+",
        ]
    );
    assert_eq!(sections[2].item_path(), Path::parse("episodes.e2"));
    assert_eq!(sections[0].item_path(), None);
    assert_eq!(place(&sections, &Path::parse("episodes+").unwrap()), Some(2));
    assert_eq!(place(&sections, &Path::parse("nothing").unwrap()), None);
}

#[test]
fn what_is_too_long_is_cut_into_parts_of_about_the_same_length_and_nothing_is_lost() {
    let fields: String = (0..40).map(|at| format!("[fields.f{at}]\ntype = \"text\"\nask = \"{at}?\"\n")).collect();
    let head = &TEMPLATE[..TEMPLATE.find("[fields.role]").unwrap()];
    for count in 1..40 {
        let end = fields.find(&format!("[fields.f{count}]")).unwrap();
        let trial = Trial::new(&format!("{head}{}+++\nText.\n", &fields[..end]));
        let questions = own(trial.sheet(""));
        let sections = sections(&questions);
        let lengths: Vec<usize> = sections.iter().map(|section| section.questions.len()).collect();
        assert_eq!(lengths.iter().sum::<usize>(), count);
        assert!(lengths.iter().all(|length| (1..=7).contains(length)), "{count}: {lengths:?}");
        assert!(lengths.iter().max().unwrap() - lengths.iter().min().unwrap() <= 1, "{count}: {lengths:?}");
        let parts: Vec<(usize, usize)> = sections.iter().map(|section| section.part).collect();
        assert_eq!(parts, (1..=lengths.len()).map(|at| (at, lengths.len())).collect::<Vec<_>>());
    }
}

#[test]
fn an_address_stays_together_and_what_the_case_knows_does_not_make_a_part_long() {
    let trial = Trial::new(TEMPLATE);
    let sheet = trial.sheet("");
    let sections = sections(&sheet.questions);
    let first = &told(&sections)[0];
    assert!(first.starts_with("About you: proposed.people.ada.name "), "{first}");
    assert!(first.contains("address.street") && first.contains("address.country"), "{first}");
    assert!(matches!(sections[0].questions[0].state, State::Known(_)));
}

#[test]
fn a_part_says_how_far_it_has_come() {
    let trial = Trial::new(TEMPLATE);
    let standing = |text: &str| {
        let questions = own(trial.sheet(text));
        sections(&questions)[0].standing()
    };
    assert_eq!(standing(""), Standing::New);
    assert_eq!(standing("role = \"friend\"\n"), Standing::Begun);
    assert_eq!(standing("role = \"friend\"\nsince = \"soon\"\n"), Standing::Wrong);
    assert_eq!(standing("role = \"friend\"\nsince = 2014\nsworn = { declined = true }\n"), Standing::Done);
}
