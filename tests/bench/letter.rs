//! The two-page letter that is measured, as a matter for affiant and as a source for `typst`.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use super::plain::Plain;
use super::{AFFIANT, compare, median, ms, report};
use affiant::draft::{Drafter, Emit, Finish, Request, Subject};
use affiant::files::{FilePath, FileProblem, Files};

/// Where the letter lies in both forms.
pub struct Letter {
    /// The matter's folder.
    pub matter: PathBuf,
    /// The answers that a save changes.
    pub answers: PathBuf,
    /// The same letter for `typst`.
    pub typst: PathBuf,
    /// Where `typst` writes.
    pub typst_pdf: PathBuf,
}

/// The people of the letter.
pub const FACTS: &str = r#"
fictional = true
[people.ada]
name = { first = "Ada", last = "Placeholder" }
title = "Volunteer"
organization = "Example Children's Hospital"
address = { street = "100 Example Avenue", city = "Sampleton", state = "IL", zip = "60000", country = "US" }
phone = "217-555-0100"
pronouns = "she"
[people.marisela]
name = { first = "Marisela", last = "Prueba Ejemplo" }
pronouns = "she"
"#;

/// One paragraph of what the doctor saw; `save` makes each save's text a new one.
fn episode(number: usize, save: usize) -> String {
    format!(
        "[[episodes]]\nid = \"e{number}\"\ndate = \"2026-11-{day:02}\"\nwhat = \"\"\"\nOn the evening of visit {number}, \
         reading {save}, his mother was on the telephone with the ward from seven until he slept. She asked the nurse \
         what he had eaten, which was half a cup of rice, and she sang to him until his breathing slowed. He asked me \
         twice whether she could come. I have written this down in the chart on the same evening, as I do with every \
         visit in which a family decides something, and I can show the entry to anybody who asks for it.\n\"\"\"\n\n",
        day = 1 + number
    )
}

/// All that a letter must have besides.
const NEEDED: &str = r#"
role = "friend"
known_since = "2025-03"
how_in_touch = "I see her son every morning on the ward, and I speak with her by telephone every Friday."
if_refused = "He will go on asking for her, and I will go on having no answer that he believes."
when_it_matters = "The weeks from now until the end of January are the ones in which he knows who is with him."
agreed_to_filing = true
may_be_contacted = true
sworn = true
signed_where = "inside-us"
signed_at = "Sampleton, Illinois"

"#;

/// The answers at one save: nothing is lacking, and seven episodes fill two pages.
pub fn answers(save: usize) -> String {
    let head = NEEDED;
    let episodes: String = (1..=7).map(|number| episode(number, if number == 4 { save } else { 0 })).collect();
    format!("{head}{episodes}")
}

/// Writes a matter with `count` copies of the letter.
pub fn matter(folder: &Path, count: usize) -> std::io::Result<()> {
    std::fs::create_dir_all(folder.join("answers"))?;
    let mut text = String::from("title = \"A letter, to be measured\"\nfacts = [\"facts.toml\"]\ndate = 2026-11-20\n");
    for number in 0..count {
        let id = if count == 1 { "letter".to_owned() } else { format!("letter-{number}") };
        let _ = write!(
            text,
            "[[draft]]\nid = \"{id}\"\ntemplate = \"support-letter@1.0.0\"\n\
             with = {{ writer = \"people.ada\", applicant = \"people.marisela\" }}\n"
        );
        std::fs::write(folder.join("answers").join(format!("{id}.toml")), answers(0))?;
    }
    std::fs::write(folder.join("matter.toml"), text)?;
    std::fs::write(folder.join("facts.toml"), FACTS)
}

/// A pack with one template, which prints the writer's title in each of its paragraphs: two pages.
pub fn pack_of_every(folder: &Path) -> std::io::Result<PathBuf> {
    let pack = folder.join("pack");
    let (template, look) = (pack.join("templates/every/1.0.0"), pack.join("snippets/letter/1.0.0"));
    std::fs::create_dir_all(&template)?;
    std::fs::create_dir_all(&look)?;
    std::fs::write(pack.join("templates/pack.toml"), "name = \"measured\"\nversion = \"0.1.0\"\n")?;
    std::fs::write(look.join("look.typ"), include_str!("../../snippets/letter/1.0.0/look.typ"))?;
    let front = "+++\ntitle = \"Letter\"\nlook = \"letter@1.0.0\"\n\n[parties.writer]\nneeds = [\"name\", \"title\"]\n\n\
                 [parties.applicant]\nneeds = [\"name\"]\n+++\n\n{{ letterhead(of=writer) }}\n\n";
    let paragraph = |number: usize| {
        let text = episode(number, 0);
        let words = text.lines().nth(4).unwrap_or_default();
        format!("As {{{{ writer.title }}}} I say this of {{{{ applicant.name.full }}}}. {words}\n\n")
    };
    let body: String = (1..=8).map(paragraph).collect();
    std::fs::write(template.join("template.md"), format!("{front}{body}{{{{ signature(of=writer) }}}}\n"))?;
    Ok(pack)
}

