//! `affiant watch`: typesets again what changed, at each save.

mod drafts;
mod lines;
mod panel;
mod told;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::Outcome;
use super::papers::Depth;
use crate::cli::{Subject, Watch, Watcher};
use crate::term::{Terminal, screen};
use crate::watch::{self, Face, Hints};
use crate::worker::Pool;
use drafts::Drafts;

/// How long a build that is under way when Ctrl-C comes may still take.
const LAST_BUILD: Duration = Duration::from_millis(500);

/// Watches until Ctrl-C. That is how a watch is meant to end, so it is no error.
pub fn run(arguments: &Watch, terminal: Terminal) -> Outcome {
    // First thing: the workers start up while the matter is read.
    let pool = Pool::per_core();
    let hints = Arc::new(Hints::default());
    end_on_signal(&hints);
    let subject = with_whole_paths(&arguments.subject);
    let (root, depth) = (subject.matter.clone(), Depth::asked(&subject));
    let mut drafts = Drafts::new(subject, arguments.open, pool);
    let mut face: Box<dyn Face> = if screen::can_draw(terminal.screen, std::env::var_os("TERM").as_deref()) {
        Box::new(panel::Panel::new(root, depth, terminal))
    } else {
        Box::new(lines::Lines::new(root, (arguments.subject.format, depth), terminal))
    };
    let poll = arguments.watcher == Some(Watcher::Poll);
    watch::Watch::new(&mut drafts, face.as_mut(), hints, poll).run();
    Outcome::Fine
}

/// Ctrl-C, and whatever else asks a process to end, ends the loop; a build that takes its time is not waited for.
fn end_on_signal(hints: &Arc<Hints>) {
    let hints = Arc::clone(hints);
    #[expect(clippy::exit, reason = "a paper may take ten seconds, and files are whole at every moment")]
    let end = move || {
        hints.stop();
        std::thread::sleep(LAST_BUILD);
        std::process::exit(0);
    };
    // Without a handler Ctrl-C still ends the process, and every file is whole all the same.
    _ = ctrlc::set_handler(end);
}

/// The folders by their whole names: a folder that is replaced is found again by its name, `.` would stay the old one.
fn with_whole_paths(subject: &Subject) -> Subject {
    let whole = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    Subject { matter: whole(&subject.matter), pack: subject.pack.as_ref().map(whole), ..subject.clone() }
}
