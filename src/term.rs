//! The terminal: colour, width, and findings as people read them.

pub mod report;
pub mod screen;
