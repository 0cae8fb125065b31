//! A step in a version: patch, minor or major.

use semver::{BuildMetadata, Prerelease, Version};

/// A step in a version; the greater one says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// No paper can tell the difference.
    Patch,
    /// A paper may say or show something else.
    Minor,
    /// An open case may not build as it did, or is asked for something new.
    Major,
}

impl Bump {
    /// All steps by the word that commands take.
    pub const WORDS: [(&'static str, Self); 3] =
        [("patch", Self::Patch), ("minor", Self::Minor), ("major", Self::Major)];

    /// The word that commands take.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The version after this step.
    #[must_use]
    pub fn after(self, version: &Version) -> Version {
        let mut next = Version { pre: Prerelease::EMPTY, build: BuildMetadata::EMPTY, ..Version::clone(version) };
        match self {
            // What comes after `1.1.0-rc.1` is `1.1.0`.
            Self::Patch if !version.pre.is_empty() => {}
            Self::Patch => next.patch += 1,
            Self::Minor => (next.minor, next.patch) = (next.minor + 1, 0),
            Self::Major => (next.major, next.minor, next.patch) = (next.major + 1, 0, 0),
        }
        next
    }

    /// The step from one version to a later one; none when it is no later one.
    #[must_use]
    pub fn between(old: &Version, new: &Version) -> Option<Self> {
        if new <= old {
            None
        } else if new.major > old.major {
            Some(Self::Major)
        } else if new.minor > old.minor {
            Some(Self::Minor)
        } else {
            Some(Self::Patch)
        }
    }
}
