//! A file that several programs write: the answers of a paper, which a form, an editor and an import may save at once.
//!
//! Every change is read, compare, replace, under a lock that nobody holds while a person thinks. Two things are kept in
//! the hidden folder `.affiant` beside the file, so that whatever one program writes over another's text can be brought
//! back, now or by the next affiant process, even if this one is killed:
//!
//! - `letter.toml`, the text that affiant wrote last. It is written *before* that text takes its place. When an editor
//!   saves over it what it had loaded earlier, the answers that it did not know of are in there.
//! - `letter.toml~TIME-N~HASH.toml`, a file that affiant has replaced: the very file, not a copy, by its other name. An
//!   editor that had it open may write into it later. Then it no longer has the hash in its name, and what it says counts as
//!   lost until it is brought back. It is removed after a minute if nobody has written to it.
//!
//! [`Shared::change`] brings back whatever is lost before it makes its own change. Why nothing can fall between: a text
//! that affiant wrote is in the first file until the next one is written, which is made from a text that all of it was
//! brought back into; a text that somebody else wrote is under the file's name, or was under it when the two traded
//! names and is then under the other, or went into a file that affiant had replaced. No name is taken from a file
//! without giving it another. Whoever wants a text forgotten for good removes it from the file and removes the hidden
//! folder.

use std::time::Duration;

use super::place::Place;
use super::problem::Cause;
use crate::digest::{self, Hash};

/// The hidden folder.
pub const FOLDER: &str = ".affiant";
/// How often a change is made again to what somebody else has saved in between.
const TRIES: usize = 8;

/// How long a file that is gone or empty is waited for: editors do both in the middle of a save.
const EMPTY: Duration = Duration::from_secs(1);
/// How long a file must have stayed as it is that is shorter than what affiant wrote: half of it may be still to come.
const SHORTER: Duration = Duration::from_millis(400);
/// How long any other file must that affiant did not write: long texts are written in pieces.
const WRITTEN: Duration = Duration::from_millis(50);
/// The longest wait for a file that changes all the time.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often a file that is waited for is looked at.
const GLANCE: Duration = Duration::from_millis(20);
/// How long a replaced file is kept that nobody wrote to. An editor writes within a second of emptying a file.
const KEPT: Duration = Duration::from_mins(1);

/// One file in a folder, with what is kept of it.
#[derive(Clone, Debug)]
pub struct Shared<P> {
    place: P,
    name: String,
}

/// Why a change was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The file is not UTF-8 text.
    NotUtf8,
    /// The change does not fit what the file says.
    DoesNotFit,
    /// Somebody else saves again and again.
    Restless,
    /// The file cannot be read or written.
    Disk(Cause),
}

/// What puts a text that was lost into the text of the file; none when it cannot.
pub type BringBack = fn(text: &str, lost: &str) -> Option<String>;

/// What was found in the folder.
struct Found {
    /// The file.
    bytes: Option<Vec<u8>>,
    /// What affiant wrote last.
    written: Option<Vec<u8>>,
    replaced: Vec<Replaced>,
    /// What may have been left by a process that was killed before it had finished a new text.
    unfinished: Vec<String>,
}

/// A file that was replaced.
struct Replaced {
    name: String,
    /// When, since 1970.
    at: Duration,
    /// What it is now.
    hash: Hash,
    /// Its bytes, if somebody has written to it since it was replaced, or brought back last.
    late: Option<Vec<u8>>,
}

impl<P: Place> Shared<P> {
    /// The file of this name in a folder.
    pub fn new(place: P, name: impl Into<String>) -> Self {
        Self { place, name: name.into() }
    }

    /// Changes the file's text, whoever else saves at the same time: their text stays, or is brought back into the new
    /// one. Gives the text that the file has now.
    ///
    /// # Errors
    /// Says why the file is as it was.
    pub fn change<T>(
        &self,
        bring_back: BringBack,
        change: impl Fn(&str) -> Option<(String, T)>,
    ) -> Result<(String, T), Refused> {
        for _ in 0..TRIES {
            let found = self.settled(|| self.look()).map_err(Refused::Disk)?;
            let before = found.text()?;
            let mut text = before.to_owned();
            let mut settled = Vec::new();
            for (lost, replaced) in found.lost() {
                // What nobody can read stays where it is.
                if let Some(with) = bring_back(&text, lost) {
                    text = with;
                    settled.extend(replaced);
                }
            }
            let (text, value) = change(&text).ok_or(Refused::DoesNotFit)?;
            if text != before {
                match self.replace(&found, text.as_bytes()) {
                    Err(Cause::Changed) => continue,
                    done => done.map_err(Refused::Disk)?,
                }
            }
            self.settle(&found, &settled);
            return Ok((text, value));
        }
        Err(Refused::Restless)
    }

