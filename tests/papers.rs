//! The papers themselves: golden text of every case, and what the law asks of them.

mod breaks;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use affiant::diag::{Code, Report};
use affiant::draft::{Drafted, Drafter, Editions, Emit, Finish, Output, Request, Subject};
use affiant::fields::{Field, FieldType};
use affiant::files::{FilePath, FileProblem, Files, Root};
use affiant::pack::Pack;
use affiant::source::Sources;
use affiant::template::Pin;

/// The repository as a pack, and one of its folders as the matter.
struct Repository {
    matter: PathBuf,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Repository {
    fn path(&self, file: &FilePath) -> PathBuf {
        let base = match &file.root {
            Root::Matter => self.matter.as_path(),
            Root::Pack => root(),
            Root::User | Root::Added(_) | Root::Fetched { .. } => {
                return PathBuf::from("/nonexistent").join(&file.path);
            }
        };
        base.join(&file.path)
    }
}

impl Files for Repository {
    fn read(&self, path: &FilePath) -> Result<Arc<[u8]>, FileProblem> {
        fs::read(self.path(path)).map(Arc::from).map_err(|_| FileProblem::Missing)
    }

    fn list(&self, folder: &FilePath) -> Result<Vec<String>, FileProblem> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.path(folder)).map_err(|_| FileProblem::Missing)? {
            let entry = entry.map_err(|error| FileProblem::Other(error.to_string()))?;
            let mark = if entry.path().is_dir() { "/" } else { "" };
            names.push(format!("{}{mark}", entry.file_name().to_string_lossy()));
        }
        names.sort();
        Ok(names)
    }
}

fn draft(drafter: &mut Drafter, subject: Subject, matter: &str) -> Drafted {
    let request = Request {
        subject,
        with: Vec::new(),
        set: Vec::new(),
        date: None,
        today: "2026-11-22".to_owned(),
        unknown_zone: None,
        pack: true,
        locked: false,
        finish: Finish::Draft,
        emit: Emit::Text,
        previous: None,
    };
    drafter.draft(&request, &Repository { matter: root().join(matter) })
}

fn text(drafted: &Drafted) -> String {
    match &drafted.output {
        Output::Text(text) => text.clone(),
        _ => panic!("no paper:\n{}", report(drafted)),
    }
}

fn report(drafted: &Drafted) -> String {
    affiant::term::report::human(&drafted.report, &drafted.sources, affiant::term::Terminal::none(100))
}

fn paper(matter: &str, draft_id: &str) -> String {
    let subject = Subject::Matter { draft: draft_id.to_owned() };
    text(&draft(&mut Drafter::new(), subject, &format!("examples/{matter}")))
}

/// A case of a template version, or of the newest version of a name.
fn case(template: &str, case: &str) -> String {
    let newest = || versions().into_iter().rfind(|pin| pin.name == template).unwrap().to_string();
    let template = if template.contains('@') { template.to_owned() } else { newest() };
    let subject = Subject::Case { template, case: case.to_owned(), editions: Editions::Released };
    text(&draft(&mut Drafter::new(), subject, "."))
}

/// Every version of every template of the built-in pack; each of them keeps building for ever.
fn versions() -> Vec<Pin> {
    let repository = Repository { matter: root().to_owned() };
    let listed = Pack::from_files(&repository).templates().into_iter();
    listed.flat_map(|listed| listed.versions.into_iter().map(move |version| Pin::new(&listed.name, version))).collect()
}

fn folder(pin: &Pin) -> PathBuf {
    root().join(format!("templates/{}/{}", pin.name, pin.version))
}

/// Each template version with its cases, `sample` first.
fn cases() -> Vec<(Pin, Vec<String>)> {
    let repository = Repository { matter: root().to_owned() };
    let pack = Pack::from_files(&repository);
    let cases: Vec<(Pin, Vec<String>)> = versions().into_iter().map(|pin| (pin.clone(), pack.cases(&pin))).collect();
    assert!(cases.len() >= 3, "the built-in pack has lost a template");
    for (pin, names) in &cases {
        assert!(names.len() > 1 && names[0] == "sample", "{pin} has no sample or no case: {names:?}");
    }
    cases
}

