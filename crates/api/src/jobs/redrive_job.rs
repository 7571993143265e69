//! `POST /api/v1/admin/jobs/{id}/redrive`

use axum::{Json, extract::State};
use sillon_domain::{Context, ids::JobId, jobs};
use sillon_http::{ApiResult, PathParts, SignedIn};
use sillon_protocol::{Job, ProblemDetails};

use super::present_job::present_job;

/// Gives a dead or cancelled job another life, its attempts counted anew.
#[utoipa::path(
    post, path = "/api/v1/admin/jobs/{id}/redrive", tag = "jobs", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Job),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn redrive_job(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    PathParts(id): PathParts<JobId>,
) -> ApiResult<Json<Job>> {
    actor.require_admin()?;
    let mut tx = ctx.db.write().await?;
    let job = jobs::redrive_job(&mut tx, &ctx.clock, id).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    Ok(Json(present_job(job)))
}
