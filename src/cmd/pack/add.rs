//! `affiant pack add`: a pack from a repository or a folder, under the name that papers know it by.

use std::path::Path;

use super::{ended, shop, short};
use crate::cli::pack::Add;
use crate::cmd::Outcome;
use crate::diag::{Code, Diagnostic, Report};
use crate::fetch::{self, Fetch, Problem, Remote, Wanted};
use crate::pack::registry::{By, Followed, Place, Registered, Registry};
use crate::pack::{About, Fetched, Pack};
use crate::source::Sources;
use crate::term::Terminal;
use shop::Shop;

/// What a repository is asked for.
struct Source {
    url: String,
    tag: Option<String>,
    commit: Option<String>,
}

/// Adds the pack and says how to use it.
pub fn run(arguments: &Add, terminal: Terminal) -> Outcome {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    if let Some(said) = add(arguments, &mut sources, &mut report) {
        terminal.out(&said);
    }
    ended(&report, &sources, terminal)
}

/// What to print; none when it could not be added.
fn add(arguments: &Add, sources: &mut Sources, report: &mut Report) -> Option<String> {
    let name = arguments.name.as_str();
    let mut told = |problem: Problem| report.push(*problem);
    if let Some(found) = shop::bad_name(name) {
        told(Box::new(found));
        return None;
    }
    let shop = Shop::open().map_err(&mut told).ok()?;
    match (&arguments.git, &arguments.path) {
        (Some(git), _) => {
            let source = source(git, arguments).map_err(&mut told).ok()?;
            from_git(name, &source, &shop, sources, report)
        }
        (None, Some(path)) => from_folder(name, path, &shop, sources, report),
        (None, None) => None,
    }
}

fn source(git: &str, arguments: &Add) -> Result<Source, Problem> {
    Ok(Source {
        url: shop::url(git)?,
        tag: arguments.tag.as_deref().map(shop::tag).transpose()?,
        commit: arguments.commit.as_deref().map(shop::commit).transpose()?,
    })
}

fn from_folder(name: &str, path: &Path, shop: &Shop, sources: &mut Sources, report: &mut Report) -> Option<String> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (true, Some(text)) = (path.join("templates/pack.toml").is_file(), path.to_str()) else {
        report.push(no_pack(&path));
        return None;
    };
    let said = shop::looked_at(&path, name, sources, report, |pack, about, _, _| {
        format!(
            "added {name}: {} {}, read from {text} as it is at each build\n{}",
            about.name,
            about.version,
            use_of(name, pack, about)
        )
    })?;
    let registered = Registered { place: Place::Folder(text.to_owned()), span: None };
    let added = shop.change(sources, report, |registry| {
        clash(name, &registered.place, registry)?;
        Ok(registry.with(name, &registered))
    });
    added.then_some(said)
}

fn from_git(name: &str, source: &Source, shop: &Shop, sources: &mut Sources, report: &mut Report) -> Option<String> {
    let Source { url, tag, commit } = source;
    let wanted = match (commit, tag) {
        (Some(commit), _) => Wanted::Commit(commit.clone()),
        (None, Some(tag)) => Wanted::Tag(tag.clone()),
        (None, None) => Wanted::Branch,
    };
    let by = match (tag, commit) {
        (Some(tag), _) => By::Tag(tag.clone()),
        (None, Some(_)) => By::Commit,
        (None, None) => By::Branch,
    };
    // Before anything is fetched: what is sure to be refused need not be waited for.
    let registry = shop.registry(sources, report)?;
    let begin = || {
        already(name, source, &registry)?;
        let fetch = Fetch::begin(url, &shop.packs, &shop::stop())?;
        let remote = fetch.remote()?;
        if let (Some(tag), Some(commit)) = (tag, commit) {
            same(name, url, tag, commit, &remote)?;
        }
        let stored = fetch.take(name, &remote, &wanted)?;
        Ok((fetch, stored))
    };
    let (_fetch, stored) = begin().map_err(|problem: Problem| report.push(*problem)).ok()?;
    let said = shop::looked_at(stored.folder(), name, sources, report, |pack, about, _, _| {
        let tag = tag.as_ref().map_or_else(String::new, |tag| format!("tag {tag}, "));
        let from = format!("from {url} ({tag}commit {})", short(&stored.commit));
        (format!("{} {} {from}", about.name, about.version), use_of(name, pack, about))
    })?;
    stored.settle().map_err(|problem| report.push(*problem)).ok()?;
    let tags = tag.iter().map(|tag| (tag.clone(), stored.commit.clone())).collect();
    let fetched = Fetched { git: url.clone(), commit: stored.commit.clone(), sha256: stored.sha256.clone() };
    let registered = Registered { place: Place::Git(Followed { fetched, by, tags }), span: None };
    let mut kept = None;
    let added = shop.change(sources, report, |registry| {
        kept = already(name, source, registry)?;
        Ok(if kept.is_some() { None } else { registry.with(name, &registered) })
    });
    let (what, uses) = said;
    let said = match kept {
        Some(kept) if kept == stored.commit => format!("{name} is whole again: {what}\n"),
        Some(kept) => {
            format!(
                "fetched {what}\nnew papers of {name} still use commit {}: `affiant pack update {name}` changes that\n",
                short(&kept)
            )
        }
        None => format!("added {name}: {what}\n{uses}"),
    };
    added.then_some(said)
}

