//! Files that are wrong, and files that only look so.

use affiant::facts::{self, NodeKind, limits};
use affiant::source::Sources;

use super::{lines, short};

/// The name of a file, its bytes, and what is wrong with it.
const BAD: &[(&str, &[u8], &[&str])] = &[
    // TOML
    (
        "a.toml",
        b"name = Ada Placeholder\nage = \n",
        &["bad-syntax a.toml:1:8 text stands without quotes", "bad-syntax a.toml:2:7 nothing stands behind the `=`"],
    ),
    (
        "a.toml",
        b"a = 'x\nb = 2\nc = \"\"\"\nnever ends",
        &[
            "bad-syntax a.toml:1:7 the text has no closing `'`",
            "bad-syntax a.toml:3:5 the text has no closing `\"\"\"`",
        ],
    ),
    (
        "a.toml",
        b"birthdate = 2026-02-30\ndate = 2026-1-3\n",
        &[
            "bad-date a.toml:1:13 the calendar has no such day",
            "bad-date a.toml:2:8 the value begins as a date and is none",
        ],
    ),
    ("a.toml", b"a = 1\na = 2\n", &["duplicate-key a.toml:2:1 a.toml:1:1 `a` stands twice"]),
    (
        "a.toml",
        b"[people.ada]\nname = 'x'\n[people.bo]\nname = 'y'\n[people.ada]\n",
        &["duplicate-key a.toml:5:9 a.toml:1:9 `ada` stands twice"],
    ),
    ("a.toml", b"[[e]]\nid = 1\n[[e]]\nid = 2\nid = 3\n", &["duplicate-key a.toml:5:1 a.toml:4:1 `id` stands twice"]),
    (
        "a.toml",
        b"x = { k = 1, l = [{ k = 2 }, { k = 3 }], k = 4 }",
        &["duplicate-key a.toml:1:42 a.toml:1:7 `k` stands twice"],
    ),
    ("a.toml", b"q.w.e = 1\nq.w = 2\n", &["duplicate-key a.toml:2:3 a.toml:1:3 `w` stands twice"]),
    (
        "a.toml",
        b"n = 99999999999999999999\nx = nan\ny = inf\n",
        &[
            "wrong-type a.toml:1:5 the number is larger than affiant counts",
            "wrong-type a.toml:2:5 the value is no number that a paper can print",
            "wrong-type a.toml:3:5 the value is no number that a paper can print",
        ],
    ),
    // characters
    (
        "a.toml",
        b"a = \"x\0y\"\n# \x07\n",
        &[
            "bad-character a.toml:1:7 the text holds a NUL character (U+0000)",
            "bad-character a.toml:2:3 the text holds a control character (U+0007, bell)",
        ],
    ),
    (
        "a.toml",
        b"a = \"x\\u0000\\\\u0001y\\b\"\n",
        &[
            "bad-character a.toml:1:7 the text holds a NUL character (U+0000)",
            "bad-character a.toml:1:21 the text holds a control character (U+0008, backspace)",
        ],
    ),
    (
        "a.toml",
        "a = \"1\u{202e}2\u{2066}3\u{200b}4\u{e000}5\u{f0000}6\u{10fffd}7\u{fdd0}8\u{2028}9\u{feff}\"".as_bytes(),
        &[
            "bad-character a.toml:1:7 the text holds a mark that turns text round (U+202E, right-to-left override)",
            "bad-character a.toml:1:13 the text holds a private-use character, which no font prints the same (U+E000)",
            "bad-character a.toml:1:15 the text holds a private-use character, which no font prints the same (U+F0000)",
            "bad-character a.toml:1:17 the text holds a private-use character, which no font prints the same (U+10FFFD)",
            "bad-character a.toml:1:19 the text holds a noncharacter (U+FDD0)",
            "cleaned-text a.toml:1:9 what came along with a paste is cleaned in the paper: U+200B (zero width space), U+2028 (line separator), U+2066 (left-to-right isolate), and U+FEFF (byte order mark)",
        ],
    ),
    (
        "a.json",
        b"{\"a\": \"\\uE000\", \"\\u200b\": 1}",
        &[
            "bad-character a.json:1:8 the text holds a private-use character, which no font prints the same (U+E000)",
            "cleaned-text a.json:1:18 what came along with a paste is cleaned in the paper: U+200B (zero width space)",
        ],
    ),
    (
        "a.toml",
        "a = 1 # \u{200b}\n\u{feff}b = 2\n".as_bytes(),
        &["bad-character a.toml:2:1 a character that no editor shows is here (U+FEFF, byte order mark)"],
    ),
    (
        "a.toml",
        "a = \u{200b}1\n".as_bytes(),
        &["bad-character a.toml:1:5 a character that no editor shows is here (U+200B, zero width space)"],
    ),
    (
        "a.toml",
        "a\u{2060} = 1\n".as_bytes(),
        &["bad-character a.toml:1:2 a character that no editor shows is here (U+2060, word joiner)"],
    ),
    (
        "a.toml",
        "a = \"\u{5d0}\u{2067}b\" # turned\n".as_bytes(),
        &["bad-character a.toml:1:7 the text holds a mark that turns text round (U+2067, right-to-left isolate)"],
    ),
    // bytes
    ("a.toml", b"a = 1\nb = \"caf\xe9\"\n", &["not-utf8 a.toml:2:9 the file is not UTF-8 from here on"]),
    ("a.toml", b"\xff\xfea\0=\0", &["not-utf8 a.toml:1:1 the file is UTF-16"]),
    // JSON
    ("a.toml", b"a = Nurse\n", &["bad-syntax a.toml:1:5 text stands without quotes"]),
    ("a.toml", b"a = True\n", &["bad-syntax a.toml:1:5 text stands without quotes"]),
    ("a.toml", b"a = 773-555-0182\n", &["bad-syntax a.toml:1:5 text stands without quotes"]),
    ("a.toml", b"a = 0773\n", &["bad-syntax a.toml:1:5 a number begins with 0"]),
    (
        "a.toml",
        "a = \u{201c}x\u{201d}\n".as_bytes(),
        &["bad-syntax a.toml:1:5 typographic quotes stand around a value"],
    ),
    ("a.toml", b"a = \"x\",\n", &["bad-syntax a.toml:1:8 the line goes on after its value"]),
    ("a.toml", b"a = \"the \"best\" x\"\n", &["bad-syntax a.toml:1:11 the line goes on after its text"]),
    ("a.toml", b"a: 1\n", &["bad-syntax a.toml:1:2 `:` stands where `=` is wanted"]),
    ("a.toml", b"first name = 1\n", &["bad-syntax a.toml:1:7 the key has a space in it"]),
    ("a.toml", b"She was born.\n", &["bad-syntax a.toml:1:5 a line without `=`"]),
    ("a.toml", b"[people.x\n", &["bad-syntax a.toml:1:10 the name of a table has no closing `]`"]),
    ("a.toml", b"a = { b = \"1\" c = 2 }\n", &["bad-syntax a.toml:1:15 the table goes on without a comma"]),
    ("a.toml", b"a = \"C:\\Users\"\n", &["bad-syntax a.toml:1:10 a `\\` stands in the text"]),
    ("a.toml", b"<<<<<<< HEAD\na = 1\n", &["bad-syntax a.toml:1:1 git left a conflict in the file"]),
    ("a.json", b"", &["bad-syntax a.json:1:1 the file is empty, but JSON is at least `{}`"]),
    ("a.json", b"{\"a\": 1,}", &["bad-syntax a.json:1:8 a comma stands before a closing bracket"]),
    ("a.json", b"{\"a\": 1 \"b\": 2}", &["bad-syntax a.json:1:8 no comma stands between two values"]),
    ("a.json", b"// note\n{}", &["bad-syntax a.json:1:1 JSON has no comments"]),
    ("a.json", b"{'a': 1}", &["bad-syntax a.json:1:2 single quotes stand around a text"]),
    ("a.json", b"{a: 1}", &["bad-syntax a.json:1:2 a key stands without quotes"]),
    ("a.json", b"{} {}", &["bad-syntax a.json:1:4 the file goes on after its end"]),
    ("a.json", b"{\"a\": \"\\ud800\"}", &["bad-syntax a.json:1:8 the text holds an escape that JSON does not have"]),
    ("a.json", b"{\"a\": Nurse}", &["bad-syntax a.json:1:7 text stands without quotes"]),
    ("a.json", b"{\"a\": True}", &["bad-syntax a.json:1:7 text stands without quotes"]),
    ("a.json", b"{\"a\": 2026-01-31}", &["bad-syntax a.json:1:7 text stands without quotes"]),
    ("a.json", b"{\"a\": 773-555-0182}", &["bad-syntax a.json:1:7 text stands without quotes"]),
    ("a.json", b"{\"a\": 0773}", &["bad-syntax a.json:1:7 text stands without quotes"]),
    ("a.json", b"{\"a\": +1}", &["bad-syntax a.json:1:7 the value begins as a number and is none"]),
    (
        "a.json",
        "{\"a\": \u{201c}x\u{201d}}".as_bytes(),
        &["bad-syntax a.json:1:7 typographic quotes stand around a text"],
    ),
    ("a.json", b"{\"a\": \"the \"best\" x\"}", &["bad-syntax a.json:1:13 the line goes on after its text"]),
    ("a.json", b"{\"a\": \"x,\n \"b\": 1}", &["bad-syntax a.json:1:7 the text has no closing `\"`"]),
    ("a.json", b"{\"a\": \"x", &["bad-syntax a.json:1:7 the text has no closing `\"`"]),
    ("a.json", b"{\"a\": }", &["bad-syntax a.json:1:7 no value stands behind the `:`"]),
    ("a.json", b"{\"a\": , \"b\": 1}", &["bad-syntax a.json:1:7 no value stands behind the `:`"]),
    ("a.json", b"{\"a\":", &["bad-syntax a.json:1:6 no value stands behind the `:`"]),
    ("a.json", b"{\"a\" 1}", &["bad-syntax a.json:1:6 a key has no `:`"]),
    ("a.json", b"{\"a\" = 1}", &["bad-syntax a.json:1:6 `=` stands where `:` is wanted"]),
    ("a.json", b"{\"a\": 1; \"b\": 2}", &["bad-syntax a.json:1:8 `;` stands where `,` is wanted"]),
    ("a.json", b"{\"a\": 1,, \"b\": 2}", &["bad-syntax a.json:1:9 a comma stands without a value before it"]),
    ("a.json", b"{\"a\": [1, 2}", &["bad-syntax a.json:1:12 a list ends with `}`"]),
    ("a.json", b"{\"a\": 1]", &["bad-syntax a.json:1:8 a table ends with `]`"]),
    ("a.json", b"{\"a\": [\"b\": 1]}", &["bad-syntax a.json:1:11 a list has values and no keys"]),
    ("a.json", b"{: 1}", &["bad-syntax a.json:1:2 no key stands before the `:`"]),
    ("a.json", b"{\"a\": 1, {}}", &["bad-syntax a.json:1:10 a value stands without a key"]),
    ("a.json", b"{\"a\": {\"b\": 1}", &["bad-syntax a.json:1:1 `{` has no closing `}`"]),
    ("a.json", b"{\"a\": [1", &["bad-syntax a.json:1:7 `[` has no closing `]`"]),
    ("a.json", b"{\"a\": 1}}", &["bad-syntax a.json:1:9 the file goes on after its end"]),
    ("a.json", b"]", &["bad-syntax a.json:1:1 the file begins with a closing bracket"]),
    ("a.json", b"{\"a\": \"C:\\Users\"}", &["bad-syntax a.json:1:10 the text holds an escape that JSON does not have"]),
    ("a.json", b"{\"a\": a@b}", &["bad-syntax a.json:1:7 text stands without quotes"]),
    ("a.json", b"<<<<<<< HEAD\n{}", &["bad-syntax a.json:1:1 git left a conflict in the file"]),
    ("a.toml", b"a = [1,, 2]\n", &["bad-syntax a.toml:1:8 two commas stand side by side in the list"]),
    ("a.toml", b"a = { b = 1,, c = 2 }\n", &["bad-syntax a.toml:1:13 two commas stand side by side in the table"]),
    ("a.toml", b"a = [b = 1]\n", &["bad-syntax a.toml:1:6 text stands without quotes"]),
    ("a.toml", b"a = 1__0\n", &["bad-syntax a.toml:1:6 the value begins as a number and is none"]),
    ("a.toml", b"a = { b = }\n", &["bad-syntax a.toml:1:11 nothing stands behind the `=`"]),
    ("a.toml", b"a = 0X1\n", &["bad-syntax a.toml:1:5 the value begins as a number and is none"]),
    ("a.toml", b"a = ++1\n", &["bad-syntax a.toml:1:6 the value begins as a number and is none"]),
    ("a.toml", b"a = [\n1,\n", &["bad-syntax a.toml:2:3 the list has no closing `]`"]),
    ("a.toml", b"\"\"\"a\"\"\" = 1\n", &["bad-syntax a.toml:1:1 three quotes stand around a key"]),
    (
        "a.toml",
        b"a = 1\rb = 2\n",
        &["bad-character a.toml:1:6 the text holds a control character (U+000D, carriage return)"],
    ),
    ("a.toml", b"a = }\n", &["bad-syntax a.toml:1:5 `}` stands without its `{`"]),
    ("a.toml", b"a = { b }\n", &["bad-syntax a.toml:1:9 a key of the table has no `=`"]),
    ("a.toml", b"]\n", &["bad-syntax a.toml:1:1 `]` stands without its `[`"]),
    ("a.toml", b"a..b = 1\n", &["bad-syntax a.toml:1:3 a part of a key is missing"]),
    ("a.toml", b"a = 5 %\n", &["bad-syntax a.toml:1:5 text stands without quotes"]),
    ("a.toml", b"a = $5\n", &["bad-syntax a.toml:1:5 text stands without quotes"]),
    ("a.json", b"[1]", &["wrong-type a.json:1:1 the file holds a list, but a table is wanted"]),
    (
        "a.json",
        b"{\"a\": [null], \"a\": 1e999, \"b\": 1e999, \"c\": 12345678901234567890}",
        &[
            "wrong-type a.json:1:8 a list cannot hold `null`",
            "duplicate-key a.json:1:15 a.json:1:2 `a` stands twice",
            "wrong-type a.json:1:32 the value is no number that a paper can print",
            "wrong-type a.json:1:44 the number is larger than affiant counts",
        ],
    ),
];

