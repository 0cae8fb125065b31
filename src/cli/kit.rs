//! `affiant kit` on the command line.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::folder;

/// What is shown below the options.
pub const EXAMPLES: &str = "Examples:\n  affiant key new .\n  affiant kit . --draft letter-hospice -o letter.html --return-by 2026-12-04\n  affiant kit . --draft letter-aunt -o carta.html --language es --return-to \"Ana Example, ana@example.org\"";

/// `affiant kit`
#[derive(Args, Debug, Clone)]
pub struct Kit {
    /// The matter's folder: the one that holds matter.toml
    #[arg(value_name = "MATTER", default_value = ".", value_hint = ValueHint::DirPath, value_parser = folder)]
    pub matter: PathBuf,
    /// The paper to ask for; not needed where the matter has only one
    #[arg(long = "draft", value_name = "ID")]
    pub draft: Option<String>,
    /// Write to this file instead of out/ID-form.html; `-` is standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// The language that the file opens in: en, es; it speaks the others that the template has questions in too
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    pub language: String,
    /// Do not seal what the writer saves: whoever gets hold of that file can read it
    #[arg(long)]
    pub plain: bool,
    /// The day by which the answers are wanted, as the file says it: 2026-12-04
    #[arg(long, value_name = "DATE")]
    pub return_by: Option<String>,
    /// To whom the answers are sent, as the file says it: a name, an e-mail address
    #[arg(long, value_name = "TEXT")]
    pub return_to: Option<String>,
    /// Write over a file that affiant did not write; never over one of a matter or a pack
    #[arg(long, alias = "replace")]
    pub force: bool,
    /// Take the templates and snippets of this folder instead of the built-in pack
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub pack: Option<PathBuf>,
}
