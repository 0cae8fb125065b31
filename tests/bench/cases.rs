//! `affiant template test`: the built-in pack on all cores, and two-page letters on one.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::letter::{FACTS, answers};
use super::{AFFIANT, median, ms, report, timed};

/// How many letters are tried on one core.
const LETTERS: u16 = 600;
const RUNS: usize = 10;

/// Measures both.
pub fn cases(folder: &Path) -> std::io::Result<()> {
    let mut times = Vec::new();
    for _ in 0..RUNS {
        times.push(timed(Command::new(&*AFFIANT).args(["template", "test"]).current_dir(folder))?);
    }
    let told = Command::new(&*AFFIANT).args(["template", "test"]).current_dir(folder).output()?;
    let told = String::from_utf8_lossy(&told.stdout).trim_end().to_owned();
    let summary = told.lines().last().unwrap_or_default();
    report(&format!("template test of the built-in pack ({summary}): {}", ms(median(&mut times))));

    let pack = folder.join("letters");
    write_pack(&pack)?;
    let kept = Command::new(&*AFFIANT).args(["template", "test", "--accept"]).current_dir(&pack).output()?;
    assert!(kept.status.success(), "{}", String::from_utf8_lossy(&kept.stderr));
    let mut times = Vec::new();
    for _ in 0..RUNS {
        times.push(timed(
            Command::new("taskset").args(["-c", "0"]).arg(&*AFFIANT).args(["template", "test"]).current_dir(&pack),
        )?);
    }
    let time = median(&mut times);
    let rate = f64::from(LETTERS) / time.as_secs_f64();
    report(&format!("template test of {LETTERS} two-page letters on one core: {}, {rate:.0} cases a second", ms(time)));
    pages(&pack)
}

/// Makes sure that the letters are what they are said to be.
fn pages(pack: &Path) -> std::io::Result<()> {
    let built = Command::new(&*AFFIANT)
        .args(["build", "--pack", ".", "--template", "support-letter@1.0.0", "--case", "letter-1", "-o", "letter.pdf"])
        .current_dir(pack)
        .stderr(Stdio::null())
        .output()?;
    let told = String::from_utf8_lossy(&built.stdout).into_owned();
    assert!(told.contains("2 pages"), "{told}");
    Ok(())
}

/// Writes a pack whose support letter has this many cases of two pages, each with words of its own.
fn write_pack(pack: &Path) -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let copied = [
        "templates/support-letter/1.0.0/template.md",
        "snippets/letter/1.0.0/look.typ",
        "snippets/contact/1.0.0/clause.md",
        "snippets/perjury/1.0.0/clause.md",
        "snippets/rules/us/28-usc-1746.toml",
    ];
    for file in copied {
        let target = pack.join(file);
        std::fs::create_dir_all(target.parent().unwrap_or(pack))?;
        std::fs::copy(root.join(file), target)?;
    }
    std::fs::write(pack.join("templates/pack.toml"), "name = \"letters\"\nversion = \"1.0.0\"\n")?;
    let cases = pack.join("templates/support-letter/1.0.0/cases");
    std::fs::create_dir_all(&cases)?;
    for number in 1..=LETTERS {
        std::fs::write(cases.join(format!("letter-{number}.toml")), case(number))?;
    }
    Ok(())
}

/// The letter that the other parts measure, as a case.
fn case(number: u16) -> String {
    let mut text = String::from(
        "date = 2026-11-20\nwith = { writer = \"people.ada\", applicant = \"people.marisela\" }\n\n[facts]\n",
    );
    text.push_str(FACTS.replace("[people.", "[facts.people.").trim_start());
    let _ = write!(text, "\n[answers]\n{}", answers(number.into()).replace("[[episodes]]", "[[answers.episodes]]"));
    text
}
