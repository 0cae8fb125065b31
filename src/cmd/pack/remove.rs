//! `affiant pack remove`: takes a pack out of the list of added packs.

use super::{ended, not_added, shop};
use crate::cli::pack::Remove;
use crate::cmd::Outcome;
use crate::diag::{Code, Diagnostic, Report};
use crate::pack::registry::Place;
use crate::source::Sources;
use crate::term::Terminal;
use shop::Shop;

/// Removes it, and says what stays.
pub fn run(arguments: &Remove, terminal: Terminal) -> Outcome {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let name = &arguments.name;
    match Shop::open() {
        Err(problem) => report.push(*problem),
        Ok(shop) => {
            let mut stays = None;
            let removed = shop.change(&mut sources, &mut report, |registry| {
                let Some(registered) = registry.get(name) else {
                    let known: Vec<&str> = registry.packs().map(|(name, _)| name).collect();
                    return Err(Box::new(not_added(name, &known)));
                };
                stays = matches!(registered.place, Place::Git(_)).then(|| shop.packs.join(name));
                let text = registry.without(name);
                text.map(Some)
                    .ok_or_else(|| Box::new(Diagnostic::new(Code::BadSettings, "the list of packs is no TOML")))
            });
            if removed {
                let stays = stays.map_or_else(String::new, |folder| {
                    format!("what was fetched stays in {}, for the papers that are locked to it\n", folder.display())
                });
                terminal.out(&format!("removed {name} from the list; new papers can no longer name it\n{stays}"));
            }
        }
    }
    ended(&report, &sources, terminal)
}
