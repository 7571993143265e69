//! `GET /api/v1/admin/jobs`

use axum::{Json, extract::State};
use serde::Deserialize;
use sillon_domain::{
    Context,
    ids::JobId,
    jobs::{self, JobFilter, job_state},
};
use sillon_http::{ApiError, ApiResult, QueryParts, SignedIn};
use sillon_protocol::{ErrorCode, JobPage, ProblemDetails};

use super::present_job::present_job;
use crate::pagination::PageQuery;

/// Which jobs.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct JobsQuery {
    /// Only jobs in this state.
    state: Option<String>,
    /// Only jobs of this kind.
    kind: Option<String>,
    /// How many, 1 to 100; 30 when it is not given.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// The jobs of the queue, newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/jobs", tag = "jobs", params(JobsQuery),
    responses(
        (status = 200, body = JobPage),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_jobs(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    QueryParts(query): QueryParts<JobsQuery>,
) -> ApiResult<Json<JobPage>> {
    actor.require_admin()?;
    let refusal = || ApiError::refused(ErrorCode::InvalidQuery, "state is none that a job can be in.");
    let state = query.state.as_deref().map(|name| job_state(name).ok_or_else(refusal)).transpose()?;
    let page = PageQuery { limit: query.limit, cursor: query.cursor };
    let filter = JobFilter { state, kind: query.kind };
    let tx = ctx.db.read().await?;
    let jobs = jobs::list_jobs(&tx, &filter, page.cursor::<JobId>()?, page.limit()?).await?;
    let items = jobs.rows.into_iter().map(present_job).collect();
    Ok(Json(JobPage { items, next_cursor: jobs.next.map(|cursor| cursor.encode()) }))
}
