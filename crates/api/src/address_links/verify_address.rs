//! `POST /api/v1/address-verifications/confirm`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{Context, OpaqueToken, address_links};
use sillon_http::{ApiResult, JsonBody, RequestOrigin};
use sillon_protocol::{ProblemDetails, UseLink};

/// Verifies the address of an account with the token of a link.
#[utoipa::path(
    post, path = "/api/v1/address-verifications/confirm", tag = "accounts", request_body = UseLink,
    responses(
        (status = 204),
        (status = 410, description = "The link does not work any more."),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn verify_address(
    State(ctx): State<Context>,
    RequestOrigin(origin): RequestOrigin,
    JsonBody(body): JsonBody<UseLink>,
) -> ApiResult<StatusCode> {
    let token = OpaqueToken::from_client(&body.token);
    let mut tx = ctx.db.write().await?;
    address_links::verify_address(&mut tx, &ctx.clock, &origin, &token).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
