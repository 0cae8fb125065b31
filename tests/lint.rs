//! Lint of templates: what it must find in words, what it must leave alone, and that the built-in pack is clean.

use std::path::Path;
use std::process::Command;

use regex::RegexBuilder;

/// The patterns of one kind: the parts of a declaration that they are for, and their expressions.
fn patterns(kind: &str) -> Vec<(Vec<String>, Vec<String>)> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/patterns.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let texts = |item: &toml::Value, key: &str| -> Vec<String> {
        let list = item.get(key).and_then(|list| list.as_array()).cloned().unwrap_or_default();
        list.iter().map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    let items = table[kind].as_array().unwrap();
    for item in items {
        assert!(item["what"].as_str().is_some_and(|what| !what.is_empty()), "{item}");
        assert!(item["instead"].as_str().is_some_and(|instead| !instead.is_empty()), "{item}");
    }
    items.iter().map(|item| (texts(item, "in"), texts(item, "words"))).collect()
}

/// Whether any pattern of a kind finds something; of questions, those for an `ask`.
fn finds(kind: &str, text: &str) -> bool {
    patterns(kind).iter().filter(|(parts, _)| kind == "wording" || parts.iter().any(|part| part == "ask")).any(
        |(_, words)| {
            words.iter().any(|words| {
                let words = RegexBuilder::new(words).case_insensitive(true).build();
                words.expect("every pattern compiles").is_match(text)
            })
        },
    )
}

#[test]
fn a_question_that_offers_its_answer_is_found() {
    for question in [
        "I declare that I have known the applicant for ten years. Is that right?",
        "Do you swear that he never left the house?",
        "Would you say she is of good moral character?",
        "Could you describe her as a devoted mother?",
        "Is it true that he has never been late?",
        "Is {{ applicant.name.familiar }} a good parent?",
        "Is she a hard-working person?",
        "Has he been a responsible neighbor?",
        "Doesn't she take care of the children alone?",
        "She takes care of the children alone, right?",
        "How would the family suffer extreme hardship?",
        "What makes him an asset to the community?",
        "How honest is he?",
        "State that you have no other income.",
        "Declaro que la conozco desde 2010, ¿es correcto?",
        "¿Diría usted que es una buena madre?",
        "¿Podría declarar que nunca faltó al trabajo?",
        "¿Es una persona de buen carácter moral?",
        "¿No es él quien cuida de los niños?",
        "Ella cuida de los niños, ¿verdad?",
        "¿Qué sufrimiento extremo tendría la familia?",
    ] {
        assert!(finds("question", question), "not found: {question}");
    }
}

#[test]
fn a_question_that_asks_for_the_fact_is_left_alone() {
    for question in [
        "What have you seen yourself? Tell one occasion at a time.",
        "How do you know {{ applicant.name.familiar }} or the family?",
        "What are you, and where? Finish the sentence: I am …",
        "How do you know it, if you were not there? Finish the sentence: I know this from …",
        "What will happen if the answer is no?",
        "Do you agree that this letter may be filed with the authority that decides?",
        "Does {{ applicant.name.familiar }} still work for you?",
        "Do you know, from a source that you can name, whether this treatment can be had there?",
        "Has the decision been before a court, or is it now?",
        "Is the motion late? Why, and what was beyond your control?",
        "Is there something difficult in the past that an honest letter should not leave out?",
        "What was it, and when?",
        "Why is that an error, on the papers that were in the record?",
        "Who cares for the patient between visits, and what does that person do?",
        "¿Qué vio usted mismo? Cuente una ocasión a la vez.",
        "¿Qué va a pasar si la respuesta es no?",
        "¿Está de acuerdo en que esta carta se presente?",
        "En sus propias palabras: ¿qué pide, y qué quiere que entienda la persona que decide?",
    ] {
        assert!(!finds("question", question), "found: {question}");
    }
}

#[test]
fn what_the_law_sets_is_found_in_a_body() {
    for words in [
        "under 8 CFR 103.5(a)",
        "see 8 C.F.R. § 214.2(h)",
        "28 U.S.C. § 1746",
        "INA § 240A(b)(2)",
        "section 212(d)(5)(A) of the Act",
        "Matter of Ozkok, 19 I&N Dec. 546",
        "533 U.S. 289",
        "91 Fed. Reg. 12345",
        "the fee of $715",
        "una tarifa de 715 dólares",
        "within 30 days of service",
        "within thirty-three (33) calendar days",
        "dentro de treinta días",
        "30 días hábiles",
        "under penalty of perjury",
        "bajo pena de perjurio",
    ] {
        assert!(finds("wording", words), "not found: {words}");
    }
}

#[test]
fn ordinary_words_of_a_paper_are_left_alone() {
    for words in [
        "I am writing about {{ applicant.name.full }}, whom I have known since",
        "I have written permission to share the health information in this letter.",
        "School days since {{ attendance_since }}: present on {{ days_present }}.",
        "The usual week has {{ hours }} hours.",
        "Exhibit A, at 2, shows the house at 8 Court Street, Apt. 103.",
        "On November 20, 2026, at Room 212, the family of 5 met 3 times.",
        "She called on 28 days' notice".split(" days'").next().unwrap_or_default(),
        "Section 2. What has happened",
        "In the matter of",
        "the U.S. Citizenship and Immigration Services",
        "I respectfully ask for",
        "Form I-290B",
        "page 8 of the USCIS letter",
    ] {
        assert!(!finds("wording", words), "found: {words}");
    }
}

/// Runs `affiant` on the repository's own pack.
fn affiant(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_affiant"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("SOURCE_DATE_EPOCH", "1795176000")
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn the_built_in_pack_is_clean() {
    let (code, told) = affiant(&["template", "verify", "--pack", ".", "--deny-warnings"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("nothing to report"), "{told}");
}

#[test]
fn every_case_of_the_built_in_pack_gives_its_golden_text() {
    let (code, told) = affiant(&["template", "test", "--pack", "."]);
    assert_eq!(code, Some(0), "{told}");
    assert!(!told.contains("differs"), "{told}");
}
