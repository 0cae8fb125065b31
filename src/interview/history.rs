//! What an answers file remembers of its answers: who said each, and what stood in its place before.
//!
//! ```toml
//! [meta.said]
//! "episodes.e1.what" = { who = "people.ada", face = "kit", on = 2026-11-21 }
//!
//! [[meta.earlier]]
//! path = "episodes.e1.what"
//! text = "She sat up with him."
//! who  = "people.ada"
//! face = "web"
//! on   = 2026-11-03
//! ```
//!
//! An answer that another one replaces is kept, however it came to that: two tabs of a form, answers that came back
//! from an offline form, or an editor that saved what it had loaded before. Nothing of it is printed. In place of
//! `text`, `unknown = true` or `declined = true` can stand.

use toml_edit::{ArrayOfTables, Datetime, DocumentMut, InlineTable, Item, Table, TableLike, Value, value};

use super::file;
use super::path::Path;
use super::reply::Reply;
use crate::facts::{Node, NodeKind, characters, limits};

/// The tables under the file's `[meta]`.
const SAID: &str = "said";
const EARLIER: &str = "earlier";
/// The face that once noted only who wrote the file last.
const TERMINAL: &str = "terminal";

/// Who said something, through which face, and on which day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saying {
    /// The path of the person in the facts, `people.ada`; empty when nobody knows.
    pub who: String,
    /// The face: `terminal`, `web`, `kit`.
    pub face: String,
    /// The day: `2026-11-21`.
    pub on: String,
}

/// What was said before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// What it was.
    pub was: Was,
    /// Who said it, as far as the file knows.
    pub saying: Saying,
}

/// An answer as it was, in words that can be given as an answer again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Was {
    /// This.
    Text(String),
    /// "I don't know."
    Unknown,
    /// "I'd rather not say."
    Declined,
}

/// Puts an answer at its place, notes who said it, and keeps what stood there. None when the file is not TOML, or
/// something else stands where the answer belongs.
#[must_use]
pub fn put(text: &str, path: &Path, reply: &Reply, saying: &Saying) -> Option<String> {
    let kept = keep(text, path)?;
    let put = file::put(&kept, path, reply)?;
    say(&settled(&put, path)?, path, saying)
}

/// Takes an answer out, and keeps what it was.
#[must_use]
pub fn clear(text: &str, path: &Path) -> Option<String> {
    file::clear(&keep(text, path)?, path)
}

/// Puts an answer at its place as [`put`] does, but keeps what stands there only if it is not what was `seen`: whoever
/// replaces what they see means it.
#[must_use]
pub fn put_seen(text: &str, path: &Path, reply: &Reply, seen: &str, saying: &Saying) -> Option<String> {
    if stands(text, path) != stands(seen, path) {
        return put(text, path, reply, saying);
    }
    say(&settled(&file::put(text, path, reply)?, path)?, path, saying)
}

/// What stands at a path, and below it. None when the file is not TOML.
fn stands(text: &str, path: &Path) -> Option<Vec<(Path, Was)>> {
    let (_, document) = file::open(text)?;
    let mut found = Vec::new();
    below(document.as_item(), path.steps(), path, &mut found);
    Some(found)
}

