//! Repositories with names and kinds of files that no pack may have: refused by name, and nothing is written.

use super::{ABOUT, LOOK, Repo, World, note};

/// A repository whose `templates` has these entries beside a good pack: mode, name, object.
fn crafted(repo: &Repo, strange: &[(&str, &[u8], &str)]) {
    let about = repo.blob(ABOUT.as_bytes());
    let mut entries: Vec<(&str, &[u8], &str)> = vec![("100644", b"pack.toml", &about)];
    entries.extend(strange);
    let templates = repo.tree(&entries);
    let root = repo.tree(&[("40000", b"templates", &templates)]);
    repo.commit_tree(&root);
}

#[test]
fn a_path_that_leads_elsewhere_or_that_some_system_cannot_have_is_refused() {
    let world = World::new();
    let repo = world.repo("repo");
    let office = world.office("office");
    let blob = repo.blob(b"evil\n");
    let above = repo.tree(&[("100644", b"evil", &blob)]);
    let above = repo.tree(&[("40000", b"..", &above)]);
    let link = repo.blob(b"../../../../../../etc/passwd");
    let commit = "1234567890123456789012345678901234567890";
    let long = [b'a'; 160];
    let cases: &[(&str, &[u8], &str, &str)] = &[
        ("40000", b"..", &above, "it leads out of its folder with `..`"),
        ("100644", b"../../../../evil", &blob, "it leads out of its folder with `..`"),
        ("100644", b"/etc/evil", &blob, "one of its names is empty"),
        ("100644", b".", &blob, "one of its names is empty or `.`"),
        ("120000", b"link.md", &link, "it is a symbolic link"),
        ("160000", b"module", commit, "it is another repository (a submodule)"),
        ("100644", b"..\\..\\evil", &blob, "it has a backslash"),
        ("100644", b"C:evil", &blob, "a character that Windows allows in no name"),
        ("100644", b"note.md:stream", &blob, "a character that Windows allows in no name"),
        ("100644", b"aux", &blob, "Windows keeps one of its names for a device"),
        ("100644", b"NUL.toml", &blob, "Windows keeps one of its names for a device"),
        ("100644", b"com1.md", &blob, "Windows keeps one of its names for a device"),
        ("100644", b"note.md.", &blob, "ends with a full stop or a space"),
        ("100644", b"note ", &blob, "ends with a full stop or a space"),
        ("100644", b"bell\x07", &blob, "it has a control character"),
        ("100644", b"line\nbreak", &blob, "it has a control character"),
        ("100644", "gpj.\u{202e}evil".as_bytes(), &blob, "it has a control character"),
        ("100644", b"\xff\xfe", &blob, "its name is not UTF-8"),
        ("100644", b"Pack.toml", &blob, "on macOS and Windows it is the same as"),
        ("100644", b"pack.toml", &blob, "the repository has it twice"),
        ("40000", b".git", &above, "`.git`"),
        ("100644", &long, &blob, "longer than 150 bytes"),
    ];
    for (mode, name, object, why) in cases {
        crafted(&repo, &[(mode, name, object)]);
        let said = office.refused(&["pack", "add", "hope", "--git", &repo.url()], "unsafe-pack");
        let shown = said.replace('\n', " ");
        assert!(shown.contains(why), "{:?}: {said}", String::from_utf8_lossy(name));
        assert!(!said.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{said:?}");
        assert_eq!(office.cached(""), [""; 0]);
        assert_eq!(office.registry(), "");
    }
    assert!(!world.path("evil").exists() && !world.path("office/evil").exists());
}

#[test]
fn names_that_are_one_on_other_systems_are_refused_also_in_folders() {
    let world = World::new();
    let repo = world.repo("repo");
    let office = world.office("office");
    let blob = repo.blob(b"x\n");
    let inner = repo.tree(&[("100644", b"template.md", &blob)]);
    for names in [["note", "Note"], ["ni\u{f1}o", "nin\u{303}o"]] {
        crafted(&repo, &[("40000", names[0].as_bytes(), &inner), ("40000", names[1].as_bytes(), &inner)]);
        let said = office.refused(&["pack", "add", "hope", "--git", &repo.url()], "unsafe-pack");
        assert!(said.contains("it is the same as `templates/"), "{said}");
    }
    // A file where a folder is.
    crafted(&repo, &[("100644", b"note", &blob), ("40000", b"note", &inner)]);
    office.refused(&["pack", "add", "hope", "--git", &repo.url()], "unsafe-pack");
}

#[test]
fn templates_that_are_a_link_or_a_module_are_refused() {
    let world = World::new();
    let repo = world.repo("repo");
    let office = world.office("office");
    let link = repo.blob(b"/etc");
    for (mode, object) in [("120000", link.as_str()), ("160000", "1234567890123456789012345678901234567890")] {
        let root = repo.tree(&[(mode, b"templates", object)]);
        repo.commit_tree(&root);
        office.refused(&["pack", "add", "hope", "--git", &repo.url()], "unsafe-pack");
    }
    assert_eq!(office.cached(""), [""; 0]);
}

#[test]
fn what_lies_outside_of_the_two_folders_is_not_fetched_and_does_no_harm() {
    let world = World::new();
    let repo = world.pack("repo");
    repo.write(".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = ../x\n");
    repo.write("README.md", "Read me.\n");
    std::os::unix::fs::symlink("/etc/passwd", repo.path.join("link")).unwrap();
    repo.commit("More");
    let office = world.office("office");
    office.well(&["pack", "add", "hope", "--git", &repo.url()]);
    let commit = office.cached("hope").remove(0);
    assert_eq!(office.cached(&format!("hope/{commit}")), ["manifest", "snippets", "templates"]);
}

#[test]
fn a_file_that_git_lfs_keeps_elsewhere_is_refused_by_name() {
    let world = World::new();
    let repo = world.pack("repo");
    repo.write(
        "snippets/plain/1.0.0/seal.png",
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    );
    repo.commit("Keep the seal elsewhere");
    let office = world.office("office");
    let said = office.refused(&["pack", "add", "hope", "--git", &repo.url()], "unsafe-pack");
    assert!(said.contains("seal.png") && said.contains("Git LFS"), "{said}");
    assert_eq!(office.cached(""), [""; 0]);
}

#[test]
fn a_fetched_look_reads_nothing_but_what_is_beside_it() {
    let world = World::new();
    let repo = world.pack("repo");
    let looks = [
        ("passwd", "read(\"/etc/passwd\")"),
        ("above", "read(\"../../../../../../facts.toml\")"),
        ("facts", "read(\"/facts.toml\")"),
        ("matter", "read(\"facts.toml\")"),
        ("manifest", "read(\"../../../manifest\")"),
        ("about", "read(\"/templates/pack.toml\")"),
        ("other", "read(\"../../plain/1.0.0/look.typ\")"),
        ("package", "{ import \"@preview/cetz:0.4.0\"; body }"),
    ];
    for (name, body) in looks {
        repo.write(&format!("snippets/{name}/1.0.0/look.typ"), &LOOK.replace("= body", &format!("= {body}")));
        let template = note("wrote this").replace("plain@", &format!("{name}@"));
        repo.write(&format!("templates/{name}/1.0.0/template.md"), &template);
    }
    // Beside it: fine.
    repo.write("snippets/beside/1.0.0/look.typ", &LOOK.replace("= body", "= { read(\"words.txt\"); body }"));
    repo.write("snippets/beside/1.0.0/words.txt", "Some words.\n");
    repo.write("templates/beside/1.0.0/template.md", &note("wrote this").replace("plain@", "beside@"));
    repo.commit("Read what is not ours");
    let office = world.office("office");
    office.well(&["pack", "add", "hope", "--git", &repo.url()]);
    for (name, _) in looks {
        let matter = world.matter("matter", &format!("hope:{name}@1.0.0"));
        let said = office.refused(&["build", &matter.display().to_string()], "look-refused");
        assert!(said.contains(&format!("hope:{name}@1.0.0/look.typ:1")), "{said}");
        assert!(!said.contains("Ada"), "{said}");
    }
    let matter = world.matter("matter", "hope:beside@1.0.0");
    office.well(&["build", &matter.display().to_string()]);
}
