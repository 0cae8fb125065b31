//! `affiant import`: what writers said comes into the matter as they said it, asked for, kept, and never twice.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use affiant::interview::Path as At;
use affiant::interview::kits::{self, Kit};
use affiant::interview::parcel::{self, Answer, Contents, Parcel, Said};
use affiant::interview::seal::{PublicKey, SEED};

const KIT: &str = "0f3c5a7e9b1d2f4061728394a5b6c7d8";

fn affiant(at: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_affiant"));
    command.current_dir(at).env("SOURCE_DATE_EPOCH", "1795000000").env_remove("EDITOR").env_remove("VISUAL");
    command.env("AFFIANT_CONFIG_DIR", at.join("config")).env("AFFIANT_CACHE_DIR", at.join("cache"));
    command
}

fn run(at: &Path, arguments: &[&str]) -> Output {
    affiant(at).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The example's matter with a key, and the physician's letter from nothing.
struct Case {
    folder: tempfile::TempDir,
    matter: PathBuf,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let matter = folder.path().join("m");
        let made = run(folder.path(), &["new", "m", "--from", "funeral-parole", "--with-sample"]);
        assert!(made.status.success(), "{}", err(&made));
        fs::remove_file(matter.join("answers/letter-hospice.toml")).unwrap();
        assert!(run(folder.path(), &["key", "new", "m"]).status.success());
        Self { folder, matter }
    }

    fn at(&self) -> &Path {
        self.folder.path()
    }

    /// The matter's public key, as a form holds it.
    fn key(&self) -> PublicKey {
        let text = fs::read_to_string(self.matter.join("key.toml")).unwrap();
        let public = text.lines().find_map(|line| line.strip_prefix("public = ")).unwrap().trim_matches('"');
        PublicKey::of(&parcel::decoded(public).unwrap()).unwrap()
    }

    /// Notes a form that was made for a paper; none of the keys is one that does not seal.
    fn made(&self, id: &str, draft: &str, key: Option<String>) {
        let path = self.matter.join("kits.toml");
        let kit = Kit {
            id: id.to_owned(),
            draft: draft.to_owned(),
            template: "support-letter@1.0.0".to_owned(),
            language: "en".to_owned(),
            key,
            items: 101,
            made: "2026-11-20".to_owned(),
        };
        let text = kits::with(&fs::read_to_string(&path).unwrap_or_default(), &kit);
        fs::write(path, text).unwrap();
    }

    /// A sealed answer file, as the form would save it.
    fn sealed(&self, name: &str, contents: &Contents) {
        let parcel = contents.sealed(KIT, &self.key(), &[9; SEED]).unwrap();
        fs::write(self.at().join(name), parcel.text()).unwrap();
    }

    fn import(&self, arguments: &[&str]) -> Output {
        run(self.at(), &[&["import", "--matter", "m"], arguments].concat())
    }

    fn answers(&self) -> String {
        fs::read_to_string(self.matter.join("answers/letter-hospice.toml")).unwrap_or_default()
    }
}

fn said(answers: &[(&str, &str)]) -> Contents {
    let one = |(path, text): &(&str, &str)| {
        let said = match *text {
            "?" => Said::Unknown,
            "-" => Said::Declined,
            "later" => Said::Skipped,
            text => Said::Text(text.to_owned()),
        };
        Answer { path: At::parse(path).unwrap(), said }
    };
    Contents {
        draft: "letter-hospice".to_owned(),
        template: "support-letter@1.0.0".to_owned(),
        language: "en".to_owned(),
        face: "kit".to_owned(),
        on: "2026-11-21".to_owned(),
        answers: answers.iter().map(one).collect(),
    }
}

/// The physician's letter as it comes back: conditions, a list, both ways of saying nothing, and a proposal.
const PHYSICIAN: &[(&str, &str)] = &[
    ("proposed.people.ada.phone", "(555) 555-0199"),
    ("role", "physician"),
    ("subject_is", "son"),
    ("position", "a pediatric oncologist at Example Children’s Hospital"),
    ("known_since", "March 2025"),
    ("how_in_touch", "I see T.P. every week."),
    ("may_share_health", "true"),
    ("last_exam", "November 12, 2026"),
    ("diagnosis", "A sarcoma, known since March 2025.\n\nIt has spread to both lungs."),
    ("treatment", "Surgery, then “chemotherapy” until \"February\" 2026. \\ So it was."),
    ("prognosis", "?"),
    ("basis", "-"),
    ("episodes.e101.date", "2026-11-03"),
    ("episodes.e101.what", "She counted with him in Spanish, from one to thirty."),
    ("episodes.e102.date", "spring 2026"),
    ("episodes.e102.what", "He asked how many days the bus takes."),
    ("episodes+", "later"),
    ("sworn", "later"),
];

