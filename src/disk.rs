//! The disk: reading beneath a root, and replacing files whole or not at all.
//!
//! Reading goes through [`Disk`], which never leaves the matter's folder, the pack's or the one of the user's settings,
//! opens nothing but plain files, and remembers what every paper read, so that a watch can tell which papers a change
//! concerns. Writing goes through [`mod@write`] and [`output`]: beside and renamed, so that no reader ever sees half a
//! file.

#![expect(clippy::disallowed_methods, reason = "this edge reads and writes files")]

pub mod clock;
pub mod folder;
pub mod gate;
mod hashes;
pub mod keys;
pub mod open;
pub mod output;
pub mod place;
pub mod problem;
pub mod random;
pub mod read;
mod record;
pub mod replace;
pub mod shared;
pub mod tree;
pub mod user;
mod viewer;
pub mod write;

pub use folder::Folder;
pub use gate::{Gate, Over};
pub use output::{Outputs, Placed};
pub use place::{Beside, Place};
pub use problem::{WriteProblem, unwritable};
pub use read::{Disk, Reads, Seen, Stamp};
pub use shared::{Refused, Shared};
pub use viewer::{open_in_browser, open_in_viewer};
pub use write::{write_new, write_output, write_user_file};
