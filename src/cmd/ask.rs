//! `affiant ask`: fills one paper by asking its questions at the terminal.

use super::Outcome;
use super::papers;
use crate::ask::growth::Growth;
use crate::ask::talk::Person;
use crate::ask::terminal::{Conversation, Ending, Showing};
use crate::ask::{Session, Talk};
use crate::cli::{self, Ask, Format};
use crate::diag::{Code, Report, Severity};
use crate::draft::kept::Kept;
use crate::draft::{Emit, Finish, brief};
use crate::facts::{self, Node, NodeKind};
use crate::fields::Asked;
use crate::files::{FilePath, Files};
use crate::interview::{self, Form, Interface, Translated};
use crate::pack::{Pack, Packs};
use crate::source::Sources;
use crate::term::Terminal;
use crate::value::Locale;
use crate::words;
use crate::worker::Pool;

/// Asks the questions of one paper.
pub fn run(arguments: &Ask, terminal: Terminal) -> Outcome {
    let plain = arguments.plain || !terminal.screen;
    let mut person = Person::new(terminal, plain);
    match converse(arguments, terminal, &mut person) {
        Ok(Ending::Done | Ending::Stopped) => Outcome::Fine,
        Err(findings) => {
            papers::print_report(&findings.0, &findings.1, Format::Human, terminal);
            let usage = findings.0.diagnostics.iter().any(|found| found.code == Code::BadUsage);
            if usage { Outcome::Usage } else { Outcome::Documents }
        }
    }
}

fn converse(arguments: &Ask, terminal: Terminal, person: &mut dyn Talk) -> Result<Ending, Box<papers::Findings>> {
    let pool = Pool::new(1);
    let interface = Interface::of(&arguments.language).ok_or_else(|| Box::new(no_language(&arguments.language)))?;
    let subject = cli::Subject {
        matter: arguments.matter.clone(),
        drafts: arguments.draft.iter().cloned().collect(),
        pack: arguments.pack.clone(),
        ..cli::Subject::default()
    };
    let batch = papers::batch(&subject, None, Finish::Draft, Emit::Text)?;
    let [(draft, request)] = &batch.papers[..] else {
        let ids: Vec<&str> = batch.papers.iter().map(|(id, _)| id.as_str()).collect();
        return Err(Box::new(which_draft(&ids)));
    };

    let mut report = Report::default();
    let mut sources = Sources::default();
    let base = if request.pack { Pack::from_files(&batch.disk) } else { Pack::builtin() };
    let packs = Packs::around(base, &batch.disk);
    let gathered = brief::gather(request, &batch.disk, &packs, &mut sources, &mut Kept::default()).take(&mut report);
    let Some(brief) = gathered else { return Err(Box::new((report, sources))) };
    let pack = packs.of(&mut sources, &brief.pin, brief.locked()).take(&mut report);
    let template = pack.as_ref().and_then(|pack| pack.template(&mut sources, &brief.pin).take(&mut report));
    let (Some(pack), Some(template)) = (pack, template) else { return Err(Box::new((report, sources))) };
    let front = &template.front;
    let questions = pack.questions(&mut sources, &brief.pin, &arguments.language).take(&mut report);
    let translated = match &questions {
        Some(questions) => interview::translate(&front.parties, &front.fields, questions).take(&mut report),
        None => Translated { parties: front.parties.clone(), fields: front.fields.clone() },
    };
    if report.has(Severity::Error) {
        return Err(Box::new((report, sources)));
    }

    let session = Session::open(&batch.disk, &batch.root, draft, "terminal", &request.today)
        .map_err(|found| Box::new((Report::from(*found), Sources::default())))?;
    let form = Form {
        asked: Asked { parties: &translated.parties, fields: &translated.fields, ..front.asked() },
        facts: &brief.facts,
        with: &brief.with,
        answers_file: &brief.answers_file,
        interface,
    };
    let matter = arguments.matter.display();
    let mut conversation = Conversation {
        form,
        title: &front.title,
        draft,
        again: format!("affiant ask {matter} --draft {draft}{}", language_option(&arguments.language)),
        session,
        disk: &batch.disk,
        growth: Growth::new(pool, request.clone()),
        showing: Showing::new(terminal.width, terminal.color && !arguments.plain),
        locale: Locale::of(&arguments.language),
        others: others(&batch, draft, &mut sources),
    };
    conversation.run(person)
}

/// What the matter's other papers say in prose.
fn others(batch: &papers::Batch, draft: &str, sources: &mut Sources) -> Vec<String> {
    fn walk(node: &Node, texts: &mut Vec<String>) {
        match &node.kind {
            NodeKind::Text(text) => texts.push(text.clone()),
            NodeKind::List(items) => items.iter().for_each(|item| walk(item, texts)),
            NodeKind::Table(table) => table.entries.iter().for_each(|entry| walk(&entry.value, texts)),
            _ => {}
        }
    }
    let mut texts = Vec::new();
    let folder = FilePath::matter("answers");
    for name in batch.disk.list(&folder).unwrap_or_default() {
        if name.strip_suffix(".toml").is_none_or(|id| id == draft) {
            continue;
        }
        let name = format!("answers/{name}");
        let Ok(bytes) = batch.disk.read(&FilePath::matter(&*name)) else { continue };
        // What is wrong with another paper's answers is that paper's to report.
        if let Some(node) = facts::read(sources, &name, &bytes).output {
            walk(&node, &mut texts);
        }
    }
    texts
}

fn language_option(language: &str) -> String {
    if language == interview::interface::DEFAULT { String::new() } else { format!(" --language {language}") }
}

fn which_draft(ids: &[&str]) -> papers::Findings {
    let quoted = words::quoted(ids);
    let first = ids.first().copied().unwrap_or("ID");
    let message = format!("this matter has {}: {}", words::count(ids.len(), "paper"), words::list(&quoted, "and"));
    papers::usage(&message, &format!("say which one to fill: `--draft {first}`"))
}

fn no_language(language: &str) -> papers::Findings {
    let known = words::quoted(Interface::languages());
    papers::usage(
        &format!("there are no questions in `{language}`"),
        &format!("the form speaks {}", words::list(&known, "and")),
    )
}
