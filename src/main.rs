//! The `affiant` program: the worker's entry, and the command line.

#![expect(clippy::disallowed_methods, reason = "arguments are read in main")]

use std::process::ExitCode;

fn main() -> ExitCode {
    // The worker is this same binary; it must not pay for parsing a command line.
    if std::env::args_os().nth(1).is_some_and(|first| first == affiant::worker::SUBCOMMAND) {
        return affiant::worker::serve();
    }
    // A build's worker starts up while the command line is read.
    let builds = std::env::args_os().nth(1).is_some_and(|first| first == "build");
    affiant::cmd::main(builds.then(affiant::worker::Worker::start))
}