/// White space folded, so that a phrase is found wherever the text's lines are broken.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn has(text: &str, phrases: &[&str]) {
    let text = folded(text);
    for phrase in phrases {
        assert!(text.contains(phrase), "`{phrase}` is not in:\n{text}");
    }
}

fn lacks(text: &str, phrases: &[&str]) {
    let text = folded(text);
    for phrase in phrases {
        assert!(!text.contains(phrase), "`{phrase}` is in:\n{text}");
    }
}

const INSIDE: &str = "I declare under penalty of perjury that the foregoing is true and correct.";
const OUTSIDE: &str = "I declare under penalty of perjury under the laws of the United States of America \
                       that the foregoing is true and correct.";

#[test]
fn every_case_prints_its_golden_text() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut drafter = Drafter::new();
    let mut wrong = Vec::new();
    for (template, names) in cases() {
        let folder = folder(&template).join("expected");
        for name in &names {
            let subject =
                Subject::Case { template: template.to_string(), case: name.clone(), editions: Editions::Released };
            let found = text(&draft(&mut drafter, subject, "."));
            let file = folder.join(format!("{name}.md"));
            if update {
                fs::create_dir_all(&folder).unwrap();
                fs::write(&file, &found).unwrap();
            } else if fs::read_to_string(&file).ok().as_deref() != Some(&*found) {
                wrong.push(format!("{template}: {name}"));
            }
        }
        let kept: BTreeSet<String> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        let known: BTreeSet<String> = names.into_iter().collect();
        assert_eq!(kept, known, "{template}: golden text without a case, or a case without golden text");
    }
    assert!(wrong.is_empty(), "not the golden text (look, then `UPDATE=1 cargo test papers`): {wrong:#?}");
}

#[test]
fn every_word_of_a_template_is_printed_by_some_case() {
    for (template, names) in cases() {
        let source = fs::read_to_string(folder(&template).join("template.md")).unwrap();
        let body = source.splitn(3, "+++\n").nth(2).unwrap();
        let printed: String =
            names.iter().map(|name| folded(&case(&template.to_string(), name))).collect::<Vec<_>>().join("\n");
        let printed = letters(&printed);
        for piece in literal_pieces(body) {
            let wanted = letters(&piece);
            assert!(printed.contains(&wanted), "{template}: no case prints `{piece}`");
        }
    }
}

#[test]
fn every_question_helps_whoever_answers_it() {
    let (repository, mut sources) = (Repository { matter: root().to_owned() }, Sources::default());
    let pack = Pack::from_files(&repository);
    for (pin, _) in cases() {
        let name = pin.to_string();
        let template = pack.template(&mut sources, &pin).take(&mut Report::default()).unwrap();
        for party in &template.front.parties {
            assert!(party.ask.is_some(), "{name}: the party {} is not asked for", party.name);
        }
        for field in template.front.fields.iter().filter(|field| field.fact.is_none()) {
            question(&name, "", field);
        }
    }
}

fn question(template: &str, before: &str, field: &Field) {
    let path = format!("{before}{}", field.name);
    assert!(field.ask.is_some() && field.help.is_some(), "{template}: `{path}` has no `ask` or no `help`");
    let members = match &field.kind {
        FieldType::YesNo | FieldType::Choice(_) => &[],
        FieldType::List(item) => match item.as_ref() {
            FieldType::Group(members) => members.as_slice(),
            _ => &[],
        },
        _ => {
            assert!(field.example.is_some(), "{template}: `{path}` has no `example`");
            &[]
        }
    };
    for member in members {
        question(template, &format!("{path}."), member);
    }
}

/// The text between the tags of a body, line by line, without what Markdown only draws with.
fn literal_pieces(body: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let end = rest.find("{{").into_iter().chain(rest.find("{%")).min().unwrap_or(rest.len());
        let (literal, tag) = rest.split_at(end);
        pieces.extend(literal.lines().map(|line| line.trim().trim_start_matches("1.").to_owned()));
        let close = tag.find("}}").into_iter().chain(tag.find("%}")).min().map_or(tag.len(), |at| at + 2);
        rest = &tag[close..];
    }
    pieces.retain(|piece| letters(piece).len() > 2);
    pieces
}

