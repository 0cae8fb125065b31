//! `affiant import`: what letter writers answered in an offline form, looked at and taken into the matter.

mod opening;
mod showing;

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use super::papers::{self, Findings};
use super::{Outcome, key};
use crate::ask::talk::{Heard, Person, Talk};
use crate::ask::{Questionnaire, Session, questionnaire};
use crate::cli::{Format, Import};
use crate::diag::{Code, Diagnostic, Report};
use crate::disk::Disk;
use crate::draft::Emit;
use crate::draft::kept::Kept;
use crate::interview::coach::{self, Advice};
use crate::interview::history::Saying;
use crate::interview::interface;
use crate::interview::kits::Kit;
use crate::interview::merge::{self, Incoming, News};
use crate::interview::reply::Reader;
use crate::interview::{Interface, State};
use crate::matter::Matter;
use crate::source::Sources;
use crate::term::Terminal;
use crate::words;
use opening::Opened;
use showing::Showing;

/// Takes answers into a matter.
pub fn run(arguments: &Import, terminal: Terminal) -> Outcome {
    let mut disk = Disk::new(Some(arguments.matter.clone()), arguments.pack.clone());
    let stdin = |file: &&PathBuf| file.as_os_str() == opening::STANDARD_INPUT;
    for file in arguments.files.iter().filter(|file| !stdin(file)) {
        // A file named on the command line is the user's own choice, wherever it lies.
        disk.allow(file.display().to_string(), file.clone());
    }
    let known = papers::matter(&disk, &arguments.matter);
    let (Some(matter), _) = known else { return print(&known.1, arguments.format, terminal) };
    let kits = match key::kits(&disk) {
        Ok(kits) => kits,
        Err(findings) => return print(&findings, arguments.format, terminal),
    };
    // Where the answers come on standard input, nobody can be asked there.
    let asks = arguments.format == Format::Human
        && io::stdin().is_terminal()
        && !arguments.files.iter().any(|file| stdin(&file));
    let person = asks.then(|| Person::new(terminal, arguments.plain || !terminal.screen));
    if person.is_some() {
        super::restore_terminal_at_end();
    }
    let mut importing = Importing { arguments, terminal, disk, matter, kits, person, said: Vec::new() };
    let mut outcome = Outcome::Fine;
    for file in &arguments.files {
        match importing.file(file) {
            // What is wrong with one file outweighs that nobody could be asked about another.
            Ok(found) if outcome == Outcome::Documents || found == Outcome::Fine => {}
            Ok(found) => outcome = found,
            Err(findings) => outcome = print(&findings, arguments.format, terminal),
        }
    }
    outcome
}

fn print(findings: &Findings, format: Format, terminal: Terminal) -> Outcome {
    papers::print_report(&findings.0, &findings.1, format, terminal);
    Outcome::Documents
}

struct Importing<'a> {
    arguments: &'a Import,
    terminal: Terminal,
    disk: Disk,
    matter: Matter,
    kits: Vec<Kit>,
    /// Who can be asked; none where nobody sits at a terminal.
    person: Option<Person>,
    /// What the files before said, by draft: two writers may have copied one another.
    said: Vec<(String, String)>,
}

/// What of an answer file is taken.
enum Choice {
    /// These, by their place.
    These(Vec<usize>),
    /// Nobody could be asked.
    NobodyToAsk,
}

