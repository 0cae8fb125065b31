//! The build script: gathers the example matters, and has the crate built anew when what it embeds changes.
#![expect(clippy::print_stdout, reason = "cargo reads what a build script prints")]
#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=templates");
    println!("cargo:rerun-if-changed=snippets");
    println!("cargo:rerun-if-changed=src/pack/embed.rs");
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("examples");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    for example in fs::read_dir("examples")? {
        let example = example?.path();
        // Only what somebody wrote: a build's papers and lock beside it are not the example's.
        gather(&example, &example.join("matter.toml"), &target)?;
        gather(&example, &example.join("facts.toml"), &target)?;
        println!("cargo:rerun-if-changed={}", example.join("answers").display());
        for answers in fs::read_dir(example.join("answers"))? {
            gather(&example, &answers?.path(), &target)?;
        }
    }
    Ok(())
}

/// Copies a file of an example to the same place beneath `target`.
fn gather(example: &Path, file: &Path, target: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", file.display());
    let beneath = file.strip_prefix(example.parent().unwrap_or(example)).unwrap_or(file);
    let copy = target.join(beneath);
    if let Some(folder) = copy.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(file, copy).map(|_| ())
}
