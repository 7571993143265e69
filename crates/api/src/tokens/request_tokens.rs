//! `POST /api/v1/tokens`

use axum::extract::State;
use sillon_domain::{
    Context,
    access_tokens::{Login, grant_tokens},
};
use sillon_http::{ApiResult, JsonBody, RequestOrigin};
use sillon_protocol::{ProblemDetails, RequestTokens, Tokens};

use super::present_tokens::{TokenAnswer, present_tokens};

/// Signs a program in: with the password (and a code), or with an app password.
#[utoipa::path(
    post, path = "/api/v1/tokens", tag = "tokens", request_body = RequestTokens,
    responses(
        (status = 201, body = Tokens),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn request_tokens(
    State(ctx): State<Context>,
    RequestOrigin(origin): RequestOrigin,
    JsonBody(body): JsonBody<RequestTokens>,
) -> ApiResult<TokenAnswer> {
    let login = Login { email: body.email, password: body.password, code: body.code, device_name: body.name };
    Ok(present_tokens(grant_tokens(&ctx, &origin, login).await?))
}
