//! The paper as it stands, typeset by one thread that owns the worker: it prints what was asked for last.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::Site;
use super::desk::Broken;
use crate::diag::{Diagnostic, Severity};
use crate::draft::{Emit, Output, Request};
use crate::source::Sources;
use crate::worker::Pool;

/// What came of one print: none when the paper cannot be drafted as things stand.
pub(super) type Printed<T> = Option<Arc<T>>;

/// The pages of a paper, to be looked at.
#[derive(Debug)]
pub(super) struct Pages {
    /// Another one whenever the pages are others.
    pub(super) version: String,
    /// The pages, each as a drawing.
    pub(super) svgs: Vec<Vec<u8>>,
}

/// The thread's orders. Requests for one paper that come while it prints are met by one print after it, so that nothing
/// is ever typeset for a page that nobody looks at any more.
#[derive(Default)]
pub(super) struct Printer {
    orders: Mutex<Orders>,
    bell: Condvar,
}

#[derive(Default)]
struct Orders {
    pages: BTreeMap<String, Vec<oneshot::Sender<Printed<Pages>>>>,
    pdfs: BTreeMap<String, Vec<oneshot::Sender<Printed<Vec<u8>>>>>,
    /// The pages of each paper that were printed last.
    last: BTreeMap<String, Arc<Pages>>,
    ended: bool,
}

impl Printer {
    /// Orders the pages of a paper.
    pub(super) fn pages(&self, draft: &str) -> oneshot::Receiver<Printed<Pages>> {
        let (send, receive) = oneshot::channel();
        self.orders().pages.entry(draft.to_owned()).or_default().push(send);
        self.bell.notify_one();
        receive
    }

    /// Orders the PDF of a paper.
    pub(super) fn pdf(&self, draft: &str) -> oneshot::Receiver<Printed<Vec<u8>>> {
        let (send, receive) = oneshot::channel();
        self.orders().pdfs.entry(draft.to_owned()).or_default().push(send);
        self.bell.notify_one();
        receive
    }

    /// The pages of a paper as they were printed last.
    pub(super) fn last(&self, draft: &str) -> Option<Arc<Pages>> {
        self.orders().last.get(draft).cloned()
    }

    /// Ends the thread after what it is at.
    pub(super) fn end(&self) {
        self.orders().ended = true;
        self.bell.notify_one();
    }

    /// Prints until the end, on the thread that calls this; tells what stands in the way of a paper.
    pub(super) fn work(&self, mut pool: Pool, site: &Site, tell: &dyn Fn(Broken)) {
        loop {
            let mut orders = self.orders();
            while !orders.ended && orders.pages.is_empty() && orders.pdfs.is_empty() {
                orders = self.bell.wait(orders).unwrap_or_else(PoisonError::into_inner);
            }
            if orders.ended {
                return;
            }
            // What is looked at while somebody types comes first.
            if let Some((draft, waiting)) = orders.pages.pop_first() {
                let last = orders.last.get(&draft).cloned();
                drop(orders);
                let previous = last.as_ref().map(|pages| pages.version.clone());
                let printed = draw(&mut pool, site, &draft, (Emit::Pages, previous), tell);
                let pages = printed.and_then(|(output, version)| match output {
                    Output::Unchanged => last,
                    Output::Pages { svg, .. } => Some(Arc::new(Pages { version, svgs: svg })),
                    _ => None,
                });
                if let Some(pages) = &pages {
                    self.orders().last.insert(draft, Arc::clone(pages));
                }
                answer(waiting, pages.as_ref());
            } else if let Some((draft, waiting)) = orders.pdfs.pop_first() {
                drop(orders);
                let printed = draw(&mut pool, site, &draft, (Emit::Pdf, None), tell);
                let pdf = printed.and_then(|(output, _)| match output {
                    Output::Pdf { bytes, .. } => Some(Arc::new(bytes)),
                    _ => None,
                });
                answer(waiting, pdf.as_ref());
            }
            pool.round();
        }
    }

    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn answer<T>(waiting: Vec<oneshot::Sender<Printed<T>>>, printed: Option<&Arc<T>>) {
    for sender in waiting {
        // Whoever has gone away needs no answer.
        let _ = sender.send(printed.cloned());
    }
}

/// Typesets a paper as it stands: what came of it, and its digest. What stands in the way is told, unless it is only in
/// the answers: those the form itself asks the writer to mend.
fn draw(
    pool: &mut Pool,
    site: &Site,
    draft: &str,
    (emit, previous): (Emit, Option<String>),
    tell: &dyn Fn(Broken),
) -> Option<(Output, String)> {
    let request = Request { emit, previous, ..site.request(draft)? };
    let drafted = match pool.draft(&request, &site.disk) {
        Ok(drafted) => drafted,
        Err(death) => {
            tell(Box::new((death.report(), Sources::default())));
            return None;
        }
    };
    if drafted.output != Output::None {
        return Some((drafted.output, drafted.digest));
    }
    let answers = format!("answers/{draft}.toml");
    let is_answer = |found: &Diagnostic| {
        let place = found.labels.first().and_then(|label| drafted.sources.get(label.span.source));
        place.is_some_and(|source| source.name == answers)
    };
    let mut report = drafted.report;
    report.diagnostics.retain(|found| found.severity == Severity::Error && !is_answer(found));
    if !report.is_empty() {
        tell(Box::new((report, drafted.sources)));
    }
    None
}
