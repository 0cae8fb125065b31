//! Every diagnostic code, its severity, and the page that `affiant explain` shows for it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Severity;

/// Declares the codes: variant, name, severity, page.
macro_rules! codes {
    ($($variant:ident = $name:literal, $severity:ident, $page:literal;)*) => {
        /// A stable code for one kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $(
            #[doc = $page]
            #[serde(rename = $name)]
            $variant,
        )* }

        impl Code {
            /// All codes, in the order of the pipeline.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The name that messages print and `explain` takes.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),* }
            }

            /// The severity that a finding of this kind has.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),* }
            }

            /// What it means, why it matters, and how to mend it.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Code::$variant => $page),* }
            }
        }
    };
}

// One line a code; sorted within a stage by hand, so that a merge of two lists is a union of lines.
codes! {
    // reading files
    UnreadableFile = "unreadable-file", Error, "A file that the matter needs cannot be read: it is missing, is not a plain file, lies outside the matter through a link, or its permissions forbid it.";
    NotUtf8 = "not-utf8", Error, "The file is not UTF-8 text. Save it as UTF-8 in your editor.";
    FileTooLarge = "file-too-large", Error, "The file is larger than affiant reads. `affiant doctor` prints the limits.";
    // facts
    BadSyntax = "bad-syntax", Error, "The file is not valid TOML or JSON at the marked place. Text that runs over several lines stands between triple quotes.";
    DuplicateKey = "duplicate-key", Error, "The same key stands twice in one table. Only one can be true: remove the other.";
    ConflictingFacts = "conflicting-facts", Error, "Two facts files say different things about the same fact. Make them agree, or settle it in the open under `[overrides]` in matter.toml.";
    BadCharacter = "bad-character", Error, "The text holds a character that cannot be printed or that hides what it says: NUL, another control character, a private-use character or an unpaired direction mark. Remove it.";
    TextTooLong = "text-too-long", Error, "One text, list or nesting is over its limit. `affiant doctor` prints the limits.";
    // fields
    WrongType = "wrong-type", Error, "The value is of another kind than the field takes, such as a number where a date is wanted.";
    UnknownKey = "unknown-key", Warning, "No field has this name, so nothing reads it. Often it is a slip of the pen: the nearest known name is suggested.";
    MissingFact = "missing-fact", Gap, "A paper needs something that is not known yet. The draft shows `[NEEDED: ...]` in its place, and `--final` waits for it. affiant never invents a value.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Code {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.name() == name)
            .ok_or_else(|| crate::words::unknown("code", name, Self::ALL.iter().map(|code| code.name())))
    }
}
