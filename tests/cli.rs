//! The commands as people give them: the README's, the examples, the help, and how each of them ends.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use affiant::interview::Path as At;
use affiant::interview::parcel::{self, Answer, Contents, Said};
use affiant::interview::seal::{PublicKey, SEED};

/// The program under test.
const AFFIANT: &str = env!("CARGO_BIN_EXE_affiant");

/// The repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs `affiant` in a folder, on a fixed day.
fn affiant(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(AFFIANT)
        .args(arguments)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1795176000")
        // Whoever runs the tests may have settings of their own.
        .env("AFFIANT_CONFIG_DIR", folder.join("no-settings"))
        .output()
        .expect("affiant starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Copies a folder without what a build made in it.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true if entry.file_name() == "out" => {}
            true => copy(&entry.path(), &target),
            false => {
                std::fs::copy(entry.path(), target).unwrap();
            }
        }
    }
}

/// The lines of the README's `sh` blocks, without what follows a `#`.
fn readme_commands() -> Vec<String> {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let blocks = readme.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let lines = blocks.flat_map(str::lines).map(|line| line.split(" #").next().unwrap_or(line).trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_readmes_commands_do_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("examples"), &folder.path().join("examples"));
    let commands = readme_commands();
    assert!(commands.len() >= 9, "the README has lost its commands: {commands:?}");
    let mut ran = Vec::new();
    for command in &commands {
        let words: Vec<&str> = command.split_whitespace().collect();
        let words = match words[..] {
            ["cargo", "run", "--release", "--", ..] => &words[4..],
            ["affiant", ..] => &words[1..],
            ["tests/run"] => {
                assert!(root().join("tests/run").is_file());
                continue;
            }
            _ => panic!("the README's `{command}` is run by no test"),
        };
        // A watch is tried by its own tests; here the same papers are built once.
        let mut words: Vec<&str> = words.iter().map(|word| if *word == "watch" { "build" } else { word }).collect();
        if words[0] == "serve" {
            assert_serves(folder.path(), &words);
            continue;
        }
        if let ["import", file, ..] = words[..] {
            answer_the_form(&folder.path().join("demo"), &folder.path().join(file));
            // Whoever sits at a terminal is asked; here all is taken.
            words.extend(["--yes", "--replace"]);
        }
        let output = affiant(folder.path(), &words);
        let refused = words.contains(&"--final");
        let wanted = i32::from(refused);
        assert_eq!(
            output.status.code(),
            Some(wanted),
            "`{command}`:\n{}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
        ran.push(words.join(" "));
    }
    for paper in ["declaration", "letter-hospice", "letter-aunt", "letter-teacher"] {
        let built = std::fs::read(folder.path().join(format!("examples/funeral-parole/out/{paper}.pdf"))).unwrap();
        assert!(built.starts_with(b"%PDF-1.7"), "{paper}");
        assert!(folder.path().join(format!("demo/out/{paper}.pdf")).is_file(), "{paper}");
        assert!(folder.path().join(format!("my-matter/out/{paper}.pdf")).is_file(), "{paper}");
    }
    assert!(!folder.path().join("my-matter/out/final").exists(), "a paper with gaps became final");
    let answers = std::fs::read_to_string(folder.path().join("demo/answers/letter-hospice.toml")).unwrap();
    assert!(answers.contains("Every week, in the ward.") && answers.contains("at least once a week"), "{answers}");
}

/// Starts a form, waits for its address, and ends it.
fn assert_serves(folder: &Path, words: &[&str]) {
    let mut serving = Command::new(AFFIANT);
    serving.args(words).current_dir(folder).env("AFFIANT_CONFIG_DIR", folder.join("no-settings"));
    let mut form = serving.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(form.stdout.take().unwrap()).lines();
    let address = lines.map_while(Result::ok).find(|line| line.contains("http://127.0.0.1:"));
    form.kill().unwrap();
    let ended = form.wait_with_output().unwrap();
    assert!(address.is_some(), "{}", text(&ended.stderr));
}

/// Saves what the button of the matter's only form would: one answer, sealed to the matter's key.
fn answer_the_form(matter: &Path, file: &Path) {
    let said_in = |name: &str, key: &str| {
        let text = std::fs::read_to_string(matter.join(name)).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix("= "));
        line.unwrap().trim_matches('"').to_owned()
    };
    let key = PublicKey::of(&parcel::decoded(&said_in("key.toml", "public")).unwrap()).unwrap();
    let said = Said::Text(String::from("Every week, in the ward."));
    let contents = Contents {
        draft: said_in("kits.toml", "draft"),
        template: said_in("kits.toml", "template"),
        language: String::from("en"),
        face: String::from("kit"),
        on: String::from("2026-11-21"),
        answers: vec![Answer { path: At::parse("how_in_touch").unwrap(), said }],
    };
    let sealed = contents.sealed(&said_in("kits.toml", "id"), &key, &[7; SEED]).unwrap();
    std::fs::write(file, sealed.text()).unwrap();
}

