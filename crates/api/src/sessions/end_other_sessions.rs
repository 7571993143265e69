//! `DELETE /api/v1/sessions`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{Context, sessions};
use sillon_http::{ApiResult, InPerson};
use sillon_protocol::ProblemDetails;

/// Ends all sessions of the person but this one. API tokens stay.
#[utoipa::path(
    delete, path = "/api/v1/sessions", tag = "sessions",
    responses(
        (status = 204),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end_other_sessions(State(ctx): State<Context>, InPerson(actor): InPerson) -> ApiResult<StatusCode> {
    let mut tx = ctx.db.write().await?;
    sessions::end_other_sessions(&mut tx, &ctx.clock, &actor).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
