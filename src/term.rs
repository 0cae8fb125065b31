//! The terminal: what it can show, and writing to it.

#![expect(clippy::disallowed_methods, reason = "this edge asks for the width and the colours of the terminal")]

pub mod changes;
#[cfg(unix)]
pub mod line;
pub mod overview;
pub mod plain;
pub mod report;
pub mod revision;
pub mod screen;
pub mod standing;

use std::io::{self, IsTerminal, Write};

use report::Values;

/// Columns assumed where nobody can say how wide the output is.
const WIDTH_WITHOUT_TERMINAL: usize = 100;

/// What the terminal can show.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Whether messages, on standard error, are coloured.
    pub color: bool,
    /// Whether standard output is coloured.
    pub paint: bool,
    /// Columns.
    pub width: usize,
    /// Columns after which a line of a report goes on below it; none where no terminal reads it, but programs may.
    pub wrap: Option<usize>,
    /// Whether standard output is a terminal that can be redrawn.
    pub screen: bool,
    /// What messages may show of facts.
    pub values: Values,
}

impl Terminal {
    /// Looks at the environment and the standard streams; `color` is what the user has said about it.
    #[must_use]
    pub fn detect(color: Option<bool>) -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let (out, err) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        let colored = |is_terminal: bool| color.unwrap_or(is_terminal && !dumb && !is_set("NO_COLOR"));
        let width = if err {
            crossterm::terminal::size().map_or(WIDTH_WITHOUT_TERMINAL, |(columns, _)| usize::from(columns))
        } else {
            WIDTH_WITHOUT_TERMINAL
        };
        let width = width.clamp(40, 120);
        // A terminal that a build server or `script` keeps a record of is nobody's own.
        let is_recorded = is_set("CI") || is_set("SCRIPT");
        Self {
            color: colored(err),
            paint: colored(out),
            width,
            wrap: err.then_some(width),
            screen: out && !dumb,
            values: if err && !is_recorded { Values::Clear } else { Values::Masked },
        }
    }

    /// No terminal: so many columns, no colour, and no fact's value.
    #[must_use]
    pub fn none(width: usize) -> Self {
        Self { color: false, paint: false, width, wrap: None, screen: false, values: Values::Masked }
    }

    /// Writes to standard output. A reader that has gone away is no fault of the paper.
    pub fn out(&self, text: &str) {
        write_whole(&mut io::stdout().lock(), plain::shown(text, self.color || self.paint).as_bytes());
    }

    /// Writes to standard error.
    pub fn err(&self, text: &str) {
        write_whole(&mut io::stderr().lock(), plain::shown(text, self.color || self.paint).as_bytes());
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
