//! What a repository has: its tags and default branch, and one commit of it.

use std::collections::BTreeMap;

use super::git::{Ended, Git};
use super::{Problem, Wanted, report};
use crate::pack::address;

/// How much of a list of tags is read, in bytes.
const MOST_LISTED: u64 = 8 << 20;

/// What a repository's names mean now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remote {
    /// The newest commit of the default branch.
    pub branch: Option<String>,
    /// The commit of each tag.
    pub tags: BTreeMap<String, String>,
}

/// A tag whose name is a version, as `v1.2.0` or `1.2.0`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag {
    /// The version.
    pub version: semver::Version,
    /// The tag.
    pub name: String,
}

impl Remote {
    /// The commit that is wanted, as far as the repository names it.
    #[must_use]
    pub fn commit<'a>(&'a self, wanted: &'a Wanted) -> Option<&'a str> {
        match wanted {
            Wanted::Branch => self.branch.as_deref(),
            Wanted::Tag(tag) => self.tags.get(tag).map(String::as_str),
            Wanted::Commit(commit) => Some(commit),
        }
    }

    /// The tags that are versions, oldest first.
    #[must_use]
    pub fn versions(&self) -> Vec<Tag> {
        let version = |name: &String| semver::Version::parse(name.strip_prefix('v').unwrap_or(name)).ok();
        let mut tags: Vec<Tag> =
            self.tags.keys().filter_map(|name| Some(Tag { version: version(name)?, name: name.clone() })).collect();
        tags.sort();
        tags
    }
}

/// Asks a repository for its tags and its default branch.
pub(super) fn ask(git: &Git, url: &str) -> Result<Remote, Problem> {
    let failed = |ended: Ended| report::ended(url, &ended);
    // Before there is a repository of our own, so that it can be made for names of the right length.
    git.init(40).map_err(failed)?;
    let listed = git.run(&["ls-remote", "--quiet", "--", url, "HEAD", "refs/tags/*"], MOST_LISTED).map_err(failed)?;
    let mut remote = Remote::default();
    for line in String::from_utf8_lossy(&listed).lines() {
        let Some((commit, name)) = line.split_once('\t').filter(|(commit, _)| address::is_commit(commit)) else {
            continue;
        };
        match name.strip_prefix("refs/tags/") {
            // What an annotated tag is about comes in a second line, after the tag's own.
            Some(tag) => {
                let tag = tag.strip_suffix("^{}").unwrap_or(tag);
                remote.tags.insert(tag.to_owned(), commit.to_owned());
            }
            None => remote.branch = Some(commit.to_owned()),
        }
    }
    if remote.branch.is_none() && remote.tags.is_empty() {
        return Err(report::empty_repository(url).into());
    }
    if remote.branch.iter().chain(remote.tags.values()).any(|name| name.len() == 64) {
        git.init(64).map_err(failed)?;
    }
    Ok(remote)
}

/// Gets one commit, without its history; its full name.
pub(super) fn get(git: &Git, url: &str, remote: &Remote, wanted: &Wanted) -> Result<String, Problem> {
    const GOT: &str = "refs/affiant/got";
    let commit = match wanted {
        Wanted::Branch => match &remote.branch {
            Some(commit) => commit.clone(),
            None => return Err(report::no_branch(url, remote).into()),
        },
        Wanted::Tag(tag) => match remote.tags.get(tag) {
            Some(commit) => commit.clone(),
            None => return Err(report::missing_tag(url, tag, remote).into()),
        },
        Wanted::Commit(commit) => commit.clone(),
    };
    let fetch = |depth: &[&str], names: &[String]| {
        let mut arguments = vec!["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance"];
        arguments.extend(depth);
        arguments.extend(["--", url]);
        arguments.extend(names.iter().map(String::as_str));
        git.run(&arguments, 1 << 20).map(drop)
    };
    let failed = |ended: Ended| report::ended(url, &ended);
    let has = || git.run(&["cat-file", "-e", &format!("{commit}^{{commit}}")], 1 << 10).is_ok();
    match fetch(&["--depth=1"], &[format!("+{commit}:{GOT}")]) {
        Ok(()) => {}
        Err(Ended::Failed(_)) => {
            // Some servers give only what a branch or a tag leads to: then all of it, and the commit should be in it.
            let all = ["+refs/heads/*:refs/affiant/heads/*", "+refs/tags/*:refs/affiant/tags/*"].map(str::to_owned);
            fetch(&[], &all).map_err(failed)?;
            if !has() {
                return Err(report::missing_commit(url, &commit).into());
            }
        }
        Err(ended) => return Err(failed(ended).into()),
    }
    // A tag may name something else than a commit, and so may forty digits.
    let name = git.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{commit}^{{commit}}")], 100);
    match name {
        Ok(name) if String::from_utf8_lossy(&name).trim() == commit => Ok(commit),
        Ok(_) | Err(Ended::Failed(_)) => Err(report::no_commit(url, &commit).into()),
        Err(ended) => Err(failed(ended).into()),
    }
}
