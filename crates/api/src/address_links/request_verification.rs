//! `POST /api/v1/address-verifications`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{Context, address_links};
use sillon_http::{ApiResult, InPerson};
use sillon_protocol::ProblemDetails;

/// Sends the link that verifies the address again.
#[utoipa::path(
    post, path = "/api/v1/address-verifications", tag = "accounts",
    responses(
        (status = 202),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn request_verification(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
) -> ApiResult<StatusCode> {
    let mut tx = ctx.db.write().await?;
    address_links::request_verification(&mut tx, &ctx.clock, &ctx.settings, &actor.account).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    Ok(StatusCode::ACCEPTED)
}
