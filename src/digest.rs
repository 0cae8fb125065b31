//! SHA-256 digests: of some bytes, or of several parts that must not run into one another.

use sha2::{Digest as _, Sha256};

/// A SHA-256.
pub type Hash = [u8; 32];

/// The SHA-256 of some bytes.
#[must_use]
pub fn of(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// The SHA-256 of some bytes in lower-case hexadecimal digits, as locks and ledgers write it.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    digits(of(bytes))
}

/// The SHA-256 of parts, each after its length, so that no other parts with the same bytes give the same.
pub fn hex_of_parts<P: AsRef<[u8]>>(parts: impl IntoIterator<Item = P>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        let part = part.as_ref();
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    digits(hasher.finalize().into())
}

/// A SHA-256 in lower-case hexadecimal digits.
#[must_use]
pub fn digits(hash: Hash) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
    hash.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
