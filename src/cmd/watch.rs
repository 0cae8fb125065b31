//! `affiant watch`: typesets again what changed, at each save.

use super::Outcome;
use crate::cli::Watch;
use crate::term::Terminal;

/// Watches until it is told to stop.
pub fn run(_: &Watch, _: Terminal) -> Outcome {
    Outcome::Usage
}
