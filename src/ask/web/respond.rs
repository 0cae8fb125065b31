//! Answers to a browser, each with the headers that keep a page to itself.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use maud::Markup;

use super::page::{self, Refusal};
use crate::interview::Interface;

/// What every answer says, whatever it is.
///
/// The referrer is kept to this origin, so that no other one learns the secret address. It is not left out: without
/// any, browsers would call the origin of a form `null`.
const ALWAYS: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; connect-src 'self'; \
         frame-ancestors 'none'; base-uri 'none'",
    ),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// The policy of a page that may load nothing: its own style, by its digest.
const ALONE: &str = concat!(
    "default-src 'none'; style-src 'sha256-",
    include_str!("page/alone.sha256"),
    "'; frame-ancestors 'none'; base-uri 'none'"
);

/// Adds what every answer says.
pub(super) async fn with_headers(mut response: Response) -> Response {
    for (name, value) in ALWAYS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// A page.
pub(super) fn page(markup: Markup) -> Response {
    with_type(StatusCode::OK, "text/html; charset=utf-8", markup.into_string())
}

/// A page with a status that says more.
pub(super) fn with_status(status: StatusCode, markup: Markup) -> Response {
    with_type(status, "text/html; charset=utf-8", markup.into_string())
}

/// What a script reads.
pub(super) fn json(value: &serde_json::Value) -> Response {
    with_type(StatusCode::OK, "application/json", value.to_string())
}

/// A page that says why there is nothing else; `home` is for those who may know the secret address.
pub(super) fn refused(
    status: StatusCode,
    refusal: Refusal,
    interface: &'static Interface,
    home: Option<&str>,
) -> Response {
    let page = page::refusal(refusal, interface, home);
    let mut response = with_type(status, "text/html; charset=utf-8", page.into_string());
    // Whatever else this connection brings is no more welcome.
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    if home.is_none() {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(ALONE));
    }
    response
}

/// The bytes of a refusal to somebody whose request is not even read.
pub(super) fn without_request(refusal: Refusal, interface: &'static Interface) -> Vec<u8> {
    use std::fmt::Write as _;
    let body = page::refusal(refusal, interface, None).into_string();
    let mut head = String::from("HTTP/1.1 403 Forbidden\r\nContent-Type: text/html; charset=utf-8\r\n");
    for (name, value) in &ALWAYS {
        let value = if *name == header::CONTENT_SECURITY_POLICY { ALONE } else { *value };
        let _ = write!(head, "{name}: {value}\r\n");
    }
    let _ = write!(head, "Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    [head.into_bytes(), body.into_bytes()].concat()
}

/// On to another page.
pub(super) fn on_to(place: &str) -> Response {
    let mut response = with_type(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", Body::empty());
    if let Ok(place) = HeaderValue::from_str(place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}

/// Anything with its type.
pub(super) fn with_type(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