    /// Brings back what was lost, and gives the file's text.
    ///
    /// # Errors
    /// Says why the file is as it was.
    pub fn restore(&self, bring_back: BringBack) -> Result<String, Refused> {
        self.change(bring_back, |text| Some((text.to_owned(), ()))).map(|(text, ())| text)
    }

    /// The file's text once nobody is in the middle of a save; none when there is no file. Nothing is written for that,
    /// so that what was lost is not in it.
    ///
    /// # Errors
    /// Says why the file cannot be read.
    pub fn read(&self) -> Result<Option<String>, Refused> {
        let peek = || {
            let (bytes, written) = (self.place.read(&self.name)?, self.place.read(&self.copy())?);
            Ok(Found { bytes, written, replaced: Vec::new(), unfinished: Vec::new() })
        };
        let found = self.settled(peek).map_err(Refused::Disk)?;
        let text = found.text()?.to_owned();
        Ok(found.bytes.is_some().then_some(text))
    }

    /// Whether somebody has written to a file after it was replaced.
    pub fn has_late(&self) -> bool {
        self.look().is_ok_and(|found| found.replaced.iter().any(Replaced::is_late))
    }

    /// The files as they are once nobody is in the middle of a save.
    fn settled(&self, look: impl Fn() -> Result<Found, Cause>) -> Result<Found, Cause> {
        let began = self.place.now();
        let (mut found, mut since) = (look()?, began);
        loop {
            let Some(wanted) = found.quiet_time() else { return Ok(found) };
            let now = self.place.now();
            let quiet = self.place.age(&self.name).unwrap_or_default().max(now.saturating_sub(since));
            if quiet >= wanted || now.saturating_sub(began) >= PATIENCE {
                return Ok(found);
            }
            self.place.wait(GLANCE);
            let next = look()?;
            if next.bytes != found.bytes {
                since = self.place.now();
            }
            found = next;
        }
    }

    /// The files as they are, all at one moment as far as affiant writes them.
    fn look(&self) -> Result<Found, Cause> {
        let held = self.place.hold()?;
        let (bytes, written) = (self.place.read(&self.name)?, self.place.read(&self.copy())?);
        let (mut replaced, mut unfinished) = (Vec::new(), Vec::new());
        for name in self.place.names(FOLDER)? {
            let path = format!("{FOLDER}/{name}");
            if let Some((at, hash)) = self.parse(&name) {
                replaced.extend(self.replaced(&held, path, at, &hash)?);
            } else if name.strip_prefix(&*self.name).is_some_and(|rest| rest.starts_with('~')) {
                unfinished.push(path);
            }
        }
        Ok(Found { bytes, written, replaced, unfinished })
    }

    /// A file that was replaced and had this hash then; none when it is gone.
    fn replaced(&self, held: &P::Held, name: String, at: Duration, then: &str) -> Result<Option<Replaced>, Cause> {
        let is_late = |hash: Hash| digest::digits(hash) != then;
        let Some(hash) = self.place.digest(held, &name)? else { return Ok(None) };
        if !is_late(hash) {
            return Ok(Some(Replaced { name, at, hash, late: None }));
        }
        let Some(bytes) = self.place.read(&name)? else { return Ok(None) };
        let hash = digest::of(&bytes);
        // One that is empty is about to be written.
        let late = (!bytes.is_empty() && is_late(hash)).then_some(bytes);
        Ok(Some(Replaced { name, at, hash, late }))
    }

    /// Puts a new text in the file's place, if all is as it was found.
    fn replace(&self, found: &Found, new: &[u8]) -> Result<(), Cause> {
        let unique = self.place.unique();
        let beside = format!("{FOLDER}/{}~{unique}.new", self.name);
        self.place.write(&beside, new, &self.name)?;
        let replaced = self.place.sync(&beside).and_then(|()| self.replace_with(&beside, found, new));
        if replaced.is_err() {
            // Unless it has another name by now.
            let _ = self.place.remove(&beside);
            let _ = self.place.remove(&copy_beside(&beside));
        }
        replaced
    }

