//! Tests of typeset.
