//! How large things may be: one table, which `doctor` prints.

/// One limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is limited.
    pub name: &'static str,
    /// The most that is taken.
    pub value: usize,
    /// What the value counts.
    pub unit: &'static str,
}

/// A facts or answers file, in bytes.
pub const FILE: Limit = Limit { name: "a facts file", value: 8 << 20, unit: "bytes" };
/// One text, in bytes.
pub const TEXT: Limit = Limit { name: "one text", value: 1 << 20, unit: "bytes" };
/// The items of one list, or the keys of one table.
pub const LIST: Limit = Limit { name: "a list or table", value: 10_000, unit: "items" };
/// An answer file that a writer's form saved, in bytes.
pub const PARCEL: Limit = Limit { name: "an answer file of a form", value: 2 << 20, unit: "bytes" };
/// Tables and lists within each other.
pub const NESTING: Limit = Limit { name: "nesting", value: 32, unit: "levels" };
/// A rendered body, in bytes: the Markdown reader takes quadratic time over footnotes.
pub const MARKDOWN: Limit = Limit { name: "rendered Markdown", value: 4 << 20, unit: "bytes" };
/// An image.
pub const IMAGE: Limit = Limit { name: "an image", value: 50, unit: "megapixels" };
/// The pages of one paper.
pub const PAGES: Limit = Limit { name: "a paper", value: 2_000, unit: "pages" };
/// The files of one fetched pack.
pub const PACK_FILES: Limit = Limit { name: "a fetched pack", value: 20_000, unit: "files" };
/// The bytes of all files of one fetched pack.
pub const PACK_BYTES: Limit = Limit { name: "all files of a fetched pack", value: 256 << 20, unit: "bytes" };
/// How long a worker may take over one paper.
pub const WORKER_TIME: Limit = Limit { name: "the worker's time", value: 10, unit: "seconds" };
/// How much memory a worker may take.
pub const WORKER_MEMORY: Limit = Limit { name: "the worker's memory", value: 1 << 30, unit: "bytes" };

/// All limits.
pub const ALL: &[Limit] =
    &[FILE, TEXT, LIST, PARCEL, NESTING, MARKDOWN, IMAGE, PAGES, PACK_FILES, PACK_BYTES, WORKER_TIME, WORKER_MEMORY];

impl Limit {
    /// `8 MiB`, `10000 items`: the value with its unit, as people say it.
    #[must_use]
    pub fn amount(self) -> String {
        match (self.unit, self.value) {
            ("bytes", value) => size(value as u64),
            (unit, value) => format!("{value} {unit}"),
        }
    }
}

/// `8 MiB`, `1 GiB`: whole units, as limits are.
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..0x10_0000 => format!("{bytes} bytes"),
        0x10_0000..0x4000_0000 => format!("{} MiB", bytes >> 20),
        _ => format!("{} GiB", bytes >> 30),
    }
}
