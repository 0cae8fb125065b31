//! Editors, forms and an import that save one answers file at the same time, on a disk and a clock that are scripted.
//!
//! Before every call that affiant makes of its disk another program may act: an editor empties the file, waits and
//! writes, another one renames its file over it, a second affiant process makes a whole change, or the first one is
//! killed. Whatever the order, every text that somebody saved is in the file once an affiant process has started again.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use affiant::digest::{self, Hash};
use affiant::disk::place::Place;
use affiant::disk::problem::Cause;
use affiant::disk::{Refused, Shared};
use affiant::interview::history::{self, Saying};
use affiant::interview::reply::Reply;
use affiant::interview::{Path, file};
use proptest::prelude::*;

const FILE: &str = "letter.toml";
/// The questions that are answered.
const PATHS: [&str; 3] = ["role", "diagnosis", "episodes.e1.what"];
/// What everything starts from.
const BEGIN: &str = "# The lawyer's notes.\n\nrole = \"begun by hand\"\n";

/// Who saves through affiant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Process {
    Ask,
    Tab(usize),
    Import,
}

/// What may happen between two calls.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// Nothing.
    Quiet,
    /// A process changes an answer.
    Change(Process),
    /// An editor goes on by one step: the one that writes in place, or the one that renames.
    Edit(usize),
    /// Time passes, in milliseconds.
    Pass(u16),
    /// The process that is at work is killed.
    Kill,
}

/// How an editor saves.
#[derive(Clone, Debug, Default)]
struct Editor {
    /// What it has loaded, and what it will save.
    buffer: Option<String>,
    /// The question that the person answers in it, the text, and those that it replaces before their eyes.
    own: (String, String, Vec<String>),
    /// The file that it has open, what is still to be written into it, and when.
    open: Option<(usize, Vec<String>, Duration)>,
}

/// The disk, the clock and everybody on it.
#[derive(Default)]
struct World {
    files: Vec<(String, Duration)>,
    names: BTreeMap<String, usize>,
    clock: Duration,
    /// The hashes that the place remembers, with when the file was written.
    hashes: BTreeMap<usize, (Duration, Hash)>,
    held: bool,
    unique: u32,
    script: Vec<Event>,
    /// How long editors wait, in milliseconds, and at which question they write: taken in turn.
    gaps: Vec<u16>,
    editors: [Editor; 2],
    /// The processes that are at work, each within a call of the one before; whether it was killed.
    working: Vec<(Process, bool)>,
    /// What each process showed last.
    seen: BTreeMap<usize, String>,
    texts: u32,
    /// Every text that was saved, with its question, until somebody replaced it knowingly.
    owed: Vec<(String, String)>,
}

#[derive(Clone, Copy)]
struct Scripted<'w>(&'w RefCell<World>);

struct Held<'w>(Scripted<'w>);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.0.borrow_mut().held = false;
    }
}

impl World {
    fn read(&self, name: &str) -> Option<String> {
        self.names.get(name).map(|file| self.files[*file].0.clone())
    }

    fn add(&mut self, text: String) -> usize {
        self.files.push((text, self.clock));
        self.files.len() - 1
    }

    fn gap(&mut self) -> u16 {
        self.gaps.rotate_left(1);
        self.gaps[0]
    }

    fn new_text(&mut self) -> String {
        self.texts += 1;
        format!("Text {} of many.", self.texts)
    }