#[test]
fn a_new_matter_holds_no_fictional_person() {
    let folder = tempfile::tempdir().unwrap();
    for example in ["funeral-parole", "donor-reconsideration"] {
        let made = affiant(folder.path(), &["new", example, "--from", example]);
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
        let facts = std::fs::read_to_string(root().join("examples").join(example).join("facts.toml")).unwrap();
        let names: Vec<&str> = facts
            .split(['"', '\''])
            .flat_map(|quoted| quoted.split_whitespace())
            .filter(|word| word.len() > 5 && word.starts_with(char::is_uppercase))
            .filter(|word| {
                ["Imaginari", "Prueba", "Placeholder", "Samplewala", "Ejemplo", "Marisela"]
                    .iter()
                    .any(|name| word.contains(name))
            })
            .collect();
        assert!(!names.is_empty());
        for file in ["matter.toml", "facts.toml"] {
            let text = std::fs::read_to_string(folder.path().join(example).join(file)).unwrap();
            for name in &names {
                assert!(!text.contains(name), "{example}/{file} still says `{name}`");
            }
        }
        let checked = affiant(folder.path(), &["check", example]);
        assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stderr));
        assert!(text(&checked.stderr).contains("to fill in:\n  people."), "{}", text(&checked.stderr));
    }
}

#[test]
fn sample_people_never_become_final() {
    let folder = tempfile::tempdir().unwrap();
    affiant(folder.path(), &["new", "demo", "--from", "funeral-parole", "--with-sample"]);
    let refused = affiant(folder.path(), &["build", "demo", "--final", "--date", "2026-11-20"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("error[sample-facts]"), "{}", text(&refused.stderr));
    assert!(!folder.path().join("demo/out/final").exists());
}

#[test]
fn a_new_matter_points_editors_to_its_schemas() {
    let folder = tempfile::tempdir().unwrap();
    for (name, more) in [
        ("plain", &["--template", "support-letter", "--template", "support-letter"][..]),
        ("from", &["--from", "funeral-parole"]),
        ("sample", &["--with-sample"]),
        ("example", &["--from", "donor-reconsideration", "--with-sample"]),
    ] {
        let made = affiant(folder.path(), &[&["new", name], more].concat());
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
        let matter = folder.path().join(name);
        let answers = std::fs::read_dir(matter.join("answers")).unwrap().map(|entry| entry.unwrap().path());
        let files: Vec<PathBuf> = answers.chain([matter.join("facts.toml")]).collect();
        assert!(files.len() > 2);
        for file in files {
            let words = std::fs::read_to_string(&file).unwrap();
            let pointer = words.lines().next().and_then(|line| line.strip_prefix("#:schema ")).expect(&words);
            let schema = std::fs::read_to_string(file.parent().unwrap().join(pointer)).expect(pointer);
            let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
            let node = affiant::facts::read(&mut affiant::source::Sources::default(), "a.toml", words.as_bytes());
            let said = node.output.unwrap().json();
            let valid = jsonschema::validate(&schema, &said);
            assert!(valid.is_ok(), "{}: {valid:?}", file.display());
        }
        let before = affiant(folder.path(), &["check", name]);
        std::fs::write(matter.join(".schema/answers-other.json"), "{").unwrap();
        assert_eq!(affiant(folder.path(), &["check", name]).stderr, before.stderr);
        std::fs::remove_dir_all(matter.join(".schema")).unwrap();
        let after = affiant(folder.path(), &["check", name]);
        assert_eq!((after.status.code(), after.stderr), (before.status.code(), before.stderr), "{name}");
        let again = affiant(&matter, &["schema", "-o", ".schema"]);
        assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
        assert!(matter.join(".schema/facts.json").is_file());
    }
}

#[test]
fn new_leaves_a_folder_alone_that_holds_something() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("case");
    std::fs::create_dir(&case).unwrap();
    std::fs::write(case.join("facts.toml"), "mine").unwrap();
    let output = affiant(folder.path(), &["new", "case"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(case.join("facts.toml")).unwrap(), "mine");
    assert_eq!(std::fs::read_dir(&case).unwrap().count(), 1);
}

#[test]
fn an_output_is_written_over_no_file_that_a_person_keeps_by_whichever_name() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert!(affiant(at, &["new", "m", "--from", "funeral-parole", "--with-sample"]).status.success());
    assert!(affiant(at, &["key", "new", "m"]).status.success());
    let keys = at.join("no-settings/keys");
    let key = std::fs::read_dir(&keys).unwrap().next().unwrap().unwrap().path();
    std::fs::hard_link(at.join("m/facts.toml"), at.join("linked.toml")).unwrap();
    let before = |path: &Path| std::fs::read(path).unwrap();
    let names = [key.to_str().unwrap(), "no-settings/new.toml", "linked.toml", "m/.././m/facts.toml", "m/key.toml"];
    let commands: [&[&str]; 4] = [
        &["build", "m", "--draft", "letter-aunt", "--force"],
        &["build", "m", "--draft", "letter-aunt", "--emit", "text", "--force"],
        &["kit", "m", "--draft", "letter-aunt", "--force"],
        &["schema", "m", "--draft", "letter-aunt", "--force"],
    ];
    let kept = [key.clone(), at.join("m/facts.toml"), at.join("m/key.toml")];
    let whole = kept.each_ref().map(|path| before(path));
    for arguments in commands {
        for name in names {
            let ended = affiant(at, &[arguments, &["-o", name]].concat());
            assert_ne!(ended.status.code(), Some(0), "{arguments:?} -o {name}");
            assert!(text(&ended.stderr).contains("error[would-overwrite]"), "{arguments:?}: {}", text(&ended.stderr));
        }
    }
    assert_eq!(kept.each_ref().map(|path| before(path)), whole);
    assert!(!at.join("no-settings/new.toml").exists());
}

