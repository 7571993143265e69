//! Refuses changes that a page of another site asks for (cross-site request forgery), beside `SameSite` cookies.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, header};
use sillon_domain::Context;
use sillon_protocol::ErrorCode;

use crate::ApiError;

/// Middleware: on methods that change something, a browser's `Origin` or `Sec-Fetch-Site` must be this site.
/// Programs send neither and pass.
pub(crate) async fn guard_origin(State(ctx): State<Context>, request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let headers = request.headers();
    let own = is_own_site(headers, ctx.settings.public_url.as_deref()) || is_named(headers, &ctx.settings.cors_origins);
    if changes && !own {
        let detail = "Open Sillon in its own page and try again there.";
        return ApiError::refused(ErrorCode::OriginRefused, detail).into_response();
    }
    next.run(request).await
}

fn is_own_site(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    if let Some(origin) = text(header::ORIGIN) {
        let own_host =
            text(header::HOST).is_some_and(|host| origin.split_once("://").is_some_and(|(_, at)| at == host));
        return own_host || public_url == Some(origin);
    }
    match headers.get("sec-fetch-site").map(http::HeaderValue::as_bytes) {
        Some(site) => site == b"same-origin" || site == b"none",
        None => true,
    }
}

/// Whether the operator named the page's origin as one that may use people's sessions.
fn is_named(headers: &HeaderMap, origins: &[String]) -> bool {
    headers.get(header::ORIGIN).is_some_and(|origin| origins.iter().any(|named| origin.as_bytes() == named.as_bytes()))
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::is_own_site;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_the_own_origin_may_change_things() {
        let own = [("host", "music.example"), ("origin", "https://music.example")];
        assert!(is_own_site(&headers(&own), None));
        let foreign = [("host", "music.example"), ("origin", "https://evil.example")];
        assert!(!is_own_site(&headers(&foreign), None));
        let other_port = [("host", "localhost:8080"), ("origin", "http://localhost:9090")];
        assert!(!is_own_site(&headers(&other_port), None));
        let behind_proxy = [("host", "10.0.0.5:8080"), ("origin", "https://music.example")];
        assert!(is_own_site(&headers(&behind_proxy), Some("https://music.example")));
        assert!(!is_own_site(&headers(&[("host", "a.example"), ("origin", "null")]), None));
    }

    #[test]
    fn a_program_without_browser_headers_passes_and_a_cross_site_form_does_not() {
        assert!(is_own_site(&headers(&[("host", "music.example")]), None));
        assert!(!is_own_site(&headers(&[("host", "music.example"), ("sec-fetch-site", "cross-site")]), None));
    }
}
