//! `GET /api/v1/tracks/{id}/statistics.csv`

use axum::extract::State;
use sillon_domain::{
    Context,
    ids::TrackId,
    plays::{daily_numbers_of_tracks, track_statistics},
};
use sillon_http::{ApiResult, PathParts, QueryParts, SignedIn};
use sillon_protocol::ProblemDetails;

use super::{
    period_query::PeriodQuery,
    write_csv::{CsvAnswer, csv_answer},
};

/// How often a track is played, as a table: a row for each day on which it was begun. For its creator and for admins.
#[utoipa::path(
    get, path = "/api/v1/tracks/{id}/statistics.csv", tag = "statistics",
    params(("id" = uuid::Uuid, Path), PeriodQuery),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn export_track_statistics(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    PathParts(id): PathParts<TrackId>,
    QueryParts(query): QueryParts<PeriodQuery>,
) -> ApiResult<CsvAnswer> {
    let period = query.period(&ctx.clock)?;
    let tx = ctx.db.read().await?;
    let track = track_statistics(&tx, &actor, id, period).await?.track;
    let rows = daily_numbers_of_tracks(&tx, track.creator_id, Some(id), period).await?;
    Ok(csv_answer(&rows, period))
}
