//! Sealing what a writer says to the matter's key: HPKE (RFC 9180) in base mode, in the one suite that browsers can do
//! too.
//!
//! The suite is DHKEM(P-256, HKDF-SHA256) `0x0010`, HKDF-SHA256 `0x0001`, AES-256-GCM `0x0002`, and each key pair seals
//! one message only, so its sequence number is 0. A public key and an encapsulated key are 65 bytes (the uncompressed
//! point, as `WebCrypto`'s `raw` format has it), a private key 32.
//!
//! Base mode says nothing of who sealed: whoever has the form has its public key. It keeps what was said from everybody
//! but the holder of the private key, and what was changed on the way does not open.

use std::fmt;

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable as _, HpkeError, Kem, OpModeR, OpModeS, Serializable as _};

use crate::digest;

/// The bytes of a public key.
pub const PUBLIC: usize = 65;
/// The bytes of a private key.
pub const PRIVATE: usize = 32;
/// The random bytes that a key pair is made from.
pub const SEED: usize = 32;
/// The hexadecimal digits of a key's id.
pub const ID: usize = 16;

/// A key that anybody may have, to seal with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(<DhP256HkdfSha256 as Kem>::PublicKey);

/// The key that opens; it never leaves the machine that made it.
#[derive(Clone)]
pub struct PrivateKey(<DhP256HkdfSha256 as Kem>::PrivateKey);

/// Whether a text is the id of a key.
#[must_use]
pub fn is_id(text: &str) -> bool {
    text.len() == ID && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Nothing tells why a sealed text does not open: the key, what it was sealed with, and every byte must be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOpened;

impl PublicKey {
    /// The key with these bytes; none for what is no point of the curve, the point at infinity among them.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        <DhP256HkdfSha256 as Kem>::PublicKey::from_bytes(bytes).ok().map(Self)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.0.to_bytes().to_vec()
    }

    /// What it is called: the first 16 hexadecimal digits of the SHA-256 of its bytes.
    #[must_use]
    pub fn id(&self) -> String {
        let mut id = digest::hex(&self.bytes());
        id.truncate(ID);
        id
    }
}

impl PrivateKey {
    /// The key with these bytes; none for zero and for what is not below the order of the curve.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        <DhP256HkdfSha256 as Kem>::PrivateKey::from_bytes(bytes).ok().map(Self)
    }

    /// The key that is made from these random bytes (RFC 9180 §7.1.3, `DeriveKeyPair`).
    #[must_use]
    pub fn made_from(seed: &[u8; SEED]) -> Self {
        Self(DhP256HkdfSha256::derive_keypair(seed).0)
    }

    /// Its bytes: to be written to its own file, and nowhere else.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.0.to_bytes().to_vec()
    }

    /// The key that others seal with.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(DhP256HkdfSha256::sk_to_pk(&self.0))
    }

    /// Opens what was sealed with this key's public key, `info` and `aad`.
    ///
    /// # Errors
    /// [`NotOpened`] when one of them is not what it was sealed with, or one byte is another.
    pub fn open(&self, enc: &[u8], info: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, NotOpened> {
        let open = || -> Result<Vec<u8>, HpkeError> {
            let enc = <DhP256HkdfSha256 as Kem>::EncappedKey::from_bytes(enc)?;
            let mut context =
                hpke::setup_receiver::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(&OpModeR::Base, &self.0, &enc, info)?;
            context.open(sealed, aad)
        };
        open().map_err(|_| NotOpened)
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}

/// What was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The encapsulated key.
    pub enc: Vec<u8>,
    /// The text, unreadable.
    pub ciphertext: Vec<u8>,
}

/// Seals a text, as a form's page does in the browser; `seed` is random, and used once.
#[must_use]
pub fn seal(to: &PublicKey, info: &[u8], aad: &[u8], text: &[u8], seed: &[u8; SEED]) -> Option<Sealed> {
    let mut once = Once(*seed);
    let (enc, mut context) =
        hpke::setup_sender_with_rng::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(&OpModeS::Base, &to.0, info, &mut once)
            .ok()?;
    let ciphertext = context.seal(text, aad).ok()?;
    Some(Sealed { enc: enc.to_bytes().to_vec(), ciphertext })
}

/// Random bytes that came in as an argument, where the crate wants to draw them itself.
struct Once([u8; SEED]);

impl TryRng for Once {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(self.0.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(self.0.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes.iter_mut().zip(self.0.iter().cycle()).for_each(|(byte, random)| *byte = *random);
        Ok(())
    }
}

impl TryCryptoRng for Once {}
