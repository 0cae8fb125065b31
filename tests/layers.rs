//! The layers of `src/` hold: nothing imports upward, and only the edges touch the world.

use std::collections::BTreeSet;
use std::path::Path;

/// The layer of every module under the crate's root; `term::report` and the like may have their own.
const LAYERS: &[(u8, &[&str])] = &[
    (0, &["source", "span", "diag", "diff", "digest", "words"]),
    (1, &["value", "facts", "fields"]),
    (2, &["template"]),
    (3, &["document"]),
    (4, &["typeset"]),
    (
        5,
        &[
            "matter",
            "draft",
            "lock",
            "pack",
            "changes",
            "check",
            "rules",
            "deadline",
            "golden",
            "lint",
            "files",
            "interview",
            "schema",
        ],
    ),
    (6, &["disk", "fetch", "worker", "term", "watch", "ask", "preview"]),
    (7, &["main", "cli", "cmd", "lib"]),
];

/// Names of the outside, and the only places that may say them: a file, or all files whose path begins so.
const FOREIGN: &[(&str, &[&str])] = &[
    ("tera", &["template/engine", "template/filters", "template/clauses"]),
    ("typst", &["typeset/engine", "typeset/errors"]),
    ("typst_as_lib", &["typeset/engine", "typeset/errors"]),
    ("typst_pdf", &["typeset/engine", "typeset/errors"]),
    ("typst_layout", &["typeset/engine"]),
    ("typst_svg", &["typeset/engine"]),
    ("typst_assets", &["typeset/engine"]),
    ("pulldown_cmark", &["document/read"]),
    ("toml", &["facts/", "disk/record.rs", "interview/interface.rs", "interview/coach.rs"]),
    ("toml_edit", &["lock/", "pack/ledger/", "pack/registry/", "cmd/new", "interview/file.rs", "interview/history.rs"]),
    ("jsonc_parser", &["facts/json"]),
    ("similar", &["diff.rs"]),
    ("regex", &["lint/patterns.rs", "interview/coach.rs"]),
    ("whichlang", &["words/language"]),
    ("notify", &["watch/"]),
    ("annotate_snippets", &["term/report.rs"]),
    ("crossterm", &["term"]),
    ("anstream", &["term/", "cmd", "main.rs"]),
    ("clap", &["cli", "cmd", "main.rs"]),
    ("rustyline", &["ask/"]),
    ("axum", &["ask/web"]),
    ("hyper", &["ask/web"]),
    ("hyper_util", &["ask/web"]),
    ("tokio", &["ask/web"]),
    ("form_urlencoded", &["ask/web"]),
    ("maud", &["ask/web", "interview/markup", "interview/kit"]),
    ("hpke", &["interview/seal"]),
    ("base64", &["interview/"]),
    ("getrandom", &["ask/web", "disk/"]),
    ("ctrlc", &["cmd", "watch", "main.rs"]),
    ("rustix", &["ask/web/peer/", "disk/", "fetch/", "worker/", "term"]),
    ("etcetera", &["disk/user.rs"]),
    ("include_dir", &["pack/", "cmd/new.rs", "interview/interface.rs", "interview/coach.rs"]),
];

/// What touches the world: only the edges and the commands do.
const WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant",
    "print!",
    "println!",
    "eprint!",
    "eprintln!",
    "dbg!",
    "todo!",
    "unimplemented!",
];

/// A source file: its path under `src/`, its module path, and its code without comments.
struct File {
    path: String,
    module: Vec<String>,
    code: String,
    text: String,
}

/// Every Rust file under `src/` but the build script, which is no part of the crate.
fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut files) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                let text = std::fs::read_to_string(&path).unwrap();
                let code =
                    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
                let module = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
                files.push(File { path: name, module, code, text });
            }
        }
    }
    files.retain(|file| !file.path.starts_with("build/"));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn layer(module: &str) -> Option<u8> {
    LAYERS.iter().find(|(_, modules)| modules.contains(&module)).map(|(layer, _)| *layer)
}

