//! The answers file as text: one answer put in or taken out, and everything else left as it stands.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value, value};

use super::path::Path;
use super::reply::Reply;

/// The list of the questions that were passed over, and of the lists that are whole, in the file's `[meta]`.
const PASSED: &str = "passed";

/// Puts an answer at its place. `None` when the file is not TOML, or something else stands where the answer belongs.
#[must_use]
pub fn put(text: &str, path: &Path, reply: &Reply) -> Option<String> {
    let (head, mut document) = open(text)?;
    // Whoever does not know of another item, or would rather not tell of one, has told of those that are there.
    if path.is_another() && array(&mut document, path.steps()).is_some_and(|items| !items.is_empty()) {
        pass(&mut document, path, true);
        return Some(whole(head, &document));
    }
    let (last, before) = path.steps().split_last()?;
    let table = enter(document.as_table_mut(), before)?;
    let new = written(reply);
    match table.get_mut(last) {
        // What stands around the old answer, such as a comment behind it, stays.
        Some(Item::Value(old)) => {
            let decor = old.decor().clone();
            *old = new;
            *old.decor_mut() = decor;
        }
        Some(item) if item.is_none() => *item = Item::Value(new),
        Some(_) => {
            table.remove(last);
            table.insert(last, Item::Value(new));
        }
        None => _ = table.insert(last, Item::Value(new)),
    }
    pass(&mut document, path, false);
    Some(whole(head, &document))
}

/// Takes an answer out.
#[must_use]
pub fn clear(text: &str, path: &Path) -> Option<String> {
    let (head, mut document) = open(text)?;
    let (last, before) = path.steps().split_last()?;
    if let Some(items) = array(&mut document, before) {
        items.remove(last);
    } else if let Some(table) = enter(document.as_table_mut(), before) {
        table.remove(last);
    }
    pass(&mut document, path, false);
    Some(whole(head, &document))
}

/// Notes that a question was passed over, or that a list has no further item; or takes the note back.
#[must_use]
pub fn set_passed(text: &str, path: &Path, passed: bool) -> Option<String> {
    let (head, mut document) = open(text)?;
    pass(&mut document, path, passed);
    Some(whole(head, &document))
}

/// Adds an item to the list at a path, with an id that no other item has: the text, and the item's path.
#[must_use]
pub fn add_item(text: &str, list: &Path) -> Option<(String, Path)> {
    let (head, mut document) = open(text)?;
    let gone = taken_out(&document, list);
    let (last, before) = list.steps().split_last()?;
    let table = enter(document.as_table_mut(), before)?;
    let item = table.entry(last).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let ids: Vec<String> = match item {
        Item::ArrayOfTables(items) => items.iter().enumerate().map(|(at, item)| id(item, at)).collect(),
        Item::Value(Value::Array(items)) => {
            let ids = items.iter().enumerate().map(|(at, item)| match item.as_inline_table() {
                Some(item) => id(item, at),
                None => (at + 1).to_string(),
            });
            ids.collect()
        }
        _ => return None,
    };
    // An item that was taken out can come back under its own id.
    let free = |id: &String| !ids.contains(id) && !gone.contains(id);
    let free = (1..=ids.len() + gone.len() + 1).map(|number| format!("e{number}")).find(free)?;
    match item {
        Item::ArrayOfTables(items) => {
            let mut new = Table::new();
            new.insert("id", value(&free));
            items.push(new);
        }
        Item::Value(Value::Array(items)) => {
            let mut new = InlineTable::new();
            new.insert("id", Value::from(&free));
            items.push(new);
        }
        _ => return None,
    }
    pass(&mut document, &list.another(), false);
    Some((whole(head, &document), list.member(&free)))
}

/// Puts an item with the id at the end of a path into its list, before those that were added after it. The text is the
/// same when it is there.
#[must_use]
pub fn put_item(text: &str, item: &Path) -> Option<String> {
    let (head, mut document) = open(text)?;
    let (wanted, list) = item.steps().split_last()?;
    let (last, before) = list.split_last()?;
    let table = enter(document.as_table_mut(), before)?;
    let list = table.entry(last).or_insert_with(new_list);
    if list.is_none() || said_of_the_whole(list) {
        *list = new_list();
    }
    let ids: Vec<String> = members(list).into_iter().map(|(id, _)| id).collect();
    if ids.contains(wanted) {
        return Some(text.to_owned());
    }
    let later = |id: &String| number(id).zip(number(wanted)).is_some_and(|(other, own)| other > own);
    let at = ids.iter().position(later).unwrap_or(ids.len());
    match list {
        Item::ArrayOfTables(items) => {
            let mut tables: Vec<Table> = std::mem::take(items).into_iter().collect();
            let mut new = Table::new();
            new.insert("id", value(wanted));
            tables.insert(at, new);
            items.extend(tables);
        }
        Item::Value(Value::Array(items)) => {
            let mut new = InlineTable::new();
            new.insert("id", Value::from(wanted));
            items.insert(at, new);
        }
        _ => return None,
    }
    Some(whole(head, &document))
}

