//! The forms of dates, numbers and addresses as patterns for an editor.
//!
//! Those of dates, numbers, amounts and telephone numbers are looser than the readers of facts, so that they stay
//! short: whatever a build takes fits, and of what fits a build may still refuse some. Only figures of other scripts,
//! which nobody writes in a file by hand, they do not know.

use serde_json::{Value, json};

/// Nothing but white space, which a build takes as not answered.
const BLANK: &str = r"^\s*$";

/// An e-mail address.
pub(super) const EMAIL: &str = r#"^\s*$|^\s*[^\s<>,;:"@()]+@[^\s<>,;:"@().]+(\.[^\s<>,;:"@().]+)+\s*$"#;
/// The letter and 8 or 9 digits.
pub(super) const A_NUMBER: &str = r"^\s*$|^\s*[- \u00a0]*[Aa]?([- \u00a0]*[0-9]){8,9}[- \u00a0]*\s*$";
/// Three letters and ten digits.
pub(super) const RECEIPT_NUMBER: &str = r"^\s*$|^\s*([- \u00a0]*[A-Za-z]){3}([- \u00a0]*[0-9]){10}[- \u00a0]*\s*$";
/// An exhibit's id, and a page from 1.
pub(super) const EXHIBIT: &str = r"^\s*$|^[^:]+$|^.+:\s*0*[1-9][0-9]*\s*$";
/// The path of a person in the facts.
pub(super) const PERSON: &str = r"^\s*$|^\s*people\.[^.]+\s*$";

/// Figures with the marks that people put between them.
const FIGURES: &str = r"[0-9][0-9.,'\u2019\s]*";
/// What may stand around figures: spaces, and marks that nobody sees.
const EDGE: &str = r"[^0-9A-Za-z]*";
/// What parts a day, a month and a year in figures.
const SIGN: &str = r"\s*[-\u2010-\u2015./]\s*";
/// From one to another.
const DASH: &str = r"\s*[-\u2010-\u2015]\s*";

/// The forms of a date, one for each precision.
pub(super) fn dates() -> Value {
    let (year, month, day) = ("[0-9]{4}", "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])");
    let form =
        |title: &str, pattern: String| json!({ "title": title, "pattern": format!("^{EDGE}({pattern}){EDGE}$") });
    json!([
        form("a day: 2026-11-12", format!("{year}-{month}-{day}")),
        form("a month: 2026-11", format!("{year}-{month}")),
        form("a year: 2014", year.to_owned()),
        form("a decade: the 1990s", r"([Tt][Hh][Ee]\s+)?[0-9]{3}0['\u2019]?[Ss]".to_owned()),
        form(
            "from one to another: 2012-2014",
            format!(r"[-0-9./]*{year}[-0-9./]*[-\s\u2010-\u2015]+[-0-9./]*{year}[-0-9./]*")
        ),
        form("a day or a month in figures: 25/12/2026, 12/2026", in_figures(year)),
        json!({
            "title": "in words: November 12, 2026, spring 2014, about 2014, before 2014, 2012 or 2013",
            "pattern": format!(r"^(?=[\s\S]*([A-Za-z]{{2}}|\s[A-Za-z]\s|[Cc]\.|[~\u2248]))[\s\S]*{year}"),
        }),
        json!({ "title": "not said yet", "pattern": BLANK }),
    ])
}

/// Days in figures of which the day and the month can be told apart: a day over 12, or a day and a month of one number.
fn in_figures(year: &str) -> String {
    let (small, large) = ("0?([1-9]|1[0-2])", "(1[3-9]|2[0-9]|3[01])");
    let same = (1..=12).map(|both| format!("0?{both}{SIGN}0?{both}")).collect::<Vec<_>>().join("|");
    let days = format!("{small}{SIGN}{large}|{large}{SIGN}{small}|{same}|{small}");
    format!("({days}){SIGN}{year}|{year}{SIGN}{small}({SIGN}(0?[1-9]|[12][0-9]|3[01]))?")
}

/// A number: in figures, whatever words stand around them, or in words.
pub(super) fn numbers() -> Value {
    let before = r"([^-+$%0-9]*[^-+$%0-9A-Za-z]|[-+])?";
    json!([
        {
            "title": "in figures: 4, 37.5, 35-40, about 40",
            "pattern": format!(r"^{before}{FIGURES}(({DASH}|\s[^0-9]*\s){FIGURES})?(\s[^0-9]*)?$"),
        },
        { "title": "in words: two, dos", "pattern": r"^\s*[A-Za-z\u00c0-\u00ff]{2,12}([\s-]+[A-Za-z\u00c0-\u00ff]{1,12}){0,5}\s*$" },
        { "title": "not said yet", "pattern": BLANK },
    ])
}

/// An amount, with its currency before or after it.
pub(super) const MONEY: &str = r"^\s*$|^[^-+0-9]*[0-9][0-9.,'\u2019\s]*[^0-9]*$";
/// Seven to fifteen digits, whatever stands between them, and an extension.
pub(super) const PHONE: &str = r"^\s*$|^[^0-9]*([0-9][^0-9]*){7,22}$";
