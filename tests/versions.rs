//! A maintainer's commands: what they make, what they refuse, and that nothing released can be changed unnoticed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// The program under test.
const AFFIANT: &str = env!("CARGO_BIN_EXE_affiant");

const ABOUT: &str = "name = \"office\"\nversion = \"0.1.0\"\nlicence = \"MIT\"\nmaintainers = [\"Ada Placeholder\"]\n\
                     contact = \"office@example.org\"\n";

/// A pack's folder that holds nothing yet.
struct Office(tempfile::TempDir);

impl Office {
    fn new() -> Self {
        let office = Self(tempfile::tempdir().unwrap());
        office.write("templates/pack.toml", ABOUT);
        office
    }

    /// A pack with one template, which is released.
    fn with_note() -> Self {
        let office = Self::new();
        office.fine(&["template", "new", "note"]);
        office.fine(&["template", "release", "--all"]);
        office
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join("pack").join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "`{from}` is not in {path}");
        self.write(path, &text.replace(from, to));
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(AFFIANT);
        command.args(arguments).current_dir(self.path("")).env("SOURCE_DATE_EPOCH", "1795176000");
        for (variable, folder) in [("HOME", "home"), ("AFFIANT_CONFIG_DIR", "config"), ("AFFIANT_CACHE_DIR", "cache")] {
            command.env(variable, self.0.path().join(folder));
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("affiant starts")
    }

    /// Runs what must work; gives what it printed.
    fn fine(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
        text(&output.stdout)
    }

    /// Runs what must be refused; gives what it said.
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
        text(&output.stderr)
    }

    fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("affiant starts")
    }

    /// Every file of the pack with its bytes.
    fn tree(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let (mut folders, mut files) = (vec![self.path("")], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push((path.clone(), fs::read(path).unwrap()));
                }
            }
        }
        files.sort();
        files
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_new_template_passes_its_test_and_is_released_at_once() {
    let office = Office::new();
    let told = office.fine(&["template", "new", "letter-of-work"]);
    assert!(told.contains("templates/letter-of-work/1.0.0/\n"), "{told}");
    assert!(office.fine(&["template", "test"]).ends_with("2 cases of 1 version: 2 ok\n"));
    let told = office.fine(&["template", "release", "--all"]);
    assert!(told.contains("template letter-of-work@1.0.0 released, 2 cases as expected\n"), "{told}");
    assert_eq!(office.fine(&["template", "release", "--all"]), "there is no draft to release\n");
    for (name, kind) in [("heading", "clause"), ("banner", "look")] {
        office.fine(&["template", "new", name, "--kind", kind]);
        office.fine(&["template", "release", name, "--kind", kind]);
    }
    let told = office.refused(&["template", "new", "heading", "--kind", "look"]);
    assert!(told.contains("a clause or look of this name stands in the same folder"), "{told}");
}

#[test]
fn every_built_in_template_can_be_copied_and_the_copy_is_whole() {
    let office = Office::new();
    let listed = office.fine(&["template", "list", "--pack", &root().to_string_lossy(), "--format", "json"]);
    let mut copies = 0;
    for line in listed.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        if row["kind"] == "template" {
            let (name, version) = (row["name"].as_str().unwrap(), row["version"].as_str().unwrap());
            let copy = format!("our-{name}-{}", version.replace('.', "-"));
            office.fine(&["template", "new", &copy, "--like", &format!("{name}@{version}")]);
            let of_copy = fs::read(office.path(&format!("templates/{copy}/1.0.0/template.md"))).unwrap();
            assert_eq!(of_copy, fs::read(root().join(format!("templates/{name}/{version}/template.md"))).unwrap());
            copies += 1;
        }
    }
    assert!(copies >= 3, "{listed}");
    office.fine(&["template", "test"]);
    office.fine(&["template", "release", "--all"]);
    let before = office.tree();
    let told = office.refused(&["template", "new", "our-support-letter-1-0-0", "--like", "support-letter"]);
    assert!(told.contains("error[bad-name]"), "{told}");
    assert_eq!(office.tree(), before, "something was overwritten");
}

