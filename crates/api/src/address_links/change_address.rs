//! `POST /api/v1/address-changes/confirm`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{Context, OpaqueToken, address_links};
use sillon_http::{ApiResult, JsonBody, RequestOrigin};
use sillon_protocol::{ProblemDetails, UseLink};

/// Gives an account the address that the link was sent to.
#[utoipa::path(
    post, path = "/api/v1/address-changes/confirm", tag = "accounts", request_body = UseLink,
    responses(
        (status = 204),
        (status = 410, description = "The link does not work any more."),
        (status = 409, description = "Another account has the address."),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_address(
    State(ctx): State<Context>,
    RequestOrigin(origin): RequestOrigin,
    JsonBody(body): JsonBody<UseLink>,
) -> ApiResult<StatusCode> {
    let token = OpaqueToken::from_client(&body.token);
    let mut tx = ctx.db.write().await?;
    address_links::change_address(&mut tx, &ctx.clock, &origin, &token).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    Ok(StatusCode::NO_CONTENT)
}
