//! The build script: gathers the example matters and the ISO lists, and has the program linked so that it starts
//! quickly.
#![expect(clippy::print_stdout, reason = "cargo reads what a build script prints")]
#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use isolang::Language;

mod link;

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=templates");
    println!("cargo:rerun-if-changed=snippets");
    println!("cargo:rerun-if-changed=src/build");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    for argument in link::arguments(&out)? {
        println!("cargo:rustc-link-arg-bins={argument}");
    }
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
/// As text, for the tables of the crate are thousands of addresses, which every start of the program would mend and
/// keep.
fn countries() -> String {
    rust_iso3166::ALL
        .iter()
        .map(|country| format!("{}\t{}\t{}\n", country.alpha2, country.alpha3, country.name))
        .collect()
}

/// Languages of ISO 639, one in a line: the code of two letters, or of three where there is none, that of three, and
/// the name.
fn languages(which: impl Fn(&Language) -> bool) -> String {
    let chosen = Language::match_names(|_| true).filter(|language| which(language));
    let line = |language: Language| {
        let long = language.to_639_3();
        format!("{}\t{long}\t{}\n", language.to_639_1().unwrap_or(long), language.to_name())
    };
    chosen.map(line).collect()
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
