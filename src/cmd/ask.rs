//! `affiant ask`: fills one paper by asking its questions at the terminal.

use super::Outcome;
use super::papers;
use crate::ask::growth::Growth;
use crate::ask::questionnaire;
use crate::ask::talk::Person;
use crate::ask::terminal::{Conversation, Ending, Showing};
use crate::ask::{Questionnaire, Session, Talk};
use crate::cli::{self, Ask, Format};
use crate::diag::{Code, Report};
use crate::draft::kept::Kept;
use crate::draft::{Emit, Finish};
use crate::interview::interface;
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
    let interface = questionnaire::interface(&arguments.language)?;
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
    let questionnaire = Questionnaire::open(request, &batch.disk, interface, &mut Kept::default())?;
    let session = Session::open(&batch.disk, &batch.root, draft, "terminal", &request.today)
        .map_err(|found| Box::new((Report::from(*found), Sources::default())))?;
    let matter = arguments.matter.display();
    let mut conversation = Conversation {
        form: questionnaire.form(),
        title: &questionnaire.front.title,
        draft,
        again: format!("affiant ask {matter} --draft {draft}{}", language_option(&arguments.language)),
        session,
        disk: &batch.disk,
        growth: Growth::new(pool, request.clone()),
        showing: Showing::new(terminal.width, terminal.color && !arguments.plain),
        locale: Locale::of(&arguments.language),
        others: questionnaire::other_papers(&batch.disk, draft),
    };
    conversation.run(person)
}

fn language_option(language: &str) -> String {
    if language == interface::DEFAULT { String::new() } else { format!(" --language {language}") }
}

pub(super) fn which_draft(ids: &[&str]) -> papers::Findings {
    let quoted = words::quoted(ids);
    let first = ids.first().copied().unwrap_or("ID");
    let message = format!("this matter has {}: {}", words::count(ids.len(), "paper"), words::list(&quoted, "and"));
    papers::usage(&message, &format!("say which one to fill: `--draft {first}`"))
}
