//! The installed `git`, run so that it asks nothing, runs nothing of a repository's, and ends in time.
//!
//! The user's own configuration could name hooks, filters and aliases, so it is not read, but for what reaches private
//! repositories: credential helpers, the ways of `https` and `ssh`, rewritten addresses and trusted folders. Those
//! stand in a file of their own for the time of the call.

mod running;
mod settings;

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Problem, Stop, report};
use running::Running;

/// How long all of one fetch may take.
pub const PATIENCE: Duration = Duration::from_mins(5);
/// How much a fetch may write while it is under way, in bytes.
pub const MOST_FETCHED: u64 = 1 << 30;
/// Variables of the environment that git goes by and that stay as they are.
const KEPT_VARIABLES: [&str; 5] = ["GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH"];

/// A git with a bare repository of its own.
#[derive(Debug)]
pub struct Git {
    folder: PathBuf,
    until: Instant,
    stop: Stop,
}

/// How a call ended that did not go well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// There is no such program.
    NotInstalled,
    /// It took too long.
    TooLong,
    /// It fetched too much.
    TooLarge,
    /// It printed more than was allowed.
    TooMuch,
    /// Ctrl-C.
    Stopped,
    /// It failed, and said this.
    Failed(String),
}

impl Git {
    /// A git for one fetch, with its configuration in this folder.
    ///
    /// # Errors
    /// Says that git is not installed.
    pub fn new(folder: &Path, stop: Stop) -> Result<Self, Problem> {
        let git = Self { folder: folder.to_owned(), until: Instant::now() + PATIENCE, stop };
        let config = git.users_settings().map_err(|ended| report::ended("git", &ended))?;
        let written = std::fs::write(folder.join("config"), config);
        written.map_err(|error| Box::new(crate::disk::unwritable(&folder.join("config"), &error)))?;
        Ok(git)
    }

    /// Makes the repository, for objects with names of this many digits.
    pub fn init(&self, digits: usize) -> Result<(), Ended> {
        let format = if digits == 64 { "--object-format=sha256" } else { "--object-format=sha1" };
        let folder = self.repository();
        let folder = folder.to_string_lossy();
        self.collect(self.command(&["init", "--quiet", "--bare", "--template=", format, &folder]), 0).map(drop)
    }

    /// What a call prints, as long as it is no more than `most` bytes.
    pub fn run(&self, arguments: &[&str], most: u64) -> Result<Vec<u8>, Ended> {
        self.collect(self.in_repository(arguments), most)
    }

    /// Reads objects one after the other; `each` gets its number and bytes, and says whether to go on.
    pub fn objects(
        &self,
        names: Vec<String>,
        sizes: &[u64],
        mut each: impl FnMut(usize, Vec<u8>) -> bool,
    ) -> Result<(), Ended> {
        let mut command = self.in_repository(&["cat-file", "--batch"]);
        command.stdin(Stdio::piped());
        let mut running = self.start(command)?;
        let stdin = running.stdin.take();
        let asking = std::thread::spawn(move || {
            if let Some(mut stdin) = stdin {
                // When git is gone, its output says so.
                let _ = names.iter().try_for_each(|name| stdin.write_all(format!("{name}\n").as_bytes()));
            }
        });
        let mut output = BufReader::new(&mut running.stdout);
        let mut whole = true;
        for (at, size) in sizes.iter().enumerate() {
            let mut head = Vec::new();
            let headed = Read::by_ref(&mut output).take(256).read_until(b'\n', &mut head);
            let expected = format!(" blob {size}\n");
            let mut bytes = Vec::new();
            let length = usize::try_from(*size).unwrap_or(usize::MAX);
            let read = Read::by_ref(&mut output).take(size + 1).read_to_end(&mut bytes);
            let fits =
                headed.is_ok() && head.ends_with(expected.as_bytes()) && read.is_ok_and(|read| read == length + 1);
            bytes.truncate(length);
            whole = fits && each(at, bytes);
            if !whole {
                break;
            }
        }
        drop(output);
        if !whole {
            running.end();
        }
        let _ = asking.join();
        let result = running.finish();
        if whole { result } else { result.and_then(|()| Err(Ended::Failed("an object could not be read".to_owned()))) }
    }

