//! `GET /api/v1/releases`

use axum::{Json, extract::State};
use sillon_domain::{
    Context,
    releases::{self, describe_releases},
};
use sillon_http::{ApiResult, QueryParts};
use sillon_protocol::{ProblemDetails, ReleasePage};

use super::present_release::present_release;
use crate::pagination::PageQuery;

/// Releases with at least one published track, newest first.
#[utoipa::path(
    get, path = "/api/v1/releases", tag = "releases", params(PageQuery),
    responses(
        (status = 200, body = ReleasePage),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_releases(
    State(ctx): State<Context>,
    QueryParts(query): QueryParts<PageQuery>,
) -> ApiResult<Json<ReleasePage>> {
    let tx = ctx.db.read().await?;
    let page = releases::list_releases(&tx, query.cursor()?, query.limit()?).await?;
    let described = describe_releases(&tx, page.rows).await?;
    let items = described.into_iter().map(|release| present_release(release, None)).collect();
    Ok(Json(ReleasePage { items, next_cursor: page.next.map(|cursor| cursor.encode()) }))
}
