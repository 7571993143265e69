//! Cross-origin resource sharing: exact origins with sessions, or `*` without. Refusing changes belongs to `guard_origin`.

use std::time::Duration;

use http::{HeaderName, HeaderValue, Method, header};
use sillon_domain::Settings;
use tower_http::cors::{AllowOrigin, CorsLayer};

const PREFLIGHT_LASTS: Duration = Duration::from_hours(1);
const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// The layer around the JSON routes; none when the operator named no origin.
///
/// Invariant: `*` never goes with credentials, whatever else is named.
pub fn share_origins(settings: &Settings) -> Option<CorsLayer> {
    let origins = &settings.cors_origins;
    if origins.is_empty() {
        return None;
    }
    let exposed = ["x-request-id", "ratelimit", "ratelimit-policy", "retry-after"].map(HeaderName::from_static);
    let layer = CorsLayer::new()
        .allow_methods(METHODS)
        .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION, header::ACCEPT_LANGUAGE])
        .expose_headers(exposed)
        .max_age(PREFLIGHT_LASTS);
    if origins.iter().any(|origin| origin == "*") {
        return Some(layer.allow_origin(AllowOrigin::any()));
    }
    let origins = origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
    Some(layer.allow_origin(AllowOrigin::list(origins)).allow_credentials(true))
}