/// Keeps everything that a text of this file said, and that the file no longer says: another program has written over
/// it. None when one of the two is not TOML, or the file could not be read with it.
#[must_use]
pub fn bring_back(text: &str, lost: &str) -> Option<String> {
    let (head, mut document) = file::open(text)?;
    let (_, lost) = file::open(lost)?;
    let mut stands = Vec::new();
    all_leaves(&document, &mut stands);
    let mut found = Vec::new();
    all_leaves(&lost, &mut found);
    let lost_meta = lost.get("meta").and_then(Item::as_table_like);
    let last = lost_meta.map(told_by).filter(|last| last.face == TERMINAL).unwrap_or_default();
    let said = |path: &Path| {
        let said = lost_meta?.get(SAID)?.get(path.to_string())?;
        Some(told(said))
    };
    let mut entries = Vec::new();
    for (path, was) in found {
        let saying = said(&path).unwrap_or_else(|| last.clone());
        entries.push((entry(&path, &was, &saying), path, was));
    }
    let earlier = lost_meta.and_then(|meta| meta.get(EARLIER)).and_then(Item::as_array_of_tables);
    for entry in earlier.into_iter().flatten() {
        let path = entry.get("path").and_then(Item::as_str).and_then(Path::parse);
        if let Some((path, was)) = path.zip(was(entry)) {
            entries.push((entry.clone(), path, was));
        }
    }
    if entries.iter().any(|(_, _, was)| !can_be_read(was)) {
        return None;
    }
    entries.retain(|(_, path, was)| !stands.iter().any(|(at, stands)| at == path && stands == was));
    let known = document.get("meta").and_then(|meta| meta.get(EARLIER)).is_some();
    if entries.is_empty() && !known {
        return Some(text.to_owned());
    }
    let before = document.clone();
    let list = kept(&mut document)?;
    for (mut entry, path, was) in entries {
        if !list.iter().any(|known| is(known, &path, &was)) {
            // It stood elsewhere in the other text.
            entry.set_position(None);
            list.push(entry);
        }
    }
    if document.to_string() == before.to_string() {
        return Some(text.to_owned());
    }
    Some(file::whole(head, &document))
}

/// Every answer of a file.
fn all_leaves(document: &DocumentMut, found: &mut Vec<(Path, Was)>) {
    for (key, item) in document.iter().filter(|(key, _)| *key != "meta") {
        leaves(item, &Path::field(key), found);
    }
}

/// Whether a file can be read with this in it.
fn can_be_read(was: &Was) -> bool {
    let Was::Text(text) = was else { return true };
    text.len() <= limits::TEXT.value && text.chars().all(|letter| characters::refusal(letter).is_none())
}

/// An entry of the list of what was said earlier.
fn entry(path: &Path, was: &Was, saying: &Saying) -> Table {
    let mut entry = Table::new();
    entry.insert("path", value(path.to_string()));
    match was {
        Was::Text(text) => entry.insert("text", Item::Value(file::prose_or_text(text))),
        Was::Unknown => entry.insert("unknown", value(true)),
        Was::Declined => entry.insert("declined", value(true)),
    };
    note(&mut entry, saying);
    entry
}

/// What such an entry says.
fn was(entry: &Table) -> Option<Was> {
    let says = |key: &str| entry.get(key).and_then(Item::as_bool) == Some(true);
    match entry.get("text").and_then(Item::as_str) {
        Some(text) => Some(Was::Text(text.trim().to_owned())),
        None if says("unknown") => Some(Was::Unknown),
        None if says("declined") => Some(Was::Declined),
        None => None,
    }
}

/// Notes who said the answer at a path.
#[must_use]
pub fn say(text: &str, path: &Path, saying: &Saying) -> Option<String> {
    let (head, mut document) = file::open(text)?;
    let said = meta(&mut document)?.entry(SAID).or_insert_with(|| Item::Table(Table::new())).as_table_like_mut()?;
    let mut entry = InlineTable::new();
    note(&mut entry, saying);
    let key = path.to_string();
    // Written anew only when it says something else, so that a second import changes nothing.
    if said.get(&key).map(told).as_ref() != Some(saying) {
        said.insert(&key, Item::Value(Value::InlineTable(entry)));
    }
    Some(file::whole(head, &document))
}

