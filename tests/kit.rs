//! `affiant kit`: what it writes and where, and that the file tells nothing that its writer need not know.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use affiant::fields::{FieldType, schema};
use affiant::interview::kits;
use affiant::source::Sources;

use crate::example::{affiant, err, matter, out};

fn noted(matter: &Path) -> Vec<kits::Kit> {
    let read = kits::read(&mut Sources::default(), &fs::read(matter.join("kits.toml")).unwrap());
    assert!(read.report.is_empty(), "{:?}", read.report);
    read.output
}

#[test]
fn a_kit_is_written_noted_and_made_again_over_itself_alone() {
    let (folder, matter) = matter();
    let make = |more: &[&str]| {
        let arguments = [&["kit", "m", "--draft", "letter-hospice"], more].concat();
        affiant(folder.path(), &arguments)
    };
    let keyless = make(&["-o", "letter.html"]);
    assert_eq!(keyless.status.code(), Some(1));
    assert!(err(&keyless).contains("`affiant key new m`"), "{}", err(&keyless));
    assert!(!matter.join("kits.toml").exists() && !folder.path().join("letter.html").exists());

    assert!(affiant(folder.path(), &["key", "new", "m"]).status.success());
    let made = make(&["-o", "letter.html", "--language", "es", "--return-by", "2026-12-04"]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    let page = fs::read_to_string(folder.path().join("letter.html")).unwrap();
    assert!(page.contains("<html lang=\"es\" dir=\"ltr\">") && page.contains("4 de diciembre de 2026"));
    let kits = noted(&matter);
    let [kit] = &kits[..] else { panic!("{kits:?}") };
    assert!(page.contains(&kit.id) && out(&made).contains(&kit.id));
    assert!(out(&made).contains("what answers/letter-hospice.toml says is not in the file"));
    assert_eq!((&*kit.draft, &*kit.template, &*kit.language), ("letter-hospice", "support-letter@1.0.0", "es"));
    assert_eq!((kit.items, kit.made.as_str()), (101, "2026-11-18"));
    assert!(kit.key.as_ref().is_some_and(|key| page.contains(key)));

    let again = make(&["-o", "letter.html", "--plain"]);
    assert_eq!(again.status.code(), Some(0), "{}", err(&again));
    let kits = noted(&matter);
    assert_eq!(kits.len(), 2);
    assert_ne!(kits[0].id, kits[1].id);
    assert_eq!((kits[1].items, &kits[1].key), (201, &None));
    assert!(out(&again).contains("NOT sealed"));

    fs::write(folder.path().join("letter.html"), "<!doctype html><p>mine").unwrap();
    let refused = make(&["-o", "letter.html", "--plain"]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(fs::read_to_string(folder.path().join("letter.html")).unwrap(), "<!doctype html><p>mine");
    assert_eq!(noted(&matter).len(), 2);
    assert_eq!(make(&["-o", "letter.html", "--plain", "--replace"]).status.code(), Some(0));

    assert_eq!(make(&[]).status.code(), Some(0));
    assert!(matter.join("out/letter-hospice-form.html").exists());
    assert!(out(&make(&["-o", "-"])).starts_with(affiant::interview::kit::MARK));
}

#[test]
fn what_is_asked_of_the_command_wrongly_is_told() {
    let (folder, matter) = matter();
    let cases: [(&[&str], &str); 6] = [
        (&["kit", "m", "--plain"], "this matter has 4 papers"),
        (&["kit", "m", "--draft", "nobody", "--plain"], "nobody"),
        (&["kit", "m", "--draft", "letter-aunt", "--plain", "--language", "tlh"], "`tlh`"),
        (&["kit", "m", "--draft", "letter-aunt", "--plain", "--return-by", "soon"], "takes a day"),
        (&["kit", "m", "--draft", "letter-aunt", "--plain", "--return-by", "2020-01-01"], "has passed"),
        (&["kit", "m", "--draft", "letter-aunt", "--plain", "-o", "no/such/folder.html"], "no/such"),
    ];
    for (arguments, told) in cases {
        let output = affiant(folder.path(), arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(err(&output).contains(told), "{arguments:?}: {}", err(&output));
    }
    fs::write(matter.join("kits.toml"), "[[kit]\n").unwrap();
    let broken = affiant(folder.path(), &["kit", "m", "--draft", "letter-aunt", "--plain"]);
    assert!(err(&broken).contains("kits.toml"), "{}", err(&broken));
    assert_eq!(fs::read_to_string(matter.join("kits.toml")).unwrap(), "[[kit]\n");
}

/// Facts that say something of their own at every place, and what they say by path.
struct Canaries {
    toml: String,
    told: Vec<(String, String)>,
}

impl Canaries {
    fn add(&mut self, path: &str, kind: &FieldType) -> String {
        let number = self.told.len() + 101;
        let (canary, written) = match kind {
            FieldType::Date => (format!("19{}-07-1{}", 10 + number % 89, number % 10), None),
            FieldType::YesNo => return "true".to_owned(),
            FieldType::Number | FieldType::Money => (format!("7{number}443"), None),
            FieldType::Email => (format!("canary{number}@example.org"), Some(())),
            FieldType::Phone => (format!("555 7{number} 4432"), Some(())),
            FieldType::ANumber => (format!("A77{number}4432"), Some(())),
            FieldType::ReceiptNumber => (format!("IOE7777{number}443"), Some(())),
            FieldType::Choice(choices) => return format!("\"{}\"", choices[0].value),
            FieldType::Pronouns => return "\"she\"".to_owned(),
            FieldType::Exhibit => return "\"paper\"".to_owned(),
            FieldType::Address => {
                let parts = schema::address().iter().map(|part| {
                    let canary = self.add(&format!("{path}.{}", part.name), &FieldType::Text);
                    format!("{} = {canary}", part.name)
                });
                return format!("{{ {} }}", parts.collect::<Vec<_>>().join(", "));
            }
            FieldType::List(item) => return format!("[{}]", self.add(path, item)),
            FieldType::Group(members) => {
                let members = members.iter().filter(|member| member.name != "id").map(|member| {
                    let canary = self.add(&format!("{path}.{}", member.name), &member.kind);
                    format!("{} = {canary}", member.name)
                });
                return format!("{{ {} }}", members.collect::<Vec<_>>().join(", "));
            }
            _ => (format!("Canary{number}x"), Some(())),
        };
        self.told.push((path.to_owned(), canary.clone()));
        if written.is_some() { format!("\"{canary}\"") } else { canary }
    }

    fn table(&mut self, head: &str, path: &str, fields: &[affiant::fields::Field], except: &[&str]) {
        _ = writeln!(self.toml, "{head}");
        for field in fields.iter().filter(|field| !except.contains(&field.name.as_str())) {
            let value = self.add(&format!("{path}.{}", field.name), &field.kind);
            _ = writeln!(self.toml, "{} = {value}", field.name);
        }
    }
}

#[test]
fn no_fact_that_the_writer_need_not_know_stands_in_the_file() {
    let mut facts = Canaries { toml: String::new(), told: Vec::new() };
    for person in ["ada", "marisela", "child", "zzperson"] {
        let except: &[&str] =
            if person == "ada" { &["share", "minor", "died_on", "safe_address"] } else { &["share", "minor"] };
        facts.table(&format!("[people.{person}]"), &format!("people.{person}"), schema::person(), except);
        if person == "child" {
            facts.toml += "minor = true\n";
        }
    }
    for (name, fields) in [("decision", schema::decision()), ("relief", schema::relief()), ("agency", schema::agency())]
    {
        facts.table(&format!("[{name}]"), name, fields, &[]);
    }
    facts.table("[[events]]", "events", schema::event(), &["id"]);
    facts.table("[[exhibits]]\nid = \"paper\"", "exhibits", schema::exhibit(), &["id"]);
    // An adult's name may be told to everybody whose paper speaks of them; what the writer's letter prints of the
    // writer is theirs to see, but for where they live.
    let own = ["name", "phone", "email", "title", "organization", "license", "specialty", "occupation"];
    let may =
        |path: &str| path == "people.marisela.name" || own.iter().any(|field| path == format!("people.ada.{field}"));
    let (folder, others) = (tempfile::tempdir().unwrap(), "Canary999other");
    let at = folder.path().join("CanaryFolder");
    fs::create_dir_all(at.join("answers")).unwrap();
    fs::write(at.join("facts.toml"), &facts.toml).unwrap();
    let matter = "title = \"CanaryTitle\"\nfacts = [\"facts.toml\"]\nparties = { applicant = \"people.marisela\" }\n\
                  [[draft]]\nid = \"letter\"\ntemplate = \"support-letter@1.0.0\"\nwith = { writer = \"people.ada\", subject = \"people.child\" }\n\
                  [[draft]]\nid = \"own\"\ntemplate = \"declaration@1.0.0\"\nwith = { declarant = \"people.ada\" }\n\
                  [[draft]]\nid = \"other\"\ntemplate = \"support-letter@1.0.0\"\nwith = { writer = \"people.zzperson\" }\n";
    fs::write(at.join("matter.toml"), matter).unwrap();
    fs::write(at.join("answers/other.toml"), format!("how_met = \"{others}\"\n")).unwrap();
    fs::write(at.join("answers/letter.toml"), "# CanaryNote\nhow_in_touch = \"CanaryOwn\"\n").unwrap();
    let check = affiant(folder.path(), &["check", "CanaryFolder", "--draft", "letter"]);
    assert!(!err(&check).contains("error["), "{}\n{}", err(&check), facts.toml);
    assert!(facts.told.len() > 100, "{} facts", facts.told.len());
    let mut pages = String::new();
    for draft in ["letter", "own"] {
        let made = affiant(folder.path(), &["kit", "CanaryFolder", "--draft", draft, "--plain", "-o", "form.html"]);
        assert_eq!(made.status.code(), Some(0), "{}", err(&made));
        let page = fs::read_to_string(folder.path().join("form.html")).unwrap();
        let (mut leaked, mut shown) = (Vec::new(), 0);
        for (path, canary) in &facts.told {
            match (page.contains(canary.as_str()), may(path)) {
                (true, false) => leaked.push(path),
                (found, true) => shown += usize::from(found),
                (false, false) => {}
            }
        }
        assert!(leaked.is_empty(), "the kit of {draft} tells {leaked:?}");
        assert!(shown > 3, "the kit of {draft} shows {shown} of what it may");
        pages += &page;
    }
    let page = pages;
    let user = std::env::var("USER").unwrap_or_default();
    let home = folder.path().to_string_lossy().into_owned();
    for secret in ["CanaryTitle", "CanaryFolder", "CanaryNote", "CanaryOwn", others, "zzperson", home.as_str()] {
        assert!(!page.contains(secret), "the kit holds {secret}");
    }
    assert!(user.len() < 5 || !page.contains(&user), "the kit holds the name of its maker");
}
