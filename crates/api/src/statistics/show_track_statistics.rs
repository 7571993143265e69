//! `GET /api/v1/tracks/{id}/statistics`

use axum::{Json, extract::State};
use sillon_domain::{Context, ids::TrackId, plays::track_statistics};
use sillon_http::{ApiResult, PathParts, QueryParts, SignedIn};
use sillon_protocol::{ProblemDetails, TrackStatistics};

use super::{period_query::PeriodQuery, present_statistics::present_track_statistics};

/// How often a track is played, by day. For its creator and for admins.
#[utoipa::path(
    get, path = "/api/v1/tracks/{id}/statistics", tag = "statistics",
    params(("id" = uuid::Uuid, Path), PeriodQuery),
    responses(
        (status = 200, body = TrackStatistics),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_track_statistics(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    PathParts(id): PathParts<TrackId>,
    QueryParts(query): QueryParts<PeriodQuery>,
) -> ApiResult<Json<TrackStatistics>> {
    let period = query.period(&ctx.clock)?;
    let statistics = track_statistics(&ctx.db.read().await?, &actor, id, period).await?;
    Ok(Json(present_track_statistics(statistics)))
}
