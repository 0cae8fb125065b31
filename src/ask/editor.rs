//! A long answer in the writer's own editor, kept in the matter until it is in the answers file.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::disk::{folder, write};
use crate::interview;

/// Why there is no text from an editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoText {
    /// Neither `VISUAL` nor `EDITOR` is set.
    NoEditor,
    /// It could not be started, or ended with an error.
    Failed,
}

/// The text that somebody was writing when the process ended, if there is one.
#[must_use]
pub fn left_over(folder: &Path, draft: &str, path: &interview::Path) -> Option<String> {
    let text = read(&file(folder, draft, path))?;
    Some(own(&text)).filter(|text| !text.is_empty())
}

/// Keeps a text that is still being written, as an editor's is.
pub fn keep(folder: &Path, draft: &str, path: &interview::Path, text: &str) {
    // It is there for the case that this process ends; the answer itself is written when it is whole, or an error told.
    let _ = write::write_output(&file(folder, draft, path), format!("\n{text}\n").as_bytes());
}

/// Lets the writer edit a text. What comes back is theirs, without the lines that begin with `#` at the top.
///
/// # Errors
/// Says why there is none; what they wrote stays beside the answers and is offered again.
pub fn edit(folder: &Path, draft: &str, path: &interview::Path, head: &str, text: &str) -> Result<String, NoText> {
    let editor =
        ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|it| !it.trim().is_empty()));
    let editor = editor.ok_or(NoText::NoEditor)?;
    let mut words = editor.split_whitespace();
    let program = words.next().ok_or(NoText::NoEditor)?;
    let file = file(folder, draft, path);
    let head: String = head.lines().map(|line| format!("# {line}\n")).collect();
    write::make_folder(folder).map_err(|_| NoText::Failed)?;
    write::write_output(&file, format!("{head}\n{text}\n").as_bytes()).map_err(|_| NoText::Failed)?;
    // The editor finds the terminal as the shell left it; the next question takes it over again.
    #[cfg(unix)]
    crate::term::line::restore();
    let done = Command::new(program).args(words).arg(&file).status().map_err(|_| NoText::Failed)?;
    let text = read(&file).ok_or(NoText::Failed)?;
    if done.success() { Ok(own(&text)) } else { Err(NoText::Failed) }
}

/// Removes the editor's file, once its text is in the answers file.
pub fn forget(folder: &Path, draft: &str, path: &interview::Path) {
    // It may not be there: not every answer was written in an editor.
    let _ = std::fs::remove_file(file(folder, draft, path));
}

/// Beside the answers, hidden, so that nothing that a person writes lies outside of the matter.
fn file(folder: &Path, draft: &str, path: &interview::Path) -> PathBuf {
    folder.join(format!(".{draft}.{path}.txt"))
}

/// The text of a file; none when there is none, or something else has its name.
fn read(file: &Path) -> Option<String> {
    String::from_utf8(folder::read_at(file).ok()?).ok()
}

/// What is not the head that affiant wrote: its lines begin with `#`, and an empty one ends it.
fn own(text: &str) -> String {
    let mut lines = text.lines().skip_while(|line| line.starts_with('#')).peekable();
    lines.next_if(|line| line.trim().is_empty());
    lines.map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}