    fn repository(&self) -> PathBuf {
        self.folder.join("git")
    }

    fn in_repository(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(&[]);
        command.arg(format!("--git-dir={}", self.repository().display())).args(arguments);
        command
    }

    /// A hardened call.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = bare(&self.folder);
        let settings = [
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "core.symlinks=false",
            "core.askPass=",
            "gc.auto=0",
            "maintenance.auto=false",
            "submodule.recurse=false",
            "fetch.recurseSubmodules=false",
            "fetch.writeCommitGraph=false",
            "transfer.bundleURI=false",
            "protocol.ext.allow=never",
            "http.lowSpeedLimit=1000",
            "http.lowSpeedTime=60",
        ];
        for setting in settings {
            command.args(["-c", setting]);
        }
        command
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", self.folder.join("config"))
            .env("GIT_ALLOW_PROTOCOL", "https:ssh:file")
            .args(arguments);
        command
    }

    /// What the user's own configuration says of getting at repositories, as a configuration file.
    fn users_settings(&self) -> Result<Vec<u8>, Ended> {
        let mut file = Vec::new();
        if std::env::var_os("GIT_SSH").is_none() {
            // Ssh asks nothing either. What the user has set comes after it, and wins.
            file.extend(b"[core]\n\tsshCommand = ssh -oBatchMode=yes\n");
        }
        for scope in ["--system", "--global"] {
            let mut command = bare(&self.folder);
            command.args(["config", scope, "--includes", "--null", "--get-regexp", settings::KEPT]);
            if let Some(own) = std::env::var_os("GIT_CONFIG_GLOBAL") {
                command.env("GIT_CONFIG_GLOBAL", own);
            }
            match self.collect(command, 1 << 20) {
                Ok(listed) => file.extend(settings::as_file(&listed)),
                // No such settings, or no such file.
                Err(Ended::Failed(_)) => {}
                Err(ended) => return Err(ended),
            }
        }
        Ok(file)
    }

    fn start(&self, command: Command) -> Result<Running, Ended> {
        Running::start(command, &self.repository(), self.until, &self.stop)
    }

    fn collect(&self, command: Command, most: u64) -> Result<Vec<u8>, Ended> {
        let mut running = self.start(command)?;
        let mut bytes = Vec::new();
        let read = Read::by_ref(&mut running.stdout).take(most + 1).read_to_end(&mut bytes);
        if read.is_ok_and(|read| read as u64 > most) {
            running.end();
            let _ = running.finish();
            return Err(Ended::TooMuch);
        }
        running.finish().map(|()| bytes)
    }
}

/// A call without settings, in a folder that is no repository.
fn bare(folder: &Path) -> Command {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let steers = name.starts_with("GIT_") && !KEPT_VARIABLES.contains(&&*name);
        if steers || name == "SSH_ASKPASS" {
            command.env_remove(&*name);
        }
    }
    command
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        .env("GCM_INTERACTIVE", "never")
        .env("SSH_ASKPASS_REQUIRE", "never")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .current_dir(folder);
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // Ctrl-C is for affiant to handle; and git's helpers are ended together with it.
        command.process_group(0);
    }
    command
}

/// The bytes of a file in the last commit of the repository around a folder, up to `most`; none where git, a
/// repository, a commit or the file in it is missing. Nothing of the repository's own is run, and nothing is fetched.
#[must_use]
pub fn committed(folder: &Path, file: &str, most: u64) -> Option<Vec<u8>> {
    let mut command = bare(folder);
    command.args(["cat-file", "blob", &format!("HEAD:./{file}")]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let mut bytes = Vec::new();
    let read = child.stdout.take().and_then(|stdout| stdout.take(most).read_to_end(&mut bytes).ok());
    let ended = child.wait().ok()?;
    (read.is_some() && ended.success()).then_some(bytes)
}

/// What `git --version` says; none where there is no git.
#[must_use]
pub fn version() -> Option<String> {
    let output = Command::new("git").arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout);
    output.status.success().then(|| said.trim().trim_start_matches("git version ").to_owned())
}
