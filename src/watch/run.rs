//! The loop: look, build what is out of date, wait.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use crate::watch::folders::{self, Armed, Arms, Folders};
use crate::watch::hints::{Hints, Lost, Woken};
use crate::watch::view::View;
use crate::watch::watcher::Native;
use crate::watch::{
    Board, Builder, Built, Content, Face, Findings, Input, Job, Mode, News, Outcome, Paper, State, Survey,
};
use crate::watch::{changes, network};

/// How often everything is looked at while the system tells of changes: one stat for each file, some 50 µs in all.
const SWEEP: Duration = Duration::from_secs(1);
/// How often everything is looked at while it does not.
const POLL: Duration = Duration::from_millis(300);
/// How long the word of a change may come after the change.
const LATE: Duration = Duration::from_millis(250);
/// After so many changes without a word, the system is taken for deaf.
const DEAF: u32 = 2;

/// How long the word of a finished paper may wait for the others of its round.
const TOGETHER: Duration = Duration::from_millis(100);

/// A watch over one matter.
pub struct Watch<'a> {
    builder: &'a mut dyn Builder,
    face: &'a mut dyn Face,
    hints: Arc<Hints>,
    arms: Option<Box<dyn Arms>>,
    folders: Folders,
    view: View,
    survey: Survey,
    board: Board,
    paths: BTreeSet<PathBuf>,
    day: String,
    unheard: Option<Unheard>,
    misses: u32,
}

/// A change that no event told of, so far.
struct Unheard {
    found: Instant,
    heard: u64,
}

/// What a round of building took over.
#[derive(Default)]
struct Round {
    jobs: Vec<usize>,
    changed: BTreeSet<String>,
    doubt: Option<Instant>,
    /// Whether another day began.
    is_midnight: bool,
}

impl<'a> Watch<'a> {
    /// A watch that lets the system tell of changes where it does, or looks by itself if `poll`.
    pub fn new(builder: &'a mut dyn Builder, face: &'a mut dyn Face, hints: Arc<Hints>, poll: bool) -> Self {
        let survey = builder.survey();
        let drive = survey.roots.iter().find_map(|root| network::drive(root));
        let (arms, mode): (Option<Box<dyn Arms>>, Mode) = if poll {
            (None, Mode::Poll)
        } else if let Some(drive) = drive {
            (None, Mode::PollInstead { because: format!("a `{drive}` drive does not tell of changes made elsewhere") })
        } else {
            match Native::new(Arc::clone(&hints)) {
                Ok(native) => (Some(Box::new(native)), Mode::Native),
                Err(because) => (None, Mode::PollInstead { because }),
            }
        };
        Self::assemble(builder, face, hints, arms, survey, mode)
    }

    /// A watch that is told by `arms`: for tests of systems that tell nothing.
    pub fn with_arms(
        builder: &'a mut dyn Builder,
        face: &'a mut dyn Face,
        hints: Arc<Hints>,
        arms: Box<dyn Arms>,
    ) -> Self {
        let survey = builder.survey();
        Self::assemble(builder, face, hints, Some(arms), survey, Mode::Native)
    }

    fn assemble(
        builder: &'a mut dyn Builder,
        face: &'a mut dyn Face,
        hints: Arc<Hints>,
        arms: Option<Box<dyn Arms>>,
        survey: Survey,
        mode: Mode,
    ) -> Self {
        let day = builder.day();
        let board = Board { title: String::new(), mode, papers: Vec::new(), findings: survey.findings.clone() };
        Self {
            builder,
            face,
            hints,
            arms,
            folders: Folders::default(),
            view: View::default(),
            survey,
            board,
            paths: BTreeSet::new(),
            day,
            unheard: None,
            misses: 0,
        }
    }

    /// Builds everything once, then whatever changes, until [`Hints::stop`].
    pub fn run(mut self) {
        let began = SystemTime::now();
        self.face.tell(&self.board, &News::Mode);
        self.take_survey(began);
        self.arm(&Lost::None);
        let (mut since, mut timed_out) = (Instant::now(), false);
        while !self.hints.stopped() {
            let round = self.look(timed_out);
            let doubt = round.doubt;
            self.build(round, since);
            let paths = self.paths();
            if paths != self.paths {
                self.paths = paths;
                // What was written into a folder before it was under watch went unheard: look again.
                if self.arm(&Lost::None) {
                    (since, timed_out) = (Instant::now(), false);
                    continue;
                }
            }
            match self.rest(doubt) {
                Woken::Stopped => break,
                Woken::Hint { since: first, lost } => {
                    (since, timed_out) = (first, false);
                    if self.folders.concern(&lost) {
                        self.arm(&lost);
                    }
                }
                Woken::TimeOut => {
                    self.judge_hearing();
                    // In a folder that had to be armed anew nothing could be heard, so that is no miss.
                    timed_out = !self.arm(&Lost::None) && doubt.is_none();
                    since = Instant::now();
                }
            }
        }
    }