/// Writes the letter in both forms.
pub fn write(folder: &Path) -> std::io::Result<Letter> {
    let root = folder.join("one");
    matter(&root, 1)?;
    let typst = folder.join("peer").join("letter.typ");
    std::fs::create_dir_all(folder.join("peer"))?;
    let text =
        Command::new(&*AFFIANT).arg("build").arg(&root).args(["--draft", "letter", "--emit", "text"]).output()?;
    assert!(text.status.success(), "{}", String::from_utf8_lossy(&text.stderr));
    let letter = Letter {
        answers: root.join("answers/letter.toml"),
        matter: root,
        typst_pdf: typst.with_extension("pdf"),
        typst,
    };
    std::fs::write(&letter.typst, peer(&String::from_utf8_lossy(&text.stdout)))?;
    Ok(letter)
}

/// The same words as a plain Typst letter, as somebody would write it by hand.
pub fn peer(text: &str) -> String {
    let escaped: String = text
        .chars()
        .flat_map(|letter| {
            let special = matches!(letter, '#' | '[' | ']' | '*' | '_' | '$' | '@' | '<' | '\\' | '`' | '~');
            special.then_some('\\').into_iter().chain(std::iter::once(letter))
        })
        .collect();
    format!(
        "#set document(title: \"Support letter\", author: \"Ada Placeholder\", date: datetime(year: 2026, month: 11, day: 20))\n\
         #set page(\"us-letter\", margin: 1in, numbering: \"1\")\n#set text(11pt, lang: \"en\")\n\n{}",
        escaped.replace('\n', "\n\n")
    )
}

/// A one-word change inside the worker, against what Typst itself needs for the same source.
pub fn recompile() {
    let files = Memory::new();
    let mut drafter = Drafter::new();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut peer = Plain::new();
    for save in 0..1000 {
        files.set_answers(answers(save));
        let start = Instant::now();
        let drafted = drafter.draft(&request(Emit::Pdf), &files);
        let taken = start.elapsed();
        assert!(!drafted.digest.is_empty(), "{:?}", drafted.report);
        drafter.end_round();
        let affiant::draft::Output::Text(source) = drafter.draft(&request(Emit::Typst), &files).output else { return };
        let plain = peer.compile(&source);
        if save >= 10 {
            ours.push(taken);
            theirs.push(plain);
        }
    }
    compare("recompile after a one-word change, inside the worker", median(&mut ours), median(&mut theirs));
}

/// What the page check of a laid-out letter takes, and how many pages the letter has.
pub fn page_check() {
    const TIMES: usize = 1000;
    let files = Memory::new();
    let mut drafter = Drafter::new();
    let pages = match drafter.draft(&request(Emit::Pdf), &files).output {
        affiant::draft::Output::Pdf { pages, .. } => pages,
        _ => 0,
    };
    let mut took = |times: usize| {
        let start = Instant::now();
        assert_eq!(drafter.check_often(&request(Emit::Pdf), &files, times), Some(0));
        start.elapsed()
    };
    let mut measured: Vec<_> = (0..9).map(|_| took(TIMES + 1).saturating_sub(took(1)) / 1000).collect();
    let time = median(&mut measured);
    report(&format!(
        "page check of a letter of {pages} pages, inside the worker: {:.3} ms",
        time.as_secs_f64() * 1000.0
    ));
}

/// What the first paper of a process takes, stage by stage, and the second one.
pub fn stages() {
    let files = Memory::new();
    let mut drafter = affiant::draft::Drafter::new();
    for round in ["first", "second"] {
        for (what, emit) in [("composed", Emit::Check), ("typeset", Emit::Pdf)] {
            let start = Instant::now();
            let drafted = drafter.draft(&request(emit), &files);
            let taken = start.elapsed();
            assert!(!drafted.digest.is_empty(), "{:?}", drafted.report);
            report(&format!("{round} paper of a process, {what}: {}", ms(taken)));
        }
    }
}

fn request(emit: Emit) -> Request {
    Request {
        subject: Subject::Matter { draft: "letter".to_owned() },
        with: Vec::new(),
        set: Vec::new(),
        date: None,
        today: "2026-11-20".to_owned(),
        unknown_zone: None,
        pack: false,
        locked: false,
        finish: Finish::Draft,
        emit,
        previous: None,
    }
}

/// The matter in memory, so that no disk is measured.
struct Memory {
    matter: Arc<[u8]>,
    facts: Arc<[u8]>,
    answers: RefCell<Arc<[u8]>>,
}

impl Memory {
    fn new() -> Self {
        let matter = "title = \"m\"\nfacts = [\"facts.toml\"]\ndate = 2026-11-20\n[[draft]]\nid = \"letter\"\n\
                      template = \"support-letter@1.0.0\"\nwith = { writer = \"people.ada\", applicant = \"people.marisela\" }\n";
        Self {
            matter: matter.as_bytes().into(),
            facts: FACTS.as_bytes().into(),
            answers: RefCell::new(answers(0).into_bytes().into()),
        }
    }

    fn set_answers(&self, text: String) {
        *self.answers.borrow_mut() = text.into_bytes().into();
    }
}

impl Files for Memory {
    fn read(&self, path: &FilePath) -> Result<Arc<[u8]>, FileProblem> {
        match path.path.as_str() {
            "matter.toml" => Ok(Arc::clone(&self.matter)),
            "facts.toml" => Ok(Arc::clone(&self.facts)),
            "answers/letter.toml" => Ok(Arc::clone(&self.answers.borrow())),
            _ => Err(FileProblem::Missing),
        }
    }
}
