//! A watch outlives whatever happens to a paper, and the next good save builds it.

use super::matter::{LOOK, Matter, SECRETS, TEMPLATE};
use crate::watched::{Watched, wait_for};

/// A running `affiant watch` on a matter that is being broken.
struct Watch {
    matter: Matter,
    watch: Watched,
}

impl Watch {
    fn new() -> Self {
        Self::of(Matter::new())
    }

    fn of(matter: Matter) -> Self {
        let watch = Watched::start(&matter.path(""), &["--pack", "pack"]);
        let watch = Self { matter, watch };
        watch.until("built");
        watch
    }

    /// Waits for an event; gives the codes of the findings before it.
    fn until(&self, event: &str) -> Vec<String> {
        let mut codes = Vec::new();
        self.watch.find(event, |line| {
            let text = line.to_string();
            assert!(!SECRETS.iter().any(|secret| text.contains(secret)), "{text}");
            codes.extend(line["code"].as_str().map(str::to_owned));
            line["event"] == event
        });
        codes
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
        assert_eq!(self.watch.child.try_wait().unwrap(), None, "{code}");
    }
}

/// A change of a text in a file, and the way back.
fn change(name: &'static str, from: &'static str, to: &'static str) -> (impl Fn(&Matter), impl Fn(&Matter)) {
    (move |matter: &Matter| matter.edit(name, from, to), move |matter: &Matter| matter.edit(name, to, from))
}

#[test]
fn it_outlives_looks_and_templates() {
    let endless = "for a in range(100000) { for b in range(100000) { if b < 0 { panic() } } }\nbody\n}";
    for (code, (breaks, mends)) in [
        ("draft-timeout", change(LOOK, "body\n}", endless)),
        ("draft-memory", change(LOOK, "body\n}", "range(2000000000)\nbody\n}")),
        ("look-refused", change(LOOK, "body\n}", "read(\"/etc/passwd\")\n}")),
        ("unknown-path", change(TEMPLATE, "if writer.phone", "if writer.fone")),
    ] {
        Watch::of(Matter::in_progress()).outlives(code, breaks, mends);
    }
}

#[test]
fn a_changed_look_is_told_by_the_lock_and_the_old_one_mends_it() {
    let mut watch = Watch::new();
    wait_for("a lock", || watch.matter.path("affiant.lock").exists());
    let save = |text: &'static str| move |matter: &Matter| matter.write(LOOK, text.as_bytes());
    let whole = "#let look(paper, body) = {\nbody\n}\n";
    watch.outlives("locked-bytes-differ", save("#let look(paper, body) = body"), save(whole));
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
