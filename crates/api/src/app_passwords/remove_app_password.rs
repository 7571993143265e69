//! `DELETE /api/v1/accounts/me/app-passwords/{id}`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{Context, app_passwords, ids::AppPasswordId};
use sillon_http::{ApiError, ApiResult, InPerson, PathParts};
use sillon_protocol::ProblemDetails;

/// Removes an app password and ends the sessions that were begun with it.
#[utoipa::path(
    delete, path = "/api/v1/accounts/me/app-passwords/{id}", tag = "tokens", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove_app_password(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
    PathParts(id): PathParts<AppPasswordId>,
) -> ApiResult<StatusCode> {
    let mut tx = ctx.db.write().await?;
    if !app_passwords::remove_app_password(&mut tx, &ctx.clock, &actor, id).await? {
        return Err(ApiError::not_found("app password"));
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
