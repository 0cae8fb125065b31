//! The paper as it stands, typeset by one thread that owns the worker: it prints what was asked for last.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::Site;
use crate::draft::{Emit, Output, Request};
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

    /// Prints until the end, on the thread that calls this.
    pub(super) fn work(&self, mut pool: Pool, site: &Site) {
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
                let pages = site.request(&draft).and_then(|request| print_pages(&mut pool, &request, site, last));
                if let Some(pages) = &pages {
                    self.orders().last.insert(draft, Arc::clone(pages));
                }
                answer(waiting, pages.as_ref());
            } else if let Some((draft, waiting)) = orders.pdfs.pop_first() {
                drop(orders);
                let pdf = site.request(&draft).and_then(|request| print_pdf(&mut pool, &request, site));
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

fn print_pages(pool: &mut Pool, request: &Request, site: &Site, last: Option<Arc<Pages>>) -> Printed<Pages> {
    let previous = last.as_ref().map(|pages| pages.version.clone());
    let drafted = pool.draft(&Request { emit: Emit::Pages, previous, ..request.clone() }, &site.disk).ok()?;
    match drafted.output {
        Output::Unchanged => last,
        Output::Pages { svg, .. } => Some(Arc::new(Pages { version: drafted.digest, svgs: svg })),
        _ => None,
    }
}

fn print_pdf(pool: &mut Pool, request: &Request, site: &Site) -> Printed<Vec<u8>> {
    match pool.draft(&Request { emit: Emit::Pdf, ..request.clone() }, &site.disk).ok()?.output {
        Output::Pdf { bytes, .. } => Some(Arc::new(bytes)),
        _ => None,
    }
}
