//! The description of the whole HTTP interface.

use sillon_domain::Context;
use utoipa::openapi::{Info, License, OpenApi};
use utoipa_axum::router::OpenApiRouter;

use super::document_errors::document_errors;

/// The document as JSON, the same at every build of one source.
pub fn openapi_json() -> String {
    let mut text = openapi_document().to_pretty_json().expect("an OpenAPI document is JSON");
    text.push('\n');
    text
}

/// The document.
pub(super) fn openapi_document() -> OpenApi {
    let mut document = described_routes().split_for_parts().1;
    document_errors(&mut document);
    document
}

/// Every described route, whichever role serves it.
fn described_routes() -> OpenApiRouter<Context> {
    let mut info = Info::new("Sillon", env!("CARGO_PKG_VERSION"));
    info.license = Some(License::new("Apache-2.0 OR MIT"));
    info.description = Some("Errors are problem details (RFC 9457) with a stable `code`, in English or French as `Accept-Language` prefers. Answers \
         carry `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10). Query parameters and fields that \
         are not described here are refused.".to_owned());
    let empty = OpenApi::new(info, utoipa::openapi::Paths::new());
    OpenApiRouter::with_openapi(empty).merge(sillon_api::api_routes()).merge(sillon_streaming::upload_routes())
}
