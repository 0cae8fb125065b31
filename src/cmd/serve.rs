//! `affiant serve`: fills papers in a browser, through a page on this machine alone.

use std::time::Duration;

use super::Outcome;
use super::papers;
use crate::ask::questionnaire;
use crate::ask::web::{Ending, Event, Limits, Server, Site};
use crate::cli::{Format, Serve};
use crate::diag::Report;
use crate::disk;
use crate::draft::Emit;
use crate::source::Sources;
use crate::term::Terminal;
use crate::words;
use crate::worker::Pool;

/// Opens the form, and answers until Ctrl-C or until nobody uses it.
pub fn run(arguments: &Serve, terminal: Terminal) -> Outcome {
    // First thing: the worker starts up while the matter is read.
    let pool = Pool::new(1);
    papers::ended(serve(arguments, terminal, pool), terminal)
}

fn serve(arguments: &Serve, terminal: Terminal, pool: Pool) -> Result<(), Box<papers::Findings>> {
    let interface = questionnaire::interface(&arguments.language)?;
    let (draft, pack) = (arguments.draft.as_deref(), arguments.pack.as_deref());
    let batch = papers::to_ask(&arguments.matter, draft, pack, Emit::Pdf)?;
    let limits = Limits { idle: idle(arguments.idle), ..Limits::default() };
    let site = Site {
        title: batch.title,
        root: batch.root,
        disk: batch.disk,
        papers: batch.papers,
        interface,
        again: again(arguments),
        today: papers::today,
    };
    let failed = |found: Box<crate::diag::Diagnostic>| Box::new((Report::from(*found), Sources::default()));
    let server = Server::bind(site, arguments.port, limits, move |event| tell(terminal, &event)).map_err(failed)?;
    let stop = server.stop();
    // Without a handler Ctrl-C still ends the process, and every file is whole all the same.
    _ = ctrlc::set_handler(move || stop.stop());
    let address = server.address();
    terminal.out(&format!(
        "The form is open, on this machine only. Open this address in a browser; it is good for one:\n\n  {address}\n\n\
         Every answer is saved at once. Ctrl-C ends the form{}.\n",
        limits.idle.map_or_else(String::new, |idle| format!(", and so does leaving it alone for {}", minutes(idle)))
    ));
    if arguments.open
        && let Some(Err(found)) = server.address_to_start_with().map(|address| disk::open_in_browser(&address))
    {
        papers::print_report(&Report::from(*found), &Sources::default(), Format::Human, terminal);
    }
    let ending = server.run(pool).map_err(failed)?;
    terminal.out(&match (ending, limits.idle) {
        (Ending::Idle, Some(idle)) => {
            format!("Nobody has used the form for {}, so it has ended. Every answer is saved.\n", minutes(idle))
        }
        _ => String::from("\nThe form has ended. Every answer is saved.\n"),
    });
    Ok(())
}

/// How the form is opened again.
fn again(arguments: &Serve) -> String {
    let draft = arguments.draft.as_ref().map_or_else(String::new, |draft| format!(" --draft {draft}"));
    format!("affiant serve {}{draft}", arguments.matter.display())
}

/// None ends a form that nobody ends.
fn idle(minutes: u64) -> Option<Duration> {
    (minutes > 0).then(|| Duration::from_secs(minutes.saturating_mul(60)))
}

fn minutes(idle: Duration) -> String {
    words::count(usize::try_from(idle.as_secs() / 60).unwrap_or(usize::MAX), "minute")
}

fn tell(terminal: Terminal, event: &Event) {
    match event {
        Event::LetIn { next } => {
            terminal
                .out(&format!("A browser has opened the form. For another one, this is the address:\n\n  {next}\n\n"));
        }
        Event::TurnedAway => terminal.out(
            "Another user of this machine has tried to reach the form, and was turned away. If it was you, start the \
             browser as the same user as the form.\n\n",
        ),
        Event::Broken(broken) => papers::print_report(&broken.0, &broken.1, Format::Human, terminal),
    }
}
