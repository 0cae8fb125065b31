//! A pack in the hands of several offices: updates, moved tags, colleagues without it, and a repository that is gone.

use super::{World, note};

#[test]
fn an_update_says_what_came_and_locked_papers_stay_as_they_were() {
    let world = World::new();
    let repo = world.pack("repo");
    let office = world.office("office");
    office.well(&["pack", "add", "hope", "--git", &repo.url()]);
    assert!(office.well(&["pack", "update"]).contains("hope: up to date, 1.0.0"));
    let matter = world.matter("matter", "hope:note@1.0.0").display().to_string();
    office.well(&["build", &matter]);
    let lock = std::fs::read_to_string(world.path("matter/affiant.lock")).unwrap();
    let first = office.cached("hope").remove(0);
    assert!(lock.contains(&first) && lock.contains(&repo.url()), "{lock}");

    repo.write("templates/note/1.0.0/template.md", &note("changed my mind"));
    repo.write("templates/note/1.1.0/template.md", &note("wrote that"));
    let second = repo.commit("Say it otherwise");
    let said = office.well(&["pack", "update", "hope"]);
    assert!(said.contains("new: hope:note@1.1.0") && said.contains(&second[..12]), "{said}");
    assert_eq!(office.cached("hope").len(), 2, "the older commit stays");
    // The locked paper is made with its own commit, a new one with the newest.
    let text = office.well(&["build", &matter, "--emit", "text"]);
    assert!(text.contains("wrote this"), "{text}");
    office.well(&["build", &matter, "--locked"]);
    assert_eq!(std::fs::read_to_string(world.path("matter/affiant.lock")).unwrap(), lock);
    let new = world.matter("new", "hope:note@1.0.0").display().to_string();
    let text = office.well(&["build", &new, "--emit", "text"]);
    assert!(text.contains("changed my mind"), "{text}");
}

