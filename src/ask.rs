//! Asking: the faces of the interview that talk with a person, and the answers file that they write.

#![expect(clippy::disallowed_methods, reason = "this edge talks with a person, and starts their editor")]

pub mod editor;
pub mod growth;
pub mod questionnaire;
pub mod session;
pub mod talk;
pub mod terminal;
pub mod web;

pub use questionnaire::Questionnaire;
pub use session::Session;
pub use talk::Talk;
