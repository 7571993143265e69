//! `GET /api/v1/tracks`

use axum::{Json, extract::State};
use sillon_domain::{Context, tracks::list_published_tracks};
use sillon_http::{ApiResult, QueryParts};
use sillon_protocol::{ProblemDetails, TrackPage};

use super::present_page::present_page;
use crate::pagination::PageQuery;

/// What everybody can hear, newest first.
#[utoipa::path(
    get, path = "/api/v1/tracks", tag = "tracks", params(PageQuery),
    responses(
        (status = 200, body = TrackPage),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_tracks(
    State(ctx): State<Context>,
    QueryParts(query): QueryParts<PageQuery>,
) -> ApiResult<Json<TrackPage>> {
    let tx = ctx.db.read().await?;
    let page = list_published_tracks(&tx, query.cursor()?, query.limit()?).await?;
    Ok(Json(present_page(&tx, page).await?))
}
