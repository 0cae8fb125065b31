//! The command line of `affiant template`: what a maintainer of templates can ask for.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use jiff::civil::Date;

use super::Format;

/// `affiant template`
#[derive(Debug, Subcommand)]
pub enum Template {
    /// List the templates, clauses and looks with their versions, states and reviews
    List(List),
    /// Show what a version is for, what it asks, what it is made of, and what changed in each version
    Show(Show),
    /// List the matters that use a version, with the date of each paper's last final
    ///
    /// Looks through the folders and all below them, but not along links. A paper is listed for its template, and for
    /// the clauses and the look that `affiant.lock` records. A matter that cannot be read is told and passed over.
    Users(Users),
    /// Start a template, clause or look, from scratch or as a copy
    ///
    /// A new template builds at once and passes `affiant template test`: it has a sample, a case and golden text. With
    /// `--like` it is a copy, and the clauses, looks and rules that it uses are copied too if the pack lacks them.
    /// Nothing that is there is overwritten.
    New(New),
    /// Copy the newest version to the next one, a draft to edit: NAME major|minor|patch
    ///
    /// With `--clause perjury@1.1.0` or `--look letter@2.0.0`, every template whose newest version uses an older one is
    /// copied and made to use it; one that is still a draft is changed in place. The step is then as big as that of the
    /// clause or look unless another is given.
    Bump(Bump),
    /// Release a draft: from then on its bytes never change
    ///
    /// It is released when it can be read, its sample and cases come out as their golden text says, it uses nothing
    /// that is itself a draft, and the step from the version before is as big as what changed: a new required field or
    /// a removed one is major, other words or another look are at least minor. The ledger records the SHA-256 of its
    /// files, the day, and the editions of the rules it reads. Of a version that is released already, amended cases and
    /// golden text are recorded.
    Release(Release),
    /// Record that a lawyer has reviewed a version
    Review(Review),
    /// Take a released version back: papers still build from it, but none can be final
    Withdraw(Withdraw),
    /// Show what changed between two versions: fields, clauses, rules, and the wording word by word
    ///
    /// Works on two versions of a template, a clause or a look. What went away stands as [-went away-] where there is
    /// no colour, what came in as {+came in+}. `--pdf` makes a redline of the whole paper, typeset as the paper itself,
    /// with the facts of the newer version's sample, or of a draft of yours. Nothing is changed.
    Diff(Diff),
    /// Draft the cases of the templates and compare each paper with its golden text
    ///
    /// Each case of a version (`sample.toml`, `cases/*.toml`) is drafted with the rule editions that the version was
    /// released with, and compared word by word with `expected/CASE.md`. What a case says under `[expect]` is tried
    /// too. A paper that would say something else with today's editions is told as a warning. The exit code is 1 when a
    /// case is not as expected.
    Test(Test),
    /// Look templates through for what is right by the letter and may still go wrong
    ///
    /// Each finding has a place and a code, which `affiant explain CODE` explains. What a maintainer has decided to
    /// leave is written, with the reason, into `verify.toml` beside the template. The exit code is 1 when there is an
    /// error.
    Verify(Verify),
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
    /// Lay out the pages of each case too, and check that they hold what is written and hide nothing
    #[arg(long)]
    pub pages: bool,
    /// After showing the difference, keep each paper as it is now as its golden text
    #[arg(long)]
    pub accept: bool,
    /// Why golden text of a released version is amended; the ledger keeps the reason
    #[arg(long, value_name = "WHY", requires = "accept")]
    pub because: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub pack: PackChoice,
    /// How to report
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub format: Format,
}

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindChoice {
    /// A kind of paper
    Template,
    /// A piece of text that templates share
    Clause,
    /// How a paper is typeset
    Look,
}

/// `affiant template new`
#[derive(Args, Debug, Clone)]
pub struct New {
    /// The name: small letters, digits and `-`
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Begin with a copy of this version, from this pack or the built-in one: support-letter@1.0.0
    #[arg(long, value_name = "NAME[@VERSION]")]
    pub like: Option<String>,
    /// What to start
    #[arg(long, value_enum, default_value_t = KindChoice::Template, value_name = "KIND")]
    pub kind: KindChoice,
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub pack: PackChoice,
}

/// `affiant template bump`
#[derive(Args, Debug, Clone)]
pub struct Bump {
    /// What to copy, and how big the step is; with --clause or --look perhaps only the step
    #[arg(value_name = "NAME LEVEL", num_args = 0..=2)]
    pub words: Vec<String>,
    /// Copy every template that uses an older version of this clause, and have the copy use this one: perjury@1.1.0
    #[arg(long = "clause", value_name = "NAME@VERSION")]
    pub clauses: Vec<String>,
    /// The same for a look
    #[arg(long = "look", value_name = "NAME@VERSION")]
    pub looks: Vec<String>,
    /// What NAME is the name of, where a template, a clause and a look share it
    #[arg(long, value_enum, value_name = "KIND")]
    pub kind: Option<KindChoice>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub pack: PackChoice,
}