impl Importing<'_> {
    /// Shows one answer file and takes of it what is wanted.
    fn file(&mut self, file: &Path) -> Result<Outcome, Box<Findings>> {
        let name = file.display().to_string();
        let Opened { kit, contents } = opening::open(&name, &self.disk, &self.matter, &self.kits)?;
        let Import { matter, pack, .. } = self.arguments;
        let batch = papers::to_ask(matter, Some(&kit.draft), pack.as_deref(), Emit::Text)?;
        let (draft, request) = papers::only(&batch)?;
        let own = questionnaire::interface(interface::DEFAULT)?;
        let theirs = Interface::of(&contents.language).unwrap_or(own);
        let questionnaire = Questionnaire::open(request, &batch.disk, own, &mut Kept::default())?;
        let form = questionnaire.form();
        let open = if self.arguments.consent.dry_run { Session::open } else { Session::resume };
        let session = open(&batch.disk, &batch.root, draft, "kit", &request.today);
        let mut session = session.map_err(|found| Box::new((Report::from(*found), Sources::default())))?;
        // What cannot be read is told before anything is compared with it.
        let mut sources = Sources::default();
        let standing = session.answers(&mut sources);
        if standing.output.is_none() || standing.report.has(crate::diag::Severity::Error) {
            return Err(Box::new((standing.report, sources)));
        }
        let on = day(&contents.on, &kit.made, &request.today);
        let reader = Reader::on(theirs, on);
        let incoming = merge::compare(&form, reader, session.text(), &contents.answers);

        let showing = Showing { terminal: self.terminal, interface: own };
        if self.arguments.format == Format::Human {
            let head = format!(
                "{name}: answers to {draft}, said on {on} in the form made on {}\n{}  {}\n{}",
                kit.made,
                if on == contents.on { String::new() } else { wrong_clock(&contents.on) },
                Showing::counts(&incoming),
                showing.all(&incoming)
            );
            self.terminal.out(&head);
            let spec = self.matter.draft(&kit.draft);
            if contents.language != questionnaire.front.language && spec.is_some_and(|spec| spec.language.is_none()) {
                self.terminal.out(&language_note(draft, &contents.language));
            }
        }
        self.tell_copied(&name, draft, &form, &incoming)?;
        let choice = self.choose(&incoming, &showing);
        let (taken, nobody) = match choice {
            Choice::These(taken) => (taken, false),
            Choice::NobodyToAsk => (Vec::new(), true),
        };
        if !taken.is_empty() {
            let who = form.author().map(|(_, path)| path).unwrap_or_default();
            let saying = Saying { who, face: contents.face.clone(), on: on.to_owned() };
            let changed = session.change(&batch.disk, |text| {
                let mut text = text.to_owned();
                for at in &taken {
                    text = merge::take(&text, &incoming[*at], &saying)?;
                }
                Some((text, ()))
            });
            changed.map_err(|found| Box::new((Report::from(*found), Sources::default())))?;
        }
        match self.arguments.format {
            Format::Human => self.terminal.out(&self.ending(&incoming, &taken, &session.name, nobody)),
            Format::Json => {
                for (at, one) in incoming.iter().enumerate() {
                    self.terminal.out(&(showing.json(&name, draft, one, taken.contains(&at)) + "\n"));
                }
            }
        }
        if nobody {
            papers::print_report(&nobody_to_ask().into(), &Sources::default(), self.arguments.format, self.terminal);
        }
        let wrong = incoming.iter().any(|one| matches!(one.news, News::Wrong(..)));
        for finding in findings(&name, &incoming) {
            papers::print_report(&finding.into(), &Sources::default(), self.arguments.format, self.terminal);
        }
        Ok(match (wrong, nobody) {
            (true, _) => Outcome::Documents,
            (false, true) => Outcome::Usage,
            (false, false) => Outcome::Fine,
        })
    }

    /// Tells of texts that are nearly the same as another letter's.
    fn tell_copied(
        &mut self,
        name: &str,
        draft: &str,
        form: &crate::interview::Form<'_>,
        incoming: &[Incoming],
    ) -> Result<(), Box<Findings>> {
        let others = questionnaire::other_papers(&self.disk, draft);
        let mut others = others.map_err(|found| Box::new((Report::from(*found), Sources::default())))?;
        others.extend(self.said.iter().filter(|(other, _)| other != draft).map(|(_, text)| text.clone()));
        let sheet = crate::interview::Sheet { questions: Vec::new(), report: Report::default() };
        for one in incoming {
            let (News::New(State::Answered(text)) | News::Differs { came: State::Answered(text), .. }) = &one.news
            else {
                continue;
            };
            let Some(question) = &one.question else { continue };
            if coach::look(question, &sheet, text, form.facts, &others).contains(&Advice::SameAsAnother) {
                let found = copied(name, &one.path.to_string());
                papers::print_report(&found.into(), &Sources::default(), self.arguments.format, self.terminal);
            }
            self.said.push((draft.to_owned(), text.clone()));
        }
        Ok(())
    }

    /// Which answers are taken: as the options say, or as the person at the terminal says.
    fn choose(&mut self, incoming: &[Incoming], showing: &Showing) -> Choice {
        let of = |belongs: fn(&Incoming) -> bool| -> Vec<usize> {
            (0..incoming.len()).filter(|at| belongs(&incoming[*at])).collect()
        };
        let new = of(|one| matches!(one.news, News::New(_) | News::Left) || is_wrong(one) && !one.stands);
        let different = of(|one| matches!(one.news, News::Differs { .. }) || is_wrong(one) && one.stands);
        let wanted = self.arguments.consent;
        if wanted.dry_run || new.is_empty() && different.is_empty() {
            return Choice::These(Vec::new());
        }
        if wanted.replace {
            let mut both = [new, different].concat();
            both.sort_unstable();
            return Choice::These(both);
        }
        if wanted.yes {
            return Choice::These(new);
        }
        let Some(person) = &mut self.person else { return Choice::NobodyToAsk };
        let mut taken = Vec::new();
        let visible: Vec<usize> = new.iter().copied().filter(|at| !matches!(incoming[*at].news, News::Left)).collect();
        let question = format!("Take {}?", words::count(visible.len(), "new answer"));
        match if visible.is_empty() { Consent::All } else { consent(person, &question) } {
            Consent::All => taken.clone_from(&new),
            Consent::Each => taken.extend(each(person, &visible, incoming, showing, "Take this?")),
            Consent::None => {}
        }
        if !different.is_empty() {
            let differ = if different.len() == 1 { "differs" } else { "differ" };
            let count = words::count(different.len(), "answer");
            let question = format!("Replace {count} that {differ}? What stands is kept beside as earlier.");
            match consent(person, &question) {
                Consent::All => taken.extend(different),
                Consent::Each => taken.extend(each(person, &different, incoming, showing, "Replace what stands?")),
                Consent::None => {}
            }
        }
        taken.sort_unstable();
        Choice::These(taken)
    }

    /// What has become of the answers, in words.
    fn ending(&self, incoming: &[Incoming], taken: &[usize], file: &str, nobody: bool) -> String {
        let shown = |at: &&usize| !matches!(incoming[**at].news, News::Left);
        let replaced =
            taken.iter().filter(|at| !matches!(incoming[**at].news, News::Left) && incoming[**at].stands).count();
        let count = taken.iter().filter(shown).count();
        let open = |one: &&Incoming| matches!(one.news, News::New(_) | News::Differs { .. }) || is_wrong(one);
        let left = incoming.iter().filter(open).count() - count;
        let mut lines = Vec::new();
        if incoming.iter().all(|one| matches!(one.news, News::Same | News::Left)) && taken.is_empty() {
            lines.push(format!("nothing new: {file} says all of this already"));
        } else if left + count == 0 {
            lines.push(String::from("nothing that could be taken is new"));
        }
        if count > 0 {
            let kept = match replaced {
                0 => String::new(),
                replaced => format!("; what {} replaced is kept there as earlier", words::count(replaced, "answer")),
            };
            lines.push(format!("took {} into {file}{kept}", words::count(count, "answer")));
        }
        if self.arguments.consent.dry_run && left > 0 {
            lines.push(String::from("nothing was written"));
        } else if left > 0 && !nobody {
            let replace = ": `--replace` takes also what differs, and keeps what stands as earlier";
            let how = if self.arguments.consent.yes { replace } else { "" };
            lines.push(format!("{} not taken{how}", words::count(left, "answer")));
        }
        lines.iter().map(|line| format!("\n{line}\n")).collect::<String>().replace("\n\n", "\n")
    }
}

