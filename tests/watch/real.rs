//! The program itself on an example matter, its lines read from a pipe.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use crate::watched::{Watched, wait_for};

/// A running `affiant watch` on an example matter.
struct Running {
    folder: tempfile::TempDir,
    watch: Watched,
}

impl Deref for Running {
    type Target = Watched;

    fn deref(&self) -> &Watched {
        &self.watch
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else if entry.file_name() != "affiant.lock" {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

impl Running {
    /// Watches a copy of the example, until everything was built once.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/funeral-parole"), folder.path());
        let watch = Watched::start(folder.path(), &[]);
        let papers = watch.until("papers")["papers"].as_array().unwrap().len();
        for _ in 0..papers {
            watch.until("built");
        }
        Self { folder, watch }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(name)).unwrap();
        assert!(text.contains(from), "{name} has no `{from}`");
        fs::write(self.path(name), text.replacen(from, to, 1)).unwrap();
    }

    /// Every PDF in the output folder.
    fn papers(&self) -> BTreeMap<String, Vec<u8>> {
        let names =
            fs::read_dir(self.path("out")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let pdfs = names.filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "pdf"));
        pdfs.map(|name| (name.clone(), fs::read(self.path("out").join(name)).unwrap())).collect()
    }
}

#[test]
fn a_date_in_the_facts_changes_the_papers_that_use_it_and_no_other() {
    let running = Running::new();
    let before = running.papers();
    running.edit("facts.toml", "1988-04-12", "1988-04-13");
    let built = running.until("built");
    assert_eq!((&built["paper"], &built["why"][0]), (&"declaration".into(), &"people.marisela.birthdate".into()));
    let after = running.papers();
    for (name, pdf) in &before {
        assert_eq!(name != "declaration.pdf", *pdf == after[name], "{name}");
    }
}

#[test]
fn an_error_in_the_facts_keeps_the_papers_and_its_mending_too() {
    let running = Running::new();
    let before = running.papers();
    running.edit("facts.toml", "1988-04-12", "1988-04-31");
    running.until_paper("failed", "declaration");
    assert_eq!(before, running.papers());
    running.edit("facts.toml", "1988-04-31", "1988-04-12");
    running.until_paper("mended", "declaration");
    assert_eq!(before, running.papers());
}

#[test]
fn a_paper_that_somebody_removed_is_built_again_with_the_next_change() {
    let running = Running::new();
    fs::remove_file(running.path("out/declaration.pdf")).unwrap();
    running.edit("facts.toml", "1988-04-12", "1988-04-12 # as the passport says");
    assert_eq!(running.until("built")["paper"], "declaration");
    assert!(running.path("out/declaration.pdf").exists());
}

#[test]
fn a_lock_that_somebody_removed_is_written_again() {
    let running = Running::new();
    let lock = running.path("affiant.lock");
    let is_whole = || fs::read_to_string(&lock).is_ok_and(|text| text.contains("[draft.letter-teacher]"));
    wait_for("the lock", is_whole);
    running.edit("facts.toml", "1988-04-12", "1988-04-31");
    running.until_paper("failed", "declaration");
    fs::remove_file(&lock).unwrap();
    running.edit("facts.toml", "1988-04-31", "1988-04-12");
    running.until_paper("mended", "declaration");
    wait_for("the lock with all papers", || {
        is_whole() && fs::read_to_string(&lock).is_ok_and(|text| text.contains("[draft.declaration]"))
    });
}

#[test]
fn a_paper_that_the_matter_file_adds_is_built_and_told() {
    let running = Running::new();
    let draft =
        "\n[[draft]]\nid = \"second\"\ntemplate = \"declaration@1.0.0\"\nwith = { declarant = \"people.marisela\" }\n";
    running.edit("matter.toml", "\n[[draft]]", &format!("{draft}\n[[draft]]"));
    let papers = running.until("papers");
    assert!(papers["papers"].as_array().unwrap().contains(&"second".into()), "{papers}");
}