    fn replace_with(&self, beside: &str, found: &Found, new: &[u8]) -> Result<(), Cause> {
        let _held = self.place.hold()?;
        let same = self.place.read(&self.name)? == found.bytes && self.place.read(&self.copy())? == found.written;
        if !same {
            return Err(Cause::Changed);
        }
        let copy = copy_beside(beside);
        self.place.write(&copy, new, &self.name)?;
        self.place.rename(&copy, &self.copy())?;
        let Some(before) = &found.bytes else {
            return self.place.create(beside, &self.name).map_err(|cause| match cause {
                Cause::Exists => Cause::Changed,
                cause => cause,
            });
        };
        // From here on it counts as replaced, whichever of the two files it is: a process that is killed loses neither.
        // Who saves between the comparison and the trade of names is found under this name, now or later.
        let kept = self.replaced_name(self.place.now(), digest::of(before));
        self.place.rename(beside, &kept)?;
        self.place.swap(&kept, &self.name).inspect_err(|_| {
            let _ = self.place.remove(&kept);
        })
    }

    /// Notes what was brought back, and removes what is no longer of use.
    fn settle(&self, found: &Found, brought_back: &[&Replaced]) {
        let now = self.place.now();
        let old = |at: Duration| now.saturating_sub(at) > KEPT;
        let useless: Vec<&Replaced> =
            found.replaced.iter().filter(|replaced| !replaced.is_late() && old(replaced.at)).collect();
        if brought_back.is_empty() && useless.is_empty() && found.unfinished.is_empty() {
            return;
        }
        // What cannot be noted or removed now is noted or removed another time.
        let Ok(_held) = self.place.hold() else { return };
        for replaced in brought_back {
            let _ = self.place.rename(&replaced.name, &self.replaced_name(now, replaced.hash));
        }
        for replaced in useless {
            if self
                .place
                .read(&replaced.name)
                .is_ok_and(|bytes| bytes.is_some_and(|bytes| digest::of(&bytes) == replaced.hash))
            {
                let _ = self.place.remove(&replaced.name);
            }
        }
        for name in found.unfinished.iter().filter(|name| self.place.age(name).is_some_and(|age| age > KEPT)) {
            let _ = self.place.remove(name);
        }
    }

    /// The text that affiant wrote last.
    fn copy(&self) -> String {
        format!("{FOLDER}/{}", self.name)
    }

    fn replaced_name(&self, at: Duration, hash: Hash) -> String {
        let (name, unique) = (&self.name, self.place.unique());
        format!("{FOLDER}/{name}~{}-{unique}~{}.toml", at.as_millis(), digest::digits(hash))
    }

    /// When the file with this name was replaced, and what hash it had; none for any other file.
    fn parse(&self, name: &str) -> Option<(Duration, String)> {
        let (at, hash) = name.strip_prefix(&self.name)?.strip_prefix('~')?.strip_suffix(".toml")?.split_once('~')?;
        let (millis, _) = at.split_once('-')?;
        Some((Duration::from_millis(millis.parse().ok()?), hash.to_owned()))
    }
}

impl Found {
    /// The file's text.
    fn text(&self) -> Result<&str, Refused> {
        let bytes = self.bytes.as_deref().unwrap_or_default();
        let text = std::str::from_utf8(bytes).map_err(|_| Refused::NotUtf8)?;
        Ok(text.trim_start_matches('\u{feff}'))
    }

    /// The texts that somebody wrote and somebody else wrote over, or may have, with the replaced file of each.
    fn lost(&self) -> impl Iterator<Item = (&str, Option<&Replaced>)> {
        let written = self.written.as_ref().filter(|written| self.bytes.as_ref() != Some(written));
        let late = self.replaced.iter().filter_map(|replaced| Some((replaced.late.as_ref()?, Some(replaced))));
        let lost = written.map(|written| (written, None)).into_iter().chain(late);
        lost.filter_map(|(bytes, replaced)| Some((std::str::from_utf8(bytes).ok()?, replaced)))
    }

    /// How long the file must have stayed as it is before it is taken for whole; none when it is.
    fn quiet_time(&self) -> Option<Duration> {
        match (&self.bytes, &self.written) {
            (bytes, written) if bytes == written => None,
            (None, _) => Some(EMPTY),
            (Some(bytes), _) if bytes.is_empty() => Some(EMPTY),
            (Some(bytes), Some(written)) if bytes.len() < written.len() => Some(SHORTER),
            (Some(_), _) => Some(WRITTEN),
        }
    }
}

/// The copy of a new text, until it has its own name.
fn copy_beside(beside: &str) -> String {
    format!("{beside}.copy")
}

impl Replaced {
    /// Whether somebody has written to it since.
    fn is_late(&self) -> bool {
        self.late.is_some()
    }
}
