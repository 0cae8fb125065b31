//! Opening an answer file: which form it came from, what it says, or why it is refused.

use std::io::{self, Read as _};

use crate::cmd::key::{self, Private};
use crate::cmd::papers::Findings;
use crate::diag::{Code, Diagnostic, Report};
use crate::disk::Disk;
use crate::draft::brief;
use crate::facts::limits;
use crate::files::{FilePath, FileProblem, Files};
use crate::interview::kits::{self, Kit};
use crate::interview::parcel::{ANSWERS, Body, Contents, Parcel, Trouble};
use crate::matter::Matter;
use crate::source::Sources;
use crate::words;

/// The name that stands for standard input.
pub const STANDARD_INPUT: &str = "-";

/// An answer file that may be looked at: it is whole, and for a paper of this matter as it stands.
#[derive(Debug)]
pub struct Opened {
    /// The form that it came from.
    pub kit: Kit,
    /// What was said.
    pub contents: Contents,
}

/// Opens the file with this name, which the disk was told where to find.
///
/// # Errors
/// Says why it is refused.
pub fn open(name: &str, disk: &Disk, matter: &Matter, kits: &[Kit]) -> Result<Opened, Box<Findings>> {
    let refused = |found: Diagnostic| Box::new((Report::from(found), Sources::default()));
    let bytes = if name == STANDARD_INPUT {
        standard_input()
    } else {
        disk.read(&FilePath::matter(name)).map(|bytes| bytes.to_vec())
    };
    let bytes = bytes.map_err(|problem| refused(unreadable(name, &problem)))?;
    let parcel = Parcel::read(&bytes).map_err(|trouble| refused(no_answers(name, trouble)))?;
    let kit = kits.iter().find(|kit| kit.id == parcel.kit).ok_or_else(|| refused(unknown_kit(name)))?;
    let private = match &parcel.body {
        Body::Plain(_) if kit.key.is_some() => return Err(refused(not_sealed(name))),
        Body::Plain(_) => None,
        Body::Sealed(id, _) if kit.key.as_ref() != Some(id) => {
            return Err(refused(no_answers(name, Trouble::NotOpened)));
        }
        Body::Sealed(id, _) => match key::private(disk, id)? {
            Private::Here(private) => Some(private),
            Private::Missing => return Err(refused(no_private_key(name, id))),
        },
    };
    let contents = parcel.contents(private.as_ref()).map_err(|trouble| refused(no_answers(name, trouble)))?;
    if contents.draft != kit.draft || contents.template != kit.template {
        return Err(refused(not_as_made(name)));
    }
    let Some(draft) = matter.draft(&kit.draft) else {
        let known = matter.drafts.iter().map(|draft| draft.id.as_str());
        let found = brief::unknown_draft(&kit.draft, known);
        return Err(refused(found.note(format!("`{name}` holds answers for it"))));
    };
    if draft.template.to_string() != kit.template {
        return Err(refused(other_template(name, kit, &draft.template.to_string())));
    }
    Ok(Opened { kit: kit.clone(), contents })
}

/// What came on standard input: no more than an answer file can have, and one byte by which it is known to be too
/// large.
fn standard_input() -> Result<Vec<u8>, FileProblem> {
    let mut bytes = Vec::new();
    let most = limits::PARCEL.value as u64 + 1;
    io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(|error| FileProblem::Other(error.to_string()))?;
    Ok(bytes)
}

fn unreadable(name: &str, problem: &FileProblem) -> Diagnostic {
    match problem {
        FileProblem::TooLarge(_) => no_answers(name, Trouble::TooLarge),
        problem => {
            let mut found = brief::unreadable(name, problem);
            if *problem == FileProblem::Missing {
                found.hints = vec![String::from("name the file that the writer sent, wherever it lies")];
            }
            found
        }
    }
}

