//! The ways of the form, and what stands at the end of each.

use std::borrow::Cow;
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

use super::desk::{Broken, Desk, Saved};
use super::door::{Knock, Visitor};
use super::page::{self, Listed, Menu, Notice, Refusal, View};
use super::peer::Owner;
use super::seats::Seat;
use super::{Event, Said, Shared, advice, guard, respond, told, ways};
use crate::interview::Interface;
use crate::interview::posted::{self, Deed, Posted};

type Here = State<Arc<Shared>>;
type Guest = Extension<Arc<Visitor>>;

/// All ways. Those within the secret address are found after the guard has taken its step off.
pub(super) fn router(shared: &Arc<Shared>) -> Router {
    let inside = Router::new()
        .route("/", get(list).post(language))
        .route("/form.css", get(style))
        .route("/form.js", get(script))
        .route("/icon.svg", get(icon))
        .route("/{draft}/", get(section).post(save))
        .route("/{draft}/answer", post(answer))
        .route("/{draft}/here", get(here))
        .route("/{draft}/begin", get(begin).post(begin_in))
        .route("/{draft}/review", get(review))
        .route("/{draft}/done", get(done))
        .route("/{draft}/stop", get(stopped))
        .route("/{draft}/pages", get(pages))
        .route("/{draft}/page/{file}", get(one_page))
        .route("/{draft}/paper.pdf", get(pdf))
        .fallback(nothing)
        .method_not_allowed_fallback(not_so)
        .layer(DefaultBodyLimit::disable())
        .with_state(Arc::clone(shared));
    Router::new()
        .route("/open/{token}", get(open))
        .method_not_allowed_fallback(not_so)
        .fallback_service(inside)
        .layer(middleware::from_fn_with_state(Arc::clone(shared), guard::guard))
        .layer(middleware::map_response(respond::with_headers))
        .with_state(Arc::clone(shared))
}

