//! `POST /api/v1/sessions`

use axum::{Json, extract::State};
use http::{StatusCode, header};
use sillon_domain::{Context, sessions};
use sillon_http::{ApiResult, JsonBody, RequestOrigin, session_cookie};
use sillon_protocol::{Account, Credentials, ProblemDetails};

use crate::accounts::{SignedInAnswer, present_account};

/// Signs in with address and password.
#[utoipa::path(
    post, path = "/api/v1/sessions", tag = "sessions", request_body = Credentials,
    responses(
        (status = 201, body = Account),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn sign_in(
    State(ctx): State<Context>,
    RequestOrigin(origin): RequestOrigin,
    JsonBody(body): JsonBody<Credentials>,
) -> ApiResult<SignedInAnswer> {
    let (account, token) = sessions::sign_in(&ctx, &origin, &body.email, body.password).await?;
    let cookie = [(header::SET_COOKIE, session_cookie(&ctx.settings, &token))];
    Ok((StatusCode::CREATED, cookie, Json(present_account(account))))
}
