//! The list of a matter's kits: what is written is read again, and what is no kit is told.

use affiant::interview::kits::{self, Kit};
use affiant::source::Sources;

fn kit(id: char, key: Option<&str>) -> Kit {
    Kit {
        id: id.to_string().repeat(32),
        draft: "letter-hospice".to_owned(),
        template: "support-letter@1.0.0".to_owned(),
        language: "es".to_owned(),
        key: key.map(str::to_owned),
        items: 101,
        made: "2026-11-20".to_owned(),
    }
}

#[test]
fn kits_are_read_as_they_were_written_and_notes_between_them_stay() {
    let (plain, sealed) = (kit('a', None), kit('7', Some("k-1")));
    let text = kits::with("", &plain);
    let text = kits::with(&format!("{text}# for Dr. Placeholder\n"), &sealed);
    assert!(text.contains("# for Dr. Placeholder\n"), "{text}");
    let read = kits::read(&mut Sources::default(), text.as_bytes());
    assert!(read.report.is_empty(), "{:?}\n{text}", read.report);
    assert_eq!(read.output, [plain, sealed]);
    assert_eq!((kits::next_items(&[]), kits::next_items(&read.output)), (101, 201));
}

#[test]
fn what_is_no_kit_is_told_and_left_out() {
    let good = kits::with("", &kit('b', None));
    let wrong = [
        good.replace(&"b".repeat(32), "not-an-id"),
        good.replace("draft ", "daft "),
        good.replace("2026-11-20", "\"soon\""),
        good.replace("101", "\"many\""),
        "kit = 3\n".to_owned(),
        "[[kit]\n".to_owned(),
    ];
    for text in wrong {
        let read = kits::read(&mut Sources::default(), text.as_bytes());
        assert!(read.output.is_empty(), "{text}");
        assert!(!read.report.is_empty(), "{text}");
    }
}
