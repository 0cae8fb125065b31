//! `affiant ask`: a letter from nothing, in lines; what is typed is on disk before anything else can go wrong.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_affiant");

/// The physician's letter of the example, question by question, as Dr. Placeholder would type it.
const PHYSICIAN: &[(&str, &str)] = &[
    ("How do you know Marisela", "1"),
    ("What is the person you treat", "son"),
    ("What are you, and where?", "a pediatric oncologist at Example Children's Hospital"),
    ("Since when have you known", "March 2025"),
    ("How often are you in touch", "I see T.P. every week.\n."),
    ("written permission", "yes"),
    ("When did you last examine", "11/12/2026\n1"),
    ("What is the diagnosis", "A sarcoma, known since March 2025.\n\nIt has spread to both lungs.\n."),
    ("What treatment has there been", "Surgery in April 2025, then chemotherapy until February 2026.\n."),
    ("What do you expect to happen", "/unknown"),
    ("What do you base this on?", ""),
];

/// A matter from the example in a folder of its own, without the physician's answers.
fn matter() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let matter = folder.path().join("m");
    let made = affiant(folder.path()).args(["new", "m", "--from", "funeral-parole", "--with-sample"]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    fs::remove_file(matter.join("answers/letter-hospice.toml")).unwrap();
    (folder, matter)
}

fn affiant(at: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(at).env("SOURCE_DATE_EPOCH", "1795000000").env_remove("EDITOR").env_remove("VISUAL");
    command.env("AFFIANT_CONFIG_DIR", at.join("config")).env("AFFIANT_CACHE_DIR", at.join("cache"));
    command
}

/// Runs `affiant ask` with these lines typed, and then the end of input.
fn ask(at: &Path, arguments: &[&str], typed: &str) -> Output {
    let mut child = start(at, arguments);
    // A program that has stopped reads no more.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    child.wait_with_output().unwrap()
}

fn start(at: &Path, arguments: &[&str]) -> Child {
    let mut command = affiant(at);
    command.arg("ask").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn answers(matter: &Path) -> String {
    fs::read_to_string(matter.join("answers/letter-hospice.toml")).unwrap_or_default()
}

const HOSPICE: &[&str] = &["m", "--draft", "letter-hospice"];

/// Passes over the questions about the writer and what is optional, until this one is asked.
fn reach(at: &Path, question: &str) {
    for _ in 0..20 {
        if out(&ask(at, HOSPICE, "")).contains(question) {
            return;
        }
        ask(at, HOSPICE, "\n");
    }
    panic!("`{question}` is never asked");
}

#[test]
fn the_physicians_letter_is_made_from_nothing() {
    let (folder, matter) = matter();
    let typed: String = PHYSICIAN.iter().map(|(_, line)| format!("{line}\n")).collect();
    reach(folder.path(), PHYSICIAN[0].0);
    let shown = out(&ask(folder.path(), HOSPICE, &typed));
    let mut at = 0;
    for (question, _) in PHYSICIAN {
        at += shown[at..].find(question).unwrap_or_else(|| panic!("`{question}` does not follow in:\n{shown}"));
    }
    let file = answers(&matter);
    for kept in [
        "role = \"physician\"",
        "subject_is = \"son\"",
        "known_since = \"2025-03\"",
        "last_exam = 2026-11-12",
        "may_share_health = true",
        "A sarcoma, known since March 2025.\n\nIt has spread to both lungs.",
        "prognosis = { unknown = true }",
        "passed = [",
        "diagnosis = { who = \"people.ada\", face = \"terminal\", on = 2026-11-18 }",
    ] {
        assert!(file.contains(kept), "`{kept}` is not in:\n{file}");
    }
    assert!(shown.contains("The paper now says:"), "{shown}");
    assert!(shown.contains("| Diagnosis. A sarcoma, known since March 2025."), "{shown}");
    // Going on later begins where it stopped.
    let again = out(&ask(folder.path(), HOSPICE, ""));
    assert!(again.contains("questions are answered") && !again.contains("What is the diagnosis"), "{again}");
    let built = affiant(folder.path()).args(["build", "m", "--draft", "letter-hospice"]).output().unwrap();
    assert!(built.status.success(), "{}", err(&built));
    assert!(matter.join("out/letter-hospice.pdf").exists());
}

#[test]
fn mistakes_are_told_in_words_and_asked_again() {
    let (folder, matter) = matter();
    fs::write(matter.join("answers/letter-hospice.toml"), "role = \"friend\"\n").unwrap();
    let skip = "/skip\n".repeat(12);
    let shown = out(&ask(folder.path(), HOSPICE, &format!("/nothing\n/help\n{skip}")));
    assert!(shown.contains("There is no command /nothing."), "{shown}");
    assert!(shown.contains("/decline"), "{shown}");
    let answered = answers(&matter);
    assert!(answered.contains("known_since"), "passed over: {answered}");

    fs::write(matter.join("answers/letter-hospice.toml"), "role = \"friend\"\n[meta]\npassed = []\n").unwrap();
    reach(folder.path(), "Since when have you known");
    let shown = out(&ask(folder.path(), HOSPICE, "the day before\n13/13/2025\nspring 2014\n"));
    assert!(shown.contains("That is not a date that can be read."), "{shown}");
    assert!(shown.contains("The calendar has no such day."), "{shown}");
    assert!(answers(&matter).contains("known_since = \"spring 2014\""), "{}", answers(&matter));
}

#[test]
fn lines_stay_within_sixty_columns_and_hold_no_escapes() {
    let (folder, _matter) = matter();
    let mut command = affiant(folder.path());
    command.env("TERM", "dumb").args(["ask", "--plain"]).args(HOSPICE);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"/help\n/skip\n1\n/review\n\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let text = out(&output);
    assert!(!text.contains('\u{1b}'), "{text:?}");
    let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(widest <= 80, "{widest} columns in:\n{text}");
}

#[test]
fn the_form_speaks_spanish_where_the_writer_wants_it() {
    let (folder, matter) = matter();
    let shown =
        out(&ask(folder.path(), &["m", "--draft", "letter-hospice", "--language", "es"], "/ayuda\n\n\n/salir\n"));
    assert!(shown.contains("Cada respuesta se guarda enseguida"), "{shown}");
    assert!(shown.contains("prefiero no decirlo"), "{shown}");
    assert!(shown.contains("affiant ask m --draft letter-hospice --language es"), "{shown}");
    let wrong = ask(folder.path(), &["m", "--draft", "letter-hospice", "--language", "xx"], "");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("there are no questions in `xx`"), "{}", err(&wrong));
    drop(matter);
}

