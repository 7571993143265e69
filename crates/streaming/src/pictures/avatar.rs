//! `GET`, `PUT` and `DELETE` of `/api/v1/accounts/me/avatar`

use axum::{
    Json,
    extract::{Request, State},
};
use http::StatusCode;
use sillon_domain::{Context, pictures::Subject};
use sillon_http::{ApiResult, QueryParts, SignedIn};
use sillon_protocol::{PictureSlot, ProblemDetails};

use super::change_picture::{PictureQuery, receive_picture, show_slot, take_away};

/// The avatar of the signed-in account, and the one on its way.
#[utoipa::path(
    get, path = "/api/v1/accounts/me/avatar", tag = "pictures",
    responses(
        (status = 200, body = PictureSlot),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_avatar(State(ctx): State<Context>, SignedIn(actor): SignedIn) -> ApiResult<Json<PictureSlot>> {
    show_slot(&ctx, &actor, Subject::Account(actor.id())).await
}

/// Takes a JPEG, PNG, WebP or GIF of at most 20 MiB as the raw body; it is shown as soon as its thumbnails are made.
#[utoipa::path(
    put, path = "/api/v1/accounts/me/avatar", tag = "pictures", params(PictureQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 202, body = PictureSlot),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn put_avatar(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    QueryParts(query): QueryParts<PictureQuery>,
    request: Request,
) -> ApiResult<(StatusCode, Json<PictureSlot>)> {
    receive_picture(&ctx, &actor, Subject::Account(actor.id()), &query, request).await
}

/// Removes the avatar.
#[utoipa::path(
    delete, path = "/api/v1/accounts/me/avatar", tag = "pictures",
    responses(
        (status = 204),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_avatar(State(ctx): State<Context>, SignedIn(actor): SignedIn) -> ApiResult<StatusCode> {
    take_away(&ctx, &actor, Subject::Account(actor.id())).await
}
