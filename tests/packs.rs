//! Packs from real git repositories: added, updated, moved, lost, and written by somebody who means ill.

mod escapes;
mod fetching;
mod large;
mod offices;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a pack says of itself.
const ABOUT: &str = "name = \"hope\"\nversion = \"1.0.0\"\nlicence = \"CC-BY-4.0\"\nmaintainers = [\"Example Legal Aid\"]\n\
                     contact = \"templates@example.org\"\nlanguage = \"en\"\njurisdictions = [\"us\"]\n";
/// A look that changes nothing.
const LOOK: &str = "#let look(paper, body) = body\n";

/// A template with this sentence.
fn note(sentence: &str) -> String {
    format!(
        "+++\ntitle    = \"Note\"\nsummary  = \"What a person has to say\"\naudience = \"filed\"\nlanguage = \"en\"\n\
         look     = \"plain@1.0.0\"\n\n[parties.writer]\nneeds = [\"name\"]\n+++\nI, {{{{ writer.name.full }}}}, {sentence}.\n"
    )
}

/// A folder for one test: repositories, offices and matters.
struct World {
    temp: tempfile::TempDir,
}

/// A git repository.
struct Repo {
    path: PathBuf,
}

/// Somebody's machine: settings and cache of its own.
struct Office {
    folder: PathBuf,
    /// What else is set there.
    env: Vec<(String, String)>,
}

/// What a command came to.
#[derive(Debug)]
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl World {
    fn new() -> Self {
        Self { temp: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.temp.path().join(name)
    }

    /// A repository with a pack that has one template, tagged `v1.0.0`.
    fn pack(&self, name: &str) -> Repo {
        let repo = self.repo(name);
        repo.write("templates/pack.toml", ABOUT);
        repo.write("templates/note/1.0.0/template.md", &note("wrote this"));
        repo.write("snippets/plain/1.0.0/look.typ", LOOK);
        repo.commit("Start");
        repo.git(&["tag", "v1.0.0"]);
        repo
    }

    /// An empty repository.
    fn repo(&self, name: &str) -> Repo {
        let path = self.path(name);
        std::fs::create_dir_all(&path).unwrap();
        let repo = Repo { path };
        repo.git(&["init", "--quiet", "--initial-branch=main"]);
        repo
    }

    fn office(&self, name: &str) -> Office {
        let folder = self.path(name);
        std::fs::create_dir_all(&folder).unwrap();
        Office { folder, env: Vec::new() }
    }

    /// A matter with a paper of this template.
    fn matter(&self, name: &str, template: &str) -> PathBuf {
        let folder = self.path(name);
        std::fs::create_dir_all(&folder).unwrap();
        let matter = format!(
            "title = \"A note\"\ndate = 2026-11-20\nfacts = [\"facts.toml\"]\n\n[[draft]]\nid = \"note\"\n\
             template = \"{template}\"\nwith = {{ writer = \"people.ada\" }}\n"
        );
        std::fs::write(folder.join("matter.toml"), matter).unwrap();
        let facts = "[people.ada]\nname = { first = \"Ada\", last = \"Placeholder\" }\n";
        std::fs::write(folder.join("facts.toml"), facts).unwrap();
        folder
    }
}

impl Repo {
    fn url(&self) -> String {
        format!("file://{}", self.path.display())
    }

    fn git(&self, arguments: &[&str]) -> String {
        self.git_with(arguments, b"")
    }

    /// Runs git in the repository, with this on its standard input.
    fn git_with(&self, arguments: &[&str], input: &[u8]) -> String {
        let output = self.try_git(arguments, input);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn try_git(&self, arguments: &[&str], input: &[u8]) -> Output {
        use std::io::Write as _;
        let mut child = git()
            .args(["-c", "gc.auto=0", "-c", "core.autocrlf=false"])
            .args(arguments)
            .current_dir(&self.path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("git starts");
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let feeding = std::thread::spawn(move || _ = stdin.write_all(&input));
        let output = child.wait_with_output().unwrap();
        feeding.join().unwrap();
        output
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Commits everything; the commit's name.
    fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Makes a commit of a tree the only one of the branch.
    fn commit_tree(&self, tree: &str) {
        let commit = self.git(&["commit-tree", tree, "-m", "Crafted"]);
        self.git(&["update-ref", "refs/heads/main", &commit]);
    }

    fn blob(&self, bytes: &[u8]) -> String {
        self.git_with(&["hash-object", "-w", "--stdin"], bytes)
    }

    /// A tree with these entries, however strange: mode, name, object.
    fn tree(&self, entries: &[(&str, &[u8], &str)]) -> String {
        let mut bytes = Vec::new();
        for (mode, name, object) in entries {
            bytes.extend(format!("{mode} ").as_bytes());
            bytes.extend(*name);
            bytes.push(0);
            let digit = |at: usize| u8::from_str_radix(&object[at..at + 2], 16).unwrap();
            bytes.extend((0..object.len()).step_by(2).map(digit));
        }
        self.git_with(&["hash-object", "-w", "-t", "tree", "--literally", "--stdin"], &bytes)
    }
}

/// Git without any settings of the machine that it runs on.
fn git() -> Command {
    let mut git = Command::new("git");
    git.env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_AUTHOR_NAME", "A. Maintainer")
        .env("GIT_AUTHOR_EMAIL", "a@example.org")
        .env("GIT_AUTHOR_DATE", "2026-11-20T12:00:00Z")
        .env("GIT_COMMITTER_NAME", "A. Maintainer")
        .env("GIT_COMMITTER_EMAIL", "a@example.org")
        .env("GIT_COMMITTER_DATE", "2026-11-20T12:00:00Z");
    git
}

impl Office {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_affiant"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("HOME", self.folder.join("home"))
            .env("AFFIANT_CONFIG_DIR", self.folder.join("settings"))
            .env("AFFIANT_CACHE_DIR", self.folder.join("cache"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("SOURCE_DATE_EPOCH", "1795176000")
            .env("COLUMNS", "100")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        command
    }

    fn run(&self, arguments: &[&str]) -> Said {
        let output = self.command(arguments).output().expect("affiant starts");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Runs what must go well; what it printed.
    fn well(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, Some(0), "{arguments:?}: {said:?}");
        said.out
    }

    /// Runs what must be refused with this code; what it said.
    fn refused(&self, arguments: &[&str], code: &str) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, Some(1), "{arguments:?}: {said:?}");
        assert!(said.err.contains(&format!("error[{code}]: ")), "{arguments:?}: {said:?}");
        said.err
    }

    fn packs(&self) -> PathBuf {
        self.folder.join("cache/packs")
    }

    /// The names in the cache of packs, or in a folder of it.
    fn cached(&self, folder: &str) -> Vec<String> {
        names(&self.packs().join(folder))
    }

    fn registry(&self) -> String {
        std::fs::read_to_string(self.folder.join("settings/packs.toml")).unwrap_or_default()
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
