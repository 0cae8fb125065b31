//! All integration tests, linked once.

#![expect(clippy::disallowed_methods, reason = "tests lay out files and run the program")]

mod cli;
mod disk;
mod document;
mod facts;
mod hostile;
mod layers;
mod matter;
mod papers;
mod promises;
mod report;
mod suite;
mod template;
mod typeset;
mod watch;
mod worker;
