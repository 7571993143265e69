//! `GET /api/v1/accounts/me/api-tokens`

use axum::{Json, extract::State};
use sillon_domain::{Context, sessions};
use sillon_http::{ApiResult, InPerson};
use sillon_protocol::{ApiTokenList, ProblemDetails};

use super::present_api_token::present_api_token;

/// The API tokens of the person, without their text.
#[utoipa::path(
    get, path = "/api/v1/accounts/me/api-tokens", tag = "tokens",
    responses(
        (status = 200, body = ApiTokenList),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_api_tokens(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
) -> ApiResult<Json<ApiTokenList>> {
    let rows = sessions::list_api_tokens(&ctx.db.read().await?, &ctx.clock, actor.id()).await?;
    Ok(Json(ApiTokenList { items: rows.into_iter().map(present_api_token).collect() }))
}