/// The ids of the items of a list that were taken out of it, and are kept.
fn taken_out(document: &DocumentMut, list: &Path) -> Vec<String> {
    let before = format!("{}.", list.steps().join("."));
    let Some(earlier) = document.get("meta").and_then(|meta| meta.get("earlier")) else { return Vec::new() };
    let paths: Vec<&str> = match earlier {
        Item::ArrayOfTables(kept) => kept.iter().filter_map(|entry| entry.get("path")?.as_str()).collect(),
        Item::Value(Value::Array(kept)) => {
            kept.iter().filter_map(|entry| entry.as_inline_table()?.get("path")?.as_str()).collect()
        }
        _ => Vec::new(),
    };
    let ids = paths.into_iter().filter_map(|path| path.strip_prefix(&before)?.split('.').next().map(str::to_owned));
    ids.collect()
}

/// The number of an item whose id a form has made: 2 of `e2`.
fn number(id: &str) -> Option<u64> {
    id.strip_prefix('e')?.parse().ok()
}

/// Whether something was said of a whole list or group, such as that it is not known.
fn said_of_the_whole(item: &Item) -> bool {
    item.as_table_like().is_some_and(|table| table.contains_key("unknown") || table.contains_key("declined"))
}

/// Notes in `[meta]` through which face the file was written last, and on which day.
#[must_use]
pub fn stamp(text: &str, face: &str, on: &str) -> Option<String> {
    let (head, mut document) = open(text)?;
    let meta = meta(&mut document)?;
    meta.insert("face", value(face));
    match on.parse::<toml_edit::Datetime>() {
        Ok(day) => meta.insert("on", value(day)),
        Err(_) => meta.insert("on", value(on)),
    };
    Some(whole(head, &document))
}

/// The notes at the top of the file, which stay there whatever comes first below them, and the rest.
pub(super) fn open(text: &str) -> Option<(&str, DocumentMut)> {
    let notes = |line: &&str| line.starts_with('#');
    let block: usize = text.split_inclusive('\n').take_while(notes).map(str::len).sum();
    let apart = text[block..].is_empty() || text[block..].starts_with('\n');
    let (head, rest) = text.split_at(if apart { block } else { 0 });
    Some((head, rest.parse().ok()?))
}

/// The file's text; its notes stay apart from what comes first below them.
pub(super) fn whole(head: &str, document: &DocumentMut) -> String {
    let text = document.to_string();
    let between = if head.is_empty() || text.is_empty() || text.starts_with('\n') { "" } else { "\n" };
    format!("{head}{between}{text}")
}

fn written(reply: &Reply) -> Value {
    match reply {
        Reply::Text(text) => Value::from(text),
        Reply::Prose(text) => prose(text),
        Reply::Day(day) => day.parse::<toml_edit::Datetime>().map_or_else(|_| Value::from(day), Value::from),
        Reply::Number(number) => Value::from(*number),
        Reply::YesNo(yes) => Value::from(*yes),
        Reply::Lines(lines) => Value::from(lines.iter().collect::<Array>()),
        Reply::Named(name) => said("name", Value::from(name)),
        Reply::Unknown => said("unknown", Value::from(true)),
        Reply::Declined => said("declined", Value::from(true)),
    }
}

fn said(key: &str, what: Value) -> Value {
    let mut table = InlineTable::new();
    table.insert(key, what);
    Value::InlineTable(table)
}

/// Paragraphs as a person would write them in the file: between triple quotes, each line on a line.
fn prose(text: &str) -> Value {
    let escaped: String = text.replace('\\', "\\\\").replace("\"\"\"", "\"\"\\\"");
    let escaped = escaped.strip_suffix('"').map_or(escaped.clone(), |head| format!("{head}\\\""));
    let written = format!("\"\"\"\n{escaped}\"\"\"");
    match written.parse::<Value>() {
        Ok(parsed) if parsed.as_str() == Some(text) => parsed,
        _ => Value::from(text),
    }
}

/// A text within a line as it is, and paragraphs as prose.
pub(super) fn prose_or_text(text: &str) -> Value {
    if text.contains('\n') { prose(text) } else { Value::from(text) }
}

/// The items of a list of tables, each with its id; none of anything else.
pub(super) fn members(list: &Item) -> Vec<(String, &dyn TableLike)> {
    match list {
        Item::ArrayOfTables(items) => {
            items.iter().enumerate().map(|(at, item)| (id(item, at), item as &dyn TableLike)).collect()
        }
        Item::Value(Value::Array(items)) => {
            let tables = items.iter().enumerate().filter_map(|(at, item)| Some((at, item.as_inline_table()?)));
            tables.map(|(at, item)| (id(item, at), item as &dyn TableLike)).collect()
        }
        _ => Vec::new(),
    }
}

