//! The terminal: what it can show, and writing to it.

#![expect(clippy::disallowed_methods, reason = "this edge asks for the width and the colours of the terminal")]

pub mod changes;
#[cfg(unix)]
pub mod line;
pub mod report;
pub mod revision;
pub mod screen;

use std::io::{self, IsTerminal, Write};

/// Columns assumed where nobody can say how wide the output is.
const WIDTH_WITHOUT_TERMINAL: usize = 100;

/// What the terminal can show.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Whether messages are coloured.
    pub color: bool,
    /// Columns.
    pub width: usize,
    /// Whether standard output is a terminal that can be redrawn.
    pub screen: bool,
}

impl Terminal {
    /// Looks at the environment and the standard streams; `color` is what the user has said about it.
    #[must_use]
    pub fn detect(color: Option<bool>) -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let screen = io::stdout().is_terminal() && !dumb;
        let color = color.unwrap_or_else(|| {
            io::stderr().is_terminal() && !dumb && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty())
        });
        let width = if io::stderr().is_terminal() {
            crossterm::terminal::size().map_or(WIDTH_WITHOUT_TERMINAL, |(columns, _)| usize::from(columns))
        } else {
            WIDTH_WITHOUT_TERMINAL
        };
        Self { color, width: width.clamp(40, 120), screen }
    }

    /// Writes to standard output. A reader that has gone away is no fault of the paper.
    pub fn out(&self, text: &str) {
        write_whole(&mut io::stdout().lock(), text.as_bytes());
    }

    /// Writes to standard error.
    pub fn err(&self, text: &str) {
        write_whole(&mut io::stderr().lock(), text.as_bytes());
    }

    /// Writes bytes to standard output.
    ///
    /// # Errors
    /// Says why standard output did not take them.
    pub fn out_bytes(&self, bytes: &[u8]) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes)?;
        stdout.flush()
    }
}

fn write_whole(stream: &mut impl Write, bytes: &[u8]) {
    // Nothing can be said to somebody who no longer listens, and the files are written either way.
    let _ = stream.write_all(bytes).and_then(|()| stream.flush());
}
