//! What is missing, as a check-list: by person and file.

use super::super::Terminal;
use super::super::report::line::hang;
use super::{Finding, Papers, heading, with_hints};
use crate::diag::Lack;
use crate::words;

/// What the answers of a paper without a matter are called where no file was given.
const ONE_OFF_ANSWERS: &str = "answers";

/// What one table or file lacks.
struct Group<'a> {
    /// The file.
    file: String,
    /// The person or table in it: `people.ada`; empty for the file itself.
    holder: String,
    /// The line of the table's head, where it has one.
    line: Option<usize>,
    /// What is missing, by the papers that miss it.
    items: Vec<(&'a [usize], Vec<String>)>,
}

/// The check-list; empty when nothing is missing.
pub(super) fn list<'a>(papers: Papers<'_>, gaps: &[&'a Finding], terminal: Terminal) -> String {
    if gaps.is_empty() {
        return String::new();
    }
    let (mut groups, mut others): (Vec<Group<'a>>, Vec<&'a Finding>) = (Vec::new(), Vec::new());
    for gap in gaps {
        match (&gap.diagnostic.lack, file(gap)) {
            (Some(lack), Some(file)) => put(&mut groups, gap, lack, file),
            _ => others.push(gap),
        }
    }
    // Shared facts first: they serve several papers.
    groups.sort_by_key(Group::is_answers);
    let mut text = heading("to fill in:", terminal) + "\n";
    for group in &groups {
        for (of, items) in &group.items {
            let tag = if group.is_answers() { String::new() } else { papers.tag(of) };
            let line = format!("  {}: {}{tag}", group.name(), items.join(", "));
            text += &hang(&line, 6, terminal);
            text.push('\n');
        }
    }
    for gap in others {
        let lines = with_hints(papers, gap, terminal);
        text.extend(lines.lines().flat_map(|line| ["  ", line, "\n"]));
    }
    let asks = command(papers, &groups).map(|command| format!("`{command}` asks for what the answers lack"));
    let of_no_file = groups.iter().find(|group| group.file == ONE_OFF_ANSWERS);
    let first = of_no_file.and_then(|group| group.items.first()?.1.first());
    let next = asks.or_else(|| {
        first.map(|item| format!("write them into a TOML file, `{item} = …`, and name it with `--answers`"))
    });
    if let Some(next) = next {
        text += &hang(&format!("  {next}"), 4, terminal);
        text.push('\n');
    }
    text
}

impl Group<'_> {
    /// `people.ada in facts.toml:12`
    fn name(&self) -> String {
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        match &*self.holder {
            "" => self.file.clone(),
            holder => format!("{holder} in {}{line}", self.file),
        }
    }

    /// The paper whose answers these are.
    fn answers_of(&self) -> Option<&str> {
        self.file.strip_prefix("answers/")?.strip_suffix(".toml")
    }

    fn is_answers(&self) -> bool {
        self.answers_of().is_some()
    }
}

/// The file that lacks something: where the finding points, or the file that it names.
fn file(gap: &Finding) -> Option<&str> {
    let lack = gap.diagnostic.lack.as_ref()?;
    lack.place.map(|place| gap.sources.name(place)).or(gap.diagnostic.file.as_deref()).filter(|name| !name.is_empty())
}

/// Where a gap is to be filled, for comparison: a line and column, or a file.
pub(super) fn place(gap: &Finding) -> Option<String> {
    let lack = gap.diagnostic.lack.as_ref()?;
    lack.place.map(|place| gap.sources.place(place)).or_else(|| gap.diagnostic.file.clone())
}

/// Adds what a finding says is missing to its group.
fn put<'a>(groups: &mut Vec<Group<'a>>, gap: &'a Finding, lack: &Lack, file: &str) {
    let (holder, item) = parts(&lack.path);
    let label = gap.diagnostic.labels.iter().find(|label| Some(label.span) == lack.place);
    let line = lack.place.map(|place| gap.sources.line_column(place).line);
    // The value's own place: it stands there, and says nothing or cannot be told.
    let own = label.filter(|label| !label.text.starts_with("has no "));
    let item = match (own, line) {
        (Some(label), Some(line)) => format!("{item} (line {line}, {})", label.text),
        _ => item.to_owned(),
    };
    let head = if own.is_none() && lack.place.is_some_and(|place| place.start > 0) { line } else { None };
    let at = groups.iter().position(|group| group.file == file && group.holder == holder).unwrap_or_else(|| {
        groups.push(Group { file: file.to_owned(), holder: holder.to_owned(), line: None, items: Vec::new() });
        groups.len() - 1
    });
    let group = &mut groups[at];
    group.line = group.line.or(head);
    match group.items.iter_mut().find(|(papers, _)| **papers == gap.papers) {
        Some((_, items)) if !items.contains(&item) => items.push(item),
        Some(_) => {}
        None => group.items.push((&gap.papers, vec![item])),
    }
}

/// A path as its table and what the table lacks: of a person, `people.ada` and the rest.
fn parts(path: &str) -> (&str, &str) {
    if let Some(answer) = path.strip_prefix("answers.") {
        return ("", answer);
    }
    if let Some(rest) = path.strip_prefix("people.") {
        let id = rest.find('.').map_or(rest.len(), |at| at);
        let (holder, item) = path.split_at("people.".len() + id);
        return if item.is_empty() { ("", path) } else { (holder, &item[1..]) };
    }
    path.rsplit_once('.').unwrap_or(("", path))
}

/// The command that asks for the answers: of one paper, or of all.
fn command(papers: Papers<'_>, groups: &[Group<'_>]) -> Option<String> {
    let matter = papers.matter?;
    let mut drafts: Vec<&str> = groups.iter().filter_map(Group::answers_of).collect();
    drafts.dedup();
    let folder = if matter == "." { String::new() } else { format!(" {}", words::argument(matter)) };
    match drafts[..] {
        [] => None,
        [draft] => Some(format!("affiant ask{folder} --draft {draft}")),
        _ => Some(format!("affiant serve{folder}")),
    }
}