    /// Waits for a hint, or until the next look is due.
    fn rest(&mut self, doubt: Option<Instant>) -> Woken {
        let pause = if self.arms.is_some() { SWEEP } else { POLL };
        let suspicion = self.unheard.as_ref().map(|unheard| unheard.found + LATE);
        let due = [Some(Instant::now() + pause), doubt, suspicion].into_iter().flatten().min();
        let due = due.unwrap_or_else(Instant::now);
        loop {
            let pulse = self.face.pulse().map_or(due, |pulse| due.min(Instant::now() + pulse));
            match self.hints.wait(pulse) {
                Woken::TimeOut if pulse < due => self.face.tell(&self.board, &News::Idle),
                woken => return woken,
            }
        }
    }

    /// Compares what was read with what is on disk now.
    fn look(&mut self, timed_out: bool) -> Round {
        let began = SystemTime::now();
        let inputs = self.survey.inputs.iter().chain(self.board.papers.iter().flat_map(|paper| &paper.inputs));
        let mut round = Round { doubt: self.view.look(inputs.map(|input| input.path.as_path())), ..Round::default() };
        let stale: Vec<String> = self.stale(&self.survey.inputs).map(|input| input.name.clone()).collect();
        if !stale.is_empty() {
            round.changed.extend(stale);
            self.survey = self.builder.survey();
            self.take_survey(began);
        }
        let day = self.builder.day();
        let is_midnight = day != self.day;
        self.day = day;
        // While the matter file cannot be read, every paper would only say so again.
        if self.survey.papers.is_some() {
            for (number, paper) in self.board.papers.iter().enumerate() {
                let stale: Vec<String> = self.stale(&paper.inputs).map(|input| input.name.clone()).collect();
                let again = paper.state == State::Waiting || paper.is_unwritten && timed_out || is_midnight;
                if again || !stale.is_empty() {
                    round.jobs.push(number);
                    round.changed.extend(stale);
                }
            }
            round.is_midnight = is_midnight;
        }
        if timed_out && !round.changed.is_empty() && self.arms.is_some() {
            self.unheard = Some(Unheard { found: Instant::now(), heard: self.hints.heard() });
        }
        round
    }

    fn stale<'b>(&'b self, inputs: &'b [Input]) -> impl Iterator<Item = &'b Input> {
        inputs.iter().filter(|input| self.view.content(&input.path) != Some(&input.content))
    }

    /// Takes over a survey: papers that stay keep what is known of them.
    fn take_survey(&mut self, began: SystemTime) {
        settle(&mut self.view, &mut self.survey.inputs, began);
        self.board.findings = self.findings();
        if let Some(papers) = &self.survey.papers {
            self.board.title.clone_from(&self.survey.title);
            let mut old: BTreeMap<String, Paper> =
                std::mem::take(&mut self.board.papers).into_iter().map(|paper| (paper.id.clone(), paper)).collect();
            let paper = |id: &String| old.remove(id).unwrap_or_else(|| Paper { id: id.clone(), ..Paper::default() });
            self.board.papers = papers.iter().map(paper).collect();
        }
        self.face.tell(&self.board, &News::Survey);
    }

    /// What is wrong with the matter itself.
    fn findings(&self) -> Findings {
        let mut findings = self.survey.findings.clone();
        findings.report.extend(self.builder.aside());
        findings
    }

