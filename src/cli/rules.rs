//! `affiant rules` on the command line.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::Format;

/// `affiant rules`
#[derive(Args, Debug, Clone)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Rules {
    /// Record something about a rule
    #[command(subcommand)]
    pub action: Option<Action>,
    /// Show this rule whole, with all its editions: us.28-usc-1746, or hope:us.28-usc-1746 of an added pack
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// Only rules whose last check is so many days old, or older, and those that were never checked
    #[arg(long, value_name = "DAYS", conflicts_with = "id")]
    pub stale: Option<u32>,
    /// The pack: the folder that holds templates/ and snippets/ [default: the one around this folder, else the built-in
    /// and the added ones]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub pack: Option<PathBuf>,
    /// The day that counts as today: 2026-11-20
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// How to show them; json is one object a line
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub format: Format,
}

/// What can be done about a rule.
#[derive(Subcommand, Debug, Clone)]
pub enum Action {
    /// Record that you have read a rule at its source, and found the pack's edition right
    ///
    /// The check goes into the ledger of the pack, templates/pack.lock; for the built-in pack and added ones, which you
    /// cannot change, into your own settings. It vouches for the words, figures and positions of the edition as they
    /// are now. Where an edition rests on a secondary source (`verified = false` in its file, which stays), a paper
    /// then no longer warns that nobody has checked the rule: a note says who has, on which day and against what.
    /// `affiant template verify` asks for no checks; `affiant rules --stale 90` lists the rules to look at again.
    Check(Check),
}

/// `affiant rules check`
#[derive(Args, Debug, Clone)]
pub struct Check {
    /// The rule: us.28-usc-1746
    #[arg(value_name = "ID")]
    pub id: String,
    /// The day on which it was read: 2026-11-21
    #[arg(long, value_name = "DATE")]
    pub on: String,
    /// Who has read it
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// Against what: where the text was read
    #[arg(long, value_name = "SOURCE")]
    pub source: String,
    /// The edition, by its first day [default: the one of the day on which it was read]
    #[arg(long, value_name = "FROM")]
    pub edition: Option<String>,
    /// The pack: the folder that holds templates/ and snippets/ [default: the one around this folder, else the
    /// built-in]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub pack: Option<PathBuf>,
}
