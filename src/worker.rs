//! The killable process that drafts.
