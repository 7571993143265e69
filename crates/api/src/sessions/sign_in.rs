//! `POST /api/v1/sessions`

use axum::{Json, extract::State};
use http::{StatusCode, header};
use sillon_domain::{Context, accounts::parse_email, sessions};
use sillon_http::{ApiResult, ClientAddress, JsonBody, session_cookie};
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
    ClientAddress(address): ClientAddress,
    JsonBody(body): JsonBody<Credentials>,
) -> ApiResult<SignedInAnswer> {
    let guessed = parse_email(&body.email).map_or_else(|| body.email.clone(), |email| email.key);
    ctx.limits.begin_sign_in(&guessed, address).await?;
    let (account, token) = sessions::sign_in(&ctx, &body.email, body.password).await?;
    ctx.limits.sign_in_succeeded(&guessed, address).await;
    let cookie = [(header::SET_COOKIE, session_cookie(&ctx.settings, &token))];
    Ok((StatusCode::CREATED, cookie, Json(present_account(account))))
}
