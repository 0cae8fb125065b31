//! The `affiant` program: the worker's entry, and the command line.

#![expect(clippy::disallowed_methods, reason = "arguments are read in main")]

use std::process::ExitCode;

use affiant::worker::Worker;

fn main() -> ExitCode {
    // The worker is this same binary; it must not pay for parsing a command line.
    if std::env::args_os().nth(1).is_some_and(|first| first == affiant::worker::SUBCOMMAND) {
        return affiant::worker::serve();
    }
    // A build's worker starts up while the command line is read.
    let builds = std::env::args_os().nth(1).is_some_and(|first| first == "build");
    affiant::cmd::main(builds.then(worker))
}

#[cfg(not(profiled))]
fn worker() -> Worker {
    Worker::start()
}

/// With `--cfg profiled`, for `cargo bench -- order`: a worker that runs in a profiler.
#[cfg(profiled)]
fn worker() -> Worker {
    let worker = Worker::start();
    match std::env::var_os("AFFIANT_WORKER") {
        Some(program) => Worker::start_program(std::path::Path::new(&program), affiant::worker::DEADLINE * 6),
        None => worker,
    }
}