#[test]
fn what_cannot_be_filled_is_told_before_a_question_is_asked() {
    let (folder, matter) = matter();
    let several = ask(folder.path(), &["m"], "");
    assert_eq!(several.status.code(), Some(2), "{}", err(&several));
    assert!(err(&several).contains("`--draft declaration`"), "{}", err(&several));
    let unknown = ask(folder.path(), &["m", "--draft", "letter-hospise"], "");
    assert_eq!(unknown.status.code(), Some(1));
    assert!(err(&unknown).contains("did you mean `letter-hospice`"), "{}", err(&unknown));

    let broken = "role = \"physician\"\nposition = \"an answer that nobody may lose\n";
    fs::write(matter.join("answers/letter-hospice.toml"), broken).unwrap();
    let output = ask(folder.path(), HOSPICE, "1\n2\n3\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("answers/letter-hospice.toml:2"), "{}", err(&output));
    assert!(!err(&output).contains("nobody may lose"), "{}", err(&output));
    assert_eq!(answers(&matter), broken);
}

/// Reads what the program says until it waits for an answer.
fn until_asked(from: &mut BufReader<ChildStdout>) -> String {
    let mut said = Vec::new();
    let mut byte = [0];
    while from.read(&mut byte).unwrap() == 1 {
        said.push(byte[0]);
        if said.ends_with(b"\n> ") || said.ends_with(b"\n  ") && said.len() > 3 && said[said.len() - 4] == b'\n' {
            break;
        }
    }
    String::from_utf8_lossy(&said).into_owned()
}

#[test]
fn a_killed_process_loses_no_answer() {
    let (folder, matter) = matter();
    fs::write(matter.join("answers/letter-hospice.toml"), "# mine\nrole = \"family\" # said on Monday\n").unwrap();
    let mut said: Vec<String> = Vec::new();
    for round in 0..8 {
        let mut child = start(folder.path(), HOSPICE);
        let mut from = BufReader::new(child.stdout.take().unwrap());
        let mut to = child.stdin.take().unwrap();
        let mut shown = until_asked(&mut from);
        // Optional questions about the writer, and lists, are passed over.
        while shown.contains("You may leave this empty") || shown.contains("(yes or no)") {
            to.write_all(if shown.contains("(yes or no)") { b"no\n" } else { b"\n" }).unwrap();
            shown = until_asked(&mut from);
        }
        if shown.contains("Type the number of an answer") || shown.is_empty() {
            break;
        }
        let dated = shown.contains("Since when") || shown.contains("When") || shown.contains("which day");
        let answer = if dated { format!("{}", 2014 + round) } else { format!("Answer number {round} of the aunt.") };
        writeln!(to, "{answer}").unwrap();
        if shown.contains("only a full stop") {
            // Killed in the middle of a long answer: the lines before are there.
            let mut line = String::new();
            let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
            while !answers(&matter).contains(&answer) {
                assert!(std::time::Instant::now() < deadline, "`{answer}` was not written");
                std::thread::yield_now();
            }
            child.kill().unwrap();
            let _ = from.read_line(&mut line);
        } else {
            // The next question is asked only when the answer is on disk.
            until_asked(&mut from);
            child.kill().unwrap();
        }
        child.wait().unwrap();
        said.push(answer);
        let file = answers(&matter);
        assert!(file.starts_with("# mine\nrole = \"family\" # said on Monday\n"), "{file}");
        for said in &said {
            assert!(file.contains(said.as_str()), "`{said}` is not in:\n{file}");
        }
    }
    assert!(said.len() > 3, "{said:?}");
}

#[test]
fn an_answer_that_is_written_anew_stands_until_the_new_one_is_whole() {
    let (folder, matter) = matter();
    let told = "role = \"friend\"\nknown_since = 2014\nhow_in_touch = \"We speak each day.\"\n";
    fs::write(matter.join("answers/letter-hospice.toml"), told).unwrap();
    reach(folder.path(), "How did you meet?");
    // Forward over the optional question to the answered one and back into it, which is then stopped in the middle.
    let before = answers(&matter);
    let review = out(&ask(folder.path(), HOSPICE, "/review\n"));
    let number = |review: &str| {
        let line = review.lines().find(|line| line.contains("How often are you in touch")).unwrap().to_owned();
        line.trim().split('.').next().unwrap().to_owned()
    };
    let chosen = format!("/review\n{}\n", number(&review));
    ask(folder.path(), HOSPICE, &format!("{chosen}# 1 thing I want to say\nis not finished\n"));
    assert!(answers(&matter).contains("We speak each day."), "{}", answers(&matter));
    assert_eq!(answers(&matter), before, "nothing is written before it is whole");
    // It is offered again, and Enter takes it as it is.
    let shown = out(&ask(folder.path(), HOSPICE, &format!("{chosen}\n")));
    assert!(shown.contains("# 1 thing I want to say") && shown.contains("Press Enter to keep it"), "{shown}");
    assert!(answers(&matter).contains("# 1 thing I want to say\nis not finished"), "{}", answers(&matter));
    assert!(!matter.join("answers/.letter-hospice.how_in_touch.txt").exists());
}

#[test]
fn a_command_within_a_long_answer_is_no_part_of_it() {
    let (folder, matter) = matter();
    fs::write(matter.join("answers/letter-hospice.toml"), "role = \"friend\"\nknown_since = 2014\n").unwrap();
    reach(folder.path(), "How often are you in touch");
    let typed = "We speak each day.\n/help\n?\nOn /quit days too.\n/quit\nnot read\n";
    let shown = out(&ask(folder.path(), HOSPICE, typed));
    assert!(shown.contains("/help is left out of your answer") && shown.contains("Go on at any time"), "{shown}");
    let file = answers(&matter);
    assert!(file.contains("We speak each day.\n?\nOn /quit days too.") && !file.contains("/help"), "{file}");
    assert!(!file.contains("/quit\n") && !file.contains("not read"), "{file}");
}

#[test]
fn who_knows_of_no_further_occasion_keeps_what_was_told() {
    for command in ["/unknown", "/decline"] {
        let (folder, matter) = matter();
        let told = "role = \"friend\"\n\n[[episodes]]\nid = \"e1\"\ndate = 2014\nwhat = \"She came at night.\"\n";
        fs::write(matter.join("answers/letter-hospice.toml"), told).unwrap();
        reach(folder.path(), "Is there another one to tell? So far: 1.");
        ask(folder.path(), HOSPICE, &format!("{command}\n"));
        let file = answers(&matter);
        assert!(file.contains("She came at night.") && file.contains("\"episodes+\""), "{file}");
    }
}

#[test]
fn what_somebody_else_saves_meanwhile_stays() {
    let (folder, matter) = matter();
    let path = matter.join("answers/letter-hospice.toml");
    fs::write(&path, "role = \"friend\"\n").unwrap();
    let mut child = start(folder.path(), HOSPICE);
    let mut from = BufReader::new(child.stdout.take().unwrap());
    let mut to = child.stdin.take().unwrap();
    let mut shown = until_asked(&mut from);
    while !shown.contains("Since when have you known") {
        to.write_all(b"\n").unwrap();
        shown = until_asked(&mut from);
    }
    let mut other = fs::read_to_string(&path).unwrap();
    other.insert_str(0, "sworn = true # by hand\n");
    fs::write(&path, &other).unwrap();
    to.write_all(b"2014\n").unwrap();
    until_asked(&mut from);
    let file = fs::read_to_string(&path).unwrap();
    assert!(file.contains("sworn = true # by hand") && file.contains("known_since = \"2014\""), "{file}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_long_answer_can_be_written_in_an_editor_and_survives_one_that_fails() {
    let (folder, matter) = matter();
    let script = folder.path().join("editor.sh");
    let answer = "Line one.\n\n# not a heading, an answer\nLine \\\"three\\\".";
    fs::write(&script, format!("#!/bin/sh\nprintf '%s\\n' \"{answer}\" >> \"$1\"\n[ ! -e fail ]\n")).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&script, mode).unwrap();
    fs::write(matter.join("answers/letter-hospice.toml"), "role = \"friend\"\nknown_since = 2014\n").unwrap();
    let run = |typed: &str| {
        let mut command = affiant(folder.path());
        command.env("EDITOR", &script).arg("ask").args(HOSPICE);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
        out(&child.wait_with_output().unwrap())
    };
    reach(folder.path(), "How often are you in touch");
    fs::write(folder.path().join("fail"), "").unwrap();
    let shown = run("/edit\n/quit\n");
    assert!(shown.contains("The editor could not be started"), "{shown}");
    let left = out(&ask(folder.path(), HOSPICE, ""));
    assert!(left.contains("Line one.") && left.contains("Press Enter to keep it"), "{left}");
    fs::remove_file(folder.path().join("fail")).unwrap();
    for file in fs::read_dir(matter.join("answers")).unwrap() {
        let file = file.unwrap();
        if file.file_name().to_string_lossy().starts_with('.') && file.path().is_file() {
            fs::remove_file(file.path()).unwrap();
        }
    }
    run("/edit\n/quit\n");
    let file = answers(&matter);
    assert!(file.contains("Line one.\n\n# not a heading, an answer\nLine "), "{file}");
    let hidden = fs::read_dir(matter.join("answers")).unwrap();
    assert!(!hidden.flatten().any(|file| file.file_name().to_string_lossy().ends_with(".txt")));
}

#[cfg(unix)]
#[test]
fn at_a_terminal_an_answer_after_a_mistake_begins_on_an_empty_line() {
    let (folder, matter) = matter();
    fs::write(matter.join("answers/letter-hospice.toml"), "role = \"physician\"\n").unwrap();
    reach(folder.path(), "Since when have you known");
    let mut command = affiant(folder.path());
    command.arg("ask").args(HOSPICE).env("TERM", "xterm").env_remove("NO_COLOR");
    let mut terminal = rexpect::session::spawn_command(command, Some(20_000)).unwrap();
    terminal.exp_string("Since when have you known").unwrap();
    terminal.exp_string("> ").unwrap();
    terminal.send_line("2025-02-30").unwrap();
    terminal.exp_string("no such day").unwrap();
    terminal.exp_string("> ").unwrap();
    terminal.send_line("March 2025").unwrap();
    terminal.exp_string("The paper now says").unwrap();
    assert!(answers(&matter).contains("known_since = \"2025-03\""), "{}", answers(&matter));
    // The arrow up brings back what stands there, to be mended.
    terminal.exp_string("How often are you in touch").unwrap();
    terminal.exp_string("> ").unwrap();
    terminal.send_line("/back").unwrap();
    terminal.exp_string("Press Enter to keep it").unwrap();
    terminal.exp_string("> ").unwrap();
    terminal.send("\u{1b}[A\u{7f}6\r").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("The paper now says").unwrap();
    assert!(answers(&matter).contains("known_since = \"2025-06\""), "{}", answers(&matter));
}