/// Keeps what stands at a path, and below it, for whoever puts something else there. What is kept already is not kept
/// twice.
#[must_use]
pub fn keep(text: &str, path: &Path) -> Option<String> {
    let (head, mut document) = file::open(text)?;
    let mut found = Vec::new();
    below(document.as_item(), path.steps(), path, &mut found);
    if found.is_empty() {
        return Some(text.to_owned());
    }
    // Other faces note every answer that they write; what has no note was written by hand, or at a terminal.
    let last = meta(&mut document).map(|meta| told_by(meta)).filter(|last| last.face == TERMINAL).unwrap_or_default();
    for (path, was) in found {
        let said = meta(&mut document)?.get(SAID).and_then(|said| said.get(path.to_string())).map(told);
        remember(&mut document, &path, &was, &said.unwrap_or_else(|| last.clone()))?;
    }
    Some(file::whole(head, &document))
}

/// Keeps an answer that came for a path where it cannot stand: nobody asks it there any more, or not in this way.
#[must_use]
pub fn set_aside(text: &str, path: &Path, was: &Was, saying: &Saying) -> Option<String> {
    let (head, mut document) = file::open(text)?;
    remember(&mut document, path, was, saying)?;
    Some(file::whole(head, &document))
}

/// Adds to what was said earlier; the latest stands last, and nothing stands there twice.
fn remember(document: &mut DocumentMut, path: &Path, was: &Was, saying: &Saying) -> Option<()> {
    let list = kept(document)?;
    list.retain(|known| !is(known, path, was));
    list.push(entry(path, was, saying));
    Some(())
}

/// What was said at a path before what stands there now, the latest first.
#[must_use]
pub fn earlier(answers: &Node, path: &Path) -> Vec<Earlier> {
    all_earlier(answers).into_iter().filter(|(of, _)| of == path).map(|(_, earlier)| earlier).collect()
}

/// All that was said earlier, with its path, the latest first.
#[must_use]
pub fn all_earlier(answers: &Node) -> Vec<(Path, Earlier)> {
    let list = answers.at("meta").and_then(|meta| meta.at(EARLIER)).and_then(Node::list).unwrap_or_default();
    let one = |entry: &Node| {
        let is = |key: &str| entry.at(key).is_some_and(|node| node.kind == NodeKind::Bool(true));
        let was = match entry.at("text").and_then(Node::text) {
            Some(text) => Was::Text(text.trim().to_owned()),
            None if is("unknown") => Was::Unknown,
            None if is("declined") => Was::Declined,
            None => return None,
        };
        Some((Path::parse(entry.at("path")?.text()?)?, Earlier { was, saying: saying(entry) }))
    };
    list.iter().rev().filter_map(one).collect()
}

/// Who said the answer at a path, when the file notes it.
#[must_use]
pub fn said(answers: &Node, path: &Path) -> Option<Saying> {
    let said = answers.at("meta")?.at(SAID)?.table()?;
    said.get(&path.to_string()).map(saying)
}

/// What stands at a path again is no longer something earlier. None when the file is not TOML.
#[must_use]
pub fn settled(text: &str, path: &Path) -> Option<String> {
    let (head, mut document) = file::open(text)?;
    let mut found = Vec::new();
    below(document.as_item(), path.steps(), path, &mut found);
    if document.get("meta").and_then(|meta| meta.get(EARLIER)).is_none() {
        return Some(text.to_owned());
    }
    let list = kept(&mut document)?;
    list.retain(|known| !found.iter().any(|(path, was)| is(known, path, was)));
    if list.is_empty() {
        meta(&mut document)?.remove(EARLIER);
    }
    Some(file::whole(head, &document))
}

/// The file's `[meta]`, as a table of its own.
fn meta(document: &mut DocumentMut) -> Option<&mut Table> {
    let item = document.entry("meta").or_insert_with(|| Item::Table(Table::new()));
    if item.is_inline_table() {
        *item = Item::Table(std::mem::take(item).into_table().ok()?);
    }
    item.as_table_mut()
}

/// The list of what was said earlier.
fn kept(document: &mut DocumentMut) -> Option<&mut ArrayOfTables> {
    let item = meta(document)?.entry(EARLIER).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if item.is_value() {
        *item = Item::ArrayOfTables(std::mem::take(item).into_array_of_tables().ok()?);
    }
    item.as_array_of_tables_mut()
}