#[test]
fn a_rule_that_is_edited_changes_the_papers_that_rely_on_it_and_no_other() {
    const LOOK: &str = "#let look(paper, body) = body\n";
    const RULE: &str = "citation = \"8 CFR § 106.2\"\njurisdiction = \"us\"\n\n[[edition]]\nfrom = 2024-04-01\n\
                        status = \"in-force\"\nverified = true\nsource = \"Code of Federal Regulations\"\ntext.fee = \"$715\"\n";
    let template = |rules: &str, body: &str| {
        format!(
            "+++\ntitle = \"Note\"\nsummary = \"A note\"\naudience = \"filed\"\nlanguage = \"en\"\nlook = \"plain@1.0.0\"\n\
             {rules}\n[parties.writer]\nneeds = [\"name\"]\n+++\n{{{{ writer.name.full }}}} {body}.\n"
        )
    };
    let relies = template("rules = [\"us.fee\"]\n", "pays {{ rule(id=\"us.fee\")[\"fee\"] }}");
    let ledger = "version = 1\n\n[template.\"fee@1.0.0\"]\nstatus = \"draft\"\n\n[template.\"plain@1.0.0\"]\nstatus = \"draft\"\n";
    let draft = |id: &str| {
        format!("\n[[draft]]\nid = \"{id}\"\ntemplate = \"{id}@1.0.0\"\nwith = {{ writer = \"people.ada\" }}\n")
    };
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("pack/templates/pack.toml", "name = \"office\"\nsummary = \"For this test\"\n"),
        ("pack/templates/pack.lock", ledger),
        ("pack/templates/fee/1.0.0/template.md", &relies),
        ("pack/templates/plain/1.0.0/template.md", &template("", "pays nothing")),
        ("pack/snippets/plain/1.0.0/look.typ", LOOK),
        ("pack/snippets/rules/us/fee.toml", RULE),
        ("matter/facts.toml", "[people.ada]\nname = { first = \"Ada\", last = \"Placeholder\" }\n"),
        ("matter/answers/fee.toml", ""),
        ("matter/answers/plain.toml", ""),
        (
            "matter/matter.toml",
            &format!("title = \"A matter\"\nfacts = [\"facts.toml\"]\n{}{}", draft("fee"), draft("plain")),
        ),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let watch = Watched::start(&folder.path().join("matter"), &["--pack", "../pack"]);
    for _ in 0..2 {
        watch.until("built");
    }
    let running = Running { folder, watch };
    let paper = |name: &str| fs::read(running.path("matter/out").join(name)).unwrap();
    let before = (paper("fee.pdf"), paper("plain.pdf"));
    running.edit("pack/snippets/rules/us/fee.toml", "$715", "$800");
    running.find("the paper that relies on it, and no other", |line| {
        assert_ne!(line["paper"], "plain", "{line}");
        line["event"] == "built" && line["paper"] == "fee"
    });
    assert_ne!(before.0, paper("fee.pdf"));
    // A change of the facts goes to both papers: until then, nothing was said of the other one.
    running.edit("matter/facts.toml", "Ada", "Adah");
    let mut built = Vec::new();
    running.find("both papers", |line| {
        if line["event"] == "built" {
            assert_eq!(line["why"][0], "people.ada.name", "{line}");
            built.push(line["paper"].to_string());
        }
        built.len() == 2
    });
    assert_ne!(before.1, paper("plain.pdf"));
}

#[cfg(unix)]
#[test]
fn a_lock_that_cannot_be_written_is_told_and_written_with_the_next_build() {
    use std::os::unix::fs::PermissionsExt as _;
    let running = Running::new();
    let lock = running.path("affiant.lock");
    let is_locked = || fs::read_to_string(&lock).unwrap_or_default().contains("[draft.second]");
    wait_for("a lock", || lock.exists());
    fs::set_permissions(&lock, fs::Permissions::from_mode(0o444)).unwrap();
    let draft =
        "\n[[draft]]\nid = \"second\"\ntemplate = \"declaration@1.0.0\"\nwith = { declarant = \"people.marisela\" }\n";
    running.edit("matter.toml", "\n[[draft]]", &format!("{draft}\n[[draft]]"));
    running.find("the lock's finding", |line| line["code"] == "unwritable-output" && line["file"] == "affiant.lock");
    assert!(!is_locked());
    fs::set_permissions(&lock, fs::Permissions::from_mode(0o644)).unwrap();
    running.edit("facts.toml", "1988-04-12", "1988-04-13");
    running.until_paper("built", "declaration");
    wait_for("the new paper in the lock", is_locked);
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_whole_files_and_is_no_error() {
    use rustix::process::{Pid, Signal, kill_process};
    let mut running = Running::new();
    let (text, path) = (fs::read_to_string(running.path("facts.toml")).unwrap(), running.path("facts.toml"));
    for day in 13..20 {
        fs::write(&path, text.replace("1988-04-12", &format!("1988-04-{day}"))).unwrap();
    }
    kill_process(Pid::from_child(&running.watch.child), Signal::INT).unwrap();
    assert_eq!(running.watch.child.wait().unwrap().code(), Some(0));
    let papers = running.papers();
    assert!(papers.len() >= 4);
    for (name, pdf) in papers {
        assert!(pdf.starts_with(b"%PDF") && pdf.trim_ascii_end().ends_with(b"%%EOF"), "{name}");
    }
    let temporary = |name: &String| Path::new(name).extension().is_some_and(|ending| ending == "tmp");
    let names =
        fs::read_dir(running.path("out")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.filter(temporary).collect::<Vec<_>>(), Vec::<String>::new());
}
