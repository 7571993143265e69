//! The layers around every route, in their one right order.

use std::any::Any;

use axum::{
    Extension, Router, middleware,
    response::{IntoResponse, Response},
};
use sillon_domain::{Context, Failure};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    ApiError, DeclaredQueries, api_error::write_problem, guard_origin::guard_origin, limit_requests::limit_requests,
    request_log::log_request, response_headers::add_headers, undeclared_query::refuse_undeclared,
};

/// Adds, from the outside in: log with request id, headers, problem details, catching of panics, limits, origin guard,
/// refusal of query parameters that nobody declared, and the context for the guards of routes.
pub fn wrap_router(router: Router<Context>, ctx: Context, declared: DeclaredQueries) -> Router {
    router
        .layer(Extension(ctx.clone()))
        .layer(middleware::from_fn_with_state(declared, refuse_undeclared))
        .layer(middleware::from_fn_with_state(ctx.clone(), guard_origin))
        .layer(middleware::from_fn_with_state(ctx.clone(), limit_requests))
        .layer(CatchPanicLayer::custom(answer_panic))
        .layer(middleware::from_fn(write_problem))
        .layer(middleware::from_fn_with_state(ctx.clone(), add_headers))
        .layer(middleware::from_fn(log_request))
        .with_state(ctx)
}

#[expect(clippy::needless_pass_by_value, reason = "the signature is tower-http's")]
fn answer_panic(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("unknown");
    ApiError::from(Failure::Broken(format!("a handler panicked: {text}"))).into_response()
}
