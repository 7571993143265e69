//! `DELETE /api/v1/accounts/me/api-tokens/{id}`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{Context, ids::SessionId, sessions};
use sillon_http::{ApiError, ApiResult, InPerson, PathParts};
use sillon_protocol::ProblemDetails;

/// Removes an API token.
#[utoipa::path(
    delete, path = "/api/v1/accounts/me/api-tokens/{id}", tag = "tokens", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove_api_token(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
    PathParts(id): PathParts<SessionId>,
) -> ApiResult<StatusCode> {
    let mut tx = ctx.db.write().await?;
    if !sessions::end_session(&mut tx, &ctx.clock, &actor, id).await? {
        return Err(ApiError::not_found("API token"));
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
