//! The `affiant` program.

fn main() {}
