//! Randomness from the system: for keys, and for ids that nobody can guess.

use std::io;

/// So many random bytes.
///
/// # Errors
/// Says what the system said, which has none to give only where it is broken.
pub fn bytes<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}
