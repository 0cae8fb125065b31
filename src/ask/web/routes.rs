//! The ways of the form, and what stands at the end of each.

use std::sync::Arc;

use axum::Router;
use axum::body::{self, Body};
use axum::extract::{DefaultBodyLimit, Extension, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::json;
use tokio::time::timeout;

use super::desk::{Broken, Desk, Opened};
use super::door::{Knock, Visitor};
use super::page::{self, Listed, Refusal};
use super::{Event, Shared, guard, respond};
use crate::interview::posted::{self, Deed, Posted};
use crate::interview::save::{Applied, Fate};
use crate::interview::{self, Interface, State as Said, reply};

type Here = State<Arc<Shared>>;
type Guest = Extension<Arc<Visitor>>;

/// All ways.
pub(super) fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .route("/open/{token}", get(open))
        .route("/", get(list))
        .route("/form.css", get(style))
        .route("/form.js", get(script))
        .route("/{draft}/", get(section).post(save))
        .route("/{draft}/answer", post(answer))
        .route("/{draft}/review", get(review))
        .route("/{draft}/pages", get(pages))
        .route("/{draft}/page/{file}", get(one_page))
        .route("/{draft}/paper.pdf", get(pdf))
        .fallback(nothing)
        .method_not_allowed_fallback(not_so)
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(Arc::clone(shared), guard::guard))
        .layer(middleware::map_response(respond::with_headers))
        .with_state(Arc::clone(shared))
}