/// The day on which answers were given: as the writer's device says, unless its clock is far off, by which no "last
/// week" is to be read. Then it is today.
fn day<'d>(said: &'d str, made: &str, today: &'d str) -> &'d str {
    // Devices are in other time zones than the office, and some are set by hand.
    let leeway = jiff::Span::new().days(7);
    let parsed = |day: &str| day.parse::<jiff::civil::Date>().ok();
    let first = parsed(made).and_then(|made| made.checked_sub(leeway).ok());
    let last = parsed(today).and_then(|today| today.checked_add(leeway).ok());
    let is_likely = parsed(said) >= first && last.is_none_or(|last| parsed(said) <= Some(last));
    if is_likely { said } else { today }
}

/// What is told of answers that were given on a day that cannot be.
fn wrong_clock(said: &str) -> String {
    format!("  the clock of the writer's device is wrong: it says {said}\n")
}

/// What follows when the answers are in the language of the form: that is the writer's to say, and the lawyer's to
/// note.
fn language_note(draft: &str, language: &str) -> String {
    let quoted = language.chars().filter(char::is_ascii_alphanumeric).take(16).collect::<String>();
    format!(
        "\nThe form was in another language than the paper. If the answers are too, say `language = \"{quoted}\"` in the\n`[[draft]]` of `{draft}` in matter.toml: the paper then waits for its certified translation.\n"
    )
}

