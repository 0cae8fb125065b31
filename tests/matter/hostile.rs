//! Whatever bytes the files hold, reading them ends with a report and nothing panics.

use affiant::deadline::{Gather, compute};
use affiant::lock;
use affiant::matter;
use affiant::pack::Pack;
use affiant::pack::ledger::PATH;
use affiant::rules::applied::{Dates, Strictness};
use affiant::source::Sources;
use jiff::civil::Date;
use proptest::prelude::*;

use super::{Shelf, day};

const MATTER: &str = include_str!("../../examples/funeral-parole/matter.toml");
const HOLIDAYS: &str = include_str!("../../snippets/rules/us/5-usc-6103.toml");
const PERIOD: &str = include_str!("../../snippets/rules/us/8-cfr-103-5-a-1.toml");
const COUNTING: &str = include_str!("../../snippets/rules/us/8-cfr-1-2.toml");
const MAIL: &str = include_str!("../../snippets/rules/us/8-cfr-103-8-b.toml");
const LEDGER: &str = include_str!("../../templates/pack.lock");
const LOCK: &str =
    "version = 1\n[draft.a]\naffiant = \"0.1.0\"\ntemplate = \"a@1.0.0\"\n[draft.a.inputs]\n[draft.a.rules]\n";

/// What a slip of the pen, or somebody who means harm, puts in place of a piece of a file.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("-9223372036854775808".to_owned()),
        Just("9999-12-31".to_owned()),
        Just("[[edition.value.holiday]]\n".to_owned()),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
        Just("\"\"".to_owned()),
        Just("= 0".to_owned()),
        "[a-z0-9=\\[\\]{}\"\\n.@ -]{0,12}",
        any::<String>(),
    ]
}

fn spoil(text: &str, at: prop::sample::Index, length: usize, piece: &str) -> String {
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = floor(at.index(text.len() + 1));
    let end = floor(start + length).max(start);
    format!("{}{piece}{}", &text[..start], &text[end..])
}

proptest! {
    #![proptest_config(crate::cases(400))]

    #[test]
    fn spoilt_files_end_in_a_report(at: prop::sample::Index, length in 0usize..40, piece in piece()) {
        let spoilt = |text: &str| spoil(text, at, length, &piece);
        let mut sources = Sources::default();
        let pack = Pack::builtin();
        let read = matter::read(&mut sources, "matter.toml", spoilt(MATTER).as_bytes(), &pack);
        prop_assert!(read.output.is_some() || !read.report.is_empty());
        let lock = lock::read(&mut sources, "affiant.lock", spoilt(LOCK).as_bytes());
        prop_assert!(lock.output.is_some() || !lock.report.is_empty());
        let shelf = Shelf::with(&[
            ("snippets/rules/us/5-usc-6103.toml", &spoilt(HOLIDAYS)),
            ("snippets/rules/us/8-cfr-103-5-a-1.toml", &spoilt(PERIOD)),
            ("snippets/rules/us/8-cfr-1-2.toml", &spoilt(COUNTING)),
            ("snippets/rules/us/8-cfr-103-8-b.toml", &spoilt(MAIL)),
            (PATH, &spoilt(LEDGER)),
        ]);
        let pack = Pack::from_files(&shelf);
        let ledger = pack.ledger(&mut sources);
        prop_assert!(ledger.output.is_some() || !ledger.report.is_empty());
        let dates = Dates::paper(day("2026-11-20"));
        let gather = Gather { pack: &pack, dates, lock: None, strictness: Strictness::Final, wanted: None };
        let law = gather.law(&mut sources, "us.8-cfr-103-5-a-1");
        prop_assert!(law.output.is_some() || !law.report.is_empty());
        if let Some((law, _)) = law.output {
            for event in [Date::MIN, Date::MAX, day("2026-10-20")] {
                let _ = compute(&law, event, Some("mail"));
            }
        }
    }
}
