//! Runs Typst over written source: one engine for a process, whose caches make the next paper quick.

mod area;
pub(super) mod check;
mod clusters;
pub mod coverage;
pub(super) mod drawn;
mod filled;
mod fit;
pub mod fonts;
mod ink;
pub mod letters;
mod lines;
mod mark;
mod order;
mod parts;
mod picture;
mod shelf;
pub(super) mod sight;
mod strange;
mod tone;
pub(super) mod wording;
mod world;

use std::sync::Arc;

use typst::diag::Warned;
use typst::foundations::{Binding, Bytes, Datetime, Module, Scope, Smart};
use typst::syntax::{FileId, RootedPath, VirtualPath, VirtualRoot};
use typst::utils::LazyHash;
use typst::{Library, World as _};
use typst_as_lib::{TypstAsLibError, TypstEngine};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::diag::{Diagnostic, Pass, Report, Severity};
use crate::typeset::errors::{self, Translator};
use crate::typeset::write::look_folder;
use crate::typeset::{Look, MAX_PAGES, Mark, Paper, Pdf, Written, images};

pub use fit::PageEnd;
pub use fonts::{FontSets, families};
pub use letters::{Cut, Letters};

use fonts::Fonts;
use mark::Marks;
use shelf::Shelf;
use world::PaperWorld;

/// Papers beyond this many share their virtual paths: Typst keeps at most 65,535 paths for a process's life.
const MAX_SLOTS: usize = 4096;

/// Rounds for which what Typst has computed is kept unused.
const ROUNDS_KEPT: usize = 10;

/// The files of one paper on the shelf.
pub(super) struct Shelved {
    /// The written source.
    pub(super) main: FileId,
    /// The look's source.
    pub(super) look: FileId,
    /// All files that the paper may see.
    open: Vec<FileId>,
}

/// Typesets papers. Keeping one engine keeps what it has computed, so that a paper that changes little is quick.
pub struct Engine {
    typst: TypstEngine,
    shelf: Shelf,
    library: LazyHash<Library>,
    fonts: FontSets,
    marks: Marks,
    prelude: FileId,
    standards: PdfStandards,
}

/// A paper on its pages, and what the page check finds on them.
struct LaidOut {
    document: PagedDocument,
    shelved: Shelved,
    found: Vec<check::Found>,
}

