//! A matter whose papers are the joined texts of their files, and a watch over it.

use std::cell::RefCell;
use std::fs;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use affiant::draft::Uses;
use affiant::watch::folders::Arms;
use affiant::watch::{
    Board, Builder, Built, Content, Face, Findings, Hints, Input, Job, Kind, Mode, News, Outcome, Survey, Watch,
};

/// Longer than any sweep and any poll, however busy the machine is.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// How the watch under test notices changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ears {
    Native,
    Poll,
    /// The system takes every watch and tells of nothing.
    Deaf,
}

/// What the watch told.
#[derive(Clone, Debug)]
pub enum Told {
    Mode(Mode),
    Survey(Vec<String>),
    Built { paper: String, outcome: Outcome, text: String, why: Vec<String> },
    Round { changed: Vec<String>, papers: usize },
}

/// `matter.toml` has one line for each paper: `id: file file`. Facts are lines `path = value`.
struct Joiner {
    root: PathBuf,
    texts: Sender<(String, String)>,
    clock: Arc<AtomicU32>,
}

impl Joiner {
    fn input(&self, name: &str) -> (Input, Option<String>) {
        let path = self.root.join(name);
        if name.ends_with('/') {
            let names = fs::read_dir(&path).ok().map(|entries| {
                let mut names: Vec<_> =
                    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap() + "\n").collect();
                names.sort();
                names.concat()
            });
            return (Input { path, name: name.to_owned(), content: Content::Unreadable, kind: Kind::Other }, names);
        }
        let (content, text) = match fs::read(&path) {
            Ok(bytes) => (Content::of(&bytes), Some(String::from_utf8(bytes).unwrap())),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                (Content::Missing, None)
            }
            Err(_) => (Content::Unreadable, None),
        };
        let kind = if name.ends_with("facts.toml") || name.starts_with("answers") { Kind::Facts } else { Kind::Other };
        (Input { path, name: name.to_owned(), content, kind }, text)
    }
}

impl Builder for Joiner {
    fn survey(&mut self) -> Survey {
        let (input, text) = self.input("matter.toml");
        let papers = text
            .map(|text| text.lines().filter_map(|line| line.split_once(": ")).map(|(id, _)| id.to_owned()).collect());
        Survey {
            title: "Matter".to_owned(),
            roots: vec![self.root.clone()],
            papers,
            inputs: vec![input],
            ..Survey::default()
        }
    }

    fn build(&mut self, jobs: &[Job], done: &mut dyn FnMut(Built)) {
        for job in jobs {
            let (matter, text) = self.input("matter.toml");
            let mut inputs = vec![matter];
            let line = text
                .unwrap_or_default()
                .lines()
                .find_map(|line| line.strip_prefix(&format!("{}: ", job.paper)).map(str::to_owned));
            let mut whole = Some(String::new());
            let mut uses = Uses::new();
            for name in line.unwrap_or_default().split(' ') {
                let (input, text) = self.input(name);
                let text = text.filter(|text| !text.contains("error"));
                for (path, value) in text.iter().flat_map(|text| text.lines()).filter_map(|line| line.split_once(" = "))
                {
                    uses.insert(path.into(), BuildHasherDefault::<DefaultHasher>::default().hash_one(value));
                }
                inputs.push(input);
                whole = whole.zip(text).map(|(whole, text)| whole + &text);
            }
            let outcome = match &whole {
                None => Outcome::Failed,
                Some(whole) if *whole == job.previous => Outcome::Unchanged,
                Some(_) if fs::create_dir_all(self.root.join("out")).is_err() => Outcome::Unwritten,
                Some(whole) => {
                    fs::write(self.root.join("out").join(&job.paper), whole).unwrap();
                    Outcome::Written { pages: 1 }
                }
            };
            self.texts.send((job.paper.clone(), whole.clone().unwrap_or_default())).unwrap();
            let digest = whole.unwrap_or_default();
            done(Built { paper: job.paper.clone(), outcome, inputs, findings: Findings::default(), digest, uses });
        }
    }

    fn day(&self) -> String {
        self.clock.load(Ordering::Relaxed).to_string()
    }
}

struct Teller {
    told: Sender<Told>,
    texts: Receiver<(String, String)>,
}

