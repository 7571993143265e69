//! `DELETE /api/v1/tracks/{id}`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{Context, ids::TrackId, tracks};
use sillon_http::{ApiResult, PathParts, SignedIn};
use sillon_protocol::ProblemDetails;

/// Deletes a track with everything that was made of it. A running encode stops.
#[utoipa::path(
    delete, path = "/api/v1/tracks/{id}", tag = "tracks", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_track(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    PathParts(id): PathParts<TrackId>,
) -> ApiResult<StatusCode> {
    let mut tx = ctx.db.write().await?;
    let deleted = tracks::delete_track(&mut tx, &ctx.clock, &actor, id).await?;
    tx.commit().await?;
    deleted.remove_files(&ctx.blobs).await;
    Ok(StatusCode::NO_CONTENT)
}
