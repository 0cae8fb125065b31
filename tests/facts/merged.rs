//! Several facts files, overrides, and `--set`.

use std::sync::Arc;

use affiant::facts::{self, Node};
use affiant::source::Sources;
use affiant::span::Span;

use super::{lines, read, short};

/// A tree without its places, as JSON, for comparing.
pub fn said(node: &Node) -> String {
    use affiant::facts::NodeKind;
    match &node.kind {
        NodeKind::Text(text) => format!("{text:?}"),
        NodeKind::Date(date) => date.clone(),
        NodeKind::Integer(number) => number.to_string(),
        NodeKind::Float(number) => number.to_string(),
        NodeKind::Bool(yes) => yes.to_string(),
        NodeKind::List(items) => format!("[{}]", items.iter().map(said).collect::<Vec<_>>().join(", ")),
        NodeKind::Table(table) => {
            let entries = table.entries.iter().map(|entry| format!("{} = {}", entry.key, said(&entry.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn merge(files: &[&str], overrides: Option<&str>) -> (String, Vec<String>) {
    let mut sources = Sources::default();
    let files: Vec<Arc<Node>> =
        files.iter().enumerate().map(|(at, text)| Arc::new(read(&mut sources, &format!("{at}.toml"), text))).collect();
    let overrides = overrides.map(|text| read(&mut sources, "matter.toml", text));
    let pass = facts::merge(&files, overrides.as_ref());
    (said(&pass.output), lines(&pass.report, &sources))
}

#[test]
fn files_that_do_not_disagree_come_together() {
    let cases: &[(&[&str], &str)] = &[
        (&[], "{}"),
        (&["a = 1"], "{a = 1}"),
        (&["a = 1\nt.x = 1", "b = 2\nt.y = 2"], "{a = 1, t = {x = 1, y = 2}, b = 2}"),
        (&["a = [1, 2]\nd = 2026-11-12", "a = [1, 2]\nd = '2026-11-12'"], "{a = [1, 2], d = 2026-11-12}"),
        (
            &["[[e]]\nid = 'a'\nx = 1\n[[e]]\nid = 'b'", "[[e]]\nid = 'c'\n[[e]]\nid = 'a'\ny = 2"],
            "{e = [{id = \"a\", x = 1, y = 2}, {id = \"b\"}, {id = \"c\"}]}",
        ),
        (&["fictional = false", "fictional = true"], "{fictional = true}"),
        (&["fictional = true", "fictional = false"], "{fictional = true}"),
    ];
    for (files, wanted) in cases {
        assert_eq!(merge(files, None), ((*wanted).to_owned(), Vec::new()), "{files:?}");
    }
}

#[test]
fn a_conflict_shows_both_places_and_how_to_settle_it() {
    let (_, found) = merge(&["[people.ada]\nphone = '1'", "[people.ada]\nphone = '2'"], None);
    assert_eq!(
        found,
        [
            "conflicting-facts 1.toml:2:9 0.toml:2:9 `people.ada.phone` is said twice, and differently; make them agree, or \
         settle it in matter.toml: `phone = …` under `[overrides.people.ada]`"
        ]
    );
    let (_, found) = merge(&["a = [1]\nb = 1\nc = {x = 1}", "a = [2]\nb = 'x'\nc = 1"], None);
    assert_eq!(
        short(&found),
        [
            "conflicting-facts 1.toml:1:5 0.toml:1:5 `a` is said twice, and differently",
            "conflicting-facts 1.toml:2:5 0.toml:2:5 `b` is said twice, and differently",
            "conflicting-facts 1.toml:3:5 0.toml:3:5 `c` is said twice, and differently",
        ]
    );
    let (_, found) = merge(&["[[e]]\nid = 'a'\nx = 1", "[[e]]\nid = 'a'\nx = 2"], None);
    assert_eq!(short(&found), ["conflicting-facts 1.toml:3:5 0.toml:3:5 `e.a.x` is said twice, and differently"]);
    let (_, found) = merge(&["[[e]]\nx = 1", "[[e]]\nx = 2"], None);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("come together when each item has an `id`"), "{found:?}");
}

#[test]
fn overrides_settle_a_conflict_in_the_open() {
    let files: &[&str] = &["[p]\nphone = '1'\n[[e]]\nid = 'a'\nx = 1", "[p]\nphone = '2'\n[[e]]\nid = 'a'\nx = 2"];
    let settled = "{p = {phone = \"3\"}, e = [{id = \"a\", x = 4}]}";
    for overrides in ["p.phone = '3'\ne.a.x = 4", "p.phone = '3'\n[[e]]\nid = 'a'\nx = 4"] {
        assert_eq!(merge(files, Some(overrides)), (settled.to_owned(), Vec::new()), "{overrides}");
    }
    let (_, found) = merge(files, Some("p.fax = '3'"));
    assert_eq!(found.len(), 2, "an override of something else settles nothing: {found:?}");
    assert_eq!(merge(&["a = 1"], Some("b.c = 2")).0, "{a = 1, b = {c = 2}}");
}

fn set(facts: &str, path: &str, text: &str) -> Result<String, String> {
    let mut sources = Sources::default();
    let mut root = read(&mut sources, "facts.toml", facts);
    let option = format!("{path}={text}");
    let source = sources.add("--set", option.as_str());
    match facts::set(&mut root, path, text, Span::new(source, 0, option.len())) {
        Ok(()) => Ok(said(&root)),
        Err(found) => Err(format!("{} {} {}", found.code, sources.place(found.labels[0].span), found.message)),
    }
}

#[test]
fn one_value_is_set_by_its_path() {
    let cases = [
        ("", "people.ada.name.first", "Ada", Ok("{people = {ada = {name = {first = \"Ada\"}}}}")),
        ("a = 1", "a", "2026-11-12", Ok("{a = \"2026-11-12\"}")),
        ("zip = '1'", "zip", "00123", Ok("{zip = \"00123\"}")),
        ("", "a", "", Ok("{a = \"\"}")),
        ("", "a", "{ unknown = true }", Ok("{a = {unknown = true}}")),
        ("", "a", "['x', 'y']", Ok("{a = [\"x\", \"y\"]}")),
        ("", "a", "\"quoted\"", Ok("{a = \"quoted\"}")),
        ("", "a", "[sic] he said", Ok("{a = \"[sic] he said\"}")),
        ("[[e]]\nid = 'x'\nd = 1", "e.x.d", "2", Ok("{e = [{id = \"x\", d = \"2\"}]}")),
        ("[[e]]\nid = 'x'", "e.y.d", "2", Err("bad-set --set:1:1 no item on the way to `e.y.d` has the id `y`")),
        (
            "n = 'Sukarno'",
            "n.first",
            "x",
            Err("bad-set --set:1:1 `n.first` cannot be set: what holds `first` is text, not a table"),
        ),
        ("", "a..b", "x", Err("bad-set --set:1:1 `a..b` is no path of a fact")),
        ("", "", "x", Err("bad-set --set:1:1 `` is no path of a fact")),
        (
            "",
            "a",
            "x\u{202e}y",
            Err("bad-character --set:1:1 the text holds a mark that turns text round (U+202E, right-to-left override)"),
        ),
        ("", "a", "\"\\u0000\"", Err("bad-character --set:1:1 the text holds a NUL character (U+0000)")),
    ];
    for (facts, path, text, wanted) in cases {
        let wanted = wanted.map(str::to_owned).map_err(str::to_owned);
        assert_eq!(set(facts, path, text), wanted, "{path}={text}");
    }
}
