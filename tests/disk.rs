//! The disk: what is read and what is refused; files that are whole or not written at all.

#[cfg(target_os = "linux")]
mod faults;
mod late;
mod races;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use affiant::diag::Code;
use affiant::digest;
use affiant::disk::output::Kept;
use affiant::disk::problem::Cause;
use affiant::disk::write::{make_folder, sweep};
use affiant::disk::{Disk, Outputs, WriteProblem, write_new, write_output, write_user_file};
use affiant::files::{FilePath, FileProblem, Files};
use proptest::prelude::*;

/// Reads a file of a matter's folder.
fn read(folder: &Path, name: &str) -> Result<Vec<u8>, FileProblem> {
    Disk::new(Some(folder.to_owned()), None).read(&FilePath::matter(name)).map(|bytes| bytes.to_vec())
}

/// The names in a folder, in order, without affiant's own records.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name != ".affiant.toml" && name != ".affiant.busy");
    names.sort();
    names
}

#[test]
fn only_plain_paths_beneath_the_folder_are_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("facts.toml"), "a = 1").unwrap();
    fs::create_dir(folder.path().join("exhibits")).unwrap();
    fs::write(folder.path().join("exhibits/letter.pdf"), "pdf").unwrap();
    assert_eq!(read(folder.path(), "facts.toml").unwrap(), b"a = 1");
    assert_eq!(read(folder.path(), "./exhibits//letter.pdf").unwrap(), b"pdf");
    for outside in
        ["../facts.toml", "exhibits/../facts.toml", "/etc/passwd", "a\\b", "C:facts.toml", "a\0b", "exhibits/.."]
    {
        assert_eq!(read(folder.path(), outside), Err(FileProblem::Outside), "{outside}");
    }
    for device in ["aux", "CON.toml", "exhibits/lpt1.pdf", "nul "] {
        assert!(
            matches!(read(folder.path(), device), Err(FileProblem::Other(why)) if why.contains("Windows")),
            "{device}"
        );
    }
    for missing in ["none.toml", "none/none.toml", "facts.toml/x"] {
        assert_eq!(read(folder.path(), missing), Err(FileProblem::Missing), "{missing}");
    }
    for no_file in ["exhibits", "", "."] {
        assert_eq!(read(folder.path(), no_file), Err(FileProblem::NotAFile), "{no_file}");
    }
    assert_eq!(read(folder.path(), "exhibits/").unwrap(), b"letter.pdf\n");
    assert_eq!(read(folder.path(), "../").unwrap_err(), FileProblem::Outside);
    assert_eq!(read(&folder.path().join("gone"), "facts.toml"), Err(FileProblem::Missing));
}

#[cfg(unix)]
#[test]
fn links_may_lead_anywhere_inside_and_nowhere_else() {
    use std::os::unix::fs::symlink;
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("matter");
    fs::create_dir_all(folder.join("sub")).unwrap();
    fs::write(folder.join("facts.toml"), "inside").unwrap();
    fs::write(outer.path().join("secret.toml"), "outside").unwrap();
    symlink("../facts.toml", folder.join("sub/relative.toml")).unwrap();
    symlink(folder.join("facts.toml"), folder.join("absolute.toml")).unwrap();
    symlink("/etc/passwd", folder.join("passwd.toml")).unwrap();
    symlink("../secret.toml", folder.join("up.toml")).unwrap();
    symlink("..", folder.join("parent")).unwrap();
    symlink("loop.toml", folder.join("loop.toml")).unwrap();
    symlink("nowhere.toml", folder.join("dangling.toml")).unwrap();
    symlink("/proc/self/environ", folder.join("environ.toml")).unwrap();
    assert_eq!(read(&folder, "sub/relative.toml").unwrap(), b"inside");
    assert_eq!(read(&folder, "absolute.toml").unwrap(), b"inside");
    assert_eq!(read(&folder, "passwd.toml"), Err(FileProblem::Outside));
    assert_eq!(read(&folder, "up.toml"), Err(FileProblem::Outside));
    assert_eq!(read(&folder, "parent/secret.toml"), Err(FileProblem::Outside));
    assert_eq!(read(&folder, "parent/"), Err(FileProblem::Outside));
    assert_eq!(read(&folder, "environ.toml"), Err(FileProblem::Outside));
    assert_eq!(read(&folder, "dangling.toml"), Err(FileProblem::Missing));
    let why = String::from("its links lead in a circle");
    assert_eq!(read(&folder, "loop.toml"), Err(FileProblem::Other(why)));
    // The folder itself may be a link.
    symlink(&folder, outer.path().join("link")).unwrap();
    assert_eq!(read(&outer.path().join("link"), "sub/relative.toml").unwrap(), b"inside");
    assert_eq!(read(&outer.path().join("link"), "up.toml"), Err(FileProblem::Outside));
}