/// The address that was printed: it is good for one browser, which is known by a cookie from then on, and leads to the
/// secret address.
async fn open(
    State(shared): Here,
    Extension(owner): Extension<Owner>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    // A browser that only guesses where its user will go would use the address up.
    if headers.get("sec-purpose").is_some_and(|purpose| purpose.as_bytes().starts_with(b"prefetch")) {
        return respond::refused(StatusCode::FORBIDDEN, Refusal::NotOurs, shared.site.interface, None);
    }
    match shared.door.knock(&token, shared.site.interface, owner) {
        Knock::Enter(cookie, next) => {
            shared.used();
            (shared.tell)(Event::LetIn { next: shared.address(&next) });
            let mut response = respond::on_to(shared.door.home());
            if let Ok(cookie) = cookie.parse() {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            response
        }
        Knock::Refused => respond::refused(StatusCode::FORBIDDEN, Refusal::AddressUsed, shared.site.interface, None),
    }
}

/// What a page asks before it sends again what did not arrive: that it is still this form that answers.
async fn here(Extension(guest): Guest) -> Response {
    respond::json(&json!({ "sign": guest.sign() }))
}

/// The papers, or the one that there is.
async fn list(State(shared): Here, Extension(guest): Guest) -> Response {
    let interface = guest.interface();
    work(&shared, interface, move |shared| {
        let home = shared.door.home();
        if let [only] = &shared.desks[..] {
            // What is wrong in its files is said by its own page.
            let is_new = shared.open(only, interface).is_ok_and(|opened| opened.sheet.progress().0 == 0);
            return respond::on_to(&format!("{home}{}/{}", only.id, if is_new { "begin" } else { "" }));
        }
        let listed = |desk: &Desk| match shared.open(desk, interface) {
            Ok(opened) => {
                let title = Some(opened.questionnaire.title().to_owned());
                Listed { way: desk.id.clone(), draft: desk.id.clone(), title, progress: opened.sheet.progress() }
            }
            Err(broken) => {
                shared.broken(broken);
                Listed { way: desk.id.clone(), draft: desk.id.clone(), title: None, progress: (0, 0) }
            }
        };
        let papers: Vec<Listed> = shared.desks.iter().map(listed).collect();
        let (title, token, languages) = (&shared.site.title, guest.form(), &shared.languages);
        respond::page(page::list(&Menu { title, papers: &papers, home, interface, languages, token }))
    })
    .await
}

/// What is read before the first question.
async fn begin(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>) -> Response {
    let interface = guest.interface();
    at_desk(&shared, interface, way, move |shared, desk| {
        let opened = shared.open(desk, interface)?;
        let about = opened.questionnaire.form().about();
        let said = Said::default();
        Ok(respond::page(page::opening(&shared.view(desk, &opened, &guest, 0, &said), about.as_deref())))
    })
    .await
}

/// The same page in another language.
async fn begin_in(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>, request: Request) -> Response {
    let Some(desk) = shared.desk(&way) else { return missing(&shared, &guest) };
    let back = format!("{}{}/begin", shared.door.home(), desk.id);
    chosen(&shared, &guest, request, &back).await
}

/// One section, to be filled.
async fn section(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>, uri: Uri) -> Response {
    let section = queried(&uri, posted::SECTION_QUERY).and_then(|number| number.parse().ok());
    let notice = queried(&uri, ways::KEPT_QUERY).map_or(Notice::None, |_| Notice::Kept);
    let interface = guest.interface();
    at_desk(&shared, interface, way, move |shared, desk| {
        let opened = shared.open(desk, interface)?;
        let sections = page::sections(&opened.sheet);
        let section = section.unwrap_or_else(|| ways::open(&sections)).clamp(1, sections.len().max(1));
        let questions = sections.get(section - 1).map_or(&[][..], |section| section.questions);
        let said = Said { advice: advice::of(shared, desk, &opened, questions), notice, ..Said::default() };
        Ok(respond::page(page::section(&shared.view(desk, &opened, &guest, section, &said))))
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
        let Saved { applied, before, after: opened } = desk.save(&shared.site, (own, interface), &posted)?;
        guest.choose(interface);
        let refused = ways::refused(&applied);
        if !refused.is_empty() {
            let section = ways::here(&page::sections(&opened.sheet), &posted);
            let said = Said { refused, ..Said::default() };
            let page = page::section(&shared.view(desk, &opened, &guest, section, &said));
            return Ok(respond::with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
        }
        Ok(respond::on_to(&ways::next(shared.door.home(), desk, (&before, &opened), &posted, &applied)))
    })
    .await
}

/// One answer, as the script sends it while somebody writes.
async fn answer(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>, request: Request) -> Response {
    let posted = match posted(&shared, &guest, request).await {
        Ok(posted) => posted,
        Err(refused) => return refused,
    };
    let interface = guest.interface();
    at_desk(&shared, interface, way, move |shared, desk| {
        let Saved { applied, before, after: opened } = desk.save(&shared.site, (interface, interface), &posted)?;
        let questions = posted.answers.iter().filter_map(|answer| opened.sheet.question(&answer.path));
        let mut advice = advice::of(shared, desk, &opened, questions);
        advice::add_remarks(&mut advice, &posted, &opened, &(shared.site.today)());
        Ok(respond::json(&told::told(guest.sign(), &posted, &applied, (&before, &opened), &advice)))
    })
    .await
}

/// All answers of a paper.
async fn review(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>, uri: Uri) -> Response {
    let notice = queried(&uri, ways::LOOK_QUERY).map_or(Notice::None, |_| Notice::Look);
    plain(shared, guest, way, move |view| page::review(&View { notice, ..view })).await
}

/// What the query of an address says under a name.
fn queried<'u>(uri: &'u Uri, name: &str) -> Option<Cow<'u, str>> {
    let mut query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    query.find_map(|(key, value)| (key == name).then_some(value))
}

/// The page at the end.
async fn done(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>) -> Response {
    plain(shared, guest, way, |view| page::done(&view)).await
}

/// The page of somebody who stops for now.
async fn stopped(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>) -> Response {
    plain(shared, guest, way, |view| page::stopped(&view)).await
}

