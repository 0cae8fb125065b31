//! `affiant template withdraw`: a released version that nothing new should be built with.

use super::named::{self, Named};
use super::{alone, refused, shown};
use crate::cli::template::{KindChoice, Withdraw};
use crate::cmd::Outcome;
use crate::cmd::pack_folder::PackFolder;
use crate::cmd::papers::{self, Findings};
use crate::diag::{Code, Diagnostic};
use crate::pack::ledger::{Ledger, State};
use crate::pack::{Kind, Pack};
use crate::source::Sources;
use crate::template::Pin;
use crate::term::Terminal;
use crate::words;

/// Records it.
pub fn run(arguments: &Withdraw, terminal: Terminal) -> Outcome {
    let folder = match PackFolder::to_change(arguments.pack.pack.as_deref()) {
        Ok(folder) => folder,
        Err(diagnostic) => return refused(*diagnostic, terminal, Outcome::Usage),
    };
    if arguments.because.trim().is_empty() {
        return refused(no_reason(), terminal, Outcome::Usage);
    }
    match withdraw(arguments, &folder) {
        Ok(told) => {
            terminal.out(&told);
            Outcome::Fine
        }
        Err(findings) => shown(&findings, terminal),
    }
}

fn withdraw(arguments: &Withdraw, folder: &PackFolder) -> Result<String, Box<Findings>> {
    let pack = folder.pack();
    named::exact(&arguments.version).map_err(alone)?;
    let named = Named::find(&pack, &arguments.version, arguments.kind).map_err(alone)?;
    let (kind, pin) = (named.kind, named.pin(&pack).map_err(alone)?);
    let instead = arguments.instead.as_deref().map(|text| instead(&pack, kind, text)).transpose().map_err(alone)?;
    if instead.as_ref() == Some(&pin) {
        return Err(alone(replaces_itself(&pin)));
    }
    let today = papers::today().parse().unwrap_or_default();
    folder.change_ledger(|now, text| {
        if !is_released(now, kind, &pin) {
            return Err(Box::new(not_released(kind, &pin)));
        }
        if let Some(instead) = instead.as_ref().filter(|instead| !is_released(now, kind, instead)) {
            return Err(Box::new(not_released(kind, instead)));
        }
        let instead = instead.as_ref().map(Pin::bare);
        text.withdraw(kind, &pin, &arguments.because, instead.as_deref(), today);
        Ok(())
    })?;
    let users = users(&pack, kind, &pin);
    let next = if users.is_empty() {
        format!("who uses it: affiant template users {pin} DIR…")
    } else {
        format!("these templates use it, and go on doing so: {}", words::list(&users, "and"))
    };
    Ok(format!("{} {pin} withdrawn: {}\n  {next}\n", kind.word(), arguments.because))
}

/// The version that replaces it.
fn instead(pack: &Pack<'_>, kind: Kind, text: &str) -> Result<Pin, Box<Diagnostic>> {
    let pin = named::exact(text)?;
    Named::find(pack, text, Some(KindChoice::from(kind)))?;
    Ok(pin)
}

fn is_released(ledger: &Ledger, kind: Kind, pin: &Pin) -> bool {
    ledger.version(kind, pin).is_some_and(|record| record.state == State::Released)
}

/// The newest versions of templates that use a clause or look.
fn users(pack: &Pack<'_>, kind: Kind, pin: &Pin) -> Vec<String> {
    let mut users = Vec::new();
    for listed in pack.templates() {
        let newest = listed.versions.last().map(|version| Pin::new(listed.name.clone(), version.clone()));
        let Some(template) = newest.and_then(|newest| pack.template(&mut Sources::default(), &newest).output) else {
            continue;
        };
        let mut used: Box<dyn Iterator<Item = &Pin>> = match kind {
            Kind::Template => Box::new(std::iter::empty()),
            Kind::Clause => Box::new(template.front.clauses.iter()),
            Kind::Look => Box::new(std::iter::once(&template.front.look)),
        };
        if used.any(|used| used.name == pin.name && used.version == pin.version) {
            users.push(template.pin.to_string());
        }
    }
    users
}

fn not_released(kind: Kind, pin: &Pin) -> Diagnostic {
    let word = kind.word();
    Diagnostic::new(Code::NotReleasable, format!("the {word} `{pin}` is not released, or is withdrawn already"))
        .hint("`affiant template list` shows the states; a draft that nobody wants is deleted with its folder")
}

fn replaces_itself(pin: &Pin) -> Diagnostic {
    Diagnostic::new(Code::BadUsage, format!("`{pin}` cannot replace itself"))
        .hint("leave `--instead` out if nothing does")
}

fn no_reason() -> Diagnostic {
    Diagnostic::new(Code::BadUsage, "`--because` gives no reason")
        .hint("whoever builds with it reads the reason: `--because \"the form was replaced\"`")
}
