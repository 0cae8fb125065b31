//! How the program is linked: its relocations packed, and the functions that a build of papers runs side by side.

use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

/// The functions that a build runs, by the crate that holds them: `tests/bench/order.rs` writes the list and says how
/// to read it.
const FUNCTIONS: &str = "src/build/functions.txt";

/// What the linker of the program is told; nothing that it does not understand.
pub fn arguments(out: &Path) -> io::Result<Vec<String>> {
    let mut arguments = Vec::new();
    if packs_relocations() {
        arguments.push(String::from("-Wl,-z,pack-relative-relocs"));
    }
    if env::var("PROFILE").as_deref() == Ok("release") && target("OS") == "linux" {
        let script = out.join("functions.ld");
        fs::write(&script, side_by_side(&fs::read_to_string(FUNCTIONS)?))?;
        let argument = format!("-Wl,-T,{}", script.display());
        if links(out, &argument) {
            arguments.push(argument);
        } else {
            println!(
                "cargo:warning=the linker does not take the order of functions in {FUNCTIONS}: a build will hold half as much again"
            );
        }
    }
    Ok(arguments)
}

/// The linker script that lays the functions of the list, and their tables, before all others.
///
/// The system brings a program into memory by sixteen pages at a time. Both processes of a build would otherwise hold
/// five times what they run, which lies scattered among what they do not. A name that no longer exists is passed over:
/// an old list does less, not harm.
fn side_by_side(functions: &str) -> String {
    let rule = |section: &str, crate_and_functions: &str| {
        let mut lines = crate_and_functions.lines();
        let files = lines.next().map(files).unwrap_or_default();
        let names: String = lines.flat_map(|line| [section, ".", line.trim_start(), "\n"]).collect();
        format!("{files}(\n{names})\n")
    };
    let lines: Vec<&str> = functions.lines().filter(|line| !line.starts_with('#')).collect();
    let crates: Vec<String> = lines.chunk_by(|_, next| next.starts_with(' ')).map(|lines| lines.join("\n")).collect();
    let section = |name: &str| {
        let rules: String = crates.iter().map(|lines| rule(name, lines)).collect();
        format!("SECTIONS {{ {name}.used : {{\n{rules}}} }} INSERT BEFORE {name};\n")
    };
    section(".rodata") + &section(".text")
}

/// What the linker is given of a crate; the program itself is in no library.
fn files(name: &str) -> String {
    if name == "main" { String::from("*affiant.*.rcgu.o") } else { format!("*lib{name}-*.rlib:*") }
}

/// Whether the linker, which may be any, takes an argument for a program of nothing.
fn links(out: &Path, argument: &str) -> bool {
    let (source, program) = (out.join("nothing.rs"), out.join("nothing"));
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let mut command = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        command.arg(format!("-Clinker={linker}"));
    }
    command.arg("--target").arg(env::var_os("TARGET").unwrap_or_default());
    command.arg(format!("-Clink-arg={argument}")).arg(&source).arg("-o").arg(program);
    fs::write(&source, "fn main() {}").is_ok() && command.output().is_ok_and(|output| output.status.success())
}

/// Whether the system that will run the program reads packed relocations.
///
/// A program at a random address mends some 150,000 addresses as it starts, and a build starts two. Their list is 3.6
/// MB, which both would read and keep; packed it is a fiftieth of that. glibc reads it from 2.36 on.
fn packs_relocations() -> bool {
    if target("OS") != "linux" || target("ENV") != "gnu" || env::var_os("HOST") != env::var_os("TARGET") {
        return false;
    }
    let Ok(answer) = Command::new("getconf").arg("GNU_LIBC_VERSION").output() else { return false };
    let answer = String::from_utf8_lossy(&answer.stdout);
    let version = answer.split_whitespace().next_back().and_then(|version| version.split_once('.'));
    let numbers = version.and_then(|(major, minor)| Some((major.parse::<u32>().ok()?, minor.parse::<u32>().ok()?)));
    numbers.is_some_and(|numbers| numbers >= (2, 36))
}

/// What is said of the target under a key.
fn target(key: &str) -> String {
    env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default()
}
