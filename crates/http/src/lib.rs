//! What the HTTP roles share: extractors, problem details, the signed-in person, request ids, security headers, health.
//! Routes of a role and rules do not belong here.

mod api_error;
mod client_address;
mod device;
mod extract;
mod guard_origin;
mod health;
mod language;
mod limit_requests;
mod media_path;
mod preferred_language;
mod present_picture;
mod present_track;
mod request_log;
mod request_origin;
mod requires;
mod response_headers;
mod session_cookie;
mod share_origins;
mod signed_in;
mod undeclared_query;
mod wrap_router;

pub use api_error::{ApiError, ApiResult, method_not_allowed, no_such_address};
pub use client_address::ClientAddress;
pub use device::Device;
pub use extract::{JsonBody, KNOWN_KEYWORDS, PathParts, QueryParts};
pub use health::health_routes;
pub use media_path::{MediaPath, PicturePath};
pub use preferred_language::PreferredLanguage;
pub use present_picture::{present_artist, present_picture, present_slot};
pub use present_track::present_track;
pub use request_log::RequestId;
pub use request_origin::RequestOrigin;
pub use requires::{PERMISSION_EXTENSION, requires};
pub use session_cookie::{clear_session_cookie, session_cookie};
pub use share_origins::share_origins;
pub use signed_in::{InPerson, SignedIn, Visitor};
pub use undeclared_query::{DeclaredQueries, operations_mut};
pub use wrap_router::wrap_router;
