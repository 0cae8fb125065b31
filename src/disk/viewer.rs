//! Showing a finished PDF in the user's own viewer, and a page in their browser.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::diag::{Code, Diagnostic};

/// Opens a file with the program that the desktop has for it, and does not wait for that.
///
/// # Errors
/// Says that there is no such program.
pub fn open_in_viewer(path: &Path) -> Result<(), Box<Diagnostic>> {
    let opener = opener();
    let started =
        Command::new(opener).arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    started.map(drop).map_err(|_| {
        let name = path.display().to_string();
        let message = format!("cannot show `{name}`: this system has no `{opener}`");
        Box::new(Diagnostic::new(Code::NoViewer, message).in_file(name).hint("open the file by hand; it is written"))
    })
}

/// Opens a page of this machine in the browser that the desktop has, and does not wait for it.
///
/// # Errors
/// Says that there is no program that does it.
pub fn open_in_browser(address: &str) -> Result<(), Box<Diagnostic>> {
    let opener = opener();
    let started =
        Command::new(opener).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = started else {
        let message = format!("cannot open a browser: this system has no `{opener}`");
        let found = Diagnostic::new(Code::NoViewer, message).hint("open the address in a browser by hand");
        return Err(Box::new(found));
    };
    // Somebody has to hear how it ended, as long as this process goes on.
    std::thread::spawn(move || child.wait());
    Ok(())
}

/// The program that opens things as the desktop would.
fn opener() -> &'static str {
    if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    }
}