#[test]
fn the_physicians_letter_comes_back_sealed_and_stands_as_it_was_said() {
    let case = Case::new();
    case.made(KIT, "letter-hospice", Some(case.key().id()));
    case.sealed("a.json", &said(PHYSICIAN));
    let shown = case.import(&["--dry-run", "a.json"]);
    assert_eq!(shown.status.code(), Some(0), "{}", err(&shown));
    assert_eq!(case.answers(), "", "a dry run writes nothing");
    assert!(out(&shown).contains("15 new, 1 different, 2 left for later"), "{}", out(&shown));
    let taken = case.import(&["--yes", "a.json"]);
    assert_eq!(taken.status.code(), Some(0), "{}", err(&taken));
    let file = case.answers();
    for kept in [
        "role = \"physician\"",
        "known_since = \"2025-03\"",
        "may_share_health = true",
        "last_exam = 2026-11-12",
        "A sarcoma, known since March 2025.\n\nIt has spread to both lungs.",
        "prognosis = { unknown = true }",
        "basis = { declined = true }",
        "id = \"e102\"\ndate = \"spring 2026\"",
        "passed = [\"episodes+\", \"sworn\"]",
        "diagnosis = { who = \"people.ada\", face = \"kit\", on = 2026-11-21 }",
    ] {
        assert!(file.contains(kept), "`{kept}` is not in:\n{file}");
    }
    assert!(!file.contains("0199"), "what differs from the facts is not taken with --yes: {file}");
    let replaced = case.import(&["--replace", "a.json"]);
    assert_eq!(replaced.status.code(), Some(0), "{}", err(&replaced));
    assert!(case.answers().contains("[proposed.people.ada]\nphone = \"(555) 555-0199\""), "{}", case.answers());
    let checked = run(case.at(), &["check", "m", "--draft", "letter-hospice"]);
    assert!(err(&checked).contains("warning[proposed-fact]"), "{}", err(&checked));
    assert!(!err(&checked).contains("error["), "{}", err(&checked));
    assert!(!err(&checked).contains("[unknown-key]"), "{}", err(&checked));
    let built = run(case.at(), &["build", "m", "--draft", "letter-hospice", "--emit", "text", "-o", "-"]);
    assert!(out(&built).contains("It has spread to both lungs."), "{}", out(&built));
}

#[test]
fn a_clock_that_is_far_off_is_told_and_not_believed() {
    for (day, is_likely) in [
        ("2026-11-21", true),
        ("2026-11-19", true),
        ("9999-12-31", false),
        ("1970-01-01", false),
        ("2027-11-21", false),
    ] {
        let case = Case::new();
        case.made(KIT, "letter-hospice", None);
        let contents = Contents { on: day.to_owned(), ..said(&[("known_since", "two years ago")]) };
        fs::write(case.at().join("a.json"), contents.plain(KIT).text()).unwrap();
        let taken = case.import(&["--yes", "a.json"]);
        assert_eq!(taken.status.code(), Some(0), "{}", err(&taken));
        let clock = format!("the clock of the writer's device is wrong: it says {day}");
        assert_eq!(out(&taken).contains(&clock), !is_likely, "{}", out(&taken));
        // Today is the day that stands in its place.
        let noted = if is_likely { day } else { "2026-11-18" };
        let file = case.answers();
        assert!(file.contains(&format!("face = \"kit\", on = {noted} }}")), "{file}");
        assert!(file.contains("about 2024"), "{file}");
    }
}

#[test]
fn importing_twice_changes_nothing() {
    let case = Case::new();
    case.made(KIT, "letter-hospice", Some(case.key().id()));
    case.sealed("a.json", &said(PHYSICIAN));
    case.import(&["--replace", "a.json"]);
    let once = case.answers();
    for arguments in [&["--yes", "a.json"][..], &["--replace", "a.json", "a.json"], &["a.json"]] {
        let again = case.import(arguments);
        assert_eq!(again.status.code(), Some(0), "{}", err(&again));
        assert!(out(&again).contains("nothing new: answers/letter-hospice.toml says all of this"), "{}", out(&again));
        assert_eq!(case.answers(), once);
    }
}

