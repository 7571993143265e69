//! `POST /api/v1/sessions`

use axum::{Json, extract::State};
use http::{StatusCode, header};
use sillon_domain::{
    Context,
    pictures::{Subject, find_slot},
    sessions,
};
use sillon_http::{ApiResult, JsonBody, session_cookie};
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
    JsonBody(body): JsonBody<Credentials>,
) -> ApiResult<SignedInAnswer> {
    let (account, token) = sessions::sign_in(&ctx, &body.email, body.password).await?;
    let cookie = [(header::SET_COOKIE, session_cookie(&ctx.settings, &token))];
    let pictures = find_slot(&ctx.db.read().await?, Subject::Account(account.id)).await?;
    Ok((StatusCode::CREATED, cookie, Json(present_account(account, pictures.shown.as_ref()))))
}
