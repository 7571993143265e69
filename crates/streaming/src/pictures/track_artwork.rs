//! `GET`, `PUT` and `DELETE` of `/api/v1/tracks/{id}/artwork`

use axum::{
    Json,
    extract::{Request, State},
};
use http::StatusCode;
use sillon_domain::{Context, ids::TrackId, pictures::Subject};
use sillon_http::{ApiResult, PathParts, QueryParts, SignedIn};
use sillon_protocol::{PictureSlot, ProblemDetails};

use super::change_picture::{PictureQuery, receive_picture, show_slot, take_away};

/// The artwork of a track, and the one on its way; for those who manage it.
#[utoipa::path(
    get, path = "/api/v1/tracks/{id}/artwork", tag = "pictures", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = PictureSlot),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_track_artwork(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    PathParts(id): PathParts<TrackId>,
) -> ApiResult<Json<PictureSlot>> {
    show_slot(&ctx, &actor, Subject::Track(id)).await
}

/// Takes a JPEG, PNG, WebP or GIF of at most 20 MiB as the raw body; it is shown as soon as its thumbnails are made.
#[utoipa::path(
    put, path = "/api/v1/tracks/{id}/artwork", tag = "pictures", params(("id" = uuid::Uuid, Path), PictureQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 202, body = PictureSlot),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn put_track_artwork(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    PathParts(id): PathParts<TrackId>,
    QueryParts(query): QueryParts<PictureQuery>,
    request: Request,
) -> ApiResult<(StatusCode, Json<PictureSlot>)> {
    receive_picture(&ctx, &actor, Subject::Track(id), &query, request).await
}

/// Removes the artwork of a track; that of its release stands for it then.
#[utoipa::path(
    delete, path = "/api/v1/tracks/{id}/artwork", tag = "pictures", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_track_artwork(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    PathParts(id): PathParts<TrackId>,
) -> ApiResult<StatusCode> {
    take_away(&ctx, &actor, Subject::Track(id)).await
}
