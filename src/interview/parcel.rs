//! The answer file: what a writer's form saves on their machine and `affiant import` opens on the lawyer's.
//!
//! # The file
//!
//! One JSON object, UTF-8, without spaces between its parts, at most 2 MiB, named `answers-<draft id>.json` in the
//! writer's language, or `.txt` where a phone handed it on. It may also come as a [`code`]. No other key
//! may be there:
//!
//! ```json
//! {"format":"affiant-answers","version":1,"kit":"0f3c…","key":"9d2e…","enc":"BKv5…","ciphertext":"WMYa…"}
//! {"format":"affiant-answers","version":1,"kit":"0f3c…","sha256":"5e88…","plain":"{\"draft\":\"letter-hospice\",…}"}
//! ```
//!
//! | key | what it holds |
//! |---|---|
//! | `format`, `version` | `affiant-answers` and 1 |
//! | `kit` | the kit's id: 128 random bits as 32 lower-case hexadecimal digits, one for each kit that was made |
//! | `key` | the key's id: the first 16 lower-case hexadecimal digits of the SHA-256 of the public key's 65 bytes |
//! | `enc` | HPKE's encapsulated key, 65 bytes |
//! | `ciphertext` | the contents, sealed |
//! | `plain` | the contents as a text, where the lawyer chose a kit that does not seal |
//! | `sha256` | 64 lower-case hexadecimal digits over the UTF-8 bytes of `plain`; left out where a browser has no `WebCrypto` |
//!
//! `enc` and `ciphertext` are base64url without padding (RFC 4648 §5). The suite is that of [`super::seal`]; `info` is
//! the text [`info`] gives (`affiant-answers 1 key 9d2e…`) and `aad` the one of [`aad`] (`kit 0f3c…`), in ASCII. So the
//! contents open for this format, key and kit alone, and nobody can move them to another letter.
//!
//! # The contents
//!
//! One JSON object, at most 1 MiB, also without any other key:
//!
//! ```json
//! {"draft":"letter-hospice","template":"support-letter@1.0.0","language":"es","face":"kit","on":"2026-11-21","count":4,
//!  "answers":[{"path":"role","kind":"text","text":"physician"},
//!             {"path":"episodes.e101.what","kind":"text","text":"She sat up with him.\n\nAll night."},
//!             {"path":"prognosis","kind":"unknown"},
//!             {"path":"episodes+","kind":"skipped"}]}
//! ```
//!
//! - `draft`, `template`: the paper and its template's version, as they stand in the kit. `language`: that of the form,
//!   by which dates and numbers are read. `on`: the day on the writer's machine. `face`: `kit`.
//! - `answers`: in the order of the form, a path once only. `path` is what [`Path`] writes: keys with full stops
//!   between them, an item of a list by its id, `proposed.people.ada.phone` for what the writer says of themselves, and
//!   a `+` behind a list's path for the question whether there is another item.
//! - `kind`: `text` with what was typed in `text` (of a choice its value, of yes and no `true` and `false`, of several
//!   lines one on each line), `unknown`, `declined`, or `skipped` for a question left for later; a list that is whole is
//!   its `+` path `skipped`. A question that nobody touched is not there.
//! - `count`: how many answers there are, at most 500, so that a list that was cut is known.
//! - The ids of list items are `e` and a number, counted from the kit's `items` in `kits.toml`, so that they are not
//!   those of items that the answers file has from elsewhere: `e101`, `e102`, ….
//! - Half a surrogate pair, which a browser's field can hold and JSON cannot say, is replaced by U+FFFD.
//!
//! Before sealing, the contents are filled up with spaces behind the last brace to the next of [`BUCKETS`], so that the
//! length of the file says no more than whether a letter is ordinary or very long.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::code::{self, Code, Damage};
use super::kits;
use super::path::Path;
use super::seal::{self, PrivateKey, PublicKey, Sealed};
use crate::digest;
use crate::facts::limits;

