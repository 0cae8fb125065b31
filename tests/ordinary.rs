//! The program as an ordinary user, whom the system refuses what it does not refuse an administrator.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The user that tests run the program as when they themselves run as an administrator: `nobody`.
const NOBODY: u32 = 65534;

const FILES: &[(&str, &str)] = &[
    ("pack/templates/pack.toml", "name = \"office\"\nsummary = \"For this test\"\n"),
    ("pack/snippets/plain/1.0.0/look.typ", "#let look(paper, body) = {\n  body\n}\n"),
    (
        "pack/templates/note/1.0.0/template.md",
        "+++\ntitle = \"Note\"\nsummary = \"A note\"\naudience = \"filed\"\nlanguage = \"en\"\nlook = \"plain@1.0.0\"\n\n\
         [parties.writer]\nneeds = [\"name\"]\n+++\n{{ writer.name.full }} says it.\n",
    ),
    (
        "matter/matter.toml",
        "title = \"A matter\"\nfacts = [\"facts.toml\"]\n\n[[draft]]\nid = \"note\"\ntemplate = \"note@1.0.0\"\n\
         with = { writer = \"people.ada\" }\n",
    ),
    ("matter/facts.toml", "[people.ada]\nname = { first = \"Ada\", last = \"Placeholder\" }\n"),
    ("matter/answers/note.toml", ""),
];

/// A matter that belongs to an ordinary user, with its paper built.
struct Ordinary {
    folder: tempfile::TempDir,
    program: PathBuf,
}

impl Ordinary {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The user may not be allowed into the folder that the program was built in.
        let (built, program) = (Path::new(env!("CARGO_BIN_EXE_affiant")), folder.path().join("affiant"));
        if fs::hard_link(built, &program).is_err() {
            fs::copy(built, &program).unwrap();
        }
        for (name, text) in FILES {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        if is_administrator() {
            give(folder.path(), &program);
        }
        let ordinary = Self { folder, program };
        let built = ordinary.build();
        assert_eq!(built.status.code(), Some(0), "{built:?}");
        ordinary
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("matter").join(name)
    }

    fn build(&self) -> Output {
        self.run(&["build", "--pack", "../pack"])
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(&self.program);
        if is_administrator() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
            .args(arguments)
            .current_dir(self.path(""))
            .env_clear()
            .env("HOME", self.folder.path())
            .env("AFFIANT_CONFIG_DIR", self.folder.path().join("settings"))
            .env("AFFIANT_CACHE_DIR", self.folder.path().join("cache"))
            .env("SOURCE_DATE_EPOCH", "1795176000")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// Every file of the matter, by its path.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let (mut files, mut folders) = (BTreeMap::new(), vec![self.path("")]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    folders.push(entry);
                } else {
                    files.insert(entry.clone(), fs::read(entry).unwrap());
                }
            }
        }
        files
    }

    /// Builds while a file or folder has these permissions: what is said of the error. Nothing may be lost by it.
    fn refused(&self, name: &str, mode: u32) -> String {
        let path = self.path(name);
        let (before, usual) = (self.files(), fs::metadata(&path).unwrap().permissions());
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let built = self.build();
        fs::set_permissions(&path, usual).unwrap();
        let said = String::from_utf8(built.stderr).unwrap();
        assert_eq!(built.status.code(), Some(1), "{said}");
        assert_eq!(before, self.files(), "{said}");
        let error = said.find("error[").map_or("", |at| &said[at..]);
        error.trim_end().to_owned()
    }

    /// Changes the facts, so that the paper is to be written anew.
    fn edit(&self, from: &str, to: &str) {
        let facts = fs::read_to_string(self.path("facts.toml")).unwrap();
        assert!(facts.contains(from));
        fs::write(self.path("facts.toml"), facts.replace(from, to)).unwrap();
    }

    /// Builds with nothing in the way: the paper changes.
    fn builds(&self) {
        let before = fs::read(self.path("out/note.pdf")).unwrap();
        let built = self.build();
        assert_eq!(built.status.code(), Some(0), "{built:?}");
        assert_ne!(before, fs::read(self.path("out/note.pdf")).unwrap());
    }
}

