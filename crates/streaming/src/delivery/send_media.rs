//! `GET /s/{signature}/{version}/…` for everything that is bytes of a file.

use axum::{extract::State, response::Response};
use http::HeaderMap;
use serde::Deserialize;
use sillon_domain::{
    Context, Failure,
    blobs::Shelf,
    ids::VersionId,
    playback::{RenditionFile, find_rendition, find_segment, find_version},
};
use sillon_http::{ApiError, ApiResult, PathParts};
use sillon_media::WAVEFORM_FILE;

use super::file_slice::FileSlice;

/// Parts of the address of a whole version.
#[derive(Debug, Deserialize)]
pub(crate) struct VersionPath {
    signature: String,
    version: VersionId,
}

impl VersionPath {
    /// The version; only public addresses exist so far.
    pub(crate) fn version(&self) -> ApiResult<VersionId> {
        version_of(&self.signature, self.version)
    }
}

/// Parts of the address of something in a rendition.
#[derive(Debug, Deserialize)]
pub(crate) struct RenditionPath {
    signature: String,
    version: VersionId,
    pub(crate) rendition: String,
    #[serde(default)]
    file: String,
}

impl RenditionPath {
    /// The version; only public addresses exist so far.
    pub(crate) fn version(&self) -> ApiResult<VersionId> {
        version_of(&self.signature, self.version)
    }
}

fn version_of(signature: &str, version: VersionId) -> ApiResult<VersionId> {
    if signature == "public" { Ok(version) } else { Err(ApiError::not_found("address")) }
}

/// The peaks of the waveform.
pub(crate) async fn send_waveform(
    State(ctx): State<Context>,
    PathParts(path): PathParts<VersionPath>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let found = find_version(&ctx.db.read().await?, path.version()?).await?;
    let (version, _) = found.ok_or_else(|| ApiError::not_found("version"))?;
    let file = ctx.blobs.path(Shelf::Versions, &version.folder).join(WAVEFORM_FILE);
    let length_bytes = tokio::fs::metadata(&file).await?.len();
    let tag = format!("{}-waveform", version.id);
    let slice = FileSlice { path: file, offset_bytes: 0, length_bytes, media_type: "application/octet-stream", tag };
    slice.send(&headers).await
}

/// `init.mp4`, `{number}.m4s`, or `audio.mp4`, which is the whole file.
pub(crate) async fn send_rendition_file(
    State(ctx): State<Context>,
    PathParts(path): PathParts<RenditionPath>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let range = resolve(&ctx, &path).await?.ok_or_else(|| ApiError::not_found("segment"))?;
    let RenditionFile { folder, rendition } = range.file;
    let size = |bytes: i64| u64::try_from(bytes).map_err(|_| Failure::Broken("a segment has a negative size".into()));
    let slice = FileSlice {
        path: ctx.blobs.path(Shelf::Versions, &folder).join(&rendition.file_name),
        offset_bytes: size(range.offset_bytes)?,
        length_bytes: size(range.length_bytes)?,
        media_type: "audio/mp4",
        tag: format!("{}-{}-{}", rendition.id, range.offset_bytes, range.length_bytes),
    };
    slice.send(&headers).await
}

struct FileRange {
    file: RenditionFile,
    offset_bytes: i64,
    length_bytes: i64,
}

async fn resolve(ctx: &Context, path: &RenditionPath) -> ApiResult<Option<FileRange>> {
    let version = path.version()?;
    let tx = ctx.db.read().await?;
    if let Some(number) = path.file.strip_suffix(".m4s") {
        let Ok(number) = number.parse() else { return Ok(None) };
        let found = find_segment(&tx, version, &path.rendition, number).await?;
        return Ok(found.map(|found| FileRange {
            file: found.file,
            offset_bytes: found.segment.offset_bytes,
            length_bytes: found.segment.length_bytes,
        }));
    }
    let Some(file) = find_rendition(&tx, version, &path.rendition).await? else { return Ok(None) };
    let (offset_bytes, length_bytes) = match path.file.as_str() {
        "init.mp4" => (file.rendition.init_offset_bytes, file.rendition.init_length_bytes),
        "audio.mp4" => (0, file.rendition.size_bytes),
        _ => return Ok(None),
    };
    Ok(Some(FileRange { file, offset_bytes, length_bytes }))
}