/// Every answer at the end of a path and below it; an item of a list goes by its id.
fn below(root: &Item, steps: &[String], path: &Path, found: &mut Vec<(Path, Was)>) {
    let Some((first, rest)) = steps.split_first() else { return leaves(root, path, found) };
    let Some(item) = root.as_table_like().and_then(|table| table.get(first)) else { return };
    let Some((wanted, within)) = rest.split_first().filter(|_| item.is_array_of_tables() || item.is_array()) else {
        return below(item, rest, path, found);
    };
    let Some((_, member)) = file::members(item).into_iter().find(|(id, _)| id == wanted) else { return };
    match within.split_first() {
        Some((key, further)) => {
            if let Some(item) = member.get(key) {
                below(item, further, path, found);
            }
        }
        None => {
            for (key, value) in member.iter().filter(|(key, _)| *key != "id") {
                leaves(value, &path.member(key), found);
            }
        }
    }
}

/// Every answer at and below an item, with its path.
fn leaves(item: &Item, path: &Path, found: &mut Vec<(Path, Was)>) {
    let items = file::members(item);
    if !items.is_empty() {
        for (id, member) in items {
            for (key, value) in member.iter().filter(|(key, _)| *key != "id") {
                leaves(value, &Path::of(path.steps()).member(&id).member(key), found);
            }
        }
        return;
    }
    let Some(table) = item.as_table_like() else {
        found.extend(item.as_value().and_then(words).map(|text| (Path::of(path.steps()), Was::Text(text))));
        return;
    };
    let is = |key: &str| table.get(key).and_then(Item::as_bool) == Some(true);
    match table.get("name").and_then(Item::as_str).filter(|_| table.len() == 1) {
        Some(name) => found.push((Path::of(path.steps()), Was::Text(name.to_owned()))),
        None if is("unknown") => found.push((Path::of(path.steps()), Was::Unknown)),
        None if is("declined") => found.push((Path::of(path.steps()), Was::Declined)),
        None => table.iter().for_each(|(key, value)| leaves(value, &path.member(key), found)),
    }
}

/// A value as somebody would type it.
fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.value().trim().to_owned(),
        Value::Integer(number) => number.value().to_string(),
        Value::Float(number) => number.value().to_string(),
        Value::Boolean(yes) => yes.value().to_string(),
        Value::Datetime(day) => day.value().to_string(),
        Value::Array(values) => values.iter().filter_map(words).collect::<Vec<_>>().join("\n"),
        Value::InlineTable(_) => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn is(entry: &Table, path: &Path, what: &Was) -> bool {
    was(entry).as_ref() == Some(what) && entry.get("path").and_then(Item::as_str) == Some(&path.to_string())
}

fn note(table: &mut dyn TableLike, saying: &Saying) {
    for (key, text) in [("who", &saying.who), ("face", &saying.face), ("on", &saying.on)] {
        if text.is_empty() {
            continue;
        }
        let day = if key == "on" { text.parse::<Datetime>().ok() } else { None };
        table.insert(key, day.map_or_else(|| value(text), value));
    }
}

/// What an entry of `[meta.said]` tells.
fn told(item: &Item) -> Saying {
    item.as_table_like().map(told_by).unwrap_or_default()
}

fn told_by(table: &dyn TableLike) -> Saying {
    let text = |key: &str| table.get(key).and_then(Item::as_value).and_then(words).unwrap_or_default();
    Saying { who: text("who"), face: text("face"), on: text("on") }
}

fn saying(node: &Node) -> Saying {
    let text = |key: &str| match node.at(key).map(|node| &node.kind) {
        Some(NodeKind::Text(text) | NodeKind::Date(text)) => text.clone(),
        _ => String::new(),
    };
    Saying { who: text("who"), face: text("face"), on: text("on") }
}