    /// One step of an editor. The two belong to one person, who loads again what the other one has saved.
    fn edit(&mut self, number: usize) {
        if self.editors[1 - number].open.is_some() {
            return;
        }
        let mut editor = std::mem::take(&mut self.editors[number]);
        match (editor.buffer.take(), editor.open.take()) {
            (_, Some((file, mut parts, due))) => {
                if self.clock >= due {
                    self.files[file].0.push_str(&parts.remove(0));
                    self.files[file].1 = self.clock;
                }
                if parts.is_empty() {
                    let own = std::mem::take(&mut editor.own);
                    self.saved(number, own);
                } else {
                    editor.open = Some((file, parts, due.max(self.clock + Duration::from_millis(5))));
                }
            }
            (Some(text), None) if number == 0 => {
                // Opening it for writing empties the file that has the name now.
                let file = match self.names.get(FILE) {
                    Some(file) => *file,
                    None => self.add(String::new()),
                };
                self.names.insert(FILE.to_owned(), file);
                self.files[file] = (String::new(), self.clock);
                let gap = self.gap();
                let half = text.floor_char_boundary(if gap.is_multiple_of(3) { text.len() / 2 } else { 0 });
                let parts = [&text[..half], &text[half..]].into_iter().filter(|part| !part.is_empty());
                let parts = parts.map(str::to_owned).collect();
                editor.open = Some((file, parts, self.clock + Duration::from_millis(gap.into())));
            }
            (Some(text), None) => {
                let file = self.add(text);
                self.names.insert(FILE.to_owned(), file);
                let own = std::mem::take(&mut editor.own);
                self.saved(number, own);
            }
            (None, None) => {
                // Nobody edits a file that is empty while it is saved.
                if let Some(loaded) = self.read(FILE).filter(|text| text.starts_with("# The lawyer")) {
                    let path = PATHS[usize::from(self.gap()) % PATHS.len()];
                    let own = self.new_text();
                    let put = file::put(&loaded, &Path::parse(path).unwrap(), &Reply::Text(own.clone()));
                    // Half a file can be no TOML; then the person waits.
                    if let Some(text) = put {
                        let gone = |old: &&String| loaded.contains(old.as_str()) && !text.contains(old.as_str());
                        let replaced = self.owed.iter().map(|(_, old)| old).filter(gone).cloned().collect();
                        editor.own = (path.to_owned(), own, replaced);
                        editor.buffer = Some(text);
                    }
                }
            }
        }
        self.editors[number] = editor;
    }

    /// An editor has saved: its text is owed, and the other one will load again.
    fn saved(&mut self, number: usize, (path, text, replaced): (String, String, Vec<String>)) {
        self.owed.retain(|(_, old)| !replaced.contains(old));
        self.owed.push((path, text));
        self.editors[1 - number] = Editor::default();
    }

    fn is_killed(&self) -> bool {
        self.working.last().is_some_and(|(_, killed)| *killed)
    }
}

impl Scripted<'_> {
    /// Lets others act before a call; an error when the process that makes it was killed.
    fn step(self) -> Result<(), Cause> {
        if self.0.borrow().is_killed() {
            return Err(Cause::Other(String::from("killed")));
        }
        let event = self.0.borrow_mut().script.pop().unwrap_or(Event::Quiet);
        self.act(event);
        let killed = self.0.borrow().is_killed();
        if killed { Err(Cause::Other(String::from("killed"))) } else { Ok(()) }
    }

    fn act(self, event: Event) {
        match event {
            Event::Quiet => {}
            Event::Change(process) => {
                let busy = self.0.borrow().working.iter().any(|(other, _)| *other == process);
                if !busy && self.0.borrow().working.len() < 3 {
                    self.change(process);
                }
            }
            Event::Edit(number) => self.0.borrow_mut().edit(number),
            Event::Pass(millis) => self.pass(Duration::from_millis(millis.into())),
            Event::Kill => {
                let mut world = self.0.borrow_mut();
                if let Some((_, killed)) = world.working.last_mut() {
                    *killed = true;
                }
            }
        }
    }

    /// Lets time pass; an editor writes when its time has come.
    fn pass(self, time: Duration) {
        let mut world = self.0.borrow_mut();
        world.clock += time;
        for number in 0..2 {
            while world.editors[number].open.as_ref().is_some_and(|(.., due)| *due <= world.clock) {
                world.edit(number);
            }
        }
    }

    /// A process changes one answer, and knows afterwards what the file says.
    fn change(self, process: Process) {
        let (key, path, text, seen) = {
            let mut world = self.0.borrow_mut();
            world.working.push((process, false));
            let key = match process {
                Process::Ask => 0,
                Process::Tab(tab) => 1 + tab,
                Process::Import => 9,
            };
            let path = PATHS[usize::from(world.gap()) % PATHS.len()];
            let (text, seen) = (world.new_text(), world.seen.get(&key).cloned());
            (key, path, text, seen.unwrap_or_else(|| String::from(BEGIN)))
        };
        let saying = Saying { who: String::from("people.ada"), ..Saying::default() };
        let (at, reply) = (Path::parse(path).unwrap(), Reply::Text(text.clone()));
        let changed = Shared::new(self, FILE).change(history::bring_back, |now| {
            let put = match process {
                Process::Import => history::put(now, &at, &reply, &saying),
                _ => history::put_seen(now, &at, &reply, &seen, &saying),
            };
            Some((put?, ()))
        });
        let mut world = self.0.borrow_mut();
        world.working.pop();
        match changed {
            // One that was killed after its text had its place has nobody left to tell.
            Ok((now, ())) => {
                if process != Process::Import {
                    // Whoever replaces what they see means it.
                    world.owed.retain(|(question, old)| question != path || !seen.contains(old.as_str()));
                }
                world.owed.push((path.to_owned(), text));
                world.seen.insert(key, now);
            }
            Err(Refused::NotUtf8) => panic!("a text is none"),
            // It was told, and is not on any page as saved.
            Err(_) => {}
        }
    }

    /// What every affiant process does when it starts.
    fn start(self) -> String {
        Shared::new(self, FILE).restore(history::bring_back).unwrap_or_else(|refused| panic!("{refused:?}"))
    }
}

