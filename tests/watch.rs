//! The watch: every way of saving, with real folders and a builder that only copies.

mod bench;
mod real;
mod saves;
mod screen;
mod words;
