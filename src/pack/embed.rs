//! The build script: gathers the example matters and the ISO lists, and has the program linked so that it starts quickly.
#![expect(clippy::print_stdout, reason = "cargo reads what a build script prints")]
#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use isolang::Language;

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=templates");
    println!("cargo:rerun-if-changed=snippets");
    println!("cargo:rerun-if-changed=src/pack/embed.rs");
    if packs_relocations() {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("countries.txt"), countries())?;
    fs::write(out.join("languages.txt"), languages(|_| true))?;
    fs::write(out.join("common-languages.txt"), languages(|language| language.to_639_1().is_some()))?;
    let target = out.join("examples");
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

/// The countries of ISO 3166, one in a line: both codes and the name.
///
/// As text, for the tables of the crate are thousands of addresses, which every start of the program would mend and keep.
fn countries() -> String {
    rust_iso3166::ALL
        .iter()
        .map(|country| format!("{}\t{}\t{}\n", country.alpha2, country.alpha3, country.name))
        .collect()
}

/// Languages of ISO 639, one in a line: the code of two letters, or of three where there is none, that of three, and the name.
fn languages(which: impl Fn(&Language) -> bool) -> String {
    let chosen = Language::match_names(|_| true).filter(|language| which(language));
    let line = |language: Language| {
        let long = language.to_639_3();
        format!("{}\t{long}\t{}\n", language.to_639_1().unwrap_or(long), language.to_name())
    };
    chosen.map(line).collect()
}

/// Whether the system that will run the program reads packed relocations.
///
/// A program at a random address mends some 150,000 addresses as it starts, and a build starts two. Their list is 3.6 MB, which both
/// would read and keep; packed it is a fiftieth of that. glibc reads it from 2.36 on.
fn packs_relocations() -> bool {
    let target = |key: &str| env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    if target("OS") != "linux" || target("ENV") != "gnu" || env::var_os("HOST") != env::var_os("TARGET") {
        return false;
    }
    let Ok(answer) = Command::new("getconf").arg("GNU_LIBC_VERSION").output() else { return false };
    let answer = String::from_utf8_lossy(&answer.stdout);
    let version = answer.split_whitespace().next_back().and_then(|version| version.split_once('.'));
    let numbers = version.and_then(|(major, minor)| Some((major.parse::<u32>().ok()?, minor.parse::<u32>().ok()?)));
    numbers.is_some_and(|numbers| numbers >= (2, 36))
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
