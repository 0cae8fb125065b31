//! Taking anew what a ledger says of files that may be amended, and nothing else.

use crate::pack::{Kind, Pack};
use crate::source::Sources;
use crate::template::Pin;

use super::{LedgerText, State};

/// The ledger's text with the hashes of the files beside released versions as they are now, and with editions of rules
/// that it does not list yet. What a released version is made of, and an edition that is listed, are never taken anew.
/// None when the ledger cannot be read.
#[must_use]
pub fn refresh(pack: &Pack<'_>, text: &str) -> Option<String> {
    let mut sources = Sources::default();
    let (ledger, mut changed) = (pack.ledger(&mut sources).output?, LedgerText::parse(text)?);
    for (kind, name, record) in ledger.versions().filter(|(_, _, record)| record.state != State::Draft) {
        let Some(pin) = Pin::parse(name, None) else { continue };
        let beside = pack.beside(kind, &pin);
        if beside != record.beside {
            changed.beside(kind, &pin, &beside);
        }
    }
    for id in pack.rules() {
        let Some(rule) = pack.rule(&mut sources, &id, None).output else { continue };
        for edition in &rule.editions {
            changed.edition(&id, &edition.from.to_string(), &edition.hash(&rule.citation));
        }
    }
    Some(changed.to_string())
}

impl Pack<'_> {
    /// The versions whose files beside the inputs are not as the ledger has them.
    pub fn amended(&self, sources: &mut Sources) -> Vec<(Kind, Pin)> {
        let Some(ledger) = self.ledger(sources).output else { return Vec::new() };
        let released = ledger.versions().filter(|(_, _, record)| record.state != State::Draft);
        let pins = released.filter_map(|(kind, name, record)| {
            let pin = Pin::parse(name, None)?;
            (self.beside(kind, &pin) != record.beside).then_some((kind, pin))
        });
        pins.collect()
    }
}
