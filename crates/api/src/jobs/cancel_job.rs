//! `POST /api/v1/admin/jobs/{id}/cancel`

use axum::{Json, extract::State};
use sillon_domain::{Context, ids::JobId, jobs};
use sillon_http::{ApiResult, PathParts, SignedIn};
use sillon_protocol::{Job, ProblemDetails};

use super::present_job::present_job;

/// Cancels a job that has not ended. A worker that runs it stops.
#[utoipa::path(
    post, path = "/api/v1/admin/jobs/{id}/cancel", tag = "jobs", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Job),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn cancel_job(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    PathParts(id): PathParts<JobId>,
) -> ApiResult<Json<Job>> {
    actor.require_admin()?;
    let mut tx = ctx.db.write().await?;
    let job = jobs::cancel_job_by_operator(&mut tx, &ctx.clock, id).await?;
    tx.commit().await?;
    Ok(Json(present_job(job)))
}
