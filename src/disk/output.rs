//! The folder `out/`: drafts that are replaced if they are ours, finals that never are.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::folder::{self, Folder};
use super::place::Beside;
use super::problem::{Cause, WriteProblem};
use super::record::Record;
use super::write::{self, Temporary};
use crate::diag::{Code, Diagnostic, Report};
use crate::digest;

/// Whoever writes holds this file's lock meanwhile.
const LOCK: &str = ".affiant.busy";

/// The output folder of a matter.
#[derive(Clone, Debug)]
pub struct Outputs {
    folder: PathBuf,
}

/// A paper in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The PDF.
    pub path: PathBuf,
    /// What else is there to know.
    pub kept: Kept,
    /// Whether the very same PDF stood there already.
    pub same: bool,
}

/// What was kept beside the paper that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Nothing.
    Nothing,
    /// The PDF that stood there and was not ours, under this name now.
    Theirs(PathBuf),
    /// The final of the same day that says something else.
    EarlierFinal(PathBuf),
}

/// What stands in a draft's place.
enum Standing {
    Nothing,
    Same,
    /// Ours; its hash.
    Ours(String),
    /// Somebody's; whether it was signed.
    Theirs {
        signed: bool,
    },
}

impl Outputs {
    /// The output folder `out/` of a matter's folder. Nothing is made before something is written.
    #[must_use]
    pub fn new(matter: &Path) -> Self {
        Self { folder: matter.join("out") }
    }

