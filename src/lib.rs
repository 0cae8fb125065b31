//! affiant drafts legal papers from structured facts and versioned templates, and typesets them to PDF.

pub mod diag;
pub mod document;
pub mod facts;
pub mod fields;
pub mod source;
pub mod span;
pub mod template;
pub mod value;
pub mod words;
pub mod draft;
pub mod files;
pub mod lock;
pub mod typeset;
