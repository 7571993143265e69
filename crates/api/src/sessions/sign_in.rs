//! `POST /api/v1/sessions`

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use sillon_domain::{
    Context,
    sessions::{self, SignIn},
};
use sillon_http::{ApiResult, Device, JsonBody, RequestOrigin, session_cookie};
use sillon_protocol::{Account, CodeNeeded, Credentials, ProblemDetails};

use crate::accounts::present_account;

/// Signs in with address and password. Where two-factor sign-in is on, the answer is a ticket for the second step.
#[utoipa::path(
    post, path = "/api/v1/sessions", tag = "sessions", request_body = Credentials,
    responses(
        (status = 201, body = Account),
        (status = 202, body = CodeNeeded),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn sign_in(
    State(ctx): State<Context>,
    RequestOrigin(origin): RequestOrigin,
    Device(browser): Device,
    JsonBody(body): JsonBody<Credentials>,
) -> ApiResult<Response> {
    Ok(match sessions::sign_in(&ctx, &origin, &body.email, body.password, &browser).await? {
        SignIn::Done(account, token) => {
            let cookie = [(header::SET_COOKIE, session_cookie(&ctx.settings, &token))];
            let presented = present_account(&ctx.db.read().await?, *account).await?;
            (StatusCode::CREATED, cookie, Json(presented)).into_response()
        }
        SignIn::CodeNeeded { ticket, expires_at } => {
            let needed = CodeNeeded { ticket: ticket.reveal().to_owned(), expires_at };
            (StatusCode::ACCEPTED, [(header::CACHE_CONTROL, "no-store")], Json(needed)).into_response()
        }
    })
}
