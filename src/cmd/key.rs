//! `affiant key`: makes the pair of keys that letter writers' answers are sealed to and opened with, and tells about
//! it.

use std::path::Path;

use super::Outcome;
use super::papers::{self, Findings};
use crate::cli::Format;
use crate::cli::key::{Key, New, Show};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::digest;
use crate::disk::{Disk, keys, random, user, write};
use crate::draft::brief;
use crate::files::{FilePath, FileProblem, Files};
use crate::interview::kits::{self, Kit};
use crate::interview::seal::PrivateKey;
use crate::matter::key::{self, MatterKey};
use crate::source::Sources;
use crate::term::Terminal;
use crate::words;

/// Runs `affiant key`.
pub fn run(arguments: &Key, terminal: Terminal) -> Outcome {
    let told = match arguments {
        Key::New(arguments) => new(arguments),
        Key::Show(arguments) => show(arguments),
    };
    match told {
        Ok(text) => {
            terminal.out(&text);
            Outcome::Fine
        }
        Err(findings) => {
            papers::print_report(&findings.0, &findings.1, Format::Human, terminal);
            Outcome::Documents
        }
    }
}

/// What a private key's file turned out to be.
pub enum Private {
    /// It opens what was sealed to its public key.
    Here(PrivateKey),
    /// There is none on this machine.
    Missing,
}

/// The private key with this id, from the user's settings.
///
/// # Errors
/// Says what is wrong with its file.
pub fn private(disk: &Disk, id: &str) -> Result<Private, Box<Findings>> {
    let (name, mut sources, mut report) = (keys::name(id), Sources::default(), Report::default());
    let bytes = match disk.read(&FilePath::user(&*name)) {
        Ok(bytes) => bytes,
        Err(FileProblem::Missing) => return Ok(Private::Missing),
        Err(problem) => {
            return Err(Box::new(one(brief::unreadable(&shown(id), &problem))));
        }
    };
    let key = key::read_private(&mut sources, &name, &bytes, id).take(&mut report);
    key.filter(|_| !report.has(Severity::Error)).map(Private::Here).ok_or_else(|| Box::new((report, sources)))
}

/// The key of a matter; none when it has none.
///
/// # Errors
/// Says what is wrong with `key.toml`.
pub fn of_matter(disk: &Disk) -> Result<Option<MatterKey>, Box<Findings>> {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    match disk.read(&FilePath::matter(key::PATH)) {
        Ok(bytes) => {
            let key = key::read(&mut sources, &bytes).take(&mut report);
            if report.has(Severity::Error) { Err(Box::new((report, sources))) } else { Ok(key) }
        }
        Err(FileProblem::Missing) => Ok(None),
        Err(problem) => Err(Box::new(one(brief::unreadable(key::PATH, &problem)))),
    }
}

/// The forms that were made for a matter.
///
/// # Errors
/// Says what is wrong with `kits.toml`.
pub fn kits(disk: &Disk) -> Result<Vec<Kit>, Box<Findings>> {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    match disk.read(&FilePath::matter(kits::FILE)) {
        Ok(bytes) => {
            let kits = kits::read(&mut sources, &bytes).take(&mut report);
            if report.has(Severity::Error) { Err(Box::new((report, sources))) } else { Ok(kits) }
        }
        Err(FileProblem::Missing) => Ok(Vec::new()),
        Err(problem) => Err(Box::new(one(brief::unreadable(kits::FILE, &problem)))),
    }
}

