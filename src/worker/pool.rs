//! Several workers for several papers: up to one per core, each keeping to its papers.

use std::collections::HashMap;
use std::sync::mpsc;

use super::{Worker, WorkerDeath, key};
use crate::disk::Disk;
use crate::draft::{Drafted, Request};

/// Workers that papers are shared out to.
///
/// A paper goes to the worker that drafted it before, whose memory of it makes the next draft quick.
#[derive(Debug)]
pub struct Pool {
    workers: Vec<Worker>,
    most: usize,
    homes: HashMap<String, usize>,
}

/// What came of one draft.
pub type Answer = Result<Drafted, WorkerDeath>;

impl Pool {
    /// Starts one worker, and allows up to `most`, which are started when there are papers for them.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self::with(Worker::start(), most)
    }

    /// A pool around a worker that runs already; the others are of the same program.
    #[must_use]
    pub fn with(worker: Worker, most: usize) -> Self {
        Self { workers: vec![worker], most: most.max(1), homes: HashMap::new() }
    }

    /// One worker per core.
    #[must_use]
    pub fn per_core() -> Self {
        Self::new(cores())
    }

    /// How many workers run.
    #[must_use]
    pub fn running(&self) -> usize {
        self.workers.iter().filter(|worker| worker.id().is_some()).count()
    }

    /// The workers' process ids.
    pub fn ids(&self) -> impl Iterator<Item = u32> {
        self.workers.iter().filter_map(Worker::id)
    }

    /// Drafts one paper.
    pub fn draft(&mut self, request: &Request, disk: &Disk) -> Answer {
        let home = self.home(request);
        self.workers[home].draft(request, disk)
    }

    /// Drafts papers, each by its own worker, and hands on each result as it comes, on the calling thread.
    pub fn draft_all(&mut self, requests: &[Request], disk: &Disk, mut each: impl FnMut(usize, Answer)) {
        let homes: Vec<usize> = requests.iter().map(|request| self.home(request)).collect();
        if homes.iter().all(|home| Some(home) == homes.first()) {
            for (index, request) in requests.iter().enumerate() {
                each(index, self.workers[homes[index]].draft(request, disk));
            }
        } else {
            std::thread::scope(|scope| {
                let (send, results) = mpsc::channel();
                for (home, worker) in self.workers.iter_mut().enumerate() {
                    let own: Vec<usize> = (0..requests.len()).filter(|index| homes[*index] == home).collect();
                    let send = send.clone();
                    if !own.is_empty() {
                        scope.spawn(move || {
                            for index in own {
                                // Nobody takes the results only when the caller panicked.
                                let _ = send.send((index, worker.draft(&requests[index], disk)));
                            }
                        });
                    }
                }
                drop(send);
                for (index, result) in results {
                    each(index, result);
                }
            });
        }
    }

    /// Ends a round of drafts: workers that will draft again let go of what they did not use for a while.
    pub fn round(&mut self) {
        self.workers.iter_mut().for_each(Worker::round);
    }

    /// The worker of a paper; a new paper goes to the one with the fewest, or to a new one while there may be more.
    fn home(&mut self, request: &Request) -> usize {
        let key = key(&request.subject);
        if let Some(home) = self.homes.get(&key) {
            return *home;
        }
        let mut loads = vec![0; self.workers.len()];
        self.homes.values().for_each(|home| loads[*home] += 1);
        let idlest = (0..loads.len()).min_by_key(|home| loads[*home]).unwrap_or(0);
        let home = if loads[idlest] > 0 && self.workers.len() < self.most {
            let another = self.workers[0].another();
            self.workers.push(another);
            self.workers.len() - 1
        } else {
            idlest
        };
        self.homes.insert(key, home);
        home
    }
}

/// How many workers make sense on this machine.
#[must_use]
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
