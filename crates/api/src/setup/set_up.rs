//! `POST /api/v1/setup`

use axum::{Json, extract::State};
use http::{StatusCode, header};
use sillon_domain::{
    Context,
    accounts::{NewAccount, check_setup_token, set_up_instance, validate},
    address_links::request_verification,
    sessions::start_session,
};
use sillon_http::{ApiResult, Device, JsonBody, PreferredLanguage, RequestOrigin, session_cookie};
use sillon_protocol::{Account, ProblemDetails, SetUp};

use crate::accounts::{SignedInAnswer, present_account};

/// Makes the first admin with the token that the server printed, and signs in.
#[utoipa::path(
    post, path = "/api/v1/setup", tag = "instance", request_body = SetUp,
    responses(
        (status = 201, body = Account),
        (status = 409, description = "The instance has its admin, or the address has an account."),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set_up(
    State(ctx): State<Context>,
    Device(browser): Device,
    preferred: PreferredLanguage,
    RequestOrigin(origin): RequestOrigin,
    JsonBody(body): JsonBody<SetUp>,
) -> ApiResult<SignedInAnswer> {
    check_setup_token(&ctx, &body.token)?;
    let language = preferred.unless_chosen(body.language);
    let (email, display_name, password) = (body.email, body.display_name, body.password);
    let new = validate(&ctx.settings, NewAccount { email, display_name, password, language })?;
    let password = ctx.passwords.hash(new.password.clone()).await?;
    let mut tx = ctx.db.write().await?;
    let account = set_up_instance(&mut tx, &ctx.clock, &origin, &new, password).await?;
    request_verification(&mut tx, &ctx.clock, &ctx.settings, &account).await?;
    let token = start_session(&mut tx, &ctx.clock, &ctx.settings, account.id, &browser).await?;
    let presented = present_account(&tx, account).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    tracing::info!(account = %presented.id, "the instance has its first admin");
    let cookie = [(header::SET_COOKIE, session_cookie(&ctx.settings, &token))];
    Ok((StatusCode::CREATED, cookie, Json(presented)))
}
