//! A watch outlives whatever happens to a paper, and the next good save builds it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::matter::{Matter, SECRETS};

/// A paper may take ten seconds, and a machine that runs other tests some more.
const PATIENCE: Duration = Duration::from_secs(40);

/// A running `affiant watch` on a matter, ended with the value.
struct Watch {
    matter: Matter,
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn new() -> Self {
        let matter = Matter::new();
        let mut child = Command::new(env!("CARGO_BIN_EXE_affiant"))
            .args(["watch", "--format", "json", "--pack", "pack", "."])
            .current_dir(matter.path(""))
            .env("SOURCE_DATE_EPOCH", "1795176000")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (send, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        let watch = Self { matter, child, lines };
        watch.until("built");
        // The lock follows the papers of a round.
        let deadline = Instant::now() + PATIENCE;
        while !watch.matter.path("affiant.lock").exists() {
            assert!(Instant::now() < deadline, "no lock was written");
            std::thread::yield_now();
        }
        watch
    }

    /// Waits for an event; gives the codes of the findings before it.
    fn until(&self, event: &str) -> Vec<String> {
        let deadline = Instant::now() + PATIENCE;
        let mut codes = Vec::new();
        loop {
            let line = self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now()));
            let line = line.unwrap_or_else(|_| panic!("waited in vain for `{event}` after {codes:?}"));
            assert!(!SECRETS.iter().any(|secret| line.contains(secret)), "{line}");
            let value: Value = serde_json::from_str(&line).unwrap();
            codes.extend(value["code"].as_str().map(str::to_owned));
            if value["event"] == event {
                return codes;
            }
        }
    }

    /// Breaks the matter, sees the paper fail with this code and stay, mends it with another name in the facts, and
    /// sees the new paper.
    fn outlives(&mut self, code: &str, breaks: impl Fn(&Matter), mends: impl Fn(&Matter)) {
        let before = self.matter.paper();
        breaks(&self.matter);
        let codes = self.until("failed");
        assert!(self.matter.paper() == before, "{code}");
        mends(&self.matter);
        self.matter.edit("facts.toml", "Canary", "Canary Canary");
        let codes = [codes, self.until("built")].concat();
        assert!(codes.iter().any(|found| found == code), "{code}: {codes:?}");
        assert!(self.matter.paper() != before, "{code}");
        assert_eq!(self.child.try_wait().unwrap(), None, "{code}");
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// A change of a text in a file, and the way back.
fn change(name: &'static str, from: &'static str, to: &'static str) -> (impl Fn(&Matter), impl Fn(&Matter)) {
    (move |matter: &Matter| matter.edit(name, from, to), move |matter: &Matter| matter.edit(name, to, from))
}

#[test]
fn it_outlives_whatever_is_done_to_the_facts() {
    let mut watch = Watch::new();
    for (code, (breaks, mends)) in [
        ("bad-syntax", change("facts.toml", "\" }", " }")),
        ("bad-date", change("facts.toml", "1988-04-12", "1988-04-31")),
        ("bad-character", change("facts.toml", "Canary", "\0Canary")),
        ("wrong-type", change("facts.toml", "1988-04-12", "[\"Canary\"]")),
    ] {
        watch.outlives(code, breaks, mends);
    }
    let away = |matter: &Matter| matter.remove("facts.toml");
    let pipe = |matter: &Matter| matter.pipe("facts.toml");
    let bytes = |matter: &Matter| matter.write("facts.toml", b"\xff\xfe\xff");
    for (code, breaks) in [("unreadable-file", away as fn(&Matter)), ("unreadable-file", pipe), ("not-utf8", bytes)] {
        let facts = watch.matter.read("facts.toml");
        watch.outlives(code, breaks, |matter| matter.write("facts.toml", facts.as_bytes()));
    }
}
