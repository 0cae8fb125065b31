//! The answer file: what was said comes back as it was, and what is damaged, cut or something else is refused.

use affiant::interview::Path;
use affiant::interview::parcel::{Answer, BUCKETS, Body, Contents, Parcel, Said, Trouble};
use affiant::interview::seal::{PrivateKey, SEED};

const KIT: &str = "0f3c5a7e9b1d2f4061728394a5b6c7d8";

fn contents() -> Contents {
    let answer = |path: &str, said: Said| Answer { path: Path::parse(path).unwrap(), said };
    Contents {
        draft: "letter-hospice".to_owned(),
        template: "support-letter@1.0.0".to_owned(),
        language: "es".to_owned(),
        face: "kit".to_owned(),
        on: "2026-11-21".to_owned(),
        answers: vec![
            answer("role", Said::Text("physician".to_owned())),
            answer("episodes.e101.what", Said::Text("Ella dijo: “sí”.\n\n\\ y \"no\".".to_owned())),
            answer("prognosis", Said::Unknown),
            answer("diagnosis", Said::Declined),
            answer("episodes+", Said::Skipped),
        ],
    }
}

fn key() -> PrivateKey {
    PrivateKey::made_from(&[7; SEED])
}

fn sealed() -> String {
    contents().sealed(KIT, &key().public(), &[9; SEED]).unwrap().text()
}

/// What `import` does with a file: read it, look whether the kit is known, open it.
fn opened(bytes: &[u8]) -> Result<Contents, Trouble> {
    let parcel = Parcel::read(bytes)?;
    if parcel.kit != KIT {
        return Err(Trouble::NotAnswers);
    }
    parcel.contents(Some(&key()))
}

#[test]
fn what_was_said_comes_back() {
    assert_eq!(opened(sealed().as_bytes()), Ok(contents()));
    assert_eq!(opened(contents().plain(KIT).text().as_bytes()), Ok(contents()));
    // As mail programs and editors leave it.
    assert_eq!(opened(format!("\u{feff}{}\r\n", sealed()).as_bytes()), Ok(contents()));
    let parcel = Parcel::read(sealed().as_bytes()).unwrap();
    assert!(matches!(&parcel.body, Body::Sealed(id, _) if *id == key().public().id()), "{parcel:?}");
    assert_eq!(parcel.contents(None), Err(Trouble::NotOpened));
}

#[test]
fn every_flipped_byte_and_every_cut_of_a_sealed_file_is_refused() {
    let whole = sealed();
    assert!(!whole.contains(char::is_whitespace));
    // Each byte around what is sealed; of that itself, whose every byte is tried elsewhere, one in twenty.
    for at in (0..whole.len()).filter(|at| *at < 300 || at + 50 > whole.len() || at % 20 == 0) {
        let mut changed = whole.clone().into_bytes();
        changed[at] ^= 1 << (at % 8);
        assert!(opened(&changed).is_err(), "byte {at}");
    }
    for end in 0..whole.len() {
        assert_eq!(Parcel::read(&whole.as_bytes()[..end]), Err(Trouble::NotWhole), "cut at {end}");
    }
}

#[test]
fn every_flipped_byte_of_what_was_said_plainly_is_refused() {
    let whole = contents().plain(KIT).text();
    let from = whole.find("plain").unwrap();
    for at in from..whole.len() {
        let mut changed = whole.clone().into_bytes();
        changed[at] ^= 1;
        assert!(opened(&changed).is_err(), "byte {at}");
    }
    for end in 0..whole.len() {
        assert_eq!(Parcel::read(&whole.as_bytes()[..end]), Err(Trouble::NotWhole), "cut at {end}");
    }
}

#[test]
fn the_length_of_a_sealed_file_says_little() {
    let length = |words: usize| {
        let mut contents = contents();
        contents.answers[1].said = Said::Text("word ".repeat(words));
        contents.sealed(KIT, &key().public(), &[9; SEED]).map(|parcel| parcel.text().len())
    };
    assert_eq!(length(0), length(2_000));
    assert!(length(2_000) < length(5_000));
    assert_eq!(length(BUCKETS[6]), None, "more than a letter can be");
}

#[test]
fn what_is_no_answer_file_is_told_for_what_it_is() {
    let of = |text: &str| Parcel::read(text.as_bytes()).unwrap_err();
    assert_eq!(of("\n<!DOCTYPE html><title>affiant-answers</title>"), Trouble::Page);
    assert_eq!(of("%PDF-1.7"), Trouble::NotAnswers);
    assert_eq!(of("role = \"physician\""), Trouble::NotAnswers);
    assert_eq!(of("{\"format\":\"other\",\"version\":1,\"kit\":\"\"}"), Trouble::NotAnswers);
    assert_eq!(of(""), Trouble::NotWhole);
    assert_eq!(of(&sealed().replace("\"version\":1", "\"version\":2")), Trouble::Newer);
    assert_eq!(of(&sealed().replace(KIT, "../../etc/passwd")), Trouble::NotWhole);
    assert_eq!(of(&sealed().replace("\"version\"", "\"also\":1,\"version\"")), Trouble::NotWhole);
    assert_eq!(Parcel::read(&vec![b' '; 3 << 20]), Err(Trouble::TooLarge));
    assert_eq!(of(&"[".repeat(1 << 20)), Trouble::NotAnswers);
}

#[test]
fn more_answers_than_any_letter_has_are_refused() {
    let of = |count: usize| {
        let answer =
            |at: usize| Answer { path: Path::parse(&format!("episodes.e{at}.what")).unwrap(), said: Said::Unknown };
        let contents = Contents { answers: (0..count).map(answer).collect(), ..contents() };
        Contents::read(contents.text().as_bytes()).map(|contents| contents.answers.len())
    };
    assert_eq!((of(500), of(501)), (Ok(500), Err(Trouble::TooMany)));
}

#[test]
fn contents_that_are_not_whole_are_refused() {
    let text = contents().text();
    let refused = |from: &str, to: &str| {
        assert!(text.contains(from), "`{from}` is not in {text}");
        Contents::read(text.replacen(from, to, 1).as_bytes())
    };
    let not_whole = Err(Trouble::NotWhole);
    assert_eq!(refused("\"count\":5", "\"count\":6"), not_whole);
    assert_eq!(refused("{\"path\":\"prognosis\",\"kind\":\"unknown\"},", ""), not_whole);
    assert_eq!(refused("\"path\":\"prognosis\"", "\"path\":\"diagnosis\""), not_whole, "the same path twice");
    assert_eq!(refused("\"path\":\"prognosis\"", "\"path\":\"a..b\""), not_whole);
    assert_eq!(refused("\"kind\":\"unknown\"", "\"kind\":\"text\""), not_whole, "a text without its text");
    assert_eq!(refused("\"kind\":\"unknown\"", "\"kind\":\"unknown\",\"text\":\"\""), not_whole);
    assert_eq!(refused("2026-11-21", "tomorrow"), not_whole);
    assert_eq!(refused("\"language\":\"es\",", ""), not_whole);
    assert_eq!(Contents::read(format!("{text}{}", " ".repeat(1 << 20)).as_bytes()), Err(Trouble::TooLarge));
}
