//! `GET /api/v1/tracks/{id}`

use axum::{Json, extract::State};
use sillon_domain::{
    Context,
    ids::TrackId,
    tracks::{describe_track, find_visible_track},
};
use sillon_http::{ApiError, ApiResult, PathParts, Visitor, present_track};
use sillon_protocol::{ProblemDetails, Track};

/// A track: everybody sees published ones, its creator sees it in every state.
#[utoipa::path(
    get, path = "/api/v1/tracks/{id}", tag = "tracks", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Track),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_track(
    State(ctx): State<Context>,
    Visitor(actor): Visitor,
    PathParts(id): PathParts<TrackId>,
) -> ApiResult<Json<Track>> {
    let tx = ctx.db.read().await?;
    let track = find_visible_track(&tx, actor.as_ref(), id).await?.ok_or_else(|| ApiError::not_found("track"))?;
    Ok(Json(present_track(describe_track(&tx, track).await?)))
}
