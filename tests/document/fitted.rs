//! A text in the middle of a template's sentence: what it repeats goes, and what is a name stays.

use affiant::template::SlotContent;
use affiant::words::fragment::{fitted, is_unfit};
use proptest::prelude::*;

/// What the template says before and after, what a person wrote, and what is printed.
pub const FITTED: &[(&str, &str, &str, &str)] = &[
    ("I am Beto Placeholder’s ", ", and I have", "Older brother.", "older brother"),
    ("I am Beto Placeholder’s ", ", and I have", "older brother", "older brother"),
    ("I am Beto Placeholder’s ", ", and I have", "I am her older brother.", "older brother"),
    ("I am Beto Placeholder’s ", ", and I have", "Soy su tía", "tía"),
    ("I am Beto Placeholder’s ", ", and I have", "Yo soy la tía.", "tía"),
    ("I am Beto Placeholder’s ", ", and I have", "My niece", "my niece"),
    ("I am Beto Placeholder’s ", ", and I have", "He is my nephew.", "He is my nephew"),
    ("I am Beto Placeholder’s ", ", and I have", "Mi sobrina", "mi sobrina"),
    ("I am Luis’ ", ", and I have", "a Godmother", "godmother"),
    ("I am Beto’s ", ", and I have", "Mother-in-law", "mother-in-law"),
    ("I am Beto’s ", ", and I have", "Mexican cousin", "Mexican cousin"),
    ("I am Beto’s ", ", and I have", "Older Brother", "older brother"),
    ("I am ", ", and I am", "I am a pediatric oncologist at Elm Hospital.", "a pediatric oncologist at Elm Hospital"),
    ("My name is Ada. I am ", ", and I am", "I’m a nurse.", "a nurse"),
    ("My name is Ada. I am ", ", and I am", "The Pastor of Elm Church.", "the pastor of Elm Church"),
    ("I am ", ", and I am", "The treasurer of the Elm Street Gardeners", "the treasurer of the Elm Street Gardeners"),
    ("I am ", ", and I am", "Pastor Juan Prueba", "Pastor Juan Prueba"),
    ("I am ", ", and I am", "Pastor of Elm Church", "pastor of Elm Church"),
    ("I am ", ", and I am", "ICU nurse at Elm", "ICU nurse at Elm"),
    ("I am ", ", and I am", "RN", "RN"),
    ("I am ", ", and I am", "Dr. Sur", "Dr. Sur"),
    ("I am ", ", and I am", "English teacher at Elm", "English teacher at Elm"),
    ("I am ", ", and I am", "OB-GYN", "OB-GYN"),
    ("I am ", ", and I am", "Cardiologist at Elm", "cardiologist at Elm"),
    ("I am ", ", and I am", "A Registered Nurse", "a registered nurse"),
    ("I am ", ", and I am", "I am, since 2010, a teacher", "I am, since 2010, a teacher"),
    ("I am ", ", and I am", "I am.", "I am"),
    ("has worked for us as ", " since March", "a line cook.", "a line cook"),
    ("has worked for us as ", " since March", "As a line cook", "a line cook"),
    ("has worked for us as ", " since March", "Line cook", "line cook"),
    ("has worked for us as ", " since March", "foreman of Smith & Sons, Inc.", "foreman of Smith & Sons, Inc."),
    ("has worked for us as ", " since March", "assistant to J. Norte, Jr.", "assistant to J. Norte, Jr."),
    ("has worked for us as ", " since March", "an aide on Elm St.", "an aide on Elm St."),
    ("has worked for us as ", " since March", "an aide to Ada P.", "an aide to Ada P."),
    ("I teach ", " at", "I teach mathematics in the sixth grade.", "mathematics in the sixth grade"),
    ("I teach ", " at", "English", "English"),
    ("I teach math at ", ", and", "Elm Elementary School.", "Elm Elementary School"),
    ("I teach math at ", ", and", "Baker", "Baker"),
    ("I teach math at ", ", and", "The Elm School", "The Elm School"),
    ("I know this from ", ".", "My sister, who telephoned me.", "my sister, who telephoned me."),
    ("I know this from ", ".", "from my sister", "my sister"),
    ("I know this from ", ".", "My English teacher", "my English teacher"),
    ("I know this from ", ".", "Our Lady of Elm", "Our Lady of Elm"),
    ("what I said in ", " (2019)", "My visa form.", "my visa form"),
    ("be granted parole for ", ".", "One year.", "one year."),
    ("be granted parole for ", ".", "for one year", "one year"),
    // Where no sentence has begun, or none goes on, a text stays as it is.
    ("", "", "Older brother.", "Older brother."),
    ("- Occupation: ", "", "Line cook.", "Line cook."),
    ("My name is Ada. ", " It is so.", "I am a nurse.", "I am a nurse."),
    ("January 14: ", "", "90 minutes at their home.", "90 minutes at their home."),
    ("Is it so? ", "", "Older brother", "Older brother"),
    ("I live on Elm St. with ", ", and", "My mother.", "my mother"),
];

