//! One paper's questions and answers, opened for a page and closed again: all that is kept is in the file.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Site;
use crate::ask::{Questionnaire, Session, questionnaire};
use crate::diag::{Diagnostic, Report, Severity};
use crate::disk::{Disk, Reads};
use crate::draft::Request;
use crate::draft::kept::Kept as Remembered;
use crate::files::{FilePath, FileProblem, Files};
use crate::interview::kept::{self, Kept};
use crate::interview::posted::Posted;
use crate::interview::save::{self, Applied};
use crate::interview::{Interface, Sheet};
use crate::source::Sources;

/// What the answers file calls this face.
const FACE: &str = "web";

/// Why nothing can be shown or saved: findings with their sources.
pub(super) type Broken = questionnaire::Broken;

/// One paper. Whoever changes its answers has its lock, so that two windows come one after the other.
pub(super) struct Desk {
    /// The draft's id, which is also the first step of its addresses within the form.
    pub(super) id: String,
    /// What to draft.
    pub(super) request: Request,
    books: Mutex<Books>,
    saving: Mutex<()>,
}

#[derive(Default)]
struct Books {
    kept: Remembered,
    /// The questions by language, with the files that they were read from.
    open: BTreeMap<&'static str, (Arc<Questionnaire>, Reads)>,
}

/// A paper as it stands.
pub(super) struct Opened {
    pub(super) questionnaire: Arc<Questionnaire>,
    pub(super) sheet: Sheet,
    /// What is kept beside the answers.
    pub(super) kept: Kept,
}

/// A save.
pub(super) struct Saved {
    /// What became of each answer.
    pub(super) applied: Applied,
    /// The paper as it was.
    pub(super) before: Opened,
    /// The paper as it is now.
    pub(super) after: Opened,
}

impl Opened {
    fn of(questionnaire: Arc<Questionnaire>, session: &Session) -> Result<Self, Broken> {
        let mut sources = Sources::default();
        let pass = session.answers(&mut sources);
        match pass.output {
            Some(answers) if !pass.report.has(Severity::Error) => {
                let form = questionnaire.form();
                let sheet = form.sheet(&answers);
                let kept = kept::of(&form, &answers, &sheet);
                Ok(Self { questionnaire, sheet, kept })
            }
            _ => Err(Box::new((pass.report, sources))),
        }
    }
}

impl Desk {
    pub(super) fn new(id: String, request: Request) -> Self {
        Self { id, request, books: Mutex::default(), saving: Mutex::default() }
    }

    /// The paper as its files say now.
    pub(super) fn open(&self, site: &Site, interface: &'static Interface) -> Result<Opened, Broken> {
        let questionnaire = self.questionnaire(&site.disk, interface)?;
        let session =
            Session::resume(&site.disk, &site.root, &self.id, FACE, &(site.today)()).map_err(|found| broken(*found))?;
        Opened::of(questionnaire, &session)
    }

    /// Saves what a page sent back in one language, and opens the paper in the one that comes next. When this returns,
    /// it is on disk.
    pub(super) fn save(
        &self,
        site: &Site,
        (interface, next): (&'static Interface, &'static Interface),
        posted: &Posted,
    ) -> Result<Saved, Broken> {
        let questionnaire = self.questionnaire(&site.disk, interface)?;
        let form = questionnaire.form();
        let today = (site.today)();
        let _one_by_one = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let mut session =
            Session::open(&site.disk, &site.root, &self.id, FACE, &(site.today)()).map_err(|found| broken(*found))?;
        let before = Opened::of(Arc::clone(&questionnaire), &session)?;
        let saved = session.change(&site.disk, |text| {
            let applied = save::apply(&form, text, posted, FACE, &today)?;
            Some((applied.text.clone(), applied))
        });
        let applied = saved.map_err(|found| broken(*found))?;
        let after = Opened::of(self.questionnaire(&site.disk, next)?, &session)?;
        Ok(Saved { applied, before, after })
    }

    /// The questions; read again only when one of the files that they come from has changed.
    fn questionnaire(&self, disk: &Disk, interface: &'static Interface) -> Result<Arc<Questionnaire>, Broken> {
        let mut books = self.books();
        if let Some((known, reads)) = books.open.get(interface.tag.as_str())
            && !reads.iter().any(|(path, seen)| disk.differs(path, seen))
        {
            return Ok(Arc::clone(known));
        }
        let noting = Noting { disk, reads: RefCell::default() };
        let opened = Questionnaire::open(&self.request, &noting, interface, &mut books.kept)?;
        let mut reads = noting.reads.into_inner();
        // The answers change with every save, and are read apart.
        if let Some(answers) = &opened.brief.answers_file {
            reads.remove(&FilePath::matter(answers.as_str()));
        }
        let opened = Arc::new(opened);
        books.open.insert(interface.tag.as_str(), (Arc::clone(&opened), reads));
        Ok(opened)
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[expect(clippy::unnecessary_box_returns, reason = "it is the error of all that opens a form")]
fn broken(found: Diagnostic) -> Broken {
    Broken::new((Report::from(found), Sources::default()))
}
/// A disk that notes what is read from it.
struct Noting<'d> {
    disk: &'d Disk,
    reads: RefCell<Reads>,
}

impl Files for Noting<'_> {
    fn read(&self, path: &FilePath) -> Result<Arc<[u8]>, FileProblem> {
        let fetched = self.disk.fetch(path);
        let seen = fetched.as_ref().map(|(_, stamp)| stamp.clone()).map_err(Clone::clone);
        self.reads.borrow_mut().insert(path.clone(), seen);
        fetched.map(|(bytes, _)| bytes)
    }
}
