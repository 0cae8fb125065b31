//! `affiant key` on the command line.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::folder;

/// `affiant key`
#[derive(Subcommand, Debug, Clone)]
pub enum Key {
    /// Make a pair of keys: the public one for the matter, the private one for your settings alone
    ///
    /// Forms that `affiant kit` makes seal what a writer says to the matter's public key, in key.toml, which is no
    /// secret. The private key opens it. It is written to your settings on this machine, where you alone can read it,
    /// and never to the matter. A copy of it is yours to make: without it, what comes back cannot be opened by anybody.
    New(New),
    /// Tell about the matter's key, and where its private key lies
    Show(Show),
}

/// `affiant key new`
#[derive(Args, Debug, Clone)]
pub struct New {
    /// The matter's folder: the one that holds matter.toml
    #[arg(value_name = "MATTER", default_value = ".", value_hint = ValueHint::DirPath, value_parser = folder)]
    pub matter: PathBuf,
    /// Make another pair for the forms to come; earlier forms still open with the earlier private key
    #[arg(long)]
    pub replace: bool,
}

/// `affiant key show`
#[derive(Args, Debug, Clone)]
pub struct Show {
    /// The matter's folder: the one that holds matter.toml
    #[arg(value_name = "MATTER", default_value = ".", value_hint = ValueHint::DirPath, value_parser = folder)]
    pub matter: PathBuf,
}