#[cfg(unix)]
#[test]
fn a_pipe_without_a_writer_does_not_hang_and_a_device_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Command::new("mkfifo").arg(folder.path().join("facts.toml")).status().unwrap().success());
    assert_eq!(read(folder.path(), "facts.toml"), Err(FileProblem::NotAFile));
    assert_eq!(read(Path::new("/dev"), "zero"), Err(FileProblem::NotAFile));
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
    assert_eq!(read(folder.path(), "socket"), Err(FileProblem::NotAFile));
}

#[test]
fn a_file_over_its_limit_is_refused_without_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let sparse = |name: &str, size: u64| fs::File::create(folder.path().join(name)).unwrap().set_len(size).unwrap();
    sparse("facts.toml", (8 << 20) + 1);
    sparse("scan.png", 1 << 40);
    sparse("photo.jpg", 9 << 20);
    assert_eq!(read(folder.path(), "facts.toml"), Err(FileProblem::TooLarge(8 << 20)));
    assert_eq!(read(folder.path(), "scan.png"), Err(FileProblem::TooLarge(64 << 20)));
    assert_eq!(read(folder.path(), "photo.jpg").unwrap().len(), 9 << 20);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_whose_bytes_do_not_agree_with_its_size_is_said_to_be_changing() {
    // The system makes up the bytes of these files while they are read: their size is always another.
    assert_eq!(read(Path::new("/proc/self"), "status"), Err(FileProblem::Changing));
}

#[test]
fn a_change_is_seen_even_when_size_and_time_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (path, file) = (folder.path().join("facts.toml"), FilePath::matter("facts.toml"));
    let disk = Disk::new(Some(folder.path().to_owned()), None);
    fs::write(&path, "12 November").unwrap();
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    fs::File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    let seen = disk.see(&file);
    assert!(!disk.differs(&file, &seen));
    assert!(Arc::ptr_eq(&disk.read(&file).unwrap(), &disk.read(&file).unwrap()));
    fs::write(&path, "13 November").unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    assert!(disk.differs(&file, &seen));
    fs::write(&path, "12 November").unwrap();
    assert!(!disk.differs(&file, &seen), "the same bytes again are no change");
    fs::remove_file(&path).unwrap();
    assert!(disk.differs(&file, &seen));
    let gone = disk.see(&file);
    assert!(!disk.differs(&file, &gone));
    fs::write(&path, "").unwrap();
    assert!(disk.differs(&file, &gone));
}

