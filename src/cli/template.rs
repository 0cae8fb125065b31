//! The command line of `affiant template`: what a maintainer of templates can ask for.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::Format;

/// `affiant template`
#[derive(Debug, Subcommand)]
pub enum Template {
    /// List the templates, clauses and looks with their versions, states and reviews
    List(List),
    /// Draft the cases of the templates and compare each paper with its golden text
    ///
    /// Each case of a version (`sample.toml`, `cases/*.toml`) is drafted with the rule editions that the version was
    /// released with, and compared word by word with `expected/CASE.md`. What a case says under `[expect]` is tried too.
    /// A paper that would say something else with today's editions is told as a warning. The exit code is 1 when a case
    /// is not as expected.
    Test(Test),
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

/// `affiant template test`
#[derive(Args, Debug, Clone)]
pub struct Test {
    /// Only this template, or only this version of it: support-letter, support-letter@1.0.0
    #[arg(value_name = "NAME[@VERSION]")]
    pub template: Option<String>,
    /// Only this case: `sample`, or the name of a file in cases/; may be given again for more
    #[arg(long = "case", value_name = "CASE")]
    pub cases: Vec<String>,
    /// After showing the difference, keep each paper as it is now as its golden text
    #[arg(long)]
    pub accept: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub pack: PackChoice,
    /// How to report
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub format: Format,
}
