//! `PATCH /api/v1/tracks/{id}`

use axum::{Json, extract::State};
use sillon_domain::{
    Context,
    ids::TrackId,
    tracks::{self, describe_track},
};
use sillon_http::{ApiResult, JsonBody, PathParts, SignedIn, present_track};
use sillon_protocol::{ProblemDetails, RenameTrack, Track};

/// Gives a track another title.
#[utoipa::path(
    patch, path = "/api/v1/tracks/{id}", tag = "tracks", params(("id" = uuid::Uuid, Path)), request_body = RenameTrack,
    responses(
        (status = 200, body = Track),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn rename_track(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    PathParts(id): PathParts<TrackId>,
    JsonBody(body): JsonBody<RenameTrack>,
) -> ApiResult<Json<Track>> {
    let mut tx = ctx.db.write().await?;
    let track = tracks::rename_track(&mut tx, &ctx.clock, &actor, id, &body.title).await?;
    let described = describe_track(&tx, track).await?;
    tx.commit().await?;
    Ok(Json(present_track(described)))
}