#[test]
fn a_draft_is_replaced_if_it_is_ours_and_moved_aside_if_not() {
    let matter = tempfile::tempdir().unwrap();
    let outputs = Outputs::new(matter.path());
    let out = matter.path().join("out");
    assert_eq!(outputs.put_draft("letter", b"%PDF one").unwrap().kept, Kept::Nothing);
    assert!(outputs.put_draft("letter", b"%PDF one").unwrap().same);
    assert_eq!(outputs.put_draft("letter", b"%PDF two").unwrap().kept, Kept::Nothing);
    assert_eq!(names(&out), ["letter.pdf"]);

    fs::write(out.join("letter.pdf"), b"%PDF two, with notes").unwrap();
    let placed = outputs.put_draft("letter", b"%PDF three").unwrap();
    assert_eq!(placed.kept, Kept::Theirs(out.join("letter (changed by hand).pdf")));
    assert_eq!(fs::read(out.join("letter (changed by hand).pdf")).unwrap(), b"%PDF two, with notes");
    let finding = &placed.report().diagnostics[0];
    assert_eq!(finding.code, Code::ChangedByHand);
    let message =
        "`out/letter.pdf` was signed or changed by someone, so it was kept as `out/letter (changed by hand).pdf`";
    assert_eq!(finding.message, message);

    fs::write(out.join("letter.pdf"), b"%PDF three /ByteRange [0 1]").unwrap();
    assert_eq!(outputs.put_draft("letter", b"%PDF four").unwrap().kept, Kept::Theirs(out.join("letter (signed).pdf")));
    fs::write(out.join("letter.pdf"), b"%PDF more notes").unwrap();
    let kept = outputs.put_draft("letter", b"%PDF five").unwrap().kept;
    assert_eq!(kept, Kept::Theirs(out.join("letter (changed by hand 2).pdf")));

    fs::write(out.join("other.pdf"), b"%PDF somebody's own").unwrap();
    assert!(outputs.put_draft("other", b"%PDF ours").unwrap().kept != Kept::Nothing);
    fs::write(out.join(".affiant.toml"), b"not = [toml").unwrap();
    assert!(
        outputs.put_draft("letter", b"%PDF six").unwrap().kept != Kept::Nothing,
        "without a record nothing is ours"
    );
    assert_eq!(fs::read(out.join("letter.pdf")).unwrap(), b"%PDF six");
}

#[cfg(unix)]
#[test]
fn a_link_in_a_drafts_place_is_moved_aside_and_its_target_left_alone() {
    let matter = tempfile::tempdir().unwrap();
    let secret = matter.path().join("keys");
    fs::write(&secret, "do not touch").unwrap();
    fs::create_dir(matter.path().join("out")).unwrap();
    std::os::unix::fs::symlink(&secret, matter.path().join("out/letter.pdf")).unwrap();
    let placed = Outputs::new(matter.path()).put_draft("letter", b"%PDF").unwrap();
    let Kept::Theirs(aside) = placed.kept else { panic!("{placed:?}") };
    assert!(aside.is_symlink());
    assert_eq!(fs::read(matter.path().join("out/letter.pdf")).unwrap(), b"%PDF");
    assert_eq!(fs::read(&secret).unwrap(), b"do not touch");
}

#[test]
fn a_final_is_never_replaced() {
    let matter = tempfile::tempdir().unwrap();
    let outputs = Outputs::new(matter.path());
    let finals = matter.path().join("out/final");
    let first = outputs.put_final("letter", "2026-11-22", b"one").unwrap();
    assert_eq!((first.path, first.kept, first.same), (finals.join("letter-2026-11-22.pdf"), Kept::Nothing, false));
    assert!(outputs.put_final("letter", "2026-11-22", b"one").unwrap().same);
    let second = outputs.put_final("letter", "2026-11-22", b"two").unwrap();
    assert_eq!(second.path, finals.join("letter-2026-11-22-2.pdf"));
    assert_eq!(second.kept, Kept::EarlierFinal(finals.join("letter-2026-11-22.pdf")));
    assert_eq!(fs::read(finals.join("letter-2026-11-22.pdf")).unwrap(), b"one");
    assert_eq!(names(&finals), ["letter-2026-11-22-2.pdf", "letter-2026-11-22.pdf"]);
}