/// The address that was printed: it is good for one browser, which is known by a cookie from then on.
async fn open(State(shared): Here, guest: Option<Guest>, Path(token): Path<String>) -> Response {
    match shared.door.knock(&token, shared.site.interface) {
        Knock::Enter(cookie, next) => {
            shared.used();
            (shared.tell)(Event::LetIn { next: shared.address(&next) });
            let mut response = respond::on_to("/");
            if let Ok(cookie) = cookie.parse() {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            response
        }
        // The same browser again, by its history or a second click.
        Knock::Refused if guest.is_some() => respond::on_to("/"),
        Knock::Refused => respond::refused(StatusCode::FORBIDDEN, Refusal::AddressUsed, shared.site.interface),
    }
}

/// The papers, or the one that there is.
async fn list(State(shared): Here, Extension(guest): Guest) -> Response {
    if let [only] = &shared.desks[..] {
        return respond::on_to(&format!("/{}/", only.way));
    }
    let interface = guest.interface();
    work(&shared, interface, move |shared| {
        let listed = |desk: &Desk| match shared.open(desk, interface) {
            Ok(opened) => {
                let title = Some(opened.questionnaire.front.title.clone());
                Listed { way: desk.way.clone(), draft: desk.id.clone(), title, progress: opened.sheet.progress() }
            }
            Err(broken) => {
                (shared.tell)(Event::Broken(broken));
                Listed { way: desk.way.clone(), draft: desk.id.clone(), title: None, progress: (0, 0) }
            }
        };
        let papers: Vec<Listed> = shared.desks.iter().map(listed).collect();
        respond::page(page::list(&shared.site.title, &papers, interface))
    })
    .await
}

/// One section, to be filled.
async fn section(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>, uri: Uri) -> Response {
    let mut query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let section = query.find_map(|(name, number)| number.parse().ok().filter(|_| name == posted::SECTION_QUERY));
    let interface = guest.interface();
    at_desk(&shared, interface, way, move |shared, desk| {
        let opened = shared.open(desk, interface)?;
        let view = shared.view(desk, &opened, &guest, section.unwrap_or(1), &[]);
        Ok(respond::page(page::section(&view)))
    })
    .await
}

/// A section that a browser sent back without the help of a script.
async fn save(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>, request: Request) -> Response {
    let posted = match posted(&shared, &guest, request).await {
        Ok(posted) => posted,
        Err(refused) => return refused,
    };
    let interface = match &posted.deed {
        Deed::Language(language) => Interface::of(language).unwrap_or_else(|| guest.interface()),
        _ => guest.interface(),
    };
    // What the page showed is read in its own language; what comes next is in the new one.
    let own = guest.interface();
    at_desk(&shared, own, way, move |shared, desk| {
        let before = shared.open(desk, own)?;
        let applied = desk.save(&shared.site.disk, &shared.site.root, own, &posted)?;
        guest.choose(interface);
        let opened = shared.open(desk, interface)?;
        let refused = refused(&applied);
        if !refused.is_empty() {
            let view = shared.view(desk, &opened, &guest, posted.section, &refused);
            return Ok(respond::page_again(page::section(&view)));
        }
        Ok(respond::on_to(&next(desk, (&before, &opened), &posted, &applied)))
    })
    .await
}

/// What could not be kept.
fn refused(applied: &Applied) -> Vec<(interview::Path, String, &'static str)> {
    let refused = applied.saved.iter().filter_map(|saved| match &saved.fate {
        Fate::Refused(typed, why) => Some((saved.path.clone(), typed.clone(), *why)),
        Fate::Kept | Fate::Cleared => None,
    });
    refused.collect()
}

/// Where a saved section leads: on, unless something in it wants to be looked at first.
fn next(desk: &Desk, (before, opened): (&Opened, &Opened), posted: &Posted, applied: &Applied) -> String {
    let way = &desk.way;
    let sections = page::sections(&opened.sheet);
    let shown = |path: &interview::Path| {
        sections.iter().position(|(_, questions)| questions.iter().any(|question| question.path == *path))
    };
    // Sections before this one may have come or gone with its answers.
    let here = posted.answers.iter().find_map(|answer| shown(&answer.path)).map_or(posted.section.max(1), |at| at + 1);
    let is_wrong = |path: &interview::Path| {
        opened.sheet.question(path).is_some_and(|question| matches!(question.state, Said::Wrong(..)))
    };
    let look = applied.saved.iter().find(|saved| saved.earlier.is_some() || is_wrong(&saved.path)).map(|it| &it.path);
    let at = |section: usize| format!("/{way}/?section={section}");
    let question = |path: &interview::Path| {
        let section = shown(path).map_or(here, |at| at + 1);
        format!("{}#{}", at(section), interview::markup::id("", path))
    };
    // What an answer brought into a part that would be left behind was seen by nobody yet, nor was a list's new item.
    let added = added(applied, opened);
    let sent = |path: &interview::Path| posted.answers.iter().any(|answer| answer.path == *path);
    let unseen = |question: &&interview::Question| {
        let at = shown(&question.path).filter(|_| question.state == Said::Open);
        let is_new = before.sheet.question(&question.path).is_none();
        at.is_some_and(|at| at < here && is_new || at + 1 == here && !sent(&question.path) || is_new && added)
    };
    let brought = opened.sheet.questions.iter().find(unseen).map(|it| &it.path);
    match (&posted.deed, look.or(brought)) {
        (Deed::Next | Deed::Stay, Some(path)) | (Deed::Restore(path), _) => question(path),
        (Deed::Next, None) if here >= sections.len() => format!("/{way}/review"),
        (Deed::Next, None) => at(here + 1),
        (Deed::Back, _) if here > 1 => at(here - 1),
        (Deed::Review, _) => format!("/{way}/review"),
        _ => at(here),
    }
}

/// Whether an item was added to a list, whose questions come next.
fn added(applied: &Applied, opened: &Opened) -> bool {
    applied.saved.iter().any(|saved| {
        saved.path.is_another()
            && opened.sheet.question(&saved.path).is_some_and(|question| question.state == Said::Open)
    })
}

/// One answer, as the script sends it while somebody writes.
async fn answer(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>, request: Request) -> Response {
    let posted = match posted(&shared, &guest, request).await {
        Ok(posted) => posted,
        Err(refused) => return refused,
    };
    let interface = guest.interface();
    at_desk(&shared, interface, way, move |shared, desk| {
        let before = shared.open(desk, interface)?;
        let applied = desk.save(&shared.site.disk, &shared.site.root, interface, &posted)?;
        let opened = shared.open(desk, interface)?;
        Ok(respond::json(&told(&posted, &applied, &before, &opened, interface)))
    })
    .await
}

/// What the script is told of a save.
fn told(
    posted: &Posted,
    applied: &Applied,
    before: &Opened,
    opened: &Opened,
    interface: &Interface,
) -> serde_json::Value {
    let paths = |opened: &Opened| -> Vec<String> {
        opened.sheet.questions.iter().map(|question| question.path.to_string()).collect()
    };
    let (was, is) = (paths(before), paths(opened));
    let answers = posted.answers.iter().map(|answer| {
        let saved = applied.saved.iter().find(|saved| saved.path == answer.path);
        let question = opened.sheet.question(&answer.path);
        let (state, wrong) = match question.map(|question| (&question.kind, &question.state)) {
            Some((kind, Said::Wrong(_, found))) => ("wrong", Some(reply::trouble(kind, found))),
            Some((_, Said::Answered(_))) => ("answered", None),
            Some((_, Said::Known(_))) => ("known", None),
            Some((_, Said::Unknown)) => ("unknown", None),
            Some((_, Said::Declined)) => ("declined", None),
            Some((_, Said::Skipped)) => ("skipped", None),
            Some((_, Said::Open)) => ("open", None),
            None => ("gone", None),
        };
        let refused = saved.and_then(|saved| match &saved.fate {
            Fate::Refused(_, why) => Some(*why),
            Fate::Kept | Fate::Cleared => None,
        });
        json!({
            "path": answer.path.to_string(),
            "saved": refused.is_none(),
            "state": state,
            "wrong": refused.or(wrong).map(|key| interface.wrong(key)),
            "seen": question.map(|question| posted::mark(question, interface)),
            "earlier": saved.and_then(|saved| saved.earlier.as_deref()),
        })
    });
    let (done, all) = opened.sheet.progress();
    json!({
        "at": jiff::Zoned::now().strftime("%H:%M").to_string(),
        "answers": answers.collect::<Vec<_>>(),
        "progress": { "done": done, "all": all },
        "appear": is.iter().filter(|path| !was.contains(path)).collect::<Vec<_>>(),
        "vanish": was.iter().filter(|path| !is.contains(path)).collect::<Vec<_>>(),
    })
}

/// All answers of a paper.
async fn review(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>) -> Response {
    let interface = guest.interface();
    at_desk(&shared, interface, way, move |shared, desk| {
        let opened = shared.open(desk, interface)?;
        let view = shared.view(desk, &opened, &guest, 0, &[]);
        Ok(respond::page(page::review(&view)))
    })
    .await
}

/// The pages of the paper as it stands: which ones they are, and how many.
async fn pages(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>) -> Response {
    let Some(desk) = shared.desk(&way) else { return missing(&guest) };
    match shared.printer.pages(&desk.id).await {
        Ok(Some(pages)) => respond::json(&json!({ "version": pages.version, "pages": pages.svgs.len() })),
        _ => respond::json(&json!({ "version": null, "pages": 0 })),
    }
}

/// One page of the paper, as it was typeset last.
async fn one_page(State(shared): Here, Extension(guest): Guest, Path((way, file)): Path<(String, String)>) -> Response {
    let number = file.strip_suffix(".svg").and_then(|number| number.parse::<usize>().ok());
    let pages = shared.desk(&way).and_then(|desk| shared.printer.last(&desk.id));
    let page = pages.zip(number).and_then(|(pages, number)| pages.svgs.get(number.checked_sub(1)?).cloned());
    page.map_or_else(|| missing(&guest), |page| respond::with_type(StatusCode::OK, "image/svg+xml", page))
}

/// The paper as a PDF.
async fn pdf(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>) -> Response {
    let Some(desk) = shared.desk(&way) else { return missing(&guest) };
    let Ok(Some(pdf)) = shared.printer.pdf(&desk.id).await else {
        return respond::refused(StatusCode::CONFLICT, Refusal::Broken, guest.interface());
    };
    let mut response = respond::with_type(StatusCode::OK, "application/pdf", Body::from(pdf.to_vec()));
    let name = format!("attachment; filename=\"{}.pdf\"", desk.id);
    if let Ok(name) = name.parse() {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

async fn style() -> Response {
    respond::with_type(StatusCode::OK, "text/css; charset=utf-8", page::STYLE)
}

async fn script() -> Response {
    respond::with_type(StatusCode::OK, "text/javascript; charset=utf-8", page::SCRIPT)
}

async fn nothing(State(shared): Here, guest: Option<Guest>) -> Response {
    let interface = guest.map_or(shared.site.interface, |Extension(guest)| guest.interface());
    respond::refused(StatusCode::NOT_FOUND, Refusal::NoSuchPage, interface)
}

async fn not_so(State(shared): Here) -> Response {
    respond::refused(StatusCode::METHOD_NOT_ALLOWED, Refusal::NotOurs, shared.site.interface)
}

fn missing(guest: &Visitor) -> Response {
    respond::refused(StatusCode::NOT_FOUND, Refusal::NoSuchPage, guest.interface())
}

/// Reads what a page sent back, and makes sure that it is a page which this visitor was given.
async fn posted(shared: &Shared, guest: &Visitor, request: Request) -> Result<Posted, Response> {
    let limits = &shared.limits;
    let refused = |status, refusal| respond::refused(status, refusal, guest.interface());
    let header = |headers: &HeaderMap, name| headers.get(name).and_then(|value| value.to_str().ok().map(str::to_owned));
    let (head, body) = request.into_parts();
    let kind = header(&head.headers, header::CONTENT_TYPE).unwrap_or_default();
    if kind.split(';').next().map(str::trim) != Some("application/x-www-form-urlencoded") {
        return Err(refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, Refusal::NotOurs));
    }
    let length = header(&head.headers, header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > limits.body) {
        return Err(refused(StatusCode::PAYLOAD_TOO_LARGE, Refusal::TooLarge));
    }
    let bytes = match timeout(limits.body_time, body::to_bytes(body, limits.body)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return Err(refused(StatusCode::PAYLOAD_TOO_LARGE, Refusal::TooLarge)),
        Err(_) => return Err(refused(StatusCode::REQUEST_TIMEOUT, Refusal::TooSlow)),
    };
    // Before anything else is looked at.
    let fields = || form_urlencoded::parse(&bytes);
    if !fields().any(|(name, token)| name == posted::TOKEN && guest.gave(&token)) {
        return Err(refused(StatusCode::FORBIDDEN, Refusal::OldPage));
    }
    Ok(posted::sorted(fields()))
}

/// Does something for one paper; what is wrong in its files is told on the terminal, and to the writer in plain words.
async fn at_desk(
    shared: &Arc<Shared>,
    interface: &'static Interface,
    way: String,
    job: impl FnOnce(&Shared, &Desk) -> Result<Response, Broken> + Send + 'static,
) -> Response {
    work(shared, interface, move |shared| {
        let Some(desk) = shared.desk(&way) else {
            return respond::refused(StatusCode::NOT_FOUND, Refusal::NoSuchPage, interface);
        };
        job(shared, desk).unwrap_or_else(|broken| {
            (shared.tell)(Event::Broken(broken));
            respond::refused(StatusCode::CONFLICT, Refusal::Broken, interface)
        })
    })
    .await
}

/// Does what reads or writes files, away from the connections, so many at once as the limits say.
async fn work(
    shared: &Arc<Shared>,
    interface: &'static Interface,
    job: impl FnOnce(&Shared) -> Response + Send + 'static,
) -> Response {
    let Ok(Ok(turn)) = timeout(shared.limits.patience, Arc::clone(&shared.turns).acquire_owned()).await else {
        return respond::refused(StatusCode::SERVICE_UNAVAILABLE, Refusal::TooSlow, interface);
    };
    let shared = Arc::clone(shared);
    let done = tokio::task::spawn_blocking(move || {
        let response = job(&shared);
        drop(turn);
        response
    });
    match done.await {
        Ok(response) => response,
        Err(_) => respond::refused(StatusCode::INTERNAL_SERVER_ERROR, Refusal::Broken, interface),
    }
}