#[test]
fn a_text_that_continues_a_sentence_fits_into_it() {
    for (before, after, text, wanted) in FITTED {
        assert_eq!(fitted(text, before, after), *wanted, "{before}‹{text}›{after}");
    }
}

#[test]
fn what_finishes_no_sentence_is_known_from_what_does() {
    let (relation, calling) = (("I am Beto Placeholder’s ", ", and I have"), ("I am ", ", and I am"));
    for (text, (before, after)) in [
        ("My niece", relation),
        ("my sister’s daughter", relation),
        ("Mi sobrina", relation),
        ("Nuestra vecina", relation),
        ("Beto’s aunt", relation),
        ("I am the aunt of Beto.", relation),
        ("She is my niece.", relation),
        ("I was her teacher", relation),
        ("cousin?", relation),
        ("aunt and godmother!", relation),
        ("Aunt…", relation),
        ("Ella es mi sobrina", relation),
        ("I have been a nurse for 10 years.", calling),
        ("I work at Elm Hospital", calling),
        ("Trabajo en un hospital", calling),
    ] {
        assert!(is_unfit(text, before, after), "{before}‹{text}›{after}: {}", fitted(text, before, after));
    }
    for (before, after, text, wanted) in FITTED {
        let told = ["my niece", "He is my nephew", "mi sobrina", "I am, since 2010, a teacher", "I am"];
        assert_eq!(is_unfit(text, before, after), told.contains(wanted), "{before}‹{text}›{after}");
    }
    assert!(!is_unfit("My brother", "I live with ", ", and"));
    assert!(!is_unfit("she is ill", "I believe that ", "."));
    assert!(!is_unfit("friend of twenty years", relation.0, relation.1));
}

#[test]
fn the_tree_says_which_texts_continue_a_sentence() {
    let said = |text: &str| SlotContent::Said(text.to_owned());
    assert_eq!(
        super::shown(
            "I am ‹0›, and I write about ‹1›, **‹0›**.\n\n‹0›\n",
            vec![said("I am a nurse."), said("Older brother.")]
        ),
        "I am a nurse, and I write about older brother, **I am a nurse.**.\n\nI am a nurse.\n"
    );
}

proptest! {
    #![proptest_config(crate::cases(1000))]

    /// Whatever a person writes, some of it is printed, in its order, and what is already fitted stays.
    #[test]
    fn fitting_invents_nothing(text in "[A-Za-zñ .,']{1,40}", before in "(I am |as |Ada’s |My name is |)", after in "(, and| since|.|)") {
        let fits = fitted(&text, &before, &after);
        let lower = |text: &str| text.to_lowercase();
        prop_assert!(lower(&text).contains(&lower(&fits)), "{fits}");
        prop_assert_eq!(fits.chars().any(char::is_alphanumeric), text.chars().any(char::is_alphanumeric));
    }
}