/// The table at the end of a path, with the tables and the list items on the way, made where they are missing.
fn enter<'d>(root: &'d mut Table, steps: &[String]) -> Option<&'d mut dyn TableLike> {
    let mut here: &'d mut dyn TableLike = root;
    let mut steps = steps.iter().peekable();
    while let Some(step) = steps.next() {
        let starts_list = steps.peek().is_some_and(|next| next.strip_prefix('e').is_some_and(is_number));
        let item = here.entry(step).or_insert_with(|| if starts_list { new_list() } else { new_table() });
        if item.is_none() {
            *item = if starts_list { new_list() } else { new_table() };
        }
        here = match item {
            Item::ArrayOfTables(items) => {
                let wanted = steps.next()?;
                let found = items.iter().enumerate().position(|(at, item)| id(item, at) == *wanted);
                let at = found.unwrap_or_else(|| {
                    let mut new = Table::new();
                    new.insert("id", value(wanted));
                    items.push(new);
                    items.len() - 1
                });
                items.get_mut(at)?
            }
            Item::Value(Value::Array(items)) => {
                let wanted = steps.next()?;
                let at = items
                    .iter()
                    .enumerate()
                    .position(|(at, item)| item.as_inline_table().is_some_and(|item| id(item, at) == *wanted))?;
                items.get_mut(at)?.as_inline_table_mut()?
            }
            other => {
                // Something that was said of the whole, such as that it is not known, gives way to its parts.
                if other
                    .as_table_like()
                    .is_some_and(|table| table.contains_key("unknown") || table.contains_key("declined"))
                {
                    *other = if starts_list { new_list() } else { new_table() };
                    if starts_list {
                        let wanted = steps.next()?;
                        let items = other.as_array_of_tables_mut()?;
                        let mut new = Table::new();
                        new.insert("id", value(wanted));
                        items.push(new);
                        here = items.get_mut(0)?;
                        continue;
                    }
                }
                other.as_table_like_mut()?
            }
        };
    }
    Some(here)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn new_list() -> Item {
    Item::ArrayOfTables(ArrayOfTables::new())
}

fn new_table() -> Item {
    let mut table = Table::new();
    table.set_implicit(true);
    table.decor_mut().set_prefix("\n");
    Item::Table(table)
}

fn id(item: &dyn TableLike, at: usize) -> String {
    item.get("id").and_then(Item::as_str).map_or_else(|| (at + 1).to_string(), str::to_owned)
}

/// The items of the list at the end of a path.
fn array<'d>(document: &'d mut DocumentMut, steps: &[String]) -> Option<Items<'d>> {
    let (last, before) = steps.split_last()?;
    let table = enter(document.as_table_mut(), before)?;
    match table.get_mut(last)? {
        Item::ArrayOfTables(items) => Some(Items::Tables(items)),
        Item::Value(Value::Array(items)) => Some(Items::Inline(items)),
        _ => None,
    }
}

enum Items<'d> {
    Tables(&'d mut ArrayOfTables),
    Inline(&'d mut Array),
}

impl Items<'_> {
    fn is_empty(&self) -> bool {
        match self {
            Self::Tables(items) => items.is_empty(),
            Self::Inline(items) => items.is_empty(),
        }
    }

    fn remove(self, wanted: &str) {
        match self {
            Self::Tables(items) => {
                let found = items.iter().enumerate().position(|(at, item)| id(item, at) == wanted);
                if let Some(at) = found {
                    items.remove(at);
                }
            }
            Self::Inline(items) => {
                let is =
                    |(at, item): (usize, &Value)| item.as_inline_table().is_some_and(|item| id(item, at) == wanted);
                let found = items.iter().enumerate().position(is);
                if let Some(at) = found {
                    items.remove(at);
                }
            }
        }
    }
}

fn meta(document: &mut DocumentMut) -> Option<&mut dyn TableLike> {
    document.entry("meta").or_insert_with(|| Item::Table(Table::new())).as_table_like_mut()
}

/// Sets or takes away the note that a question was passed over.
fn pass(document: &mut DocumentMut, path: &Path, passed: bool) {
    let path = path.to_string();
    if !passed && document.get("meta").is_none() {
        return;
    }
    let Some(meta) = meta(document) else { return };
    let item = meta.entry(PASSED).or_insert_with(|| value(Array::new()));
    let Some(list) = item.as_array_mut() else { return };
    list.retain(|known| known.as_str() != Some(&path));
    if passed {
        list.push(path);
    }
    if list.is_empty() {
        meta.remove(PASSED);
    }
}
