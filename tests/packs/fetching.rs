//! Fetching: what is asked for is what comes, nothing else runs, and nothing half is left.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::{ABOUT, Office, World, names, note};

#[test]
fn a_tag_a_commit_and_the_default_branch_can_be_added() {
    let world = World::new();
    let repo = world.pack("repo");
    let first = repo.git(&["rev-parse", "HEAD"]);
    repo.git(&["tag", "--annotate", "--message", "With words", "v1.0.1"]);
    repo.write("templates/note/1.1.0/template.md", &note("wrote that"));
    let second = repo.commit("Say it otherwise");
    for (name, options, commit) in [
        ("tag", vec!["--tag", "v1.0.0"], &first),
        ("annotated", vec!["--tag", "v1.0.1"], &first),
        ("both", vec!["--tag", "v1.0.0", "--commit", &first], &first),
        ("commit", vec!["--commit", &first], &first),
        ("branch", vec![], &second),
    ] {
        let office = world.office(name);
        let url = repo.url();
        let said = office.well(&[&["pack", "add", "hope", "--git", &url], &options[..]].concat());
        assert!(said.contains("hope:note@"), "{said}");
        assert_eq!(office.cached("hope"), [commit.as_str()], "{name}");
        assert_eq!(office.cached(""), ["hope"], "{name}: nothing else is left in the cache");
    }
    let office = world.office("wrong");
    let said = office
        .refused(&["pack", "add", "hope", "--git", &repo.url(), "--tag", "v1.0.0", "--commit", &second], "moved-tag");
    assert!(said.contains(&first) && said.contains(&second), "{said}");
    let said = office.refused(&["pack", "add", "hope", "--git", &repo.url(), "--tag", "v1.0.2"], "missing-commit");
    assert!(said.contains("`v1.0.1` and `v1.0.0`"), "{said}");
    assert_eq!(office.registry(), "");
    assert_eq!(office.cached(""), [""; 0]);
}

#[test]
fn what_is_no_pack_is_refused_and_leaves_nothing() {
    let world = World::new();
    let office = world.office("office");
    let empty = world.repo("empty");
    let said = office.refused(&["pack", "add", "hope", "--git", &empty.url()], "fetch-failed");
    assert!(said.contains("it has no commit yet"), "{said}");

    let other = world.repo("other");
    other.write("README.md", "Something else.\n");
    other.commit("Start");
    let said = office.refused(&["pack", "add", "hope", "--git", &other.url()], "no-pack");
    assert!(said.contains("`affiant pack new DIR`"), "{said}");

    let malformed = world.repo("malformed");
    malformed.write("templates/pack.toml", &ABOUT.replace("\"1.0.0\"", "\"first\""));
    malformed.commit("Start");
    let said = office.refused(&["pack", "add", "hope", "--git", &malformed.url()], "bad-pack");
    assert!(said.contains("hope:pack.toml:2:11"), "{said}");

    let said = office.refused(&["pack", "add", "hope", "--git", "file:///nowhere/at/all.git"], "fetch-failed");
    assert!(said.contains("git ls-remote file:///nowhere/at/all.git"), "{said}");
    assert_eq!(office.registry(), "");
    assert_eq!(office.cached(""), [""; 0]);
}

