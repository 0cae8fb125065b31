//! The words of the form itself, one file for each language that a writer may choose.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::kit::Guide;
use crate::facts::characters::{self, Refused, table};
use crate::value::Locale;
use crate::words::language;

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/interview/interface");

/// The language that a form is in when nobody has chosen one.
pub const DEFAULT: &str = "en";

/// The words of the form in one language. A new language is a new file beside the others.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interface {
    /// The tag of the language: the name of its file.
    #[serde(skip)]
    pub tag: String,
    /// What speakers of the language call it.
    pub language: String,
    /// Which way it is written: `ltr` or `rtl`.
    pub direction: String,
    /// What can be typed instead of an answer: the words for each command.
    pub commands: BTreeMap<Command, Vec<String>>,
    /// What the form says, by key.
    words: BTreeMap<String, String>,
    /// What only a form with boxes to fill says.
    form: BTreeMap<String, String>,
    /// What is said of an answer that does not fit, by the kind of answer.
    wrong: BTreeMap<String, String>,
    /// The questions about a person, by the field of the built-in schema.
    person: BTreeMap<String, String>,
    /// The questions for the parts of an address.
    address: BTreeMap<String, String>,
    /// What only the offline form says.
    pub kit: Guide,
    /// Relations that a writer may choose from, in the same order in every language.
    relations: Vec<String>,
    /// Words that mean yes, and words that mean no.
    yes: Vec<String>,
    no: Vec<String>,
}

/// What can be typed instead of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Say more about the question, and what can be typed.
    Help,
    /// Go to the question before.
    Back,
    /// Leave it for later.
    Skip,
    /// "I don't know."
    Unknown,
    /// "I'd rather not say."
    Decline,
    /// Write the answer in an editor.
    Edit,
    /// Take out what has been said.
    Clear,
    /// Put back what was taken out.
    Undo,
    /// Show all answers.
    Review,
    /// Show the paper as it stands.
    Paper,
    /// Stop here; everything is saved.
    Quit,
}

impl Command {
    /// All commands, in the order that help shows them.
    pub const ALL: [Self; 11] = [
        Self::Help,
        Self::Back,
        Self::Skip,
        Self::Unknown,
        Self::Decline,
        Self::Edit,
        Self::Clear,
        Self::Undo,
        Self::Review,
        Self::Paper,
        Self::Quit,
    ];
}

