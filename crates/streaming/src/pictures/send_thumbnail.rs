//! `GET /api/v1/pictures/{id}/{file}`

use axum::{extract::State, response::Response};
use http::HeaderMap;
use serde::Deserialize;
use sillon_domain::{
    Context,
    blobs::Shelf,
    ids::PictureId,
    pictures::{THUMBNAIL_STEPS_PX, find_shown_picture, thumbnail_sides},
};
use sillon_http::{ApiError, ApiResult, PathParts};
use sillon_protocol::ProblemDetails;

use crate::delivery::FileSlice;

/// Parts of the address.
#[derive(Debug, Deserialize)]
pub(crate) struct ThumbnailPath {
    id: PictureId,
    file: String,
}

/// A thumbnail, to be kept for ever. A size beyond the picture's own gives the largest that there is. Addresses are given
/// out once their thumbnails exist; before that, and after the picture was removed, there is nothing here.
#[utoipa::path(
    get, path = "/api/v1/pictures/{id}/{file}", tag = "pictures",
    params(("id" = uuid::Uuid, Path), ("file" = String, Path, description = "`96`, `256`, `512` or `1024`, and `.webp` or `.jpg`")),
    responses(
        (status = 200, content((Vec<u8> = "image/webp"), (Vec<u8> = "image/jpeg"))),
        (status = 304),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn send_thumbnail(
    State(ctx): State<Context>,
    PathParts(path): PathParts<ThumbnailPath>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let (wanted_px, media_type, extension) = parse(&path.file).ok_or_else(|| ApiError::not_found("picture"))?;
    let picture = find_shown_picture(&ctx.db.read().await?, path.id).await?;
    let shown = picture.and_then(|picture| picture.folder.zip(picture.side_px));
    let (folder, side_px) = shown.ok_or_else(|| ApiError::not_found("picture"))?;
    let steps = thumbnail_sides(side_px).map(|(step_px, _)| step_px).filter(|step_px| *step_px <= wanted_px);
    let step_px = steps.last().ok_or_else(|| ApiError::not_found("picture"))?;
    let name = format!("{step_px}.{extension}");
    let file = ctx.blobs.path(Shelf::Thumbnails, &folder).join(&name);
    // A picture that is removed at this very moment has lost its files already.
    let length_bytes = tokio::fs::metadata(&file).await.map_err(|_| ApiError::not_found("picture"))?.len();
    let tag = format!("{}-{name}", path.id);
    FileSlice { path: file, offset_bytes: 0, length_bytes, media_type, tag }.send(&headers).await
}

/// Step, media type and extension of a name such as `256.webp`.
fn parse(file: &str) -> Option<(i32, &'static str, &'static str)> {
    let (step, extension) = file.split_once('.')?;
    let step_px = THUMBNAIL_STEPS_PX.into_iter().find(|known| known.to_string() == step)?;
    match extension {
        "webp" => Some((step_px, "image/webp", "webp")),
        "jpg" => Some((step_px, "image/jpeg", "jpg")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_names_of_thumbnails_are_understood() {
        assert_eq!(parse("256.webp"), Some((256, "image/webp", "webp")));
        assert_eq!(parse("1024.jpg"), Some((1024, "image/jpeg", "jpg")));
        for name in ["256", "256.png", "0256.webp", "+96.jpg", "300.webp", "../96.webp", "96.webp.jpg", ""] {
            assert_eq!(parse(name), None, "{name}");
        }
    }
}
