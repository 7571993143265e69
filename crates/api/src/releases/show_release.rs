//! `GET /api/v1/releases/{id}`

use axum::{Json, extract::State};
use sillon_domain::{
    Context,
    ids::ReleaseId,
    releases::{describe_release, find_shown_release},
    tracks::{describe_tracks, tracks_of_release},
};
use sillon_http::{ApiError, ApiResult, PathParts, present_track};
use sillon_protocol::{ProblemDetails, Release};

use super::present_release::present_release;

/// A release with its published tracks in order.
#[utoipa::path(
    get, path = "/api/v1/releases/{id}", tag = "releases", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Release),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_release(
    State(ctx): State<Context>,
    PathParts(id): PathParts<ReleaseId>,
) -> ApiResult<Json<Release>> {
    let tx = ctx.db.read().await?;
    let release = find_shown_release(&tx, id).await?.ok_or_else(|| ApiError::not_found("release"))?;
    let tracks = describe_tracks(&tx, tracks_of_release(&tx, id).await?).await?;
    let tracks = tracks.into_iter().map(present_track).collect();
    Ok(Json(present_release(describe_release(&tx, release).await?, Some(tracks))))
}
