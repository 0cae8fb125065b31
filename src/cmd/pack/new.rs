//! `affiant pack new`: the folder of a pack of one's own.

use std::path::Path;

use super::ended;
use crate::cli::pack::New;
use crate::cmd::Outcome;
use crate::diag::{Code, Diagnostic, Report};
use crate::disk::{self, write};
use crate::fetch::Problem;
use crate::pack::address;
use crate::pack::ledger::LedgerText;
use crate::source::Sources;
use crate::template::plain;
use crate::term::Terminal;

/// What the pack says of itself, to be filled in.
const ABOUT: &str = r#"# What this pack is. Its templates are the folders beside this file; its clauses, looks and rules are in `snippets/`.
name          = "NAME"
version       = "0.1.0"
summary       = "What papers it is for, in one line"
licence       = "not decided yet"               # under what terms others may use it, such as "CC-BY-4.0"
maintainers   = ["Who keeps it"]
contact       = "how to reach them"
language      = "en"                            # of its papers
jurisdictions = ["us"]                          # whose law its papers follow
"#;

/// What stands beside it for whoever opens the folder.
const README: &str = r"# NAME

A pack of templates for affiant. A version of a template, clause or look is a folder
`<name>/<version>/` under `templates/` or `snippets/`. A released version never changes: `templates/pack.lock`, the ledger,
holds the SHA-256 of its files. Say in `templates/pack.toml` what the pack is, who keeps it, and under what licence.

```sh
affiant template new support-letter --like support-letter@1.0.0   # start from a built-in template
affiant template test                      # compare every case with its golden text
affiant template release --all             # from then on their bytes never change
affiant template list                      # what is in the pack
git init && git add . && git commit -m 'Start the pack'
```

An office that has the repository's address adds the pack once, and then names its templates in `matter.toml` as
`NAME:TEMPLATE@VERSION`:

```sh
affiant pack add NAME --git URL
affiant pack update NAME                   # what is new
```

To try the pack out while it is being written, without git: `affiant pack add NAME --path .`
";

/// Git must leave every byte as it is: the ledger holds their hashes.
const ATTRIBUTES: &str = "# The ledger holds the hash of every file, so git must not change line ends.\n* -text\n";

/// Makes the folder and says what to do next.
pub fn run(arguments: &New, terminal: Terminal) -> Outcome {
    let mut report = Report::default();
    let dir = arguments.dir.as_path();
    match make(dir) {
        Ok(files) => {
            let list: String = files.iter().map(|path| format!("  {path}\n")).collect();
            let dir = dir.display();
            terminal.out(&format!(
                "{dir}\n{list}\nsay in templates/pack.toml what the pack is, then\n  cd {dir}\n  affiant template new support-letter --like support-letter@1.0.0\n  affiant template test\n  affiant template release --all\n"
            ));
        }
        Err(problem) => report.push(*problem),
    }
    ended(&report, &Sources::default(), terminal)
}

fn make(dir: &Path) -> Result<Vec<&'static str>, Problem> {
    let is_empty = std::fs::read_dir(dir).map_or(!dir.exists(), |mut entries| entries.next().is_none());
    if !is_empty {
        return Err(Box::new(not_empty(dir)));
    }
    let name = std::path::absolute(dir).ok();
    let name = name.as_deref().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
    let name = if plain(name) && address::name_problem(name, "").is_none() { name } else { "my-pack" };
    let empty = LedgerText::empty();
    let files = [
        ("templates/pack.toml", ABOUT.replace("NAME", name)),
        ("templates/pack.lock", empty),
        ("snippets/.gitkeep", String::new()),
        ("README.md", README.replace("NAME:TEMPLATE", &format!("{name}:TEMPLATE")).replace("NAME", name)),
        (".gitattributes", ATTRIBUTES.to_owned()),
    ];
    let mut made = Vec::new();
    for (path, text) in files {
        let at = dir.join(path);
        write::make_folder(at.parent().unwrap_or(dir))?;
        disk::write_new(&at, text.as_bytes())?;
        made.push(path);
    }
    Ok(made)
}

fn not_empty(dir: &Path) -> Diagnostic {
    let name = dir.display().to_string();
    Diagnostic::new(Code::UnwritableOutput, format!("`{name}` is there already and is not an empty folder"))
        .in_file(name)
        .hint("choose a new folder: `affiant pack new DIR`")
}
