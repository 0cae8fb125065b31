//! The command line: what can be asked of affiant, and with which words.

pub mod key;
pub mod kit;
pub mod pack;
pub mod rules;
pub mod schema;
pub mod template;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

/// Drafts legal papers from structured facts and versioned templates.
#[derive(Debug, Parser)]
#[command(
    name = "affiant",
    version,
    max_term_width = 100,
    about = "Drafts legal papers from structured facts and versioned templates, and typesets them to PDF",
    after_help = "Most people need three:\n  affiant new DIR     start a matter\n  affiant build       typeset its papers into out/\n  affiant watch       typeset again at each save\n\nExit codes: 0 fine (gaps in a draft are fine), 1 something in the documents, 2 usage, 101 a fault in affiant.",
    subcommand_required = false,
    arg_required_else_help = false
)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Colour in messages
    #[arg(long, global = true, value_enum, default_value_t = Choice::Auto, value_name = "WHEN")]
    pub color: Choice,
}

/// Where packs are kept, and how to keep them elsewhere.
const PACK_FOLDERS: &str = "The list of packs is kept in the folder of your settings, and what is fetched in the cache; `affiant doctor` tells where.\nAFFIANT_CONFIG_DIR and AFFIANT_CACHE_DIR name other folders.";

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Choice {
    /// When the output is a terminal that shows it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a matter: its folder, facts to fill in, and the papers you choose
    New(New),
    /// Typeset the papers of a matter, or one paper from a template and facts
    Build(Build),
    /// Typeset again what changed, at each save
    ///
    /// The papers that a change affects are built at once, and the line of each tells which fact or file it was. While
    /// there is an error, the last good PDF stays. End it with Ctrl-C: a paper that is being written is finished first,
    /// and the exit code is 0.
    Watch(Watch),
    /// Report what is wrong or missing, and write nothing
    Check(Check),
    /// Ask the questions of one paper, one at a time, and save each answer
    ///
    /// The questions are those of the paper's template. Each answer is on disk, in answers/ID.toml, before the next
    /// question. Type /help at any question; /quit stops, and the same command goes on later.
    Ask(Ask),
    /// Open a form in the browser, on this machine only, in which papers are filled and seen as they grow
    ///
    /// The address that is printed is good for one browser; when it was used, another one is printed. Nobody else can
    /// open the form: not from another machine, not from another site. Each answer is on disk, in answers/ID.toml, as
    /// soon as the page says so. The form ends with Ctrl-C, and by itself when nobody has used it for a while.
    Serve(Serve),
    /// Make one paper's questions into a single file that a writer fills in any browser, offline
    ///
    /// The file needs no program and no network. It holds the questions and their words, the names that the questions
    /// say, what the paper prints of its writer but for the address, and nothing else of the case. It starts empty.
    /// What the writer saves at the end is sealed to the matter's key, so that only the holder of its private key can
    /// read it; `affiant key new` makes one. `kits.toml` in the matter notes each file made: `affiant import` takes
    /// answers from those alone.
    #[command(after_help = kit::EXAMPLES)]
    Kit(kit::Kit),
    /// Make or show the key that letter writers' answers are sealed to
    #[command(subcommand)]
    Key(key::Key),
    /// Take in what letter writers answered in their forms
    ///
    /// Shows what each file says: what is new, what differs from the answers that stand, what is the same, and what is
    /// wrong. At a terminal it asks what to take. What an answer replaces is kept in the answers file as earlier, and
    /// who said each, on which day and through which form. What a writer would say otherwise in the shared facts stays
    /// a proposal.
    Import(Import),
    /// Show what newer versions of the templates would change in the papers of a matter, and take them
    ///
    /// For each paper: the newer versions of its template, newer editions of its rules than the locked ones, what they
    /// ask that the facts do not say yet, and the words that change in this paper. Nothing is written without --apply,
    /// which changes the version in matter.toml and what affiant.lock records of the paper, and nothing else.
    Upgrade(Upgrade),
    /// Keep the templates of a pack: list them, change them, release them
    #[command(subcommand)]
    Template(template::Template),
    /// List the rules of law that papers rest on: their editions, their last check, and who relies on them
    Rules(rules::Rules),
    /// Start a pack of templates, or add the packs of others
    #[command(subcommand, after_help = PACK_FOLDERS)]
    Pack(pack::Pack),
    /// Write what facts and answers can say as JSON Schema, for editors and other tools
    ///
    /// `affiant schema support-letter@1.0.0` prints the schema of a template's answers, `affiant schema MATTER` that of
    /// a matter's facts, and with `--draft ID` that of a paper's answers. `affiant schema MATTER -o MATTER/.schema`
    /// writes all of a matter's schemas where `affiant new` puts them, and where the first line of its files points an
    /// editor.
    Schema(schema::Schema),
    /// Tell what a diagnostic code means and how to mend it
    Explain(Explain),
    /// Show versions, limits, fonts, and what this machine lacks
    Doctor(Doctor),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// Which matter, and which of its papers.
#[derive(Args, Debug, Clone, Default)]
pub struct Subject {
    /// The matter's folder: the one that holds matter.toml
    #[arg(value_name = "MATTER", default_value = ".", value_hint = ValueHint::DirPath, value_parser = folder)]
    pub matter: PathBuf,
    /// Only this paper; may be given again for more
    #[arg(long = "draft", value_name = "ID")]
    pub drafts: Vec<String>,
    /// Take the templates and snippets of this folder instead of the built-in pack
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub pack: Option<PathBuf>,
    /// Refuse a paper that affiant.lock does not know
    #[arg(long)]
    pub locked: bool,
    /// Put a value in place of a fact or an answer, for a try: `people.ada.phone=555-0100`, `known_since=2014`
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = pair)]
    pub set: Vec<(String, String)>,
    /// Say who is who: writer=people.ada
    #[arg(long = "with", value_name = "PARTY=PERSON", value_parser = pair)]
    pub with: Vec<(String, String)>,
    /// The date of the papers: 2026-11-20
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// How to report
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub format: Format,
    /// Show each finding in full: the marked lines, and what to do next
    #[arg(short, long)]
    pub verbose: bool,
}

