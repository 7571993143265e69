//! `POST /api/v1/password-resets`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{Context, address_links};
use sillon_http::{ApiResult, JsonBody};
use sillon_protocol::{ProblemDetails, RequestReset};

/// Sends a link that sets a new password, if the address has an account. The answer is the same if not.
#[utoipa::path(
    post, path = "/api/v1/password-resets", tag = "accounts", request_body = RequestReset,
    responses(
        (status = 202),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn request_reset(
    State(ctx): State<Context>,
    JsonBody(body): JsonBody<RequestReset>,
) -> ApiResult<StatusCode> {
    let mut tx = ctx.db.write().await?;
    address_links::request_reset(&mut tx, &ctx.clock, &body.email).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    Ok(StatusCode::ACCEPTED)
}
