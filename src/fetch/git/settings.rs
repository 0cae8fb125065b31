//! The settings of the user's own git that are kept: how to get at private repositories, and nothing that runs
//! otherwise.

use std::fmt::Write as _;

/// Which settings those are, as `git config --get-regexp` takes it.
pub(super) const KEPT: &str = r"^(credential|http|url|safe|ssh)\.|^core\.sshcommand$";

/// `key\nvalue\0…` as git lists settings, written as a file that git reads.
pub(super) fn as_file(listed: &[u8]) -> Vec<u8> {
    let mut file = String::new();
    for setting in String::from_utf8_lossy(listed).split_terminator('\0') {
        let (key, value) = setting.split_once('\n').map_or((setting, None), |(key, value)| (key, Some(value)));
        let Some((section, name)) = key.rsplit_once('.') else { continue };
        // A certificate that is not looked at protects nobody.
        if name == "sslverify" {
            continue;
        }
        let escaped = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        match section.split_once('.') {
            Some((section, part)) => _ = writeln!(file, "[{section} \"{}\"]", escaped(part)),
            None => _ = writeln!(file, "[{section}]"),
        }
        match value {
            Some(value) => _ = writeln!(file, "\t{name} = \"{}\"", escaped(value).replace('\n', "\\n")),
            None => _ = writeln!(file, "\t{name}"),
        }
    }
    file.into_bytes()
}
