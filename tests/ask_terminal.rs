//! `affiant ask` and `affiant import` as a person at a terminal has them: through a pseudo-terminal, with its keys.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};

const PATIENCE: u64 = 60_000;
const ENTER: &str = "\r";
const UP: &str = "\u{1b}[A";
const RIGHT: &str = "\u{1b}[C";
const LEFT: &str = "\u{1b}[D";
const BACKSPACE: &str = "\u{7f}";
/// What the line editor draws where a long answer goes on.
const NEXT_LINE: &str = "\n\r  ";

/// A matter from the example in a folder of its own, with these answers to the physician's letter.
fn matter(answers: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_affiant"));
    command.current_dir(folder.path()).args(["new", "m", "--from", "funeral-parole", "--with-sample"]);
    assert!(command.output().unwrap().status.success());
    let file = folder.path().join("m/answers/letter-hospice.toml");
    fs::write(&file, answers).unwrap();
    (folder, file)
}

/// A terminal of so many columns with this command in it; what it shows is read with or without its escapes.
fn terminal(at: &Path, columns: u16, term: &str, arguments: &str, escapes: bool) -> PtySession {
    let program = env!("CARGO_BIN_EXE_affiant");
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("stty cols {columns} rows 24; exec '{program}' {arguments}"));
    command.current_dir(at).env("TERM", term).env("SOURCE_DATE_EPOCH", "1795000000").env("NO_COLOR", "1");
    command.env("AFFIANT_CONFIG_DIR", at.join("config")).env("AFFIANT_CACHE_DIR", at.join("cache"));
    command.env_remove("VISUAL").env("EDITOR", at.join("editor.sh"));
    spawn_with_options(command, Options::new().timeout_ms(Some(PATIENCE)).strip_ansi_escape_codes(!escapes)).unwrap()
}

fn ask(at: &Path) -> PtySession {
    terminal(at, 100, "xterm", "ask m --draft letter-hospice", false)
}

/// Waits for a question, passing over what comes before it.
fn reach(session: &mut PtySession, question: &str) {
    for _ in 0..20 {
        let shown = session.exp_string("> ").unwrap();
        if shown.contains(question) {
            return;
        }
        session.send(ENTER).unwrap();
        session.flush().unwrap();
    }
    panic!("`{question}` is never asked");
}

fn press(session: &mut PtySession, keys: &[&str]) {
    for key in keys {
        session.send(key).unwrap();
    }
    session.flush().unwrap();
}

fn ended(session: &PtySession) -> bool {
    let status = format!("{:?}", session.process().wait());
    status.starts_with("Ok(Exited(") && status.ends_with(", 0))")
}

const FRIEND: &str = "role = \"friend\"\n";

#[test]
fn a_line_is_edited_with_the_usual_keys() {
    let (folder, file) = matter(FRIEND);
    let mut session = ask(folder.path());
    reach(&mut session, "Since when have you known");
    // Ctrl-A goes to the start, Ctrl-E to the end, an arrow by one letter.
    press(&mut session, &["rch 2025yy", "\u{1}", "Maz", LEFT, "\u{4}", "\u{5}", BACKSPACE, BACKSPACE, ENTER]);
    session.exp_string("How did you meet?").unwrap();
    assert!(fs::read_to_string(&file).unwrap().contains("known_since = \"2025-03\""));
    // The answer before is not brought back by an arrow: it may be on a borrowed machine.
    session.exp_string("> ").unwrap();
    press(&mut session, &[UP, ENTER]);
    session.exp_string("How often are you in touch").unwrap();
    assert!(!fs::read_to_string(&file).unwrap().contains("how_met ="), "{}", fs::read_to_string(&file).unwrap());
    session.exp_string("> ").unwrap();
    // Ctrl-K takes away the rest of the line.
    press(&mut session, &["We speak. And what not", "\u{1}"]);
    press(&mut session, &[RIGHT; 9]);
    press(&mut session, &["\u{b}", ENTER]);
    session.exp_string(NEXT_LINE).unwrap();
    press(&mut session, &[".", ENTER]);
    session.exp_string("> ").unwrap();
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("We speak.\"\"\""), "{text}");
    press(&mut session, &["/quit", ENTER]);
    session.exp_string("affiant ask m --draft letter-hospice").unwrap();
    assert!(ended(&session));
}

