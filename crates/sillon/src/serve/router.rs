//! The routes of the roles that this process has.

use std::sync::LazyLock;

use axum::{Router, routing::get};
use http::header;
use sillon_domain::Context;
use sillon_http::{DeclaredQueries, health_routes, method_not_allowed, no_such_address, share_origins, wrap_router};

use super::{
    metrics::metrics_routes,
    openapi::{openapi_document, openapi_json},
};
use crate::config::{Role, Secret};

static DOCUMENT: LazyLock<String> = LazyLock::new(openapi_json);
static DECLARED: LazyLock<DeclaredQueries> = LazyLock::new(|| DeclaredQueries::of(&openapi_document()));

/// Routes and the layers around them. Health is answered whatever the roles are.
pub fn build_router(ctx: Context, roles: &[Role]) -> Router {
    build_router_with_metrics(ctx, roles, Secret::default())
}

/// The same, with `/metrics` for whoever has the token.
pub fn build_router_with_metrics(ctx: Context, roles: &[Role], metrics_token: Secret) -> Router {
    let mut described = Router::new();
    if roles.contains(&Role::Streaming) {
        described = described.merge(sillon_streaming::upload_routes().split_for_parts().0);
    }
    if roles.contains(&Role::Api) {
        let document = get(async || ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.as_str()));
        let api = sillon_api::api_routes().split_for_parts().0;
        described = described.merge(api).route("/api/v1/openapi.json", document);
    }
    // Before the layer, which otherwise would not see preflights: they are a method that no route knows.
    described = described.method_not_allowed_fallback(method_not_allowed);
    if let Some(shared) = share_origins(&ctx.settings) {
        described = described.layer(shared);
    }
    let mut router = health_routes().merge(metrics_routes(metrics_token)).merge(described);
    if roles.contains(&Role::Streaming) {
        router = router.merge(sillon_streaming::delivery_routes());
    }
    router = if roles.contains(&Role::Api) {
        router.merge(sillon_api::web_app_routes())
    } else {
        router.fallback(no_such_address)
    };
    wrap_router(router.method_not_allowed_fallback(method_not_allowed), ctx, DECLARED.clone())
}
