//! The description of the whole HTTP interface.

use sillon_domain::Context;
use utoipa::openapi::{Info, License, OpenApi};
use utoipa_axum::router::OpenApiRouter;

/// The document as JSON, the same at every build of one source.
pub fn openapi_json() -> String {
    let (_, document) = described_routes().split_for_parts();
    let mut text = document.to_pretty_json().expect("an OpenAPI document is JSON");
    text.push('\n');
    text
}

/// Every described route, whichever role serves it.
pub(super) fn described_routes() -> OpenApiRouter<Context> {
    let mut info = Info::new("Sillon", env!("CARGO_PKG_VERSION"));
    info.license = Some(License::new("Apache-2.0 OR MIT"));
    info.description = Some("Errors are problem details (RFC 9457) with a stable `code`.".to_owned());
    let empty = OpenApi::new(info, utoipa::openapi::Paths::new());
    OpenApiRouter::with_openapi(empty).merge(sillon_api::api_routes()).merge(sillon_streaming::upload_routes())
}
