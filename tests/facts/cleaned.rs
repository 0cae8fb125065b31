//! What people paste without seeing it: what goes, what stays, and that nothing which is seen is lost.

use affiant::facts::characters::{clean, first_refused};
use proptest::prelude::*;

/// What is written, and what it comes to.
const CLEANED: &[(&str, &str)] = &[
    ("an ordinary text, señor", "an ordinary text, señor"),
    ("zero\u{200b}width", "zerowidth"),
    ("word\u{2060}joiner and \u{feff}mark", "wordjoiner and mark"),
    ("in\u{ad}vis\u{ad}ible", "invisible"),
    ("over the line\u{ad}\nend and over\u{ad}\r\nagain", "over the lineend and overagain"),
    ("one\u{2028}two\u{85}three\u{b}four\u{c}five\rsix\r\nseven", "one\ntwo\nthree\nfour\nfive\nsix\nseven"),
    ("one\u{2029}two", "one\n\ntwo"),
    ("\u{202a}+1 202 555 0100\u{202c}", "+1 202 555 0100"),
    ("\u{202d}+1 202 555 0100\u{202c}", "+1 202 555 0100"),
    ("\u{2068}Ada\u{2069} and \u{200e}Bea\u{200f}\u{61c}", "Ada and Bea"),
    // What carries the reading stays.
    ("\u{5d0}\u{5d1} 12\u{200f}, \u{200e}a", "\u{5d0}\u{5d1} 12\u{200f}, \u{200e}a"),
    ("\u{5d0}\u{200f}\u{200f}\u{200f}", "\u{5d0}\u{200f}"),
    ("می\u{200c}خواهم", "می\u{200c}خواهم"),
    ("क्\u{200d}ष", "क्\u{200d}ष"),
    ("Auf\u{200c}lage a\u{200d}\u{200d}\u{200d}", "Auflage a"),
    ("👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} 1\u{fe0f}\u{20e3}", "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} 1\u{fe0f}\u{20e3}"),
    ("a\u{fe0f} 1\u{fe0f} 葛\u{e0100}", "a 1 葛\u{e0100}"),
    ("😀\u{fe0f}\u{fe0f}\u{fe0f}", "😀\u{fe0f}"),
    // Bullets of Symbol and Wingdings.
    ("\u{f0b7}\tone\n \u{f0a7} two\n\u{f0d8}three", "•\tone\n • two\n•three"),
    ("one \u{f0b7} two \u{f0fc} three", "one • two \u{f0fc} three"),
    // What is refused is left for whoever refuses it.
    ("turn\u{202e}ed \u{0} \u{e000} \u{e0041}", "turn\u{202e}ed \u{0} \u{e000} \u{e0041}"),
];

#[test]
fn what_no_reader_sees_goes() {
    for (text, wanted) in CLEANED {
        assert_eq!(clean(text).text, *wanted, "{text:?}");
    }
}

#[test]
fn what_is_refused_is_named_by_its_place() {
    let cases = [
        ("plain", None),
        ("zero\u{200b}width", None),
        ("one\ntwo \u{202e}three", Some(('\u{202e}', 2, 5))),
        ("o\u{200b}ne\u{2028}t\u{feff}wo\u{0}", Some(('\u{0}', 2, 4))),
        ("\u{f0fc} at the start", None),
        ("in \u{f0fc} between", Some(('\u{f0fc}', 1, 4))),
        ("\u{5d0}\u{2067}", Some(('\u{2067}', 1, 2))),
    ];
    for (text, wanted) in cases {
        let found = first_refused(text).map(|found| (found.character, found.line, found.column));
        assert_eq!(found, wanted, "{text:?}");
    }
}

/// A text with everything that the table knows, and with ordinary letters of many scripts between.
fn odd_text() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{61c}', '\u{2028}', '\u{2029}', '\u{202a}',
        '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2060}', '\u{2066}', '\u{2069}', '\u{feff}', '\u{ad}',
        '\u{85}', '\r', '\n', '\t', '\u{b}', '\u{c}', '\u{f0b7}', '\u{f0a7}', '\u{fe0f}', '\u{20e3}', '1', ' ', 'a',
        'é', 'م', 'א', 'क', '葛', '👩', '❤',
    ]);
    let letter = prop_oneof![4 => known, 1 => any::<char>()];
    prop::collection::vec(letter, 0..40).prop_map(|letters| letters.into_iter().collect())
}

/// What is seen of a text: not its white space, and nothing that is never drawn.
fn seen(text: &str) -> String {
    let unseen = |letter: char| {
        letter.is_whitespace()
            || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202d}' | '\u{2060}'..='\u{2064}'
                | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
    };
    let bullets = [
        '\u{f02d}', '\u{f0b7}', '\u{f0a7}', '\u{f0a8}', '\u{f0d8}', '\u{f0e0}', '\u{f0e8}', '\u{f0f0}', '\u{f0fc}',
        '\u{f0fe}',
    ];
    let bullet = |letter: char| {
        let is = bullets.contains(&letter) || matches!(letter, '\u{f06c}'..='\u{f077}' | '\u{f09e}'..='\u{f0a1}');
        if is { '•' } else { letter }
    };
    text.chars().filter(|letter| !unseen(*letter)).map(bullet).collect()
}

proptest! {
    #![proptest_config(crate::cases(4000))]

    #[test]
    fn cleaning_loses_nothing_that_is_seen_and_is_done_once(text in odd_text()) {
        let cleaned = clean(&text);
        prop_assert_eq!(seen(&cleaned.text), seen(&text));
        prop_assert_eq!(&clean(&cleaned.text).text, &cleaned.text);
        prop_assert!(clean(&cleaned.text).gone.is_empty());
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&cleaned.text), letters(&text));
    }

    #[test]
    fn a_text_in_a_file_is_cleaned_as_one_in_a_form(text in odd_text()) {
        let cleaned = clean(&text).text.into_owned();
        let quoted: String = text.chars().map(|letter| format!("\\U{:08X}", u32::from(letter))).collect();
        let written = format!("a = \"{quoted}\"\n");
        let mut sources = affiant::source::Sources::default();
        let pass = affiant::facts::read(&mut sources, "a.toml", written.as_bytes());
        let refused = first_refused(&text).is_some();
        prop_assert_eq!(pass.report.has(affiant::diag::Severity::Error), refused, "{:?}", pass.report);
        if !refused {
            let root = pass.output.unwrap();
            prop_assert_eq!(root.at("a").unwrap().text().unwrap(), cleaned);
        }
    }
}

#[test]
fn white_space_of_any_kind_is_one_space_on_the_page() {
    let front = "[fields]\nline = { type = \"text\" }\nprose = { type = \"prose\" }\ntied = { type = \"text\" }\n";
    let answers = r#"
line  = "Mon\t9:00\u2003\u3000dialysis\u1680and  more\r\nstill"
prose = "\t•\tafter  it\u2009here\n\n  two\u00a0\u00a0words \u00a0 more"
tied  = "10\u00a0km"
"#;
    let (checked, problems) = super::check(front, "", answers);
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(super::value(&checked, "line"), format!("{:?}", "Mon 9:00 dialysis and more still"));
    assert_eq!(super::value(&checked, "prose"), format!("{:?}", " • after it here\n\n two\u{a0}words more"));
    assert_eq!(super::value(&checked, "tied"), format!("{:?}", "10\u{a0}km"));
}
