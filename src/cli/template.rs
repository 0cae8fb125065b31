//! The command line of `affiant template`: what a maintainer of templates can ask for.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::Format;

/// `affiant template`
#[derive(Debug, Subcommand)]
pub enum Template {
    /// List the templates, clauses and looks with their versions, states and reviews
    List(List),
}

/// Which pack a maintainer's command works on.
#[derive(Args, Debug, Clone, Default)]
pub struct PackChoice {
    /// Work on the pack in this folder; otherwise on the one around the current folder, else on the built-in one
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub pack: Option<PathBuf>,
}

/// `affiant template list`
#[derive(Args, Debug, Clone)]
pub struct List {
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub pack: PackChoice,
    /// How to report
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub format: Format,
}