fn is_administrator() -> bool {
    rustix::process::geteuid().is_root()
}

/// Gives everything in a folder to the ordinary user, but the program, which is the one that all tests run.
fn give(path: &Path, program: &Path) {
    if path == program {
        return;
    }
    chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            give(&entry.unwrap().path(), program);
        }
    }
}

#[test]
fn facts_that_may_not_be_read_are_named() {
    let matter = Ordinary::new();
    let expected = "\
error[unreadable-file]: `facts.toml` cannot be read: its permissions forbid reading it
 ╭▸ facts.toml
 ╰ hint: `chmod u+r facts.toml` lets its owner read it; `ls -l facts.toml` shows who that is";
    assert_eq!(matter.refused("facts.toml", 0o000), expected);
    matter.edit("Ada", "Adah");
    matter.builds();
}

#[test]
fn an_output_folder_that_may_not_be_written_keeps_its_papers() {
    let matter = Ordinary::new();
    matter.edit("Ada", "Adah");
    let expected = "\
error[unwritable-output]: cannot write `out/note.pdf`: its permissions forbid it
 ╭▸ out/note.pdf
 ╰ hint: `ls -ld out` shows who may write there";
    assert_eq!(matter.refused("out", 0o555), expected);
    matter.builds();
}

#[test]
fn an_output_folder_that_may_not_be_opened_keeps_its_papers() {
    let matter = Ordinary::new();
    matter.edit("Ada", "Adah");
    let expected = "\
error[unwritable-output]: cannot write `out/`: its permissions forbid it
 ╭▸ out/
 ╰ hint: `ls -ld out` shows who may write there";
    assert_eq!(matter.refused("out", 0o000), expected);
    matter.builds();
}

#[test]
fn a_folder_that_cannot_be_listed_is_never_taken_for_an_empty_one() {
    let ordinary = Ordinary::new();
    let commands: [&[&str]; 5] = [
        &["template", "release", "--all", "--pack", "../pack"],
        &["template", "list", "--pack", "../pack"],
        &["template", "bump", "note", "minor", "--pack", "../pack"],
        &["upgrade", "--pack", "../pack"],
        &["upgrade", "--pack", "../pack", "--apply"],
    ];
    for folder in ["templates", "templates/note", "templates/note/1.0.0", "snippets/plain"] {
        let path = ordinary.folder.path().join("pack").join(folder);
        let usual = fs::metadata(&path).unwrap().permissions();
        // One whose names can be read and whose files cannot is not empty either.
        for mode in [0o000, 0o444] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let ended = commands.map(|arguments| ordinary.run(arguments));
            fs::set_permissions(&path, usual.clone()).unwrap();
            for (arguments, ended) in commands.iter().zip(ended) {
                let said = String::from_utf8(ended.stderr).unwrap();
                assert_ne!(ended.status.code(), Some(0), "{arguments:?} with {folder} {mode:o}: {said}");
                assert!(said.contains("unreadable-file") && said.contains(folder), "{arguments:?}: {said}");
            }
        }
    }
}

#[test]
fn what_another_user_writes_into_the_answers_shuts_their_owner_out_of_nothing() {
    use std::os::unix::fs::MetadataExt as _;

    use affiant::disk::{Beside, Shared};
    let ordinary = Ordinary::new();
    // This process, which may be an administrator's, answers first.
    let (place, name) = Beside::of(&ordinary.path("answers/note.toml")).unwrap();
    let changed = Shared::new(place, name).change(|_, _| None, |_| Some((String::from("# Changed.\n"), ())));
    assert!(changed.is_ok(), "{changed:?}");
    let of = |name: &str| {
        let metadata = fs::metadata(ordinary.path(name)).unwrap();
        (metadata.uid(), metadata.mode() & 0o777)
    };
    assert_eq!(of("answers/.affiant"), of("answers"));
    assert_eq!(of("answers/.affiant/note.toml").0, of("answers/note.toml").0);
    let built = ordinary.build();
    assert_eq!(built.status.code(), Some(0), "{built:?}");
}
