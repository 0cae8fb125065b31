//! The day and the hour where the person is: the system's clock in the time zone that the environment names.
//!
//! `TZ` is read as POSIX has it, and as people set it: a name (`Asia/Tokyo`) that the system's zone database or the one
//! within this program knows, a file (`:/etc/localtime`), or a rule (`EST5EDT`, `<+09>-9`).

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// The system's own zone, and the database that most systems have. Where they are elsewhere, jiff finds them.
const SYSTEM: &str = "/etc/localtime";
const DATABASE: &str = "/usr/share/zoneinfo";

/// The time zone, and what is wrong with the way it is named.
#[derive(Clone, Debug)]
pub struct Zone {
    /// The zone; UTC where none is known.
    pub zone: TimeZone,
    /// What it is called.
    pub name: String,
    /// What `TZ` says, where nobody knows such a zone.
    pub unknown: Option<String>,
}

/// The zone of the environment, read once.
pub fn zone() -> &'static Zone {
    static ZONE: OnceLock<Zone> = OnceLock::new();
    ZONE.get_or_init(|| Zone::of(std::env::var_os("TZ").as_deref()))
}

/// The time now, where the person is.
#[must_use]
pub fn now() -> Zoned {
    Timestamp::now().to_zoned(zone().zone.clone())
}

/// Today, or the day of `SOURCE_DATE_EPOCH`.
#[must_use]
pub fn today() -> String {
    let pinned = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    match pinned.and_then(|seconds| Timestamp::from_second(seconds).ok()) {
        Some(pinned) => pinned.to_zoned(TimeZone::UTC).date().to_string(),
        None => now().date().to_string(),
    }
}

/// What `TZ` says, where nobody knows such a zone and the day depends on it.
#[must_use]
pub fn unknown() -> Option<String> {
    let pinned = std::env::var("SOURCE_DATE_EPOCH").is_ok_and(|seconds| seconds.parse::<i64>().is_ok());
    if pinned { None } else { zone().unknown.clone() }
}

impl Zone {
    /// The zone that a value of `TZ` names; without one, the system's own.
    #[must_use]
    pub fn of(tz: Option<&OsStr>) -> Self {
        let Some(tz) = tz else {
            return match file(Path::new(SYSTEM)).map_or_else(TimeZone::try_system, Ok) {
                Ok(zone) => {
                    let name = zone.iana_name().unwrap_or("of this system").to_owned();
                    Self { zone, name, unknown: None }
                }
                Err(_) => Self::utc("UTC: the system names none"),
            };
        };
        let said = tz.to_string_lossy();
        let name = said.strip_prefix(':').unwrap_or(&said).trim();
        let known = |zone: TimeZone| Self { zone, name: name.to_owned(), unknown: None };
        match name {
            "" => Self::utc("UTC: TZ is empty"),
            path if path.starts_with('/') => match file(Path::new(path)) {
                Some(zone) => known(zone),
                None => Self::lost(&said),
            },
            name => {
                let listed = listed(name).map_or_else(|| TimeZone::get(name), Ok);
                match listed.or_else(|_| TimeZone::posix(name)) {
                    Ok(zone) => known(zone),
                    Err(_) => Self::lost(&said),
                }
            }
        }
    }

    fn utc(name: &str) -> Self {
        Self { zone: TimeZone::UTC, name: name.to_owned(), unknown: None }
    }

    fn lost(said: &str) -> Self {
        let name = format!("UTC, for nobody knows the zone `{said}` that TZ names");
        Self { zone: TimeZone::UTC, name, unknown: Some(said.to_owned()) }
    }
}

/// The zone of this name in the system's database, read from its own file: whoever asks jiff has it go through the
/// whole database first, which takes a millisecond.
fn listed(name: &str) -> Option<TimeZone> {
    let is_plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    file(&Path::new(DATABASE).join(name)).filter(|_| is_plain && name.starts_with(char::is_alphabetic))
}

/// The zone that a file of the system's database describes.
fn file(path: &Path) -> Option<TimeZone> {
    const MOST: u64 = 1 << 20;
    let plain = std::fs::metadata(path).ok().filter(|file| file.is_file() && file.len() <= MOST)?;
    let bytes = std::fs::read(path).ok().filter(|_| plain.is_file())?;
    let path: PathBuf = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = path.to_string_lossy().rsplit_once("zoneinfo/").map_or("", |(_, name)| name).to_owned();
    TimeZone::tzif(&name, &bytes).ok()
}
