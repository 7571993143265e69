//! `POST /api/v1/uploads`

use axum::{
    Json,
    body::Body,
    extract::{Request, State},
};
use http::{HeaderMap, HeaderName, StatusCode, header};
use serde::Deserialize;
use sillon_domain::{
    Context, Failure,
    blobs::Shelf,
    ids::UploadId,
    sessions::Actor,
    tracks::{TrackDescription, describe_track},
    uploads::{ArrivedUpload, register_upload, title_from_file_name},
};
use sillon_http::{ApiResult, QueryParts, SignedIn, present_track};
use sillon_protocol::{ProblemDetails, Track};

use super::{
    arriving_file::ArrivingFile,
    spool_upload::{refuse_too_large, spool_upload},
};

/// What is said beside the bytes.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct UploadQuery {
    /// The name on the creator's machine: the first title is made of it.
    #[param(max_length = 1024, example = "03_blue-moon.flac")]
    file_name: String,
}

/// Takes a file as the raw body and makes a track of it, which is encoded next.
#[utoipa::path(
    post, path = "/api/v1/uploads", tag = "uploads", params(UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 201, body = Track),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn receive_upload(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    QueryParts(query): QueryParts<UploadQuery>,
    request: Request,
) -> ApiResult<(StatusCode, [(HeaderName, String); 1], Json<Track>)> {
    actor.require_upload()?;
    refuse_too_large(&ctx, declared_bytes(request.headers()))?;
    let described = accept(&ctx, &actor, query.file_name, request.into_body()).await?;
    let location = format!("/api/v1/tracks/{}", described.track.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(present_track(described))))
}

/// How many bytes the client announces; 0 when it does not.
pub(crate) fn declared_bytes(headers: &HeaderMap) -> u64 {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    length.and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// Makes the file durable first, then the rows that name it in one transaction. A kill between the two leaves a file
/// without a row, which the sweep removes; a kill after the commit leaves a track whose job runs at the next start.
async fn accept(ctx: &Context, actor: &Actor, file_name: String, body: Body) -> Result<TrackDescription, Failure> {
    let id = UploadId::new(ctx.clock.now());
    let mut file = ArrivingFile::new(ctx.blobs.clone(), id);
    let spooled = spool_upload(ctx, &file, body).await?;
    let arrived = ArrivedUpload {
        id,
        creator_id: actor.id(),
        title: title_from_file_name(&file_name),
        file_name,
        release: None,
        container: spooled.container.name().to_owned(),
        size_bytes: spooled.size_bytes,
        content_hash: spooled.content_hash,
        blob: id.to_string(),
    };
    file.move_to(Shelf::Originals, &arrived.blob).await?;
    let mut tx = ctx.db.write().await?;
    let track = register_upload(&mut tx, &ctx.clock, &arrived).await?;
    let described = describe_track(&tx, track).await?;
    tx.commit().await?;
    file.keep();
    ctx.job_signal.wake();
    Ok(described)
}
