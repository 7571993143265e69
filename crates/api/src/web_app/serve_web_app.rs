//! Files of the web app. Its pages are one file, since the app finds its page by the address itself.

use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, Uri, header};
use rust_embed::{EmbeddedFile, RustEmbed};
use sillon_http::{PathParts, method_not_allowed, no_such_address};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Dist;

/// What the page may load: its own files, media through blobs, nothing from elsewhere.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; font-src 'self'; manifest-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Sillon</title><h1>Sillon is running</h1>\
    <p>This binary was built without its web app. Run <code>make build</code>, which builds both.";

/// Pages that mails link to. Programs that look at the links of a mail ask for anything, and must not find them broken.
const LINKED_IN_MAILS: [&str; 7] =
    ["join", "decline", "unsubscribe", "reset-password", "verify-address", "confirm-address", "status"];

/// Whether the web app was there when the binary was built.
pub fn web_app_is_embedded() -> bool {
    Dist::get("index.html").is_some()
}

/// `GET /assets/{path}`: names hold a hash of the content, so caches keep them for ever.
pub(crate) async fn show_asset(PathParts(path): PathParts<String>) -> Response {
    match Dist::get(&format!("assets/{path}")) {
        Some(file) => answer(file, "public, max-age=31536000, immutable"),
        None => no_such_address().await.into_response(),
    }
}

/// Every other address: a file beside the page, or the page itself for those who ask for HTML.
pub(crate) async fn show_page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") || path.starts_with("s/") {
        return no_such_address().await.into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return method_not_allowed().await.into_response();
    }
    if let Some(file) = Dist::get(path).filter(|_| !path.is_empty() && path != "index.html") {
        return answer(file, "public, max-age=3600");
    }
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes_anything = accepts.is_empty() || accepts.contains("*/*");
    let is_page = path.is_empty() || accepts.contains("text/html") || takes_anything && LINKED_IN_MAILS.contains(&path);
    if !is_page {
        return no_such_address().await.into_response();
    }
    let page = match Dist::get("index.html") {
        Some(file) => answer(file, "no-cache"),
        None => (StatusCode::NOT_FOUND, Html(NOT_BUILT)).into_response(),
    };
    ([(header::CONTENT_SECURITY_POLICY, PAGE_POLICY)], page).into_response()
}

fn answer(file: EmbeddedFile, cache_control: &'static str) -> Response {
    let media_type = file.metadata.mimetype().to_owned();
    ([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, cache_control.to_owned())], file.data).into_response()
}