/// `affiant template release`
#[derive(Args, Debug, Clone)]
pub struct Release {
    /// The draft to release; the newest draft of a name when no version is given
    #[arg(value_name = "NAME[@VERSION]", required_unless_present = "all", conflicts_with = "all")]
    pub name: Option<String>,
    /// Release every draft of the pack: clauses and looks first, then the templates
    #[arg(long)]
    pub all: bool,
    /// Why a change of words or looks is only a patch; the ledger keeps it
    #[arg(long, value_name = "WHY")]
    pub patch_because: Option<String>,
    /// What NAME is the name of, where a template, a clause and a look share it
    #[arg(long, value_enum, value_name = "KIND")]
    pub kind: Option<KindChoice>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub pack: PackChoice,
}

/// `affiant template review`
#[derive(Args, Debug, Clone)]
pub struct Review {
    /// The version that was reviewed; the newest one when no version is given
    #[arg(value_name = "NAME[@VERSION]")]
    pub name: String,
    /// Who has reviewed it
    #[arg(long, value_name = "WHO")]
    pub by: String,
    /// On which day; today when left out
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub on: Option<Date>,
    /// By when it should be reviewed again
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub next: Option<Date>,
    /// What NAME is the name of, where a template, a clause and a look share it
    #[arg(long, value_enum, value_name = "KIND")]
    pub kind: Option<KindChoice>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub pack: PackChoice,
}

/// `affiant template withdraw`
#[derive(Args, Debug, Clone)]
pub struct Withdraw {
    /// The released version
    #[arg(value_name = "NAME@VERSION")]
    pub version: String,
    /// Why: whoever builds with it reads this
    #[arg(long, value_name = "WHY")]
    pub because: String,
    /// The released version that replaces it
    #[arg(long, value_name = "NAME@VERSION")]
    pub instead: Option<String>,
    /// What NAME is the name of, where a template, a clause and a look share it
    #[arg(long, value_enum, value_name = "KIND")]
    pub kind: Option<KindChoice>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub pack: PackChoice,
}

/// A day, as in `2026-11-20`.
fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "expected a day such as 2026-11-20".to_owned())
}

/// `affiant template diff`
#[derive(Args, Debug, Clone)]
pub struct Diff {
    /// The older version: support-letter@1.0.0
    #[arg(value_name = "NAME@OLD")]
    pub old: String,
    /// The newer version: support-letter@1.1.0
    #[arg(value_name = "NAME@NEW")]
    pub new: String,
    /// Make a redline of the paper: what came in is underlined, what went away struck
    #[arg(long)]
    pub pdf: bool,
    /// Where the redline goes instead of NAME-OLD-to-NEW.pdf; `-` is standard output
    #[arg(short, long, value_name = "FILE", requires = "pdf", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Write over a file that affiant did not write; never over one of a matter or a pack
    #[arg(long, requires = "pdf")]
    pub force: bool,
    /// Show what changes in a paper of this matter
    #[arg(long, value_name = "DIR", requires = "draft", value_hint = ValueHint::DirPath)]
    pub matter: Option<PathBuf>,
    /// The paper of the matter
    #[arg(long, value_name = "ID", requires = "matter")]
    pub draft: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub pack: PackChoice,
    /// How to show it
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub format: DiffFormat,
}

/// How a difference is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    #[default]
    Human,
    /// Markdown, for a pull request
    Md,
    /// One JSON object
    Json,
}

/// `affiant template show`
#[derive(Args, Debug, Clone)]
pub struct Show {
    /// The version, also of an added pack as `hope:support-letter`; the newest one when no version is given
    #[arg(value_name = "NAME[@VERSION]")]
    pub name: String,
    /// Print this file of it, byte for byte: template.md, sample.toml, cases/gaps.toml
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub source: Option<String>,
    /// Show the built-in pack's, also within a pack's folder
    #[arg(long, conflicts_with = "pack")]
    pub builtin: bool,
    /// What NAME is the name of, where a template, a clause and a look share it
    #[arg(long, value_enum, value_name = "KIND")]
    pub kind: Option<KindChoice>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub pack: PackChoice,
    /// How to report
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub format: Format,
}

/// `affiant template users`
#[derive(Args, Debug, Clone)]
pub struct Users {
    /// The template, clause or look: support-letter@1.0.0, or all versions of support-letter
    #[arg(value_name = "NAME[@VERSION]")]
    pub name: String,
    /// The folders to look through
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub dirs: Vec<PathBuf>,
    /// How to report
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub format: Format,
}

/// `affiant template verify`
#[derive(Args, Debug, Clone)]
pub struct Verify {
    /// Only this template, or only this version; without a version the newest released one, and drafts
    #[arg(value_name = "NAME[@VERSION]")]
    pub template: Option<String>,
    /// Let warnings be as grave as errors
    #[arg(long)]
    pub deny_warnings: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub pack: PackChoice,
    /// How to report
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub format: Format,
}
