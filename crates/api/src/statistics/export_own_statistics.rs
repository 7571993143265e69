//! `GET /api/v1/accounts/me/statistics.csv`

use axum::extract::State;
use sillon_domain::{Context, plays::daily_numbers_of_tracks};
use sillon_http::{ApiResult, QueryParts, SignedIn};
use sillon_protocol::ProblemDetails;

use super::{
    period_query::PeriodQuery,
    write_csv::{CsvAnswer, csv_answer},
};

/// How often the signed-in person's tracks are played, as a table: a row for each day and track that was begun.
#[utoipa::path(
    get, path = "/api/v1/accounts/me/statistics.csv", tag = "statistics", params(PeriodQuery),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn export_own_statistics(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    QueryParts(query): QueryParts<PeriodQuery>,
) -> ApiResult<CsvAnswer> {
    let period = query.period(&ctx.clock)?;
    let rows = daily_numbers_of_tracks(&ctx.db.read().await?, actor.id(), None, period).await?;
    Ok(csv_answer(&rows, period))
}