/// A page of a paper that is not one of its sections.
async fn plain(
    shared: Arc<Shared>,
    guest: Arc<Visitor>,
    way: String,
    page: impl FnOnce(View<'_>) -> maud::Markup + Send + 'static,
) -> Response {
    let interface = guest.interface();
    at_desk(&shared, interface, way, move |shared, desk| {
        let opened = shared.open(desk, interface)?;
        Ok(respond::page(page(shared.view(desk, &opened, &guest, 0, &Said::default()))))
    })
    .await
}

/// The language that somebody chooses where no paper is open.
async fn language(State(shared): Here, Extension(guest): Guest, request: Request) -> Response {
    chosen(&shared, &guest, request, shared.door.home()).await
}

/// Takes the language that somebody chooses, and leads back.
async fn chosen(shared: &Shared, guest: &Visitor, request: Request, back: &str) -> Response {
    match posted(shared, guest, request).await {
        Ok(posted) => {
            if let Deed::Language(language) = &posted.deed
                && let Some(interface) = Interface::of(language)
            {
                guest.choose(interface);
            }
            respond::on_to(back)
        }
        Err(refused) => refused,
    }
}

/// The pages of the paper as it stands: which ones they are, and how many.
async fn pages(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>) -> Response {
    let Some(desk) = shared.desk(&way) else { return missing(&shared, &guest) };
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
    page.map_or_else(|| missing(&shared, &guest), |page| respond::with_type(StatusCode::OK, "image/svg+xml", page))
}

/// The paper as a PDF.
async fn pdf(State(shared): Here, Extension(guest): Guest, Path(way): Path<String>) -> Response {
    let Some(desk) = shared.desk(&way) else { return missing(&shared, &guest) };
    let Ok(Some(pdf)) = shared.printer.pdf(&desk.id).await else {
        let interface = guest.interface();
        return at_desk(&shared, interface, way, move |shared, desk| {
            let opened = shared.open(desk, interface)?;
            let page = page::not_printed(&shared.view(desk, &opened, &guest, 0, &Said::default()));
            let broken = || shared.refused(StatusCode::CONFLICT, Refusal::Broken, interface);
            Ok(page.map_or_else(broken, |page| respond::with_status(StatusCode::CONFLICT, page)))
        })
        .await;
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

async fn icon() -> Response {
    respond::with_type(StatusCode::OK, "image/svg+xml", page::ICON)
}

async fn nothing(State(shared): Here, guest: Option<Guest>) -> Response {
    let interface = guest.map_or(shared.site.interface, |Extension(guest)| guest.interface());
    shared.refused(StatusCode::NOT_FOUND, Refusal::NoSuchPage, interface)
}

async fn not_so(State(shared): Here) -> Response {
    respond::refused(StatusCode::METHOD_NOT_ALLOWED, Refusal::NotOurs, shared.site.interface, None)
}

fn missing(shared: &Shared, guest: &Visitor) -> Response {
    shared.refused(StatusCode::NOT_FOUND, Refusal::NoSuchPage, guest.interface())
}

/// Reads what a page sent back, and makes sure that it is a page which this visitor was given.
async fn posted(shared: &Shared, guest: &Visitor, request: Request) -> Result<Posted, Response> {
    let limits = &shared.limits;
    let refused = |status, refusal| shared.refused(status, refusal, guest.interface());
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
    // Who sends slowly can be asked to give way.
    let seat = head.extensions.get::<Arc<Seat>>();
    seat.inspect(|seat| seat.waits());
    let bytes = timeout(limits.body_time, body::to_bytes(body, limits.body)).await;
    seat.inspect(|seat| seat.works());
    let bytes = match bytes {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return Err(refused(StatusCode::PAYLOAD_TOO_LARGE, Refusal::TooLarge)),
        Err(_) => return Err(refused(StatusCode::REQUEST_TIMEOUT, Refusal::TooSlow)),
    };
    // Before anything else is looked at.
    let fields = || form_urlencoded::parse(&bytes);
    if !fields().any(|(name, token)| name == posted::TOKEN && guest.gave(&token)) {
        return Err(refused(StatusCode::FORBIDDEN, Refusal::OldPage));
    }
    let posted = posted::sorted(fields());
    if posted.answers.len() > limits.answers {
        return Err(refused(StatusCode::PAYLOAD_TOO_LARGE, Refusal::TooLarge));
    }
    Ok(posted)
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
            return shared.refused(StatusCode::NOT_FOUND, Refusal::NoSuchPage, interface);
        };
        job(shared, desk).unwrap_or_else(|broken| {
            shared.broken(broken);
            shared.refused(StatusCode::CONFLICT, Refusal::Broken, interface)
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
        return shared.refused(StatusCode::SERVICE_UNAVAILABLE, Refusal::TooSlow, interface);
    };
    let working = Arc::clone(shared);
    let done = tokio::task::spawn_blocking(move || {
        let response = job(&working);
        drop(turn);
        response
    });
    match done.await {
        Ok(response) => response,
        Err(_) => shared.refused(StatusCode::INTERNAL_SERVER_ERROR, Refusal::Broken, interface),
    }
}
