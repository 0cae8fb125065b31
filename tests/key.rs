//! `affiant key`: the pair is made once, the private key stays with its owner, and earlier ones keep opening.

use std::fs;
use std::path::Path;

use crate::example::{affiant, err, matter, out};

/// The names of the private keys.
fn private(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("config/keys")).map(|entries| entries.flatten().collect::<Vec<_>>());
    let mut names: Vec<String> =
        entries.unwrap_or_default().iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Every file below a folder, as one text.
fn everything(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            text += &everything(&entry.path());
        } else {
            text += &String::from_utf8_lossy(&fs::read(entry.path()).unwrap());
        }
    }
    text
}

#[test]
fn the_private_key_is_its_owners_alone_and_never_in_the_matter() {
    let (folder, matter) = matter();
    let made = affiant(folder.path(), &["key", "new", "m"]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    let names = private(folder.path());
    let [name] = &names[..] else { panic!("{names:?}") };
    let file = folder.path().join("config/keys").join(name);
    let text = fs::read_to_string(&file).unwrap();
    let secret = text.lines().find_map(|line| line.strip_prefix("private = ")).unwrap().trim_matches('"').to_owned();
    assert!(!everything(&matter).contains(&secret) && !out(&made).contains(&secret));
    assert!(out(&made).contains(&file.display().to_string()), "{}", out(&made));
    assert!(out(&made).contains("can be opened by\nnobody"), "{}", out(&made));
    assert!(fs::read_to_string(matter.join("key.toml")).unwrap().contains(name.trim_end_matches(".toml")));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
        // A folder that was there with wider permissions is closed.
        fs::set_permissions(file.parent().unwrap(), fs::Permissions::from_mode(0o755)).unwrap();
        affiant(folder.path(), &["key", "new", "m", "--replace"]);
        assert_eq!(mode(file.parent().unwrap()), 0o700);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        fs::write(
            matter.join("kits.toml"),
            format!(
                "[[kit]]\nid = \"{}\"\ndraft = \"letter-hospice\"\ntemplate = \"support-letter@1.0.0\"\nlanguage = \"en\"\nkey = \"{}\"\nitems = 101\nmade = 2026-11-20\n",
                "a".repeat(32),
                name.trim_end_matches(".toml")
            ),
        )
        .unwrap();
        let shown = affiant(folder.path(), &["key", "show", "m"]);
        assert!(out(&shown).contains("others can read it"), "{}", out(&shown));
    }
    // The matter is checked as before: its key is nobody's fact.
    let checked = affiant(folder.path(), &["check", "m"]);
    assert!(!err(&checked).contains("key.toml"), "{}", err(&checked));
}

#[test]
fn a_key_is_not_replaced_unasked_and_an_earlier_private_key_stays() {
    let (folder, matter) = matter();
    affiant(folder.path(), &["key", "new", "m"]);
    let (first, names) = (fs::read_to_string(matter.join("key.toml")).unwrap(), private(folder.path()));
    let again = affiant(folder.path(), &["key", "new", "m"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(err(&again).contains("error[key-exists]"), "{}", err(&again));
    assert_eq!((fs::read_to_string(matter.join("key.toml")).unwrap(), private(folder.path())), (first.clone(), names));
    let replaced = affiant(folder.path(), &["key", "new", "m", "--replace"]);
    assert_eq!(replaced.status.code(), Some(0), "{}", err(&replaced));
    assert!(out(&replaced).contains("keep its private key"), "{}", out(&replaced));
    assert_ne!(fs::read_to_string(matter.join("key.toml")).unwrap(), first);
    assert_eq!(private(folder.path()).len(), 2);
    assert_ne!(fs::read_to_string(matter.join("key.toml")).unwrap(), first);
}

#[test]
fn what_stands_in_the_way_of_a_key_leaves_none_behind() {
    let (folder, matter) = matter();
    let nowhere = affiant(folder.path(), &["key", "new", "nowhere"]);
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(err(&nowhere).contains("matter.toml"), "{}", err(&nowhere));
    // A file where the folder of keys should be.
    fs::create_dir_all(folder.path().join("config")).unwrap();
    fs::write(folder.path().join("config/keys"), "").unwrap();
    let blocked = affiant(folder.path(), &["key", "new", "m"]);
    assert_eq!(blocked.status.code(), Some(1));
    assert!(err(&blocked).contains("error[unwritable-output]"), "{}", err(&blocked));
    assert!(!matter.join("key.toml").exists());
    fs::remove_file(folder.path().join("config/keys")).unwrap();
    // A folder where key.toml should be: there is nothing that could be replaced.
    fs::create_dir(matter.join("key.toml")).unwrap();
    let folder_there = affiant(folder.path(), &["key", "new", "m", "--replace"]);
    assert_eq!(folder_there.status.code(), Some(1));
    assert!(private(folder.path()).is_empty(), "{:?}", private(folder.path()));
    // A private key that is gone is told where it is wanted.
    fs::remove_dir(matter.join("key.toml")).unwrap();
    affiant(folder.path(), &["key", "new", "m"]);
    fs::remove_dir_all(folder.path().join("config/keys")).unwrap();
    let shown = affiant(folder.path(), &["key", "show", "m"]);
    assert_eq!(shown.status.code(), Some(0), "{}", err(&shown));
    assert!(out(&shown).contains("not on this machine"), "{}", out(&shown));
}
