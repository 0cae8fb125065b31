//! `templates/README.md` to the letter: each of its commands, in its order, as a new maintainer gives them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The lines of the page's `sh` blocks.
fn commands() -> Vec<String> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/README.md")).unwrap();
    let blocks = page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// Words as a shell takes them, with `"…"` as one.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Where a command is given: the pack's folder, or the office that has the case.
fn place(command: &[String], root: &Path, entered: bool) -> PathBuf {
    let office = matches!(
        command.iter().map(String::as_str).collect::<Vec<_>>()[..],
        ["affiant", "pack", "add" | "list" | "update", ..]
            | ["affiant", "new" | "build" | "upgrade", ..]
            | ["affiant", "template", "users", ..]
    );
    if office || !entered { root.to_owned() } else { root.join("hope") }
}

#[test]
fn a_new_maintainer_follows_the_page_to_the_letter() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let commands = commands();
    assert!(commands.len() >= 35, "the page has lost its commands: {commands:?}");
    let mut entered = false;
    let mut said = String::new();
    for line in &commands {
        let command = words(&line.replace("URL", &format!("file://{}", root.join("hope").display())));
        let at = place(&command, root, entered);
        match command[0].as_str() {
            "cd" => entered = true,
            "edit" => {
                let file = at.join(&command[1]);
                let text = fs::read_to_string(&file).unwrap();
                fs::write(&file, text.replace("please ask me", "please write to me")).unwrap();
                assert_ne!(fs::read_to_string(&file).unwrap(), text, "the clause has other words now");
            }
            program => {
                let program = if program == "affiant" { env!("CARGO_BIN_EXE_affiant") } else { program };
                let output = Command::new(program)
                    .args(&command[1..])
                    .current_dir(&at)
                    .env("SOURCE_DATE_EPOCH", "1795348800")
                    .env("AFFIANT_CONFIG_DIR", root.join("config"))
                    .env("AFFIANT_CACHE_DIR", root.join("cache"))
                    .env("GIT_CONFIG_GLOBAL", "/dev/null")
                    .envs([("GIT_AUTHOR_NAME", "A"), ("GIT_AUTHOR_EMAIL", "a@example.org")])
                    .envs([("GIT_COMMITTER_NAME", "A"), ("GIT_COMMITTER_EMAIL", "a@example.org")])
                    .output()
                    .unwrap();
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                assert!(output.status.success(), "`{line}`:\n{}{}", text(&output.stdout), text(&output.stderr));
                said.extend(["$ ", line, "\n", &text(&output.stdout)]);
            }
        }
    }
    for wanted in [
        "template hardship-letter@1.0.0 released, 25 cases as expected",
        "added hope: hope 0.1.0",
        "[-ask-]{+write to+} me",
        "template hardship-letter@1.1.0 released, a minor step",
        "1 paper can be upgraded",
        "1 paper upgraded",
        "hope:hardship-letter@1.1.0",
        "withdrawn",
        "checked on 2026-11-21 by A. Lawyer",
        "\"$schema\"",
    ] {
        assert!(said.contains(wanted), "`{wanted}` was not said:\n{said}");
    }
    assert!(root.join("hope/redline.pdf").is_file() && root.join("redlines").is_dir());
    let matter = fs::read_to_string(root.join("case/matter.toml")).unwrap();
    assert!(matter.contains("\"hope:hardship-letter@1.1.0\""), "{matter}");
}
