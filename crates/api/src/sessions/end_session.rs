//! `DELETE /api/v1/sessions/{id}`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{Context, ids::SessionId, sessions};
use sillon_http::{ApiError, ApiResult, InPerson, PathParts};
use sillon_protocol::ProblemDetails;

/// Ends one of the person's sessions.
#[utoipa::path(
    delete, path = "/api/v1/sessions/{id}", tag = "sessions", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end_session(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
    PathParts(id): PathParts<SessionId>,
) -> ApiResult<StatusCode> {
    let mut tx = ctx.db.write().await?;
    if !sessions::end_session(&mut tx, &ctx.clock, &actor, id).await? {
        return Err(ApiError::not_found("session"));
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
