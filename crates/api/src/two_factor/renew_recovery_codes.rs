//! `POST /api/v1/accounts/me/two-factor/recovery-codes`

use axum::extract::State;
use sillon_domain::{
    Context,
    audit::Action,
    two_factor::{self, confirm_both},
};
use sillon_http::{ApiResult, InPerson, JsonBody};
use sillon_protocol::{ConfirmBoth, ProblemDetails, RecoveryCodes};

use super::present_codes::{RecoveryAnswer, present_codes};

/// Replaces the recovery codes.
#[utoipa::path(
    post, path = "/api/v1/accounts/me/two-factor/recovery-codes", tag = "accounts", request_body = ConfirmBoth,
    responses(
        (status = 201, body = RecoveryCodes),
        (status = 409, description = "Two-factor sign-in is not on."),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn renew_recovery_codes(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
    JsonBody(body): JsonBody<ConfirmBoth>,
) -> ApiResult<RecoveryAnswer> {
    confirm_both(&ctx, &actor, Action::RecoveryCodesRenewed, body.current_password, body.code.as_deref()).await?;
    let mut tx = ctx.db.write().await?;
    let codes = two_factor::renew_recovery_codes(&mut tx, &ctx.clock, &actor).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    Ok(present_codes(&codes))
}