#[test]
fn ctrl_c_in_the_middle_of_a_long_answer_loses_no_finished_line() {
    let (folder, file) = matter("role = \"friend\"\nknown_since = 2014\nhow_met = \"At school.\"\n");
    let mut session = ask(folder.path());
    reach(&mut session, "How often are you in touch");
    press(&mut session, &["We speak each day.", ENTER]);
    session.exp_string(NEXT_LINE).unwrap();
    press(&mut session, &["She tells me of her son.", ENTER]);
    session.exp_string(NEXT_LINE).unwrap();
    press(&mut session, &["and on Sun", "\u{3}"]);
    session.exp_string("Go on at any time with:").unwrap();
    session.exp_eof().unwrap();
    assert!(ended(&session));
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("We speak each day.\nShe tells me of her son."), "{text}");
    // A terminal that is closed is no different.
    let mut session = ask(folder.path());
    reach(&mut session, "What have you seen yourself");
    press(&mut session, &["2014", ENTER]);
    session.exp_string("What happened").unwrap();
    session.exp_string("> ").unwrap();
    press(&mut session, &["She came at night.", ENTER]);
    session.exp_string(NEXT_LINE).unwrap();
    drop(session);
    assert!(fs::read_to_string(&file).unwrap().contains("She came at night."));
}

#[test]
fn sixty_columns_are_enough() {
    let (folder, _file) = matter("");
    let mut session = terminal(folder.path(), 60, "xterm", "ask m --draft letter-hospice", false);
    let mut shown = session.exp_string("> ").unwrap();
    for line in ["/help", "/paper", "1", "son", "/review"] {
        press(&mut session, &[line, ENTER]);
        shown += &session.exp_string("> ").unwrap();
    }
    press(&mut session, &["/quit", ENTER]);
    shown += &session.exp_eof().unwrap();
    // The command to go on with is one line, to be copied.
    for line in shown.lines().filter(|line| !line.contains("affiant ask")) {
        // What comes through the terminal is given byte by byte.
        let bytes: Vec<u8> = line.chars().filter_map(|byte| u8::try_from(u32::from(byte)).ok()).collect();
        let line = String::from_utf8_lossy(&bytes);
        let line = line.trim_end_matches('\r').rsplit('\r').next().unwrap_or_default();
        assert!(line.chars().count() <= 60, "{} columns: {line}", line.chars().count());
    }
}

#[test]
fn a_dumb_terminal_gets_plain_lines_and_no_escape() {
    let (folder, file) = matter(FRIEND);
    let mut session = terminal(folder.path(), 80, "dumb", "ask m --draft letter-hospice", true);
    let mut shown = String::new();
    for _ in 0..20 {
        let asked = session.exp_string("> ").unwrap();
        shown += &asked;
        if asked.contains("Since when have you known") {
            break;
        }
        session.send_line("").unwrap();
    }
    session.send_line("spring 2014").unwrap();
    shown += &session.exp_string("How did you meet?").unwrap();
    assert!(fs::read_to_string(&file).unwrap().contains("known_since = \"spring 2014\""));
    shown += &session.exp_string("> ").unwrap();
    // A line that was ended is kept, though Ctrl-C ends the program at once here.
    session.send_line("At school.").unwrap();
    shown += &session.exp_string("  ").unwrap();
    session.send_control('c').unwrap();
    let _ = session.exp_eof();
    assert!(fs::read_to_string(&file).unwrap().contains("At school."));
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
}

#[test]
fn a_long_answer_is_written_in_the_writers_editor() {
    let (folder, file) = matter("role = \"friend\"\nknown_since = 2014\nhow_met = \"At school.\"\n");
    let editor = folder.path().join("editor.sh");
    fs::write(&editor, "#!/bin/sh\nprintf 'We speak.\\n\\nEach Sunday.\\n' >> \"$1\"\n").unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let mut session = ask(folder.path());
    reach(&mut session, "How often are you in touch");
    press(&mut session, &["/edit", ENTER]);
    session.exp_string("> ").unwrap();
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("We speak.\n\nEach Sunday."), "{text}");
    press(&mut session, &["/quit", ENTER]);
    session.exp_eof().unwrap();
    assert!(ended(&session));
}

