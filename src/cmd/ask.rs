//! `affiant ask`: fills one paper by asking its questions at the terminal.

use super::Outcome;
use super::papers;
use crate::ask::growth::Growth;
use crate::ask::questionnaire;
use crate::ask::talk::Person;
use crate::ask::terminal::{Conversation, Ending, Showing};
use crate::ask::{Questionnaire, Session, Talk};
use crate::cli::Ask;
use crate::diag::Report;
use crate::draft::Emit;
use crate::draft::kept::Kept;
use crate::interview::interface;
use crate::source::Sources;
use crate::term::Terminal;
use crate::value::Locale;
use crate::worker::Pool;

/// Asks the questions of one paper.
pub fn run(arguments: &Ask, terminal: Terminal) -> Outcome {
    let plain = arguments.plain || !terminal.screen;
    let mut person = Person::new(terminal, plain);
    super::restore_terminal_at_end();
    papers::ended(converse(arguments, terminal, &mut person), terminal)
}

fn converse(arguments: &Ask, terminal: Terminal, person: &mut dyn Talk) -> Result<Ending, Box<papers::Findings>> {
    let pool = Pool::new(1);
    let interface = questionnaire::interface(&arguments.language)?;
    let (draft, pack) = (arguments.draft.as_deref(), arguments.pack.as_deref());
    let batch = papers::to_ask(&arguments.matter, draft, pack, Emit::Text)?;
    let (draft, request) = papers::only(&batch)?;
    let questionnaire = Questionnaire::open(request, &batch.disk, interface, &mut Kept::default())?;
    let session = Session::resume(&batch.disk, &batch.root, draft, "terminal", &request.today)
        .map_err(|found| Box::new((Report::from(*found), Sources::default())))?;
    let matter = arguments.matter.display();
    let mut conversation = Conversation {
        form: questionnaire.form(),
        title: questionnaire.title(),
        draft,
        again: format!("affiant ask {matter} --draft {draft}{}", language_option(&arguments.language)),
        session,
        disk: &batch.disk,
        growth: Growth::new(pool, request.clone()),
        showing: Showing::new(terminal.width, terminal.color && !arguments.plain),
        locale: Locale::of(&arguments.language),
        letters: &questionnaire.letters,
        language: &questionnaire.front.language,
        others: questionnaire::other_papers(&batch.disk, draft)
            .map_err(|found| Box::new((Report::from(*found), Sources::default())))?,
        undoable: None,
    };
    conversation.run(person)
}

fn language_option(language: &str) -> String {
    if language == interface::DEFAULT { String::new() } else { format!(" --language {language}") }
}
