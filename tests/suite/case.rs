//! One case file, taken apart.

/// A case: what it shows, the files, the commands, and what they must print.
pub struct Case {
    /// Everything before the expected text, as written.
    pub before: String,
    /// The commands in order.
    pub commands: Vec<Command>,
    /// The files to lay out.
    pub files: Vec<File>,
    /// What must come out.
    pub expected: String,
}

/// A line `$ affiant …`.
pub struct Command {
    /// The line after `$ `.
    pub line: String,
    /// The arguments after the program's name.
    pub arguments: Vec<String>,
}

/// A file that a case lays out.
#[derive(Debug, PartialEq)]
pub enum File {
    /// A path and what it holds.
    Bytes(String, Vec<u8>),
    /// A symbolic link and where it points.
    Link(String, String),
    /// An empty folder: `-- name/ --`.
    Folder(String),
}

impl Case {
    /// Takes a case file apart.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut case = Self { before: String::new(), commands: Vec::new(), files: Vec::new(), expected: String::new() };
        let mut section: Option<(String, String)> = None;
        let mut lines = text.split_inclusive('\n');
        for line in lines.by_ref() {
            let bare = line.trim_end_matches('\n');
            let name = bare.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
            if name == Some("expected") {
                break;
            }
            case.before.push_str(line);
            if let Some(name) = name {
                case.close(section.replace((name.to_owned(), String::new())))?;
            } else if let Some((_, content)) = &mut section {
                content.push_str(line);
            } else if let Some(command) = bare.strip_prefix("$ ") {
                case.commands.push(Command::parse(command)?);
            } else if !case.commands.is_empty() && !bare.is_empty() {
                return Err(format!("`{bare}` stands between the command and the first file"));
            }
        }
        case.close(section)?;
        case.expected = lines.collect();
        if case.commands.is_empty() {
            return Err("no line begins with `$ affiant`".into());
        }
        if case.before.starts_with("$ ") {
            return Err("the first line must say what the case shows".into());
        }
        Ok(case)
    }

    /// Adds the file of a section that has ended.
    fn close(&mut self, section: Option<(String, String)>) -> Result<(), String> {
        let Some((name, content)) = section else { return Ok(()) };
        self.files.push(if let Some((name, target)) = name.split_once(" -> ") {
            File::Link(name.to_owned(), target.to_owned())
        } else if let Some(name) = name.strip_suffix(" (escaped)") {
            File::Bytes(name.to_owned(), unescape(&content)?)
        } else if let Some(folder) = name.strip_suffix('/') {
            File::Folder(folder.to_owned())
        } else {
            File::Bytes(name, content.into_bytes())
        });
        Ok(())
    }
}

impl Command {
    /// Splits a command line at spaces; single or double quotes keep a word together.
    fn parse(line: &str) -> Result<Self, String> {
        let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
        for c in line.chars() {
            match (quote, c) {
                (Some(open), c) if c == open => quote = None,
                (None, '\'' | '"') => {
                    quote = Some(c);
                    word.get_or_insert_default();
                }
                (None, ' ') => words.extend(word.take()),
                (_, c) => word.get_or_insert_default().push(c),
            }
        }
        words.extend(word);
        match words.split_first() {
            Some((program, arguments)) if program == "affiant" && quote.is_none() => {
                Ok(Self { line: line.to_owned(), arguments: arguments.to_vec() })
            }
            _ => Err(format!("`{line}` is not a command that begins with `affiant`")),
        }
    }
}

/// `\xff` is a byte, `\u{e9}` a character, `\{1000*ab}` a repetition, `\n` a line feed, `\\` a backslash.
fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((plain, escape)) = rest.split_once('\\') {
        bytes.extend(plain.as_bytes());
        let wrong = || format!("not an escape: \\{}", escape.chars().take(8).collect::<String>());
        rest = if let Some(after) = escape.strip_prefix('\\') {
            bytes.push(b'\\');
            after
        } else if let Some(after) = escape.strip_prefix('n') {
            bytes.push(b'\n');
            after
        } else if let Some(after) = escape.strip_prefix('x') {
            bytes.push(after.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).ok_or_else(wrong)?);
            &after[2..]
        } else if let Some((hex, after)) = escape.strip_prefix("u{").and_then(|after| after.split_once('}')) {
            let character = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).ok_or_else(wrong)?;
            bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
            after
        } else if let Some((repeat, after)) = escape.strip_prefix('{').and_then(|after| after.split_once('}')) {
            let (times, what) = repeat.split_once('*').ok_or_else(wrong)?;
            bytes.extend(what.repeat(times.parse().map_err(|_| wrong())?).as_bytes());
            after
        } else {
            return Err(wrong());
        };
    }
    bytes.extend(rest.as_bytes());
    Ok(bytes)
}
