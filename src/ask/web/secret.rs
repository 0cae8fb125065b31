//! Random values that only those know who were told, compared without telling how much of a guess was right.

use std::fmt::Write as _;

/// A random value of 256 bits, as 64 hexadecimal digits. It is shown by nothing but [`Secret::reveal`].
#[derive(Clone)]
pub(super) struct Secret(String);

impl Secret {
    /// A new one from the system's own source. None when the system has none, and then nothing may be opened.
    pub(super) fn new() -> Option<Self> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).ok()?;
        Some(Self(bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })))
    }

    /// The value, for the one it is meant for.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether a guess is right. It takes the same time for every guess of the right length.
    pub(super) fn is(&self, guess: &str) -> bool {
        let (own, guess) = (self.0.as_bytes(), guess.as_bytes());
        own.len() == guess.len() && std::hint::black_box(differing(own, guess)) == 0
    }
}

/// The bits in which two texts of one length differ, gathered over all bytes.
fn differing(one: &[u8], other: &[u8]) -> u8 {
    one.iter().zip(other).fold(0, |bits, (one, other)| std::hint::black_box(bits | (one ^ other)))
}
