//! `key.toml`: the public key that the forms of a matter seal answers to.
//!
//! The private key is not here: it lies in the settings of whoever made the pair, in `keys/<id>.toml`, and never in a
//! matter.

use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::facts;
use crate::facts::keys::Keys;
use crate::interview::parcel;
use crate::interview::seal::{PrivateKey, PublicKey};
use crate::source::Sources;
use crate::span::Span;

/// Its path in the matter.
pub const PATH: &str = "key.toml";

const HEAD: &str = "\
# The public key of this matter: forms that `affiant kit` makes seal answers to it. It is no secret.
# The private key, which opens them, is on the machine where `affiant key new` was run: `affiant key show` says where.
";

/// The public key of a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterKey {
    /// The key.
    pub public: PublicKey,
    /// The day it was made.
    pub made: String,
}

impl MatterKey {
    /// The text of `key.toml`.
    #[must_use]
    pub fn text(&self) -> String {
        let (id, public) = (self.public.id(), parcel::encoded(&self.public.bytes()));
        format!("{HEAD}\nid     = \"{id}\"\npublic = \"{public}\"\nmade   = {}\n", self.made)
    }
}

/// Reads `key.toml`.
pub fn read(sources: &mut Sources, bytes: &[u8]) -> Pass<Option<MatterKey>> {
    let mut report = Report::default();
    let root = facts::read(sources, PATH, bytes).take(&mut report);
    let keys = root.as_ref().and_then(|root| Keys::open(root, "key.toml", &["id", "public", "made"], &mut report));
    let Some(keys) = keys else { return Pass::new(None, report) };
    for key in ["id", "public"] {
        keys.require(key, "key.toml", "restore the file, or make a key with `affiant key new --replace`", &mut report);
    }
    let made = keys.date("made", &mut report).map(|(date, _)| date.to_string()).unwrap_or_default();
    let (id, public) = (keys.text("id", &mut report), keys.text("public", &mut report));
    let (Some((id, id_at)), Some((public, at))) = (id, public) else { return Pass::new(None, report) };
    let Some(public) = parcel::decoded(public).and_then(|bytes| PublicKey::of(&bytes)) else {
        report.push(no_key(at));
        return Pass::new(None, report);
    };
    if public.id() != id {
        report.push(another_id(id_at, at));
        return Pass::new(None, report);
    }
    Pass::new(Some(MatterKey { public, made }), report)
}

const PRIVATE_HEAD: &str = "\
# A private key of affiant: it opens the answers that forms sealed to its public key. Whoever has this file can read them,
# and whoever loses it cannot. Keep a copy where nobody else comes, and put it into no matter, mail or shared folder.
";

/// The text of a private key's file; `made` is the day.
#[must_use]
pub fn private_text(key: &PrivateKey, made: &str) -> String {
    let (id, private) = (key.public().id(), parcel::encoded(&key.bytes()));
    format!("{PRIVATE_HEAD}\nid      = \"{id}\"\nprivate = \"{private}\"\nmade    = {made}\n")
}

/// Reads the file of the private key with this id. No message repeats what it says.
pub fn read_private(sources: &mut Sources, name: &str, bytes: &[u8], id: &str) -> Pass<Option<PrivateKey>> {
    let mut report = Report::default();
    let root = facts::read(sources, name, bytes).take(&mut report);
    if let Some(whole) = sources.whole(name) {
        sources.keep_secret(whole);
    }
    let keys =
        root.as_ref().and_then(|root| Keys::open(root, "a private key", &["id", "private", "made"], &mut report));
    let private = keys.and_then(|keys| keys.text("private", &mut report));
    let key = private.and_then(|(text, _)| PrivateKey::of(&parcel::decoded(text)?));
    let key = key.filter(|key| key.public().id() == id);
    if key.is_none() && root.is_some() {
        report.push(no_private_key(name, id));
    }
    Pass::new(key, report)
}

/// A matter whose forms have no key to seal to.
#[must_use]
pub fn none(matter: &str) -> Diagnostic {
    Diagnostic::new(Code::NoKey, "this matter has no key that answers could be sealed to")
        .in_file(PATH)
        .hint(format!("make one with `affiant key new {matter}`"))
}

/// A private key's file that holds another key, or none.
fn no_private_key(name: &str, id: &str) -> Diagnostic {
    Diagnostic::new(Code::BadKey, format!("`{name}` does not hold the private key `{id}`"))
        .in_file(name)
        .hint("restore the file from a backup: no other key opens what was sealed to this one")
}

fn no_key(at: Span) -> Diagnostic {
    Diagnostic::new(Code::BadKey, "`public` is no key: not a point of the curve P-256")
        .at(at, "is none that `affiant key new` made")
        .hint("restore key.toml, say from git, or make another key with `affiant key new --replace`")
}

fn another_id(id: Span, public: Span) -> Diagnostic {
    Diagnostic::new(Code::BadKey, "`id` is not the id of the key beside it, so one of them was changed")
        .at(id, "this id")
        .at(public, "is not that of this key")
        .hint("restore key.toml, say from git, or make another key with `affiant key new --replace`")
}
