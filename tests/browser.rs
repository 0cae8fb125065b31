//! The web form and the offline form in a real browser: each test runs one script of `tests/browser` on a matter of its
//! own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_affiant");

/// Where the scripts are.
fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

/// The example's matter in a folder of its own.
fn matter() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let made = affiant(folder.path(), &["new", "m", "--from", "funeral-parole", "--with-sample"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let matter = folder.path().join("m");
    (folder, matter)
}

fn affiant(at: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(at).env("SOURCE_DATE_EPOCH", "1795000000");
    command.env("AFFIANT_CONFIG_DIR", at.join("config")).env("AFFIANT_CACHE_DIR", at.join("cache"));
    command.output().unwrap()
}

/// The matter that the script filled: the copy of that name in the folder holds what `letter.json` says, and builds.
fn holds_the_letter(folder: &Path, copy: &str) {
    let matter = folder.join(copy);
    let file = fs::read_to_string(matter.join("answers/letter-hospice.toml")).unwrap();
    let kept: toml::Table = file.parse().unwrap();
    let kept = serde_json::to_value(kept).unwrap();
    let letter = fs::read_to_string(scripts().join("letter.json")).unwrap();
    let letter: Vec<Value> = serde_json::from_str(&letter).unwrap();
    for answer in &letter {
        let path = answer["path"].as_str().unwrap();
        let wanted = match &answer["said"] {
            Value::String(said) => serde_json::json!({ said.as_str(): true }),
            _ => ["written", "type", "choose"].iter().find_map(|key| answer.get(key)).unwrap().clone(),
        };
        let found = path.split('.').try_fold(&kept, |node, step| match node {
            // The offline form gives its items names that no other form gives.
            Value::Array(items) => items.iter().find(|item| item["id"] == step || items.len() == 1),
            node => node.get(step),
        });
        // A date of TOML is a table of one member to a reader of JSON.
        let found =
            found.map(|found| found.as_object().and_then(|it| it.get("$__toml_private_datetime")).unwrap_or(found));
        let found = found.map(|found| found.as_str().map_or_else(|| found.clone(), |text| text.trim_end().into()));
        assert_eq!(found.as_ref(), Some(&wanted), "{path} in:\n{file}");
    }
    let built = affiant(folder, &["build", copy, "--draft", "letter-hospice"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let text = Command::new("pdftotext").arg("-layout").arg(matter.join("out/letter-hospice.pdf")).arg("-").output();
    let text = String::from_utf8_lossy(&text.unwrap().stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    for words in
        ["a pediatric oncologist at Example Children's Hospital", "video <after each scan> & once", "it is *over*."]
    {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
}

/// Whose browser it is.
static TURN: Mutex<()> = Mutex::new(());

/// Runs a script, and shows what it says when it fails.
fn run(script: &str, arguments: &[(&str, &Path)], folder: &Path) {
    let browser = std::env::var_os("CHROMIUM").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from);
    let packages = scripts().join("node_modules/playwright-core/package.json");
    assert!(
        browser.exists() && packages.exists(),
        "there is no browser, or nothing to drive it with: `tests/run` installs both, then runs the tests"
    );
    let mut command = Command::new("node");
    command.arg(scripts().join(script)).current_dir(folder).env("SOURCE_DATE_EPOCH", "1795000000");
    command.env("AFFIANT_CONFIG_DIR", folder.join("config")).env("AFFIANT_CACHE_DIR", folder.join("cache"));
    for (name, value) in arguments {
        command.arg(format!("--{name}")).arg(value);
    }
    // One browser at a time: several on a small machine keep each other waiting for longer than a step may take.
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let output = command.output().expect("`node` is not there: `tests/run` installs it");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "tests/browser/{script}:\n{said}");
}

#[test]
fn what_a_page_must_not_do_is_told() {
    let folder = tempfile::tempdir().unwrap();
    run("harness.js", &[], folder.path());
}

#[test]
fn the_letter_is_filled_at_a_desk() {
    let (folder, matter) = matter();
    run("letter.js", &[("program", Path::new(PROGRAM)), ("matter", &matter)], folder.path());
    holds_the_letter(folder.path(), "m-letter-1");
}

#[test]
fn the_offline_form_is_filled_and_taken_in() {
    let (folder, matter) = matter();
    run("kit.js", &[("program", Path::new(PROGRAM)), ("matter", &matter)], folder.path());
    holds_the_letter(folder.path(), "m-kit-1");
}

#[test]
fn the_offline_form_loses_nothing_over_days_windows_and_a_passphrase() {
    let (folder, matter) = matter();
    run("keep.js", &[("program", Path::new(PROGRAM)), ("matter", &matter)], folder.path());
}

#[test]
fn two_tabs_a_killed_server_and_a_missing_mouse_lose_nothing() {
    let (folder, matter) = matter();
    run("hard.js", &[("program", Path::new(PROGRAM)), ("matter", &matter)], folder.path());
    holds_the_letter(folder.path(), "m-hard-3");
}

#[test]
fn the_letter_is_filled_on_a_phone_without_script() {
    let (folder, matter) = matter();
    run("plain.js", &[("program", Path::new(PROGRAM)), ("matter", &matter)], folder.path());
    holds_the_letter(folder.path(), "m-plain-1");
}

#[test]
fn whoever_hears_the_page_is_told_what_others_see() {
    let (folder, matter) = matter();
    run("tree.js", &[("program", Path::new(PROGRAM)), ("matter", &matter)], folder.path());
}

#[cfg(target_os = "linux")]
#[test]
fn another_user_of_the_machine_gets_nothing_from_the_browser_and_opens_nothing() {
    let (folder, matter) = matter();
    run("door.js", &[("program", Path::new(PROGRAM)), ("matter", &matter)], folder.path());
}

#[test]
fn the_lock_of_the_browser_tests_names_no_host() {
    let lock = fs::read_to_string(scripts().join("package-lock.json")).unwrap();
    assert!(lock.contains("integrity") && !lock.contains("http"), "{lock}");
}