#[test]
fn check_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("examples"), folder.path());
    let before = tree(folder.path());
    for example in ["funeral-parole", "donor-reconsideration"] {
        assert_eq!(affiant(folder.path(), &["check", example]).status.code(), Some(0));
    }
    assert_eq!(tree(folder.path()), before);
}

fn tree(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path.clone());
            }
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let papers = |name: &str| {
        let folder = tempfile::tempdir().unwrap();
        let matter = folder.path().join(name);
        copy(&root().join("examples/donor-reconsideration"), &matter);
        assert_eq!(affiant(folder.path(), &["build", name]).status.code(), Some(0));
        let mut papers: Vec<(PathBuf, Vec<u8>)> = std::fs::read_dir(matter.join("out"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "pdf"))
            .map(|path| (path.file_name().unwrap().into(), std::fs::read(path).unwrap()))
            .collect();
        papers.sort();
        papers
    };
    let (one, other) = (papers("one"), papers("another-folder"));
    assert!(one.len() > 1);
    assert!(one == other, "two builds of the same matter differ");
}

#[test]
fn every_command_has_its_help_and_every_code_its_page() {
    let folder = tempfile::tempdir().unwrap();
    let help = text(&affiant(folder.path(), &["--help"]).stdout);
    for command in [
        "new",
        "build",
        "watch",
        "check",
        "key",
        "kit",
        "template",
        "rules",
        "schema",
        "explain",
        "doctor",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("  {command} ")), "`--help` does not list `{command}`");
        let own = affiant(folder.path(), &[command, "--help"]);
        assert_eq!(own.status.code(), Some(0));
        assert!(text(&own.stdout).len() > 80, "`{command} --help` says too little");
    }
    for code in affiant::diag::Code::ALL {
        let page = text(&affiant(folder.path(), &["explain", code.name()]).stdout);
        assert!(page.len() > 80, "the page of `{code}` says too little");
    }
    assert_eq!(affiant(folder.path(), &["explain", "missing-fcat"]).status.code(), Some(2));
    assert_eq!(affiant(folder.path(), &["explode"]).status.code(), Some(2));
    assert_eq!(affiant(folder.path(), &[]).status.code(), Some(0));
}

#[test]
fn json_findings_are_one_object_a_line() {
    let folder = tempfile::tempdir().unwrap();
    affiant(folder.path(), &["new", "case"]);
    let output = affiant(folder.path(), &["check", "case", "--format", "json"]);
    let lines = text(&output.stdout);
    assert!(lines.lines().count() > 3);
    for line in lines.lines() {
        let object: serde_json::Value = serde_json::from_str(line).expect(line);
        assert!(
            object["code"].is_string() && object["severity"].is_string() && object["message"].is_string(),
            "{line}"
        );
    }
}