impl<'w> Place for Scripted<'w> {
    type Held = Held<'w>;

    fn hold(&self) -> Result<Held<'w>, Cause> {
        self.step()?;
        let mut world = self.0.borrow_mut();
        if std::mem::replace(&mut world.held, true) {
            return Err(Cause::Busy);
        }
        Ok(Held(*self))
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Cause> {
        self.step()?;
        Ok(self.0.borrow().read(name).map(String::into_bytes))
    }

    fn digest(&self, _: &Held<'w>, name: &str) -> Result<Option<Hash>, Cause> {
        self.step()?;
        let mut world = self.0.borrow_mut();
        let (Some(file), clock) = (world.names.get(name).copied(), world.clock) else { return Ok(None) };
        let (text, written) = world.files[file].clone();
        let hash = match world.hashes.get(&file) {
            Some((then, hash)) if *then == written => *hash,
            _ => digest::of(text.as_bytes()),
        };
        // What is written in the same moment leaves no other time behind.
        if written < clock {
            world.hashes.insert(file, (written, hash));
        }
        Ok(Some(hash))
    }

    fn write(&self, name: &str, bytes: &[u8], _: &str) -> Result<(), Cause> {
        self.step()?;
        let mut world = self.0.borrow_mut();
        let file = world.add(String::from_utf8(bytes.to_vec()).unwrap());
        assert!(world.names.insert(name.to_owned(), file).is_none(), "{name} is there already");
        Ok(())
    }

    fn sync(&self, _: &str) -> Result<(), Cause> {
        self.step()
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), Cause> {
        self.step()?;
        let mut world = self.0.borrow_mut();
        let file = world.names.remove(from).ok_or(Cause::NoFolder)?;
        world.names.insert(to.to_owned(), file);
        Ok(())
    }

    fn create(&self, from: &str, to: &str) -> Result<(), Cause> {
        self.step()?;
        let mut world = self.0.borrow_mut();
        if world.names.contains_key(to) {
            return Err(Cause::Exists);
        }
        let file = world.names.remove(from).ok_or(Cause::NoFolder)?;
        world.names.insert(to.to_owned(), file);
        Ok(())
    }

    fn swap(&self, one: &str, other: &str) -> Result<(), Cause> {
        self.step()?;
        let mut world = self.0.borrow_mut();
        let (first, second) = (world.names.get(one).copied(), world.names.get(other).copied());
        let (first, second) = first.zip(second).ok_or(Cause::NoFolder)?;
        world.names.extend([(one.to_owned(), second), (other.to_owned(), first)]);
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), Cause> {
        self.step()?;
        self.0.borrow_mut().names.remove(name).map(drop).ok_or(Cause::NoFolder)
    }

