//! The screen of a watch: header, one line for each paper, then findings; drawn in place, so that nothing scrolls away.

use std::ffi::OsStr;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use crossterm::cursor::MoveTo;
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::diag::Severity;
use crate::words;

/// What a screen shows.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The matter's title.
    pub title: String,
    /// What is watched and how, and when something was built last.
    pub status: String,
    /// A line for each paper.
    pub rows: Vec<Row>,
    /// What is wrong, each finding as text of one or more lines; the gravest come first, however they stand here.
    pub findings: Vec<Finding>,
}

/// One paper.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its id.
    pub paper: String,
    /// How it stands.
    pub mark: Mark,
    /// How large it is, and what it lacks: `4 pages, 2 gaps`.
    pub extent: String,
    /// How long the last change took: `12 ms`.
    pub time: String,
    /// What changed.
    pub why: String,
}

/// How a paper stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// It is being built for the first time.
    #[default]
    Waiting,
    /// The PDF is right.
    Good,
    /// The PDF, if there is one, is the last good one.
    Failed,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// What to print.
    pub text: String,
}

/// The size of the window, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// How many columns.
    pub width: usize,
    /// How many lines.
    pub height: usize,
}

/// Whether a terminal of this kind (`$TERM`) can be drawn on.
#[must_use]
pub fn can_draw(is_terminal: bool, kind: Option<&OsStr>) -> bool {
    is_terminal && kind != Some(OsStr::new("dumb")) && (cfg!(windows) || kind.is_some_and(|kind| !kind.is_empty()))
}

/// The window's size now; what a terminal that does not say is taken for has been the same since 1978.
#[must_use]
pub fn size() -> Size {
    match crossterm::terminal::size() {
        Ok((width, height)) if width > 0 && height > 0 => Size { width: width.into(), height: height.into() },
        _ => Size { width: 80, height: 24 },
    }
}

/// Draws pages over one another.
#[derive(Debug)]
pub struct Screen<W: Write> {
    out: W,
    color: bool,
    is_clear: bool,
}

impl<W: Write> Screen<W> {
    /// A screen on this terminal.
    pub fn new(out: W, color: bool) -> Self {
        Self { out, color, is_clear: false }
    }

    /// Draws the page in place of the last one.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, page: &Page, size: Size) -> io::Result<()> {
        let mut frame = Vec::with_capacity(4096);
        queue!(frame, BeginSynchronizedUpdate)?;
        if !self.is_clear {
            queue!(frame, Clear(ClearType::All))?;
            self.is_clear = true;
        }
        queue!(frame, MoveTo(0, 0))?;
        let lines = lines(page, size, self.color);
        for (number, line) in lines.iter().enumerate() {
            frame.write_all(if number == 0 { b"" } else { b"\r\n" })?;
            frame.write_all(line.as_bytes())?;
            queue!(frame, Clear(ClearType::UntilNewLine))?;
        }
        queue!(frame, Clear(ClearType::FromCursorDown), EndSynchronizedUpdate)?;
        self.out.write_all(&frame)?;
        self.out.flush()
    }

    /// Draws the next page on a cleared window: after its size changed, what stands there is anything.
    pub fn forget(&mut self) {
        self.is_clear = false;
    }

    /// Leaves the last page where it is, with the cursor below.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn leave(&mut self) -> io::Result<()> {
        self.out.write_all(b"\r\n")?;
        self.out.flush()
    }
}

/// The page's lines, cut to the window: at most `height` of them, none wider than `width`.
#[must_use]
pub fn lines(page: &Page, size: Size, color: bool) -> Vec<String> {
    let paint = Paint { color };
    let title = paint.with(Style::new().bold(), &clean(&page.title));
    let mut lines = vec![title, paint.with(Style::new().dimmed(), &clean(&page.status)), String::new()];
    let room = size.height.saturating_sub(lines.len());
    // Half of the room stays for findings if there are any; of too many papers the failed ones come first.
    let most = if page.findings.is_empty() { room } else { (room / 2).max(1) };
    lines.extend(rows(&page.rows, most, paint));
    if !page.findings.is_empty() {
        lines.push(String::new());
        let room = size.height.saturating_sub(lines.len());
        lines.extend(findings(&page.findings, room, paint));
    }
    lines.truncate(size.height);
    lines.into_iter().map(|line| cut(&line, size.width)).collect()
}

