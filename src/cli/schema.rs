//! `affiant schema` on the command line.

use std::path::PathBuf;

use clap::{Args, ValueHint};

/// `affiant schema`
#[derive(Args, Debug, Clone)]
pub struct Schema {
    /// A template, for its answers: support-letter@1.0.0; or the folder of a matter, for its facts
    #[arg(value_name = "TEMPLATE|MATTER", default_value = ".", value_hint = ValueHint::DirPath)]
    pub subject: String,
    /// The answers of this paper of the matter, instead of the facts
    #[arg(long, value_name = "ID")]
    pub draft: Option<String>,
    /// Write to this file; for a whole matter, to this folder: facts.json, and answers-ID.json for each paper
    #[arg(short, long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// Write over a file that affiant did not write; never over one of a matter or a pack
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Take the templates and snippets of this folder instead of the built-in pack
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub pack: Option<PathBuf>,
}
