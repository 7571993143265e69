//! `GET /api/v1/releases/{id}/artwork`

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use sillon_domain::{Context, blobs::Shelf, ids::ReleaseId, releases::find_release};
use sillon_http::{ApiError, ApiResult, PathParts};
use sillon_protocol::ProblemDetails;

/// The picture of a release.
#[utoipa::path(
    get, path = "/api/v1/releases/{id}/artwork", tag = "releases", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, content_type = "image/png"),
        (status = 304),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_artwork(
    State(ctx): State<Context>,
    PathParts(id): PathParts<ReleaseId>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let release = find_release(&ctx.db.read().await?, id).await?;
    let artwork = release.and_then(|release| release.artwork_blob.zip(release.artwork_media_type));
    let (blob, media_type) = artwork.ok_or_else(|| ApiError::not_found("artwork"))?;
    // A blob's name is never used twice, so it stands for its content.
    let etag = format!("\"{blob}\"");
    let validators = [(header::ETAG, etag.clone()), (header::CACHE_CONTROL, "public, max-age=3600".to_owned())];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, validators).into_response());
    }
    let content = tokio::fs::read(ctx.blobs.path(Shelf::Artwork, &blob)).await?;
    Ok((validators, [(header::CONTENT_TYPE, media_type)], content).into_response())
}
