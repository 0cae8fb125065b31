//! What a tag hands to a filter or function.

use crate::template::slots::{HANDLE_END, HANDLE_START};

/// A value of a tag, taken apart.
#[derive(Clone, Debug)]
pub enum Given {
    /// Null, or not there.
    Nothing,
    /// A handle, by its number.
    Handle(usize),
    /// A text of the template's own.
    Text(String),
    /// A whole number of the template's own.
    Number(i64),
    /// Yes or no of the template's own.
    YesNo(bool),
    /// A list.
    List(Vec<tera::Value>),
    /// A person or group.
    Map(tera::Map),
}

impl Given {
    /// Takes a value apart.
    #[must_use]
    pub fn of(value: &tera::Value) -> Self {
        if let Some(text) = value.as_str() {
            return number(text).map_or_else(|| Self::Text(text.to_owned()), Self::Handle);
        }
        if let Some(yes) = value.as_bool() {
            return Self::YesNo(yes);
        }
        if let Some(list) = value.as_array() {
            return Self::List(list.to_vec());
        }
        if let Some(map) = value.as_map() {
            return Self::Map(map.clone());
        }
        value
            .as_i64()
            .or_else(|| value.as_i128().and_then(|number| i64::try_from(number).ok()))
            .map_or(Self::Nothing, Self::Number)
    }
}

/// The handle with this number.
#[must_use]
pub fn handle(number: usize) -> tera::Value {
    tera::Value::from(format!("{HANDLE_START}{number}{HANDLE_END}"))
}

fn number(text: &str) -> Option<usize> {
    text.strip_prefix(HANDLE_START)?.strip_suffix(HANDLE_END)?.parse().ok()
}
