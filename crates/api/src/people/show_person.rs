//! `GET /api/v1/admin/people/{id}`

use axum::{Json, extract::State};
use sillon_domain::{Context, accounts::account_by_id, ids::AccountId};
use sillon_http::{ApiError, ApiResult, PathParts};
use sillon_protocol::{Person, ProblemDetails};

use super::present_person::present_account_row;

/// One person with their roles.
#[utoipa::path(
    get, path = "/api/v1/admin/people/{id}", tag = "administration", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Person),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_person(
    State(ctx): State<Context>,
    PathParts(id): PathParts<AccountId>,
) -> ApiResult<Json<Person>> {
    let account = account_by_id(&ctx.db.read().await?, id).await?;
    let account = account.ok_or_else(|| ApiError::not_found("account"))?;
    Ok(Json(present_account_row(&ctx, account).await?))
}
