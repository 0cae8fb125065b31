//! Reading, merging and checking facts.

use affiant::facts;
use affiant::source::Sources;

/// Reads a text and gives what is wrong with it, a line each: `code place message`.
fn problems(name: &str, text: impl AsRef<[u8]>) -> Vec<String> {
    let mut sources = Sources::default();
    let pass = facts::read(&mut sources, name, text.as_ref());
    let line = |found: &affiant::diag::Diagnostic| {
        let places: Vec<String> = found.labels.iter().map(|label| sources.place(label.span)).collect();
        format!("{} {} {}", found.code, places.join(" "), found.message)
    };
    pass.report.diagnostics.iter().map(line).collect()
}

#[test]
fn probe() {
    let cases: &[(&str, &[u8])] = &[
        ("a.toml", b"a = 1\nb = \nc = [1,\n[x]\ny = \"unclosed\nz = 2026-02-30\n"),
        ("a.toml", b"name = Ada\nd = 2026-02-30\nt = 2026-1-3\n"),
        ("a.toml", b"a = 1\na = 2\n[p]\nx=1\n[p]\ny=1\n[q]\nz={k=1, k=2}\nq.w.e=1\nq.w=2"),
        ("a.toml", b"a = \"x\\u0000y\"\nb = \"\xe2\x80\xae\"\nc='\x01'"),
        ("a.toml", b"a = \xff"),
        ("a.toml", b"\xff\xfea\0"),
        ("a.toml", b"\xef\xbb\xbfa = 1"),
        ("a.toml", b"a = 99999999999999999999\nb = nan"),
        ("a.json", b"{\"a\": 1,}"),
        ("a.json", b"{\"a\": 01, \"a\": null} x"),
        ("a.json", b"{\"a\": 1, \"a\": \"\\u0000\\ud800\"}"),
        ("a.json", b"[1]"),
        ("a.json", b"// x\n{}"),
        ("a.json", b""),
    ];
    for (name, text) in cases {
        println!("--- {}", String::from_utf8_lossy(text));
        for line in problems(name, text) {
            println!("  {line}");
        }
    }
}
