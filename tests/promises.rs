//! No fact, however written, changes the structure of a paper: through the finished PDF, as its reader gets it.

use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// Pieces of text that mean something to Typst, Markdown, Tera, HTML, LaTeX, or a reader of lists.
const PIECES: &[&str] = &[
    "#import \"x.typ\": *",
    "]]",
    "[[",
    "{{ 7*7 }}",
    "{% include \"x\" %}",
    "{# note #}",
    "$x^2$",
    "\\u{41}",
    "<script>",
    "<b>bold</b>",
    "= Heading",
    "== Two",
    "# 1 nurse",
    "2019. That year",
    "1) first",
    "- dash",
    "+ plus",
    "* star",
    "/ term: x",
    "> quote",
    "---",
    "--",
    "...",
    "~",
    "_x_",
    "*b*",
    "`code`",
    "```",
    "[link](https://example.org)",
    "![image](x.png)",
    "| a | b |",
    "|---|---|",
    "@ref",
    "<label>",
    "// comment",
    "/* comment */",
    "\\",
    "\\begin{x}",
    "&amp;",
    "&#65;",
    "^[note]",
    "[^1]",
    ":::",
    "#panic()",
    "\"quoted\"",
    "it's",
    "''",
    "O'Brien",
    "Ñúñez",
    "e\u{301}",
    "Ångström",
    "Ω",
    "Привет",
    "1.5",
    "50%",
    "$100",
    "C#",
    "a_b_c",
    "http://x.example/?a=b&c=d",
    "name@example.org",
    "\t",
    "\n",
    "\n\n",
    "\n    indented",
    "word",
    "and",
    "fi ffl",
];

/// A letter whose prose and title are `prose` and `line`: its PDF's text, and the shape of its tree.
fn letter(folder: &Path, prose: &str, line: &str) -> (String, Value) {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let facts = format!(
        "fictional = true\n[people.ada]\nname = \"Ada Placeholder\"\ntitle = {}\naddress = {{ city = \"Sampleton\" }}\n\
         [people.marisela]\nname = \"Marisela Prueba\"\n",
        quoted(&format!("Opening {line} closing"))
    );
    let answers = format!(
        "role = \"friend\"\n[[episodes]]\ndate = \"2026-11\"\nwhat = {}\n",
        quoted(&format!("Alphabet {prose} omegabet"))
    );
    std::fs::write(folder.join("facts.toml"), facts).unwrap();
    std::fs::write(folder.join("answers.toml"), answers).unwrap();
    let affiant = |extra: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_affiant"))
            .args(["build", "--template", "support-letter@1.0.0", "--facts", "facts.toml", "--answers", "answers.toml"])
            .args(["--with", "writer=people.ada", "--with", "applicant=people.marisela", "--date", "2026-11-20"])
            .args(extra)
            .current_dir(folder)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    affiant(&["-o", "letter.pdf"]);
    let text = Command::new("pdftotext")
        .args(["-raw", "-nopgbrk", "letter.pdf", "-"])
        .current_dir(folder)
        .output()
        .expect("pdftotext is there: `tests/run` installs it");
    let tree: Value = serde_json::from_slice(&affiant(&["--emit", "tree"])).unwrap();
    (String::from_utf8(text.stdout).unwrap(), shape(tree))
}

/// A tree without its words and places.
fn shape(tree: Value) -> Value {
    match tree {
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(key, _)| !matches!(key.as_str(), "origin" | "place" | "at"));
            Value::Object(kept.map(|(key, value)| (key, shape(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(shape).collect()),
        Value::String(_) => Value::String(String::new()),
        other => other,
    }
}

/// Equal after NFC, without white space: a line can end where the text has none, between `/` and a word, say.
fn folded(text: &str) -> String {
    text.nfc().filter(|letter| !letter.is_whitespace()).collect()
}

/// What stands between two words that occur once.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let rest = text.split_once(start).map_or("", |(_, rest)| rest);
    rest.split_once(end).map_or(rest, |(inside, _)| inside)
}

/// The same lines with a plain word in each.
fn plain(text: &str) -> String {
    let whole = format!("Alphabet {text} omegabet");
    let lines: Vec<&str> = whole.split('\n').map(|line| if line.trim().is_empty() { "" } else { "x" }).collect();
    let lines = lines.join("\n");
    lines.strip_prefix('x').and_then(|rest| rest.strip_suffix('x')).unwrap_or(&lines).to_owned()
}

proptest! {
    #![proptest_config(crate::cases(48))]

    #[test]
    fn any_text_comes_out_of_the_pdf_as_the_same_text(
        prose in prop::collection::vec((prop::sample::select(PIECES), prop::bool::ANY), 1..14),
        line in prop::collection::vec((prop::sample::select(PIECES), prop::bool::ANY), 1..5),
    ) {
        let joined = |pieces: &[(&str, bool)]| -> String {
            pieces.iter().map(|(piece, apart)| format!("{piece}{}", if *apart { " " } else { "" })).collect()
        };
        let prose = joined(&prose);
        let line = joined(&line).replace(['\n', '\t'], " ");
        let folder = tempfile::tempdir().unwrap();
        let (text, tree) = letter(folder.path(), &prose, &line);
        let text = folded(&text);
        prop_assert_eq!(folded(between(&text, "Alphabet", "omegabet")), folded(&prose));
        prop_assert_eq!(folded(between(&text, "Opening", "closing")), folded(&line));
        let (_, expected) = letter(folder.path(), &plain(&prose), "x");
        prop_assert_eq!(tree, expected);
    }
}