/// One paper outside of a matter.
#[derive(Args, Debug, Clone, Default)]
pub struct OneOff {
    /// Draft one paper from this template, without a matter: support-letter@1.0.0
    #[arg(long, value_name = "NAME@VERSION")]
    pub template: Option<String>,
    /// A facts file for --template; may be given again for more
    #[arg(long, value_name = "FILE", requires = "template", value_hint = ValueHint::FilePath)]
    pub facts: Vec<PathBuf>,
    /// The answers file for --template
    #[arg(long, value_name = "FILE", requires = "template", value_hint = ValueHint::FilePath)]
    pub answers: Option<PathBuf>,
    /// Draft a case of the template itself: `sample`, or a name in its cases/
    #[arg(long, value_name = "CASE", requires = "template", conflicts_with_all = ["facts", "answers"])]
    pub case: Option<String>,
}

/// `affiant build`
#[derive(Args, Debug, Clone)]
pub struct Build {
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub subject: Subject,
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub one_off: OneOff,
    /// Make the final paper: no gap, no error, no DRAFT; written once to out/final/
    #[arg(long = "final", conflicts_with = "set")]
    pub finish: bool,
    /// Write to this file instead of out/; `-` is standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Write over a file that affiant did not write; never over one of a matter or a pack
    #[arg(long)]
    pub force: bool,
    /// What to make of the paper
    #[arg(long, value_enum, default_value_t, value_name = "KIND")]
    pub emit: Emit,
    /// Open the PDF when it is done
    #[arg(long)]
    pub open: bool,
}

/// `affiant watch`
#[derive(Args, Debug, Clone)]
pub struct Watch {
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub subject: Subject,
    /// How to learn of changes: from the system, or by looking again and again (network drives)
    #[arg(long, value_enum, value_name = "HOW")]
    pub watcher: Option<Watcher>,
    /// Open the PDFs once they are there
    #[arg(long)]
    pub open: bool,
}

/// `affiant check`
#[derive(Args, Debug, Clone)]
pub struct Check {
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub subject: Subject,
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub one_off: OneOff,
    /// Do not lay out the pages: what only the page shows is not checked
    #[arg(long)]
    pub fast: bool,
}

/// `affiant new`
#[derive(Args, Debug, Clone)]
pub struct New {
    /// The folder to make
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: PathBuf,
    /// Take the structure of an example matter: funeral-parole, donor-reconsideration
    #[arg(long, value_name = "EXAMPLE", conflicts_with = "templates")]
    pub from: Option<String>,
    /// Put a paper of this template into the matter; may be given again for more
    #[arg(long = "template", value_name = "NAME")]
    pub templates: Vec<String>,
    /// Copy the example's fictional facts too, to try things out; they can never become a final paper
    #[arg(long)]
    pub with_sample: bool,
}

/// `affiant upgrade`
#[derive(Args, Debug, Clone)]
pub struct Upgrade {
    /// The matter's folder: the one that holds matter.toml
    #[arg(value_name = "MATTER", default_value = ".", value_hint = ValueHint::DirPath, value_parser = folder)]
    pub matter: PathBuf,
    /// Only this paper; may be given again for more
    #[arg(long = "draft", value_name = "ID")]
    pub drafts: Vec<String>,
    /// Compare with this version instead of the newest released one; one that is still a draft is shown only so
    #[arg(long, value_name = "VERSION")]
    pub to: Option<String>,
    /// Take what is shown: change the version in matter.toml, and affiant.lock
    #[arg(long)]
    pub apply: bool,
    /// Write the redline of each paper that changes into this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub pdf: Option<PathBuf>,
    /// Write the redline of one paper to this file; `-` is standard output
    #[arg(short, long, value_name = "FILE", conflicts_with = "pdf", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Write over a file that affiant did not write; never over one of a matter or a pack
    #[arg(long)]
    pub force: bool,
    /// Take the templates and snippets of this folder instead of the built-in pack
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub pack: Option<PathBuf>,
    /// How to report
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub format: Format,
}