/// The bytes of a key's id in a code.
const CODE_KEY: usize = 8;
/// The most answers that a form can give: a list of hundreds of occasions is no letter.
pub const ANSWERS: usize = 500;
/// The name of the format.
pub const FORMAT: &str = "affiant-answers";
/// What a form says of itself; it is noted beside every answer.
pub const FACE: &str = "kit";
/// The version of the format.
pub const VERSION: u64 = 1;
/// The lengths, in bytes, that contents have before they are sealed.
pub const BUCKETS: [usize; 7] = [16 << 10, 32 << 10, 64 << 10, 128 << 10, 256 << 10, 512 << 10, 1 << 20];

/// An answer file, as it was read; what is sealed in it is sealed still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// The id of the kit that it came from.
    pub kit: String,
    /// The contents.
    pub body: Body,
}

/// What an answer file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The contents as they are.
    Plain(String),
    /// The contents, sealed to the key with this id.
    Sealed(String, Sealed),
}

/// What a writer said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The draft's id.
    pub draft: String,
    /// The template version that was asked: `support-letter@1.0.0`.
    pub template: String,
    /// The language of the form.
    pub language: String,
    /// Through which face it was said.
    pub face: String,
    /// The day on the writer's machine.
    pub on: String,
    /// The answers, in the order of the form.
    pub answers: Vec<Answer>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Where it stands in the answers file.
    pub path: Path,
    /// What was said.
    pub said: Said,
}

/// What was said to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// This was typed or chosen.
    Text(String),
    /// "I don't know."
    Unknown,
    /// "I'd rather not say."
    Declined,
    /// It was left for later; of the question for another item: there is none.
    Skipped,
}

/// Why an answer file does not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It is larger than an answer file can be.
    TooLarge,
    /// It has more answers than a form can give.
    TooMany,
    /// It is the form itself, or another page.
    Page,
    /// It is something else.
    NotAnswers,
    /// A part of it is missing, or was changed.
    NotWhole,
    /// The first line of its code is damaged.
    CodeHead,
    /// These lines of its code are damaged or missing.
    CodeLines(Vec<usize>),
    /// It is of a version that this program does not know.
    Newer,
    /// It does not open with the key that it names.
    NotOpened,
}

impl From<Damage> for Trouble {
    fn from(damage: Damage) -> Self {
        match damage {
            Damage::Head => Self::CodeHead,
            Damage::Newer => Self::Newer,
            Damage::Lines(lines) => Self::CodeLines(lines),
            Damage::Whole => Self::NotWhole,
        }
    }
}

/// What binds sealed contents to this format and to a key.
#[must_use]
pub fn info(key: &str) -> String {
    format!("{FORMAT} {VERSION} key {key}")
}

