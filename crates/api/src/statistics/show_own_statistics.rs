//! `GET /api/v1/accounts/me/statistics`

use axum::{Json, extract::State};
use sillon_domain::{Context, plays::creator_statistics};
use sillon_http::{ApiResult, QueryParts, SignedIn};
use sillon_protocol::{CreatorStatistics, ProblemDetails};

use super::{period_query::PeriodQuery, present_statistics::present_creator_statistics};

/// How often the signed-in person's tracks are played: by day, and by track.
#[utoipa::path(
    get, path = "/api/v1/accounts/me/statistics", tag = "statistics", params(PeriodQuery),
    responses(
        (status = 200, body = CreatorStatistics),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_own_statistics(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    QueryParts(query): QueryParts<PeriodQuery>,
) -> ApiResult<Json<CreatorStatistics>> {
    let period = query.period(&ctx.clock)?;
    let statistics = creator_statistics(&ctx.db.read().await?, actor.id(), period).await?;
    Ok(Json(present_creator_statistics(statistics)))
}