fn rows(rows: &[Row], room: usize, paint: Paint) -> Vec<String> {
    let mut shown: Vec<&Row> = rows.iter().collect();
    let hidden = if shown.len() > room { shown.len() + 1 - room } else { 0 };
    if hidden > 0 {
        shown.sort_by_key(|row| row.mark != Mark::Failed);
        shown.truncate(room.saturating_sub(1));
    }
    let widest = |column: fn(&Row) -> &str| shown.iter().map(|row| column(row).width()).max().unwrap_or(0);
    let (paper, extent, time) = (widest(|row| &row.paper), widest(|row| &row.extent), widest(|row| &row.time));
    let line = |row: &&Row| {
        let mark = match row.mark {
            Mark::Waiting => paint.with(Style::new().dimmed(), "·"),
            Mark::Good => paint.with(AnsiColor::Green.on_default(), "✓"),
            Mark::Failed => paint.with(AnsiColor::Red.on_default().bold(), "✗"),
        };
        let time_padding = " ".repeat(time - row.time.width());
        let line = format!(
            "{} {mark} {}  {time_padding}{}  {}",
            padded(&row.paper, paper),
            padded(&row.extent, extent),
            row.time,
            clean(&row.why)
        );
        line.trim_end().to_owned()
    };
    let mut lines: Vec<String> = shown.iter().map(line).collect();
    if hidden > 0 {
        lines.push(format!("… {}", words::count(hidden, "more paper")));
    }
    lines
}

fn findings(findings: &[Finding], room: usize, paint: Paint) -> Vec<String> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| finding.severity);
    let mut lines: Vec<String> = Vec::new();
    let mut hidden: Vec<Severity> = Vec::new();
    let mut was_long = false;
    for (number, finding) in sorted.iter().enumerate() {
        let text: Vec<&str> = finding.text.trim_end().lines().collect();
        // Findings of a line or two stand close together; one with an excerpt has room around it.
        let follows_long = std::mem::replace(&mut was_long, text.len() > 2);
        let is_long = was_long || follows_long;
        let gap = usize::from(number > 0 && is_long);
        // One line stays for the count of what follows.
        let reserve = usize::from(number + 1 < sorted.len());
        let fits = hidden.is_empty() && lines.len() + gap + text.len() + reserve <= room;
        if fits || number == 0 {
            lines.extend(vec![String::new(); gap]);
            lines.extend(text.iter().take(room.saturating_sub(lines.len() + reserve)).map(|line| (*line).to_owned()));
        } else {
            hidden.push(finding.severity);
        }
    }
    if !hidden.is_empty() {
        let count = |severity: Severity| {
            let count = hidden.iter().filter(|hidden| **hidden == severity).count();
            (count > 0).then(|| words::count(count, &format!("more {}", severity.word())))
        };
        let severities = [Severity::Error, Severity::Gap, Severity::Warning, Severity::Note];
        let counts: Vec<String> = severities.into_iter().filter_map(count).collect();
        lines.push(paint.with(Style::new().dimmed(), &format!("… {}: run `affiant check`", counts.join(", "))));
    }
    lines
}

#[derive(Clone, Copy)]
struct Paint {
    color: bool,
}

impl Paint {
    fn with(self, style: Style, text: &str) -> String {
        if self.color && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// Names come from files, and what a file says must not move the cursor.
fn clean(text: &str) -> String {
    text.chars().map(|char| if char.is_control() { '\u{fffd}' } else { char }).collect()
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// The line's first `width` columns; escape sequences take none.
fn cut(line: &str, width: usize) -> String {
    let plain = anstream::adapter::strip_str(line).to_string();
    if plain.width() <= width {
        return line.to_owned();
    }
    let (mut out, mut used, mut chars) = (String::new(), 0, line.chars());
    while let Some(char) = chars.next() {
        if char == '\u{1b}' {
            out.push(char);
            // "\x1b[1;31m": a letter ends it.
            for char in chars.by_ref() {
                out.push(char);
                if char.is_ascii_alphabetic() {
                    break;
                }
            }
            continue;
        }
        let columns = char.width().unwrap_or(0);
        if used + columns + 1 > width {
            break;
        }
        used += columns;
        out.push(char);
    }
    out.push('…');
    if line.contains('\u{1b}') {
        out.push_str("\u{1b}[0m");
    }
    out
}