/// `affiant ask`
#[derive(Args, Debug, Clone)]
pub struct Ask {
    /// The matter's folder: the one that holds matter.toml
    #[arg(value_name = "MATTER", default_value = ".", value_hint = ValueHint::DirPath, value_parser = folder)]
    pub matter: PathBuf,
    /// The paper to fill; not needed where the matter has only one
    #[arg(long = "draft", value_name = "ID")]
    pub draft: Option<String>,
    /// The language of the questions: en, es; the language of the paper is its template's
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    pub language: String,
    /// Take the templates and snippets of this folder instead of the built-in pack
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub pack: Option<PathBuf>,
    /// Plain lines: nothing is coloured and no line is edited in place, as screen readers and dumb terminals need
    #[arg(long)]
    pub plain: bool,
}

/// `affiant serve`
#[derive(Args, Debug, Clone)]
pub struct Serve {
    /// The matter's folder: the one that holds matter.toml
    #[arg(value_name = "MATTER", default_value = ".", value_hint = ValueHint::DirPath, value_parser = folder)]
    pub matter: PathBuf,
    /// Only this paper: the form shows no other, and nothing else of the case
    #[arg(long = "draft", value_name = "ID")]
    pub draft: Option<String>,
    /// The language of the form at first: en, es; the writer may choose another, and the paper has its own
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    pub language: String,
    /// Answer at this port instead of any free one
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// Open the form in the browser
    #[arg(long)]
    pub open: bool,
    /// End the form when nobody has used it for so many minutes; 0 for never
    #[arg(long, value_name = "MINUTES", default_value_t = 60)]
    pub idle: u64,
    /// Take the templates and snippets of this folder instead of the built-in pack
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub pack: Option<PathBuf>,
}

/// `affiant import`
#[derive(Args, Debug, Clone)]
pub struct Import {
    /// The files that the forms saved, or texts with a form's code: answers-letter-hospice.json; `-` is standard input
    #[arg(value_name = "ANSWERS", required = true, value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// The matter's folder: the one that holds matter.toml
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath, value_parser = folder)]
    pub matter: PathBuf,
    #[command(flatten)]
    #[expect(missing_docs, reason = "clap would print it above the flattened options")]
    pub consent: Consent,
    /// Take the templates and snippets of this folder instead of the built-in pack
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub pack: Option<PathBuf>,
    /// Plain lines: nothing is coloured and no line is edited in place, as screen readers and dumb terminals need
    #[arg(long)]
    pub plain: bool,
    /// How to report; json is one object a line for each answer and each finding
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub format: Format,
}

/// What is taken of answers that came back; without any of these, a person at the terminal is asked.
#[derive(Args, Debug, Clone, Copy)]
pub struct Consent {
    /// Take what is new without asking
    #[arg(long)]
    pub yes: bool,
    /// Take also what differs from the answers that stand, which are kept as earlier
    #[arg(long)]
    pub replace: bool,
    /// Only show what came
    #[arg(long, conflicts_with_all = ["yes", "replace"])]
    pub dry_run: bool,
}

/// `affiant explain`
#[derive(Args, Debug, Clone)]
pub struct Explain {
    /// The code or word, such as missing-fact or safe-address; a list of all when left out
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// `affiant doctor`
#[derive(Args, Debug, Clone)]
pub struct Doctor {
    /// The matter's folder, to look at its disk too
    #[arg(value_name = "MATTER", default_value = ".", value_hint = ValueHint::DirPath, value_parser = folder)]
    pub matter: PathBuf,
}

/// `affiant completions`
#[derive(Args, Debug, Clone)]
pub struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// What to make of a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Emit {
    /// The typeset paper
    #[default]
    Pdf,
    /// The numbered paper as readable text
    Text,
    /// Markdown with the values in place
    Md,
    /// The tree as JSON, with where every filled word came from
    Tree,
    /// The Typst source
    Typ,
}

/// How to report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Human,
    /// One JSON object a line for each finding
    Json,
}

/// How a watch learns of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Watcher {
    /// The system tells
    Native,
    /// Look again and again
    Poll,
}

/// The matter's folder, also where its `matter.toml` is named.
#[expect(clippy::unnecessary_wraps, reason = "clap calls parsers that may fail")]
pub(crate) fn folder(text: &str) -> Result<PathBuf, std::convert::Infallible> {
    let path = PathBuf::from(text);
    let folder = path.parent().filter(|_| path.file_name().is_some_and(|name| name == "matter.toml"));
    Ok(match folder {
        Some(folder) if folder.as_os_str().is_empty() => PathBuf::from("."),
        Some(folder) => folder.to_owned(),
        None => path,
    })
}

/// Splits `PATH=VALUE` at the first `=`.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((path, value)) if !path.trim().is_empty() => Ok((path.trim().to_owned(), value.to_owned())),
        _ => Err("expected PATH=VALUE".to_owned()),
    }
}