#[test]
fn a_colleague_without_the_pack_gets_the_command_that_fetches_the_very_commit() {
    let world = World::new();
    let repo = world.pack("repo");
    let (a, b) = (world.office("a"), world.office("b"));
    a.well(&["pack", "add", "hope", "--git", &repo.url(), "--tag", "v1.0.0"]);
    let matter = world.matter("matter", "hope:note@1.0.0").display().to_string();
    a.well(&["build", &matter]);
    let pdf = std::fs::read(world.path("matter/out/note.pdf")).unwrap();
    repo.write("templates/note/1.1.0/template.md", &note("wrote that"));
    let second = repo.commit("Say it otherwise");

    let command = |said: &str| {
        let hint = said.split('`').find(|part| part.starts_with("affiant pack add")).expect("a command to run");
        hint.split(' ').skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    let said = b.refused(&["build", &matter], "pack-not-fetched");
    let words = command(&said);
    b.well(&words.iter().map(String::as_str).collect::<Vec<_>>());
    b.well(&["build", &matter, "--locked"]);
    assert_eq!(std::fs::read(world.path("matter/out/note.pdf")).unwrap(), pdf, "the same bytes on both machines");
    let said = b.well(&["pack", "update"]);
    assert!(said.contains("stays at commit") && said.contains("--newest"), "{said}");
    b.well(&["pack", "update", "hope", "--newest"]);
    assert!(b.registry().contains(&second), "{}", b.registry());

    // Another one has the pack already, at the newer commit: then the older one comes into the cache beside it.
    let c = world.office("c");
    c.well(&["pack", "add", "hope", "--git", &repo.url()]);
    let registry = c.registry();
    let said = c.refused(&["build", &matter], "pack-not-fetched");
    let words = command(&said);
    let said = c.well(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(said.contains("still use commit"), "{said}");
    assert_eq!(c.registry(), registry);
    c.well(&["build", &matter, "--locked"]);
}

#[test]
fn without_the_repository_everything_that_was_fetched_still_builds() {
    let world = World::new();
    let repo = world.pack("repo");
    let mut office = world.office("office");
    office.well(&["pack", "add", "hope", "--git", &repo.url(), "--tag", "v1.0.0"]);
    let matter = world.matter("matter", "hope:note@1.0.0").display().to_string();
    office.well(&["build", &matter]);
    let url = repo.url();
    std::fs::remove_dir_all(&repo.path).unwrap();
    // And without git, and with a cache that nobody may write to.
    office.env.push(("PATH".to_owned(), "/nonexistent".to_owned()));
    office.well(&["build", &matter, "--locked"]);
    let new = world.matter("new", "hope:note@1.0.0").display().to_string();
    office.well(&["build", &new]);
    assert!(office.well(&["pack", "list"]).contains("hope:note@1.0.0"));
    let made = world.path("made").display().to_string();
    office.well(&["new", &made, "--template", "hope:note"]);
    office.refused(&["pack", "update"], "no-git");
    office.refused(&["pack", "add", "love", "--git", "https://git.example.org/love.git"], "no-git");
    assert!(office.well(&["doctor"]).contains("NOT FOUND"));
    office.env.pop();
    let registry = office.registry();
    let said = office.refused(&["pack", "update"], "fetch-failed");
    assert!(said.contains(&url), "{said}");
    assert_eq!(office.registry(), registry);
    office.well(&["build", &matter, "--locked"]);
}

#[test]
fn a_tag_that_moved_is_told_and_taken_only_with_consent() {
    let world = World::new();
    let repo = world.pack("repo");
    let office = world.office("office");
    office.well(&["pack", "add", "hope", "--git", &repo.url(), "--tag", "v1.0.0"]);
    let matter = world.matter("matter", "hope:note@1.0.0").display().to_string();
    office.well(&["build", &matter]);
    let (registry, first) = (office.registry(), repo.git(&["rev-parse", "HEAD"]));
    repo.write("templates/note/1.0.0/template.md", &note("signed everything over"));
    let second = repo.commit("Change what was tagged");
    repo.git(&["tag", "--force", "v1.0.0"]);
    let said = office.refused(&["pack", "update"], "moved-tag");
    assert!(said.contains("MOVED") && said.contains(&first) && said.contains(&second), "{said}");
    assert!(said.contains("affiant pack update hope --tag v1.0.0 --accept-moved"), "{said}");
    assert_eq!(office.registry(), registry);
    assert_eq!(office.cached("hope"), [first.as_str()]);

    office.well(&["pack", "update", "hope", "--tag", "v1.0.0", "--accept-moved"]);
    assert!(office.registry().contains(&second));
    let text = office.well(&["build", &matter, "--emit", "text"]);
    assert!(text.contains("wrote this"), "a locked paper is made with the old commit: {text}");
    // A tag that was used once is remembered, also after another one.
    repo.git(&["tag", "v1.1.0"]);
    assert!(office.well(&["pack", "update"]).contains("`affiant pack update hope --tag v1.1.0`"));
    office.well(&["pack", "update", "hope", "--tag", "v1.1.0"]);
    repo.git(&["tag", "--force", "v1.0.0", &first]);
    office.refused(&["pack", "update", "hope", "--tag", "v1.0.0"], "moved-tag");
    // A tag that is gone.
    repo.git(&["tag", "--delete", "v1.1.0"]);
    let said = office.refused(&["pack", "update"], "missing-commit");
    assert!(said.contains("v1.1.0"), "{said}");
}

#[test]
fn a_released_version_that_was_changed_is_told_and_taken_only_with_consent() {
    let world = World::new();
    let repo = world.pack("repo");
    let hash = affiant::digest::hex(note("wrote this").as_bytes());
    let ledger = format!(
        "version = 1\n\n[template.\"note@1.0.0\"]\nstatus = \"released\"\n\n[template.\"note@1.0.0\".inputs]\n\"template.md\" = \"{hash}\"\n"
    );
    repo.write("templates/pack.lock", &ledger);
    repo.commit("Release");
    let office = world.office("office");
    office.well(&["pack", "add", "hope", "--git", &repo.url()]);
    let registry = office.registry();
    repo.write("templates/note/1.0.0/template.md", &note("signed everything over"));
    repo.write(
        "templates/pack.lock",
        &ledger.replace(&hash, &affiant::digest::hex(note("signed everything over").as_bytes())),
    );
    repo.commit("Change what was released");
    let said = office.refused(&["pack", "update"], "moved-tag");
    assert!(said.contains("template note@1.0.0"), "{said}");
    assert_eq!(office.registry(), registry);
    assert!(office.well(&["pack", "update", "--accept-moved"]).contains("CHANGED although released: hope:note@1.0.0"));

    let withdrawn = "version = 1\n\n[template.\"note@1.0.0\"]\nstatus = \"withdrawn\"\nbecause = \"it says too much\"\ninstead = \"note@1.1.0\"\n\n\
                     [template.\"note@1.0.0\".inputs]\n";
    let hash = affiant::digest::hex(note("signed everything over").as_bytes());
    repo.write("templates/pack.lock", &format!("{withdrawn}\"template.md\" = \"{hash}\"\n"));
    repo.commit("Withdraw");
    let said = office.well(&["pack", "update"]);
    assert!(said.contains("withdrawn: hope:note@1.0.0: it says too much; instead: note@1.1.0"), "{said}");
}

#[test]
fn a_commit_that_was_rewritten_away_is_told_with_what_to_do() {
    let world = World::new();
    let repo = world.pack("repo");
    let office = world.office("office");
    office.well(&["pack", "add", "hope", "--git", &repo.url()]);
    let matter = world.matter("matter", "hope:note@1.0.0").display().to_string();
    office.well(&["build", &matter]);
    let lost = repo.git(&["rev-parse", "HEAD"]);
    repo.git(&["tag", "--delete", "v1.0.0"]);
    repo.write("templates/note/1.0.0/template.md", &note("wrote that"));
    repo.git(&["commit", "--quiet", "--all", "--amend", "--message", "Start again"]);
    repo.git(&["reflog", "expire", "--expire=now", "--all"]);
    repo.git(&["gc", "--quiet", "--prune=now"]);
    // Whoever has it builds with it; whoever does not is told.
    office.well(&["build", &matter, "--locked"]);
    let other = world.office("other");
    let said = other.refused(&["pack", "add", "hope", "--git", &repo.url(), "--commit", &lost], "missing-commit");
    assert!(said.contains(&lost) && said.contains("maintainers") && said.contains("affiant doctor"), "{said}");
    // And the folder in the cache can be carried over, as the hint says.
    let (from, to) = (office.packs().join("hope"), other.packs());
    std::fs::create_dir_all(&to).unwrap();
    assert!(std::process::Command::new("cp").arg("-r").arg(&from).arg(&to).status().unwrap().success());
    other.well(&["build", &matter, "--locked"]);
}

#[test]
fn a_draft_of_a_pack_that_a_folder_stands_in_for_is_compared_with_its_lock() {
    let world = World::new();
    let repo = world.pack("repo");
    let office = world.office("office");
    office.well(&["pack", "add", "hope", "--git", &repo.url()]);
    let matter = world.matter("matter", "hope:note@1.0.0").display().to_string();
    office.well(&["build", &matter]);
    office.well(&["pack", "remove", "hope"]);
    let folder = repo.path.display().to_string();
    office.well(&["pack", "add", "hope", "--path", &folder]);
    office.well(&["build", &matter, "--locked"]);
    repo.write("templates/note/1.0.0/template.md", &note("wrote that"));
    let said = office.refused(&["build", &matter], "locked-bytes-differ");
    assert!(said.contains("hope:note@1.0.0/template.md") && said.contains("affiant pack add hope --git"), "{said}");
}