#[cfg(unix)]
#[test]
fn case_data_is_for_its_owner_alone_and_a_mode_that_was_set_stays() {
    use std::os::unix::fs::PermissionsExt;
    let matter = tempfile::tempdir().unwrap();
    let mode = |path: &str| fs::metadata(matter.path().join(path)).unwrap().permissions().mode() & 0o777;
    let outputs = Outputs::new(matter.path());
    outputs.put_draft("letter", b"one").unwrap();
    outputs.put_final("letter", "2026-11-22", b"one").unwrap();
    assert_eq!((mode("out"), mode("out/final")), (0o700, 0o700));
    for file in ["out/letter.pdf", "out/final/letter-2026-11-22.pdf", "out/.affiant.toml"] {
        assert_eq!(mode(file), 0o600, "{file}");
    }
    let pdf = matter.path().join("out/letter.pdf");
    fs::set_permissions(&pdf, fs::Permissions::from_mode(0o644)).unwrap();
    outputs.put_draft("letter", b"two").unwrap();
    assert_eq!(mode("out/letter.pdf"), 0o644);
    make_folder(&matter.path().join("answers")).unwrap();
    assert_eq!(mode("answers"), 0o700);
    let facts = matter.path().join("facts.toml");
    fs::write(&facts, "one").unwrap();
    fs::set_permissions(&facts, fs::Permissions::from_mode(0o640)).unwrap();
    write_user_file(&facts, b"two", Some(digest::of(b"one"))).unwrap();
    assert_eq!(mode("facts.toml"), 0o640);
    fs::set_permissions(&facts, fs::Permissions::from_mode(0o440)).unwrap();
    assert_eq!(write_user_file(&facts, b"three", Some(digest::of(b"two"))).unwrap_err().cause, Cause::Denied);
}

#[cfg(unix)]
#[test]
fn a_file_behind_a_link_is_replaced_at_its_target() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("shared")).unwrap();
    let (target, link) = (folder.path().join("shared/facts.toml"), folder.path().join("facts.toml"));
    fs::write(&target, "one").unwrap();
    std::os::unix::fs::symlink("shared/facts.toml", &link).unwrap();
    write_user_file(&link, b"two", Some(digest::of(b"one"))).unwrap();
    assert!(link.is_symlink());
    assert_eq!(fs::read(&target).unwrap(), b"two");
    write_output(&link, b"three").unwrap();
    assert!(link.is_symlink());
    assert_eq!(fs::read(&target).unwrap(), b"three");
    write_output(Path::new("/dev/null"), b"four").unwrap();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn what_was_changed_since_it_was_read_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("affiant.lock");
    write_user_file(&path, b"one", None).unwrap();
    let problem = write_user_file(&path, b"two", None).unwrap_err();
    assert_eq!(problem.cause, Cause::Changed, "somebody made the file meanwhile");
    assert_eq!(problem.diagnostic().code, Code::ChangedOnDisk);
    fs::write(&path, "edited").unwrap();
    assert_eq!(write_user_file(&path, b"two", Some(digest::of(b"one"))).unwrap_err().cause, Cause::Changed);
    assert_eq!(fs::read(&path).unwrap(), b"edited");
    fs::remove_file(&path).unwrap();
    assert_eq!(write_user_file(&path, b"two", Some(digest::of(b"one"))).unwrap_err().cause, Cause::Changed);
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn what_stands_in_the_way_is_named() {
    let matter = tempfile::tempdir().unwrap();
    let message = |problem: WriteProblem| problem.diagnostic().message;
    fs::write(matter.path().join("out"), "a file").unwrap();
    let problem = Outputs::new(matter.path()).put_draft("letter", b"x").unwrap_err();
    assert_eq!(message(problem), "cannot write `out`: a file stands where a folder should be");
    fs::remove_file(matter.path().join("out")).unwrap();
    fs::create_dir_all(matter.path().join("out/letter.pdf")).unwrap();
    let problem = Outputs::new(matter.path()).put_draft("letter", b"x").unwrap_err();
    assert_eq!(message(problem), "cannot write `out/letter.pdf`: a folder has this name");
    let problem = write_output(Path::new("/nowhere/at/all.pdf"), b"x").unwrap_err();
    assert_eq!(message(problem.clone()), "cannot write `/nowhere/at/all.pdf`: its folder does not exist");
    assert_eq!(problem.diagnostic().hints, ["`mkdir -p /nowhere/at` makes it"]);
    assert_eq!(names(&matter.path().join("out")), ["letter.pdf"]);
}

