//! `affiant template new`: a template, clause or look to begin with, from scratch or as a copy of another.

use std::fmt::Write as _;
use std::path::Path;

use semver::Version;

use super::named::{self, Named};
use super::{alone, refused, shown};
use crate::cli::template::New;
use crate::cmd::Outcome;
use crate::cmd::pack_folder::PackFolder;
use crate::cmd::papers::{self, Findings};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::disk::problem::Cause;
use crate::disk::tree::{write_new_file, write_new_folder};
use crate::files::{FilePath, Files};
use crate::pack::{Kind, Pack, Packs};
use crate::source::Sources;
use crate::template::Pin;
use crate::term::Terminal;

/// The look that a template from scratch has.
const LOOK: &str = "letter";

/// A folder or file that is to be there: its path in the pack.
enum Piece {
    /// A version with its files.
    Version(String, Vec<(String, Vec<u8>)>),
    /// A rule.
    Rule(String, Vec<u8>),
}

/// What is to be made, and what stays as it is.
#[derive(Default)]
struct Plan {
    pieces: Vec<Piece>,
    kept: Vec<String>,
}

/// Makes it, and says what to do next.
pub fn run(arguments: &New, terminal: Terminal) -> Outcome {
    let folder = match PackFolder::to_change(arguments.pack.pack.as_deref()) {
        Ok(folder) => folder,
        Err(diagnostic) => return refused(*diagnostic, terminal, Outcome::Usage),
    };
    let kind = Kind::from(arguments.kind);
    let made = plan(arguments, kind, &folder).and_then(|plan| write(&folder, &plan).map(|written| (plan, written)));
    let (plan, written) = match made {
        Ok(made) => made,
        Err(findings) => return shown(&findings, terminal),
    };
    let pin = format!("{}@{}", arguments.name, first());
    let mut text = format!("{} {pin}\n", kind.word());
    for path in &written {
        let _ = writeln!(text, "  {path}");
    }
    for path in &plan.kept {
        let _ = writeln!(text, "  {path} was there and stays as it is");
    }
    let release = if written.len() > 1 { "--all".to_owned() } else { format!("{pin}{}", kind.option()) };
    let _ = match kind {
        Kind::Template => writeln!(text, "\nit is a draft: edit its template.md\n  affiant template test {pin}"),
        _ => writeln!(text, "\nit is a draft: edit it, and use it in a template"),
    };
    let _ = writeln!(text, "  affiant template release {release}");
    terminal.out(&text);
    Outcome::Fine
}

/// Every name begins with this version.
fn first() -> Version {
    Version::new(1, 0, 0)
}

fn plan(arguments: &New, kind: Kind, folder: &PackFolder) -> Result<Plan, Box<Findings>> {
    let name = &arguments.name;
    check_name(name, kind, folder).map_err(alone)?;
    let mut plan = Plan::default();
    let files = match &arguments.like {
        Some(like) => copied(like, kind, folder, &mut plan)?,
        None => scratch(name, kind, folder, &mut plan)?,
    };
    // The version itself comes last: what it uses is there when it is.
    plan.pieces.push(Piece::Version(format!("{}/{name}/{}", kind.folder(), first()), files));
    Ok(plan)
}

/// The files of a version that nobody has begun.
fn scratch(
    name: &str,
    kind: Kind,
    folder: &PackFolder,
    plan: &mut Plan,
) -> Result<Vec<(String, Vec<u8>)>, Box<Findings>> {
    let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    match kind {
        Kind::Clause => return Ok(vec![file("clause.md", include_str!("new/clause.md"))]),
        Kind::Look => return Ok(vec![file("look.typ", include_str!("new/look.typ"))]),
        Kind::Template => {}
    }
    let (own, builtin) = (folder.pack(), Pack::builtin());
    let look = if let Some(version) = own.versions(Kind::Look, LOOK).pop() {
        Pin::new(LOOK, version)
    } else {
        let newest = builtin.versions(Kind::Look, LOOK).pop().unwrap_or_else(first);
        let look = Pin::new(LOOK, newest);
        plan.take(&builtin, Kind::Look, &look, folder)?;
        look
    };
    let mut title = name.replace('-', " ");
    title[..1].make_ascii_uppercase();
    let template =
        include_str!("new/template.md").replacen("[title]", &title, 1).replacen("[look]", &look.to_string(), 1);
    Ok(vec![
        file("template.md", &template),
        file("sample.toml", include_str!("new/sample.toml")),
        file("cases/gaps.toml", include_str!("new/gaps.toml")),
        file("expected/sample.md", include_str!("new/sample.md")),
        file("expected/gaps.md", include_str!("new/gaps.md")),
    ])
}

/// The files of another version, and what it uses.
fn copied(
    like: &str,
    kind: Kind,
    folder: &PackFolder,
    plan: &mut Plan,
) -> Result<Vec<(String, Vec<u8>)>, Box<Findings>> {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let (prefix, text) = like.split_once(':').map_or((None, like), |(pack, text)| (Some(pack), text));
    let own = folder.pack();
    let choice = Some(kind.into());
    let pack = match prefix {
        Some(name) => {
            let packs = Packs::around(Pack::builtin(), folder.disk());
            let found = packs.named(&mut sources, name, None).take(&mut report);
            found.ok_or_else(|| Box::new((report.clone(), sources.clone())))?
        }
        None if Named::find(&own, text, choice).is_ok() => own,
        None => Pack::builtin(),
    };
    let pin = Named::find(&pack, text, choice).and_then(|named| named.pin(&pack)).map_err(alone)?;
    if kind == Kind::Template {
        let read = pack.template(&mut sources, &pin).take(&mut report);
        let Some(template) = read.filter(|_| !report.has(Severity::Error)) else {
            return Err(Box::new((report, sources)));
        };
        plan.take(&pack, Kind::Look, &template.front.look, folder)?;
        for clause in &template.front.clauses {
            plan.take(&pack, Kind::Clause, clause, folder)?;
        }
        let today = papers::today().parse().unwrap_or_default();
        for rule in pack.rules_of(&mut sources, &template, today).output {
            plan.take_rule(&pack, &rule.rule.id, folder);
        }
    }
    version_files(&pack, kind, &pin)
}

