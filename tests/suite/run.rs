//! Lays out a case's files, runs its commands, and writes down what they print.

use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::case::{Case, File};

/// Noon of 20 November 2026, UTC: the day on which all cases run.
const DAY: &str = "1795176000";
/// What the longest case may take: affiant's own limit is eleven seconds.
const LIMIT: Duration = Duration::from_mins(1);

/// Everything that the case's commands print, as its `expected` section should say it.
pub fn run(case: &Case) -> Result<String, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let work = folder.path().join("work");
    std::fs::create_dir(&work).map_err(|error| error.to_string())?;
    for file in &case.files {
        lay_out(&work, file).map_err(|error| format!("{file:?}: {error}"))?;
    }
    let mut printed = String::new();
    for command in &case.commands {
        if case.commands.len() > 1 {
            let _ = writeln!(printed, "$ {}", command.line);
        }
        let (status, stdout, stderr) = run_one(&work, &command.arguments)?;
        let _ = writeln!(printed, "exit {status}");
        printed.push_str(&settled(&stdout, &work));
        if !stderr.is_empty() {
            let _ = write!(printed, "stderr:\n{}", settled(&stderr, &work));
        }
    }
    Ok(printed)
}

/// Writes one file of the case.
fn lay_out(work: &Path, file: &File) -> std::io::Result<()> {
    let (File::Bytes(name, _) | File::Link(name, _) | File::Folder(name)) = file;
    let path = work.join(name);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    match file {
        File::Bytes(_, bytes) => std::fs::write(path, bytes),
        File::Folder(_) => std::fs::create_dir_all(path),
        #[cfg(unix)]
        File::Link(_, target) => std::os::unix::fs::symlink(target, path),
        #[cfg(not(unix))]
        File::Link(..) => Err(std::io::ErrorKind::Unsupported.into()),
    }
}

/// Runs the program in a bare environment; gives its exit code and both outputs.
fn run_one(work: &Path, arguments: &[String]) -> Result<(String, String, String), String> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_affiant"))
        .args(arguments)
        .current_dir(work)
        .env_clear()
        .env("HOME", work.with_file_name("home"))
        // The user's settings are files of the case, too.
        .env("AFFIANT_CONFIG_DIR", work.join("settings"))
        .env("AFFIANT_CACHE_DIR", work.join("cache"))
        .env("SOURCE_DATE_EPOCH", DAY)
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        // No case may start a program of the machine that it runs on, such as a viewer.
        .env("PATH", work.with_file_name("no-programs"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("affiant does not start: {error}"))?;
    let (stdout, stderr) = (collect(child.stdout.take()), collect(child.stderr.take()));
    let outputs = stdout.recv_timeout(LIMIT).and_then(|out| Ok((out, stderr.recv_timeout(LIMIT)?)));
    finish(&mut child, outputs)
}

/// Waits for the program, or ends it when it has not closed its outputs in time.
fn finish(
    child: &mut Child,
    outputs: Result<(String, String), mpsc::RecvTimeoutError>,
) -> Result<(String, String, String), String> {
    if outputs.is_err() {
        child.kill().map_err(|error| error.to_string())?;
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    let (stdout, stderr) = outputs.map_err(|_| format!("still running after {} seconds", LIMIT.as_secs()))?;
    Ok((status.code().map_or_else(|| status.to_string(), |code| code.to_string()), stdout, stderr))
}

/// Reads a pipe to its end on a thread of its own.
fn collect(pipe: Option<impl Read + Send + 'static>) -> mpsc::Receiver<String> {
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        let _ = send.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    receive
}

/// The output without what differs from run to run: the folder's own path, and times such as `12 ms`.
fn settled(output: &str, work: &Path) -> String {
    let real = work.canonicalize().unwrap_or_else(|_| work.to_owned());
    let text = output.replace(&*real.to_string_lossy(), "[matter]").replace(&*work.to_string_lossy(), "[matter]");
    let mut settled: String = text.lines().map(|line| without_times(line.trim_end()) + "\n").collect();
    if !text.is_empty() && !text.ends_with('\n') {
        settled.push_str("(no line end)\n");
    }
    settled
}

/// Replaces `12 ms` and `1.5 s` by `[time]`.
fn without_times(line: &str) -> String {
    let mut words: Vec<&str> = line.split(' ').collect();
    let mut at = 0;
    while at + 1 < words.len() {
        let unit = words[at + 1].trim_end_matches([',', '.', ';', ')', ':']);
        let number = words[at].trim_start_matches('(');
        if matches!(unit, "ms" | "s") && number.parse::<f64>().is_ok() {
            words[at] = if words[at].starts_with('(') { "([time]" } else { "[time]" };
            let after = &words[at + 1][unit.len()..];
            if after.is_empty() {
                words.remove(at + 1);
            } else {
                words[at + 1] = after;
            }
        }
        at += 1;
    }
    words.join(" ")
}
