//! `GET /api/v1/accounts/me/exports/{id}`

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use http::header;
use sillon_domain::{
    Context, Failure,
    audit::{Action, Entry, append},
    blobs::Shelf,
    exports::find_ready_export,
    ids::ExportId,
};
use sillon_http::{ApiError, ApiResult, InPerson, PathParts};
use sillon_protocol::ProblemDetails;
use tokio_util::io::ReaderStream;

const READ_BYTES: usize = 64 * 1024;

/// The archive, for its owner alone.
#[utoipa::path(
    get, path = "/api/v1/accounts/me/exports/{id}", tag = "accounts", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, content((Vec<u8> = "application/zip"))),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn download_export(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
    PathParts(id): PathParts<ExportId>,
) -> ApiResult<Response> {
    let found = find_ready_export(&ctx.db.read().await?, &ctx.clock, actor.id(), id).await?;
    let export = found.ok_or_else(|| ApiError::not_found("export"))?;
    let blob = export.blob.ok_or_else(|| Failure::Broken("a ready export has no file".to_owned()))?;
    // One that is removed at this very moment has lost its file already.
    let file = tokio::fs::File::open(ctx.blobs.path(Shelf::Exports, &blob)).await;
    let file = file.map_err(|_| ApiError::not_found("export"))?;
    let length_bytes = file.metadata().await?.len();
    let mut tx = ctx.db.write().await?;
    append(&mut tx, &ctx.clock, &actor.origin, Entry::new(Action::ExportFetched).on(actor.id()));
    tx.commit().await?;
    let day = export.created_at.format("%Y-%m-%d");
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"sillon-export-{day}.zip\"")),
        (header::CONTENT_LENGTH, length_bytes.to_string()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(ReaderStream::with_capacity(file, READ_BYTES))).into_response())
}