/// The modules under the crate's root that a file names: by `crate::`, `affiant::`, or `super::` up to the root.
fn imports(file: &File) -> BTreeSet<String> {
    let up = if matches!(file.path.as_str(), "lib.rs" | "main.rs") { 0 } else { file.module.len() };
    let roots = ["crate::".to_owned(), "affiant::".to_owned(), "super::".repeat(up.max(1))];
    let mut found = BTreeSet::new();
    for root in &roots {
        for (at, _) in file.code.match_indices(root.as_str()) {
            let before = &file.code[..at];
            if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') || before.ends_with("super::") {
                continue;
            }
            let rest = &file.code[at + root.len()..];
            found.extend(heads(rest));
        }
    }
    found
}

/// The first names of a path, or of each path in braces.
fn heads(path: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = path.strip_prefix('{') else { return vec![word(path)] };
    let (mut depth, mut heads, mut start) = (0_i32, Vec::new(), true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            c if start && !c.is_whitespace() => {
                heads.push(word(&group[at..]));
                start = false;
            }
            _ => {}
        }
    }
    heads
}

#[test]
fn nothing_imports_upward() {
    let mut upward = Vec::new();
    for file in files() {
        let own = layer(&file.module[0]);
        let Some(own) = own else {
            upward.push(format!("{}: `{}` has no layer; add it to DESIGN §6 and here", file.path, file.module[0]));
            continue;
        };
        for module in imports(&file) {
            if layer(&module).is_some_and(|other| other > own) && module != "lib" {
                upward.push(format!(
                    "{} (layer {own}) imports `{module}` (layer {})",
                    file.path,
                    layer(&module).unwrap()
                ));
            }
        }
    }
    assert!(upward.is_empty(), "{}", upward.join("\n"));
}

#[test]
fn foreign_names_stay_where_they_are_translated() {
    let mut strays = Vec::new();
    for file in files() {
        for (name, places) in FOREIGN {
            let named = file
                .code
                .match_indices(&format!("{name}::"))
                .any(|(at, _)| !file.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'));
            if named && !places.iter().any(|place| file.path.starts_with(place)) {
                strays.push(format!("{} names `{name}`, which only {places:?} may", file.path));
            }
        }
    }
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

#[test]
fn the_core_does_not_touch_the_world() {
    let mut touching = Vec::new();
    for file in files().iter().filter(|file| layer(&file.module[0]).is_none_or(|layer| layer < 6)) {
        for name in WORLD {
            let named = file
                .code
                .match_indices(name)
                .any(|(at, _)| !file.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
            if named {
                touching.push(format!("{} names `{name}`", file.path));
            }
        }
    }
    assert!(touching.is_empty(), "{}", touching.join("\n"));
}

#[test]
fn each_file_opens_with_its_sentence() {
    let silent: Vec<String> =
        files().into_iter().filter(|file| !file.text.starts_with("//! ")).map(|file| file.path).collect();
    assert!(silent.is_empty(), "no `//!` line opens {silent:?}");
}

#[test]
fn the_checks_of_layers_see_what_they_should() {
    let file = |path: &str, code: &str| File {
        path: path.to_owned(),
        module: path.trim_end_matches(".rs").split('/').map(str::to_owned).collect(),
        code: code.to_owned(),
        text: code.to_owned(),
    };
    let names = |file: &File| imports(file).into_iter().collect::<Vec<_>>();
    assert_eq!(names(&file("diag/code.rs", "use super::Severity; use super::super::disk;")), ["disk"]);
    assert_eq!(
        names(&file("a.rs", "use crate::{b::{c, d}, e, self::f};\nlet x = crate::g::h();")),
        ["b", "e", "g", "self"]
    );
    assert_eq!(names(&file("main.rs", "affiant::cmd::run()")), ["cmd"]);
}
