//! Which names packs may have, and which addresses and commits they may be fetched from.

use crate::template::plain;

/// The most characters of a pack's name.
const NAME_CHARACTERS: usize = 40;

/// Why a pack cannot be added under this name; none when it can. `builtin` is what the built-in pack calls itself.
#[must_use]
pub fn name_problem(name: &str, builtin: &str) -> Option<&'static str> {
    // Messages name a file of the embedded pack and of `--pack DIR` so, and `affiant` is what people would say.
    const OURS: [&str; 5] = ["builtin", "built-in", "pack", "settings", "affiant"];
    if !plain(name) {
        Some("only small letters, digits and `-` may stand in it")
    } else if name.starts_with('-') {
        Some("it begins with `-`, which a command line takes for an option")
    } else if name.len() > NAME_CHARACTERS {
        Some("it is longer than 40 characters")
    } else if OURS.contains(&name) || name == builtin {
        Some("it means the pack that is built in or given by `--pack`")
    } else if is_device(name) {
        Some("Windows keeps this name for a device")
    } else {
        None
    }
}

/// Whether Windows keeps a file name for a device, with whatever ending.
#[must_use]
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or("").trim_end().to_ascii_lowercase();
    let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$")
        || numbered.is_some_and(|rest| {
            matches!(rest, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
        })
}

/// Why nothing is fetched from this address; none when it may be tried.
#[must_use]
pub fn url_problem(url: &str) -> Option<&'static str> {
    if url.is_empty() {
        return Some("it is empty");
    }
    if url.starts_with('-') {
        return Some("it begins with `-`, which git takes for an option");
    }
    if url.chars().any(|letter| letter.is_control() || letter == '\u{202e}') {
        return Some("it holds a control character");
    }
    // `ext::sh -c …` runs a program, and `NAME::…` hands the address to `git-remote-NAME`.
    if url.split_once("::").is_some_and(|(helper, _)| !helper.contains(['/', '@', '[', '.'])) {
        return Some("`NAME::` has git start another program");
    }
    let Some((scheme, rest)) = url.split_once("://") else {
        // `host:path`, as ssh takes it, or a path.
        let host = url.split([':', '/']).next().unwrap_or_default();
        let dashed = host.rsplit('@').next().is_some_and(|host| host.starts_with('-'));
        return dashed.then_some("its host begins with `-`, which ssh takes for an option");
    };
    if !matches!(scheme, "https" | "ssh" | "file") {
        return Some("it is no `https://`, `ssh://` or `file://`: others could be changed on the way");
    }
    let host = rest.split('/').next().unwrap_or_default();
    let user = host.rsplit_once('@').map(|(user, _)| user);
    if scheme != "file" && host.is_empty() {
        return Some("it names no host");
    }
    if scheme != "file" && (host.starts_with('-') || user.is_some_and(|user| user.starts_with('-'))) {
        return Some("its host begins with `-`, which ssh takes for an option");
    }
    if scheme == "https" && user.is_some() || user.is_some_and(|user| user.contains(':')) {
        return Some("it holds a user name or a password, and it is written into every lock");
    }
    None
}

/// An address as messages may show it: without a password, and as one line.
#[must_use]
pub fn shown(url: &str) -> String {
    let shown: String = url.escape_debug().take(300).collect();
    match shown
        .split_once("://")
        .and_then(|(scheme, rest)| Some((scheme, rest.split('/').next()?.rsplit_once('@')?, rest)))
    {
        Some((scheme, (user, _), rest)) => format!("{scheme}://…{}", &rest[user.len()..]),
        None => shown,
    }
}

/// Whether a text is the whole name of a commit.
#[must_use]
pub fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// Whether a text is a SHA-256.
#[must_use]
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && is_commit(text)
}

/// An argument as a shell takes it.
#[must_use]
pub fn quoted(argument: &str) -> String {
    let safe = |letter: char| letter.is_alphanumeric() || "@%+=:,./-_".contains(letter);
    if !argument.is_empty() && argument.chars().all(safe) {
        argument.to_owned()
    } else {
        format!("'{}'", argument.replace('\'', "'\\''"))
    }
}