#[test]
fn the_physicians_letter_is_made_at_a_terminal() {
    let (folder, file) = matter("");
    let mut session = ask(folder.path());
    reach(&mut session, "How do you know Marisela");
    press(&mut session, &["1", ENTER]);
    let typed = [
        ("What is the person you treat", "son"),
        ("What are you, and where?", "a pediatric oncologist at Example Children’s Hospital"),
        ("Since when have you known", "March 2025"),
        ("How often are you in touch", "I see T.P. every week."),
        ("written permission", "yes"),
        ("When did you last examine", "11/12/2026"),
        ("Which of these do you mean?", "1"),
        ("What is the diagnosis", "A sarcoma, known since March 2025."),
        ("What treatment has there been", "Surgery in April 2025."),
        ("What do you expect to happen", "/unknown"),
        ("What do you base this on?", "/skip"),
    ];
    for (question, line) in typed {
        session.exp_string(question).unwrap();
        session.exp_string("> ").unwrap();
        press(&mut session, &[line, ENTER]);
        if line.ends_with('.') {
            session.exp_string(NEXT_LINE).unwrap();
            press(&mut session, &[".", ENTER]);
        }
    }
    session.exp_string("> ").unwrap();
    press(&mut session, &["/quit", ENTER]);
    session.exp_eof().unwrap();
    assert!(ended(&session));
    let text = fs::read_to_string(&file).unwrap();
    for kept in ["last_exam = 2026-11-12", "Surgery in April 2025.", "prognosis = { unknown = true }", "Children’s"] {
        assert!(text.contains(kept), "`{kept}` is not in:\n{text}");
    }
}

#[test]
fn import_asks_what_to_take() {
    let (folder, file) = matter("role = \"physician\"\nhow_in_touch = \"We speak.\"\n");
    let kit = "a".repeat(32);
    let made = format!(
        "[[kit]]\nid = \"{kit}\"\ndraft = \"letter-hospice\"\ntemplate = \"support-letter@1.0.0\"\nlanguage = \"en\"\nkey = \"plain\"\nitems = 101\nmade = 2026-11-20\n"
    );
    fs::write(folder.path().join("m/kits.toml"), made).unwrap();
    let answer = |path: &str, text: &str| serde_json::json!({ "path": path, "kind": "text", "text": text });
    let answers =
        [answer("subject_is", "son"), answer("known_since", "2014"), answer("how_in_touch", "We write each week.")];
    let contents = serde_json::json!({
        "draft": "letter-hospice", "template": "support-letter@1.0.0", "language": "en", "face": "kit",
        "on": "2026-11-21", "count": 3, "answers": answers,
    });
    let parcel = serde_json::json!({
        "format": "affiant-answers", "version": 1, "kit": kit, "plain": contents.to_string(),
    });
    fs::write(folder.path().join("a.json"), parcel.to_string()).unwrap();
    let import = || terminal(folder.path(), 100, "xterm", "import --matter m a.json", false);
    let before = fs::read_to_string(&file).unwrap();

    let mut session = import();
    session.exp_string("Take 2 new answers? (yes, no, or each)").unwrap();
    session.exp_string("> ").unwrap();
    press(&mut session, &["perhaps", ENTER]);
    session.exp_string("Please answer yes, no or each.").unwrap();
    session.exp_string("> ").unwrap();
    // Who leaves has taken nothing.
    press(&mut session, &["\u{3}"]);
    session.exp_string("> ").unwrap();
    press(&mut session, &["\u{3}"]);
    session.exp_eof().unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), before);

    let mut session = import();
    session.exp_string("> ").unwrap();
    press(&mut session, &["each", ENTER]);
    session.exp_string("Take this?").unwrap();
    session.exp_string("> ").unwrap();
    press(&mut session, &["no", ENTER]);
    session.exp_string("Take this?").unwrap();
    session.exp_string("> ").unwrap();
    press(&mut session, &["yes", ENTER]);
    session.exp_string("Replace 1 answer that differs?").unwrap();
    session.exp_string("> ").unwrap();
    press(&mut session, &["y", ENTER]);
    session.exp_string("took 2 answers into answers/letter-hospice.toml").unwrap();
    session.exp_eof().unwrap();
    assert!(ended(&session));
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("known_since = 2014") || text.contains("known_since = \"2014\""), "{text}");
    assert!(text.contains("We write each week.") && text.contains("text = \"We speak.\""), "{text}");
    assert!(!text.contains("subject_is"), "{text}");
}

