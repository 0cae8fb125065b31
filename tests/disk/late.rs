//! What a program writes into a file that affiant has replaced already, however often affiant looked at it before.

use std::fs::File;
use std::io::{Seek, Write};
use std::time::Duration;

use affiant::disk::{Beside, Shared};

#[test]
fn what_is_written_late_is_found_however_often_the_file_was_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answers.toml");
    std::fs::write(&path, "first\n").unwrap();
    let (place, name) = Beside::of(&path).unwrap();
    let shared = Shared::new(place, name);
    let bring_back = |text: &str, lost: &str| {
        let missing = lost.lines().filter(|line| !text.contains(line));
        Some(missing.fold(text.to_owned(), |text, line| format!("{text}{line}\n")))
    };
    for round in 10..50_u64 {
        // Another program has it open, and writes as many bytes as there are.
        let mut open = File::options().write(true).open(&path).unwrap();
        let length = usize::try_from(open.metadata().unwrap().len()).unwrap();
        shared.change(bring_back, |text| Some((format!("{text}own {round}\n"), ()))).unwrap();
        for _ in 0..=round % 4 {
            std::thread::sleep(Duration::from_millis(round * 7 % 30));
            assert!(!shared.has_late(), "{round}");
        }
        let late = format!("late {round}\n{:.>1$}\n", "", length.saturating_sub(9));
        open.rewind().unwrap();
        open.write_all(&late.as_bytes()[..length.min(late.len())]).unwrap();
        if length < 9 {
            open.write_all(&late.as_bytes()[length..]).unwrap();
        }
        assert!(shared.has_late(), "{round}");
        let text = shared.restore(bring_back).unwrap();
        assert!(text.contains(&format!("late {round}\n")) && text.contains(&format!("own {round}\n")), "{text}");
        // Only what counts is kept, or the dots of one round hide those of the next.
        let tidy: String = text.lines().filter(|line| !line.starts_with('.')).map(|line| format!("{line}\n")).collect();
        shared.change(bring_back, |_| Some((tidy.clone(), ()))).unwrap();
    }
}