/// How to name what the pack has, and whom to ask.
fn use_of(name: &str, pack: &Pack<'_>, about: &About) -> String {
    let templates = pack.newest_templates();
    let named = shop::named(name, &templates);
    let first = templates.first().and_then(|template| template.split('@').next());
    let next = match first {
        Some(first) => {
            format!("papers name them so; to start a matter with one:\n  affiant new DIR --template {name}:{first}\n")
        }
        None => "it has no templates yet\n".to_owned(),
    };
    format!("licence {}; contact {}\n{named}{next}", about.licence, about.contact)
}

/// The commit that new papers use, if the pack is there from the same repository and only another commit of it is to
/// come into the cache; an error if the name is taken otherwise.
fn already(name: &str, source: &Source, registry: &Registry) -> Result<Option<String>, Problem> {
    match registry.get(name).map(|registered| &registered.place) {
        Some(Place::Git(followed)) if followed.fetched.git == source.url && source.commit.is_some() => {
            Ok(Some(followed.fetched.commit.clone()))
        }
        Some(Place::Git(followed)) if followed.fetched.git == source.url => Err(Box::new(added_already(name, source))),
        Some(place) => Err(Box::new(taken(name, place))),
        None => Ok(None),
    }
}

fn clash(name: &str, place: &Place, registry: &Registry) -> Result<(), Problem> {
    match registry.get(name) {
        Some(known) if known.place != *place => Err(Box::new(taken(name, &known.place))),
        _ => Ok(()),
    }
}

/// Whether the tag names the commit that is asked for.
fn same(name: &str, url: &str, tag: &str, commit: &str, remote: &Remote) -> Result<(), Problem> {
    match remote.tags.get(tag) {
        Some(now) if now == commit => Ok(()),
        Some(now) => Err(Box::new(
            fetch::moved_tag(name, tag, commit, now).hint("ask the pack's maintainers which of the two they mean"),
        )),
        None => Err(Box::new(fetch::missing_tag(url, tag, remote))),
    }
}

fn added_already(name: &str, source: &Source) -> Diagnostic {
    let to = source.tag.as_ref().map_or_else(String::new, |tag| format!(" --tag {tag}"));
    Diagnostic::new(Code::PackClash, format!("the pack `{name}` was added from there already"))
        .hint(format!("`affiant pack update {name}{to}` fetches what is new"))
}

fn taken(name: &str, place: &Place) -> Diagnostic {
    let from = match place {
        Place::Folder(path) => path,
        Place::Git(followed) => &followed.fetched.git,
    };
    Diagnostic::new(Code::PackClash, format!("there is another pack `{name}` already, from `{from}`"))
        .hint(format!("`affiant pack remove {name}` takes it out of the list, or choose another name"))
}

fn no_pack(path: &Path) -> Diagnostic {
    let path = path.display();
    Diagnostic::new(Code::NoPack, format!("`{path}` is no pack: it has no file `templates/pack.toml`"))
        .hint("`affiant pack new DIR` starts one")
}
