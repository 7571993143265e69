//! `POST /api/v1/accounts/me/two-factor/confirm`

use axum::extract::State;
use sillon_domain::{Context, two_factor};
use sillon_http::{ApiResult, InPerson, JsonBody};
use sillon_protocol::{ConfirmTwoFactor, ProblemDetails, RecoveryCodes};

use super::present_codes::{RecoveryAnswer, present_codes};

/// Turns two-factor sign-in on with a first code, and gives the recovery codes.
#[utoipa::path(
    post, path = "/api/v1/accounts/me/two-factor/confirm", tag = "accounts", request_body = ConfirmTwoFactor,
    responses(
        (status = 201, body = RecoveryCodes),
        (status = 409, description = "Two-factor sign-in is on already, or was not begun."),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn confirm_two_factor(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
    JsonBody(body): JsonBody<ConfirmTwoFactor>,
) -> ApiResult<RecoveryAnswer> {
    let mut tx = ctx.db.write().await?;
    let codes = two_factor::confirm_setup(&mut tx, &ctx.clock, &actor, &body.code).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    Ok(present_codes(&codes))
}
