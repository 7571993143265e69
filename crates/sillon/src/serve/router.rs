//! The routes of the roles that this process has.

use axum::{Router, routing::get};
use http::header;
use sillon_domain::Context;
use sillon_http::{health_routes, method_not_allowed, no_such_address, wrap_router};

use super::openapi::openapi_json;
use crate::config::Role;

/// Routes and the layers around them. Health is answered whatever the roles are.
pub fn build_router(ctx: Context, roles: &[Role]) -> Router {
    let mut router = health_routes();
    if roles.contains(&Role::Streaming) {
        let (uploads, _) = sillon_streaming::upload_routes().split_for_parts();
        router = router.merge(uploads).merge(sillon_streaming::delivery_routes());
    }
    if roles.contains(&Role::Api) {
        let (api, _) = sillon_api::api_routes().split_for_parts();
        let document = get(async || ([(header::CONTENT_TYPE, "application/json")], openapi_json()));
        router = router.merge(api).route("/api/v1/openapi.json", document).merge(sillon_api::web_app_routes());
    } else {
        router = router.fallback(no_such_address);
    }
    wrap_router(router.method_not_allowed_fallback(method_not_allowed), ctx)
}
