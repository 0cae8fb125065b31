//! Every way in which editors and other programs save.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use affiant::disk::Disk;
use affiant::files::{FilePath, Files as _};
use affiant::watch::view::View;
use affiant::watch::{Content, Mode, Outcome};

use super::bench::{Bench, Ears, Told};

const MATTER: [(&str, &str); 4] = [
    ("matter.toml", "letter: facts.toml answers/letter.toml\nbrief: facts.toml look.typ\nnote: look.typ\n"),
    ("facts.toml", "a = 1\nb = 1\n"),
    ("answers/letter.toml", "c = 1\n"),
    ("look.typ", "look 1\n"),
];

/// Runs a way of saving `facts.toml` five times under each way of noticing, and expects each text to be built for what
/// changed.
fn every_save_is_built(save: impl Fn(&Path, &str)) {
    every_save_is_built_for(&[&["a"]], save);
}

/// The same, where a paper may be built for any of these causes.
fn every_save_is_built_for(causes: &[&[&str]], save: impl Fn(&Path, &str)) {
    for ears in [Ears::Native, Ears::Poll] {
        let bench = Bench::new(ears, &MATTER);
        for round in 10..15 {
            let text = format!("a = {round}\nb = 1\n");
            save(&bench.path("facts.toml"), &text);
            let (letter, brief) = (format!("{text}c = 1\n"), format!("{text}look 1\n"));
            for built in bench.all_built(&[("letter", &letter), ("brief", &brief)]) {
                assert!(causes.iter().any(|causes| built == *causes), "{ears:?}: {built:?}");
            }
        }
    }
}

