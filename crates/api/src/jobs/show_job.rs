//! `GET /api/v1/admin/jobs/{id}`

use axum::{Json, extract::State};
use sillon_domain::{
    Context,
    ids::JobId,
    jobs::{failures_of, find_job},
};
use sillon_http::{ApiError, ApiResult, PathParts, SignedIn};
use sillon_protocol::{JobDetails, ProblemDetails};

use super::present_job::{present_failure, present_job};

/// A job with the reasons of its failed attempts.
#[utoipa::path(
    get, path = "/api/v1/admin/jobs/{id}", tag = "jobs", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = JobDetails),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_job(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    PathParts(id): PathParts<JobId>,
) -> ApiResult<Json<JobDetails>> {
    actor.require_admin()?;
    let tx = ctx.db.read().await?;
    let job = find_job(&tx, id).await?.ok_or_else(|| ApiError::not_found("job"))?;
    let failures = failures_of(&tx, id).await?.into_iter().map(present_failure).collect();
    Ok(Json(JobDetails { job: present_job(job), failures }))
}
