//! Putting a new file in the place of one that people write too, and giving theirs back if they saved meanwhile.
//!
//! Comparing a file with what was read of it and then renaming over it leaves a moment between the two in which an
//! editor can save. So the two files trade names, and what was there is looked at once more: an editor that saves by
//! renaming, or that emptied the file and is about to write it, is found then, and its file gets its name back.
//! [`super::shared`] does more: there nobody ever sees a file that is taken back.

use super::place::Place;
use super::problem::Cause;
use crate::digest::{self, Hash};

/// Puts the file `new` in the place of `name`, which holds what has the hash `before`. Afterwards what was there has
/// the name `new`, to be removed. The folder's lock is the caller's to hold.
///
/// # Errors
/// [`Cause::Changed`] when somebody saved in the meantime: theirs has its name back, and the name `new` is again that
/// of the new file, or of what an editor made of it while it was in its place. Otherwise says why not.
pub fn swap_in<P: Place>(place: &P, new: &str, name: &str, before: Hash) -> Result<(), Cause> {
    place.swap(new, name)?;
    let was = place.read(new);
    if matches!(&was, Ok(Some(bytes)) if digest::of(bytes) == before) {
        return Ok(());
    }
    place.swap(new, name)?;
    Err(was.err().unwrap_or(Cause::Changed))
}
