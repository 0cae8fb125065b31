//! The command line of `affiant pack`: starting a pack of one's own, and adding those of others.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueHint};

use super::Format;

/// `affiant pack`
#[derive(Debug, Subcommand)]
pub enum Pack {
    /// Start a pack of your own: its folder, with what it says of itself and an empty ledger
    New(New),
    /// Add a pack from a git repository or a folder, under the name that papers know it by
    ///
    /// Papers name its templates as NAME:TEMPLATE@VERSION. From a repository one commit is fetched into the cache, with
    /// the installed git, and never changes: builds read it there, offline too. A folder is read as it is at each
    /// build.
    Add(Add),
    /// Fetch what is new of the added packs, and tell what came; papers keep what they are locked to
    Update(Update),
    /// List the added packs
    List(List),
    /// Take a pack out of the list; what was fetched of it stays, for the papers that are locked to it
    Remove(Remove),
}

/// `affiant pack new`
#[derive(Args, Debug, Clone)]
pub struct New {
    /// The folder to make
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: PathBuf,
}

/// `affiant pack add`
#[derive(Args, Debug, Clone)]
#[command(group = ArgGroup::new("place").required(true).args(["git", "path"]))]
pub struct Add {
    /// The name that papers will know it by: small letters, digits and `-`
    #[arg(value_name = "NAME", allow_hyphen_values = true)]
    pub name: String,
    /// Fetch it from this repository: an https, ssh or file address, host:path, or a folder
    #[arg(long, value_name = "URL", allow_hyphen_values = true)]
    pub git: Option<String>,
    /// Take the commit that this tag names
    #[arg(long, value_name = "TAG", requires = "git", allow_hyphen_values = true)]
    pub tag: Option<String>,
    /// Take this commit; with --tag, the tag must name it
    #[arg(long, value_name = "COMMIT", requires = "git", allow_hyphen_values = true)]
    pub commit: Option<String>,
    /// Read it from this folder, as it is at each build
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub path: Option<PathBuf>,
}

/// `affiant pack update`
#[derive(Args, Debug, Clone)]
#[command(group = ArgGroup::new("target").args(["tag", "commit", "newest"]))]
pub struct Update {
    /// The pack; all that were added from a repository when left out
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Go over to this tag
    #[arg(long, value_name = "TAG", requires = "name", allow_hyphen_values = true)]
    pub tag: Option<String>,
    /// Go over to this commit
    #[arg(long, value_name = "COMMIT", requires = "name", allow_hyphen_values = true)]
    pub commit: Option<String>,
    /// Go over to the repository's default branch, now and with each update
    #[arg(long, requires = "name")]
    pub newest: bool,
    /// Take a tag that was moved, or released versions that have other bytes than before
    #[arg(long)]
    pub accept_moved: bool,
}

/// `affiant pack list`
#[derive(Args, Debug, Clone)]
pub struct List {
    /// How to report
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub format: Format,
}

/// `affiant pack remove`
#[derive(Args, Debug, Clone)]
pub struct Remove {
    /// The pack
    #[arg(value_name = "NAME")]
    pub name: String,
}
