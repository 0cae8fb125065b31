//! E-mail addresses as people write and paste them, without what stands around them.

use super::reading::{folded, table};

/// Why a text is no e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailError {
    /// It is none.
    NotAnEmail,
    /// It is two.
    Two,
}

/// Reads a name, an at sign and a domain with a dot; what lies behind is the mail server's business. Of
/// `Ada <mailto:ada@example.org>` the address is kept.
///
/// # Errors
/// Says why it is no e-mail address.
pub fn read(text: &str) -> Result<String, EmailError> {
    let invisible = &table().marks.invisible;
    let text: String = text.chars().filter(|letter| !invisible.contains(*letter)).collect();
    let address = bare(inner(&text));
    if is_address(address) {
        return Ok(address.to_owned());
    }
    let apart = |letter: char| letter.is_whitespace() || ",;/|<>()".contains(letter);
    let addresses = text.split(apart).map(bare).filter(|part| is_address(part)).count();
    Err(if addresses > 1 { EmailError::Two } else { EmailError::NotAnEmail })
}

/// What stands in the angle brackets of `Ada Placeholder <ada@example.org>`.
fn inner(text: &str) -> &str {
    let ended = text.trim_end_matches(|letter: char| letter.is_whitespace() || ".,;".contains(letter));
    let inside = ended.strip_suffix('>').and_then(|text| text.rsplit_once('<'));
    inside.filter(|(before, _)| !before.contains('@')).map_or(text, |(_, inside)| inside)
}

/// Without a word such as "mailto:" before it, and quotes, brackets and stops around it.
fn bare(text: &str) -> &str {
    let mut text = text.trim_matches(is_around);
    if let Some((word, address)) = text.split_once(':')
        && table().email.prefixes.iter().any(|prefix| folded(prefix) == folded(word))
    {
        // A link can hold a subject too.
        text = address.split('?').next().unwrap_or_default().trim_matches(is_around);
    }
    text
}

fn is_around(letter: char) -> bool {
    letter.is_whitespace() || "'\"‘’“”«»<>()[].,;".contains(letter)
}

fn is_address(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else { return false };
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|letter: char| letter.is_whitespace() || "<>,;:\"@()".contains(letter))
    };
    plain(name) && plain(domain) && domain.contains('.') && domain.split('.').all(|label| !label.is_empty())
}
