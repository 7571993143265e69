//! `POST /api/v1/accounts`

use axum::{Json, extract::State};
use http::{StatusCode, header};
use sillon_domain::{
    Context,
    accounts::{self, NewAccount, validate},
    invitations::InvitationCode,
    sessions::start_session,
};
use sillon_http::{ApiResult, Device, JsonBody, PreferredLanguage, RequestOrigin, session_cookie};
use sillon_protocol::{Account, ProblemDetails, SignUp};

use super::{SignedInAnswer, present_account};

/// Makes an account, where the instance lets people do so, and signs in.
#[utoipa::path(
    post, path = "/api/v1/accounts", tag = "accounts", request_body = SignUp,
    responses(
        (status = 201, body = Account),
        (status = 409, description = "The address has an account."),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn sign_up(
    State(ctx): State<Context>,
    Device(browser): Device,
    preferred: PreferredLanguage,
    RequestOrigin(origin): RequestOrigin,
    JsonBody(body): JsonBody<SignUp>,
) -> ApiResult<SignedInAnswer> {
    let language = preferred.unless_chosen(body.language);
    let (email, display_name, password) = (body.email, body.display_name, body.password);
    let new = validate(&ctx.settings, NewAccount { email, display_name, password, language })?;
    let invitation = match body.invitation.as_deref().filter(|typed| !typed.trim().is_empty()) {
        Some(typed) => {
            ctx.limits.begin_redemption(&new.email.key, origin.client).await?;
            Some(InvitationCode::read(typed)?)
        }
        None => None,
    };
    let password = ctx.passwords.hash(new.password.clone()).await?;
    let mut tx = ctx.db.write().await?;
    let account =
        accounts::sign_up(&mut tx, &ctx.clock, &ctx.settings, &origin, &new, password, invitation.as_ref()).await?;
    let token = start_session(&mut tx, &ctx.clock, &ctx.settings, account.id, &browser).await?;
    let presented = present_account(&tx, account).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    let cookie = [(header::SET_COOKIE, session_cookie(&ctx.settings, &token))];
    Ok((StatusCode::CREATED, cookie, Json(presented)))
}
