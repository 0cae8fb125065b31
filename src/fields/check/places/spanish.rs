//! Countries and languages in Spanish, as the list beside this file has them.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{folded, line_of};

/// Where the names are from and under which terms stands at its head.
const LIST: &str = include_str!("es.txt");

/// The names of one kind.
#[derive(Default)]
pub(super) struct Names {
    by_name: HashMap<String, (&'static str, &'static str)>,
    /// In the order of the list.
    all: Vec<&'static str>,
}

impl Names {
    /// The code that a name stands for, and the name as it is spelled.
    pub(super) fn find(&self, text: &str) -> Option<(&'static str, &'static str)> {
        self.by_name.get(&folded(text)).copied()
    }

    /// All names that are read.
    pub(super) fn all(&self) -> impl Iterator<Item = &'static str> {
        self.all.iter().copied()
    }

    fn add(&mut self, code: &'static str, name: &'static str) {
        self.by_name.insert(folded(name), (code, name));
        self.all.push(name);
    }
}

/// The name of a code as the text has it, or else the one that papers print; none for what the list does not know.
///
/// The list is looked through as it stands: most papers name one country, and putting all names in order takes longer.
pub(super) fn name_of(code: &str, text: &str) -> Option<String> {
    let mut names = line_of(LIST, code)?.split('\t').skip(1);
    let printed = names.clone().next();
    if text == code {
        return printed.map(str::to_owned);
    }
    let text = folded(text);
    names.find(|name| folded(name) == text).or(printed).map(str::to_owned)
}

/// The countries.
pub(super) fn countries() -> &'static Names {
    &both()[0]
}

/// The languages.
pub(super) fn languages() -> &'static Names {
    &both()[1]
}

/// Countries and languages: their codes are in capitals and in small letters.
fn both() -> &'static [Names; 2] {
    static BOTH: OnceLock<[Names; 2]> = OnceLock::new();
    BOTH.get_or_init(|| {
        let mut both = <[Names; 2]>::default();
        for line in LIST.lines().filter(|line| !line.starts_with('#')) {
            let mut names = line.split('\t');
            let Some(code) = names.next() else { continue };
            let kind = usize::from(code.starts_with(|letter: char| letter.is_ascii_lowercase()));
            names.for_each(|name| both[kind].add(code, name));
        }
        both
    })
}