#[test]
fn another_process_is_waited_for_and_then_named() {
    let matter = tempfile::tempdir().unwrap();
    let outputs = Outputs::new(matter.path());
    outputs.put_draft("letter", b"one").unwrap();
    let other = fs::File::open(matter.path().join("out/.affiant.busy")).unwrap();
    other.lock().unwrap();
    let problem = outputs.put_draft("letter", b"two").unwrap_err();
    assert_eq!(problem.diagnostic().code, Code::MatterBusy);
    assert_eq!(fs::read(matter.path().join("out/letter.pdf")).unwrap(), b"one");
    other.unlock().unwrap();
    outputs.put_draft("letter", b"two").unwrap();
}

#[test]
fn only_our_own_old_leftovers_are_swept() {
    let folder = tempfile::tempdir().unwrap();
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
    let leave = |name: &str, old: bool| {
        let file = fs::File::create(folder.path().join(name)).unwrap();
        if old {
            file.set_modified(long_ago).unwrap();
        }
    };
    leave("facts.toml", true);
    leave(".facts.toml.swpabc", false);
    leave(".facts.toml.a1B2c3", true);
    leave(".affiant-1-2.tmp", true);
    leave(".affiant-1-3.tmp", false);
    leave(".affiant-theirs.tmp", true);
    sweep(folder.path());
    let left = [".affiant-1-3.tmp", ".affiant-theirs.tmp", ".facts.toml.a1B2c3", ".facts.toml.swpabc", "facts.toml"];
    assert_eq!(names(folder.path()), left);
}

/// What happens to a draft's PDF between two looks at it.
#[derive(Clone, Debug)]
enum Step {
    Build(u8),
    Sign,
    Delete,
    LoseRecord,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![4 => any::<u8>().prop_map(Step::Build), 3 => Just(Step::Sign), 1 => Just(Step::Delete), 1 => Just(Step::LoseRecord)]
}

/// What happens to a file that a person and affiant both write.
#[derive(Clone, Debug)]
enum Turn {
    Edit(u8),
    Read,
    Save(u8),
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![any::<u8>().prop_map(Turn::Edit), Just(Turn::Read), any::<u8>().prop_map(Turn::Save)]
}

/// A folder in memory where there is such a thing: thousands of synced writes to a disk would take minutes.
fn scratch() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

proptest! {
    #![proptest_config(crate::cases(2000))]

    #[test]
    fn no_build_loses_what_a_person_did_to_a_pdf(steps in prop::collection::vec(step(), 1..25)) {
        let matter = scratch();
        let (outputs, out) = (Outputs::new(matter.path()), matter.path().join("out"));
        let pdf = out.join("letter.pdf");
        let mut theirs: Vec<Vec<u8>> = Vec::new();
        for (number, step) in steps.into_iter().enumerate() {
            match step {
                Step::Build(text) => {
                    outputs.put_draft("letter", format!("built {text}").as_bytes()).unwrap();
                    prop_assert_eq!(fs::read(&pdf).unwrap(), format!("built {text}").into_bytes());
                }
                Step::Sign => if let Ok(mut bytes) = fs::read(&pdf) {
                    bytes.extend(format!(" signed {number}").bytes());
                    fs::write(&pdf, &bytes).unwrap();
                    // Signing over an earlier signature is the person's own doing.
                    theirs.retain(|earlier| !bytes.starts_with(earlier));
                    theirs.push(bytes);
                },
                Step::Delete => if fs::remove_file(&pdf).is_ok() {
                    let kept: Vec<Vec<u8>> = names(&out).iter().map(|name| fs::read(out.join(name)).unwrap()).collect();
                    theirs.retain(|bytes| kept.contains(bytes));
                },
                Step::LoseRecord => { let _ = fs::remove_file(out.join(".affiant.toml")); }
            }
        }
        if out.exists() {
            let kept: Vec<Vec<u8>> = names(&out).iter().map(|name| fs::read(out.join(name)).unwrap()).collect();
            prop_assert!(theirs.iter().all(|bytes| kept.contains(bytes)), "{theirs:?} in {kept:?}");
        }
    }

    #[test]
    fn no_save_replaces_what_was_not_read(turns in prop::collection::vec(turn(), 1..25)) {
        let folder = scratch();
        let path = folder.path().join("facts.toml");
        let mut read: Option<Vec<u8>> = None;
        for turn in turns {
            match turn {
                Turn::Edit(text) => fs::write(&path, [text]).unwrap(),
                Turn::Read => read = fs::read(&path).ok(),
                Turn::Save(text) => {
                    let before = fs::read(&path).ok();
                    let saved = write_user_file(&path, &[text], read.as_deref().map(digest::of));
                    prop_assert_eq!(saved.is_ok(), before == read);
                    let after = fs::read(&path).ok();
                    if saved.is_ok() {
                        prop_assert_eq!(after.as_deref(), Some(&[text][..]));
                        read = after;
                    } else {
                        prop_assert_eq!(after, before);
                    }
                }
            }
        }
    }
}