/// Letters and digits only: what is compared when lines, quotes and marks may differ.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

#[test]
fn a_declaration_ends_as_its_place_of_signing_asks() {
    let inside = case("declaration", "petitioner-inside-us");
    has(&inside, &[INSIDE, "Executed on November 21, 2026, at Washington, D.C."]);
    lacks(&inside, &["under the laws of the United States", "D.C.."]);
    has(&case("declaration", "sample"), &[OUTSIDE, "Executed on November 20, 2026, at Nordhafen, Norvania."]);
    let unknown = case("declaration", "applicant-signs-later");
    has(&unknown, &[OUTSIDE, "(date)", "(city and country)"]);
    lacks(&unknown, &["Executed on November"]);
}

#[test]
fn a_sworn_letter_ends_likewise_and_an_unsworn_one_says_nothing_of_perjury() {
    has(&case("support-letter", "friend"), &[INSIDE]);
    has(&case("support-letter", "family"), &[OUTSIDE]);
    has(&case("support-letter", "family-unknown-place"), &[OUTSIDE]);
    for plain in ["sample", "teacher", "minimal"] {
        lacks(&case("support-letter", plain), &["perjury"]);
    }
}

#[test]
fn who_does_not_read_english_has_a_certificate_of_interpretation_with_every_element() {
    let read_back = case("declaration", "sample");
    has(
        &read_back,
        &[
            "I do not read English.",
            "Certificate of interpretation",
            "I, Inês Modelo, certify that I am competent to interpret and to translate between Portuguese and English.",
            "On November 20, 2026, I read the whole of the foregoing Declaration of Jorge Norte Ejemplo aloud to the \
             declarant in Portuguese",
            "a language that the declarant understands",
            "Before signing the declaration, the declarant told me that the declarant understood its contents.",
            "complete, true and accurate to the best of my abilities",
            "Rua do Exemplo 8",
            "+999 555-0152",
        ],
    );
    lacks(&case("declaration", "petitioner-inside-us"), &["interpret", "I do not read English"]);
    has(&case("declaration", "interpreter-missing"), &["Certificate of interpretation", "[NEEDED: "]);
}

#[test]
fn a_letter_for_outsiders_says_nothing_of_numbers_and_status() {
    let letters = [
        paper("funeral-parole", "letter-hospice"),
        paper("funeral-parole", "letter-aunt"),
        paper("funeral-parole", "letter-teacher"),
        paper("donor-reconsideration", "letter-transplant"),
    ];
    for letter in &letters {
        lacks(letter, &["A000-111-222", "000111222", "A-number", "IOE", "removed", "parole", "Tobías", "1988-04-12"]);
    }
    for (template, names) in cases().into_iter().filter(|(template, _)| template.name == "support-letter") {
        for name in names {
            lacks(&case(&template.to_string(), &name), &["A-number", "receipt", "status"]);
        }
    }
}

#[test]
fn the_funeral_matter_holds_what_it_must() {
    let declaration = paper("funeral-parole", "declaration");
    has(
        &declaration,
        &[
            "I, Marisela Prueba Ejemplo, declare:",
            "Date of birth: April 12, 1988",
            "A000-111-222",
            OUTSIDE,
            "at Puerto Ficticio, Costa Imaginaria",
            "I do not read English.",
            "Certificate of interpretation",
            "Benito Inventado Modelo",
            "visitor’s visa (B-2)",
            "From 2009 until August 6, 2019",
            "driving without a license",
            "60 days",
            "January 22, 2027",
            "T.P.",
        ],
    );
    lacks(&declaration, &["Tobías", "[NEEDED", "for good", "green card"]);
    let letter = paper("funeral-parole", "letter-hospice");
    has(&letter, &["November 12, 2026", "within two to six weeks", "From November 16", "T.P.", "stage IV"]);
    for id in ["letter-hospice", "letter-aunt", "letter-teacher"] {
        lacks(&paper("funeral-parole", id), &["[NEEDED", "To Whom It May Concern"]);
    }
    has(&paper("funeral-parole", "letter-aunt"), &[INSIDE]);
    // The day comes from the shared events into both papers.
    for id in ["declaration", "letter-aunt"] {
        has(&paper("funeral-parole", id), &["**November 16, 2026.**"]);
    }
}

