//! Tests of matter.
