//! From a save to the whole new PDF on disk, in a running watch.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{
    AFFIANT, Identity, compare, family, identity, letter, median, ms, pdf_of, report, status_kib, wait_for_new,
};

const SAVES: usize = 60;

/// A watch that ends with the benchmark.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(command: &mut Command) -> io::Result<Running> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map(Running)
}

fn affiant(matter: &Path) -> io::Result<Running> {
    start(Command::new(&*AFFIANT).arg("watch").arg(matter))
}

/// One two-page paper, each save with new text, side by side with `typst watch`.
pub fn one_paper(letter: &letter::Letter) -> io::Result<()> {
    let _ours = affiant(&letter.matter)?;
    let _theirs = start(
        Command::new("typst").args(["watch", "--pdf-standard", "a-2a,ua-1"]).arg(&letter.typst).arg(&letter.typst_pdf),
    )?;
    let ours_pdf = pdf_of(&letter.matter, "letter");
    settle(&[ours_pdf.clone(), letter.typst_pdf.clone()]);
    let text = std::fs::read_to_string(&letter.typst)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for save in 1..=SAVES {
        ours.extend(one_save(&letter.answers, &letter::answers(save), &ours_pdf)?);
        let new = text.replace("reading 0", &format!("reading {save}"));
        theirs.extend(one_save(&letter.typst, &new, &letter.typst_pdf)?);
    }
    compare("save to whole PDF in watch, two pages", median(&mut ours), median(&mut theirs));
    Ok(())
}

/// Twelve papers that share a fact: in one paragraph of each, then in every paragraph of each.
pub fn twelve_papers(folder: &Path) -> io::Result<()> {
    let matter = folder.join("twelve");
    letter::matter(&matter, 12)?;
    let watch = affiant(&matter)?;
    let time = until_all(&matter)?;
    drop(watch);
    report(&format!("twelve papers, one shared fact: {} until the last PDF is whole", ms(time)));

    let matter = folder.join("every");
    letter::matter(&matter, 12)?;
    let pack = letter::pack_of_every(folder)?;
    let manifest = std::fs::read_to_string(matter.join("matter.toml"))?;
    std::fs::write(matter.join("matter.toml"), manifest.replace("support-letter@1.0.0", "every@1.0.0"))?;
    let _watch = start(Command::new(&*AFFIANT).arg("watch").arg(&matter).arg("--pack").arg(&pack))?;
    let time = until_all(&matter)?;
    report(&format!("twelve papers, the fact in every paragraph: {} until the last PDF is whole", ms(time)));
    Ok(())
}

/// From a save of the fact that all twelve papers print to the last of their PDFs, typically.
fn until_all(matter: &Path) -> io::Result<Duration> {
    let papers: Vec<PathBuf> = (0..12).map(|number| pdf_of(matter, &format!("letter-{number}"))).collect();
    settle(&papers);
    let facts = std::fs::read_to_string(matter.join("facts.toml"))?;
    let mut times = Vec::new();
    for save in 1..=SAVES {
        let before: Vec<_> = papers.iter().map(|paper| identity(paper)).collect();
        let title = format!("Volunteer, ward {save}");
        let start = save_file(&matter.join("facts.toml"), &facts.replace("Volunteer", &title))?;
        for (paper, before) in papers.iter().zip(&before) {
            wait_for_new(paper, before.as_ref()).ok_or(io::ErrorKind::TimedOut)?;
        }
        times.push(start.elapsed());
    }
    Ok(median(&mut times))
}

/// Memory and open files after 50 and after 500 saves.
pub fn five_hundred_saves(letter: &letter::Letter) -> io::Result<()> {
    let watch = affiant(&letter.matter)?;
    let pdf = pdf_of(&letter.matter, "letter");
    settle(std::slice::from_ref(&pdf));
    for save in 1..=500 {
        one_save(&letter.answers, &letter::answers(1000 + save), &pdf)?;
        if save % 150 == 50 || save == 500 {
            let ids = family(watch.0.id());
            let memory: u32 = ids.iter().filter_map(|id| status_kib(*id, "VmRSS:")).sum();
            let files: usize = ids.iter().map(|id| open_files(*id)).sum();
            report(&format!("after {save} saves: {} MiB in both processes, {files} open files", memory / 1024));
        }
    }
    Ok(())
}

fn open_files(id: u32) -> usize {
    std::fs::read_dir(format!("/proc/{id}/fd")).map_or(0, Iterator::count)
}

fn one_save(file: &Path, text: &str, pdf: &Path) -> io::Result<Option<Duration>> {
    let before: Option<Identity> = identity(pdf);
    let start = save_file(file, text)?;
    Ok(wait_for_new(pdf, before.as_ref()).map(|_| start.elapsed()))
}

/// Saves as most editors do, beside and renamed, and tells when.
fn save_file(file: &Path, text: &str) -> io::Result<Instant> {
    let beside = file.with_extension("new~");
    std::fs::write(&beside, text)?;
    // The measured moment is the save itself, not the writing that leads up to it.
    let start = Instant::now();
    std::fs::rename(&beside, file)?;
    Ok(start)
}

/// Waits until all papers are there and nothing has changed for a while.
fn settle(papers: &[PathBuf]) {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(30) && papers.iter().any(|paper| identity(paper).is_none()) {
        std::thread::park_timeout(Duration::from_millis(1));
    }
    let quiet = Instant::now();
    while quiet.elapsed() < Duration::from_millis(500) {
        std::thread::park_timeout(Duration::from_millis(1));
    }
}