fn new(arguments: &New) -> Result<String, Box<Findings>> {
    let disk = Disk::new(Some(arguments.matter.clone()), None);
    let title = title(&disk, &arguments.matter)?;
    let file = arguments.matter.join(key::PATH);
    let standing = match disk.read(&FilePath::matter(key::PATH)) {
        Ok(_) if !arguments.replace => return Err(Box::new(one(exists(&arguments.matter)))),
        Ok(bytes) => Some(digest::of(&bytes)),
        Err(FileProblem::Missing) => None,
        Err(problem) => return Err(Box::new(one(brief::unreadable(key::PATH, &problem)))),
    };
    let settings = user::config_folder().ok_or_else(|| Box::new(one(no_home())))?;
    let seed = random::bytes().map_err(|error| Box::new(one(crate::disk::unwritable(&file, &error))))?;
    let (private, made) = (PrivateKey::made_from(&seed), papers::today());
    let public = private.public();
    // The private key first: a public key whose private one was never written would seal answers for nobody.
    let kept = keys::add(&settings, &public.id(), &key::private_text(&private, &made));
    let kept = kept.map_err(|problem| Box::new(one(problem.diagnostic())))?;
    let text = MatterKey { public: public.clone(), made }.text();
    let written = write::write_user_file(&file, text.as_bytes(), standing);
    written.map_err(|problem| Box::new(one(problem.named(key::PATH).diagnostic())))?;
    let earlier = if standing.is_some() {
        "\nForms that were made before seal to the earlier key: keep its private key for as long as answers may come back.\n"
    } else {
        ""
    };
    Ok(format!(
        "made key {id} for \"{title}\"\n  public   {public}   forms seal answers to it; it is no secret\n  private  {private}   opens them; you alone can read this file\n\nMake a copy of the private key and keep it where nobody else comes: without it, answers that come back can be opened by\nnobody, and affiant makes no copy for you. It belongs into no matter, mail or shared folder.\n{earlier}",
        id = public.id(),
        public = file.display(),
        private = kept.display(),
    ))
}

fn show(arguments: &Show) -> Result<String, Box<Findings>> {
    let disk = Disk::new(Some(arguments.matter.clone()), None);
    let title = title(&disk, &arguments.matter)?;
    let key = of_matter(&disk)?.ok_or_else(|| Box::new(one(key::none(&arguments.matter.display().to_string()))))?;
    let (id, kits) = (key.public.id(), kits(&disk)?);
    let with = |id: &str| kits.iter().filter(|kit| kit.key.as_deref() == Some(id)).count();
    let mut lines = vec![
        format!("key {id} of \"{title}\", made on {}", key.made),
        format!("  public   {}", arguments.matter.join(key::PATH).display()),
        format!("  private  {}", where_it_lies(&disk, &id)?),
        format!("  forms    {}", sealing(with(&id))),
    ];
    let mut earlier: Vec<&str> =
        kits.iter().filter_map(|kit| kit.key.as_deref()).filter(|other| *other != id).collect();
    earlier.sort_unstable();
    earlier.dedup();
    for id in earlier {
        lines.push(format!("earlier key {id}"));
        lines.push(format!("  private  {}", where_it_lies(&disk, id)?));
        lines.push(format!("  forms    {}", sealing(with(id))));
    }
    Ok(lines.join("\n") + "\n")
}

fn sealing(forms: usize) -> String {
    match forms {
        0 => String::from("none seals to it yet"),
        1 => String::from("1 seals to it"),
        forms => format!("{forms} seal to it"),
    }
}

/// Where a private key lies, in words.
fn where_it_lies(disk: &Disk, id: &str) -> Result<String, Box<Findings>> {
    if let Private::Missing = private(disk, id)? {
        let whose = "not on this machine: answers sealed to it open where it is";
        return Ok(format!("{whose}, or here once it is copied to {}", shown(id)));
    }
    let open = user::config_folder().is_some_and(|folder| keys::is_open_to_others(&folder.join(keys::name(id))));
    let others = if open { "; others can read it, so take their permissions away" } else { "" };
    Ok(format!("{}{others}", shown(id)))
}

/// The path of a private key's file as messages name it.
#[must_use]
pub fn shown(id: &str) -> String {
    user::config_folder().map_or_else(|| keys::name(id), |folder| folder.join(keys::name(id)).display().to_string())
}

/// The matter's title; a key is for a matter.
fn title(disk: &Disk, folder: &Path) -> Result<String, Box<Findings>> {
    let (matter, findings) = papers::matter(disk, folder);
    matter.map(|matter| matter.title).ok_or_else(|| Box::new(findings))
}

fn one(found: Diagnostic) -> Findings {
    (Report::from(found), Sources::default())
}

fn exists(matter: &Path) -> Diagnostic {
    let matter = matter.display();
    Diagnostic::new(Code::KeyExists, "this matter has a key already")
        .in_file(key::PATH)
        .hint(format!("`affiant key show {matter}` tells about it"))
        .hint(format!("`affiant key new {matter} --replace` makes another one for the forms to come"))
}

fn no_home() -> Diagnostic {
    let wanted = words::list(&words::quoted(["HOME", "AFFIANT_CONFIG_DIR"]), "or");
    Diagnostic::new(Code::UnwritableOutput, "there is no folder of settings to keep the private key in")
        .hint(format!("set {wanted}"))
}
