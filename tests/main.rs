//! All integration tests, linked once.

mod cli;
mod disk;
mod document;
mod facts;
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
