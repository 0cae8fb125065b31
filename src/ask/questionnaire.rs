//! The questions of one paper as a face asks them: what the case's files say, read once, and the form made from it.

use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::disk::Disk;
use crate::draft::brief::{self, Brief};
use crate::draft::kept::Kept;
use crate::draft::{Request, Subject};
use crate::facts::{self, Node, NodeKind};
use crate::fields::Asked;
use crate::files::{FilePath, FileProblem, Files};
use crate::interview::{self, Form, Interface, Translated};
use crate::pack::{Pack, Packs};
use crate::source::Sources;
use crate::template::FrontMatter;
use crate::template::tokens::frames::framed;
use crate::typeset::engine::coverage::Coverage;
use crate::words;

/// What the questions of one paper are made from, as its files said when it was opened.
#[derive(Debug)]
pub struct Questionnaire {
    /// The draft's id.
    pub draft: String,
    /// What the matter says of the paper.
    pub brief: Brief,
    /// The front matter of the paper's template.
    pub front: FrontMatter,
    /// The words of the form.
    pub interface: &'static Interface,
    /// What the fonts of the paper can print.
    pub letters: Coverage,
    /// The template's questions in the language of the form.
    translated: Translated,
}

/// Why no question can be asked: findings with their sources.
pub type Broken = Box<(Report, Sources)>;

impl Questionnaire {
    /// Reads what the paper of a request asks, in the words of a form; `kept` holds what an earlier reading found.
    ///
    /// # Errors
    /// Says what is wrong with the matter, its facts or the template.
    pub fn open(
        request: &Request,
        files: &dyn Files,
        interface: &'static Interface,
        kept: &mut Kept,
    ) -> Result<Self, Broken> {
        let mut report = Report::default();
        let mut sources = Sources::default();
        let base = if request.pack { Pack::from_files(files) } else { Pack::builtin() };
        let packs = Packs::around(base, files);
        let gathered = brief::gather(request, files, &packs, &mut sources, kept).take(&mut report);
        let Some(brief) = gathered else { return Err(Box::new((report, sources))) };
        let pack = packs.of(&mut sources, &brief.pin, brief.locked()).take(&mut report);
        let template = pack.as_ref().and_then(|pack| pack.template(&mut sources, &brief.pin).take(&mut report));
        let (Some(pack), Some(template)) = (pack, template) else { return Err(Box::new((report, sources))) };
        let fields = framed(&template.front.fields, &template.body);
        let front = FrontMatter { fields, ..template.front.clone() };
        let questions = pack.questions(&mut sources, &brief.pin, &interface.tag).take(&mut report);
        let translated = match &questions {
            Some(questions) => interview::translate(&front.parties, &front.fields, questions).take(&mut report),
            None => Translated { title: None, parties: front.parties.clone(), fields: front.fields.clone() },
        };
        if report.has(Severity::Error) {
            return Err(Box::new((report, sources)));
        }
        // What is wrong with the look is the paper's to report.
        let look = pack.look(&mut sources, &front.look).output;
        let look = look.as_deref().map_or(&[][..], |look| &look.fonts);
        let letters = Coverage::with(&[&brief.fonts[..], look].concat());
        let draft = match &request.subject {
            Subject::Matter { draft } => draft.clone(),
            _ => String::new(),
        };
        Ok(Self { draft, brief, front, interface, letters, translated })
    }

    /// What the form calls the paper. The paper itself keeps the title of its template.
    #[must_use]
    pub fn title(&self) -> &str {
        self.translated.title.as_deref().unwrap_or(&self.front.title)
    }

    /// The form that the paper's questions are asked with.
    #[must_use]
    pub fn form(&self) -> Form<'_> {
        let Translated { parties, fields, .. } = &self.translated;
        Form {
            title: self.title(),
            asked: Asked { parties, fields, ..self.front.asked() },
            facts: &self.brief.facts,
            with: &self.brief.with,
            answers_file: self.brief.answers_file.as_deref().unwrap_or_default(),
            interface: self.interface,
        }
    }
}

/// The words of the form in a language.
///
/// # Errors
/// Says which languages there are.
pub fn interface(language: &str) -> Result<&'static Interface, Broken> {
    Interface::of(language).ok_or_else(|| {
        let known = words::quoted(Interface::languages());
        let message = format!("there are no questions in `{language}`");
        let found =
            Diagnostic::new(Code::BadUsage, message).hint(format!("the form speaks {}", words::list(&known, "and")));
        Box::new((Report::from(found), Sources::default()))
    })
}

/// What the matter's other papers say in prose, to tell a copied letter.
///
/// # Errors
/// Says why the folder of the answers cannot be listed.
pub fn other_papers(disk: &Disk, draft: &str) -> Result<Vec<String>, Box<Diagnostic>> {
    fn walk(node: &Node, texts: &mut Vec<String>) {
        match &node.kind {
            NodeKind::Text(text) => texts.push(text.clone()),
            NodeKind::List(items) => items.iter().for_each(|item| walk(item, texts)),
            NodeKind::Table(table) => table.entries.iter().for_each(|entry| walk(&entry.value, texts)),
            _ => {}
        }
    }
    let mut texts = Vec::new();
    let mut sources = Sources::default();
    let names = match disk.list(&FilePath::matter("answers")) {
        Ok(names) => names,
        Err(FileProblem::Missing) => Vec::new(),
        Err(problem) => return Err(Box::new(brief::unreadable("answers", &problem))),
    };
    for name in names {
        if name.strip_suffix(".toml").is_none_or(|id| id == draft) {
            continue;
        }
        let name = format!("answers/{name}");
        let Ok(bytes) = disk.read(&FilePath::matter(&*name)) else { continue };
        // What is wrong with another paper's answers is that paper's to report.
        if let Some(node) = facts::read(&mut sources, &name, &bytes).output {
            walk(&node, &mut texts);
        }
    }
    Ok(texts)
}