fn problems(name: &str, bytes: &[u8]) -> Vec<String> {
    let mut sources = Sources::default();
    let pass = facts::read(&mut sources, name, bytes);
    lines(&pass.report, &sources)
}

#[test]
fn every_problem_of_a_file_is_told_at_its_place() {
    for (name, bytes, wanted) in BAD {
        let found = problems(name, bytes);
        assert_eq!(short(&found), *wanted, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn what_is_over_a_limit_is_refused_and_named() {
    let deep = |open: &str, close: &str, times: usize| open.repeat(times) + &close.repeat(times);
    let cases = [
        (
            "a.toml",
            "#".repeat(limits::FILE.value + 1),
            "file-too-large  `a.toml` has 8388609 bytes, but at most 8 MiB are read",
        ),
        (
            "a.toml",
            format!("a = '{}'", "x".repeat(limits::TEXT.value + 1)),
            "text-too-long a.toml:1:5 the text is over the limit of 1 MiB",
        ),
        (
            "a.toml",
            format!("a = [{}]", "1,".repeat(10_001)),
            "text-too-long a.toml:1:5 the number of items is over the limit of 10000 items",
        ),
        (
            "a.toml",
            "[[a]]\n".repeat(10_001),
            "text-too-long a.toml:1:1 the number of items is over the limit of 10000 items",
        ),
        (
            "a.toml",
            format!("a = {}", deep("[", "]", 100_000)),
            "text-too-long a.toml:1:36 tables and lists within each other go deeper than 32 levels",
        ),
        (
            "a.toml",
            format!("a = {}", deep("{a=", "}", 100_000)),
            "text-too-long a.toml:1:98 tables and lists within each other go deeper than 32 levels",
        ),
        (
            "a.toml",
            format!("[{}a]", "a.".repeat(100_000)),
            "text-too-long a.toml:1:65 tables and lists within each other go deeper than 32 levels",
        ),
        (
            "a.toml",
            format!("{}a = 1", "a.".repeat(100_000)),
            "text-too-long a.toml:1:64 tables and lists within each other go deeper than 32 levels",
        ),
        (
            "a.json",
            deep("[", "]", 100_000),
            "text-too-long a.json:1:33 tables and lists within each other go deeper than 32 levels",
        ),
        (
            "a.json",
            format!("{{\"a\": \"{}\"}}", "x".repeat(limits::TEXT.value + 1)),
            "text-too-long a.json:1:7 the text is over the limit of 1 MiB",
        ),
        (
            "a.json",
            format!("{{\"a\": [{}1]}}", "1,".repeat(10_000)),
            "text-too-long a.json:1:7 the number of items is over the limit of 10000 items",
        ),
    ];
    for (name, text, wanted) in cases {
        assert_eq!(short(&problems(name, text.as_bytes())), [wanted]);
    }
    // At the limits themselves nothing is wrong.
    let fine = [
        ("a.toml", format!("a = '{}'", "x".repeat(limits::TEXT.value))),
        ("a.toml", format!("a = [{}]", "1,".repeat(10_000))),
        ("a.toml", format!("a = {}", deep("[", "]", 31))),
        ("a.json", format!("{{\"a\": {}}}", deep("[", "]", 31))),
        ("a.toml", "# ".repeat(limits::FILE.value / 2)),
    ];
    for (name, text) in fine {
        assert_eq!(problems(name, text.as_bytes()), Vec::<String>::new(), "{} bytes", text.len());
    }
}

#[test]
fn a_file_full_of_one_slip_is_told_in_a_bounded_report() {
    // The last one is a single line: nothing may take time by the square of a line's length.
    let line = [b"a = {".to_vec(), b"b=1,".repeat(100_000), b"}".to_vec()].concat();
    for bytes in
        [vec![0_u8; 1 << 20], b"= \n".repeat(100_000), b"a = 1\n".repeat(100_000), b"\x1b".repeat(1 << 20), line]
    {
        let found = problems("a.toml", &bytes).len();
        assert!((1..=50).contains(&found), "{found} findings");
    }
}

#[test]
fn what_is_allowed_is_read_as_it_is() {
    let text = "\u{feff}a = \"\u{646}\u{627}\u{645}\u{647}\u{200c}\u{627}\u{6cc}\u{200d} \u{200e}\u{200f}\u{61c}\"\r\nb = \"\"\"\r\none\r\n\ttwo\"\"\"\r\n";
    let mut sources = Sources::default();
    let pass = facts::read(&mut sources, "a.toml", text.as_bytes());
    assert_eq!(lines(&pass.report, &sources), Vec::<String>::new());
    let root = pass.output.unwrap();
    assert_eq!(
        root.at("a").unwrap().text(),
        Some("\u{646}\u{627}\u{645}\u{647}\u{200c}\u{627}\u{6cc}\u{200d} \u{200e}\u{200f}\u{61c}")
    );
    assert_eq!(root.at("b").unwrap().text(), Some("one\n\ttwo"));
    assert_eq!(sources.place(root.at("b").unwrap().span), "a.toml:2:5");
}

#[test]
fn refused_characters_are_not_in_the_tree() {
    let mut sources = Sources::default();
    let text = "a = \"x\u{e000}0\u{e001}y\\uE000\"\n\"k\\uE001\" = 1";
    let root = facts::read(&mut sources, "a.toml", text.as_bytes()).output.unwrap();
    assert_eq!(root.at("a").unwrap().text(), Some("x0y"));
    assert_eq!(root.at("k").map(|node| &node.kind), Some(&NodeKind::Integer(1)));
}

#[test]
fn every_value_and_key_knows_its_place() {
    let toml = "[people.ada]\nname = { first = \"Ada\" }\nage.years = 3\n[[events]]\nid = \"e\"\n";
    let mut sources = Sources::default();
    let root = facts::read(&mut sources, "a.toml", toml.as_bytes()).output.unwrap();
    let cases = [
        ("people.ada", "[people.ada]"),
        ("people.ada.name", "{ first = \"Ada\" }"),
        ("people.ada.name.first", "\"Ada\""),
        ("people.ada.age.years", "3"),
    ];
    for (path, text) in cases {
        assert_eq!(sources.slice(root.at(path).unwrap().span), text, "{path}");
        let entry = root.nearest(path).unwrap();
        assert_eq!(sources.slice(entry.key_span), entry.key, "{path}");
    }
    let events = root.at("events").unwrap().list().unwrap();
    assert_eq!(sources.slice(events[0].span), "[[events]]");

    let json = "{\"people\": {\"ada\": {\"name\": \"Ada\", \"phone\": null}}}";
    let root = facts::read(&mut sources, "a.json", json.as_bytes()).output.unwrap();
    assert_eq!(sources.slice(root.at("people.ada.name").unwrap().span), "\"Ada\"");
    assert_eq!(root.at("people.ada.phone"), None, "null says nothing");

    // A piece of a larger source, such as front matter.
    let whole = "+++\ntitle = \"x\"\nbad = \n+++\n";
    let source = sources.add("t.md", whole);
    let pass = facts::read_toml(source, &whole[4..23], 4);
    assert_eq!(short(&lines(&pass.report, &sources)), ["bad-syntax t.md:3:7 nothing stands behind the `=`"]);
}
