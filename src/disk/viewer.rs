//! Showing a finished PDF in the user's own viewer.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::diag::{Code, Diagnostic};

/// Opens a file with the program that the desktop has for it, and does not wait for that.
///
/// # Errors
/// Says that there is no such program.
pub fn open_in_viewer(path: &Path) -> Result<(), Box<Diagnostic>> {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let started =
        Command::new(opener).arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    started.map(drop).map_err(|_| {
        let name = path.display().to_string();
        let message = format!("cannot show `{name}`: this system has no `{opener}`");
        Box::new(Diagnostic::new(Code::NoViewer, message).in_file(name).hint("open the file by hand; it is written"))
    })
}
