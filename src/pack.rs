//! A folder of templates and snippets, and the built-in one.