    fn build(&mut self, round: Round, since: Instant) {
        if round.jobs.is_empty() {
            if !round.changed.is_empty() {
                self.face.tell(&self.board, &News::Round { changed: round.changed.into_iter().collect(), papers: 0 });
            }
            return;
        }
        let began = SystemTime::now();
        let job = |number: &usize| {
            let paper = &self.board.papers[*number];
            Job { paper: paper.id.clone(), previous: paper.digest.clone() }
        };
        let jobs: Vec<Job> = round.jobs.iter().map(job).collect();
        let (board, face, mut changed) = (&mut self.board, &mut *self.face, 0);
        // Telling takes time that the next paper's file would wait for, so it comes after the files, within reason.
        let (mut untold, mut told) = (Vec::new(), Instant::now());
        self.builder.build(&jobs, &mut |built| {
            let Some(number) = board.papers.iter().position(|paper| paper.id == built.paper) else { return };
            let (outcome, before) = (built.outcome, board.papers[number].state);
            changed += usize::from(outcome != Outcome::Unchanged);
            let other = if round.is_midnight { "another day" } else { "could not be written before" };
            let why = take_built(&mut board.papers[number], built, since.elapsed(), other);
            untold.push(News::Built { paper: number, outcome, before, why });
            if told.elapsed() > TOGETHER {
                untold.drain(..).for_each(|news| face.tell(board, &news));
                told = Instant::now();
            }
        });
        for news in &untold {
            face.tell(board, news);
        }
        for number in round.jobs {
            settle(&mut self.view, &mut self.board.papers[number].inputs, began);
        }
        let findings = self.findings();
        if findings.report != self.board.findings.report {
            self.board.findings = findings;
            self.face.tell(&self.board, &News::Survey);
        }
        let changed = News::Round { changed: round.changed.into_iter().collect(), papers: changed };
        self.face.tell(&self.board, &changed);
    }

    /// All files that the survey and the papers read or looked for.
    fn paths(&self) -> BTreeSet<PathBuf> {
        let inputs = self.survey.inputs.iter().chain(self.board.papers.iter().flat_map(|paper| &paper.inputs));
        inputs.map(|input| input.path.clone()).collect()
    }

    /// Puts the folders of all files under watch; true if any was not, so that changes in it went unheard.
    fn arm(&mut self, lost: &Lost) -> bool {
        let Some(arms) = &mut self.arms else { return false };
        let paths = || self.paths.iter().map(PathBuf::as_path);
        self.hints.heed(folders::heeded(&self.survey.roots, paths()));
        match self.folders.arm(arms.as_mut(), &folders::wanted(&self.survey.roots, paths()), lost) {
            Armed::Same => false,
            Armed::Anew => true,
            Armed::Refused(because) => {
                self.poll_instead(because);
                true
            }
        }
    }

    /// Whether a change was really not told of, now that the word of it has had time to come.
    fn judge_hearing(&mut self) {
        let Some(unheard) = self.unheard.take_if(|unheard| unheard.found.elapsed() >= LATE) else { return };
        self.misses = if self.hints.heard() == unheard.heard { self.misses + 1 } else { 0 };
        if self.misses >= DEAF {
            self.poll_instead(format!("the system did not tell of {DEAF} changes in a row"));
        }
    }

    fn poll_instead(&mut self, because: String) {
        self.arms = None;
        self.folders = Folders::default();
        self.board.mode = Mode::PollInstead { because };
        self.face.tell(&self.board, &News::Mode);
    }
}

/// Makes what a build says it read comparable with what is seen on disk.
fn settle(view: &mut View, inputs: &mut [Input], began: SystemTime) {
    for input in inputs {
        view.learn(&input.path, &input.content, began);
        // A file may be refused for its size or place, which looking cannot tell: then any change of it counts.
        if input.content == Content::Unreadable
            && let Some(content) = view.content(&input.path)
        {
            input.content = content.clone();
        }
    }
}

/// Takes over what came of a build; gives what changed since the last one, or the `other` reason there must be.
fn take_built(paper: &mut Paper, built: Built, took: Duration, other: &str) -> Vec<String> {
    let files: Vec<&Input> = changes::files(&paper.seen, &built.inputs);
    let facts = if built.digest.is_empty() { Vec::new() } else { changes::facts(&paper.uses, &built.uses) };
    let mut why = changes::why(&files, facts);
    if paper.written.is_none() {
        why = vec!["first build".to_owned()];
    } else if why.is_empty() {
        why = vec![other.to_owned()];
    }
    for input in &built.inputs {
        paper.seen.insert(input.path.clone(), input.content.clone());
    }
    match built.outcome {
        Outcome::Written { pages } => {
            paper.state = State::Good;
            paper.written = Some(SystemTime::now());
            paper.pages = Some(pages);
            (paper.took, paper.why) = (took, why.clone());
        }
        Outcome::Unchanged => paper.state = State::Good,
        Outcome::Failed | Outcome::Unwritten => paper.state = State::Failed,
    }
    paper.is_unwritten = built.outcome == Outcome::Unwritten;
    if paper.state == State::Good {
        (paper.digest, paper.uses) = (built.digest, built.uses);
    }
    paper.findings = built.findings;
    if built.inputs.is_empty() {
        // The build died before it read anything: whatever is on disk now is what it did not come to.
        paper.inputs.iter_mut().for_each(|input| input.content = Content::Unreadable);
    } else {
        paper.inputs = built.inputs;
    }
    why
}
