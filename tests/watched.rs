//! A running `affiant watch`, whose lines are read from a pipe.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

/// A paper may take ten seconds, and a machine that runs other tests some more.
const PATIENCE: Duration = Duration::from_secs(40);

/// The program, ended with the value.
pub struct Watched {
    pub child: Child,
    lines: Receiver<Value>,
}

impl Watched {
    /// Watches the matter in a folder.
    pub fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_affiant"))
            .args(["watch", "--format", "json"])
            .args(arguments)
            .arg(".")
            .current_dir(folder)
            .env("SOURCE_DATE_EPOCH", "1795176000")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (send, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                let value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
                if send.send(value).is_err() {
                    break;
                }
            }
        });
        Self { child, lines }
    }

    /// The next line that is the one.
    pub fn find(&self, what: &str, mut is_it: impl FnMut(&Value) -> bool) -> Value {
        let (mut passed, deadline) = (Vec::new(), Instant::now() + PATIENCE);
        loop {
            let line = self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now()));
            let line = line.unwrap_or_else(|_| panic!("waited in vain for `{what}` after {passed:#?}"));
            if is_it(&line) {
                return line;
            }
            passed.push(line);
        }
    }

    /// The next line of this event.
    pub fn until(&self, event: &str) -> Value {
        self.find(event, |line| line["event"] == event)
    }

    /// The next line of this event about this paper.
    pub fn until_paper(&self, event: &str, paper: &str) -> Value {
        self.find(event, |line| line["event"] == event && line["paper"] == paper)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Waits for what is not told, such as a file.
pub fn wait_for(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::yield_now();
    }
}
