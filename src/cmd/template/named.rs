//! What `NAME` or `NAME@VERSION` on the command line means in a pack: a template, else a clause, else a look.

use semver::Version;

use crate::cli::template::KindChoice;
use crate::diag::{Code, Diagnostic};
use crate::disk::folder;
use crate::pack::{Kind, Pack};
use crate::template::{self, Pin};
use crate::words;

/// The most letters that a name has: it is part of paths, and of file names in papers' folders.
const LONGEST: usize = 64;

/// Something that a pack has, by its name, and one of its versions where that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What it is.
    pub kind: Kind,
    /// The name.
    pub name: String,
    /// The version that was given.
    pub version: Option<Version>,
}

impl From<Kind> for KindChoice {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Template => Self::Template,
            Kind::Clause => Self::Clause,
            Kind::Look => Self::Look,
        }
    }
}

impl From<KindChoice> for Kind {
    fn from(choice: KindChoice) -> Self {
        match choice {
            KindChoice::Template => Self::Template,
            KindChoice::Clause => Self::Clause,
            KindChoice::Look => Self::Look,
        }
    }
}

impl Named {
    /// Finds what a text means. Without `kind`, a template is meant before a clause, and that before a look.
    ///
    /// # Errors
    /// Says that the text is no name, or that the pack has nothing of this name or version.
    pub fn find(pack: &Pack<'_>, text: &str, kind: Option<KindChoice>) -> Result<Self, Box<Diagnostic>> {
        let (name, version) = split(text)?;
        let has = |kind: Kind| {
            let versions = pack.versions(kind, &name);
            version.as_ref().map_or(!versions.is_empty(), |version| versions.contains(version))
        };
        let kinds = kind.map_or_else(|| Kind::ALL.to_vec(), |kind| vec![kind.into()]);
        match kinds.iter().copied().find(|kind| has(*kind)) {
            Some(kind) => Ok(Self { kind, name, version }),
            None => Err(Box::new(unknown(pack, &kinds, &name, version))),
        }
    }

    /// The version that was given, else the newest.
    ///
    /// # Errors
    /// Says that the pack has none.
    pub fn pin(&self, pack: &Pack<'_>) -> Result<Pin, Box<Diagnostic>> {
        let version = self.version.clone().or_else(|| pack.versions(self.kind, &self.name).pop());
        let version = version.ok_or_else(|| unknown(pack, &[self.kind], &self.name, None))?;
        Ok(Pin::new(self.name.clone(), version))
    }
}

/// The name, and the version if there is one.
///
/// # Errors
/// Says that the text is neither `NAME` nor `NAME@VERSION`.
pub fn split(text: &str) -> Result<(String, Option<Version>), Box<Diagnostic>> {
    match text.split_once('@') {
        None if template::plain(text) => Ok((text.to_owned(), None)),
        Some(_) => match Pin::parse(text, None) {
            Some(Pin { pack: None, name, version, .. }) => Ok((name, Some(version))),
            _ => Err(Box::new(bad_name(text))),
        },
        None => Err(Box::new(bad_name(text))),
    }
}

/// An exact version as `NAME@VERSION`.
///
/// # Errors
/// Says that the text is something else.
pub fn exact(text: &str) -> Result<Pin, Box<Diagnostic>> {
    match split(text)? {
        (name, Some(version)) => Ok(Pin::new(name, version)),
        (_, None) => Err(Box::new(bad_name(text))),
    }
}

/// Why a text cannot name something new in a pack; none when it can.
#[must_use]
pub fn unfit(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("it is empty")
    } else if !template::plain(name) {
        Some("it has other characters than small letters, digits and `-`")
    } else if name.starts_with('-') || name.ends_with('-') {
        Some("`-` stands between letters and digits")
    } else if name.len() > LONGEST {
        Some("it has more than 64 letters")
    } else if folder::reserved(name) {
        Some("Windows keeps it for a device")
    } else {
        None
    }
}

fn unknown(pack: &Pack<'_>, kinds: &[Kind], name: &str, version: Option<Version>) -> Diagnostic {
    // The kind that knows the name tells its versions; otherwise the one that knows a similar name.
    let knows = |kind: &&Kind| !pack.versions(**kind, name).is_empty();
    let names = |kind: Kind| pack.listed(kind).into_iter().map(|listed| listed.name).collect::<Vec<_>>();
    let resembles = |kind: &&Kind| words::nearest(name, names(**kind).iter().map(String::as_str)).is_some();
    let kind = kinds.iter().find(knows).or_else(|| kinds.iter().find(resembles)).or(kinds.first());
    let version = version.unwrap_or(Version::new(1, 0, 0));
    pack.unknown_version(kind.copied().unwrap_or(Kind::Template), &Pin::new(name, version))
}

fn bad_name(text: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BadPin,
        format!("expected a name as in `support-letter` or `support-letter@1.0.0`, found `{text}`"),
    )
    .hint("names have small letters, digits and `-`, and versions three numbers; `affiant template list` shows them")
}
