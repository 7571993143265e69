//! `POST /api/v1/sessions/second-factor`

use axum::{Json, extract::State};
use http::{StatusCode, header};
use sillon_domain::{Context, OpaqueToken, sessions};
use sillon_http::{ApiResult, Device, JsonBody, RequestOrigin, session_cookie};
use sillon_protocol::{Account, ProblemDetails, SecondFactor};

use crate::accounts::{SignedInAnswer, present_account};

/// The second step: a code, with the ticket of the first.
#[utoipa::path(
    post, path = "/api/v1/sessions/second-factor", tag = "sessions", request_body = SecondFactor,
    responses(
        (status = 201, body = Account),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn finish_sign_in(
    State(ctx): State<Context>,
    RequestOrigin(origin): RequestOrigin,
    Device(browser): Device,
    JsonBody(body): JsonBody<SecondFactor>,
) -> ApiResult<SignedInAnswer> {
    let ticket = OpaqueToken::from_client(&body.ticket);
    let (account, token) = sessions::finish_sign_in(&ctx, &origin, &ticket, &body.code, browser.former).await?;
    let cookie = [(header::SET_COOKIE, session_cookie(&ctx.settings, &token))];
    let presented = present_account(&ctx.db.read().await?, account).await?;
    Ok((StatusCode::CREATED, cookie, Json(presented)))
}
