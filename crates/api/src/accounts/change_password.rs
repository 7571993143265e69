//! `PUT /api/v1/accounts/me/password`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{
    Context,
    accounts::{self, check_new_password},
    audit::Action,
    two_factor::confirm_both,
};
use sillon_http::{ApiResult, InPerson, JsonBody};
use sillon_protocol::{ChangePassword, ProblemDetails};

/// Changes the password and ends the other sessions.
#[utoipa::path(
    put, path = "/api/v1/accounts/me/password", tag = "accounts", request_body = ChangePassword,
    responses(
        (status = 204),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_password(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
    JsonBody(body): JsonBody<ChangePassword>,
) -> ApiResult<StatusCode> {
    let context = [&*ctx.settings.instance_name, &actor.account.email, &actor.account.display_name];
    check_new_password("/password", &body.password, &context)?;
    let (current, code) = (body.current_password, body.code.as_deref());
    confirm_both(&ctx, &actor, Action::PasswordChanged, current, code).await?;
    let password = ctx.passwords.hash(body.password).await?;
    let mut tx = ctx.db.write().await?;
    accounts::change_password(&mut tx, &ctx.clock, &actor, password).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    Ok(StatusCode::NO_CONTENT)
}
