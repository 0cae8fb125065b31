//! Bad input of every kind: it ends in a clear error, costs nobody anything, and repeats nothing that the facts say.

mod leaks;
mod matter;
mod watch;

use std::fs;
use std::time::{Duration, Instant};

use matter::{LOOK, Matter, SECRETS, TEMPLATE};

#[test]
fn no_message_repeats_what_facts_say() {
    let mut seen = 0;
    for (name, path) in super::suite::cases() {
        let text = fs::read_to_string(path).unwrap();
        let (input, expected) = text.split_once("-- expected --\n").unwrap();
        if name.starts_with("hostile/") && SECRETS.iter().any(|secret| input.contains(secret)) {
            seen += 1;
            let told: Vec<&str> =
                expected.lines().filter(|line| SECRETS.iter().any(|secret| line.contains(secret))).collect();
            assert!(told.is_empty(), "{name} tells {told:?}");
        }
    }
    assert!(seen > 10, "{seen} cases have secrets");
}

/// What somebody breaks in a matter that built well, and the code of the error that tells it.
type Breakage = (&'static str, fn(&Matter), &'static str);

const BREAKAGES: &[Breakage] = &[
    ("facts cut off", |m| m.edit("facts.toml", "\"Secret\" }", "\"Secret"), "bad-syntax"),
    ("no such date", |m| m.edit("facts.toml", "1988-04-12", "1988-04-31"), "bad-date"),
    ("not UTF-8", |m| m.write("facts.toml", b"[people.ada]\nname = \"Canary \xff\"\n"), "not-utf8"),
    ("NUL", |m| m.edit("facts.toml", "Canary", "Canary\0"), "bad-character"),
    ("facts gone", |m| m.remove("facts.toml"), "unreadable-file"),
    ("a folder for facts", |m| m.folder("facts.toml"), "unreadable-file"),
    ("a link out of the matter", |m| m.link("facts.toml", "/etc/passwd"), "unreadable-file"),
    ("a link that leads round", |m| m.link("facts.toml", "facts.toml"), "unreadable-file"),
    ("a device", |m| m.link("facts.toml", "/dev/zero"), "unreadable-file"),
    ("a pipe without a writer", |m| m.pipe("facts.toml"), "unreadable-file"),
    ("a pipe for the matter file", |m| m.pipe("matter.toml"), "unreadable-file"),
    ("a pipe for a look", |m| m.pipe(LOOK), "unknown-look"),
    ("typed wrongly", |m| m.edit("facts.toml", "1988-04-12", "[\"Canary\"]"), "wrong-type"),
    ("a typo in a condition", |m| m.edit(TEMPLATE, "if writer.phone", "if writer.fone"), "unknown-path"),
    ("a look that tells", |m| m.edit(LOOK, "body\n}", "panic(repr(body))\n}"), "look-error"),
    ("a look that reads", |m| m.edit(LOOK, "body\n}", "read(\"../../../../facts.toml\")\n}"), "look-refused"),
    ("a look that eats", |m| m.edit(LOOK, "body\n}", "range(2000000000)\nbody\n}"), "draft-memory"),
    ("a folder for the PDF", |m| m.folder("out/note.pdf"), "unwritable-output"),
    ("a file for the papers' folder", |m| m.file_for_folder("out"), "unwritable-output"),
];

#[test]
fn what_breaks_is_told_at_once_and_the_last_good_paper_stays() {
    std::thread::scope(|scope| {
        for half in BREAKAGES.chunks(BREAKAGES.len().div_ceil(2)) {
            scope.spawn(|| half.iter().for_each(assert_told));
        }
    });
}

fn assert_told((what, breakage, code): &Breakage) {
    let matter = Matter::built();
    let before = matter.paper();
    breakage(&matter);
    let left = matter.written_by_people();
    let began = Instant::now();
    let told = matter.build("");
    assert!(began.elapsed() < Duration::from_secs(11), "{what} took {:?}", began.elapsed());
    assert_eq!(told.code, Some(1), "{what}: {}", told.text);
    assert!(told.text.contains(&format!("error[{code}]")), "{what}: {}", told.text);
    matter.assert_nothing_told(what, &told.text);
    // Where the paper itself was taken away, there is nothing to keep.
    if fs::metadata(matter.path("out/note.pdf")).is_ok_and(|pdf| pdf.is_file()) {
        assert!(matter.paper() == before, "{what}: another paper");
    }
    assert!(matter.written_by_people() == left, "{what}: somebody's file is another");
}

#[cfg(unix)]
#[test]
fn a_full_disk_costs_neither_paper_nor_facts() {
    let matter = Matter::built();
    let before = matter.paper();
    matter.edit("facts.toml", "Canary", "Canary the Second");
    let facts = matter.written_by_people();
    let told = matter.build("trap '' XFSZ; ulimit -f 8;");
    assert_eq!(told.code, Some(1), "{}", told.text);
    assert!(
        told.text.contains("error[unwritable-output]: cannot write `out/note.pdf`: the disk is full"),
        "{}",
        told.text
    );
    matter.assert_nothing_told("a full disk", &told.text);
    assert!(matter.paper() == before && matter.written_by_people() == facts);
    assert_eq!(matter.build("").code, Some(0));
    assert!(matter.paper() != before);
}

#[cfg(unix)]
#[test]
fn a_file_that_never_rests_is_read_whole_or_not_at_all() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let matter = Matter::built();
    let (path, whole) = (matter.path("facts.toml"), matter.read("facts.toml"));
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // A program that writes the same facts again and again, with a comment of changing length after them.
            for round in 0_usize.. {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                let comment = "# so it is\n".repeat(2_000 + round % 1_000);
                fs::write(&path, format!("{whole}{comment}")).unwrap();
            }
        });
        for _ in 0..8 {
            let told = matter.build("");
            // Between the truncating and the writing, the file may be empty or cut for a moment: that is told like any
            // file that is.
            let known = ["unreadable-file", "bad-syntax", "unknown-person", "missing-fact"];
            let is_known = known.iter().any(|code| told.text.contains(&format!("[{code}]")));
            assert!(told.code == Some(0) || (told.code == Some(1) && is_known), "{:?} {}", told.code, told.text);
            matter.assert_nothing_told("a file that never rests", &told.text);
            assert!(matter.paper().starts_with(b"%PDF-") && matter.paper().trim_ascii_end().ends_with(b"%%EOF"));
        }
        over.store(true, Ordering::Relaxed);
    });
    assert_eq!(matter.build("").code, Some(0));
}

#[test]
fn two_builds_of_one_matter_at_once_both_end_well() {
    let matter = Matter::built();
    for _ in 0..4 {
        matter.edit("facts.toml", "Canary", "Canary Canary");
        let told: Vec<_> = std::thread::scope(|scope| {
            let both: Vec<_> = (0..2).map(|_| scope.spawn(|| matter.build(""))).collect();
            both.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert!(told.iter().all(|told| told.code == Some(0)), "{} {}", told[0].text, told[1].text);
    }
    let together = matter.paper();
    assert_eq!(matter.build("").code, Some(0));
    assert!(matter.paper() == together);
}

#[test]
fn what_an_editor_leaves_beside_a_look_is_no_part_of_it() {
    let matter = Matter::built();
    for name in ["look.typ~", ".look.typ.swp", "#look.typ#", "4913"] {
        matter.write(&format!("pack/snippets/plain/1.0.0/{name}"), b"before");
    }
    let told = matter.build("");
    assert_eq!(told.code, Some(0), "{}", told.text);
}
