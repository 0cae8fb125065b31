//! `affiant pack update`: fetches what is new, and tells what came and what moved.

use std::fmt::Write as _;

use super::{ended, not_added, shop, short};
use crate::cli::pack::Update;
use crate::cmd::Outcome;
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::fetch::{self, Fetch, Problem, Remote, Stop, Stored, Wanted};
use crate::pack::news::{News, news};
use crate::pack::registry::{By, Followed, Place, Registered, Registry};
use crate::pack::{Fetched, Kind, Pack, Packs};
use crate::source::Sources;
use crate::template::Pin;
use crate::term::Terminal;
use shop::Shop;

/// Updates one pack or all, each on its own: what is wrong with one does not keep the others back.
pub fn run(arguments: &Update, terminal: Terminal) -> Outcome {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let shop = match Shop::open() {
        Ok(shop) => shop,
        Err(problem) => {
            report.push(*problem);
            return ended(&report, &sources, terminal);
        }
    };
    let Some(registry) = shop.registry(&mut sources, &mut report) else { return ended(&report, &sources, terminal) };
    let known: Vec<&str> = registry.packs().map(|(name, _)| name).collect();
    let wanted: Vec<&str> = match &arguments.name {
        Some(name) if registry.get(name).is_none() => {
            report.push(not_added(name, &known));
            Vec::new()
        }
        Some(name) => vec![name.as_str()],
        None if known.is_empty() => {
            terminal.out("no pack was added yet: `affiant pack add NAME --git URL`\n");
            Vec::new()
        }
        None => known,
    };
    let stop = shop::stop();
    for name in wanted {
        let mut own = Report::default();
        match registry.get(name).map(|registered| &registered.place) {
            Some(Place::Folder(path)) => terminal.out(&format!("{name}: read from {path} as it is at each build\n")),
            Some(Place::Git(followed)) => {
                let one = One { name, followed, shop: &shop, stop: &stop, accept: arguments.accept_moved };
                if let Some(said) = one.update(arguments, &mut sources, &mut own) {
                    terminal.out(&said);
                }
            }
            None => {}
        }
        report.extend(own);
    }
    ended(&report, &sources, terminal)
}

/// One pack that is updated.
struct One<'a> {
    name: &'a str,
    followed: &'a Followed,
    shop: &'a Shop,
    stop: &'a Stop,
    accept: bool,
}

