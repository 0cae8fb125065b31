//! What an upgrade would change, for people and for programs.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::plan::{Paper, Plan};
use crate::cli::Upgrade;
use crate::diag::{Diagnostic, Severity};
use crate::draft::Redline;
use crate::pack::ledger::State;
use crate::term::changes as shown;
use crate::words;

/// What is shown.
pub struct Shown<'a> {
    /// The papers.
    pub plan: &'a Plan,
    /// Which of them could not be compared.
    pub failed: &'a [bool],
    /// What was asked for.
    pub asked: &'a Upgrade,
    /// Whether it was taken.
    pub applied: bool,
}

impl Shown<'_> {
    /// For people.
    pub fn human(&self, written: &[PathBuf], color: bool) -> String {
        let mut text = String::new();
        for (at, paper) in self.plan.papers.iter().enumerate() {
            let _ = writeln!(text, "{}: {}", paper.id, self.heading(paper, self.failed[at]));
            if let State::Withdrawn { because, instead } = &paper.state {
                let because = if because.is_empty() { String::new() } else { format!(": {because}") };
                let _ = writeln!(text, "  `{}` is withdrawn{because}", paper.from);
                if let Some(instead) = instead {
                    let _ = writeln!(text, "  `{instead}` replaces it{}", Self::how_to_take(paper, instead));
                }
            }
            if !paper.newer.is_empty() {
                let newer: Vec<String> = paper.newer.iter().map(version).collect();
                let _ = writeln!(text, "  newer versions: {}", newer.join(", "));
            }
            text.push_str(&shown::human_asked(&paper.changes, &self.plan.sources, color, "  "));
            let asks = asks(paper);
            if !asks.is_empty() {
                text.push_str("  asks what is not known yet:\n");
            }
            for gap in asks {
                let hint = gap.hints.first().map(|hint| format!(": {hint}")).unwrap_or_default();
                let _ = writeln!(text, "    {}{hint}", gap.message);
            }
            if let Some(redline) = redline(paper).filter(|_| paper.differs()) {
                let words = shown::human_paper(&redline.runs, color, "    ");
                text.push_str(if words.is_empty() { "  no word of the paper changes\n" } else { "  in the paper:\n" });
                text.push_str(&words);
            }
        }
        for path in written {
            let _ = writeln!(text, "redline: {}", path.display());
        }
        text.push_str(&self.ending());
        text
    }

    /// One object a line for each paper.
    pub fn json(&self) -> String {
        let each = self.plan.papers.iter().enumerate().map(|(at, paper)| {
            let (because, instead) = match &paper.state {
                State::Withdrawn { because, instead } => (Some(because), instead.as_ref()),
                State::Draft | State::Released => (None, None),
            };
            let newer = paper
                .newer
                .iter()
                .map(|(version, state)| json!({ "version": version.to_string(), "state": word(state) }));
            let asks = asks(paper).into_iter().map(|gap| json!({ "message": gap.message, "hints": gap.hints }));
            let object = json!({
                "draft": paper.id,
                "template": paper.from.to_string(),
                "state": word(&paper.state),
                "because": because,
                "instead": instead,
                "newer": newer.collect::<Value>(),
                "to": paper.differs().then(|| paper.to.to_string()),
                "compared": !self.failed[at],
                "changes": shown::json(&paper.changes, &self.plan.sources),
                "asks": asks.collect::<Value>(),
                "paper": redline(paper).map(|redline| shown::json_paper(&redline.runs)),
                "applied": self.applied && paper.differs(),
            });
            format!("{object}\n")
        });
        each.collect()
    }

    fn heading(&self, paper: &Paper, failed: bool) -> String {
        let (from, to) = (&paper.from, &paper.to);
        let moved = from.to_string() != to.to_string();
        match (failed, moved, paper.differs()) {
            (true, true, _) => format!("{from} → {to} could not be compared"),
            (true, false, _) => format!("{from} could not be compared with newer rule editions"),
            (false, true, _) => format!("{from} → {to}"),
            (false, false, true) => format!("{from}, with newer rule editions"),
            (false, false, false) if self.plan.lock.entry(&paper.id).is_none() => {
                format!("{from}; not in affiant.lock yet, so it is built with the rule editions of its date")
            }
            (false, false, false) => format!("{from}, and nothing newer to take"),
        }
    }

    /// The command that takes another template in place of a withdrawn one.
    fn how_to_take(paper: &Paper, instead: &str) -> String {
        let bare = instead.rsplit(':').next().unwrap_or(instead);
        if bare == paper.to.bare() {
            return String::new();
        }
        format!(": `affiant upgrade --draft {} --to {instead}` shows what it changes", paper.id)
    }

    fn ending(&self) -> String {
        let count = self.plan.upgradable().count();
        let papers = words::count(count, "paper");
        if self.applied {
            return format!("{papers} upgraded; `affiant build` typesets {}\n", if count == 1 { "it" } else { "them" });
        }
        if self.failed.iter().any(|failed| *failed) {
            let left = if self.asked.apply { "nothing was changed" } else { "what is in the way stands below" };
            return format!("{papers} can be upgraded; {left}\n");
        }
        if count == 0 {
            return "nothing to upgrade\n".to_owned();
        }
        format!("{papers} can be upgraded: the same command with `--apply` does it\n")
    }
}

fn redline(paper: &Paper) -> Option<&Redline> {
    paper.drafted.as_ref()?.redline.as_ref()
}

/// The gaps that the paper would have and does not have now.
fn asks(paper: &Paper) -> Vec<&Diagnostic> {
    let found = paper.drafted.iter().flat_map(|drafted| &drafted.report.diagnostics);
    found.filter(|found| found.severity == Severity::Gap).collect()
}

/// `1.2.0 (draft)`
fn version((version, state): &(semver::Version, State)) -> String {
    match state {
        State::Released => version.to_string(),
        state => format!("{version} ({})", word(state)),
    }
}

fn word(state: &State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::Released => "released",
        State::Withdrawn { .. } => "withdrawn",
    }
}