fn version_files(pack: &Pack<'_>, kind: Kind, pin: &Pin) -> Result<Vec<(String, Vec<u8>)>, Box<Findings>> {
    let files = pack.version_files(kind, pin).into_iter();
    files.map(|file| Ok((file.clone(), pack.version_file(kind, pin, &file).map_err(alone)?.to_vec()))).collect()
}

impl Plan {
    /// Takes a snippet along from another pack, unless the pack has the very same.
    fn take(&mut self, from: &Pack<'_>, kind: Kind, pin: &Pin, folder: &PackFolder) -> Result<(), Box<Findings>> {
        let own = folder.pack();
        let path = format!("{}/{}/{}", kind.folder(), pin.name, pin.version);
        if own.versions(kind, &pin.name).contains(&pin.version) {
            if own.own_inputs(kind, pin) != from.own_inputs(kind, pin) {
                return Err(alone(is_another(kind, pin, &path)));
            }
            return Ok(());
        }
        self.pieces.push(Piece::Version(path, version_files(from, kind, pin)?));
        Ok(())
    }

    /// Takes a rule along, unless the pack has one of this id: its own editions are its maintainers' business.
    fn take_rule(&mut self, from: &Pack<'_>, id: &str, folder: &PackFolder) {
        let path = format!("snippets/rules/{}.toml", id.replace('.', "/"));
        let Some(bytes) = from.bytes(&path) else { return };
        match folder.pack().bytes(&path) {
            Some(own) if own == bytes => {}
            Some(_) => self.kept.push(path),
            None => self.pieces.push(Piece::Rule(path, bytes.to_vec())),
        }
    }
}

/// Writes piece by piece, each whole or not at all. What an interrupted run has made is not made again.
fn write(folder: &PackFolder, plan: &Plan) -> Result<Vec<String>, Box<Findings>> {
    let mut written = Vec::new();
    for piece in &plan.pieces {
        let (Piece::Version(path, _) | Piece::Rule(path, _)) = piece;
        let target = folder.place(path).map_err(alone)?;
        let result = match piece {
            Piece::Version(_, files) => write_new_folder(&target, files),
            Piece::Rule(_, bytes) => write_new_file(&target, bytes),
        };
        result.map_err(|problem| match problem.cause {
            Cause::Exists => alone(is_there(&target)),
            _ => alone(problem.diagnostic()),
        })?;
        written.push(match piece {
            Piece::Version(path, _) => format!("{path}/"),
            Piece::Rule(path, _) => path.clone(),
        });
    }
    Ok(written)
}

/// Whether a name may be given to something new.
fn check_name(name: &str, kind: Kind, folder: &PackFolder) -> Result<(), Box<Diagnostic>> {
    if let Some(why) = named::unfit(name) {
        return Err(Box::new(bad_name(name, why)));
    }
    if kind != Kind::Template && name == "rules" {
        return Err(Box::new(bad_name(name, "`snippets/rules` is the folder of the rules")));
    }
    let there = folder.disk().list(&FilePath::pack(kind.folder())).unwrap_or_default();
    let there: Vec<&str> = there.iter().map(|entry| entry.trim_end_matches('/')).collect();
    if there.iter().any(|other| *other != name && other.eq_ignore_ascii_case(name)) {
        return Err(Box::new(bad_name(name, "another name differs from it only in its case")));
    }
    // Clauses and looks share the folders of `snippets/`.
    let other = [Kind::Clause, Kind::Look].into_iter().find(|other| kind != Kind::Template && *other != kind);
    if other.is_some_and(|other| !folder.pack().versions(other, name).is_empty()) {
        return Err(Box::new(bad_name(name, "a clause or look of this name stands in the same folder")));
    }
    // An empty folder, or one whose versions are all of the other kind, is in nobody's way.
    if !folder.pack().versions(kind, name).is_empty() {
        return Err(Box::new(has_versions(kind, name)));
    }
    Ok(())
}

fn bad_name(name: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Code::BadName, format!("`{name}` cannot be a name: {why}"))
        .hint("a name has small letters, digits and `-`, as in `support-letter`")
}

fn has_versions(kind: Kind, name: &str) -> Diagnostic {
    let (word, option) = (kind.word(), kind.option());
    Diagnostic::new(Code::BadName, format!("the pack has a {word} `{name}` already"))
        .hint(format!("its next version: `affiant template bump {name} minor{option}`"))
}

fn is_another(kind: Kind, pin: &Pin, path: &str) -> Diagnostic {
    let word = kind.word();
    Diagnostic::new(Code::UnwritableOutput, format!("the pack has another {word} `{pin}` than the one to be copied"))
        .in_file(path)
        .hint("nothing was copied, as nothing is overwritten: copy the template's folder by hand and choose its pins")
}

fn is_there(path: &Path) -> Diagnostic {
    let path = path.display().to_string();
    Diagnostic::new(Code::UnwritableOutput, format!("`{path}` is there already, and nothing is overwritten"))
        .in_file(path)
        .hint("choose another name")
}
