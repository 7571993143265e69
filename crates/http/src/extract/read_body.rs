//! The bytes of a JSON body, once its headers promise that they are worth reading.

use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use http::{HeaderMap, header};
use sillon_protocol::ErrorCode;

use crate::ApiError;

pub(super) const BODY_MAX_BYTES: usize = 64 * 1024;
/// A JSON body is small: a client that needs longer is broken or wants to hold a place.
const PATIENCE: Duration = Duration::from_secs(20);

/// Refuses another media type (415) and a larger body (413) before the first byte is read; then reads within limits.
pub(super) async fn read_body(headers: &HeaderMap, body: Body) -> Result<Bytes, ApiError> {
    if !is_json(headers) {
        let detail = "Send the body as application/json, in UTF-8 and not compressed.";
        return Err(ApiError::refused(ErrorCode::UnsupportedMediaType, detail));
    }
    if declared_bytes(headers).is_some_and(|bytes| bytes > BODY_MAX_BYTES as u64) {
        return Err(too_large());
    }
    match tokio::time::timeout(PATIENCE, collect(body)).await {
        Ok(read) => read,
        Err(_) => Err(ApiError::refused(ErrorCode::RequestTimeout, "The body did not arrive in time. Send it again.")),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable").trim());
    let Some(content_type) = text(header::CONTENT_TYPE) else { return false };
    let (essence, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    let in_utf8 = parameters.split(';').filter_map(|parameter| parameter.split_once('=')).all(|(name, value)| {
        !name.trim().eq_ignore_ascii_case("charset") || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    });
    let plain = text(header::CONTENT_ENCODING).is_none_or(|encoding| encoding.eq_ignore_ascii_case("identity"));
    essence.trim().eq_ignore_ascii_case("application/json") && in_utf8 && plain
}

fn declared_bytes(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

async fn collect(body: Body) -> Result<Bytes, ApiError> {
    let mut collected = BytesMut::new();
    let mut stream = body.into_data_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| ApiError::refused(ErrorCode::InvalidBody, "The body broke off."))?;
        if collected.len() + chunk.len() > BODY_MAX_BYTES {
            return Err(too_large());
        }
        collected.extend_from_slice(&chunk);
    }
    Ok(collected.freeze())
}

fn too_large() -> ApiError {
    ApiError::refused(ErrorCode::BodyTooLarge, "A JSON body has at most 64 KiB here.")
}
