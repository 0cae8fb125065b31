//! One case: `matter.toml` and what it names.
