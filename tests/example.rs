//! The example's matter in a folder of its own, and the program run beside it with settings of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs `affiant` in a folder, on a fixed day.
pub fn affiant(at: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_affiant"));
    command.current_dir(at).args(arguments).env("SOURCE_DATE_EPOCH", "1795000000").env_remove("RUST_BACKTRACE");
    command.env("AFFIANT_CONFIG_DIR", at.join("config")).env("AFFIANT_CACHE_DIR", at.join("cache"));
    command.output().unwrap()
}

/// The folder, and the matter `m` in it with the fictional facts.
pub fn matter() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let made = affiant(folder.path(), &["new", "m", "--from", "funeral-parole", "--with-sample"]);
    assert!(made.status.success());
    let matter = folder.path().join("m");
    (folder, matter)
}

/// What a command printed.
pub fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What a command printed as findings.
pub fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
