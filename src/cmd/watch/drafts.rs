//! The papers of a matter, built for a watch by the pool of workers.

use std::collections::BTreeMap;
use std::fs;
use std::time::SystemTime;

use crate::cli::Subject;
use crate::cmd::locks;
use crate::cmd::papers::{self, Batch};
use crate::diag::Report;
use crate::digest::Hash;
use crate::disk::{self, Disk, Outputs, Seen};
use crate::draft::{self, Drafted, Emit, Finish, Output, Request, Uses, brief};
use crate::files::{FilePath, FileProblem, Root};
use crate::lock::LockEntry;
use crate::watch::{Builder, Built, Content, Findings, Input, Job, Kind, Outcome, Survey};
use crate::worker::{Pool, WorkerDeath};

/// The papers of one matter.
pub struct Drafts {
    subject: Subject,
    pool: Pool,
    /// The matter's folder and the way to read it; its list of papers stays empty.
    batch: Batch,
    outputs: Outputs,
    /// What stands in the output folder since the last build, by stat: somebody may have removed or signed it since.
    standing: BTreeMap<String, Standing>,
    /// Papers whose lock entry was looked after: what the entry was, and the lock that the paper was drafted with.
    locked: BTreeMap<String, (LockEntry, Hash)>,
    /// Papers whose lock entry is still to be written.
    unlocked: Vec<(String, Drafted)>,
    /// Why it could not be, at the last build.
    aside: Report,
    /// Papers still to be shown in a viewer.
    to_open: bool,
}

type Standing = (u64, Option<SystemTime>);

impl Drafts {
    /// The papers of the matter that the command line names.
    pub fn new(subject: Subject, open: bool, pool: Pool) -> Self {
        let outputs = Outputs::new(&subject.matter);
        outputs.sweep();
        let disk = Disk::new(Some(subject.matter.clone()), subject.pack.clone());
        Self {
            batch: Batch { title: String::new(), root: subject.matter.clone(), disk, papers: Vec::new() },
            subject,
            pool,
            outputs,
            standing: BTreeMap::new(),
            locked: BTreeMap::new(),
            unlocked: Vec::new(),
            aside: Report::default(),
            to_open: open,
        }
    }

    fn request(&self, job: &Job, today: &str) -> Request {
        let is_there = || {
            self.standing.get(&job.paper).is_some_and(|then| Some(then) == standing(&self.outputs, &job.paper).as_ref())
        };
        Request {
            subject: draft::Subject::Matter { draft: job.paper.clone() },
            with: self.subject.with.clone(),
            set: self.subject.set.clone(),
            date: self.subject.date.clone(),
            today: today.to_owned(),
            unknown_zone: crate::disk::clock::unknown(),
            pack: self.subject.pack.is_some(),
            locked: self.subject.locked,
            finish: Finish::Draft,
            emit: Emit::Pdf,
            previous: Some(job.previous.clone()).filter(|digest| !digest.is_empty() && is_there()),
        }
    }
}

