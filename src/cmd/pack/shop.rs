//! What the pack commands share: the user's folders, the list of packs, and looking at a pack before it is taken.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::digest;
use crate::disk::problem::Cause;
use crate::disk::{Disk, WriteProblem, user, write, write_user_file};
use crate::fetch::{Problem, Stop};
use crate::files::{FilePath, FileProblem, Files};
use crate::pack::registry::{self, Registry};
use crate::pack::{About, Added, Pack, address};
use crate::source::Sources;

/// The user's folders and what is read from them.
pub struct Shop {
    /// Reads the user's settings and the fetched packs.
    pub disk: Disk,
    /// Where fetched packs lie.
    pub packs: PathBuf,
    config: PathBuf,
}

impl Shop {
    /// The user's folders; nothing is made before something is written.
    ///
    /// # Errors
    /// Says that the user has no home.
    pub fn open() -> Result<Self, Problem> {
        let (Some(config), Some(cache)) = (user::config_folder(), user::cache_folder()) else {
            return Err(Box::new(no_home()));
        };
        let whole = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
        Ok(Self { disk: Disk::new(None, None), packs: user::packs_in(&whole(cache)), config: whole(config) })
    }

    /// The list of packs as it is now; none when it is malformed.
    pub fn registry(&self, sources: &mut Sources, report: &mut Report) -> Option<Registry> {
        let (registry, _) = self.read(sources, report)?;
        Some(registry)
    }

    /// Changes the list of packs: `change` gives its new text, from what it is now. Another affiant may change it at
    /// the same time; then it is done anew, and nothing is lost.
    pub fn change(
        &self,
        sources: &mut Sources,
        report: &mut Report,
        mut change: impl FnMut(&Registry) -> Result<Option<String>, Problem>,
    ) -> bool {
        const TRIES: u32 = 50;
        for _ in 0..TRIES {
            let Some((registry, before)) = self.read(sources, report) else { return false };
            let text = match change(&registry) {
                Ok(Some(text)) => text,
                Ok(None) => return true,
                Err(problem) => {
                    report.push(*problem);
                    return false;
                }
            };
            match self.write(&text, before.as_deref()) {
                Ok(()) => return true,
                Err(problem) if problem.cause == Cause::Changed => {}
                Err(problem) => {
                    report.push(problem.diagnostic());
                    return false;
                }
            }
        }
        report
            .push(WriteProblem::new(self.config.join(registry::PATH).display().to_string(), Cause::Busy).diagnostic());
        false
    }

    fn read(&self, sources: &mut Sources, report: &mut Report) -> Option<(Registry, Option<Arc<[u8]>>)> {
        let path = FilePath::user(registry::PATH);
        match self.disk.read(&path) {
            Ok(bytes) => {
                let registry = registry::read(sources, &path.to_string(), &bytes).take(report)?;
                Some((registry, Some(bytes)))
            }
            Err(FileProblem::Missing) => Some((Registry::default(), None)),
            Err(problem) => {
                report.push(registry::unreadable(&path, &problem));
                None
            }
        }
    }

    fn write(&self, text: &str, before: Option<&[u8]>) -> Result<(), WriteProblem> {
        write::make_folder(&self.config)?;
        write_user_file(&self.config.join(registry::PATH), text.as_bytes(), before.map(digest::of))
    }
}

/// A folder as the pack of a name, before it has its place.
struct Unsettled(Disk);

impl Files for Unsettled {
    fn read(&self, path: &FilePath) -> Result<Arc<[u8]>, FileProblem> {
        self.0.read(&FilePath::pack(path.path.clone()))
    }
}

