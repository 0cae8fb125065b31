//! affiant drafts legal papers from structured facts and versioned templates, and typesets them to PDF.
//!
//! # The pipeline
//!
//! ```text
//! facts.toml, answers ──read──▶ values with spans ──check──▶ checked facts, and gaps
//! template.md ──front matter──▶ fields, parties, look, clauses, rules
//! checked facts + template ──Tera──▶ Markdown with slots ──pulldown-cmark──▶ document
//! document ──number, resolve references──▶ document ──write──▶ Typst source, and its map ──typst──▶ PDF
//! ```
//!
//! 1. [`facts`] reads TOML and JSON into a tree in which every value knows its place.
//! 2. [`matter`] and [`pack`] say which paper is meant and what it is made from: template, clauses, look, rules.
//! 3. [`fields`] types the facts against what the template asks. What is required and missing becomes a gap.
//! 4. [`template`] fills the body. A value never gets into it: a *handle* does, and the value waits in a table.
//! 5. [`document`] parses the Markdown into a tree, puts the values in, numbers it and resolves references.
//! 6. [`check`] looks at the finished tree, and [`rules`], [`deadline`] and [`lock`] at what it rests on.
//! 7. [`typeset`] writes Typst source in which every word is a string literal, and typesets it.
//!
//! [`draft`] shows all of it on one screen. Each stage gives a value *and* a [report](diag::Report): all problems come
//! out in one pass, and every one names a place in a file that a person wrote.
//!
//! # The layers
//!
//! A file uses only lower layers and its own subtree; a test reads the `use` lines.
//!
//! | layer | modules | what they may touch |
//! |---|---|---|
//! | 7 commands | [`cli`] [`cmd`] | everything below |
//! | 6 edges | [`disk`] [`worker`] [`term`] [`watch`] [`ask`] [`fetch`] | files, clock, terminal, processes, loopback |
//! | 5 matter | [`matter`] [`draft`] [`lock`] [`pack`] [`changes`] [`check`] [`rules`] [`deadline`] [`interview`] [`golden`] [`lint`] [`schema`] [`files`] | [`files::Files`] only |
//! | 4 typeset | [`typeset`] | Typst's names only in `engine` and `errors` |
//! | 3 document | [`document`] | pulldown-cmark only in `read` |
//! | 2 template | [`template`] | Tera only in `engine`, `filters` and `clauses` |
//! | 1 contract | [`value`] [`facts`] [`fields`] | |
//! | 0 ground | [`source`] [`span`] [`diag`] [`diff`] [`digest`] [`words`] | |
//!
//! # What is not there
//!
//! - No fact is ever parsed as a template, as Markdown or as Typst: none can open a heading, a link or a call.
//! - No stage below the edges reads a file, a clock or the environment; time and files come in as arguments.
//! - No paper is typeset in this process: a [`worker`] does it, which can open no file and can be stopped.
//! - No file of a person is written in place, and no PDF that somebody signed is replaced.
//! - No network is used but by `affiant pack add` and `pack update`, through [`fetch`]; the form of `affiant serve`, in
//!   [`ask::web`], answers on the loopback address alone. No message holds a fact's value.
//! - Nothing is invented: what is in no file stands in the paper as a gap, and a paper with a gap is never final.

pub mod diag;
pub mod diff;
pub mod digest;
pub mod source;
pub mod span;
pub mod words;

pub mod facts;
pub mod fields;
pub mod value;

pub mod template;

pub mod document;

pub mod typeset;

pub mod changes;
pub mod check;
pub mod deadline;
pub mod draft;
pub mod files;
pub mod golden;
pub mod interview;
pub mod lint;
pub mod lock;
pub mod matter;
pub mod pack;
pub mod rules;
pub mod schema;

pub mod ask;
pub mod disk;
pub mod fetch;
pub mod term;
pub mod watch;
pub mod worker;

pub mod cli;
pub mod cmd;
