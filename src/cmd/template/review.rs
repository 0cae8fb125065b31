//! `affiant template review`: the ledger records that a lawyer has read a version, and when it should be read again.

use super::named::Named;
use super::{alone, refused, shown};
use crate::cli::template::Review;
use crate::cmd::Outcome;
use crate::cmd::pack_folder::PackFolder;
use crate::cmd::papers::{self, Findings};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::pack::ledger::{self, State};
use crate::source::Sources;
use crate::term::Terminal;

/// Records the review.
pub fn run(arguments: &Review, terminal: Terminal) -> Outcome {
    let folder = match PackFolder::to_change(arguments.pack.pack.as_deref()) {
        Ok(folder) => folder,
        Err(diagnostic) => return refused(*diagnostic, terminal, Outcome::Usage),
    };
    if arguments.by.trim().is_empty() {
        return refused(no_reviewer(), terminal, Outcome::Usage);
    }
    match record(arguments, &folder) {
        Ok(told) => {
            terminal.out(&told);
            Outcome::Fine
        }
        Err(findings) => shown(&findings, terminal),
    }
}

fn record(arguments: &Review, folder: &PackFolder) -> Result<String, Box<Findings>> {
    let (pack, mut sources, mut report) = (folder.pack(), Sources::default(), Report::default());
    let named = Named::find(&pack, &arguments.name, arguments.kind).map_err(alone)?;
    let (kind, pin) = (named.kind, named.pin(&pack).map_err(alone)?);
    let on = arguments.on.or_else(|| papers::today().parse().ok()).unwrap_or_default();
    if arguments.next.is_some_and(|next| next <= on) {
        return Err(alone(next_before(&on.to_string())));
    }
    // Nobody has reviewed what is not what was released.
    pack.altered_version(&mut sources, kind, &pin).take(&mut report);
    if report.has(Severity::Error) {
        return Err(Box::new((report, sources)));
    }
    let review = ledger::Review { by: arguments.by.clone(), on, next: arguments.next };
    let mut draft = false;
    folder.change_ledger(|now, text| {
        draft = now.version(kind, &pin).is_none_or(|record| record.state == State::Draft);
        let inputs = pack.own_inputs(kind, &pin);
        text.review(kind, &pin, &review, Some(&inputs).filter(|_| draft));
        Ok(())
    })?;
    let note = if draft { "\nit is still a draft: the review counts as long as no byte of it changes" } else { "" };
    let next = review.next.map_or_else(String::new, |next| format!(", next by {next}"));
    Ok(format!("{} {pin}: reviewed on {on} by {}{next}{note}\n", kind.word(), review.by))
}

fn no_reviewer() -> Diagnostic {
    Diagnostic::new(Code::BadUsage, "`--by` names nobody").hint("say who has read it: `--by \"A. Lawyer\"`")
}

fn next_before(on: &str) -> Diagnostic {
    Diagnostic::new(Code::BadUsage, format!("the next review is not after this one, which was on {on}"))
        .hint("give the day by which it should be read again, as in `--next 2027-11-20`")
}
