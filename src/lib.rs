//! affiant drafts legal papers from structured facts and versioned templates, and typesets them to PDF.

pub mod check;
pub mod cli;
pub mod cmd;
pub mod deadline;
pub mod diag;
pub mod disk;
pub mod document;
pub mod draft;
pub mod facts;
pub mod fields;
pub mod files;
pub mod lock;
pub mod matter;
pub mod pack;
pub mod rules;
pub mod source;
pub mod span;
pub mod template;
pub mod term;
pub mod typeset;
pub mod value;
pub mod watch;
pub mod words;
pub mod worker;
