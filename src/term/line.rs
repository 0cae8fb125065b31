//! Lines from a plain terminal, however long they are.
//!
//! A terminal that edits lines by itself keeps no more than 4,095 bytes of each and drops the rest without a word,
//! which is less than a pasted page. So it is asked not to, and what it did for whoever types is done here: showing
//! each letter, Backspace, Ctrl-W, Ctrl-U and Ctrl-D. Nothing is redrawn and no key moves within the line, as screen
//! readers need it. The terminal stays like that for as long as the conversation lasts, so that what is typed or pasted
//! while a paper is typeset is not cut off either; [`restore`] undoes it when a signal ends the program, and before an
//! editor is started.

use std::io;
use std::sync::{Mutex, PoisonError};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;
use rustix::termios::{self, LocalModes, OptionalActions, SpecialCodeIndex, Termios};
use unicode_width::UnicodeWidthChar as _;

/// The terminal's settings as they were found.
static FOUND: Mutex<Option<Termios>> = Mutex::new(None);

/// How often it is looked whether a shell has set the terminal otherwise.
const GLANCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };

/// What the keys send.
const INTERRUPT_LINE: u8 = 0x15;
const ERASE_WORD: u8 = 0x17;
const END: u8 = 0x04;
const ESCAPE: u8 = 0x1b;
const ERASE: [u8; 2] = [0x7f, 0x08];

/// A terminal that is read from in lines.
#[derive(Debug, Default)]
pub struct Lines {
    /// What was read and is in no line yet.
    pending: Vec<u8>,
}

/// Remembers how the terminal is set, for [`restore`]. Nothing where standard input is none.
pub fn remember() {
    if let Ok(found) = termios::tcgetattr(stdin()) {
        FOUND.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(found);
    }
}

/// Sets the terminal as it was found.
pub fn restore() {
    if let Some(found) = &*FOUND.lock().unwrap_or_else(PoisonError::into_inner) {
        // A terminal that has gone away needs no settings.
        let _ = termios::tcsetattr(stdin(), OptionalActions::Now, found);
    }
}

impl Lines {
    /// Reads lines from the terminal at standard input; none when there is none.
    #[must_use]
    pub fn open() -> Option<Self> {
        remember();
        take_over().is_ok().then(Self::default)
    }

