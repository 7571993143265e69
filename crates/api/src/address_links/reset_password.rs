//! `POST /api/v1/password-resets/confirm`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{
    Context, OpaqueToken,
    accounts::check_new_password,
    address_links::{self, check_link},
    database::entities::address_link::Purpose,
};
use sillon_http::{ApiResult, JsonBody, RequestOrigin};
use sillon_protocol::{ProblemDetails, ResetPassword};

/// Sets a new password with the token of a link. All sessions, tokens and app passwords end. It does not sign in.
#[utoipa::path(
    post, path = "/api/v1/password-resets/confirm", tag = "accounts", request_body = ResetPassword,
    responses(
        (status = 204),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn reset_password(
    State(ctx): State<Context>,
    RequestOrigin(origin): RequestOrigin,
    JsonBody(body): JsonBody<ResetPassword>,
) -> ApiResult<StatusCode> {
    let token = OpaqueToken::from_client(&body.token);
    let email = check_link(&ctx.db.read().await?, &ctx.clock, Purpose::Reset, &token).await?;
    check_new_password("/password", &body.password, &[&ctx.settings.instance_name, &email])?;
    let password = ctx.passwords.hash(body.password).await?;
    let mut tx = ctx.db.write().await?;
    let account = address_links::reset_password(&mut tx, &ctx.clock, &origin, &token, password).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    tracing::info!(account = %account.id, "a password was reset");
    Ok(StatusCode::NO_CONTENT)
}
