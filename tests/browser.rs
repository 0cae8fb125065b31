//! The web form and the offline form in a real browser: each test runs one script of `tests/browser` on a matter of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the scripts are.
fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

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
fn the_lock_of_the_browser_tests_names_no_host() {
    let lock = fs::read_to_string(scripts().join("package-lock.json")).unwrap();
    assert!(lock.contains("integrity") && !lock.contains("http"), "{lock}");
}