#[test]
fn what_is_replaced_is_kept_and_comments_stay() {
    let case = Case::new();
    case.made(KIT, "letter-hospice", None);
    let standing = "# mine\nrole = \"physician\" # on Monday\nhow_in_touch = \"\"\"\nWe speak.\"\"\"\n\n[[episodes]]\nid = \"e1\"\nwhat = \"By hand.\"\n";
    fs::write(case.matter.join("answers/letter-hospice.toml"), standing).unwrap();
    fs::write(case.at().join("a.json"), said(PHYSICIAN).plain(KIT).text()).unwrap();
    let shown = case.import(&["--replace", "a.json"]);
    assert_eq!(shown.status.code(), Some(0), "{}", err(&shown));
    let file = case.answers();
    assert!(file.starts_with("# mine\nrole = \"physician\" # on Monday\n"), "{file}");
    assert!(file.contains("[[meta.earlier]]\npath = \"how_in_touch\"\ntext = \"We speak.\""), "{file}");
    // What was told by hand and what came are different occasions, whatever both are called.
    assert!(file.contains("By hand.") && file.contains("She counted with him"), "{file}");
}

#[test]
fn a_key_that_was_replaced_still_opens_what_was_sealed_to_it() {
    let case = Case::new();
    case.made(KIT, "letter-hospice", Some(case.key().id()));
    case.sealed("a.json", &said(&[("role", "friend")]));
    assert!(run(case.at(), &["key", "new", "m", "--replace"]).status.success());
    let taken = case.import(&["--yes", "a.json"]);
    assert_eq!(taken.status.code(), Some(0), "{}", err(&taken));
    assert!(case.answers().contains("role = \"friend\""));
    // On a machine that does not have it, the message says so, and what to do.
    fs::remove_dir_all(case.at().join("config/keys")).unwrap();
    let elsewhere = case.import(&["--yes", "a.json"]);
    assert_eq!(elsewhere.status.code(), Some(1));
    assert!(err(&elsewhere).contains("made for a key that is not on this machine"), "{}", err(&elsewhere));
}

#[test]
fn of_several_files_the_good_ones_are_taken() {
    let case = Case::new();
    case.made(KIT, "letter-hospice", Some(case.key().id()));
    case.made(&"c".repeat(32), "letter-aunt", Some(case.key().id()));
    case.sealed("a.json", &said(&[("role", "friend")]));
    let whole = fs::read_to_string(case.at().join("a.json")).unwrap();
    fs::write(case.at().join("cut.json"), &whole[..whole.len() - 9]).unwrap();
    // Moved to another letter's form, it does not open.
    fs::write(case.at().join("moved.json"), whole.replace(KIT, &"c".repeat(32))).unwrap();
    fs::write(case.at().join("large.json"), vec![b'x'; 3 << 20]).unwrap();
    fs::create_dir(case.at().join("folder.json")).unwrap();
    let result = case.import(&["--yes", "cut.json", "moved.json", "large.json", "folder.json", "a.json"]);
    assert_eq!(result.status.code(), Some(1));
    for told in [
        "error[damaged-answers]: `cut.json` is not whole",
        "error[damaged-answers]: `moved.json` does not open with its key",
        "error[file-too-large]: `large.json` is larger than 2 MiB",
        "`folder.json` cannot be read: it is not a plain file",
    ] {
        assert!(err(&result).contains(told), "`{told}` is not in:\n{}", err(&result));
    }
    assert!(case.answers().contains("role = \"friend\""), "{}", case.answers());
}

#[test]
fn a_hostile_file_neither_writes_elsewhere_nor_reaches_the_terminal() {
    let case = Case::new();
    case.made(KIT, "letter-hospice", None);
    let hostile = said(&[
        ("meta.said", "x"),
        ("proposed.people.marisela.a_number", "123456789"),
        ("proposed.people.ada.share", "true"),
        ("role", "\u{1b}[2J"),
        ("position", "a \u{202e}nurse"),
        ("known_since", "\u{0}"),
        ("episodes.x.what", "no such item"),
        ("id", "x"),
        ("\u{1b}]0;x\u{7}", "a title"),
    ]);
    fs::write(case.at().join("a.json"), hostile.plain(KIT).text()).unwrap();
    let result = case.import(&["--replace", "a.json"]);
    assert_eq!(result.status.code(), Some(1), "{}", err(&result));
    let shown = out(&result) + &err(&result);
    assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{0}']), "{shown:?}");
    assert_eq!(case.answers(), "", "{}", case.answers());
    let many = said(&(0..1_500).map(|_| ("role", "friend")).collect::<Vec<_>>());
    let text = many.text().replacen("\"path\":\"role\"", "\"path\":\"other\"", 1);
    fs::write(case.at().join("b.json"), Parcel { kit: KIT.to_owned(), body: parcel::Body::Plain(text) }.text())
        .unwrap();
    assert_eq!(case.import(&["--yes", "b.json"]).status.code(), Some(1), "the same path twice");
}