/// The facts of `LETTER`, in `f.toml`.
const TWO_PEOPLE: &str = "[people.ada]\nname = \"Ada Placeholder\"\naddress = { city = \"Sampleton\" }\n\
                          [people.marisela]\nname = \"Marisela Prueba Ejemplo\"\n";

/// One letter without a matter.
const LETTER: &[&str] = &[
    "build",
    "--template",
    "support-letter@1.0.0",
    "--facts",
    "f.toml",
    "--with",
    "writer=people.ada",
    "--with",
    "applicant=people.marisela",
];

#[test]
fn one_paper_needs_no_matter() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("f.toml"), TWO_PEOPLE).unwrap();
    let arguments = [LETTER, &["-o", "letter.pdf"]].concat();
    let output = affiant(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(std::fs::read(folder.path().join("letter.pdf")).unwrap().starts_with(b"%PDF"));
    let hint = "write them into a TOML file, `role = …`, and name it with `--answers`";
    assert!(text(&output.stderr).contains(hint), "{}", text(&output.stderr));
    let streamed = affiant(folder.path(), &[&arguments[..arguments.len() - 1], &["-"]].concat());
    assert!(streamed.stdout.starts_with(b"%PDF"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "something else was written");
}

/// Builds a letter without a date of its own in a time zone; gives the text and the findings.
fn letter_in_zone(folder: &Path, zone: &str, more: &[&str]) -> (String, String) {
    let output = Command::new(AFFIANT)
        .args([LETTER, &["--emit", "text", "-o", "-"], more].concat())
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env("TZ", zone)
        .env("AFFIANT_CONFIG_DIR", folder.join("no-settings"))
        .output()
        .expect("affiant starts");
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_paper_has_the_day_of_the_zone_and_an_unknown_zone_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("f.toml"), TWO_PEOPLE).unwrap();
    // The two are 26 hours apart, so that it is never the same day in both.
    let (east, _) = letter_in_zone(folder.path(), "Pacific/Kiritimati", &[]);
    let (west, _) = letter_in_zone(folder.path(), "Etc/GMT+12", &[]);
    assert!(east.contains("Marisela") && east != west, "{east}");
    for known in ["Asia/Tokyo", "America/Chicago", "EST5EDT", "<+09>-9", ":Europe/Madrid", "UTC", ""] {
        let (_, found) = letter_in_zone(folder.path(), known, &[]);
        assert!(!found.contains("unknown-zone"), "{known}: {found}");
    }
    for unknown in ["Mars/Olympus", "Amercia/Chicago", "CST", ":/no/such/file"] {
        let (_, found) = letter_in_zone(folder.path(), unknown, &[]);
        assert!(found.contains("warning[unknown-zone]: ") && found.contains(unknown), "{unknown}: {found}");
        let (_, found) = letter_in_zone(folder.path(), unknown, &["--date", "2026-11-20"]);
        assert!(!found.contains("unknown-zone"), "the day is given: {found}");
    }
}

#[test]
fn a_template_version_that_is_still_a_draft_can_be_edited_between_builds() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let template = |words: &str| {
        format!(
            "+++\ntitle = \"Note\"\nsummary = \"A note\"\naudience = \"filed\"\nlanguage = \"en\"\n\
             look = \"plain@1.0.0\"\nnumbering = \"none\"\n+++\n{words}\n"
        )
    };
    write(
        "matter.toml",
        "title = \"A\"\nfacts = [\"facts.toml\"]\n[[draft]]\nid = \"note\"\ntemplate = \"note@1.0.0\"\n",
    );
    write("facts.toml", "");
    write("pack/templates/pack.toml", "name = \"office\"\nsummary = \"For this case\"\n");
    write("pack/templates/pack.lock", "version = 1\n\n[template.\"note@1.0.0\"]\nstatus = \"draft\"\n");
    write("pack/snippets/plain/1.0.0/look.typ", "#let look(paper, body) = body\n");
    for words in ["One.", "Two."] {
        write("pack/templates/note/1.0.0/template.md", &template(words));
        let built = affiant(folder.path(), &["build", "--pack", "pack"]);
        assert_eq!(built.status.code(), Some(0), "{}", text(&built.stderr));
        assert!(!folder.path().join("affiant.lock").exists());
    }
}
