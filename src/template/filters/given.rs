//! What a tag hands to a filter or function.

use crate::template::slots::{HANDLE_END, HANDLE_START};

/// A value of a tag, taken apart.
#[derive(Clone, Copy, Debug)]
pub enum Given<'a> {
    /// Null, or not there.
    Nothing,
    /// A handle, by its number.
    Handle(usize),
    /// A text of the template's own.
    Text(&'a str),
    /// A whole number of the template's own.
    Number(i64),
    /// Yes or no of the template's own.
    YesNo(bool),
    /// A list.
    List(&'a [tera::Value]),
    /// A person or group.
    Map(&'a tera::Map),
}

impl<'a> Given<'a> {
    /// Takes a value apart.
    #[must_use]
    pub fn of(value: &'a tera::Value) -> Self {
        if let Some(text) = value.as_str() {
            return number(text).map_or(Self::Text(text), Self::Handle);
        }
        if let Some(yes) = value.as_bool() {
            return Self::YesNo(yes);
        }
        if let Some(list) = value.as_array() {
            return Self::List(list);
        }
        if let Some(map) = value.as_map() {
            return Self::Map(map);
        }
        value
            .as_i64()
            .or_else(|| value.as_i128().and_then(|number| i64::try_from(number).ok()))
            .map_or(Self::Nothing, Self::Number)
    }
}

/// A part of a person or group.
#[must_use]
pub fn member<'m>(map: &'m tera::Map, key: &'static str) -> Option<&'m tera::Value> {
    map.get(&tera::value::Key::Str(key))
}

fn number(text: &str) -> Option<usize> {
    text.strip_prefix(HANDLE_START)?.strip_suffix(HANDLE_END)?.parse().ok()
}