#[test]
fn the_donor_matter_answers_each_reason_and_keeps_new_facts_from_the_record() {
    let subject = Subject::Matter { draft: "motion".to_owned() };
    let drafted = draft(&mut Drafter::new(), subject, "examples/donor-reconsideration");
    let motion = text(&drafted);
    has(
        &motion,
        &[
            "IOE0000000001",
            "was served by mail",
            "has not been and is not the subject of any judicial proceeding",
            "No surgery has been scheduled.",
            "The operation is fixed for January 14, 2027.",
            "The evidence of financial support is not sufficient.",
            "A second sponsor, Hana Samplewala, has signed Form I-134.",
            "The beneficiary has not shown that he tried to obtain a visa.",
            "It was refused on November 3, 2026.",
            "$800",
            "New with this motion",
            "Already in the record",
        ],
    );
    lacks(&motion, &["[NEEDED"]);
    let errors = motion.split("Errors on the record").nth(1).unwrap().split("Discretion").next().unwrap();
    lacks(errors, &["November 5", "Exhibit D", "Exhibit E", "Exhibit F"]);
    let told = report(&drafted);
    has(&told, &["November 23, 2026"]);
}

#[test]
fn a_reason_without_an_answer_and_a_new_exhibit_among_the_errors_are_gaps() {
    has(&case("reconsideration-request", "reason-unanswered"), &["[NEEDED: the answer to this reason]"]);
    has(
        &case("reconsideration-request", "new-exhibit-as-record"),
        &["[NEEDED: an exhibit that was in the record, in place of a new one]"],
    );
}

#[test]
fn no_paper_has_a_slip_of_the_pen_that_joining_words_can_make() {
    let mut papers: Vec<(String, String)> = Vec::new();
    for (template, names) in cases() {
        for name in names {
            papers.push((format!("{template}/{name}"), case(&template.to_string(), &name)));
        }
    }
    for (name, text) in papers {
        let folded = folded(&text);
        for slip in [" ,", " .", " ;", "( ", " )", "..", ",,", ",.", " the the ", "()", "{{", "}}", "{%"] {
            let known = folded.replace("...", "");
            assert!(!known.contains(slip), "{name}: `{slip}` in:\n{folded}");
        }
    }
}

/// What the page check says of a paper.
fn page_check(drafter: &mut Drafter, subject: Subject, matter: &str) -> Drafted {
    let request = Request { pack: true, ..Request::of(subject, "2026-11-22".to_owned(), Emit::PageCheck) };
    drafter.draft(&request, &Repository { matter: root().join(matter) })
}

#[test]
fn the_pages_of_every_case_and_example_hold_what_is_written_and_nothing_is_hidden() {
    let mut drafter = Drafter::new();
    let mut check = |subject: Subject, matter: &str| {
        let drafted = page_check(&mut drafter, subject, matter);
        let wrong = drafted.report.diagnostics.iter().find(|found| Code::OF_PAGES.contains(&found.code));
        assert!(wrong.is_none(), "{}", report(&drafted));
        drafter.end_round();
    };
    for (pin, names) in cases() {
        for case in names {
            let subject = Subject::Case { template: pin.to_string(), case, editions: Editions::Released };
            check(subject, ".");
        }
    }
    for (matter, drafts) in [
        ("donor-reconsideration", &["motion", "declaration-idris", "letter-transplant"][..]),
        ("funeral-parole", &["declaration", "letter-hospice", "letter-aunt", "letter-teacher"]),
    ] {
        for draft in drafts {
            check(Subject::Matter { draft: (*draft).to_owned() }, &format!("examples/{matter}"));
        }
    }
}
