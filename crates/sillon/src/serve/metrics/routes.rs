//! Where metrics are handed out: with a token among all other routes, without one on the listener for operators.

use axum::{
    Extension, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, header};
use sillon_domain::Context;
use sillon_http::{health_routes, no_such_address};

use super::render;
use crate::config::Secret;

const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// `/metrics` for whoever has the token. Without a configured token, and for everybody else, there is nothing there.
pub(crate) fn metrics_routes(token: Secret) -> Router<Context> {
    Router::new().route("/metrics", get(show_to_holder).layer(Extension(token)))
}

/// `/metrics`, `/livez` and `/readyz` without a token.
pub(crate) fn admin_routes(ctx: Context) -> Router {
    health_routes().route("/metrics", get(show)).fallback(no_such_address).with_state(ctx)
}

async fn show_to_holder(
    State(ctx): State<Context>,
    Extension(token): Extension<Secret>,
    headers: HeaderMap,
) -> Response {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    // Compared as hashes, so that the time of an answer tells nothing about the token.
    let fits = given.is_some_and(|given| blake3::hash(given.as_bytes()) == blake3::hash(token.reveal().as_bytes()));
    if token.is_empty() || !fits {
        return no_such_address().await.into_response();
    }
    show(State(ctx)).await
}

async fn show(State(ctx): State<Context>) -> Response {
    let headers = [(header::CONTENT_TYPE, MEDIA_TYPE), (header::CACHE_CONTROL, "no-store")];
    (headers, render(&ctx).await).into_response()
}
