//! The folder `out/`: drafts that are replaced if they are ours, finals that never are.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::folder::Folder;
use super::problem::{Cause, WriteProblem};
use super::sha256;
use super::write::{self, Temporary};
use crate::diag::{Code, Diagnostic};

/// What affiant wrote is recorded here.
const MANIFEST: &str = ".affiant.toml";
/// Whoever writes holds this file's lock meanwhile.
const LOCK: &str = ".affiant.busy";
/// The line that the manifest opens with.
const HEADING: &str = "# What affiant wrote here. A PDF that is not as it was written was signed or changed by someone,\n\
                       # and is never replaced.\n\n";

/// The output folder of a matter.
#[derive(Clone, Debug)]
pub struct Outputs {
    folder: PathBuf,
}

/// A draft in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The PDF.
    pub path: PathBuf,
    /// Where the PDF is now that stood there and was not ours.
    pub aside: Option<PathBuf>,
    /// Whether the very same PDF stood there already.
    pub same: bool,
}

/// A final paper in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// The PDF.
    pub path: PathBuf,
    /// The final of the same day that says something else, and stays.
    pub earlier: Option<PathBuf>,
    /// Whether the very same PDF stood there already.
    pub same: bool,
}

/// The SHA-256 of what was written under each name: the newest, and the one before until it is replaced.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Manifest {
    #[serde(default)]
    written: BTreeMap<String, Vec<String>>,
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
        write::sweep(&self.folder);
        write::sweep(&self.folder.join("final"));
    }

    /// Puts a draft in its place. A PDF there that somebody signed or changed is moved aside first.
    ///
    /// # Errors
    /// Says why not; what stood there still does.
    pub fn place(&self, id: &str, bytes: &[u8]) -> Result<Placed, WriteProblem> {
        let (name, path) = (format!("{id}.pdf"), self.draft(id));
        let failed = |error: io::Error| WriteProblem::of(&path, &error).named(format!("out/{name}"));
        let _held = self.hold()?;
        let mut manifest = self.manifest();
        let known = manifest.written.get(&name).map_or(&[][..], Vec::as_slice);
        let hash = sha256(bytes);
        let standing = self.standing(&name, known, &hash)?;
        if matches!(standing, Standing::Same) && known.contains(&hash) {
            return Ok(Placed { path, aside: None, same: true });
        }
        let same = matches!(standing, Standing::Same);
        let file = if same { None } else { Some(Temporary::write(&path, bytes).map_err(failed)?) };
        // Recorded before it is there: a process killed in between leaves the old one, which is known as well.
        let mut hashes = vec![hash];
        if let Standing::Ours(old) = &standing {
            hashes.push(old.clone());
        }
        manifest.written.insert(name.clone(), hashes);
        self.record(&manifest)?;
        let aside = match standing {
            Standing::Theirs { signed } => Some(self.set_aside(&path, id, signed).map_err(failed)?),
            _ => None,
        };
        if let Some(file) = file {
            file.rename(&path).map_err(failed)?;
        }
        Ok(Placed { path, aside, same })
    }

    /// Puts a final paper into `out/final/`, synced. Nothing there is ever replaced: when a final of that day says
    /// something else, the new one gets the next number and the earlier one stays.
    ///
    /// # Errors
    /// Says why not.
    pub fn finish(&self, id: &str, date: &str, bytes: &[u8]) -> Result<Finished, WriteProblem> {
        let _held = self.hold()?;
        let folder = self.folder.join("final");
        write::make_folder(&folder).map_err(|problem| problem.named("out/final"))?;
        let mut earlier = None;
        for number in 1_u32.. {
            let name = if number == 1 { format!("{id}-{date}.pdf") } else { format!("{id}-{date}-{number}.pdf") };
            let path = folder.join(&name);
            match write::write_new(&path, bytes) {
                Ok(()) => return Ok(Finished { path, earlier, same: false }),
                Err(problem) if problem.cause == Cause::Exists => {
                    if fs::read(&path).is_ok_and(|standing| standing == bytes) {
                        return Ok(Finished { path, earlier, same: true });
                    }
                    earlier = Some(path);
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
        let failed = |error: io::Error| WriteProblem::of(&path, &error).named(format!("out/{LOCK}"));
        let file = write::private().write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        if write::locked(&file, write::patience()).map_err(failed)? {
            Ok(file)
        } else {
            Err(WriteProblem::new("out", Cause::Busy))
        }
    }

    /// What is recorded. A record that cannot be read counts as none: then everything is somebody's, and nothing is lost.
    fn manifest(&self) -> Manifest {
        let bytes = Folder::new(&self.folder).read(MANIFEST).map(|(bytes, _)| bytes).unwrap_or_default();
        std::str::from_utf8(&bytes).ok().and_then(|text| toml::from_str(text).ok()).unwrap_or_default()
    }

    fn record(&self, manifest: &Manifest) -> Result<(), WriteProblem> {
        let path = self.folder.join(MANIFEST);
        let named = |error: io::Error| WriteProblem::of(&path, &error).named(format!("out/{MANIFEST}"));
        let text = toml::to_string(manifest).map_err(|error| named(io::Error::other(error)))?;
        let file = Temporary::write(&path, format!("{HEADING}{text}").as_bytes()).map_err(named)?;
        file.rename(&path).map_err(named)
    }

    fn standing(&self, name: &str, known: &[String], new: &str) -> Result<Standing, WriteProblem> {
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
        // What is no plain file, or is too large, or is being written by someone just now, is none of ours.
        let Ok((standing, _)) = Folder::new(&self.folder).read(name) else {
            return Ok(Standing::Theirs { signed: false });
        };
        if !metadata.is_file() {
            return Ok(Standing::Theirs { signed: false });
        }
        let hash = sha256(&standing);
        Ok(if hash == new {
            Standing::Same
        } else if known.contains(&hash) {
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
    /// The finding to show when somebody's PDF was moved aside.
    #[must_use]
    pub fn diagnostic(&self) -> Option<Diagnostic> {
        let name = |path: &Path| format!("out/{}", path.file_name().unwrap_or_default().to_string_lossy());
        let aside = name(self.aside.as_deref()?);
        let message = format!("`{}` was signed or changed by someone, so it was kept as `{aside}`", name(&self.path));
        Some(
            Diagnostic::new(Code::ChangedByHand, message)
                .in_file(aside)
                .hint("sign a final rather than a draft: `affiant build --final` writes one that is never replaced"),
        )
    }
}
