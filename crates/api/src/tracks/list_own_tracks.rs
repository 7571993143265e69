//! `GET /api/v1/accounts/me/tracks`

use axum::{Json, extract::State};
use sillon_domain::{Context, tracks};
use sillon_http::{ApiResult, QueryParts, SignedIn};
use sillon_protocol::{ProblemDetails, TrackPage};

use super::present_page::present_page;
use crate::pagination::PageQuery;

/// What the signed-in person uploaded, in every state, newest first.
#[utoipa::path(
    get, path = "/api/v1/accounts/me/tracks", tag = "tracks", params(PageQuery),
    responses(
        (status = 200, body = TrackPage),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_own_tracks(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    QueryParts(query): QueryParts<PageQuery>,
) -> ApiResult<Json<TrackPage>> {
    let tx = ctx.db.read().await?;
    let page = tracks::list_own_tracks(&tx, &actor, query.cursor()?, query.limit()?).await?;
    Ok(Json(present_page(&tx, page).await?))
}
