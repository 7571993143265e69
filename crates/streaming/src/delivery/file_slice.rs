//! Sends a run of bytes of a file, streamed: whole, a range of it, or only its headers.

use std::path::PathBuf;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use sillon_domain::Failure;
use sillon_http::{ApiError, ApiResult};
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncSeekExt, SeekFrom},
};
use tokio_util::io::ReaderStream;

use super::byte_range::{Requested, parse_range};

const READ_BYTES: usize = 64 * 1024;

/// A resource that lies in a file.
#[derive(Debug)]
pub(crate) struct FileSlice {
    /// The file.
    pub(crate) path: PathBuf,
    /// Where the resource begins in it.
    pub(crate) offset_bytes: u64,
    /// Its length.
    pub(crate) length_bytes: u64,
    /// Its media type.
    pub(crate) media_type: &'static str,
    /// A strong validator, without quotes.
    pub(crate) tag: String,
}

impl FileSlice {
    /// Answers the request: 200, 206, 304 or 416. The body of HEAD is dropped by the server.
    pub(crate) async fn send(self, request: &HeaderMap) -> ApiResult<Response> {
        let etag = format!("\"{}\"", self.tag);
        if header_text(request, &header::IF_NONE_MATCH).is_some_and(|known| knows(known, &etag)) {
            return Ok(self.headers(StatusCode::NOT_MODIFIED, &etag));
        }
        let wanted = match header_text(request, &header::RANGE) {
            Some(range) if header_text(request, &header::IF_RANGE).is_none_or(|known| known == etag) => {
                parse_range(range, self.length_bytes)
            }
            _ => Requested::Whole,
        };
        match wanted {
            Requested::Whole => {
                let body = self.read(0, self.length_bytes).await?;
                Ok(with_body(self.headers(StatusCode::OK, &etag), body, self.length_bytes))
            }
            Requested::Part { first, last } => {
                let length = last - first + 1;
                let body = self.read(first, length).await?;
                let mut response = with_body(self.headers(StatusCode::PARTIAL_CONTENT, &etag), body, length);
                set_content_range(&mut response, &format!("bytes {first}-{last}/{}", self.length_bytes));
                Ok(response)
            }
            Requested::Unsatisfiable => {
                let mut response = self.headers(StatusCode::RANGE_NOT_SATISFIABLE, &etag);
                set_content_range(&mut response, &format!("bytes */{}", self.length_bytes));
                Ok(response)
            }
        }
    }

    fn headers(&self, status: StatusCode, etag: &str) -> Response {
        let pairs = [
            (header::CONTENT_TYPE, self.media_type),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            (header::ACCEPT_RANGES, "bytes"),
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
            (header::ACCESS_CONTROL_EXPOSE_HEADERS, "Content-Range, Content-Length, ETag"),
            (header::ETAG, etag),
        ];
        (status, pairs).into_response()
    }

    async fn read(&self, skip_bytes: u64, length_bytes: u64) -> ApiResult<Body> {
        let mut file = File::open(&self.path).await.map_err(|error| {
            let name = self.path.display();
            ApiError::from(Failure::Broken(format!("a published file cannot be opened: {name}: {error}")))
        })?;
        file.seek(SeekFrom::Start(self.offset_bytes + skip_bytes)).await?;
        Ok(Body::from_stream(ReaderStream::with_capacity(file.take(length_bytes), READ_BYTES)))
    }
}

fn header_text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether `If-None-Match` names this tag; the weak comparison is right for it (RFC 9110, 13.1.2).
fn knows(known: &str, etag: &str) -> bool {
    known.trim() == "*" || known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
}

fn with_body(mut response: Response, body: Body, length_bytes: u64) -> Response {
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length_bytes));
    *response.body_mut() = body;
    response
}

fn set_content_range(response: &mut Response, value: &str) {
    let value = HeaderValue::from_str(value).expect("digits and a slash are a valid header value");
    response.headers_mut().insert(header::CONTENT_RANGE, value);
}
