//! The file itself.

use super::Making;

/// The script of the page, without what moves it.
pub const SCRIPT: &[&str] = &[
    include_str!("script/dates.js"),
    include_str!("script/replies.js"),
    include_str!("script/sheet.js"),
    include_str!("script/coach.js"),
    include_str!("script/seal.js"),
];

/// The file of a kit.
#[must_use]
pub fn page(making: &Making<'_>) -> String {
    let _ = making.interface();
    String::new()
}
