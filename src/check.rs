//! Checks of a finished tree: what only the whole paper shows.

mod glyphs;
mod scripts;

pub use glyphs::glyphs;
