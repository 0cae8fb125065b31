//! Which template versions a command is about: all of a pack, those of one name, or one.

use crate::cmd::papers;
use crate::diag::{Code, Diagnostic};
use crate::pack::ledger::State;
use crate::pack::{Kind, Pack};
use crate::source::Sources;
use crate::template::Pin;
use crate::words;

/// The versions that `NAME` or `NAME@VERSION` means, oldest first; all of the pack where nothing is said.
///
/// # Errors
/// Says that the pack has no such template.
pub fn versions(pack: &Pack<'_>, named: Option<&str>) -> Result<Vec<Pin>, Box<Diagnostic>> {
    let listed = pack.listed(Kind::Template);
    let pins = listed.iter().flat_map(|listed| {
        listed.versions.iter().map(|version| Pin {
            pack: None,
            name: listed.name.clone(),
            version: version.clone(),
            span: None,
        })
    });
    let Some(named) = named else { return Ok(pins.collect()) };
    let (name, version) = named.split_once('@').map_or((named, None), |(name, version)| (name, Some(version)));
    if version.is_some() && Pin::parse(named, None).is_none() {
        return Err(Box::new(papers::bad_pin(named)));
    }
    let of_name: Vec<Pin> = pins.filter(|pin| pin.name == name).collect();
    if of_name.is_empty() {
        let names = listed.iter().map(|listed| listed.name.as_str());
        return Err(Box::new(no_such(Code::UnknownTemplate, words::unknown("template", name, names), &names_of(pack))));
    }
    let Some(version) = version else { return Ok(of_name) };
    let known = words::quoted(&of_name);
    let chosen: Vec<Pin> = of_name.into_iter().filter(|pin| pin.version.to_string() == version).collect();
    if chosen.is_empty() {
        let message = format!("the template `{name}` has no version {version}");
        return Err(Box::new(no_such(Code::UnknownVersion, message, &known)));
    }
    Ok(chosen)
}

/// The versions that are worked on: where no version is named, the newest released one of each name, and drafts.
///
/// # Errors
/// Says that the pack has no such template.
pub fn current(pack: &Pack<'_>, named: Option<&str>) -> Result<Vec<Pin>, Box<Diagnostic>> {
    let pins = versions(pack, named)?;
    if named.is_some_and(|named| named.contains('@')) {
        return Ok(pins);
    }
    let mut sources = Sources::default();
    let states: Vec<State> = pins.iter().map(|pin| pack.state(&mut sources, Kind::Template, pin).output).collect();
    let released = |at: usize| states[at] == State::Released;
    let newer = |at: usize| (at + 1..pins.len()).any(|other| pins[other].name == pins[at].name && released(other));
    let current = |at: &usize| states[*at] == State::Draft || (released(*at) && !newer(*at));
    Ok((0..pins.len()).filter(current).map(|at| pins[at].clone()).collect())
}

fn names_of(pack: &Pack<'_>) -> Vec<String> {
    pack.listed(Kind::Template).iter().map(|listed| format!("`{}`", listed.name)).collect()
}

fn no_such(code: Code, message: String, known: &[String]) -> Diagnostic {
    let found = Diagnostic::new(code, message);
    match known {
        [] => found.hint("this pack has no template"),
        known => {
            found.hint(format!("there {} {}", if known.len() == 1 { "is" } else { "are" }, words::list(known, "and")))
        }
    }
}
