//! How the papers of a matter stand: a line for each, in columns where they fit.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr as _;

use super::Terminal;
use super::report::line::{hang, painted};
use crate::diag::Severity;
use crate::words;

/// How one paper stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its id.
    pub paper: String,
    /// What can be said of it in a word or two.
    pub state: State,
    /// How many pages it has, where it was typeset.
    pub pages: Option<usize>,
    /// How many findings it has of each severity that counts: errors, gaps, warnings.
    pub counts: [usize; 3],
    /// Where it was written.
    pub file: Option<String>,
}

/// What can be said of a paper in a word or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing is missing and nothing is wrong.
    Complete,
    /// It can be built, and has gaps.
    Incomplete,
    /// It has errors: it would not be built, or its pages are not right.
    Wrong,
    /// It was to be built, and was not.
    NotBuilt,
    /// It was built, and could not be written.
    NotWritten,
    /// It is the final paper.
    Final,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Incomplete => "incomplete",
            Self::Wrong => "has errors",
            Self::NotBuilt => "not built",
            Self::NotWritten => "not written",
            Self::Final => "final",
        }
    }

    fn style(self) -> Style {
        match self {
            Self::Complete | Self::Final => AnsiColor::Green.on_default(),
            Self::Incomplete => AnsiColor::Yellow.on_default(),
            Self::Wrong | Self::NotBuilt | Self::NotWritten => AnsiColor::Red.on_default().bold(),
        }
    }
}

/// The severities that a paper's line counts, the gravest first.
pub const COUNTED: [Severity; 3] = [Severity::Error, Severity::Gap, Severity::Warning];

/// `declaration  incomplete  3 pages  2 gaps  out/declaration.pdf`, a line for each paper.
#[must_use]
pub fn lines(papers: &[Standing], terminal: Terminal) -> String {
    let rows: Vec<Vec<String>> = papers.iter().map(cells).collect();
    let widths: Vec<usize> =
        (0..6).map(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or(0)).collect();
    let whole: usize = widths.iter().filter(|width| **width > 0).map(|width| width + 2).sum();
    let fits = terminal.wrap.is_none_or(|most| whole <= most + 2);
    let mut text = String::new();
    for (paper, row) in papers.iter().zip(&rows) {
        let cell = |column: usize| match column {
            1 => painted(&row[column], paper.state.style(), terminal.paint),
            _ => row[column].clone(),
        };
        let line = if fits {
            let columns = (0..6).filter(|column| widths[*column] > 0);
            let padded = |column: usize| cell(column) + &" ".repeat(widths[column] - row[column].width());
            columns.map(padded).collect::<Vec<_>>().join("  ")
        } else {
            let columns = (1..6).filter(|column| !row[*column].is_empty());
            let rest: Vec<String> = columns.map(cell).collect();
            hang(&format!("{}: {}", row[0], rest.join(", ")), 4, terminal)
        };
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The columns of a paper's line: id, state, pages, errors or gaps, warnings, file.
fn cells(paper: &Standing) -> Vec<String> {
    let count = |at: usize| match paper.counts[at] {
        0 => String::new(),
        number => words::count(number, COUNTED[at].word()),
    };
    let grave: Vec<String> = [count(0), count(1)].into_iter().filter(|count| !count.is_empty()).collect();
    vec![
        paper.paper.clone(),
        paper.state.word().to_owned(),
        paper.pages.map(|pages| words::count(pages, "page")).unwrap_or_default(),
        grave.join(", "),
        count(2),
        paper.file.clone().unwrap_or_default(),
    ]
}