/// The variable that turns [`writer`] from a test that has nothing to do into a process that writes.
const WRITER: &str = "AFFIANT_TEST_WRITER";

/// A file's content by which a torn one is known.
fn content(number: u32, size: usize) -> Vec<u8> {
    let mut bytes = format!("{number:010}").into_bytes();
    bytes.resize(size, b'x');
    bytes.extend(format!("{number:010}").bytes());
    bytes
}

fn is_whole(bytes: &[u8]) -> bool {
    bytes.len() > 20 && bytes[..10] == bytes[bytes.len() - 10..]
}

/// Not a test by itself: the process that other tests kill, or fill the disk of.
#[test]
fn writer() {
    let Some(matter) = std::env::var_os(WRITER).map(PathBuf::from) else { return };
    let outputs = Outputs::new(&matter);
    let facts = matter.join("facts.toml");
    let mut out = std::io::stdout().lock();
    for number in std::process::id() % 1000 * 1_000_000.. {
        let bytes = content(number, 40_000);
        let placed = outputs.put_draft("letter", &bytes);
        let before = fs::read(&facts).ok();
        let saved = write_user_file(&facts, &bytes, before.as_deref().map(digest::of));
        let finished =
            outputs.put_final(&format!("letter{}", number % 4), "2026-11-22", b"0123456789 the same 0123456789");
        let problems: Vec<Cause> =
            [placed.err(), saved.err(), finished.err()].into_iter().flatten().map(|problem| problem.cause).collect();
        if writeln!(out, "{problems:?}").is_err() {
            return;
        }
    }
}

