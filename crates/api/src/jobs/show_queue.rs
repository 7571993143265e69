//! `GET /api/v1/admin/jobs/overview`

use axum::{Json, extract::State};
use sillon_domain::{Context, jobs::queue_overview};
use sillon_http::{ApiResult, SignedIn};
use sillon_protocol::{ProblemDetails, QueueOverview};

use super::present_job::present_overview;

/// The queue at a glance: how many jobs in which state, how fast they go, how old the oldest is.
#[utoipa::path(
    get, path = "/api/v1/admin/jobs/overview", tag = "jobs",
    responses(
        (status = 200, body = QueueOverview),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_queue(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
) -> ApiResult<Json<QueueOverview>> {
    actor.require_admin()?;
    Ok(Json(present_overview(queue_overview(&ctx.db.read().await?, &ctx.clock).await?)))
}