#[test]
fn a_copy_never_takes_another_clause_of_the_same_name() {
    let office = Office::new();
    office.write("snippets/perjury/1.0.0/clause.md", "+++\n+++\nOurs.\n");
    let before = office.tree();
    let told = office.refused(&["template", "new", "ours", "--like", "support-letter@1.0.0"]);
    assert!(told.contains("the pack has another clause `perjury@1.0.0`"), "{told}");
    assert_eq!(office.tree(), before);
}

#[test]
fn a_clause_takes_the_templates_that_use_it_along() {
    let office = Office::new();
    for name in ["one", "two"] {
        office.fine(&["template", "new", name, "--like", "support-letter@1.0.0"]);
    }
    office.fine(&["template", "release", "--all"]);
    office.fine(&["template", "bump", "two", "minor"]);
    office.replace("templates/two/1.1.0/template.md", "Dear Officer", "Dear Madam or Sir");
    office.fine(&["template", "bump", "contact", "minor"]);
    office.replace("snippets/contact/1.1.0/clause.md", "please ask me", "please write to me");
    let told = office.fine(&["template", "bump", "--clause", "contact@1.1.0"]);
    let expected = "\
one@1.0.0 copied to one@1.1.0: `contact@1.0.0` is `contact@1.1.0`
  templates/one/1.1.0/
two@1.1.0 is a draft and was changed: `contact@1.0.0` is `contact@1.1.0`
";
    assert_eq!(told, expected);
    let (old, new) = (office.read("templates/one/1.0.0/template.md"), office.read("templates/one/1.1.0/template.md"));
    assert_eq!(new, old.replace("contact@1.0.0", "contact@1.1.0"), "more than the pin was changed");
    assert_eq!(office.fine(&["template", "bump", "--clause", "contact@1.1.0"]), "no template uses an older version\n");
    assert!(office.refused(&["template", "bump", "--clause", "contact@9.0.0"]).contains("contact@1.1.0"));

    let told = office.refused(&["template", "release", "one"]);
    assert!(told.contains("the clause `contact@1.1.0` is itself still a draft"), "{told}");
    office.fine(&["template", "release", "contact"]);
    let told = office.run(&["template", "release", "one"]);
    assert!(text(&told.stdout).contains("differs"), "{}", text(&told.stderr));
    office.fine(&["template", "test", "one@1.1.0", "--accept"]);
    office.fine(&["template", "release", "one"]);
    let shown = office.fine(&["template", "show", "one"]);
    assert!(shown.contains("    the clause `contact` was 1.0.0 and is 1.1.0\n"), "{shown}");
}

#[test]
fn a_changed_byte_is_named_by_every_command_that_reads_it() {
    let office = Office::with_note();
    let template = "templates/note/1.0.0/template.md";
    let original = office.read(template);
    office.write(template, &original.replace("Sincerely", "Yours"));
    let named = "error[released-bytes-differ]: `templates/note/1.0.0/template.md` is not what it was when the template \
                 `note@1.0.0` was released";
    let ledger = office.read("templates/pack.lock");
    for arguments in [
        &["template", "list"][..],
        &["template", "release", "note@1.0.0"],
        &["template", "review", "note", "--by", "A. Lawyer"],
        &["build", "--pack", ".", "--template", "note@1.0.0", "--case", "sample", "-o", "-", "--emit", "text"],
        &["check", "--pack", ".", "--template", "note@1.0.0", "--case", "sample"],
    ] {
        let told = office.refused(arguments);
        assert!(told.contains(named), "{arguments:?}: {told}");
        assert!(told.contains("git checkout -- templates/note/1.0.0/template.md"), "{arguments:?}: {told}");
    }
    assert!(!office.run(&["template", "verify"]).status.success());
    assert_eq!(office.read("templates/pack.lock"), ledger, "a command took the changed bytes for right");
    office.write(template, &original);
    office.fine(&["template", "list"]);

    // Of a look, files that came or went count too, and the built-in pack has the bytes of this one.
    office.write("snippets/letter/1.0.0/seal.svg", "<svg/>");
    fs::remove_file(office.path("snippets/letter/1.0.0/look.typ")).unwrap();
    let told = office.run(&["template", "list"]);
    let told = text(&told.stderr);
    assert!(told.contains("`snippets/letter/1.0.0/seal.svg` was added to the look `letter@1.0.0`"), "{told}");
    assert!(told.contains("`snippets/letter/1.0.0/look.typ` is gone"), "{told}");
    let restore = "affiant template show letter@1.0.0 --kind look --builtin --source look.typ";
    assert!(told.contains(restore), "{told}");
    let words: Vec<&str> = restore.split(' ').skip(1).collect();
    office.write("snippets/letter/1.0.0/look.typ", &office.fine(&words));
    fs::remove_file(office.path("snippets/letter/1.0.0/seal.svg")).unwrap();
    office.fine(&["template", "list"]);
}

