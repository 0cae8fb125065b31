//! Whether a request comes from the form's own pages, in the browser that was let in.
//!
//! A page of any other site can make a browser send requests here, and a name of any other site can be made to lead
//! here. A browser shows its cookies of this machine to every port of it. So nothing is done for a request that does
//! not name this very server and its secret address, that another site has caused, or that comes without the cookie.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::Response;

use super::page::Refusal;
use super::{Shared, respond};

/// The way on which the address with a token leads.
pub(super) const OPEN: &str = "/open/";

/// What the page of a refusal looks like: the same for everybody who has the secret address.
const LOOKS: [&str; 2] = ["/form.css", "/icon.svg"];

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Lets a request through, with the visitor that it is from and without the secret step of its address, or answers it.
pub(super) async fn guard(State(shared): State<Arc<Shared>>, mut request: Request, next: Next) -> Response {
    let interface = shared.site.interface;
    if let Err((status, refusal)) = is_ours(&request, shared.port) {
        return respond::refused(status, refusal, interface, None);
    }
    if is_address(request.uri().path()) {
        return next.run(request).await;
    }
    let stranger = |home| respond::refused(StatusCode::FORBIDDEN, Refusal::NotLetIn, interface, home);
    let Some(within) = shared.door.within(request.uri().path()).and_then(|way| inside(way, request.uri().query()))
    else {
        return stranger(None);
    };
    *request.uri_mut() = within;
    let cookies = request.headers().get_all(header::COOKIE).iter();
    let visitor = cookies.filter_map(|line| line.to_str().ok()).find_map(|line| shared.door.visitor(line));
    if let Some(visitor) = visitor {
        shared.used();
        request.extensions_mut().insert(visitor);
    } else if !LOOKS.contains(&request.uri().path()) {
        return stranger(Some(shared.door.home()));
    }
    next.run(request).await
}

/// The address that the routes know.
fn inside(way: &str, query: Option<&str>) -> Option<Uri> {
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    format!("{way}{query}").parse().ok()
}

/// Whether a way is one that an address leads to; whether its token is good is for the door to say.
fn is_address(way: &str) -> bool {
    way.strip_prefix(OPEN).is_some_and(|token| !token.is_empty() && !token.contains('/'))
}

/// Whether a request is one that our own pages, or somebody who was given the address, would make.
fn is_ours(request: &Request, port: u16) -> Result<(), (StatusCode, Refusal)> {
    let uri = request.uri();
    if uri.scheme().is_some() || uri.authority().is_some() || !uri.path().starts_with('/') {
        return Err((StatusCode::BAD_REQUEST, Refusal::NotOurs));
    }
    let changes = match *request.method() {
        Method::GET | Method::HEAD => false,
        Method::POST => true,
        _ => return Err((StatusCode::METHOD_NOT_ALLOWED, Refusal::NotOurs)),
    };
    let forbidden = Err((StatusCode::FORBIDDEN, Refusal::NotOurs));
    let headers = request.headers();
    let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let Some(host) = only(headers, &header::HOST).filter(|host| hosts.iter().any(|own| own == host)) else {
        return forbidden;
    };
    // "none" is a person who typed the address or opened it from elsewhere than a page.
    let from_here = match only(headers, &FETCH_SITE) {
        Some("same-origin") => true,
        Some("none") => false,
        Some(_) => return forbidden,
        None if headers.contains_key(FETCH_SITE) => return forbidden,
        None => false,
    };
    match only(headers, &header::ORIGIN) {
        Some(origin) if origin.strip_prefix("http://") == Some(host) => {}
        Some(_) => return forbidden,
        None if headers.contains_key(header::ORIGIN) => return forbidden,
        // Every browser of this decade says where a form comes from, in the one way or in the other.
        None if changes && !from_here => return forbidden,
        None => {}
    }
    // Ways have plain letters only; whatever else there is leads nowhere, however it is written.
    let plain = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'/' | b'-' | b'_' | b'.');
    if !uri.path().bytes().all(plain) || uri.path().contains("..") {
        return Err((StatusCode::NOT_FOUND, Refusal::NoSuchPage));
    }
    Ok(())
}

/// The value of a header that stands there exactly once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}
