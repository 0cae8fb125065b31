//! The system's own events, through the notify crate: the only place that knows it.

use std::path::Path;
use std::sync::Arc;

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::watch::folders::Arms;
use crate::watch::hints::{Hints, Sign};

/// Turns the system's events into [`Hints`].
#[derive(Debug)]
pub struct Native {
    watcher: RecommendedWatcher,
}

impl Native {
    /// Begins to listen; no folder is under watch yet.
    ///
    /// # Errors
    /// Says in a few words why the system refuses.
    pub fn new(hints: Arc<Hints>) -> Result<Self, String> {
        let hear = move |event: notify::Result<Event>| match event {
            Ok(event) => pass_on(&hints, &event),
            Err(_) => hints.rescan(),
        };
        let watcher = RecommendedWatcher::new(hear, Config::default()).map_err(|error| words(&error))?;
        Ok(Self { watcher })
    }
}

impl Arms for Native {
    fn arm(&mut self, folder: &Path) -> Result<(), String> {
        self.watcher.watch(folder, RecursiveMode::NonRecursive).map_err(|error| words(&error))
    }

    fn disarm(&mut self, folder: &Path) {
        // Its watch may have died with it, which is what is wanted.
        _ = self.watcher.unwatch(folder);
    }
}

/// Hands an event on, unless it comes of reading alone: our own reads would start a build that reads again.
pub fn pass_on(hints: &Hints, event: &Event) {
    if event.need_rescan() {
        return hints.rescan();
    }
    let sign = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Sign::Closed,
        EventKind::Access(_) => return,
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Sign::Arrived,
        EventKind::Modify(ModifyKind::Name(_)) | EventKind::Remove(_) | EventKind::Create(_) => Sign::CameOrWent,
        _ => Sign::Touched,
    };
    for path in &event.paths {
        hints.hear(path, sign);
    }
}

fn words(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system's limit of watches is reached".to_owned(),
        notify::ErrorKind::PathNotFound => "the folder is not there".to_owned(),
        notify::ErrorKind::Io(error) => error.to_string(),
        notify::ErrorKind::Generic(words) => words.clone(),
        _ => "the system does not watch this folder".to_owned(),
    }
}
