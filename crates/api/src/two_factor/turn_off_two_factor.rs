//! `POST /api/v1/accounts/me/two-factor/removal`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{
    Context,
    audit::Action,
    two_factor::{self, confirm_both},
};
use sillon_http::{ApiResult, InPerson, JsonBody};
use sillon_protocol::{ConfirmBoth, ProblemDetails};

/// Turns two-factor sign-in off.
#[utoipa::path(
    post, path = "/api/v1/accounts/me/two-factor/removal", tag = "accounts", request_body = ConfirmBoth,
    responses(
        (status = 204),
        (status = 409, description = "Two-factor sign-in is not on."),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn turn_off_two_factor(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
    JsonBody(body): JsonBody<ConfirmBoth>,
) -> ApiResult<StatusCode> {
    confirm_both(&ctx, &actor, Action::TwoFactorTurnedOff, body.current_password, body.code.as_deref()).await?;
    let mut tx = ctx.db.write().await?;
    two_factor::turn_off_two_factor(&mut tx, &ctx.clock, &actor).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    Ok(StatusCode::NO_CONTENT)
}