    fn names(&self, folder: &str) -> Result<Vec<String>, Cause> {
        self.step()?;
        let world = self.0.borrow();
        let within = format!("{folder}/");
        Ok(world.names.keys().filter_map(|name| name.strip_prefix(&within)).map(str::to_owned).collect())
    }

    fn age(&self, name: &str) -> Option<Duration> {
        let world = self.0.borrow();
        let file = world.names.get(name)?;
        Some(world.clock.saturating_sub(world.files[*file].1))
    }

    fn now(&self) -> Duration {
        self.0.borrow().clock
    }

    fn wait(&self, time: Duration) {
        self.pass(time);
        // Whoever was killed meanwhile finds it out at the next call.
        let _ = self.step();
    }

    fn unique(&self) -> String {
        let mut world = self.0.borrow_mut();
        world.unique += 1;
        world.unique.to_string()
    }
}

fn event() -> impl Strategy<Value = Event> {
    let process = prop_oneof![Just(Process::Ask), (0..2usize).prop_map(Process::Tab), Just(Process::Import)];
    prop_oneof![
        14 => Just(Event::Quiet),
        6 => (0..2usize).prop_map(Event::Edit),
        4 => process.prop_map(Event::Change),
        3 => (1..400u16).prop_map(Event::Pass),
        1 => Just(Event::Kill),
    ]
}

/// Plays a script on a file, then lets affiant start anew, and gives the file with what is owed.
fn play(script: Vec<Event>, gaps: Vec<u16>, begin: Option<&str>) -> (String, Vec<(String, String)>) {
    let world = RefCell::new(World { script, gaps, clock: Duration::from_secs(1000), ..World::default() });
    let place = Scripted(&world);
    if let Some(begin) = begin {
        let file = world.borrow_mut().add(begin.to_owned());
        world.borrow_mut().names.insert(FILE.to_owned(), file);
    }
    loop {
        let event = world.borrow_mut().script.pop();
        let Some(event) = event else { break };
        place.act(event);
    }
    place.pass(Duration::from_secs(40));
    place.start();
    // What is of no use any more is removed, and nothing with it.
    place.pass(Duration::from_mins(2));
    place.start();
    let text = place.start();
    let owed = world.borrow().owed.clone();
    (text, owed)
}

proptest! {
    #![proptest_config(crate::cases(10_000))]

    #[test]
    fn nothing_that_anybody_saves_is_lost(
        script in prop::collection::vec(event(), 20..100),
        gaps in prop::collection::vec(prop_oneof![9 => 0..=300u16, 1 => 300..30_000u16], 1..12),
        is_new in prop::bool::weighted(0.1),
    ) {
        let (text, owed) = play(script, gaps, (!is_new).then_some(BEGIN));
        for (path, owed) in &owed {
            prop_assert!(text.contains(owed.as_str()), "{path} lost {owed:?}:\n{text}");
        }
    }
}

#[test]
fn no_file_is_read_in_the_middle_of_a_save() {
    for gap in 0..=300 {
        let world = RefCell::new(World { gaps: vec![gap], clock: Duration::from_secs(1000), ..World::default() });
        let place = Scripted(&world);
        let file = world.borrow_mut().add(BEGIN.to_owned());
        world.borrow_mut().names.insert(FILE.to_owned(), file);
        place.pass(Duration::from_secs(10));
        // It loads the file, and empties it.
        place.act(Event::Edit(0));
        place.act(Event::Edit(0));
        assert_eq!(world.borrow().read(FILE).as_deref(), Some(""));
        // A third of the editors write the first half at once.
        place.act(if gap % 2 == 0 { Event::Edit(0) } else { Event::Quiet });
        let read = Shared::new(place, FILE).read().unwrap().unwrap();
        assert!(read.starts_with("# The lawyer") && read.contains("Text 1 of many."), "after {gap} ms: {read}");
    }
}
