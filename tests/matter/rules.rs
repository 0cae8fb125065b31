//! Which edition of a rule applies, and what is said about it.

use affiant::diag::Report;
use affiant::lock::LockEntry;
use affiant::pack::Pack;
use affiant::rules::applied::{Applied, Dates, Strictness};
use affiant::source::Sources;

use super::{Shelf, codes, day, told};

const FEE: &str = r#"
citation     = "8 CFR § 106.2"
jurisdiction = "us"
date_by      = "paper"

[[edition]]
from     = 2024-04-01
status   = "in-force"
verified = true
source   = "Code of Federal Regulations"
text.fee = "$715"

[[edition]]
from     = 2026-10-01
status   = "in-force"
verified = false
source   = "a law firm's blog"
text.fee = "$800"

[[edition]]
from     = 2027-01-01
status   = "vacated"
verified = true
source   = "a court's order"
text.fee = "$900"

[[edition]]
from     = 2028-01-01
status   = "disputed"
verified = true
source   = "two courts"
[[edition.position]]
name     = "thirty days"
value    = { days = 30 }
source   = "the old rule"
text.fee = "$30"
[[edition.position]]
name     = "ten days"
value    = { days = 10 }
source   = "the new rule"
text.fee = "$10"
"#;

fn review(on: &str, lock: Option<&LockEntry>, strictness: Strictness) -> (Option<Applied>, String) {
    let shelf = Shelf::with(&[("snippets/rules/us/fee.toml", FEE)]);
    let (pack, mut sources, mut report) = (Pack::from_files(&shelf), Sources::default(), Report::default());
    let rule = pack.rule(&mut sources, "us.fee", None).take(&mut report).unwrap();
    let applied = Applied::pick(rule, Dates::paper(day(on)), lock, None, &mut report);
    if let Some(applied) = &applied {
        applied.review(strictness, None, &mut report);
    }
    (applied, told(&report, &sources))
}

fn fee(applied: Option<&Applied>) -> String {
    applied.unwrap().words().unwrap().texts["fee"].clone()
}

#[test]
fn the_edition_is_the_last_one_that_has_begun() {
    for (on, wanted) in [("2024-04-01", "$715"), ("2026-09-30", "$715"), ("2026-10-01", "$800"), ("2027-06-01", "$900")]
    {
        assert_eq!(fee(review(on, None, Strictness::Draft).0.as_ref()), wanted, "{on}");
    }
}

#[test]
fn a_date_before_the_first_edition_is_an_error() {
    let (applied, told) = review("2024-03-31", None, Strictness::Draft);
    assert!(applied.is_none());
    let expected = "\
error[no-edition]: `us.fee` has no edition for 2024-03-31, the date of the paper
  at pack/snippets/rules/us/fee.toml:6:1: the first edition is from 2024-04-01
  hint: check the date of the paper, or its year
";
    assert_eq!(told, expected);
}

#[test]
fn an_unverified_edition_is_named_with_its_source() {
    let (_, told) = review("2026-11-22", None, Strictness::Final);
    let expected = "\
warning[unverified-rule]: `us.fee` (8 CFR § 106.2) has not been checked against the primary text
  at pack/snippets/rules/us/fee.toml:13:1: read in: a law firm's blog
  hint: read 8 CFR § 106.2 before you rely on this paper
  hint: once read, record it: `affiant rules check us.fee --on DATE --by NAME --source SOURCE`
";
    assert_eq!(told, expected);
}

#[test]
fn what_is_not_in_force_is_a_warning_for_a_draft_and_an_error_for_a_final() {
    assert!(
        review("2027-02-01", None, Strictness::Draft)
            .1
            .starts_with("warning[rule-not-in-force]: `us.fee` (8 CFR § 106.2) is vacated")
    );
    assert!(review("2027-02-01", None, Strictness::Final).1.starts_with("error[rule-not-in-force]"));
}

#[test]
fn of_a_dispute_the_protective_position_comes_first() {
    let (applied, told) = review("2028-02-01", None, Strictness::Draft);
    assert_eq!(fee(applied.as_ref()), "$10");
    let expected = "\
warning[disputed-rule]: it is disputed what `us.fee` (8 CFR § 106.2) says
  at pack/snippets/rules/us/fee.toml:27:1: this edition
  hint: the protective position: ten days (the new rule)
  hint: another position: thirty days (the old rule)
";
    assert_eq!(told, expected);
}

#[test]
fn a_locked_edition_is_used_although_there_is_a_newer_one() {
    let old = review("2025-01-01", None, Strictness::Draft).0.unwrap();
    let mut lock = LockEntry::default();
    lock.rules.insert("us.fee".to_owned(), old.lock_line());
    let (applied, told) = review("2026-11-22", Some(&lock), Strictness::Draft);
    assert_eq!(fee(applied.as_ref()), "$715");
    let expected = "\
warning[newer-edition]: `us.fee` has a newer edition than the one in `affiant.lock`
  at pack/snippets/rules/us/fee.toml:13:1: from 2026-10-01
  at pack/snippets/rules/us/fee.toml:6:1: the locked one, from 2024-04-01: it is used
  hint: read 8 CFR § 106.2; `affiant upgrade` shows what it changes in this paper, `--apply` takes it
";
    assert_eq!(told, expected);
}

#[test]
fn the_hash_of_an_edition_is_of_what_papers_take_from_it() {
    let hash = |text: &str| {
        let shelf = Shelf::with(&[("snippets/rules/us/fee.toml", text)]);
        let rule = Pack::from_files(&shelf).rule(&mut Sources::default(), "us.fee", None).output.unwrap();
        rule.editions[0].hash(&rule.citation)
    };
    assert_eq!(
        hash(FEE),
        hash(&FEE.replacen("verified = true", "verified = false", 1).replacen("Code of", "The Code of", 1))
    );
    assert_ne!(hash(FEE), hash(&FEE.replacen("$715", "$716", 1)));
    assert_ne!(hash(FEE), hash(&FEE.replacen("106.2", "106.3", 1)));
}

#[test]
fn a_rule_that_cannot_be_relied_on_is_refused() {
    for (from, to, code) in [
        ("status   = \"in-force\"", "status = \"inforce\"", "bad-rule"),
        ("date_by      = \"paper\"", "date_by = \"birthday\"", "bad-rule"),
        ("from     = 2024-04-01", "from = 2026-10-01", "bad-rule"),
        ("from     = 2024-04-01", "", "missing-key"),
        ("citation     = \"8 CFR § 106.2\"", "", "missing-key"),
        ("text.fee = \"$715\"", "text.fee = 715", "bad-rule"),
    ] {
        let shelf = Shelf::with(&[("snippets/rules/us/fee.toml", &FEE.replacen(from, to, 1))]);
        let pass = Pack::from_files(&shelf).rule(&mut Sources::default(), "us.fee", None);
        assert_eq!(codes(&pass.report), [code], "{to}");
    }
}
