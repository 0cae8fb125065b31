//! The worker: a real child process that drafts, is limited, dies, and is replaced.

use std::path::Path;

use affiant::disk::Disk;
use affiant::draft::{Emit, Finish, Request, Subject};
use affiant::worker::{DEADLINE, Worker};

/// The program under test.
fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_affiant"))
}

/// A request for one draft of the matter.
fn request(draft: &str) -> Request {
    Request {
        subject: Subject::Matter { draft: draft.to_owned() },
        with: Vec::new(),
        set: Vec::new(),
        date: None,
        today: String::from("2026-11-22"),
        pack: false,
        locked: false,
        finish: Finish::Draft,
        emit: Emit::Pdf,
        previous: None,
    }
}

#[test]
fn a_worker_that_was_killed_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new(Some(folder.path().to_owned()), None);
    let mut worker = Worker::start_program(program(), DEADLINE);
    worker.draft(&request("one"), &disk).unwrap();
    let first = worker.id().unwrap();
    let pid = rustix::process::Pid::from_raw(i32::try_from(first).unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
    worker.draft(&request("one"), &disk).unwrap();
    assert_ne!(worker.id(), Some(first));
}
