//! Tests of suite.
