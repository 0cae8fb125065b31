//! Packs of ten thousand files, and packs beyond the limits.

use std::fmt::Write as _;

use super::{ABOUT, LOOK, Repo, World, note};

/// Gives the repository a commit with a pack and this many files more, without writing them anywhere else.
fn with_files(repo: &Repo, files: usize) {
    let mut stream = String::from("commit refs/heads/main\ncommitter A <a@example.org> 1795176000 +0000\ndata 0\n");
    let template = note("wrote this");
    for (path, text) in [
        ("templates/pack.toml", ABOUT),
        ("templates/note/1.0.0/template.md", &*template),
        ("snippets/plain/1.0.0/look.typ", LOOK),
    ] {
        let _ = write!(stream, "M 644 inline {path}\ndata {}\n{text}\n", text.len());
    }
    for number in 0..files {
        let text = format!("+++\n# {number}\n+++\n");
        let _ = write!(stream, "M 644 inline templates/n{number}/1.0.0/template.md\ndata {}\n{text}\n", text.len());
    }
    repo.git_with(&["fast-import", "--quiet", "--force"], stream.as_bytes());
}

#[test]
fn a_pack_of_ten_thousand_files_is_fetched_and_used() {
    let world = World::new();
    let repo = world.repo("repo");
    with_files(&repo, 10_000);
    let office = world.office("office");
    let said = office.well(&["pack", "add", "hope", "--git", &repo.url()]);
    assert!(said.contains("and 9961 more"), "{said}");
    assert!(office.well(&["pack", "list", "--format", "json"]).contains("\"n9999@1.0.0\""), "all are listed");
    let matter = world.matter("matter", "hope:note@1.0.0").display().to_string();
    office.well(&["build", &matter]);
    office.well(&["build", &matter, "--locked"]);
}

#[test]
fn a_pack_beyond_the_limits_is_refused_and_leaves_nothing() {
    let world = World::new();
    let office = world.office("office");
    let many = world.repo("many");
    with_files(&many, 20_001);
    let said = office.refused(&["pack", "add", "hope", "--git", &many.url()], "unsafe-pack");
    assert!(said.contains("more than 20000 files"), "{said}");

    let long = world.pack("long");
    long.write("templates/note/1.0.0/template.md", &"x".repeat((8 << 20) + 1));
    long.commit("Say far too much");
    let said = office.refused(&["pack", "add", "hope", "--git", &long.url()], "unsafe-pack");
    assert!(said.contains("`templates/note/1.0.0/template.md`") && said.contains("larger than 8 MiB"), "{said}");

    let heavy = world.pack("heavy");
    let seal = heavy.blob(&vec![0; 60 << 20]);
    for number in 0..5 {
        let path = format!("snippets/plain/1.0.0/seal-{number}.png");
        heavy.git(&["update-index", "--add", "--cacheinfo", &format!("100644,{seal},{path}")]);
    }
    heavy.git(&["commit", "--quiet", "--message", "Add seals"]);
    let said = office.refused(&["pack", "add", "hope", "--git", &heavy.url()], "unsafe-pack");
    assert!(said.contains("more than 256 MiB together"), "{said}");
    assert_eq!(office.cached(""), [""; 0]);
    assert_eq!(office.registry(), "");
}

#[test]
fn a_tree_that_leads_to_itself_under_thousands_of_names_is_refused_in_time() {
    let world = World::new();
    let repo = world.repo("repo");
    let about = repo.blob(ABOUT.as_bytes());
    let mut tree = repo.tree(&[("100644", b"template.md", &about)]);
    // Ten to the ninth files in ten objects.
    for _ in 0..9 {
        let names: Vec<String> = (0..10).map(|number| format!("n{number}")).collect();
        let entries: Vec<(&str, &[u8], &str)> = names.iter().map(|name| ("40000", name.as_bytes(), &*tree)).collect();
        tree = repo.tree(&entries);
    }
    let templates = repo.tree(&[("40000", b"bomb", &tree), ("100644", b"pack.toml", &about)]);
    let root = repo.tree(&[("40000", b"templates", &templates)]);
    repo.commit_tree(&root);
    let office = world.office("office");
    let said = office.refused(&["pack", "add", "hope", "--git", &repo.url()], "unsafe-pack");
    assert!(said.contains("more than 20000 files"), "{said}");
    assert_eq!(office.cached(""), [""; 0]);
}