#[test]
fn written_in_place() {
    every_save_is_built(|path, text| {
        let mut file = OpenOptions::new().write(true).open(path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.set_len(text.len() as u64).unwrap();
    });
}

#[test]
fn truncated_and_written() {
    // A writer that is held up between the two shows an empty file, and what is built then lacks `b` for a moment.
    every_save_is_built_for(&[&["a"], &["a", "b"]], |path, text| fs::write(path, text).unwrap());
}

#[test]
fn truncated_and_written_slowly_byte_by_byte() {
    for ears in [Ears::Native, Ears::Poll] {
        let bench = Bench::new(ears, &MATTER);
        let mut file = File::create(bench.path("look.typ")).unwrap();
        for _ in 0..500 {
            file.write_all(b"look ").unwrap();
            file.sync_data().unwrap();
        }
        bench.built("note", &"look ".repeat(500));
    }
}

#[test]
fn renamed_over() {
    every_save_is_built(|path, text| {
        let beside = path.with_file_name(".facts.toml.tmp-1234");
        fs::write(&beside, text).unwrap();
        fs::rename(beside, path).unwrap();
    });
}

#[test]
fn renamed_over_from_another_folder() {
    every_save_is_built(|path, text| {
        let elsewhere = path.parent().unwrap().with_file_name("elsewhere.tmp");
        fs::write(&elsewhere, text).unwrap();
        fs::rename(elsewhere, path).unwrap();
    });
}

#[test]
fn deleted_and_created() {
    every_save_is_built(|path, text| {
        fs::remove_file(path).unwrap();
        fs::write(path, text).unwrap();
    });
}

#[test]
fn moved_to_a_backup_and_created_as_vim_does() {
    every_save_is_built(|path, text| {
        let (probe, backup) = (path.with_file_name("4913"), path.with_file_name("facts.toml~"));
        fs::write(&probe, "").unwrap();
        fs::remove_file(&probe).unwrap();
        fs::rename(path, &backup).unwrap();
        fs::write(path, text).unwrap();
        fs::remove_file(&backup).unwrap();
    });
}

#[test]
fn copied_to_a_backup_and_written_as_emacs_does() {
    every_save_is_built(|path, text| {
        let (backup, lock) = (path.with_file_name("facts.toml~"), path.with_file_name(".#facts.toml"));
        fs::write(&lock, "").unwrap();
        fs::copy(path, &backup).unwrap();
        fs::write(path, text).unwrap();
        fs::remove_file(&lock).unwrap();
    });
}

#[test]
fn the_same_length_in_the_same_moment() {
    for ears in [Ears::Native, Ears::Poll] {
        let bench = Bench::new(ears, &MATTER);
        for round in 100..150 {
            fs::write(bench.path("look.typ"), format!("look {round}\n")).unwrap();
        }
        bench.built("note", "look 149\n");
    }
}

#[test]
fn the_same_text_again_builds_nothing() {
    for ears in [Ears::Native, Ears::Poll] {
        let bench = Bench::new(ears, &MATTER);
        fs::write(bench.path("facts.toml"), MATTER[1].1).unwrap();
        fs::write(bench.path("look.typ"), "look 2\n").unwrap();
        let told = bench.until("note", |told| matches!(told, Told::Round { .. }));
        assert!(!told.iter().any(|told| matches!(told, Told::Built { paper, .. } if paper == "letter")), "{told:?}");
    }
}

#[test]
fn only_the_papers_that_read_it_are_built() {
    for ears in [Ears::Native, Ears::Poll] {
        let bench = Bench::new(ears, &MATTER);
        fs::write(bench.path("answers/letter.toml"), "c = 2\n").unwrap();
        let told = bench.until("the round", |told| matches!(told, Told::Round { .. }));
        let Told::Round { changed, papers: 1 } = told.last().unwrap() else { panic!("{told:?}") };
        assert_eq!(changed, &["answers/letter.toml"]);
        let [Told::Built { paper, why, .. }, _] = &told[..] else { panic!("{told:?}") };
        assert_eq!((paper.as_str(), &why[..]), ("letter", &["c".to_owned()][..]));
        fs::write(bench.path("look.typ"), "look 2\n").unwrap();
        let papers = [("brief", "a = 1\nb = 1\nlook 2\n"), ("note", "look 2\n")];
        assert_eq!(bench.all_built(&papers), [["look.typ"], ["look.typ"]]);
    }
}

#[test]
fn papers_come_and_go_with_the_matter_file() {
    for ears in [Ears::Native, Ears::Poll] {
        let bench = Bench::new(ears, &MATTER);
        fs::write(bench.path("matter.toml"), "note: look.typ\nextra: facts.toml\n").unwrap();
        bench.until("the list", |told| matches!(told, Told::Survey(papers) if papers == &["note", "extra"]));
        assert_eq!(bench.built("extra", "a = 1\nb = 1\n"), ["first build"]);
        fs::write(bench.path("facts.toml"), "a = 2\n").unwrap();
        bench.built("extra", "a = 2\n");
        fs::remove_file(bench.path("matter.toml")).unwrap();
        bench.until("the loss", |told| matches!(told, Told::Survey(_)));
        fs::write(bench.path("matter.toml"), "letter: facts.toml\n").unwrap();
        bench.built("letter", "a = 2\n");
    }
}

#[test]
fn a_file_missing_for_a_while_keeps_the_last_good_paper() {
    for ears in [Ears::Native, Ears::Poll] {
        let bench = Bench::new(ears, &MATTER);
        fs::rename(bench.path("facts.toml"), bench.beside("away")).unwrap();
        bench.failed("letter");
        assert_eq!(bench.output("letter"), "a = 1\nb = 1\nc = 1\n");
        fs::write(bench.path("facts.toml"), "a = 3\nb = 1\n").unwrap();
        assert_eq!(bench.built("letter", "a = 3\nb = 1\nc = 1\n"), ["a"]);
    }
}

#[test]
fn a_paper_that_cannot_be_written_is_tried_again_without_a_save() {
    for ears in [Ears::Native, Ears::Poll] {
        let bench =
            Bench::new(ears, &[("matter.toml", "note: look.typ\n"), ("look.typ", "look 1\n"), ("out", "in the way")]);
        fs::remove_file(bench.path("out")).unwrap();
        let written = |told: &Told| matches!(told, Told::Built { outcome: Outcome::Written { .. }, .. });
        bench.until("the paper", written);
        assert_eq!(bench.output("note"), "look 1\n");
    }
}

#[test]
fn an_error_and_back_is_the_same_paper() {
    for ears in [Ears::Native, Ears::Poll] {
        let bench = Bench::new(ears, &MATTER);
        fs::write(bench.path("facts.toml"), "error\n").unwrap();
        bench.failed("letter");
        fs::write(bench.path("facts.toml"), MATTER[1].1).unwrap();
        let mended =
            |told: &Told| matches!(told, Told::Built { paper, outcome: Outcome::Unchanged, .. } if paper == "letter");
        bench.until("the old text", mended);
    }
}

#[test]
fn a_folder_made_and_filled_at_once() {
    for ears in [Ears::Native, Ears::Poll] {
        for _ in 0..10 {
            let bench = Bench::new(ears, &[("matter.toml", "letter: deep/er/answers.toml\n")]);
            fs::create_dir_all(bench.path("deep/er")).unwrap();
            fs::write(bench.path("deep/er/answers.toml"), "d = 1\n").unwrap();
            bench.built("letter", "d = 1\n");
            fs::write(bench.path("deep/er/answers.toml"), "d = 2\n").unwrap();
            bench.built("letter", "d = 2\n");
        }
    }
}

#[test]
fn a_folder_replaced_renamed_and_made_again() {
    for ears in [Ears::Native, Ears::Poll] {
        let bench = Bench::new(ears, &MATTER);
        fs::create_dir(bench.beside("new")).unwrap();
        fs::write(bench.beside("new/letter.toml"), "c = 2\n").unwrap();
        fs::rename(bench.path("answers"), bench.beside("old")).unwrap();
        fs::rename(bench.beside("new"), bench.path("answers")).unwrap();
        bench.built("letter", "a = 1\nb = 1\nc = 2\n");
        fs::write(bench.path("answers/letter.toml"), "c = 3\n").unwrap();
        bench.built("letter", "a = 1\nb = 1\nc = 3\n");
        fs::remove_dir_all(bench.path("answers")).unwrap();
        bench.failed("letter");
        fs::create_dir(bench.path("answers")).unwrap();
        fs::write(bench.path("answers/letter.toml"), "c = 4\n").unwrap();
        bench.built("letter", "a = 1\nb = 1\nc = 4\n");
        fs::write(bench.path("answers/letter.toml"), "c = 5\n").unwrap();
        bench.built("letter", "a = 1\nb = 1\nc = 5\n");
    }
}

#[test]
fn the_matter_folder_replaced_removed_and_made_again() {
    for ears in [Ears::Native, Ears::Poll] {
        let bench = Bench::new(ears, &MATTER);
        let fill = |folder: &Path, value: u32| {
            fs::create_dir_all(folder.join("answers")).unwrap();
            for (name, text) in MATTER {
                fs::write(folder.join(name), text.replace("b = 1", &format!("b = {value}"))).unwrap();
            }
        };
        fill(&bench.beside("new"), 2);
        fs::rename(bench.path(""), bench.beside("old")).unwrap();
        fs::rename(bench.beside("new"), bench.path("")).unwrap();
        bench.built("brief", "a = 1\nb = 2\nlook 1\n");
        fs::write(bench.path("facts.toml"), "a = 1\nb = 3\n").unwrap();
        bench.built("brief", "a = 1\nb = 3\nlook 1\n");
        fs::remove_dir_all(bench.path("")).unwrap();
        bench.until("the loss", |told| matches!(told, Told::Survey(_)));
        fill(&bench.path(""), 4);
        bench.built("brief", "a = 1\nb = 4\nlook 1\n");
        fs::write(bench.path("facts.toml"), "a = 1\nb = 5\n").unwrap();
        bench.built("brief", "a = 1\nb = 5\nlook 1\n");
    }
}

#[test]
fn a_file_that_comes_into_a_folder_whose_list_was_read() {
    for ears in [Ears::Native, Ears::Poll] {
        let files = [("matter.toml", "letter: rules/\n"), ("rules/a.toml", ""), ("rules/us/c.toml", "")];
        let bench = Bench::new(ears, &files);
        fs::write(bench.path("rules/b.toml"), "").unwrap();
        bench.built("letter", "a.toml\nb.toml\nus\n");
        fs::remove_file(bench.path("rules/a.toml")).unwrap();
        bench.built("letter", "b.toml\nus\n");
        fs::rename(bench.path("rules"), bench.path("old")).unwrap();
        bench.failed("letter");
        fs::rename(bench.path("old"), bench.path("rules")).unwrap();
        fs::write(bench.path("rules/z.toml"), "").unwrap();
        bench.built("letter", "b.toml\nus\nz.toml\n");
    }
}

#[test]
fn a_storm_of_events_ends_with_the_last_text() {
    for ears in [Ears::Native, Ears::Poll] {
        let bench = Bench::new(ears, &MATTER);
        for round in 0..4_000 {
            fs::write(bench.path("facts.toml"), format!("a = {round}\n")).unwrap();
        }
        bench.built("letter", "a = 3999\nc = 1\n");
    }
}

#[test]
fn a_storm_in_other_files_builds_nothing() {
    let bench = Bench::new(Ears::Native, &MATTER);
    for round in 0..4_000 {
        fs::write(bench.path(&format!("notes-{}.txt", round % 100)), "noise").unwrap();
    }
    fs::write(bench.path("look.typ"), "look 2\n").unwrap();
    let told = bench.until("the round", |told| matches!(told, Told::Round { .. }));
    assert!(matches!(told.last(), Some(Told::Round { changed, .. }) if changed == &["look.typ"]), "{told:?}");
}

#[cfg(unix)]
#[test]
fn a_file_behind_a_link() {
    for ears in [Ears::Native, Ears::Poll] {
        let bench = Bench::new(ears, &[("matter.toml", "letter: facts.toml\n"), ("shared/real.toml", "a = 1\n")]);
        std::os::unix::fs::symlink("shared/real.toml", bench.path("facts.toml")).unwrap();
        bench.built("letter", "a = 1\n");
        fs::write(bench.path("shared/real.toml"), "a = 2\n").unwrap();
        bench.built("letter", "a = 2\n");
    }
}

#[test]
fn a_system_that_tells_nothing_is_found_out() {
    let bench = Bench::new(Ears::Deaf, &MATTER);
    let polls = |told: &Told| matches!(told, Told::Mode(Mode::PollInstead { .. }));
    let found_out = (2..9).any(|round| {
        let text = format!("look {round}\n");
        fs::write(bench.path("look.typ"), &text).unwrap();
        let built =
            |told: &Told| matches!(told, Told::Built { paper, text: built, .. } if paper == "note" && *built == text);
        bench.until("look or polling", |told| polls(told) || built(told)).iter().any(polls)
    });
    assert!(found_out);
    fs::write(bench.path("look.typ"), "look 9\n").unwrap();
    bench.built("note", "look 9\n");
}

#[test]
fn the_list_of_a_folder_looks_as_a_paper_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["look/b.png", "look/a.typ", "look/Ünder/c.png"] {
        fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
        fs::write(folder.path().join(name), "x").unwrap();
    }
    let disk = Disk::new(Some(folder.path().to_owned()), None);
    let read = disk.read(&FilePath::matter("look/")).unwrap();
    let mut view = View::default();
    let path = folder.path().join("look");
    view.look([path.as_path()].into_iter());
    assert_eq!(view.content(&path), Some(&Content::of(&read)));
}

#[test]
fn another_day_builds_every_paper_again() {
    for ears in [Ears::Native, Ears::Poll] {
        let bench = Bench::new(ears, &MATTER);
        bench.next_day();
        let told = bench.until("the round of the day", |told| matches!(told, Told::Round { .. }));
        let built = |told: &&Told| matches!(told, Told::Built { outcome: Outcome::Unchanged, .. });
        assert_eq!(told.iter().filter(built).count(), 3, "{told:?}");
    }
}