#[test]
fn a_ledger_edited_to_fit_a_changed_file_is_found_by_its_history() {
    let office = Office::with_note();
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]);
        git.args(arguments).current_dir(office.path("")).env("GIT_CONFIG_GLOBAL", "/dev/null");
        git.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    assert!(git(&["init"]) && git(&["add", "."]) && git(&["commit", "-m", "Release the note"]));
    office.fine(&["template", "list"]);
    let (template, ledger) = ("templates/note/1.0.0/template.md", office.read("templates/pack.lock"));
    let original = office.read(template);
    office.write(template, &original.replace("Sincerely", "Yours"));
    let hash = |text: &str| affiant::digest::hex(text.as_bytes());
    office.replace("templates/pack.lock", &hash(&original), &hash(&office.read(template)));
    let forged = office.read("templates/pack.lock");
    assert_ne!(forged, ledger);
    for arguments in [&["template", "list"][..], &["template", "verify"], &["template", "release", "--all"]] {
        let told = office.refused(arguments);
        assert!(
            told.contains("the ledger no longer says of the released template `note@1.0.0`"),
            "{arguments:?}: {told}"
        );
    }
    office.replace("templates/pack.lock", "status = \"released\"", "status = \"draft\"");
    assert!(office.refused(&["template", "list"]).contains("`note@1.0.0` what its last commit in git says"));
    assert!(git(&["checkout", "HEAD", "--", "."]));
    office.fine(&["template", "list"]);
}

#[test]
fn a_malformed_ledger_stops_every_command_that_would_write() {
    let office = Office::with_note();
    office.fine(&["template", "bump", "note", "minor"]);
    let good = office.read("templates/pack.lock");
    for bad in ["<<<<<<< ours\n", "version = 2\n", "version = 1\n[template.\"note@1.0.0\"]\nstatus = \"relaesed\"\n"] {
        office.write("templates/pack.lock", bad);
        for arguments in [
            &["template", "release", "--all"][..],
            &["template", "bump", "note", "minor"],
            &["template", "review", "note", "--by", "A. Lawyer"],
            &["template", "withdraw", "note@1.0.0", "--because", "wrong"],
        ] {
            let told = office.refused(arguments);
            assert!(told.contains("pack/templates/pack.lock"), "{arguments:?}: {told}");
        }
        assert_eq!(office.read("templates/pack.lock"), bad);
    }
    office.write("templates/pack.lock", &good);
    office.fine(&["template", "withdraw", "note@1.0.0", "--because", "wrong"]);
}

#[test]
fn maintainers_who_release_at_once_lose_nothing() {
    let office = Office::with_note();
    let names: Vec<String> = (0..6).map(|number| format!("note-{number}")).collect();
    for name in &names {
        office.fine(&["template", "new", name, "--like", "note"]);
    }
    let started: Vec<Child> = names.iter().map(|name| office.start(&["template", "release", name])).collect();
    for mut child in started {
        assert!(child.wait().unwrap().success());
    }
    let ledger = office.read("templates/pack.lock");
    for name in &names {
        assert!(ledger.contains(&format!("[template.\"{name}@1.0.0\"]\nstatus = \"released\"\n")), "{name}: {ledger}");
    }
    // Two who release the very same: one does, the other is told.
    office.fine(&["template", "bump", "note", "minor"]);
    office.replace("templates/note/1.1.0/template.md", "What this paper is for", "For neighbors");
    let both = [0, 1].map(|_| office.start(&["template", "release", "note"]));
    let fine = both.into_iter().filter_map(|mut child| child.wait().ok()).filter(std::process::ExitStatus::success);
    assert_eq!(fine.count(), 1);
}

