//! A matter of one paper, with a pack of its own, that a test breaks.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the facts say, and nothing else may.
pub const SECRETS: [&str; 4] = ["Canary", "canary", "Secret", "7391"];
/// The template of the paper.
pub const TEMPLATE: &str = "pack/templates/note/1.0.0/template.md";
/// Its look.
pub const LOOK: &str = "pack/snippets/plain/1.0.0/look.typ";

const FILES: [(&str, &str); 5] = [
    (
        "matter.toml",
        "title = \"A matter\"\nfacts = [\"facts.toml\"]\n\n[[draft]]\nid = \"note\"\ntemplate = \"note@1.0.0\"\n\
         with = { writer = \"people.ada\" }\n",
    ),
    (
        "facts.toml",
        "[people.ada]\nname = { first = \"Canary\", last = \"Secret\" }\nbirthdate = 1988-04-12\nphone = \"555-7391\"\n",
    ),
    ("pack/templates/pack.toml", "name = \"office\"\nsummary = \"For tests\"\n"),
    (
        TEMPLATE,
        "+++\ntitle = \"Note\"\nsummary = \"A note\"\naudience = \"filed\"\nlanguage = \"en\"\nlook = \"plain@1.0.0\"\n\n\
         [parties.writer]\nneeds = [\"name\", \"birthdate?\", \"phone?\"]\n+++\n\
         I am {{ writer.name.full }}{% if writer.birthdate %}, born {{ writer.birthdate }}{% endif %}.\n\n\
         {% if writer.phone %}Call {{ writer.phone }}.{% endif %}\n",
    ),
    (LOOK, "#let look(paper, body) = {\nbody\n}\n"),
];

/// The matter in a folder of its own.
pub struct Matter {
    folder: tempfile::TempDir,
}

/// How a build ended and all that it said.
pub struct Told {
    pub code: Option<i32>,
    pub text: String,
}

impl Matter {
    /// A matter as it should be, not built yet.
    pub fn new() -> Self {
        let matter = Self { folder: tempfile::tempdir().unwrap() };
        for (name, text) in FILES {
            matter.write(name, text.as_bytes());
        }
        matter
    }

    /// A matter with a template that is still being written, which no lock holds.
    pub fn in_progress() -> Self {
        let matter = Self::new();
        matter.write("pack/templates/pack.lock", b"version = 1\n\n[template.\"note@1.0.0\"]\nstatus = \"draft\"\n");
        matter
    }

    /// A matter whose paper was built.
    pub fn built() -> Self {
        let matter = Self::new();
        let told = matter.build("");
        assert_eq!(told.code, Some(0), "{}", told.text);
        matter
    }

    /// Builds; `limits` are shell commands that come first.
    pub fn build(&self, limits: &str) -> Told {
        let program = env!("CARGO_BIN_EXE_affiant");
        let mut command = if limits.is_empty() { Command::new(program) } else { Command::new("sh") };
        if !limits.is_empty() {
            command.arg("-c").arg(format!("{limits} exec \"$0\" \"$@\"")).arg(program);
        }
        let output = command
            .args(["build", "--pack", "pack"])
            .current_dir(self.folder.path())
            .env("SOURCE_DATE_EPOCH", "1795176000")
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        Told { code: output.status.code(), text: String::from_utf8(text).unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Saves a file as most editors do: whole, beside the old one, and renamed over it.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let beside = self.path(".saved.swp");
        fs::write(&beside, bytes).unwrap();
        fs::rename(beside, path).unwrap();
    }

    pub fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} has no `{from}`");
        if name.starts_with("pack/") && self.path("affiant.lock").exists() {
            // Who works on a template does so without the lock, which would tell of the change and of nothing else.
            self.remove("affiant.lock");
        }
        self.write(name, text.replacen(from, to, 1).as_bytes());
    }

    pub fn remove(&self, name: &str) {
        let path = self.path(name);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap();
    }

    /// Puts a folder with something in it in a file's place.
    pub fn folder(&self, name: &str) {
        self.remove(name);
        self.write(&format!("{name}/kept.txt"), b"kept");
    }

    /// Puts a file in a folder's place.
    pub fn file_for_folder(&self, name: &str) {
        self.remove(name);
        self.write(name, b"kept");
    }

    #[cfg(unix)]
    pub fn link(&self, name: &str, target: &str) {
        self.remove(name);
        std::os::unix::fs::symlink(target, self.path(name)).unwrap();
    }

    #[cfg(not(unix))]
    pub fn link(&self, name: &str, _: &str) {
        self.folder(name);
    }

    /// Puts a pipe that nobody writes to in a file's place.
    #[cfg(unix)]
    pub fn pipe(&self, name: &str) {
        self.remove(name);
        assert!(Command::new("mkfifo").arg(self.path(name)).status().unwrap().success());
    }

    #[cfg(not(unix))]
    pub fn pipe(&self, name: &str) {
        self.folder(name);
    }

    /// The paper as it stands.
    pub fn paper(&self) -> Vec<u8> {
        fs::read(self.path("out/note.pdf")).unwrap()
    }

    /// Every plain file that is not affiant's own, with what it holds.
    pub fn written_by_people(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = self.files();
        files.retain(|path| !path.to_string_lossy().contains("affiant") && !path.ends_with("out/note.pdf"));
        files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }

    /// Every plain file of the matter.
    fn files(&self) -> Vec<PathBuf> {
        let (mut files, mut folders) = (Vec::new(), vec![self.folder.path().to_owned()]);
        while let Some(at) = folders.pop() {
            for entry in fs::read_dir(&at).unwrap().map(Result::unwrap) {
                let kind = entry.file_type().unwrap();
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file() {
                    files.push(entry.path());
                }
            }
        }
        files.sort();
        files
    }

    /// Asserts that neither a message nor a name nor affiant's own notes hold what the facts say.
    pub fn assert_nothing_told(&self, what: &str, text: &str) {
        let secret = |text: &str| SECRETS.iter().any(|secret| text.contains(secret));
        assert!(!secret(text), "{what} tells a fact: {text}");
        for path in self.files() {
            let name = path.strip_prefix(self.folder.path()).unwrap().to_string_lossy().into_owned();
            assert!(!secret(&name), "{what}: {name}");
            assert!(!is_leftover(&path), "{what}: {name} was left behind");
            if name.contains("affiant") {
                assert!(!secret(&String::from_utf8_lossy(&fs::read(&path).unwrap())), "{what}: {name} tells a fact");
            }
        }
    }
}

/// Whether a file is one that affiant began and did not finish.
fn is_leftover(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "tmp")
}
