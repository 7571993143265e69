//! `DELETE /api/v1/accounts/me`

use axum::{Json, extract::State};
use http::{HeaderName, HeaderValue, header};
use sillon_domain::{
    Context,
    audit::{Action, Entry, conclude},
    leaving,
    two_factor::confirm_both,
};
use sillon_http::{ApiResult, InPerson, JsonBody, clear_session_cookie};
use sillon_protocol::{ConfirmBoth, Leaving, ProblemDetails};

/// Closes the account and ends every session, token and app password. Its music, its pictures and its profile are no
/// longer shown. It is deleted for good after 30 days; until then its owner can sign in and keep it.
#[utoipa::path(
    delete, path = "/api/v1/accounts/me", tag = "accounts", request_body = ConfirmBoth,
    responses(
        (status = 200, body = Leaving),
        (status = 409, body = ProblemDetails, content_type = "application/problem+json"),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_account(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
    JsonBody(body): JsonBody<ConfirmBoth>,
) -> ApiResult<([(HeaderName, HeaderValue); 1], Json<Leaving>)> {
    let attempt = Action::DeletionRequested;
    confirm_both(&ctx, &actor, attempt, body.current_password, body.code.as_deref()).await?;
    let mut tx = ctx.db.write().await?;
    let begun = leaving::begin_leaving(&mut tx, &ctx.clock, &actor).await;
    let leaves_at = conclude(&ctx, tx, &actor.origin, Entry::new(attempt).on(actor.id()), begun).await?;
    ctx.job_signal.wake();
    tracing::info!(account = %actor.id(), "an account is closed, to be deleted later");
    Ok(([(header::SET_COOKIE, clear_session_cookie(&ctx.settings))], Json(Leaving { leaves_at })))
}