#[test]
fn a_command_that_is_killed_leaves_what_was_or_what_was_to_be() {
    let office = Office::with_note();
    for round in 0..24 {
        let name = format!("copy-{round}");
        let mut child = office.start(&["template", "new", &name, "--like", "note"]);
        // The end comes at another moment in every round.
        (0..round * 40_000).for_each(|step| assert!(std::hint::black_box(step) >= 0));
        child.kill().unwrap();
        child.wait().unwrap();
        let made = office.path(&format!("templates/{name}/1.0.0"));
        if made.exists() {
            assert_eq!(fs::read_dir(made).unwrap().count(), 4, "half a version in round {round}");
        } else {
            office.fine(&["template", "new", &name, "--like", "note"]);
        }
    }
    for round in 0..24 {
        let mut child = office.start(&["template", "release", &format!("copy-{round}")]);
        (0..round * 400_000).for_each(|step| assert!(std::hint::black_box(step) >= 0));
        child.kill().unwrap();
        child.wait().unwrap();
        let list = office.run(&["template", "list"]);
        assert_eq!(list.status.code(), Some(0), "round {round}: {}", text(&list.stderr));
    }
    office.fine(&["template", "release", "--all"]);
}

#[test]
fn what_stands_in_the_way_is_named_and_stays() {
    let office = Office::new();
    office.write("snippets", "a file");
    let told = office.refused(&["template", "new", "note"]);
    assert!(told.contains("error[unwritable-output]") && told.contains("snippets"), "{told}");
    assert_eq!(office.read("snippets"), "a file");
    fs::remove_file(office.path("snippets")).unwrap();
    #[cfg(unix)]
    {
        let outside = office.0.path().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::create_dir(office.path("snippets")).unwrap();
        std::os::unix::fs::symlink(&outside, office.path("templates/note")).unwrap();
        let told = office.refused(&["template", "new", "note"]);
        assert!(told.contains("would lie outside of the pack, through a link"), "{told}");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0, "something was written outside of the pack");
    }
    let nowhere = office.command(&["template", "new", "note"]).current_dir(office.0.path()).output().unwrap();
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stderr).contains("error[no-pack]: there is no pack here to change"));
}

#[test]
fn a_review_counts_for_the_bytes_that_were_read() {
    let office = Office::new();
    office.fine(&["template", "new", "note"]);
    office.fine(&["template", "release", "letter", "--kind", "look"]);
    let review = ["template", "review", "note", "--by", "A. Lawyer", "--on", "2026-11-01", "--next", "2027-11-01"];
    let told = office.fine(&review);
    assert!(
        told.starts_with("template note@1.0.0: reviewed on 2026-11-01 by A. Lawyer, next by 2027-11-01\n"),
        "{told}"
    );
    office.fine(&["template", "release", "note"]);
    assert!(office.fine(&["template", "list"]).contains("reviewed 2026-11-01 by A. Lawyer, next 2027-11-01"));

    office.fine(&["template", "bump", "note", "minor"]);
    office.fine(&review);
    office.replace("templates/note/1.1.0/template.md", "What this paper is for", "For neighbors");
    let told = office.fine(&["template", "release", "note"]);
    assert!(told.contains("its review was of other words and is taken out of the ledger"), "{told}");
    assert!(office.fine(&["template", "show", "note"]).contains("  1.1.0  released 2026-11-20, not reviewed"));
    let told =
        office.refused(&["template", "review", "note", "--by", "A.", "--on", "2026-11-01", "--next", "2026-11-01"]);
    assert!(told.contains("the next review is not after this one"), "{told}");
}

#[test]
fn a_withdrawn_version_builds_and_says_what_replaces_it() {
    let office = Office::with_note();
    office.fine(&["template", "bump", "note", "minor"]);
    office.replace("templates/note/1.1.0/template.md", "What this paper is for", "For neighbors");
    office.fine(&["template", "release", "note"]);
    office.fine(&["template", "withdraw", "note@1.0.0", "--because", "it said too little", "--instead", "note@1.1.0"]);
    let build = ["build", "--pack", ".", "--template", "note@1.0.0", "--case", "sample", "-o", "-", "--emit", "text"];
    let output = office.run(&build);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let told = text(&output.stderr);
    assert!(told.contains("the template `note@1.0.0` is withdrawn: it said too little"), "{told}");
    assert!(told.contains("`note@1.1.0` replaces it"), "{told}");
    assert!(
        office.fine(&["template", "show", "note"]).contains("withdrawn: it said too little; `note@1.1.0` replaces it")
    );
}