    /// Makes the folder if need be, and removes what killed processes left there; for the start of a command.
    ///
    /// # Errors
    /// Says why there can be no such folder.
    pub fn open(matter: &Path) -> Result<Self, WriteProblem> {
        let outputs = Self::new(matter);
        write::make_folder(&outputs.folder).map_err(|problem| problem.named("out"))?;
        outputs.sweep();
        Ok(outputs)
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a draft's PDF stands.
    #[must_use]
    pub fn draft(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.pdf"))
    }

    /// Removes what killed processes left behind; for the start of a command that writes.
    pub fn sweep(&self) {
        if let Some(matter) = self.folder.parent() {
            write::sweep(matter);
            write::sweep(&matter.join("answers"));
            write::sweep(&matter.join(crate::schema::files::FOLDER));
            Beside::sweep_lock(matter);
            Beside::sweep_lock(&matter.join("answers"));
        }
        write::sweep(&self.folder);
        write::sweep(&self.folder.join("final"));
    }

    /// Puts a draft in its place. A PDF there that somebody signed or changed is moved aside first.
    ///
    /// # Errors
    /// Says why not; what stood there still does.
    pub fn put_draft(&self, id: &str, bytes: &[u8]) -> Result<Placed, WriteProblem> {
        let (name, path) = (format!("{id}.pdf"), self.draft(id));
        let failed = |error: io::Error| WriteProblem::of(&path, &error).named(format!("out/{name}"));
        let _held = self.hold()?;
        let mut record = Record::read(&self.folder)?;
        let hash = digest::hex(bytes);
        let standing = self.standing(&name, &record, &hash)?;
        let same = matches!(standing, Standing::Same);
        if same && record.knows(&name, &hash) {
            return Ok(Placed { path, kept: Kept::Nothing, same });
        }
        // The bytes come first: a full disk must not cost anyone the PDF that stands there.
        let file = if same { None } else { Some(Temporary::write(&path, bytes).map_err(failed)?) };
        let before = if let Standing::Ours(old) = &standing { Some(old.clone()) } else { None };
        record.add(&name, before.as_deref(), &hash).map_err(failed)?;
        let kept = match standing {
            Standing::Theirs { signed } => Kept::Theirs(self.set_aside(&path, id, signed).map_err(failed)?),
            _ => Kept::Nothing,
        };
        if let Some(file) = file {
            if before.is_some() {
                file.take_mode(&path);
            }
            file.rename(&path).map_err(failed)?;
        }
        Ok(Placed { path, kept, same })
    }

    /// Puts a final paper into `out/final/`, synced. Nothing there is ever replaced: when a final of that day says
    /// something else, the new one gets the next number and the earlier one stays.
    ///
    /// # Errors
    /// Says why not.
    pub fn put_final(&self, id: &str, date: &str, bytes: &[u8]) -> Result<Placed, WriteProblem> {
        let _held = self.hold()?;
        let folder = self.folder.join("final");
        write::make_folder(&folder).map_err(|problem| problem.named("out/final"))?;
        let mut kept = Kept::Nothing;
        for number in 1_u32.. {
            let name = if number == 1 { format!("{id}-{date}.pdf") } else { format!("{id}-{date}-{number}.pdf") };
            let path = folder.join(&name);
            match write::write_new(&path, bytes) {
                Ok(()) => return Ok(Placed { path, kept, same: false }),
                Err(problem) if problem.cause == Cause::Exists => {
                    if folder::read_at(&path).is_ok_and(|standing| standing == bytes) {
                        return Ok(Placed { path, kept, same: true });
                    }
                    kept = Kept::EarlierFinal(path);
                }
                Err(problem) => return Err(problem.named(format!("out/final/{name}"))),
            }
        }
        Err(WriteProblem::new(format!("out/final/{id}-{date}.pdf"), Cause::Exists))
    }

    /// Makes the folder if need be, and keeps other affiant processes from writing until the result is dropped.
    fn hold(&self) -> Result<File, WriteProblem> {
        write::make_folder(&self.folder).map_err(|problem| problem.named("out"))?;
        let path = self.folder.join(LOCK);
        let failed = |error: io::Error| {
            // Where the lock is not there yet, it is the folder that refuses it.
            let named = if path.symlink_metadata().is_ok() { format!("out/{LOCK}") } else { String::from("out/") };
            WriteProblem::of(&path, &error).named(named)
        };
        let file = write::private().write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        if write::locked(&file, write::patience()).map_err(failed)? {
            Ok(file)
        } else {
            Err(WriteProblem::new("out", Cause::Busy))
        }
    }

    fn standing(&self, name: &str, record: &Record, new: &str) -> Result<Standing, WriteProblem> {
        let path = self.folder.join(name);
        let failed = |error: io::Error| WriteProblem::of(&path, &error).named(format!("out/{name}"));
        let metadata = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Nothing),
            Err(error) => return Err(failed(error)),
        };
        if metadata.is_dir() {
            return Err(WriteProblem::new(format!("out/{name}"), Cause::IsAFolder));
        }
        if !metadata.is_file() {
            return Ok(Standing::Theirs { signed: false });
        }
        let standing = match Folder::new(&self.folder).read(name) {
            Ok((standing, _)) => standing,
            Err(problem) if problem.is_of_the_disk() => {
                return Err(WriteProblem::unread(format!("out/{name}"), &problem));
            }
            // Nothing that we wrote is so large.
            Err(_) => return Ok(Standing::Theirs { signed: false }),
        };
        let hash = digest::hex(&standing);
        Ok(if hash == new {
            Standing::Same
        } else if record.knows(name, &hash) {
            Standing::Ours(hash)
        } else {
            Standing::Theirs { signed: standing.windows(10).any(|bytes| bytes == b"/ByteRange") }
        })
    }

    /// Gives somebody's PDF a free name of its own. Where the system can, it keeps the old name too until the new
    /// draft takes it, so that a PDF stands there at every moment.
    fn set_aside(&self, path: &Path, id: &str, signed: bool) -> io::Result<PathBuf> {
        let what = if signed { "signed" } else { "changed by hand" };
        for number in 1_u32.. {
            let number = if number == 1 { String::new() } else { format!(" {number}") };
            let aside = self.folder.join(format!("{id} ({what}{number}).pdf"));
            let moved = match fs::hard_link(path, &aside) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => write::move_new(path, &aside),
                result => result,
            };
            match moved {
                Ok(()) => return Ok(aside),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Placed {
    /// What to tell about it.
    #[must_use]
    pub fn report(&self) -> Report {
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let own = name(&self.path);
        let mut report = Report::default();
        match &self.kept {
            Kept::Nothing => {}
            Kept::Theirs(aside) => {
                let aside = format!("out/{}", name(aside));
                let message = format!("`out/{own}` was signed or changed by someone, so it was kept as `{aside}`");
                let hint =
                    "sign a final rather than a draft: `affiant build --final` writes one that is never replaced";
                report.push(Diagnostic::new(Code::ChangedByHand, message).in_file(aside).hint(hint));
            }
            Kept::EarlierFinal(earlier) => {
                let earlier = format!("out/final/{}", name(earlier));
                let message = format!("`{earlier}` is a final of the same day and says something else; both are kept");
                let hint = format!("file `out/final/{own}`, and put the other one away if it was not served or filed");
                report.push(Diagnostic::new(Code::EarlierFinal, message).in_file(earlier).hint(hint));
            }
        }
        report
    }
}
