//! The command line of `affiant template`: what a maintainer of templates can ask for.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

use super::Format;

/// `affiant template`
#[derive(Debug, Subcommand)]
pub enum Template {
    /// List the templates, clauses and looks with their versions, states and reviews
    List(List),
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
