//! The watch on a terminal that can be drawn on.

use std::io::{self, Stdout};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

use super::told;
use crate::cmd::papers::Depth;
use crate::term::Terminal;
use crate::term::screen::{self, Finding, Mark, Page, Row, Screen, Size};
use crate::watch::{Board, Face, News, Outcome, Paper, State};

/// How often the window's size is looked at.
const PULSE: Duration = Duration::from_millis(250);
/// Papers of one round are drawn together unless they take longer than this.
const BATCH: Duration = Duration::from_millis(100);

/// A screen that shows the board.
pub struct Panel {
    screen: Screen<Stdout>,
    root: PathBuf,
    depth: Depth,
    terminal: Terminal,
    size: Size,
    drawn: Instant,
    built: Option<SystemTime>,
    note: String,
}

impl Panel {
    /// A panel for the matter in this folder.
    pub fn new(root: PathBuf, depth: Depth, terminal: Terminal) -> Self {
        Self {
            screen: Screen::new(io::stdout(), terminal.paint),
            root,
            depth,
            terminal,
            size: screen::size(),
            drawn: Instant::now(),
            built: None,
            note: String::new(),
        }
    }

    fn draw(&mut self, board: &Board) {
        self.drawn = Instant::now();
        let page = self.page(board);
        // A terminal that is gone takes the process with it soon enough.
        _ = self.screen.draw(&page, self.size);
    }

    fn page(&self, board: &Board) -> Page {
        let built = self.built.map(|built| format!("built {}", told::clock(built))).unwrap_or_default();
        let status = [format!("watching {}", self.root.display()), told::mode(&board.mode), built, self.note.clone()];
        let status: Vec<String> = status.into_iter().filter(|part| !part.is_empty()).collect();
        let (width, color) = (self.size.width, self.terminal.paint);
        let terminal = Terminal { width, color, wrap: Some(width), ..self.terminal };
        let mut findings: Vec<Finding> = Vec::new();
        for (diagnostic, sources) in told::findings(board) {
            let text = told::finding((diagnostic, sources), self.depth, terminal);
            let finding = Finding { severity: diagnostic.severity, text };
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
        Page {
            title: board.title.clone(),
            status: status.join(" · "),
            rows: board.papers.iter().map(row).collect(),
            findings,
        }
    }
}

impl Face for Panel {
    fn tell(&mut self, board: &Board, news: &News) {
        match news {
            News::Idle => {
                let size = screen::size();
                if size == self.size {
                    return;
                }
                self.size = size;
                self.screen.forget();
            }
            News::Built { outcome, .. } => {
                if matches!(outcome, Outcome::Written { .. }) {
                    self.built = Some(SystemTime::now());
                }
                // The round's end follows.
                if self.drawn.elapsed() < BATCH {
                    return;
                }
            }
            News::Round { changed, papers: 0 } => {
                let Some(note) = told::unchanged(changed) else { return };
                self.note = note;
            }
            News::Round { .. } => self.note.clear(),
            News::Mode | News::Survey => {}
        }
        self.draw(board);
    }

    fn pulse(&self) -> Option<Duration> {
        Some(PULSE)
    }
}

impl Drop for Panel {
    fn drop(&mut self) {
        _ = self.screen.leave();
    }
}

fn row(paper: &Paper) -> Row {
    let (mark, why) = match paper.state {
        State::Waiting => (Mark::Waiting, String::new()),
        State::Good => (Mark::Good, paper.why.join(", ")),
        State::Failed => (Mark::Failed, told::last_good(paper)),
    };
    let time = if paper.state == State::Good { told::span(paper.took) } else { String::new() };
    Row { paper: paper.id.clone(), mark, extent: told::extent(paper), time, why }
}
