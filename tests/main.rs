//! All integration tests, linked once.

#![expect(clippy::disallowed_methods, reason = "tests lay out files and run the program")]

mod ask;
#[cfg(unix)]
mod ask_terminal;
mod browser;
mod changes;
mod cli;
mod disk;
mod document;
mod example;
mod facts;
mod hostile;
mod import;
mod interview;
mod key;
mod kit;
mod layers;
mod lint;
mod maintainer;
mod matter;
#[cfg(unix)]
mod ordinary;
#[cfg(unix)]
mod packs;
mod papers;
mod promises;
mod report;
mod schema;
mod serve;
mod suite;
mod template;
mod typeset;
mod versions;
mod watch;
mod watched;
mod worker;

/// How a property is tested: the same cases each time, so that a failure is one of the change at hand. Other cases, and
/// more of them, come with `PROPTEST_RNG_SEED=7 PROPTEST_CASES=100000`.
fn cases(cases: u32) -> proptest::test_runner::Config {
    use proptest::test_runner::{Config, RngSeed};
    let chosen = Config { failure_persistence: None, ..Config::default() };
    match (std::env::var_os("PROPTEST_RNG_SEED"), std::env::var_os("PROPTEST_CASES")) {
        (None, None) => Config { cases, rng_seed: RngSeed::Fixed(1746), ..chosen },
        _ => chosen,
    }
}