impl Engine {
    /// An engine with the embedded fonts and nothing on its shelf but affiant's own prelude.
    ///
    /// # Errors
    /// When the Typst that affiant was built with does not know PDF/A-2a with PDF/UA-1, or the prelude's path.
    pub fn new(fonts: FontSets) -> Result<Self, Box<Diagnostic>> {
        let broken_build = || Box::new(errors::broken_build());
        let shelf = Shelf::default();
        let typst = TypstEngine::builder().add_file_resolver(shelf.clone()).comemo_evict_max_age(None).build();
        let prelude = file_id("/affiant.typ").ok_or_else(broken_build)?;
        shelf.put_source(prelude, include_str!("prelude.typ"));
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|_| broken_build())?;
        let library = {
            let world = typst.world_builder(prelude).build().map_err(|_| broken_build())?;
            LazyHash::new(hardened(world.library()))
        };
        let marks = Marks::new(file_id("/draft.typ").ok_or_else(broken_build)?);
        Ok(Self { typst, shelf, library, fonts, marks, prelude, standards })
    }

    /// An engine that has the marks of drafts ready too, for who has the time while the first paper is still being
    /// composed.
    ///
    /// # Errors
    /// As [`Engine::new`].
    pub fn ready(fonts: FontSets) -> Result<Self, Box<Diagnostic>> {
        let mut engine = Self::new(fonts)?;
        engine.mark(1, &Mark::Draft);
        Ok(engine)
    }

    /// Typesets one paper; `slot` tells which paper of the process it is, so that its virtual files are used again.
    ///
    /// What the page check finds comes beside the PDF, errors too: a draft shows where the page is wrong, and only a
    /// final paper is refused. With other errors no PDF comes.
    pub fn typeset(&mut self, slot: usize, written: &Written, paper: &Paper, look: &Look) -> Pass<Option<Pdf>> {
        let mut report = Report::default();
        let pdf = self.pdf(slot, written, paper, look, &mut report);
        Pass::new(pdf, report)
    }

    /// Typesets one paper as [`Engine::typeset`] does, and gives each page as a picture: an SVG with the mark of a
    /// draft, in which a letter is an outline and nothing is said twice.
    pub fn pictures(
        &mut self,
        slot: usize,
        written: &Written,
        paper: &Paper,
        look: &Look,
    ) -> Pass<Option<Vec<Vec<u8>>>> {
        let mut report = Report::default();
        let laid = self.pages(slot, written, paper, look, &mut report);
        let pictures = laid.map(|(document, _)| document.pages().iter().map(picture::of).collect());
        Pass::new(pictures, report)
    }

    /// Lays one paper out and looks over its pages so many times, for its time to be taken; gives what was found each
    /// time.
    pub fn check_often(&self, written: &Written, look: &Look, times: usize) -> Option<usize> {
        let LaidOut { document, shelved, .. } = self.lay_out(0, written, look, &mut Report::default())?;
        let found = |_| {
            Some(check::check(
                &self.sheets(&document, &shelved, written)?,
                &written.literals,
                &written.source,
                shelved.look,
            ))
        };
        (0..times).map(found).try_fold(0, |sum, found| Some(sum + found?.len()))
    }

    /// How each page but the last ends.
    pub fn ends(&self, written: &Written, look: &Look) -> Option<Vec<PageEnd>> {
        let LaidOut { document, shelved, .. } = self.lay_out(0, written, look, &mut Report::default())?;
        Some(fit::ends(&self.sheets(&document, &shelved, written)?, &written.literals))
    }

    /// Forgets what Typst has computed and not used for ten rounds. To be called once per round of builds, after errors
    /// too.
    pub fn end_round(&self) {
        typst::comemo::evict(ROUNDS_KEPT);
    }

    /// What stands on each page of the paper, line by line, as it is laid out: without the mark of a draft.
    pub fn lines(&self, written: &Written, look: &Look) -> Option<Vec<Vec<String>>> {
        let LaidOut { document, .. } = self.lay_out(0, written, look, &mut Report::default())?;
        Some(document.pages().iter().map(|page| lines::of(&page.frame)).collect())
    }

    /// Lays the paper out and exports it.
    fn pdf(&mut self, slot: usize, written: &Written, paper: &Paper, look: &Look, report: &mut Report) -> Option<Pdf> {
        let (document, shelved) = self.pages(slot, written, paper, look, report)?;
        match typst_pdf::pdf(&document, &self.options(paper)) {
            Ok(bytes) => Some(Pdf { bytes, pages: document.pages().len() }),
            Err(diagnostics) => {
                // A new world, as marking needed the engine for itself.
                let fonts = self.fonts.of(&look.fonts);
                if let Some(world) = self.world(&fonts, &shelved) {
                    let translator = Translator { world: &world, written, look, shelved: &shelved };
                    report.extend(translator.error(&TypstAsLibError::from(diagnostics)));
                }
                None
            }
        }
    }

    /// Lays the paper out, checks its pages, and marks them.
    fn pages(
        &mut self,
        slot: usize,
        written: &Written,
        paper: &Paper,
        look: &Look,
        report: &mut Report,
    ) -> Option<(PagedDocument, Shelved)> {
        let LaidOut { document, shelved, found } = self.lay_out(slot, written, look, report)?;
        let fonts = self.fonts.of(&look.fonts);
        if let Some(world) = self.world(&fonts, &shelved).filter(|_| !found.is_empty()) {
            report.extend(Translator { world: &world, written, look, shelved: &shelved }.pages(&found));
        }
        let document = if clusters::has_marks(&written.source) { clusters::apart(&document) } else { document };
        self.mark(document.pages().len(), &paper.mark);
        let Some(document) = self.marks.finish(document, paper) else {
            report.push(errors::broken_build());
            return None;
        };
        Some((document, shelved))
    }

    /// Puts the paper's files on the shelf and compiles: a little closer or wider where the closing would leave too
    /// much of the page before it open.
    fn lay_out(&self, slot: usize, written: &Written, look: &Look, report: &mut Report) -> Option<LaidOut> {
        let shelved = self.shelve(slot, written, look, report)?;
        let fonts = self.fonts.of(&look.fonts);
        let Some(world) = self.world(&fonts, &shelved) else {
            report.push(errors::broken_build());
            return None;
        };
        let translator = Translator { world: &world, written, look, shelved: &shelved };
        let document = compile(&translator, report)?;
        let (mut least, found) = self.looked_over(&document, &shelved, written);
        if least <= fit::OPEN_LINES {
            return Some(LaidOut { document, shelved, found });
        }
        let mut best = None;
        for closeness in fit::CLOSENESS {
            self.shelf.put_source(shelved.main, &written.set_at(closeness));
            let Some(document) = compile(&translator, &mut Report::default()) else { continue };
            let (open, _) = self.looked_over(&document, &shelved, written);
            if open < least {
                (least, best) = (open, Some(closeness));
            }
            if open <= fit::OPEN_LINES {
                break;
            }
        }
        // The places of all words are those of the source that is there now.
        self.shelf.put_source(shelved.main, &best.map_or_else(|| written.source.clone(), |best| written.set_at(best)));
        let document = compile(&translator, &mut Report::default())?;
        let (_, found) = self.looked_over(&document, &shelved, written);
        Some(LaidOut { document, shelved, found })
    }

    /// How many lines are left open before the closing, and what the page check finds: both over the same pages.
    fn looked_over(&self, document: &PagedDocument, shelved: &Shelved, written: &Written) -> (f64, Vec<check::Found>) {
        let Some(pages) = self.sheets(document, shelved, written) else { return (0.0, Vec::new()) };
        let may_fit = written.is_fitted && (2..=fit::MOST_PAGES).contains(&pages.len());
        let open = if may_fit { fit::open_before_closing(&pages, &written.literals) } else { 0.0 };
        (open, check::check(&pages, &written.literals, &written.source, shelved.look))
    }

    /// What lies on the pages, and which words of the paper it shows.
    fn sheets<'d>(
        &self,
        document: &'d PagedDocument,
        shelved: &Shelved,
        written: &Written,
    ) -> Option<Vec<(ink::Sheet<'d>, Vec<parts::Part>)>> {
        let mut finder = parts::Finder::new(&self.shelf.source(shelved.main)?, &written.literals);
        let with_parts = |sheet| {
            let parts = finder.parts(&sheet);
            (sheet, parts)
        };
        Some(ink::of(document).into_iter().map(with_parts).collect())
    }

    /// Makes the marks that so many pages need, unless they are there.
    fn mark(&mut self, pages: usize, mark: &Mark) {
        if self.marks.prepare(pages, mark, &self.shelf) {
            let shelved =
                Shelved { main: self.marks.source(), look: self.marks.source(), open: vec![self.marks.source()] };
            let fonts = self.fonts.of(&[]);
            let made = self.world(&fonts, &shelved).map(|world| mark::make(&world));
            self.marks.keep(mark, made.unwrap_or_default());
        }
    }

    /// Puts the files of a paper and its look on the shelf, if they may lie there.
    fn shelve(&self, slot: usize, written: &Written, look: &Look, report: &mut Report) -> Option<Shelved> {
        if let Some(too_deep) = &written.too_deep {
            report.push(errors::too_deep(too_deep.0));
            return None;
        }
        let folder = look_folder(look);
        let main = file_id(&format!("/paper-{}/main.typ", slot % MAX_SLOTS));
        let look_id = file_id(&format!("{folder}/look.typ"));
        let (Some(main), Some(look_id)) = (main, look_id) else {
            report.push(errors::bad_path(look, &look.name));
            return None;
        };
        self.shelf.put_source(main, &written.source);
        self.shelf.put_source(look_id, &look.text);
        debug_assert!(self.shelf.is_well_formed(main), "written source has a syntax error:\n{}", written.source);
        let mut open = vec![main, look_id, self.prelude];
        for (name, bytes) in &look.assets {
            if let Err(problem) = images::check(name, bytes) {
                report.push(errors::bad_image(look, name, &problem));
            } else if let Some(id) = file_id(&format!("{folder}/{name}")) {
                self.shelf.put_bytes(id, bytes);
                open.push(id);
            } else {
                report.push(errors::bad_path(look, name));
            }
        }
        report.is_empty().then_some(Shelved { main, look: look_id, open })
    }

    /// The world of what has been put on the shelf.
    fn world<'a>(&'a self, fonts: &'a Fonts, shelved: &'a Shelved) -> Option<PaperWorld<'a>> {
        let inner = self.typst.world_builder(shelved.main).build().ok()?;
        Some(PaperWorld { inner, library: &self.library, fonts, open: &shelved.open })
    }

    /// How the PDF is exported: nothing in it depends on anything but the paper.
    fn options(&self, paper: &Paper) -> PdfOptions {
        PdfOptions {
            ident: Smart::Custom(ident(paper)),
            creator: Smart::Custom(Some(concat!("affiant ", env!("CARGO_PKG_VERSION")).to_owned())),
            timestamp: date(paper).map(Timestamp::new_utc),
            page_ranges: None,
            standards: self.standards.clone(),
            tagged: true,
            pretty: false,
        }
    }
}