/// What binds sealed contents to a kit.
#[must_use]
pub fn aad(kit: &str) -> String {
    format!("kit {kit}")
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Outer {
    format: String,
    version: u64,
    kit: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enc: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ciphertext: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plain: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Inner {
    draft: String,
    template: String,
    language: String,
    face: String,
    on: String,
    count: usize,
    answers: Vec<InnerAnswer>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct InnerAnswer {
    path: String,
    kind: InnerKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum InnerKind {
    Text,
    Unknown,
    Declined,
    Skipped,
}

impl Parcel {
    /// Reads an answer file.
    ///
    /// # Errors
    /// Says why it is none, or not whole.
    pub fn read(bytes: &[u8]) -> Result<Self, Trouble> {
        if bytes.len() > limits::PARCEL.value {
            return Err(Trouble::TooLarge);
        }
        // A mail program may put a mark of the encoding in front, and a line end behind.
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
        if bytes.starts_with(b"<") {
            return Err(Trouble::Page);
        }
        let text = String::from_utf8_lossy(bytes);
        if !bytes.starts_with(b"{") && code::is_in(&text) {
            return Self::coded(code::read(&text)?);
        }
        let outer: Outer = match serde_json::from_slice(bytes) {
            Ok(outer) => outer,
            Err(_) => return Err(unreadable(bytes)),
        };
        if outer.format != FORMAT {
            return Err(Trouble::NotAnswers);
        }
        if outer.version != VERSION {
            return Err(Trouble::Newer);
        }
        if !kits::is_id(&outer.kit) {
            return Err(Trouble::NotWhole);
        }
        let body = match (outer.key, outer.enc, outer.ciphertext, outer.plain, outer.sha256) {
            (Some(key), Some(enc), Some(ciphertext), None, None) if seal::is_id(&key) => {
                Body::Sealed(key, Sealed { enc: bytes_of(&enc)?, ciphertext: bytes_of(&ciphertext)? })
            }
            (None, None, None, Some(plain), hash) => {
                if hash.is_some_and(|hash| hash != digest::hex(plain.as_bytes())) {
                    return Err(Trouble::NotWhole);
                }
                Body::Plain(plain)
            }
            _ => return Err(Trouble::NotWhole),
        };
        Ok(Self { kit: outer.kit, body })
    }

    /// What a code holds.
    fn coded(Code { kit, bytes }: Code) -> Result<Self, Trouble> {
        let body = match bytes.split_first() {
            Some((0, plain)) => Body::Plain(String::from_utf8(plain.to_vec()).map_err(|_| Trouble::NotWhole)?),
            Some((1, sealed)) if sealed.len() > CODE_KEY + seal::PUBLIC => {
                let (id, sealed) = sealed.split_at(CODE_KEY);
                let (enc, ciphertext) = sealed.split_at(seal::PUBLIC);
                let id = id.iter().map(|byte| format!("{byte:02x}")).collect();
                Body::Sealed(id, Sealed { enc: enc.to_vec(), ciphertext: ciphertext.to_vec() })
            }
            _ => return Err(Trouble::NotWhole),
        };
        Ok(Self { kit, body })
    }

    /// The contents of a file that is not sealed, or is sealed to this key.
    ///
    /// # Errors
    /// Says why it does not open.
    pub fn contents(&self, key: Option<&PrivateKey>) -> Result<Contents, Trouble> {
        match (&self.body, key) {
            (Body::Plain(text), _) => Contents::read(text.as_bytes()),
            (Body::Sealed(id, sealed), Some(key)) => {
                let (info, aad) = (info(id), aad(&self.kit));
                let text = key.open(&sealed.enc, info.as_bytes(), aad.as_bytes(), &sealed.ciphertext);
                Contents::read(&text.map_err(|_| Trouble::NotOpened)?)
            }
            (Body::Sealed(..), None) => Err(Trouble::NotOpened),
        }
    }

    /// The file's text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut outer = Outer {
            format: FORMAT.to_owned(),
            version: VERSION,
            kit: self.kit.clone(),
            key: None,
            enc: None,
            ciphertext: None,
            sha256: None,
            plain: None,
        };
        match &self.body {
            Body::Plain(text) => {
                outer.sha256 = Some(digest::hex(text.as_bytes()));
                outer.plain = Some(text.clone());
            }
            Body::Sealed(key, sealed) => {
                outer.key = Some(key.clone());
                outer.enc = Some(encoded(&sealed.enc));
                outer.ciphertext = Some(encoded(&sealed.ciphertext));
            }
        }
        serde_json::to_string(&outer).unwrap_or_default()
    }
}

impl Contents {
    /// Reads contents that were opened.
    ///
    /// # Errors
    /// Says that they are not whole or too large.
    pub fn read(text: &[u8]) -> Result<Self, Trouble> {
        if text.len() > BUCKETS[BUCKETS.len() - 1] {
            return Err(Trouble::TooLarge);
        }
        let inner: Inner = serde_json::from_slice(text).map_err(|_| Trouble::NotWhole)?;
        if inner.answers.len() > ANSWERS {
            return Err(Trouble::TooMany);
        }
        // What stands there is noted beside every answer, so only what a form writes may be there.
        if inner.face != FACE {
            return Err(Trouble::NotWhole);
        }
        let answers: Option<Vec<Answer>> = inner.answers.into_iter().map(InnerAnswer::answer).collect();
        let answers = answers.filter(|answers| answers.len() == inner.count).ok_or(Trouble::NotWhole)?;
        let mut paths: Vec<&Path> = answers.iter().map(|answer| &answer.path).collect();
        paths.sort_unstable();
        let twice = paths.windows(2).any(|pair| pair[0] == pair[1]);
        if twice || inner.on.parse::<jiff::civil::Date>().is_err() {
            return Err(Trouble::NotWhole);
        }
        let Inner { draft, template, language, face, on, .. } = inner;
        Ok(Self { draft, template, language, face, on, answers })
    }

    /// The contents as a text, not filled up.
    #[must_use]
    pub fn text(&self) -> String {
        let answer = |answer: &Answer| {
            let (kind, text) = match &answer.said {
                Said::Text(text) => (InnerKind::Text, Some(text.clone())),
                Said::Unknown => (InnerKind::Unknown, None),
                Said::Declined => (InnerKind::Declined, None),
                Said::Skipped => (InnerKind::Skipped, None),
            };
            InnerAnswer { path: answer.path.to_string(), kind, text }
        };
        let inner = Inner {
            draft: self.draft.clone(),
            template: self.template.clone(),
            language: self.language.clone(),
            face: self.face.clone(),
            on: self.on.clone(),
            count: self.answers.len(),
            answers: self.answers.iter().map(answer).collect(),
        };
        serde_json::to_string(&inner).unwrap_or_default()
    }

    /// The file of a kit that does not seal.
    #[must_use]
    pub fn plain(&self, kit: &str) -> Parcel {
        Parcel { kit: kit.to_owned(), body: Body::Plain(self.text()) }
    }

    /// The file of a kit that seals to a key; `seed` is random, and used once. None when it is too long.
    #[must_use]
    pub fn sealed(&self, kit: &str, to: &PublicKey, seed: &[u8; seal::SEED]) -> Option<Parcel> {
        let (id, text) = (to.id(), filled_up(self.text())?);
        let sealed = seal::seal(to, info(&id).as_bytes(), aad(kit).as_bytes(), text.as_bytes(), seed)?;
        Some(Parcel { kit: kit.to_owned(), body: Body::Sealed(id, sealed) })
    }
}

impl InnerAnswer {
    fn answer(self) -> Option<Answer> {
        let said = match (self.kind, self.text) {
            (InnerKind::Text, Some(text)) => Said::Text(text),
            (InnerKind::Unknown, None) => Said::Unknown,
            (InnerKind::Declined, None) => Said::Declined,
            (InnerKind::Skipped, None) => Said::Skipped,
            _ => return None,
        };
        Some(Answer { path: Path::parse(&self.path)?, said })
    }
}

/// Bytes as a text that mail programs leave alone: base64url without padding.
#[must_use]
pub fn encoded(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes of such a text; none for any other.
#[must_use]
pub fn decoded(text: &str) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(text).ok()
}

fn bytes_of(text: &str) -> Result<Vec<u8>, Trouble> {
    decoded(text).ok_or(Trouble::NotWhole)
}

/// What bytes are that are no such JSON: a part of an answer file, or something else.
fn unreadable(bytes: &[u8]) -> Trouble {
    // The format stands first, so that the first part of a file is known for what it is.
    let start = &bytes[..bytes.len().min(200)];
    let ours = start.windows(FORMAT.len()).any(|part| part == FORMAT.as_bytes());
    let cut = format!("{{\"format\":\"{FORMAT}").into_bytes().starts_with(bytes);
    if ours || cut { Trouble::NotWhole } else { Trouble::NotAnswers }
}

fn filled_up(mut text: String) -> Option<String> {
    let bucket = BUCKETS.into_iter().find(|bucket| text.len() <= *bucket)?;
    text.extend(std::iter::repeat_n(' ', bucket - text.len()));
    Some(text)
}