#[test]
fn nothing_of_the_repository_or_of_the_users_settings_is_run() {
    let world = World::new();
    let repo = world.pack("repo");
    let (evil, marker) = (world.path("evil"), world.path("ran"));
    std::fs::write(&evil, format!("#!/bin/sh\ntouch {}\nexec \"$@\"\n", marker.display())).unwrap();
    std::fs::set_permissions(&evil, std::fs::Permissions::from_mode(0o755)).unwrap();
    let evil = evil.display();
    let hooks = world.path("hooks");
    std::fs::create_dir(&hooks).unwrap();
    for hook in ["post-checkout", "reference-transaction", "pre-auto-gc", "post-update", "fsmonitor-watchman"] {
        std::fs::copy(world.path("evil"), hooks.join(hook)).unwrap();
    }
    // The repository's own: filters for its files, and settings in its folder.
    repo.write(".gitattributes", "* filter=evil text eol=crlf\n");
    repo.write("templates/.gitattributes", "* filter=lfs diff=lfs merge=lfs -text\n");
    repo.commit("Ask for filters");
    for (key, value) in [("uploadpack.packObjectsHook", format!("{evil}")), ("filter.evil.smudge", format!("{evil}"))] {
        repo.git(&["config", key, &value]);
    }
    let settings = world.path("gitconfig");
    let text = format!(
        "[core]\n\thooksPath = {hooks}\n\tfsmonitor = {evil}\n\taskPass = {evil}\n\tpager = {evil}\n[uploadpack]\n\tpackObjectsHook = {evil}\n\
         [filter \"evil\"]\n\tsmudge = {evil}\n\tprocess = {evil}\n[filter \"lfs\"]\n\tsmudge = {evil}\n[alias]\n\tfetch = !{evil}\n\
         [init]\n\ttemplateDir = {hooks}\n[protocol \"ext\"]\n\tallow = always\n[gpg]\n\tprogram = {evil}\n",
        hooks = hooks.display()
    );
    std::fs::write(&settings, text).unwrap();
    let mut office = world.office("office");
    office.env = [
        ("GIT_CONFIG_GLOBAL", settings.display().to_string()),
        ("GIT_ASKPASS", evil.to_string()),
        ("GIT_PROXY_COMMAND", evil.to_string()),
        ("GIT_EXTERNAL_DIFF", evil.to_string()),
        ("GIT_DIR", "/nonexistent".to_owned()),
        ("GIT_WORK_TREE", "/nonexistent".to_owned()),
        ("GIT_CONFIG_COUNT", "1".to_owned()),
        ("GIT_CONFIG_KEY_0", "uploadpack.packObjectsHook".to_owned()),
        ("GIT_CONFIG_VALUE_0", evil.to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    office.well(&["pack", "add", "hope", "--git", &repo.url()]);
    office.well(&["pack", "update"]);
    assert!(!marker.exists(), "something was run");
    // No filter, and no line end, has touched the files.
    let commit = office.cached("hope").remove(0);
    let file = office.packs().join("hope").join(commit).join("templates/note/1.0.0/template.md");
    assert_eq!(std::fs::read_to_string(file).unwrap(), note("wrote this"));
}

#[test]
fn the_users_ways_to_a_host_are_kept() {
    let world = World::new();
    let repo = world.pack("repo");
    let settings = world.path("gitconfig");
    let text = format!(
        "[credential]\n\thelper =\n\thelper = \"!f() {{ echo \\\"\\\\$1\\\"; }}; f\"\n[http \"https://git.example.org\"]\n\tproxy\n\
         [url \"file://{}/\"]\n\tinsteadOf = https://git.example.org/\n",
        world.temp.path().display()
    );
    std::fs::write(&settings, text).unwrap();
    let mut office = world.office("office");
    office.env.push(("GIT_CONFIG_GLOBAL".to_owned(), settings.display().to_string()));
    drop(repo);
    office.well(&["pack", "add", "hope", "--git", "https://git.example.org/repo"]);
    assert!(office.registry().contains("git = \"https://git.example.org/repo\""), "{}", office.registry());
    // But no rewriting leads to a program.
    std::fs::write(&settings, "[url \"ext::sh -c 'touch ran' \"]\n\tinsteadOf = https://git.example.org/\n").unwrap();
    office.refused(&["pack", "add", "love", "--git", "https://git.example.org/repo"], "fetch-failed");
    assert!(!office.folder.join("ran").exists());
}

/// A `git` that waits before it gives what the files hold.
fn slow_git(world: &World) -> String {
    let folder = world.path("slow");
    std::fs::create_dir(&folder).unwrap();
    let path = std::env::var("PATH").unwrap();
    let real = std::env::split_paths(&path).map(|folder| folder.join("git")).find(|git| git.is_file()).unwrap();
    let script = format!("#!/bin/sh\ncase \"$*\" in *--batch*) sleep 60;; esac\nexec {} \"$@\"\n", real.display());
    std::fs::write(folder.join("git"), script).unwrap();
    std::fs::set_permissions(folder.join("git"), std::fs::Permissions::from_mode(0o755)).unwrap();
    format!("{}:{path}", folder.display())
}

/// Waits until a fetch is under way, so far that git has the commit and is asked for its files.
fn under_way(office: &Office, before: &[String]) {
    let until = Instant::now() + Duration::from_secs(30);
    let has_pack = |folder: &Path| {
        names(&folder.join("git/objects/pack")).iter().any(|name| name.contains(".idx"))
            || names(&folder.join("git/objects")).len() > 3
    };
    while !office.cached("").iter().any(|name| !before.contains(name) && has_pack(&office.packs().join(name))) {
        assert!(Instant::now() < until, "no fetch began");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_fetch_that_is_killed_or_interrupted_leaves_the_old_or_the_new() {
    let world = World::new();
    let repo = world.pack("repo");
    let mut office = world.office("office");
    office.well(&["pack", "add", "hope", "--git", &repo.url()]);
    let (before, cached) = (office.registry(), office.cached("hope"));
    repo.write("templates/note/1.1.0/template.md", &note("wrote that"));
    repo.commit("Say it otherwise");
    office.env.push(("PATH".to_owned(), slow_git(&world)));
    for signal in ["KILL", "INT", "TERM"] {
        let there = office.cached("");
        let mut child =
            office.command(&["pack", "update"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        under_way(&office, &there);
        let begun = Instant::now();
        let killed = std::process::Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status();
        assert!(killed.unwrap().success());
        let status = child.wait().unwrap();
        assert!(begun.elapsed() < Duration::from_secs(10), "{signal}: it was waited for");
        assert_eq!(office.registry(), before, "{signal}");
        assert_eq!(office.cached("hope"), cached, "{signal}");
        if signal != "KILL" {
            assert_eq!(status.code(), Some(1), "{signal}");
            // Nothing of its own is left; what the killed one left may be, while its git still writes there.
            let left = office.cached("");
            assert!(left.iter().all(|name| there.contains(name)), "{signal}: {left:?}");
        }
    }
    office.env.pop();
    let said = office.well(&["pack", "update"]);
    assert!(said.contains("new: hope:note@1.1.0"), "{said}");
    // What lies about of the killed one is not in the way, and a later fetch sweeps it when it is old: once its git,
    // which nobody ended, has ended too.
    let deadline = Instant::now() + Duration::from_mins(1);
    while office.cached("") != ["hope"] {
        assert!(Instant::now() < deadline, "{:?}", office.cached(""));
        for name in office.cached("").iter().filter(|name| name.starts_with(".affiant-")) {
            let left = office.packs().join(name);
            let hours = std::process::Command::new("touch").args(["-c", "-d", "2 hours ago"]).arg(&left).status();
            assert!(hours.unwrap().success());
        }
        repo.write("NOTES", &format!("{:?}", deadline - Instant::now()));
        repo.commit("Say something beside the templates");
        office.well(&["pack", "update"]);
    }
    assert!(office.cached("hope").len() >= 2);
}

#[test]
fn what_several_processes_add_at_once_is_all_there() {
    let world = World::new();
    let repo = world.pack("repo");
    let office = world.office("office");
    let packs: Vec<String> = (0..8).map(|number| format!("pack-{number}")).collect();
    let path = repo.path.display().to_string();
    let adding = packs.iter().map(|name| {
        let (url, mut arguments) = (repo.url(), vec!["pack", "add", name]);
        let place =
            if name.ends_with(['1', '3', '5', '7']) { ["--path", path.as_str()] } else { ["--git", url.as_str()] };
        arguments.extend(place);
        let mut command = office.command(&arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    });
    let adding: Vec<_> = adding.collect();
    for child in adding {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let listed = office.well(&["pack", "list", "--format", "json"]);
    assert_eq!(listed.lines().count(), 8, "{listed}");
    assert!(packs.iter().all(|name| listed.contains(&format!("\"name\":\"{name}\""))), "{listed}");
}

#[test]
fn a_cache_that_was_tampered_with_is_whole_again_after_the_command_that_the_hint_names() {
    let world = World::new();
    let repo = world.pack("repo");
    let office = world.office("office");
    let matter = world.matter("matter", "hope:note@1.0.0").display().to_string();
    office.well(&["pack", "add", "hope", "--git", &repo.url(), "--tag", "v1.0.0"]);
    office.well(&["build", &matter]);
    let (commit, registry) = (office.cached("hope").remove(0), office.registry());
    let folder = office.packs().join("hope").join(&commit);
    let template = folder.join("templates/note/1.0.0/template.md");
    let tamper: [&dyn Fn(); 4] = [
        &|| std::fs::write(&template, note("wrote something else")).unwrap(),
        &|| std::fs::write(folder.join("templates/more.md"), "x").unwrap(),
        &|| std::fs::remove_file(&template).unwrap(),
        &|| std::fs::write(folder.join("manifest"), "affiant pack manifest 1\n").unwrap(),
    ];
    for change in tamper {
        change();
        let said = office.refused(&["build", &matter], "tampered-pack");
        let hint = said.split('`').find(|part| part.starts_with("affiant pack add")).expect("a command to run");
        assert_eq!(office.run(&["doctor", &matter]).code, Some(1));
        let words: Vec<&str> = hint.split(' ').skip(1).collect();
        let said = office.well(&words);
        assert!(said.contains("hope is whole again"), "{said}");
        office.well(&["build", &matter]);
        assert_eq!(office.registry(), registry, "what new papers use has not changed");
    }
    std::fs::write(&template, "x").unwrap();
    assert!(office.well(&["pack", "update", "hope"]).contains("whole again"));
    office.well(&["build", &matter]);
}
