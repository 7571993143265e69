//! `POST /api/v1/tokens/refresh`

use axum::extract::State;
use sillon_domain::{Context, OpaqueToken, access_tokens};
use sillon_http::{ApiResult, JsonBody, RequestOrigin};
use sillon_protocol::{ProblemDetails, RefreshTokens, Tokens};

use super::present_tokens::{TokenAnswer, present_tokens};

/// Exchanges a refresh token for new tokens. Using one twice ends its session.
#[utoipa::path(
    post, path = "/api/v1/tokens/refresh", tag = "tokens", request_body = RefreshTokens,
    responses(
        (status = 201, body = Tokens),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn refresh_tokens(
    State(ctx): State<Context>,
    RequestOrigin(origin): RequestOrigin,
    JsonBody(body): JsonBody<RefreshTokens>,
) -> ApiResult<TokenAnswer> {
    let token = OpaqueToken::from_client(&body.refresh_token);
    Ok(present_tokens(access_tokens::refresh_tokens(&ctx, &origin, &token).await?))
}