impl Face for Teller {
    fn tell(&mut self, board: &Board, news: &News) {
        let told = match news {
            News::Mode => Told::Mode(board.mode.clone()),
            News::Survey => Told::Survey(board.papers.iter().map(|paper| paper.id.clone()).collect()),
            News::Built { paper, outcome, why, .. } => {
                let (paper, text) = (&board.papers[*paper], self.texts.recv().unwrap().1);
                Told::Built { paper: paper.id.clone(), outcome: *outcome, text, why: why.clone() }
            }
            News::Round { changed, papers } => Told::Round { changed: changed.clone(), papers: *papers },
            News::Idle => return,
        };
        _ = self.told.send(told);
    }
}

struct Nothing;

impl Arms for Nothing {
    fn arm(&mut self, _: &Path) -> Result<(), String> {
        Ok(())
    }

    fn disarm(&mut self, _: &Path) {}
}

/// A running watch; ends with the value.
pub struct Bench {
    folder: tempfile::TempDir,
    hints: Arc<Hints>,
    told: Receiver<Told>,
    clock: Arc<AtomicU32>,
    watch: Option<JoinHandle<()>>,
}

impl Bench {
    /// A matter with these files, watched, and built once.
    pub fn new(ears: Ears, files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("matter");
        for (name, text) in files {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let hints = Arc::new(Hints::default());
        let (told, receiver) = channel();
        let (texts, texts_receiver) = channel();
        let clock = Arc::new(AtomicU32::new(1));
        let (mut builder, mut face) =
            (Joiner { root, texts, clock: Arc::clone(&clock) }, Teller { told, texts: texts_receiver });
        let ended = Arc::clone(&hints);
        let watch = std::thread::spawn(move || {
            match ears {
                Ears::Native => Watch::new(&mut builder, &mut face, ended, false),
                Ears::Poll => Watch::new(&mut builder, &mut face, ended, true),
                Ears::Deaf => Watch::with_arms(&mut builder, &mut face, ended, Box::new(Nothing)),
            }
            .run();
        });
        let bench = Self { folder, hints, told: receiver, clock, watch: Some(watch) };
        bench.until("the first round", |told| matches!(told, Told::Round { .. }));
        bench
    }

    /// A path in the matter.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("matter").join(name)
    }

    /// A path beside the matter.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Lets another day begin.
    pub fn next_day(&self) {
        self.clock.fetch_add(1, Ordering::Relaxed);
    }

    /// Everything told until `is_it`, inclusive.
    pub fn until(&self, what: &str, is_it: impl Fn(&Told) -> bool) -> Vec<Told> {
        let (mut all, deadline) = (Vec::new(), Instant::now() + PATIENCE);
        loop {
            let Ok(told) = self.told.recv_timeout(deadline.saturating_duration_since(Instant::now())) else {
                panic!("waited in vain for {what}; was told {all:?}");
            };
            let found = is_it(&told);
            all.push(told);
            if found {
                return all;
            }
        }
    }

    /// Waits until the paper was built from this text; gives the reason.
    pub fn built(&self, paper: &str, text: &str) -> Vec<String> {
        self.all_built(&[(paper, text)]).remove(0)
    }

    /// Waits until all of these papers were built from these texts, in any order; gives the reasons.
    pub fn all_built(&self, papers: &[(&str, &str)]) -> Vec<Vec<String>> {
        let reasons = RefCell::new(vec![None; papers.len()]);
        self.until(&format!("{papers:?}"), |told| {
            if let Told::Built { paper, text, why, .. } = told
                && let Some(at) = papers.iter().position(|wanted| *wanted == (paper, text))
            {
                reasons.borrow_mut()[at] = Some(why.clone());
            }
            reasons.borrow().iter().all(Option::is_some)
        });
        reasons.into_inner().into_iter().flatten().collect()
    }

    /// Waits until the paper failed.
    pub fn failed(&self, paper: &str) {
        self.until(
            "a failure",
            |told| matches!(told, Told::Built { paper: id, outcome: Outcome::Failed, .. } if id == paper),
        );
    }

    /// What stands in the output folder.
    pub fn output(&self, paper: &str) -> String {
        fs::read_to_string(self.path("out").join(paper)).unwrap()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.hints.stop();
        let ended = self.watch.take().map(JoinHandle::join);
        if !std::thread::panicking() {
            ended.unwrap().unwrap();
        }
    }
}