/// What is no answer file, or not a whole one.
fn no_answers(name: &str, trouble: Trouble) -> Diagnostic {
    let again = "ask the writer to send the file once more, as an attachment: what they said is kept in it";
    let (code, message, hint) = match trouble {
        Trouble::TooLarge => {
            let message = format!("`{name}` is larger than {}, so it is no answer file", limits::PARCEL.amount());
            (Code::FileTooLarge, message, String::from("ask for the file that the form's button saves"))
        }
        Trouble::TooMany => {
            let message = format!("`{name}` holds more than {ANSWERS} answers, which no form can give");
            (Code::DamagedAnswers, message, String::from("ask for the file that the form's button saves"))
        }
        Trouble::Page => {
            let message = format!("`{name}` is the form itself or another page, not what was answered");
            (Code::NotAnswers, message, String::from("ask for the file that the form's button saves"))
        }
        Trouble::NotAnswers => {
            let message = format!("`{name}` is not a file that a form saved");
            let hint =
                "ask for the file that the form's button saves, just as it is: not copied into a letter or scanned";
            (Code::NotAnswers, message, String::from(hint))
        }
        Trouble::Newer => {
            let message = format!("`{name}` comes from a form of a newer affiant");
            (Code::NotAnswers, message, String::from("update affiant, then import it again"))
        }
        Trouble::NotWhole => {
            let message = format!("`{name}` is not whole: a part of it is missing, or was changed");
            (Code::DamagedAnswers, message, String::from(again))
        }
        Trouble::CodeHead => {
            let message = format!("the first line of the code in `{name}` is damaged");
            let hint =
                "it begins with AFFIANT-CODE: compare it with the code that the writer has, or ask for it once more";
            (Code::DamagedAnswers, message, String::from(hint))
        }
        Trouble::CodeLines(lines) => {
            let damaged = numbered(&lines);
            let message = format!(
                "{damaged} of the code in `{name}` {} damaged or missing",
                if lines.len() == 1 { "is" } else { "are" }
            );
            let hint = "compare with the code that the writer has; lines that are put right may stand anywhere behind the first one";
            (Code::DamagedAnswers, message, String::from(hint))
        }
        Trouble::NotOpened => {
            let message = format!("`{name}` does not open with its key: something in it was changed");
            (Code::DamagedAnswers, message, String::from(again))
        }
    };
    Diagnostic::new(code, message).in_file(name).hint(hint)
}

/// Numbers of lines, runs of them as one: `lines 3, 7 to 9 and 12`.
fn numbered(lines: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for line in lines {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *line => *last = *line,
            _ => runs.push((*line, *line)),
        }
    }
    let runs: Vec<String> = runs
        .iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first} to {last}") })
        .collect();
    format!("{} {}", if lines.len() == 1 { "line" } else { "lines" }, words::list(&runs, "and"))
}

fn not_sealed(name: &str) -> Diagnostic {
    Diagnostic::new(Code::DamagedAnswers, format!("`{name}` is not sealed, though the form that it names seals"))
        .in_file(name)
        .hint("ask the writer whether they sent it, and for the file that the form's button saves")
}

fn not_as_made(name: &str) -> Diagnostic {
    let message = format!("`{name}` answers another paper than the form that it names");
    Diagnostic::new(Code::DamagedAnswers, message)
        .in_file(name)
        .hint(format!("look whether `{}` was changed by hand", kits::FILE))
}

fn unknown_kit(name: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownKit, format!("`{name}` comes from a form that was not made for this matter"))
        .in_file(name)
        .hint("if it is for another matter, name that one's folder with `--matter`")
        .hint(format!("`{}` lists the forms of this matter; restore it if it was lost", kits::FILE))
}

fn no_private_key(name: &str, id: &str) -> Diagnostic {
    Diagnostic::new(Code::NoPrivateKey, format!("`{name}` was made for a key that is not on this machine: `{id}`"))
        .in_file(name)
        .hint("import it where the key was made with `affiant key new`")
        .hint(format!("or copy the private key from there, or from its backup, to `{}`", key::shown(id)))
}

fn other_template(name: &str, kit: &Kit, now: &str) -> Diagnostic {
    let (draft, then) = (&kit.draft, &kit.template);
    let message = format!("`{name}` answers `{then}`, but `{draft}` is drafted from `{now}` by now");
    Diagnostic::new(Code::OtherTemplate, message).in_file(name).hint(format!(
        "set `template = \"{then}\"` for `{draft}` in matter.toml, import it, then run `affiant upgrade`"
    ))
}
