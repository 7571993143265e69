//! Recovery codes, which are shown once.

use axum::Json;
use http::{StatusCode, header};
use sillon_domain::ReadableSecret;
use sillon_protocol::RecoveryCodes;

/// 201, not to be kept by any cache.
pub(super) type RecoveryAnswer = (StatusCode, [(header::HeaderName, &'static str); 1], Json<RecoveryCodes>);

/// Converts.
pub(super) fn present_codes(codes: &[ReadableSecret]) -> RecoveryAnswer {
    let codes = codes.iter().map(ReadableSecret::reveal).collect();
    (StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(RecoveryCodes { codes }))
}
