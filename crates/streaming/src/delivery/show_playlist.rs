//! HLS playlists (RFC 8216), written from rows.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::header;
use sillon_domain::{
    Context, Failure,
    database::entities::{rendition, segment},
    playback::{find_rendition, find_version, segments_of},
};
use sillon_http::{ApiError, ApiResult, PathParts};
use sillon_media::{Addressing, ByteRange, EncodedSegment, MediaPlaylist, Variant, multivariant_playlist};

use super::send_media::{RenditionPath, VersionPath};

/// The AAC ladder.
pub(crate) async fn show_master_playlist(
    State(ctx): State<Context>,
    PathParts(path): PathParts<VersionPath>,
) -> ApiResult<Response> {
    show_multivariant(&ctx, &path, "aac").await
}

/// The FLAC rendition, for those who ask for lossless: players do not switch between codecs by themselves.
pub(crate) async fn show_lossless_playlist(
    State(ctx): State<Context>,
    PathParts(path): PathParts<VersionPath>,
) -> ApiResult<Response> {
    show_multivariant(&ctx, &path, "flac").await
}

async fn show_multivariant(ctx: &Context, path: &VersionPath, codec: &str) -> ApiResult<Response> {
    let found = find_version(&ctx.db.read().await?, path.version()?).await?;
    let (_, renditions) = found.ok_or_else(|| ApiError::not_found("version"))?;
    let chosen: Vec<_> = renditions.iter().filter(|rendition| rendition.codec == codec).collect();
    if chosen.is_empty() {
        return Err(ApiError::not_found("playlist"));
    }
    let variants = chosen.into_iter().map(variant).collect::<Result<Vec<_>, Failure>>()?;
    Ok(playlist(multivariant_playlist(&variants)))
}

/// The segments of one rendition.
pub(crate) async fn show_media_playlist(
    State(ctx): State<Context>,
    PathParts(path): PathParts<RenditionPath>,
) -> ApiResult<Response> {
    let tx = ctx.db.read().await?;
    let found = find_rendition(&tx, path.version()?, &path.rendition).await?;
    let rendition = found.ok_or_else(|| ApiError::not_found("rendition"))?.rendition;
    let segments = segments_of(&tx, rendition.id).await?;
    let segments = segments.iter().map(encoded_segment).collect::<Result<Vec<_>, Failure>>()?;
    let rendered = MediaPlaylist {
        timescale: positive(rendition.timescale_hz)?,
        init: ByteRange {
            offset_bytes: positive(rendition.init_offset_bytes)?,
            length_bytes: positive(rendition.init_length_bytes)?,
        },
        segments: &segments,
        addressing: Addressing::SegmentUrls,
    }
    .render();
    Ok(playlist(rendered))
}

fn playlist(text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.apple.mpegurl"),
        (header::CACHE_CONTROL, "public, max-age=60"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, text).into_response()
}

fn variant(row: &rendition::Model) -> Result<Variant<'_>, Failure> {
    Ok(Variant {
        name: &row.name,
        codecs: &row.codecs,
        peak_bits_per_second: positive(row.peak_bandwidth_bps)?,
        average_bits_per_second: positive(row.average_bandwidth_bps)?,
    })
}

fn encoded_segment(row: &segment::Model) -> Result<EncodedSegment, Failure> {
    Ok(EncodedSegment {
        range: ByteRange { offset_bytes: positive(row.offset_bytes)?, length_bytes: positive(row.length_bytes)? },
        start_ticks: positive(row.start_ticks)?,
        duration_ticks: positive(row.duration_ticks)?,
    })
}

/// Sizes and times are stored as signed numbers and never negative (checked by the schema).
fn positive<Unsigned, Signed: TryInto<Unsigned>>(number: Signed) -> Result<Unsigned, Failure> {
    number.try_into().map_err(|_| Failure::Broken("a size or time in the database is negative".to_owned()))
}