/// Starts [`writer`] in a process of its own, through a shell that may set limits first.
fn start_writer(matter: &Path, limits: &str) -> std::process::Child {
    Command::new("sh")
        .args(["-c", &format!("{limits} exec \"$0\" disk::writer --exact --nocapture --quiet --test-threads 1")])
        .arg(std::env::current_exe().unwrap())
        .env(WRITER, matter)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Checks that every file of the matter that has a name of its own is whole, and that nothing was moved aside.
fn assert_whole(matter: &Path) {
    for folder in [matter.to_owned(), matter.join("out"), matter.join("out/final")] {
        for name in names(&folder).iter().filter(|name| !name.starts_with('.')) {
            let path = folder.join(name);
            assert!(path.is_dir() || is_whole(&fs::read(&path).unwrap()), "{name} is torn");
            assert!(!name.contains('('), "{name}: our own file was taken for somebody's");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_process_killed_at_any_moment_leaves_whole_files() {
    let matter = tempfile::tempdir().unwrap();
    Outputs::new(matter.path()).put_draft("letter", &content(0, 100)).unwrap();
    Outputs::new(matter.path()).put_final("letter", "2026-11-21", &content(0, 100)).unwrap();
    write_new(&matter.path().join("facts.toml"), &content(0, 100)).unwrap();
    for round in 0_u32..40 {
        let mut child = start_writer(matter.path(), "");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // The line comes at one point of the loop; a busy wait of varying length lets the blow fall at any other.
        lines.by_ref().take(4 + round as usize % 3).for_each(drop);
        (0..round * 3000).for_each(|turn| {
            std::hint::black_box(turn);
        });
        child.kill().unwrap();
        child.wait().unwrap();
        assert_whole(matter.path());
    }
    assert!(Outputs::new(matter.path()).put_draft("letter", &content(1, 100)).unwrap().kept == Kept::Nothing);
}

#[cfg(unix)]
#[test]
fn two_processes_on_one_matter_take_turns() {
    let matter = tempfile::tempdir().unwrap();
    let mut children = [start_writer(matter.path(), ""), start_writer(matter.path(), "")];
    for child in &mut children {
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for line in lines.map_while(Result::ok).filter(|line| line.starts_with('[')).take(60) {
            assert!(line == "[]" || line == "[Changed]", "{line}");
        }
    }
    for child in &mut children {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_whole(matter.path());
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_costs_nothing() {
    let matter = tempfile::tempdir().unwrap();
    Outputs::new(matter.path()).put_draft("letter", &content(7, 100)).unwrap();
    write_new(&matter.path().join("facts.toml"), &content(7, 100)).unwrap();
    let mut child = start_writer(matter.path(), "trap '' XFSZ; ulimit -f 20;");
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.map_while(Result::ok).find(|line| line.starts_with('[')).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(line, "[Full, Full]");
    for path in ["out/letter.pdf", "facts.toml"] {
        assert_eq!(fs::read(matter.path().join(path)).unwrap(), content(7, 100), "{path}");
    }
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A copy of an example matter, in a folder of its own, as it is before anything was built.
fn example(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name), folder.path());
    let _ = fs::remove_dir_all(folder.path().join("out"));
    folder
}

/// Starts `affiant build` on a matter.
fn build(matter: &Path) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_affiant"))
        .arg("build")
        .arg(matter)
        .env("SOURCE_DATE_EPOCH", "1795219200")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What a person wrote in a matter, by its path; the lock is affiant's to add to.
fn written_by_people(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for path in fs::read_dir(&at).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                folders.extend((name != "out").then_some(path));
            } else if !name.contains("affiant") {
                files.push((path.clone(), fs::read(path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn builds_that_are_killed_or_meet_each_other_leave_whole_papers() {
    let matter = example("funeral-parole");
    let (out, lock) = (matter.path().join("out"), matter.path().join("affiant.lock"));
    let people = written_by_people(matter.path());
    assert!(build(matter.path()).wait().unwrap().success());
    let papers = names(&out);
    let whole: Vec<Vec<u8>> = papers.iter().map(|name| fs::read(out.join(name)).unwrap()).collect();
    assert!(whole.iter().all(|bytes| bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF")));
    let locked = fs::read(&lock).unwrap();
    for round in 0_u64..16 {
        // Each round begins as a fresh copy does, without what was built; two meet, and both are killed at some moment.
        let _ = fs::remove_dir_all(&out);
        let _ = fs::remove_file(&lock);
        let mut two = [build(matter.path()), build(matter.path())];
        let enough = std::time::Instant::now() + std::time::Duration::from_millis(round * 12);
        while std::time::Instant::now() < enough {
            std::thread::yield_now();
        }
        for child in &mut two {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        if out.exists() {
            for name in names(&out).iter().filter(|name| !name.starts_with('.')) {
                let at = papers.iter().position(|paper| paper == name).unwrap_or_else(|| panic!("{name} is new"));
                assert!(fs::read(out.join(name)).unwrap() == whole[at], "{name} is torn");
            }
        }
        assert!(fs::read(&lock).map_or(true, |bytes| bytes == locked), "the lock is torn");
        assert!(written_by_people(matter.path()) == people);
    }
    let mut two = [build(matter.path()), build(matter.path())];
    assert!(two.iter_mut().all(|child| child.wait().unwrap().success()));
    let papers_now: Vec<String> = names(&out).into_iter().filter(|name| !name.starts_with('.')).collect();
    assert_eq!(papers_now, papers);
    assert!(papers.iter().zip(&whole).all(|(name, bytes)| fs::read(out.join(name)).unwrap() == *bytes));
    assert_eq!(fs::read(&lock).unwrap(), locked);
}
