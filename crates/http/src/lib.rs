//! What the HTTP roles share: extractors, problem details, the signed-in person, request ids, security headers, health.
//! Routes of a role and rules do not belong here.

mod api_error;
mod extract;
mod guard_origin;
mod health;
mod media_path;
mod preferred_language;
mod present_picture;
mod present_track;
mod request_log;
mod response_headers;
mod session_cookie;
mod signed_in;
mod wrap_router;

pub use api_error::{ApiError, ApiResult, method_not_allowed, no_such_address};
pub use extract::{JsonBody, PathParts, QueryParts};
pub use health::health_routes;
pub use media_path::{MediaPath, PicturePath};
pub use preferred_language::PreferredLanguage;
pub use present_picture::{present_artist, present_picture, present_slot};
pub use present_track::present_track;
pub use request_log::RequestId;
pub use session_cookie::{clear_session_cookie, session_cookie};
pub use signed_in::{SignedIn, Visitor};
pub use wrap_router::wrap_router;
