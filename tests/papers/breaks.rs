//! Where pages end, over sixty lengths of each paper: filled, with no heading last, no line alone and no signature
//! alone.

use affiant::draft::{Drafter, Emit, Request, Subject};
use affiant::typeset::engine::PageEnd;

use super::{Repository, root};

/// How many lines may be left open at the foot of a page.
const OPEN: f64 = 5.0;

/// So many words, in paragraphs of some four lines.
fn words(count: usize) -> String {
    let some = "I was there that day and saw what happened to the family and how they held on to one another through all of it";
    let mut all = some.split(' ').cycle();
    let mut text = String::from("This was so.");
    for at in 0..count {
        text.push_str(if at % 55 == 54 { "\n\n" } else { " " });
        text.extend(all.next());
    }
    text + "."
}

/// The pages of a paper of an example matter, with so many words more in one of its answers.
fn pages(
    drafter: &mut Drafter,
    (matter, draft, answer): (&str, &str, &str),
    count: usize,
) -> (Vec<Vec<String>>, Vec<PageEnd>) {
    let subject = Subject::Matter { draft: draft.to_owned() };
    let request = Request {
        pack: true,
        set: vec![(format!("answers.{answer}"), words(count))],
        ..Request::of(subject, "2026-11-22".to_owned(), Emit::Pdf)
    };
    let files = Repository { matter: root().join("examples").join(matter) };
    let pages = drafter.page_breaks(&request, &files).unwrap_or_else(|| panic!("{draft} has no pages"));
    drafter.end_round();
    pages
}

/// What is wrong with where the pages of a paper end.
fn faults(paper: (&str, &str, &str), (headings, signer): (&[&str], &str)) -> Vec<String> {
    let mut drafter = Drafter::new();
    let mut faults = Vec::new();
    for count in (0..60).map(|step| step * 9) {
        let (lines, ends) = pages(&mut drafter, paper, count);
        let mut fault = |what: String| faults.push(format!("{}, {count} words more: {what}", paper.1));
        for (at, end) in ends.iter().enumerate() {
            if end.open_lines.is_some_and(|open| open > OPEN) {
                fault(format!("page {} leaves {:.1} lines open", at + 1, end.open_lines.unwrap_or_default()));
            }
            if end.split.is_some_and(|(here, there)| here < 2 || there < 2) {
                fault(format!("a line stands alone after or before page {}: {:?}", at + 1, end.split));
            }
            let is_heading = |line: &String| headings.iter().any(|heading| line.trim() == *heading);
            // A declaration has two lines at its foot.
            if let Some(last) = lines[at].iter().rev().take(3).find(|line| is_heading(line)) {
                fault(format!("page {} ends with the heading {last}", at + 1));
            }
        }
        let is_signer = |line: &String| line.trim_start().starts_with(signer);
        let on = lines.iter().rposition(|page| page.iter().any(is_signer)).expect("a signature");
        let before = lines[on].iter().rposition(is_signer).unwrap_or_default();
        // On a page that is not the first, one line may be the head; the text has two or more.
        if before < 3 {
            fault(format!("the signature is alone on its page: {:?}", lines[on]));
        }
    }
    faults
}

#[test]
fn pages_are_full_and_end_well_whatever_the_length_of_a_letter() {
    let faults = faults(("funeral-parole", "letter-hospice", "more"), (&[], "Ada Placeholder"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn pages_are_full_and_end_well_whatever_the_length_of_a_declaration() {
    let headings = ["Who I am", "What happened", "What I ask"];
    let faults = faults(("donor-reconsideration", "declaration-idris", "background"), (&headings, "Idris"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn pages_are_full_and_end_well_whatever_the_length_of_a_motion() {
    let headings = ["Conclusion", "Discretion", "Grounds"];
    let faults = faults(("donor-reconsideration", "motion", "discretion"), (&headings, "Clara"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