#[test]
fn users_are_found_in_every_folder_and_never_in_a_circle() {
    let office = Office::new();
    let cases = office.0.path().join("cases");
    fs::create_dir(&cases).unwrap();
    let command = |arguments: &[&str]| {
        let output = office.command(arguments).current_dir(&cases).output().unwrap();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    command(&["new", "north/a", "--from", "funeral-parole", "--with-sample"]);
    command(&["build", "north/a"]);
    let lock = cases.join("north/a/affiant.lock");
    let locked = fs::read_to_string(&lock).unwrap();
    let line = "[draft.letter-aunt]\n";
    assert!(locked.contains(line), "{locked}");
    fs::write(&lock, locked.replace(line, &format!("{line}last_final = \"2026-10-01\"\n"))).unwrap();
    fs::create_dir_all(cases.join("south/b")).unwrap();
    fs::write(cases.join("south/b/matter.toml"), "title = ").unwrap();
    fs::create_dir_all(cases.join("c")).unwrap();
    fs::write(
        cases.join("c/matter.toml"),
        "title = \"C\"\nfacts = []\n[[draft]]\nid = \"x\"\ntemplate = \"hope:support-letter@2.0.0\"\n",
    )
    .unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("..", cases.join("north/circle")).unwrap();

    let (code, listed, told) = command(&["template", "users", "support-letter"]);
    assert_eq!(code, Some(0), "{told}");
    let expected = "\
c        x               hope:support-letter@2.0.0  never final
north/a  letter-hospice  support-letter@1.0.0       never final
north/a  letter-aunt     support-letter@1.0.0       last final 2026-10-01
north/a  letter-teacher  support-letter@1.0.0       never final
4 papers in 2 matters use `support-letter`; 3 matters looked at, 1 not read
";
    assert_eq!(listed, expected);
    assert!(told.contains("warning[unreadable-file]: the matter `./south/b` is passed over"), "{told}");
    let (_, listed, _) = command(&["template", "users", "hope:support-letter@2.0.0", "c", "c"]);
    assert!(listed.ends_with("1 paper in 1 matter use `hope:support-letter@2.0.0`; 1 matter looked at\n"), "{listed}");
    let (_, listed, _) = command(&["template", "users", "perjury@1.0.0", ".", "--format", "json"]);
    let papers: Vec<&str> = listed.lines().filter(|line| line.contains("\"uses\":\"perjury@1.0.0\"")).collect();
    assert_eq!(papers.len(), 4, "{listed}");
    assert_eq!(command(&["template", "users", "support-letter", "nowhere"]).0, Some(2));
}

#[test]
fn every_file_of_the_built_in_versions_is_printed_byte_for_byte() {
    let office = Office::new();
    for (path, bytes) in affiant::pack::embedded() {
        let parts: Vec<&str> = path.splitn(4, '/').collect();
        let ([folder, name, version, file], kinds) = (parts.as_slice(), ["template", "clause", "look"]) else {
            continue;
        };
        if *name == "rules" || version.parse::<semver::Version>().is_err() {
            continue;
        }
        let kind = match *folder {
            "templates" => kinds[0],
            _ if *file == "clause.md" => kinds[1],
            _ => kinds[2],
        };
        if kind == "template" && file.contains('/') && *file != "cases/gaps.toml" {
            continue;
        }
        let pin = format!("{name}@{version}");
        let shown = office.run(&["template", "show", &pin, "--kind", kind, "--builtin", "--source", file]);
        assert!(shown.stdout == bytes, "{path}");
    }
    let told = office.refused(&["template", "show", "support-letter", "--builtin", "--source", "../../pack.toml"]);
    assert!(told.contains("unknown file `../../pack.toml`"), "{told}");
    let shown = office.fine(&["template", "show", "support-letter", "--builtin", "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["look"]["pin"], "letter@1.0.0");
    assert!(shown["fields"].as_array().unwrap().len() > 20);
}