/// Lays a paper out, unless it has errors or too many pages.
fn compile(translator: &Translator<'_>, report: &mut Report) -> Option<PagedDocument> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(translator.world);
    for warning in &warnings {
        report.extend(translator.warning(warning));
    }
    match output.map_err(TypstAsLibError::from) {
        Ok(document) if document.pages().len() > MAX_PAGES => {
            report.push(errors::too_many_pages(document.pages().len(), translator.written));
        }
        Ok(document) => {
            let says = |words: &str| {
                let words = words.strip_prefix("mailto:").unwrap_or(words);
                translator.look.text.contains(words) || translator.written.source.contains(words)
            };
            report.extend(translator.forbidden(drawn::forbidden(&document, &says)));
            if !report.has(Severity::Error) {
                return Some(document);
            }
        }
        Err(error) => report.extend(translator.error(&error)),
    }
    None
}

/// What tells the PDF from those of other papers.
fn ident(paper: &Paper) -> String {
    let redline = match &paper.mark {
        Mark::Redline(what) => format!("\n{what}"),
        Mark::None | Mark::Draft => String::new(),
    };
    format!("{}\n{}\n{}{redline}", paper.title, paper.author.as_deref().unwrap_or(""), paper.date)
}

/// The paper's date as Typst has dates.
fn date(paper: &Paper) -> Option<Datetime> {
    let part = |number: i8| u8::try_from(number).ok();
    Datetime::from_ymd_hms(paper.date.year().into(), part(paper.date.month())?, part(paper.date.day())?, 0, 0, 0)
}

/// The id of a virtual path, always the same for the same path.
fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// The library without what runs foreign code: `plugin` and `eval`, in `std` too.
fn hardened(library: &Library) -> Library {
    let mut library = library.clone();
    let mut scope = Scope::deduplicating();
    for (name, binding) in library.global.scope().iter() {
        if name != "plugin" && name != "eval" {
            scope.bind(name.clone(), binding.clone());
        }
    }
    let global = Module::new("global", scope);
    library.global = global.clone();
    library.std = Binding::detached(global);
    library
}

/// Bytes that Typst shares with us.
fn shared(bytes: &Arc<[u8]>) -> Bytes {
    Bytes::new(Arc::clone(bytes))
}