/// What a person said to a question about several answers.
enum Consent {
    All,
    None,
    Each,
}

/// Asks until the person says something that can be understood; nothing is taken when they leave.
fn consent(person: &mut Person, question: &str) -> Consent {
    person.say(&format!("\n{question} (yes, no, or each)\n"));
    loop {
        let Heard::Line(line) = person.hear("> ", "") else { return Consent::None };
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" | "all" => return Consent::All,
            "n" | "no" => return Consent::None,
            "e" | "each" => return Consent::Each,
            _ => person.say("Please answer yes, no or each.\n"),
        }
    }
}

/// Asks for each answer alone.
fn each(person: &mut Person, these: &[usize], incoming: &[Incoming], showing: &Showing, question: &str) -> Vec<usize> {
    let mut taken = Vec::new();
    for at in these {
        person.say(&format!("\n{}", showing.one(&incoming[*at])));
        person.say(&format!("{question} (yes, no, or stop)\n"));
        loop {
            let Heard::Line(line) = person.hear("> ", "") else { return taken };
            match line.trim().to_lowercase().as_str() {
                "y" | "yes" => taken.push(*at),
                "n" | "no" => {}
                "s" | "stop" => return taken,
                _ => {
                    person.say("Please answer yes, no or stop.\n");
                    continue;
                }
            }
            break;
        }
    }
    taken
}

/// Whether an answer cannot be read, but can be kept as it was written.
fn is_wrong(one: &Incoming) -> bool {
    matches!(one.news, News::Wrong(..)) && one.can_enter()
}

/// What is to be told of answers that do not go into the file, or that no paper can be final with.
fn findings(name: &str, incoming: &[Incoming]) -> Vec<Diagnostic> {
    let one = |one: &Incoming| match &one.news {
        News::Wrong(..) if one.can_enter() => Some(wrong(name, &one.path.to_string())),
        News::Wrong(..) => Some(refused(name, &one.path.to_string())),
        News::NotAsked(_) => Some(not_asked(name)),
        _ => None,
    };
    let mut found: Vec<Diagnostic> = incoming.iter().filter_map(one).collect();
    found.dedup();
    found
}

fn wrong(name: &str, path: &str) -> Diagnostic {
    Diagnostic::new(Code::BadAnswer, format!("the answer to `{path}` in `{name}` cannot be read"))
        .in_file(name)
        .hint("ask the writer what they mean, and write it into the answers file or with `affiant ask`")
        .hint("where it is taken, it is kept as it was written, and the paper is not final until it is mended")
}

fn refused(name: &str, path: &str) -> Diagnostic {
    Diagnostic::new(Code::BadAnswer, format!("the answer to `{path}` in `{name}` cannot be kept"))
        .in_file(name)
        .hint("ask the writer what they mean, and write it into the answers file or with `affiant ask`")
}

fn not_asked(name: &str) -> Diagnostic {
    Diagnostic::new(Code::AnswerNotAsked, format!("`{name}` answers what the paper does not ask, so it is not taken"))
        .in_file(name)
        .hint("look at the answers that decide what is asked; they may have been changed since")
}

fn copied(name: &str, path: &str) -> Diagnostic {
    Diagnostic::new(
        Code::CopiedText,
        format!("the answer to `{path}` in `{name}` is nearly the same as a text of another letter of this matter"),
    )
    .in_file(name)
    .hint("ask the writer for their own words: letters that repeat each other carry less weight")
}

fn nobody_to_ask() -> Diagnostic {
    Diagnostic::new(Code::BadUsage, "nothing was taken: there is nobody to ask at a terminal")
        .hint("`--yes` takes what is new, `--replace` also what differs, `--dry-run` only shows")
}
