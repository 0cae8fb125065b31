//! What a newer version of the template would change in twelve papers.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::{AFFIANT, letter, median, ms, report};

const RUNS: usize = 10;

/// Twelve two-page letters, locked, and a pack in which their template has a newer version.
pub fn twelve_papers(folder: &Path) -> io::Result<()> {
    let (matter, pack) = (folder.join("upgraded"), folder.join("pack"));
    letter::matter(&matter, 12)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in ["templates", "snippets"] {
        copy(&root.join(part), &pack.join(part))?;
    }
    // Without a ledger all that a pack has counts as released.
    std::fs::remove_file(pack.join("templates/pack.lock"))?;
    let versions = pack.join("templates/support-letter");
    copy(&versions.join("1.0.0"), &versions.join("1.1.0"))?;
    let template = versions.join("1.1.0/template.md");
    let text = std::fs::read_to_string(&template)?;
    std::fs::write(&template, text.replace("Dear Officer:", "Dear Officer or Immigration Judge:"))?;
    run(affiant("build", &matter, &pack))?;
    let (mut words, mut pdfs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let start = Instant::now();
        run(affiant("upgrade", &matter, &pack))?;
        words.push(start.elapsed());
        let start = Instant::now();
        run(affiant("upgrade", &matter, &pack).arg("--pdf").arg(folder.join("redlines")))?;
        pdfs.push(start.elapsed());
    }
    let (words, pdfs) = (ms(median(&mut words)), ms(median(&mut pdfs)));
    report(&format!("upgrade of twelve papers: {words} to tell the words, {pdfs} with the redlines as PDF"));
    Ok(())
}

fn affiant(verb: &str, matter: &Path, pack: &Path) -> Command {
    let mut command = Command::new(&*AFFIANT);
    command.arg(verb).arg(matter).arg("--pack").arg(pack);
    command
}

fn run(mut command: impl std::borrow::BorrowMut<Command>) -> io::Result<()> {
    let command = command.borrow_mut();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    assert!(status.success(), "{command:?} failed");
    Ok(())
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