impl Interface {
    /// The words in a language, by its tag; none for a language that has no file.
    #[must_use]
    pub fn of(language: &str) -> Option<&'static Self> {
        static READ: OnceLock<BTreeMap<String, Interface>> = OnceLock::new();
        let read = READ.get_or_init(|| {
            let files = FILES.files().filter_map(|file| {
                let name = file.path().file_stem()?.to_str()?.to_owned();
                // A file that does not fit is found by a test before it can be missed here.
                let interface: Self = toml::from_str(file.contents_utf8()?).ok()?;
                Some((name.clone(), Self { tag: name, ..interface }))
            });
            files.collect()
        });
        let primary = language.split('-').next().unwrap_or(language);
        read.get(language).or_else(|| read.get(primary))
    }

    /// The languages that there are, by tag.
    #[must_use]
    pub fn languages() -> Vec<String> {
        let names = FILES.files().filter_map(|file| Some(file.path().file_stem()?.to_str()?.to_owned()));
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    /// What the form says for a key, with `{name}` filled in.
    #[must_use]
    pub fn say(&self, key: &str, with: &[(&str, &str)]) -> String {
        let own = self.words.get(key).or_else(|| self.form.get(key));
        let mut text = own.cloned().unwrap_or_else(|| format!("[{key}]"));
        for (name, value) in with {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// What is said of an answer that does not fit.
    #[must_use]
    pub fn wrong(&self, kind: &str) -> &str {
        self.wrong.get(kind).or_else(|| self.wrong.get("other")).map_or("", String::as_str)
    }

    /// What is said of a text that does not fit, with the character and the place where it holds what cannot be
    /// printed.
    #[must_use]
    pub fn wrong_with(&self, kind: &str, text: &str) -> String {
        let said = self.wrong(kind);
        let Some(Refused { character, line, column }) = characters::first_refused(text) else { return said.to_owned() };
        let code = u32::from(character);
        let names = table::NAMES.iter().find(|(known, ..)| *known == code);
        let spanish = Locale::of(&self.tag) == Locale::Es;
        let name =
            names.map_or(String::new(), |(_, name, nombre)| format!(" ({})", if spanish { nombre } else { name }));
        said.replace("{character}", &format!("U+{code:04X}{name}"))
            .replace("{line}", &line.to_string())
            .replace("{column}", &column.to_string())
    }

    /// Relations to choose from: each as a paper in a language prints it, and as this form calls it.
    #[must_use]
    pub fn relations(&self, paper: &str) -> Vec<(&str, &str)> {
        let printed = Self::of(paper).or_else(|| Self::of(DEFAULT)).map_or(&[][..], |own| &own.relations);
        printed.iter().zip(&self.relations).map(|(value, label)| (value.as_str(), label.as_str())).collect()
    }

    /// What a language is called in this one.
    #[must_use]
    pub fn language_name(&self, tag: &str) -> String {
        let primary = tag.split('-').next().unwrap_or(tag);
        let spanish = Locale::of(&self.tag) == Locale::Es;
        let name = if spanish { language::spanish_name(primary) } else { language::name(primary) };
        name.unwrap_or(tag).to_owned()
    }

    /// The question about a person for a field of the built-in schema.
    #[must_use]
    pub fn person(&self, field: &str) -> Option<&str> {
        self.person.get(field).map(String::as_str)
    }

    /// The question for a part of an address.
    #[must_use]
    pub fn address(&self, part: &str) -> Option<&str> {
        self.address.get(part).map(String::as_str)
    }

    /// The command that a line is, if it is one: `/back`, and `?` for help.
    #[must_use]
    pub fn command(&self, line: &str) -> Option<Command> {
        let line = line.trim().to_lowercase();
        if line == "?" {
            return Some(Command::Help);
        }
        let word = line.strip_prefix('/')?;
        let named =
            |(command, words): (&Command, &Vec<String>)| words.iter().any(|own| own == word).then_some(*command);
        let own = self.commands.iter().find_map(named);
        own.or_else(|| Self::of(DEFAULT)?.commands.iter().find_map(named))
    }

    /// How a command is typed.
    #[must_use]
    pub fn typed(&self, command: Command) -> String {
        self.commands.get(&command).and_then(|words| words.first()).map_or_else(String::new, |word| format!("/{word}"))
    }

    /// Whether a word means yes or no in this language or in the default one.
    #[must_use]
    pub fn yes_no(&self, word: &str) -> Option<bool> {
        let word = word.trim().trim_end_matches(['.', '!']).to_lowercase();
        let among = |interface: &Self| {
            let yes = interface.yes.contains(&word);
            (yes || interface.no.contains(&word)).then_some(yes)
        };
        among(self).or_else(|| among(Self::of(DEFAULT)?))
    }

    /// Keys in place of the words, each behind an equals sign: for a page that puts the words in by itself.
    #[must_use]
    pub fn echo() -> Self {
        let mut echo = Self::of(DEFAULT).cloned().unwrap_or_default();
        for (key, words) in echo.words.iter_mut().chain(&mut echo.form) {
            *words = format!("={key}");
        }
        echo
    }

    /// The words that mean yes, and those that mean no, in this language and in the default one.
    #[must_use]
    pub fn yes_and_no(&self) -> [Vec<&str>; 2] {
        let among = |words: fn(&Self) -> &Vec<String>| {
            let default = Self::of(DEFAULT).filter(|default| default.tag != self.tag).map(words);
            words(self).iter().chain(default.into_iter().flatten()).map(String::as_str).collect()
        };
        [among(|interface| &interface.yes), among(|interface| &interface.no)]
    }

    /// The keys of everything that can be said, for the test that no language lacks one.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let tables = [
            ("words", &self.words),
            ("form", &self.form),
            ("wrong", &self.wrong),
            ("person", &self.person),
            ("address", &self.address),
        ];
        let keys = tables.iter().flat_map(|(table, words)| words.keys().map(move |key| format!("{table}.{key}")));
        keys.chain(self.commands.keys().map(|command| format!("commands.{command:?}"))).collect()
    }
}