impl Builder for Drafts {
    fn survey(&mut self) -> Survey {
        let file = FilePath::matter("matter.toml");
        // Seen before it is read: should it change in between, it is only read once more.
        let inputs = vec![input(&self.batch.disk, &file, &self.batch.disk.see(&file))];
        let (matter, (mut report, sources)) = papers::matter(&self.batch.disk, &self.subject.matter);
        let mut papers = None;
        if let Some(matter) = &matter {
            let known = || matter.drafts.iter().map(|draft| draft.id.as_str());
            let wanted = &self.subject.drafts;
            for unknown in wanted.iter().filter(|id| !known().any(|known| known == id.as_str())) {
                report.push(brief::unknown_draft(unknown, known()));
            }
            let is_wanted = |id: &&str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == id);
            let chosen: Vec<String> = known().filter(is_wanted).map(str::to_owned).collect();
            self.batch.disk.keep(|paper| chosen.iter().any(|id| id == paper));
            papers = Some(chosen);
        }
        self.locked.clear();
        if let Some(papers) = &papers {
            self.unlocked.retain(|(id, _)| papers.contains(id));
        }
        Survey {
            title: matter.map(|matter| matter.title).unwrap_or_default(),
            roots: [Some(&self.subject.matter), self.subject.pack.as_ref()].into_iter().flatten().cloned().collect(),
            papers,
            inputs,
            findings: Findings { report, sources },
        }
    }

    fn build(&mut self, jobs: &[Job], done: &mut dyn FnMut(Built)) {
        let today = papers::today();
        let mut requests: Vec<Request> = jobs.iter().map(|job| self.request(job, &today)).collect();
        let mut numbers: Vec<usize> = (0..jobs.len()).collect();
        let Self { pool, batch, outputs, standing: stands, locked, unlocked, .. } = self;
        let disk = &batch.disk;
        while !requests.is_empty() {
            let mut removed = Vec::new();
            pool.draft_all(&requests, disk, |at, answer| {
                let id = &jobs[numbers[at]].paper;
                let reads = disk.reads(id);
                let inputs = reads.iter().map(|(path, seen)| input(disk, path, seen)).collect();
                let built = match answer {
                    // Somebody removed or signed the file while the worker found that it need not change.
                    Ok(drafted)
                        if matches!(drafted.output, Output::Unchanged)
                            && standing(outputs, id).as_ref() != stands.get(id) =>
                    {
                        return removed.push(at);
                    }
                    Ok(mut drafted) => {
                        let output = std::mem::replace(&mut drafted.output, Output::None);
                        let built = place(id, inputs, &drafted, output, outputs);
                        let lock = reads.get(&FilePath::matter("affiant.lock")).and_then(|seen| seen.as_ref().ok());
                        let lock = lock.map(|stamp| stamp.hash);
                        if let Some(entry) = drafted.lock.clone()
                            && lock.is_none_or(|lock| locked.get(id) != Some(&(entry.clone(), lock)))
                        {
                            locked.extend(lock.map(|lock| (id.clone(), (entry, lock))));
                            unlocked.retain(|(other, _)| other != id);
                            unlocked.push((id.clone(), drafted));
                        }
                        built
                    }
                    Err(death) => died(id, inputs, &death),
                };
                if let (Outcome::Written { .. }, Some(now)) = (built.outcome, standing(outputs, id)) {
                    stands.insert(id.clone(), now);
                }
                done(built);
            });
            let again = |at: &usize| Request { previous: None, ..requests[*at].clone() };
            (requests, numbers) = removed.iter().map(|at| (again(at), numbers[*at])).unzip();
        }
        pool.round();
        let entries = unlocked.iter().map(|(id, drafted)| (id.as_str(), drafted));
        // A lock that cannot be written now is written with the next build; the papers are there.
        self.aside = match locks::record(batch, entries, Finish::Draft) {
            Ok(()) => {
                unlocked.clear();
                Report::default()
            }
            Err(report) => report,
        };
        if std::mem::take(&mut self.to_open) {
            for job in jobs {
                _ = disk::open_in_viewer(&self.outputs.draft(&job.paper));
            }
        }
    }

    fn aside(&self) -> Report {
        self.aside.clone()
    }

    fn day(&self) -> String {
        papers::today()
    }
}

/// Writes what was drafted, and tells what came of it.
fn place(id: &str, inputs: Vec<Input>, drafted: &Drafted, output: Output, outputs: &Outputs) -> Built {
    let Drafted { mut report, sources, digest, uses, .. } = drafted.clone();
    let outcome = match output {
        Output::Unchanged => Outcome::Unchanged,
        Output::Pdf { pages, bytes } => match outputs.put_draft(id, &bytes) {
            Ok(placed) => {
                report.extend(placed.report());
                Outcome::Written { pages }
            }
            Err(problem) => {
                report.push(problem.diagnostic());
                Outcome::Unwritten
            }
        },
        Output::None | Output::Text(_) | Output::Pages { .. } => Outcome::Failed,
    };
    Built { paper: id.to_owned(), outcome, inputs, findings: Findings { report, sources }, digest, uses }
}

fn died(id: &str, inputs: Vec<Input>, death: &WorkerDeath) -> Built {
    Built {
        paper: id.to_owned(),
        outcome: Outcome::Failed,
        inputs,
        findings: Findings { report: death.report(), ..Findings::default() },
        digest: String::new(),
        uses: Uses::new(),
    }
}

fn standing(outputs: &Outputs, id: &str) -> Option<Standing> {
    let metadata = fs::metadata(outputs.draft(id)).ok()?;
    Some((metadata.len(), metadata.modified().ok()))
}

fn input(disk: &Disk, file: &FilePath, seen: &Seen) -> Input {
    let content = match seen {
        Ok(stamp) => Content::Hash(stamp.hash),
        Err(FileProblem::Missing) => Content::Missing,
        Err(_) => Content::Unreadable,
    };
    // The lock is mostly written by this very process, so it explains a change only when nothing else does.
    let is_data = [".toml", ".json", ".lock"].iter().any(|ending| file.path.ends_with(ending));
    let is_told_by_facts = file.root == Root::Matter && is_data && file.path != "matter.toml";
    let kind = if is_told_by_facts { Kind::Facts } else { Kind::Other };
    Input { path: disk.locate(file).unwrap_or_default(), name: file.to_string(), content, kind }
}
