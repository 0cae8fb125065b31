//! Saying and hearing: lines out, lines in, from a person at a terminal, through a pipe, or from a test.

use std::io::{self, BufRead, IsTerminal};

use rustyline::error::ReadlineError;
use rustyline::{Config, DefaultEditor};

use crate::term::Terminal;
#[cfg(unix)]
use crate::term::line;

/// What a person did when a line was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// They wrote this. What was pasted can have several lines.
    Line(String),
    /// They want to stop: the end of input, or Ctrl-C.
    End,
}

/// Somebody to talk with.
pub trait Talk {
    /// Says something; lines end with a line break.
    fn say(&mut self, text: &str);

    /// Asks for a line; `last` comes back with the arrow up where the terminal can do that.
    fn hear(&mut self, prompt: &str, last: &str) -> Heard;
}

/// A person at this process's terminal, or whatever its standard input is.
pub struct Person {
    terminal: Terminal,
    /// The line editor. None on a plain terminal, which lines are read from as they come.
    editor: Option<DefaultEditor>,
    /// The plain terminal, if there is one.
    #[cfg(unix)]
    lines: Option<line::Lines>,
}

impl Person {
    /// Talks through standard input and output; `plain` never redraws a line, which screen readers need.
    #[must_use]
    pub fn new(terminal: Terminal, plain: bool) -> Self {
        // A terminal cuts off a line of more than 4,095 bytes unless something edits it; a paragraph can be longer.
        let is_terminal = io::stdin().is_terminal();
        let edits = !plain && terminal.screen && is_terminal;
        let config = Config::builder().auto_add_history(false).bracketed_paste(true).build();
        let editor = edits.then(|| DefaultEditor::with_config(config).ok()).flatten();
        #[cfg(unix)]
        let lines = {
            line::remember();
            (is_terminal && editor.is_none()).then(line::Lines::open).flatten()
        };
        Self {
            terminal,
            editor,
            #[cfg(unix)]
            lines,
        }
    }
}

impl Talk for Person {
    fn say(&mut self, text: &str) {
        self.terminal.out(text);
    }

    fn hear(&mut self, prompt: &str, last: &str) -> Heard {
        if let Some(editor) = &mut self.editor {
            // The line begins empty: whoever writes a new answer must not have to delete the old one first. An answer
            // of several lines cannot be put into one.
            let remembered = editor.clear_history();
            if remembered.is_ok() && !last.is_empty() && !last.contains('\n') {
                // A terminal without a memory asks as well.
                let _ = editor.add_history_entry(last);
            }
            return match editor.readline(prompt) {
                Ok(line) => Heard::Line(line),
                Err(ReadlineError::Interrupted | ReadlineError::Eof) => Heard::End,
                Err(_) => self.hear_plainly(prompt),
            };
        }
        self.hear_plainly(prompt)
    }
}

impl Person {
    fn hear_plainly(&mut self, prompt: &str) -> Heard {
        self.terminal.out(prompt);
        #[cfg(unix)]
        if let Some(lines) = &mut self.lines {
            return lines.read(prompt).ok().flatten().map_or(Heard::End, Heard::Line);
        }
        let mut bytes = Vec::new();
        match io::stdin().lock().read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => Heard::End,
            Ok(_) => {
                let line = String::from_utf8_lossy(&bytes);
                Heard::Line(line.trim_end_matches(['\n', '\r']).to_owned())
            }
        }
    }
}
