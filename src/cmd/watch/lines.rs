//! The watch on a pipe, in a file, or on a terminal that cannot be drawn on: one line for each event.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::SystemTime;

use serde_json::json;

use super::told;
use crate::cli::Format;
use crate::cmd::papers::Depth;
use crate::diag::{Diagnostic, Report};
use crate::term::{Terminal, report};
use crate::watch::{Board, Face, Findings, Mode, News, Outcome, Paper, State};
use crate::words;

/// Lines on standard output, findings where every command puts them.
pub struct Lines {
    root: PathBuf,
    format: Format,
    depth: Depth,
    terminal: Terminal,
    papers: Vec<String>,
    /// What was said of each paper, and of the matter under the empty name.
    said: BTreeMap<String, Vec<String>>,
}

impl Lines {
    /// Lines about the matter in this folder.
    pub fn new(root: PathBuf, (format, depth): (Format, Depth), terminal: Terminal) -> Self {
        Self { root, format, depth, terminal, papers: Vec::new(), said: BTreeMap::new() }
    }

    fn line(&self, text: &str, event: &serde_json::Value) {
        match self.format {
            Format::Human => self.terminal.out(&format!("{} {text}\n", told::clock(SystemTime::now()))),
            Format::Json => self.terminal.out(&format!("{event}\n")),
        }
    }

    /// Shows the findings that were not there at the last build; true if there are any, or any have gone.
    fn findings(&mut self, of: &str, findings: &Findings) -> bool {
        let key = |diagnostic: &Diagnostic, sources| report::json(&Report::from(diagnostic.clone()), sources).concat();
        let now: Vec<String> = told::each(findings).map(|(diagnostic, sources)| key(diagnostic, sources)).collect();
        let before = self.said.insert(of.to_owned(), now.clone()).unwrap_or_default();
        for (diagnostic, sources) in told::each(findings) {
            // What all papers say alike, such as an error in the facts, is said once.
            let key = key(diagnostic, sources);
            let by_another = || self.said.iter().any(|(other, said)| other != of && said.contains(&key));
            if !before.contains(&key) && !by_another() {
                match self.format {
                    Format::Human => {
                        self.terminal.err(&told::finding((diagnostic, sources), self.depth, self.terminal));
                    }
                    Format::Json => self.terminal.out(&format!("{key}\n")),
                }
            }
        }
        now != before
    }

    fn built(&mut self, paper: &Paper, outcome: Outcome, before: State, causes: &[String]) {
        let is_news = self.findings(&paper.id, &paper.findings);
        let why = causes.join(", ");
        let after = if paper.written.is_some() { format!(": {why}") } else { String::new() };
        let (word, text) = match outcome {
            Outcome::Written { .. } => {
                ("built", format!("{}: {} in {}: {why}", paper.id, told::extent(paper), told::span(paper.took)))
            }
            Outcome::Unchanged if before == State::Failed => {
                ("mended", format!("{}: mended, the PDF is right", paper.id))
            }
            Outcome::Failed | Outcome::Unwritten if is_news || before != State::Failed => {
                ("failed", format!("{}: {}, {}{after}", paper.id, told::extent(paper), told::last_good(paper)))
            }
            Outcome::Unchanged | Outcome::Failed | Outcome::Unwritten => return,
        };
        let milliseconds = u64::try_from(paper.took.as_millis()).unwrap_or(u64::MAX);
        self.line(
            &text,
            &json!({ "event": word, "paper": paper.id, "pages": paper.pages, "milliseconds": milliseconds, "why": causes }),
        );
    }
}

impl Face for Lines {
    fn tell(&mut self, board: &Board, news: &News) {
        match news {
            News::Mode => {
                let how = Some(told::mode(&board.mode)).filter(|how| !how.is_empty());
                let how = how.map(|how| format!(", {how}")).unwrap_or_default();
                let word = if board.mode == Mode::Native { "native" } else { "poll" };
                self.line(
                    &format!("watching {}{how}", self.root.display()),
                    &json!({ "event": "watching", "folder": self.root, "watcher": word }),
                );
            }
            News::Survey => {
                self.findings("", &board.findings);
                let papers: Vec<String> = board.papers.iter().map(|paper| paper.id.clone()).collect();
                if papers != self.papers {
                    self.papers = papers;
                    let list = format!("{}: {}", words::count(self.papers.len(), "paper"), self.papers.join(", "));
                    self.line(&list, &json!({ "event": "papers", "papers": self.papers }));
                }
            }
            News::Built { paper, outcome, before, why } => self.built(&board.papers[*paper], *outcome, *before, why),
            News::Round { changed, papers: 0 } => {
                if let Some(text) = told::unchanged(changed) {
                    self.line(&text, &json!({ "event": "unchanged", "files": changed }));
                }
            }
            News::Round { .. } | News::Idle => {}
        }
    }
}