    /// The next line without its end; none at the end of input. `prompt` is shown again when the line is begun anew.
    ///
    /// # Errors
    /// Says why the terminal cannot be read.
    pub fn read(&mut self, prompt: &str) -> io::Result<Option<String>> {
        take_over()?;
        let mut line = Line::default();
        loop {
            let mut echo = Vec::new();
            let mut taken = 0;
            let mut done = None;
            while done.is_none() && taken < self.pending.len() {
                match line.take(&self.pending[taken..], prompt, &mut echo) {
                    Some((length, ended)) => (taken, done) = (taken + length, ended),
                    // The rest of a letter or a key is still to come.
                    None => break,
                }
            }
            self.pending.drain(..taken);
            show(&echo);
            match done {
                Some(Ended::Line) => return Ok(Some(line.text)),
                Some(Ended::Input) => return Ok(None),
                None => {}
            }
            wait()?;
            let mut bytes = [0; 4096];
            match rustix::io::read(stdin(), &mut bytes) {
                Ok(0) if line.text.is_empty() => return Ok(None),
                Ok(0) => return Ok(Some(line.text)),
                Ok(length) => self.pending.extend_from_slice(&bytes[..length]),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        restore();
    }
}

/// How a line ended.
enum Ended {
    Line,
    Input,
}

/// A line that is being typed.
#[derive(Default)]
struct Line {
    text: String,
}

impl Line {
    /// Takes the next letter or key: how many bytes it had, and whether it ends the line. None when it is not whole
    /// yet.
    fn take(&mut self, bytes: &[u8], prompt: &str, echo: &mut Vec<u8>) -> Option<(usize, Option<Ended>)> {
        let first = *bytes.first()?;
        match first {
            b'\n' | b'\r' => {
                echo.push(b'\n');
                return Some((1, Some(Ended::Line)));
            }
            END if self.text.is_empty() => return Some((1, Some(Ended::Input))),
            END => {}
            INTERRUPT_LINE => {
                self.text.clear();
                echo.push(b'\n');
                echo.extend_from_slice(prompt.as_bytes());
            }
            ERASE_WORD => {
                let kept = self.text.trim_end().rfind(char::is_whitespace).map_or(0, |at| at + 1);
                // The blank before the word stays, whatever width it has.
                let kept = self.text.ceil_char_boundary(kept);
                self.text.split_off(kept).chars().for_each(|letter| rub_out(letter, echo));
            }
            erase if ERASE.contains(&erase) => {
                if let Some(letter) = self.text.pop() {
                    rub_out(letter, echo);
                }
            }
            // Keys such as the arrows: a line that is not edited in place has no use for them.
            ESCAPE => return key(bytes).map(|length| (length, None)),
            first if first < 0x80 => {
                self.text.push(char::from(first));
                if first >= b' ' || first == b'\t' {
                    echo.push(first);
                }
            }
            _ => return self.letter(bytes, echo).map(|length| (length, None)),
        }
        Some((1, None))
    }

    /// Takes a letter of several bytes.
    fn letter(&mut self, bytes: &[u8], echo: &mut Vec<u8>) -> Option<usize> {
        let whole = &bytes[..bytes.len().min(4)];
        let length = match std::str::from_utf8(whole) {
            Ok(text) => text.chars().next().map_or(1, char::len_utf8),
            Err(error) if error.valid_up_to() > 0 => {
                let text = String::from_utf8_lossy(&whole[..error.valid_up_to()]);
                text.chars().next().map_or(1, char::len_utf8)
            }
            Err(error) => match error.error_len() {
                Some(length) => {
                    self.text.push(char::REPLACEMENT_CHARACTER);
                    return Some(length);
                }
                None => return None,
            },
        };
        self.text.push_str(&String::from_utf8_lossy(&whole[..length]));
        echo.extend_from_slice(&whole[..length]);
        Some(length)
    }
}

/// How many bytes a key has that begins with an escape; none when it is not whole yet.
fn key(bytes: &[u8]) -> Option<usize> {
    match bytes.get(1)? {
        b'[' => {
            let rest = &bytes[2..];
            let last = rest.iter().position(|byte| !(0x20..=0x3f).contains(byte))?;
            // What cannot be part of a key is text again, as in a paste that an escape came along with.
            Some(if (0x40..=0x7e).contains(&rest[last]) { last + 3 } else { last + 2 })
        }
        b'O' => bytes.get(2).map(|_| 3),
        // Escape itself, or with a letter.
        _ => Some(1),
    }
}

/// Takes a letter off the screen again.
fn rub_out(letter: char, echo: &mut Vec<u8>) {
    for _ in 0..letter.width().unwrap_or(0) {
        echo.extend_from_slice(b"\x08 \x08");
    }
}

/// Shows on the terminal what was typed, wherever standard output leads.
fn show(mut echo: &[u8]) {
    while !echo.is_empty() {
        match rustix::io::write(stdin(), echo) {
            Ok(length) => echo = &echo[length..],
            Err(Errno::INTR) => {}
            // Who cannot see what they type can still type it.
            Err(_) => return,
        }
    }
}

/// Waits until there is something to read. A shell that had stopped the program, and let it go on, has set the terminal
/// otherwise: then it is taken over again.
fn wait() -> io::Result<()> {
    loop {
        match poll(&mut [PollFd::new(&stdin(), PollFlags::IN)], Some(&GLANCE)) {
            Ok(0) | Err(Errno::INTR) => take_over()?,
            Ok(_) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Asks the terminal to give each byte as it comes and to show none.
fn take_over() -> io::Result<()> {
    let mut settings = termios::tcgetattr(stdin())?;
    if !settings.local_modes.intersects(LocalModes::ICANON | LocalModes::ECHO) {
        return Ok(());
    }
    settings.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO | LocalModes::IEXTEN);
    settings.special_codes[SpecialCodeIndex::VMIN] = 1;
    settings.special_codes[SpecialCodeIndex::VTIME] = 0;
    // Its signal would end the program at once and leave the terminal like this.
    settings.special_codes[SpecialCodeIndex::VQUIT] = 0;
    Ok(termios::tcsetattr(stdin(), OptionalActions::Now, &settings)?)
}
