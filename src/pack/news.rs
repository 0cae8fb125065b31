//! What one commit of a pack has that another had not, or had otherwise.

use jiff::civil::Date;

use crate::diag::{Pass, Report};
use crate::source::Sources;
use crate::template::Pin;

use super::ledger::{Ledger, State};
use super::{Kind, Pack};

/// The difference between two commits of a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Versions that are new.
    pub came: Vec<(Kind, Pin)>,
    /// Versions that are no longer there.
    pub gone: Vec<(Kind, Pin)>,
    /// Versions that were withdrawn since, with why and what replaces them.
    pub withdrawn: Vec<(Kind, Pin, String, Option<String>)>,
    /// Versions that were released and have other bytes now, which must never be.
    pub changed: Vec<(Kind, Pin)>,
    /// Editions of rules that are new, by the rule and their first day.
    pub editions: Vec<(String, Date)>,
}

/// Compares two commits of a pack.
pub fn news(old: &Pack<'_>, new: &Pack<'_>, sources: &mut Sources) -> Pass<News> {
    let mut report = Report::default();
    let was = old.ledger(sources).output.unwrap_or_default();
    let is = new.ledger(sources).take(&mut report).unwrap_or_default();
    let mut news = News::default();
    for kind in Kind::ALL {
        let (before, now) = (pins(old, kind), pins(new, kind));
        news.came.extend(now.iter().filter(|pin| !before.contains(pin)).map(|pin| (kind, pin.clone())));
        news.gone.extend(before.iter().filter(|pin| !now.contains(pin)).map(|pin| (kind, pin.clone())));
        for pin in before.into_iter().filter(|pin| now.contains(pin)) {
            if is_fixed(&was, kind, &pin) && old.own_inputs(kind, &pin) != new.own_inputs(kind, &pin) {
                news.changed.push((kind, pin.clone()));
            }
            if let Some((because, instead)) = withdrawal(&is, kind, &pin)
                && withdrawal(&was, kind, &pin).is_none()
            {
                news.withdrawn.push((kind, pin, because, instead));
            }
        }
    }
    for id in new.rules() {
        let known: Vec<Date> = editions(old, &id, sources);
        let came = editions(new, &id, sources).into_iter().filter(|from| !known.contains(from));
        news.editions.extend(came.map(|from| (id.clone(), from)));
    }
    Pass::new(news, report)
}

fn pins(pack: &Pack<'_>, kind: Kind) -> Vec<Pin> {
    let listed = pack.listed(kind).into_iter();
    let pins = listed.flat_map(|listed| {
        let name = listed.name;
        listed.versions.into_iter().map(move |version| Pin::new(name.clone(), version))
    });
    pins.collect()
}

fn editions(pack: &Pack<'_>, id: &str, sources: &mut Sources) -> Vec<Date> {
    if !pack.rules().iter().any(|known| known == id) {
        return Vec::new();
    }
    let rule = pack.rule(sources, id, None).output;
    rule.map(|rule| rule.editions.iter().map(|edition| edition.from).collect()).unwrap_or_default()
}

fn is_fixed(ledger: &Ledger, kind: Kind, pin: &Pin) -> bool {
    ledger.version(kind, pin).is_some_and(|record| record.state != State::Draft)
}

fn withdrawal(ledger: &Ledger, kind: Kind, pin: &Pin) -> Option<(String, Option<String>)> {
    match &ledger.version(kind, pin)?.state {
        State::Withdrawn { because, instead } => Some((because.clone(), instead.clone())),
        _ => None,
    }
}