impl One<'_> {
    /// What to print; none when it could not be updated.
    fn update(&self, arguments: &Update, sources: &mut Sources, report: &mut Report) -> Option<String> {
        let told = |problem: Problem| report.push(*problem);
        let by = match (&arguments.tag, &arguments.commit) {
            (Some(tag), _) => shop::tag(tag).map(By::Tag),
            (None, Some(commit)) => {
                let commit = shop::commit(commit);
                return commit
                    .map_err(told)
                    .ok()
                    .and_then(|commit| self.go(&By::Commit, &Wanted::Commit(commit), sources, report));
            }
            (None, None) if arguments.newest => Ok(By::Branch),
            (None, None) => Ok(self.followed.by.clone()),
        };
        let by = by.map_err(told).ok()?;
        let wanted = match &by {
            By::Branch => Wanted::Branch,
            By::Tag(tag) => Wanted::Tag(tag.clone()),
            By::Commit => {
                let name = self.name;
                return Some(format!(
                    "{name}: stays at commit {}, with which it was added\n  `affiant pack update {name} --newest` follows the \
                     default branch from now on, `--tag TAG` a tag\n",
                    short(&self.followed.fetched.commit)
                ));
            }
        };
        self.go(&by, &wanted, sources, report)
    }

    fn go(&self, by: &By, wanted: &Wanted, sources: &mut Sources, report: &mut Report) -> Option<String> {
        let Followed { fetched, .. } = self.followed;
        let begin = || {
            let fetch = Fetch::begin(&fetched.git, &self.shop.packs, self.stop)?;
            let remote = fetch.remote()?;
            self.not_moved(wanted, &remote)?;
            Ok((fetch, remote))
        };
        let (fetch, remote) = begin().map_err(|problem: Problem| report.push(*problem)).ok()?;
        let packs = Packs::around(Pack::builtin(), &self.shop.disk);
        let old = packs.named(sources, self.name, None).output.filter(|old| old.unreadable_files().is_empty());
        // What is there already and whole is not fetched again.
        if let Some(old) = old.as_ref().filter(|_| remote.commit(wanted) == Some(&fetched.commit)) {
            let version = old.about(sources).take(report)?.version;
            self.register(by, fetched, sources, report).then_some(())?;
            return Some(self.told(by, &version, fetched, &remote, &News::default(), true));
        }
        let stored = fetch.take(self.name, &remote, wanted).map_err(|problem| report.push(*problem)).ok()?;
        let (version, news) =
            shop::looked_at(stored.folder(), self.name, sources, report, |new, about, sources, report| {
                let news = old.as_ref().map(|old| news(old, new, sources).take(report));
                (about.version.clone(), news.unwrap_or_default())
            })?;
        if !news.changed.is_empty() && !self.accept {
            report.push(self.changed(&news.changed));
            return None;
        }
        stored.settle().map_err(|problem| report.push(*problem)).ok()?;
        let Stored { commit, sha256, .. } = &stored;
        let now = Fetched { git: fetched.git.clone(), commit: commit.clone(), sha256: sha256.clone() };
        self.register(by, &now, sources, report).then_some(())?;
        Some(self.told(by, &version, &now, &remote, &news, old.is_some()))
    }

    /// Whether a tag still names what it named when it was used.
    fn not_moved(&self, wanted: &Wanted, remote: &Remote) -> Result<(), Problem> {
        let Wanted::Tag(tag) = wanted else { return Ok(()) };
        let before = self.followed.tags.get(tag);
        match (before, remote.tags.get(tag)) {
            (Some(before), Some(now)) if before != now && !self.accept => {
                let hint = format!(
                    "ask the pack's maintainers why; then `affiant pack update {} --tag {tag} --accept-moved`",
                    self.name
                );
                Err(Box::new(fetch::moved_tag(self.name, tag, before, now).hint(hint)))
            }
            _ => Ok(()),
        }
    }

    fn register(&self, by: &By, fetched: &Fetched, sources: &mut Sources, report: &mut Report) -> bool {
        self.shop.change(sources, report, |registry: &Registry| {
            let Some(Registered { place: Place::Git(now), .. }) = registry.get(self.name) else {
                return Err(Box::new(changed_meanwhile(self.name)));
            };
            if now.fetched != self.followed.fetched {
                return Err(Box::new(changed_meanwhile(self.name)));
            }
            let mut next = now.clone();
            next.by = by.clone();
            next.fetched = fetched.clone();
            if let By::Tag(tag) = by {
                next.tags.insert(tag.clone(), fetched.commit.clone());
            }
            if next == *now {
                return Ok(None);
            }
            Ok(registry.with(self.name, &Registered { place: Place::Git(next), span: None }))
        })
    }

    fn told(&self, by: &By, version: &str, fetched: &Fetched, remote: &Remote, news: &News, whole: bool) -> String {
        let name = self.name;
        let (before, now) = (short(&self.followed.fetched.commit), short(&fetched.commit));
        let at = match by {
            By::Tag(tag) => format!("tag {tag}, commit {now}"),
            By::Branch | By::Commit => format!("commit {now}"),
        };
        let mut text = if before == now && whole {
            format!("{name}: up to date, {version} ({at})\n")
        } else if before == now {
            format!("{name}: whole again, {version} ({at})\n")
        } else {
            format!("{name}: now {version} ({at}; before: {before})\n")
        };
        let pinned = |kind: Kind, pin: &Pin| match kind {
            Kind::Template => format!("{name}:{pin}"),
            Kind::Clause | Kind::Look => format!("{} {pin}", kind.word()),
        };
        for (kind, pin) in &news.came {
            let _ = writeln!(text, "  new: {}", pinned(*kind, pin));
        }
        for (rule, from) in &news.editions {
            let _ = writeln!(text, "  new: rule {rule}, edition from {from}");
        }
        for (kind, pin, because, instead) in &news.withdrawn {
            let because = if because.is_empty() { String::new() } else { format!(": {because}") };
            let instead = instead.as_ref().map_or_else(String::new, |instead| format!("; instead: {instead}"));
            let _ = writeln!(text, "  withdrawn: {}{because}{instead}", pinned(*kind, pin));
        }
        for (kind, pin) in &news.gone {
            let _ = writeln!(text, "  gone: {}", pinned(*kind, pin));
        }
        for (kind, pin) in &news.changed {
            let _ = writeln!(text, "  CHANGED although released: {}", pinned(*kind, pin));
        }
        if before != now {
            let _ = writeln!(text, "  papers that are locked stay at the commit that they were made with");
        }
        if let By::Tag(tag) = by {
            let newer = remote.versions().into_iter().rev().take_while(|other| other.name != *tag);
            let newer: Vec<String> = newer.map(|tag| tag.name).collect();
            if let Some(newest) = newer.first().filter(|_| remote.versions().iter().any(|known| known.name == *tag)) {
                let _ = writeln!(text, "  a newer tag is there: `affiant pack update {name} --tag {newest}`");
            }
        }
        text
    }

    fn changed(&self, changed: &[(Kind, Pin)]) -> Diagnostic {
        let message = format!("released versions of the pack `{}` are not what they were", self.name);
        let found = Diagnostic::new(Code::MovedTag, message);
        let found = changed.iter().fold(found, |found, (kind, pin)| found.note(format!("{} {pin}", kind.word())));
        let hint = format!("ask the pack's maintainers why; then `affiant pack update {} --accept-moved`", self.name);
        found.note("a released version never changes; a change is a new version").hint(hint)
    }
}

fn changed_meanwhile(name: &str) -> Diagnostic {
    let mut found = Diagnostic::new(
        Code::ChangedOnDisk,
        format!("the pack `{name}` was changed by something else meanwhile, so it was left alone"),
    )
    .hint("run the command again");
    found.severity = Severity::Error;
    found
}