#[test]
fn answers_in_another_language_want_a_translation() {
    let case = Case::new();
    case.made(KIT, "letter-hospice", None);
    let spanish = Contents { language: "es".to_owned(), ..said(&[("known_since", "marzo de 2025"), ("sworn", "sí")]) };
    fs::write(case.at().join("a.json"), spanish.plain(KIT).text()).unwrap();
    let taken = case.import(&["--yes", "a.json"]);
    assert_eq!(taken.status.code(), Some(0), "{}", err(&taken));
    assert!(case.answers().contains("known_since = \"2025-03\"\nsworn = true"), "{}", case.answers());
    assert!(out(&taken).contains("say `language = \"es\"`"), "{}", out(&taken));
    let matter = case.matter.join("matter.toml");
    let text = fs::read_to_string(&matter).unwrap();
    let noted = text.replace("id       = \"letter-hospice\"\n", "id       = \"letter-hospice\"\nlanguage = \"es\"\n");
    assert_ne!(noted, text);
    fs::write(&matter, noted).unwrap();
    let checked = run(case.at(), &["check", "m", "--draft", "letter-hospice"]);
    assert!(err(&checked).contains("gap[missing-translation]"), "{}", err(&checked));
    assert!(!out(&case.import(&["--yes", "a.json"])).contains("say `language"));
}

#[test]
fn machines_are_told_each_answer() {
    let case = Case::new();
    case.made(KIT, "letter-hospice", None);
    fs::write(case.at().join("a.json"), said(PHYSICIAN).plain(KIT).text()).unwrap();
    let result = case.import(&["--yes", "--format", "json", "a.json"]);
    assert_eq!(result.status.code(), Some(0), "{}", err(&result));
    let lines: Vec<serde_json::Value> =
        out(&result).lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    assert_eq!(lines.len(), PHYSICIAN.len());
    let of = |path: &str| lines.iter().find(|line| line["path"] == path).unwrap();
    assert_eq!((&of("role")["news"], &of("role")["taken"]), (&"new".into(), &true.into()));
    let phone = of("proposed.people.ada.phone");
    assert_eq!((&phone["news"], &phone["taken"]), (&"differs".into(), &false.into()));
}

#[test]
fn a_code_comes_from_a_file_or_standard_input_and_its_damaged_lines_are_named() {
    use std::io::Write as _;
    use std::process::Stdio;
    let case = Case::new();
    case.made(KIT, "letter-hospice", None);
    let from = |text: &str, more: &[&str]| {
        let mut child = affiant(case.at());
        child.args(["import", "--matter", "m", "-"]).args(more);
        let child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let code = include_str!("import/code.txt");
    let lines: Vec<&str> = code.lines().collect();
    let without = |gone: &[usize]| -> String {
        lines.iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, line)| format!("{line}\n")).collect()
    };
    let nobody = from(code, &[]);
    assert_eq!(nobody.status.code(), Some(2), "{}", err(&nobody));
    assert!(err(&nobody).contains("nobody to ask"), "{}", err(&nobody));
    let damaged = from(&without(&[2, 4, 5, 6]), &["--yes"]);
    assert_eq!(damaged.status.code(), Some(1));
    assert!(
        err(&damaged).contains("lines 2 and 4 to 6 of the code in `-` are damaged or missing"),
        "{}",
        err(&damaged)
    );
    fs::write(case.at().join("code.txt"), code.replacen("\n5 CNW", "\n5 CNU", 1)).unwrap();
    let one = case.import(&["--yes", "code.txt"]);
    assert!(err(&one).contains("line 5 of the code in `code.txt` is damaged or missing"), "{}", err(&one));
    let head = from(&code.replacen(KIT, "0f3c", 1), &["--yes"]);
    assert!(err(&head).contains("the first line of the code in `-` is damaged"), "{}", err(&head));
    assert_eq!(case.answers(), "");
    let taken = from(code, &["--yes"]);
    assert_eq!(taken.status.code(), Some(0), "{}", err(&taken));
    assert!(case.answers().contains("role = \"physician\""), "{}", case.answers());
    let nothing = from("", &["--yes"]);
    assert!(err(&nothing).contains("`-` is not whole"), "{}", err(&nothing));
}
