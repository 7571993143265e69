//! One line in the log for each request, and the id that ties everything about it together.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderName, HeaderValue, Method};
use tracing::Instrument;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Names a request in answers and in the log. Made by us: what a client sends is not repeated.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

impl RequestId {
    fn random() -> Self {
        let mut bytes = [0_u8; 12];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }
}

/// Middleware: gives the request its id, runs it inside a span, logs it once. Query strings and bodies are not logged.
pub(crate) async fn log_request(mut request: Request, next: Next) -> Response {
    let id = RequestId::random();
    let started = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str).to_owned();
    request.extensions_mut().insert(id.clone());
    let span = tracing::info_span!("request", id = %id.0, %method, %path);
    let measured = method_name(&method);
    async move {
        let mut response = next.run(request).await;
        let status = response.status().as_u16();
        measure(measured, &route, status, started);
        let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        if path.starts_with("/api/") || status >= 500 {
            tracing::info!(status, duration_ms, route, "request served");
        } else {
            tracing::debug!(status, duration_ms, route, "request served");
        }
        let value = HeaderValue::from_str(&id.0).expect("base64 is a valid header value");
        response.headers_mut().insert(HEADER, value);
        response
    }
    .instrument(span)
    .await
}

/// A method of ours, or `other`: a client's own words make no series.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// An empty route is the web app's page or an address that does not exist.
fn measure(method: &'static str, route: &str, status: u16, started: Instant) {
    let route = route.to_owned();
    let seconds = started.elapsed().as_secs_f64();
    metrics::histogram!("sillon_http_request_seconds", "method" => method, "route" => route.clone()).record(seconds);
    let status = status.to_string();
    metrics::counter!("sillon_http_requests_total", "method" => method, "route" => route, "status" => status)
        .increment(1);
}