/// A shell at a terminal of this kind, which asks for the letter, and tells how the program ended and whether it left
/// the terminal as it was.
fn shell(at: &Path, term: &str, option: &str) -> PtySession {
    // The signal of Ctrl-C goes to the shell too, which must live to tell.
    let script = format!(
        "trap : INT; tty > tty; before=$(stty -g); \"$0\" ask m --draft letter-hospice {option}; echo \"status $?\"; \
         [ \"$(stty -g)\" = \"$before\" ] && echo 'as it was'"
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_affiant")]);
    command.current_dir(at).env("TERM", term).env("SOURCE_DATE_EPOCH", "1795000000").env("NO_COLOR", "1");
    command.env("AFFIANT_CONFIG_DIR", at.join("config")).env("AFFIANT_CACHE_DIR", at.join("cache"));
    spawn_with_options(command, Options::new().timeout_ms(Some(PATIENCE)).strip_ansi_escape_codes(true)).unwrap()
}

/// Looks at the terminal of a shell in this folder, or sets it.
fn stty(at: &Path, argument: &str) -> String {
    let terminal = fs::read_to_string(at.join("tty")).unwrap();
    let terminal = fs::File::open(terminal.trim()).unwrap();
    let told = Command::new("stty").arg(argument).stdin(terminal).output().unwrap();
    assert!(told.status.success(), "{told:?}");
    String::from_utf8(told.stdout).unwrap()
}

#[test]
fn a_plain_terminal_keeps_a_pasted_line_of_any_length() {
    for (term, option) in [("dumb", ""), ("xterm", "--plain")] {
        let (folder, file) = matter("role = \"friend\"\nknown_since = 2014\nhow_met = \"At school.\"\n");
        let mut session = shell(folder.path(), term, option);
        reach(&mut session, "How often are you in touch");
        if option.is_empty() {
            // As a shell does when it has stopped the program and lets it go on.
            stty(folder.path(), "sane");
            let end = Instant::now() + Duration::from_millis(PATIENCE);
            while !stty(folder.path(), "-a").contains("-icanon") {
                assert!(Instant::now() < end, "the terminal is not taken over again");
            }
        }
        // Longer than a terminal keeps of a line, in letters of one byte and of several.
        let long = (0..800).map(|word| format!("w{word:03}ñ€🙂 ")).collect::<String>() + "end.";
        assert!(long.chars().count() > 6_000);
        press(&mut session, &[&long, ENTER]);
        session.exp_string("end.").unwrap();
        press(&mut session, &["A second paragraph.", ENTER, ".", ENTER]);
        // It asks whether the pictures, which no page can print, are to be taken out.
        session.exp_string("> ").unwrap();
        let text = fs::read_to_string(&file).unwrap();
        let whole = format!("{long}\nA second paragraph.");
        assert!(text.contains(&whole), "{} of {}", text.len(), whole.len());
        press(&mut session, &["no", ENTER]);
        session.exp_string("When was it?").unwrap();
        session.exp_string("> ").unwrap();
        press(&mut session, &["/quit", ENTER]);
        session.exp_string("as it was").unwrap();
    }
}

#[test]
fn a_plain_terminal_mends_slips_and_ends_as_one_expects() {
    let (folder, file) = matter("role = \"friend\"\n");
    let mut session = shell(folder.path(), "dumb", "");
    reach(&mut session, "Since when have you known");
    // Ctrl-U takes the line away, Ctrl-W a word, Backspace a letter, and an arrow does nothing.
    press(&mut session, &["1999", "\u{15}", "spring", UP, " two words", "\u{17}", "\u{17}", "20155", BACKSPACE, ENTER]);
    session.exp_string("How did you meet?").unwrap();
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("known_since = \"spring 2015\""), "{text}");
    session.exp_string("> ").unwrap();
    press(&mut session, &["At the\u{7f}\u{7f}\u{7f}school ñandú", BACKSPACE, "ú.", "\u{3}"]);
    session.exp_string("status 130").unwrap();
    session.exp_string("as it was").unwrap();

    let mut session = shell(folder.path(), "dumb", "");
    reach(&mut session, "How did you meet?");
    // Ctrl-D ends a conversation on an empty line alone, and an escape takes no letters with it.
    press(&mut session, &["At \u{1b}[ñandú schoo\u{4}l\u{1b}", "[D.", ENTER]);
    session.exp_string("  ").unwrap();
    press(&mut session, &[".", ENTER]);
    session.exp_string("How often are you in touch").unwrap();
    session.exp_string("> ").unwrap();
    press(&mut session, &["\u{4}"]);
    session.exp_string("status 0").unwrap();
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("At ñandú school."), "{text}");
}
