//! What is said when a pack cannot be fetched.

use super::git::{Ended, PATIENCE};
use super::remote::Remote;
use crate::diag::{Code, Diagnostic};
use crate::facts::limits;
use crate::pack::address::quoted;
use crate::words;

/// The most lines that are passed on of what git said.
const LINES: usize = 4;
/// The most tags that a hint lists.
const LISTED: usize = 8;

/// A call of git that did not go well.
pub(super) fn ended(url: &str, ended: &Ended) -> Diagnostic {
    let look =
        format!("`git ls-remote {}` shows whether git itself gets there, and asks for what it needs", quoted(url));
    match ended {
        Ended::NotInstalled => {
            Diagnostic::new(Code::NoGit, "git is not installed, or not where programs are looked for")
                .hint("install git (https://git-scm.com), then run the command again")
                .hint("papers of packs that were fetched before build without it")
        }
        Ended::TooLong => failed(url, &format!("it took longer than {} minutes", PATIENCE.as_secs() / 60)).hint(look),
        Ended::TooLarge => failed(url, &format!("it is larger than {}", limits::size(super::git::MOST_FETCHED)))
            .hint("keep a pack in a repository of its own, without large files in it"),
        Ended::TooMuch => failed(url, "it has more than can be listed").hint(look),
        Ended::Stopped => Diagnostic::new(Code::FetchFailed, "the fetch was interrupted, and nothing has changed")
            .hint("run the command again"),
        Ended::Failed(said) => {
            let mut lines = said.lines().map(plain).filter(|line| !line.is_empty());
            let first = lines.next().unwrap_or_else(|| "git did not say why".to_owned());
            let first = first.trim_start_matches("fatal: ").trim_start_matches("error: ").trim_end_matches('.');
            let found = failed(url, &format!("git says: {first}"));
            lines.take(LINES).fold(found, Diagnostic::note).hint(look)
        }
    }
}

/// A line that a repository may have written, for a terminal.
fn plain(line: &str) -> String {
    let line: String = line.chars().filter(|letter| !letter.is_control()).take(300).collect();
    line.trim().to_owned()
}

fn failed(url: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Code::FetchFailed, format!("`{url}` cannot be fetched: {why}"))
}

pub(super) fn empty_repository(url: &str) -> Diagnostic {
    failed(url, "it has no commit yet").hint("push the pack to it first: `git push origin HEAD`")
}

pub(super) fn no_branch(url: &str, remote: &Remote) -> Diagnostic {
    failed(url, "it has no default branch").hint(tags(remote))
}

/// A repository that does not have a tag.
#[must_use]
pub fn missing_tag(url: &str, tag: &str, remote: &Remote) -> Diagnostic {
    let message = words::unknown("tag", tag, remote.tags.keys().map(String::as_str));
    Diagnostic::new(Code::MissingCommit, format!("`{url}` has it not: {message}")).hint(tags(remote))
}

fn tags(remote: &Remote) -> String {
    let mut names: Vec<String> = remote.versions().into_iter().rev().map(|tag| format!("`{}`", tag.name)).collect();
    if names.is_empty() {
        names = words::quoted(remote.tags.keys());
    }
    names.truncate(LISTED);
    match names.as_slice() {
        [] => "the repository has no tags: leave `--tag` out to take its default branch".to_owned(),
        names => format!("it has {}", words::list(names, "and")),
    }
}

pub(super) fn missing_commit(url: &str, commit: &str) -> Diagnostic {
    let message = format!("`{url}` does not have commit {commit}: its history may have been rewritten");
    Diagnostic::new(Code::MissingCommit, message)
        .hint("ask the pack's maintainers to push it again, under a tag that stays")
        .hint("or copy its folder in the cache from a machine that has it: `affiant doctor` tells where")
}

pub(super) fn no_commit(url: &str, name: &str) -> Diagnostic {
    let message = format!("`{name}` of `{url}` is no commit");
    Diagnostic::new(Code::MissingCommit, message).hint("give the full name of a commit, or a tag of one")
}

/// A tag that names another commit than it did before.
#[must_use]
pub fn moved_tag(pack: &str, tag: &str, before: &str, now: &str) -> Diagnostic {
    let message = format!("the tag `{tag}` of the pack `{pack}` was MOVED: it named another commit before");
    Diagnostic::new(Code::MovedTag, message)
        .note(format!("before: {before}"))
        .note(format!("now:    {now}"))
        .note("a tag that moves may have been taken over by somebody; papers that are locked stay as they are")
}

pub(super) fn no_pack(url: &str, commit: &str) -> Diagnostic {
    let commit = commit.get(..12).unwrap_or(commit);
    Diagnostic::new(Code::NoPack, format!("`{url}` is no pack: {commit} has no file `templates/pack.toml`"))
        .hint("`affiant pack new DIR` starts one; its files stand at the top of the repository")
}

/// A path that a pack may not have.
pub(super) fn bad_path(path: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Code::UnsafePack, format!("`{path}` cannot be part of a pack: {why}"))
        .hint("tell the pack's maintainers; nothing of it was written")
}

pub(super) fn same_name(one: &str, other: &str) -> Diagnostic {
    bad_path(other, &format!("on macOS and Windows it is the same as `{one}`"))
}

pub(super) fn large_file(path: &str, limit: u64) -> Diagnostic {
    bad_path(path, &format!("it is larger than {}", limits::size(limit)))
}

pub(super) fn too_many_files(limit: usize) -> Diagnostic {
    let message = format!("the pack has more than {limit} files");
    Diagnostic::new(Code::UnsafePack, message).hint("split it into several packs")
}

pub(super) fn too_large(limit: u64) -> Diagnostic {
    let message = format!("the files of the pack have more than {} together", limits::size(limit));
    Diagnostic::new(Code::UnsafePack, message).hint("split it into several packs, or make its images smaller")
}

/// A path as a terminal can show it.
pub(super) fn shown(path: &[u8]) -> String {
    let shown = String::from_utf8_lossy(path).chars().flat_map(char::escape_debug).collect::<String>();
    shown.replace("\\\\", "\\").replace("\\'", "'").replace("\\\"", "\"").chars().take(200).collect()
}