/// Looks at a pack before it is taken; what `look` makes of it, unless what it says of itself is wrong.
pub fn looked_at<T>(
    folder: &Path,
    name: &str,
    sources: &mut Sources,
    report: &mut Report,
    look: impl FnOnce(&Pack<'_>, &About, &mut Sources, &mut Report) -> T,
) -> Option<T> {
    let files = Unsettled(Disk::new(None, Some(folder.to_owned())));
    let pack = Pack::added(&files, Added { name: name.to_owned(), fetched: None });
    let about = pack.about(sources).take(report);
    pack.ledger(sources).take(report);
    let about = about.filter(|_| !report.has(Severity::Error))?;
    Some(look(&pack, &about, sources, report))
}

/// The lines that name templates as papers do; of very many, the first.
#[must_use]
pub fn named(pack: &str, templates: &[String]) -> String {
    const MOST: usize = 40;
    let mut text: String = templates.iter().take(MOST).map(|template| format!("  {pack}:{template}\n")).collect();
    if templates.len() > MOST {
        let _ = writeln!(text, "  and {} more: `affiant pack list --format json` has them all", templates.len() - MOST);
    }
    text
}

/// Why a name cannot be a pack's, as a finding.
#[must_use]
pub fn bad_name(name: &str) -> Option<Diagnostic> {
    let builtin = Pack::builtin().about(&mut Sources::default()).output.unwrap_or_default().name;
    let why = address::name_problem(name, &builtin)?;
    let found = Diagnostic::new(Code::PackClash, format!("a pack cannot be called `{name}`: {why}"));
    Some(found.hint("choose a name such as `hope`: papers will say `hope:support-letter@1.0.0`"))
}

/// An address as it is written down: a folder by its whole path.
pub fn url(text: &str) -> Result<String, Problem> {
    let refused = |why: &str| {
        let found =
            Diagnostic::new(Code::BadPackSource, format!("nothing is fetched from `{}`: {why}", address::shown(text)));
        Box::new(
            found.hint(
                "give `https://…`, `ssh://…`, `user@host:path`, `file:///…`, or the path of a repository's folder",
            ),
        )
    };
    if let Some(why) = address::url_problem(text) {
        return Err(refused(why));
    }
    let is_local = !text.contains("://") && (Path::new(text).exists() || !text.contains(':'));
    if !is_local {
        return Ok(text.to_owned());
    }
    let path = std::path::absolute(text).ok().filter(|path| path.exists());
    let path = path.as_ref().and_then(|path| path.to_str());
    path.map(str::to_owned).ok_or_else(|| refused("there is no such folder"))
}

/// A commit as it is written down.
pub fn commit(text: &str) -> Result<String, Problem> {
    let text = text.to_ascii_lowercase();
    if address::is_commit(&text) {
        return Ok(text);
    }
    let found =
        Diagnostic::new(Code::BadPackSource, format!("`{}` is not the whole name of a commit", text.escape_debug()));
    Err(Box::new(found.hint(
        "give all of its 40 digits, as `git rev-parse HEAD` prints them: a shorter name may come to mean another",
    )))
}

/// A tag as it is written down.
pub fn tag(text: &str) -> Result<String, Problem> {
    let strange = |letter: char| letter.is_control() || letter.is_whitespace() || "~^:?*[\\".contains(letter);
    let parts = || text.split('/');
    let wrong = text.is_empty()
        || text.starts_with('-')
        || text.contains(strange)
        || text.contains("..")
        || text.contains("@{")
        || parts().any(|part| {
            part.is_empty() || part.starts_with('.') || part.to_lowercase().ends_with(".lock") || part.ends_with('.')
        });
    if !wrong {
        return Ok(text.to_owned());
    }
    let found = Diagnostic::new(Code::BadPackSource, format!("`{}` cannot be the name of a tag", text.escape_debug()));
    Err(Box::new(found.hint("give a tag such as `v1.0.0`; `git ls-remote --tags URL` lists them")))
}

/// Lets Ctrl-C end a fetch in good order.
#[must_use]
pub fn stop() -> Stop {
    let stop: Stop = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&stop);
    // Without a handler Ctrl-C ends the process at once, and what it had begun is swept away by a later one.
    _ = ctrlc::set_handler(move || set.store(true, Ordering::Relaxed));
    stop
}

fn no_home() -> Diagnostic {
    Diagnostic::new(Code::BadSettings, "there is no folder for your settings: you have no home on this machine")
        .hint("set AFFIANT_CONFIG_DIR and AFFIANT_CACHE_DIR to two folders of your own")
}
