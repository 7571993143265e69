//! `POST /api/v1/address-changes`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{Context, address_links, audit::Action, two_factor::confirm_both};
use sillon_http::{ApiResult, InPerson, JsonBody};
use sillon_protocol::{ChangeAddress, ProblemDetails};

/// Sends a link to the address that the account is to have.
#[utoipa::path(
    post, path = "/api/v1/address-changes", tag = "accounts", request_body = ChangeAddress,
    responses(
        (status = 202),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn request_change(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
    JsonBody(body): JsonBody<ChangeAddress>,
) -> ApiResult<StatusCode> {
    let (password, code) = (body.current_password, body.code.as_deref());
    confirm_both(&ctx, &actor, Action::AddressChanged, password, code).await?;
    let mut tx = ctx.db.write().await?;
    address_links::request_change(&mut tx, &ctx.clock, &ctx.settings, &actor, &body.email).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    Ok(StatusCode::ACCEPTED)
}
